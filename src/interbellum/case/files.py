"""Bytes in and out of a case folder: bounded reading with faults located, and writing that is whole or not at all."""

from __future__ import annotations

import contextlib
import os
import shutil
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path

from interbellum.errors import CaseError, SchemaError, UsageError, Where

MEGABYTE = 1_000_000
LIMITS = {"case.yaml": 1, "claims.csv": 20, "places.geojson": 20}
"""Largest size of a file in megabytes, looked at before it is read; other files have `DEFAULT_LIMIT`."""
DEFAULT_LIMIT = 10
TEXT_LIMIT = 50
"""Largest size in megabytes of a source's text in the case."""
STORE_MARKS = (".zgroup", "zarr.json")
"""Files of which each Zarr store has one: it is the only kind of folder that the program writes over."""


def size_limit(name: str) -> int:
    """Return the largest size in bytes that the case's file `name` may have."""
    return LIMITS.get(name, DEFAULT_LIMIT) * MEGABYTE


def read_bytes(path: Path, name: str, limit: int) -> bytes:
    """Return the bytes of a regular file of at most `limit` bytes. Raises `SchemaError` naming the file as `name`."""
    where = Where(name)
    try:
        if not path.is_file():
            fault = "this is no file" if path.exists() else "the file is missing"
            raise SchemaError(fault, where=where, hint=f"looked in {path.parent}")
        size = path.stat().st_size
        if size > limit:
            raise SchemaError(
                f"the file is too large: {size:,} bytes, allowed {limit:,}",
                where=where,
                hint="split it, or keep bulk data outside the case",
            )
        return path.read_bytes()
    except OSError as error:
        raise SchemaError(f"cannot be read: {error.strerror}", where=where, hint=f"looked at {path}") from error


def read_text(path: Path, name: str, limit: int | None = None) -> str:
    """Return the text of a UTF-8 file, line ends as they are. Raises `SchemaError` with the row of a wrong byte."""
    data = read_bytes(path, name, size_limit(name) if limit is None else limit)
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        row = data.count(b"\n", 0, error.start) + 1
        raise SchemaError(
            f"not UTF-8: byte 0x{data[error.start]:02x} at offset {error.start}",
            where=Where(name, row),
            hint="save the file as UTF-8",
        ) from error
    if "\0" in text:
        offset = text.index("\0")
        raise SchemaError(
            f"a NUL character at offset {offset}",
            where=Where(name, text.count("\n", 0, offset) + 1),
            hint="save the file as plain UTF-8 text",
        )
    return text


def write_files(root: Path, contents: Mapping[str, bytes | None]) -> None:
    """Write files of the folder `root`, each whole or not at all; one whose content is `None` is removed.

    Every content is first written beside its file and flushed to disk, then all are renamed into place. Where a
    rename fails, those already done are put back. Raises `CaseError` where the folder cannot be written.
    """
    staged: dict[Path, Path | None] = {}
    try:
        for name, content in contents.items():
            target = (root / name).resolve()
            target.parent.mkdir(parents=True, exist_ok=True)
            staged[target] = None if content is None else _write_beside(target, content)
        _rename_all(staged)
    except (OSError, RuntimeError) as error:  # a loop of links is a RuntimeError up to Python 3.12
        reason = getattr(error, "strerror", None) or error
        raise CaseError(f"cannot be saved: {reason}", where=Where(str(root)), hint="nothing was changed") from error
    finally:
        for temporary in filter(None, staged.values()):
            with contextlib.suppress(OSError):
                temporary.unlink(missing_ok=True)


def write_folder(root: Path, contents: Mapping[str, bytes]) -> None:
    """Make the folder `root` with these files: it appears whole or not at all. `root` must be absent or empty."""
    parent = root.parent
    temporary: Path | None = None
    try:
        parent.mkdir(parents=True, exist_ok=True)
        temporary = Path(tempfile.mkdtemp(prefix=f".{root.name}.", suffix=".new", dir=parent))
        temporary.chmod(0o777 & ~_umask())
        for name, content in contents.items():
            target = temporary / name
            target.parent.mkdir(parents=True, exist_ok=True)
            _write_beside(target, content).rename(target)
        temporary.replace(root)
        _flush_folder(parent)
    except OSError as error:
        raise CaseError(
            f"cannot be saved: {error.strerror}", where=Where(str(root)), hint="nothing was changed"
        ) from error
    finally:
        if temporary is not None:
            shutil.rmtree(temporary, ignore_errors=True)


@contextlib.contextmanager
def replacing(path: Path) -> Iterator[Path]:
    """Yield a place to write a file or a folder to, which takes the place of `path` in the end.

    It has the name of `path` in a folder of its own beside it: who writes the same at once does not meet, and the last
    stays. A failure leaves what was there before, and nothing else. A file takes the place of a file, a folder that of
    a Zarr store or of an empty folder; raises `UsageError` where anything else lies at `path`, and leaves it.
    """
    ensure_replaceable(path, by_folder=path.is_dir())
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        room = Path(tempfile.mkdtemp(prefix=f".{path.name}.", suffix=".part", dir=path.parent))
    except OSError as error:
        raise OSError(error.errno, error.strerror, str(path)) from None
    try:
        yield room / path.name
        ensure_replaceable(path, by_folder=(room / path.name).is_dir())
        if path.is_dir():
            path.replace(room / f"{path.name}.before")
        (room / path.name).replace(path)
    finally:
        shutil.rmtree(room, ignore_errors=True)


def ensure_replaceable(path: Path, *, by_folder: bool = False) -> None:
    """Raise `UsageError` where what lies at `path` must not be replaced by a file, or by a folder."""
    if not path.exists():
        return
    if not path.is_dir():
        fault = None if path.is_file() else "neither a file nor a folder"
    elif by_folder and (any((path / name).is_file() for name in STORE_MARKS) or not any(path.iterdir())):
        fault = None
    else:
        fault = "a folder"
    if fault is not None:
        raise UsageError(f"this is {fault}, and is left as it is", where=Where(str(path)), hint="choose another name")


@contextlib.contextmanager
def folder_lock(root: Path, *, shared: bool = False) -> Iterator[None]:
    """Hold the folder `root` against others that do the same, where the system has such locks.

    A writer holds it alone; those who only read (`shared`) hold it together. It must not be taken twice by one holder,
    who would wait for itself.
    """
    try:
        import fcntl
    except ImportError:  # pragma: no cover  (Windows has no locks on folders)
        yield
        return
    handle: int | None = None
    try:
        with contextlib.suppress(OSError):  # a folder that cannot be opened, or a file system without locks
            handle = os.open(root, os.O_RDONLY)
            fcntl.flock(handle, fcntl.LOCK_SH if shared else fcntl.LOCK_EX)
        yield
    finally:
        if handle is not None:
            os.close(handle)


def _write_beside(target: Path, content: bytes) -> Path:
    handle, name = tempfile.mkstemp(prefix=f".{target.name}.", suffix=".new", dir=target.parent)
    temporary = Path(name)
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(content)
            stream.flush()
            os.fsync(stream.fileno())
        temporary.chmod(target.stat().st_mode if target.exists() else 0o666 & ~_umask())
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise
    return temporary


def _rename_all(staged: Mapping[Path, Path | None]) -> None:
    before = {target: target.read_bytes() if target.exists() else None for target in staged}
    done: list[Path] = []
    try:
        for target, temporary in staged.items():
            done.append(target)
            if temporary is None:
                target.unlink(missing_ok=True)
            else:
                temporary.replace(target)
    except BaseException:
        for target in done:
            content = before[target]
            if content is None:
                target.unlink(missing_ok=True)
            else:
                _write_beside(target, content).replace(target)
        raise
    for folder in {target.parent for target in staged}:
        _flush_folder(folder)


def _flush_folder(folder: Path) -> None:
    # A rename is on disk only once its folder is; systems that cannot open a folder flush it themselves.
    with contextlib.suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
