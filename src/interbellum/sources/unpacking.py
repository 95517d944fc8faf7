"""A dataset's file as one plain file in UTF-8: archives unpacked within bounds, web pages and binaries refused."""

from __future__ import annotations

import codecs
import contextlib
import gzip
import hashlib
import re
import tempfile
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from interbellum.errors import ImportDataError, Where
from interbellum.sources.limits import DatasetLimits

CHUNK = 1 << 20
_PAGE = re.compile(rb"^(?:\xef\xbb\xbf)?\s*(?:<\?xml[^>]*>\s*)?<(?:!doctype\s+html|html|head|body)\b", re.IGNORECASE)
_TITLE = re.compile(rb"<title[^>]*>(.*?)</title>", re.IGNORECASE | re.DOTALL)
_FURNITURE = ("__MACOSX/", ".DS_Store")
_UTF16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


@dataclass(frozen=True)
class Plain:
    """A dataset's file ready to be read: where it lies, its name, the SHA-256 of what was given, and remarks."""

    path: Path
    name: str
    sha256: str
    notes: tuple[str, ...] = ()


@contextlib.contextmanager
def plain_file(
    path: Path, *, limits: DatasetLimits | None = None, encoding: str = "utf-8", beside: tuple[str, ...] = ()
) -> Iterator[Plain]:
    """Give a dataset's file unpacked and in UTF-8 while the block runs.

    A pipe is copied to a temporary file first, block by block, since a dataset is read more than once: to see its
    layout, to check it, to take from it. No more than `limits.bytes` are copied.

    `encoding` is what the dataset is written in where it is not UTF-8, `beside` how the names of files begin that its
    publisher packs beside the table. Raises `ImportDataError` in one line for a file
    that is missing, empty, too large or cut off, for a zip bomb, a web page, a binary, and for mixed encodings.
    """
    limits = limits or DatasetLimits()
    _sized(path, limits)
    with tempfile.TemporaryDirectory(prefix="interbellum-") as folder:
        if not path.is_file():
            path = _spooled(path, Path(folder) / "spooled" / path.name, limits)
        opened, name = _unpacked(path, Path(folder), limits, beside)
        head = _head(opened)
        refuse_page(head, name)
        if b"\0" in head and not head.startswith(_UTF16):
            raise ImportDataError("this is binary data and no table of text", where=Where(name), hint="give CSV or zip")
        if not head.strip():
            raise ImportDataError("the file is empty", where=Where(name), hint="download it again")
        readable, notes = _in_utf8(opened, Path(folder), head, name, encoding)
        yield Plain(readable, name, _sha256(path), notes)


def refuse_page(head: bytes, name: str) -> None:
    """Raise `ImportDataError` where the first bytes of a dataset are those of a web page."""
    if _PAGE.match(head):
        title = _TITLE.search(head)
        called = " ".join(title.group(1).decode("utf-8", "replace").split())[:80] if title else ""
        raise ImportDataError(
            "this is a web page and no dataset" + (f": {called!r}" if called else ""),
            where=Where(name),
            hint="the download failed or needs a login: open the address, then download the file itself",
        )


def _sized(path: Path, limits: DatasetLimits) -> None:
    if not path.exists():
        raise ImportDataError("there is no such file", where=Where(str(path)), hint="check the path")
    if path.is_dir():
        raise ImportDataError("this is a folder", where=Where(str(path)), hint="give its files")
    size = path.stat().st_size
    if size > limits.bytes:
        raise ImportDataError(
            f"the file has {size:,} bytes, allowed are {limits.bytes:,}",
            where=Where(path.name),
            hint="split it, for instance by year",
        )


def _spooled(path: Path, target: Path, limits: DatasetLimits) -> Path:
    """Return a copy of what comes out of a pipe. Raises `ImportDataError` for more than is allowed, and a full disk."""
    target.parent.mkdir()
    done = 0
    try:
        with path.open("rb") as stream, target.open("wb") as out:
            while block := stream.read(CHUNK):
                done += len(block)
                if done > limits.bytes:
                    raise ImportDataError(
                        f"the pipe gave more than the {limits.bytes:,} bytes that are allowed",
                        where=Where(path.name), hint="split it, for instance by year",
                    )  # fmt: skip
                out.write(block)
    except OSError as error:
        raise ImportDataError(
            f"the pipe broke off after {done:,} bytes: {error.strerror or error}", where=Where(path.name),
            hint=f"the copy needs room in {tempfile.gettempdir()}; TMPDIR names another folder",
        ) from error  # fmt: skip
    return target


def _sha256(path: Path) -> str:
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def _head(path: Path) -> bytes:
    with path.open("rb") as stream:
        return stream.read(1 << 16)


def _unpacked(path: Path, folder: Path, limits: DatasetLimits, beside: tuple[str, ...]) -> tuple[Path, str]:
    """Return the path and the name of the table in a file: itself, or what an archive holds."""
    magic = _head(path)[:4]
    if magic == b"PK\x03\x04" or (path.suffix.lower() == ".zip" and magic != b""):
        return _unzipped(path, folder, limits, beside)
    if magic[:2] == b"\x1f\x8b":
        target = folder / path.stem
        with _archive_errors(path), gzip.open(path) as stream:
            _copied(stream, target, path, limits)
        return target, path.stem
    return path, path.name


def _unzipped(path: Path, folder: Path, limits: DatasetLimits, beside: tuple[str, ...]) -> tuple[Path, str]:
    with _archive_errors(path), zipfile.ZipFile(path) as archive:
        members = [one for one in archive.infolist() if not one.is_dir() and not _is_furniture(one.filename)]
        if len(members) > 1 and beside:
            members = [one for one in members if not Path(one.filename).name.startswith(beside)]
        if len(members) != 1:
            names = ", ".join(one.filename for one in members[:5]) or "nothing"
            raise ImportDataError(
                f"the archive holds {len(members)} files and not one: {names}",
                where=Where(path.name),
                hint="unpack it and give the file",
            )
        member = members[0]
        if member.flag_bits & 1:
            raise ImportDataError("the archive is locked", where=Where(path.name), hint="unpack it with its password")
        _refuse_bomb(member.file_size, path, limits)
        target = folder / Path(member.filename).name
        with archive.open(member) as stream:
            _copied(stream, target, path, limits)
    return target, target.name


def _is_furniture(name: str) -> bool:
    return name.startswith(_FURNITURE[0]) or name.endswith(_FURNITURE[1])


@contextlib.contextmanager
def _archive_errors(path: Path) -> Iterator[None]:
    try:
        yield
    except (zipfile.BadZipFile, zlib.error, EOFError, gzip.BadGzipFile, NotImplementedError, OSError) as error:
        raise ImportDataError(
            f"the archive is cut off or damaged: {error}", where=Where(path.name), hint="download it again"
        ) from error


def _refuse_bomb(unpacked: int, path: Path, limits: DatasetLimits) -> None:
    packed = max(1, path.stat().st_size)
    if unpacked > limits.unpacked or (unpacked > limits.suspect and unpacked > limits.ratio * packed):
        raise ImportDataError(
            f"a zip bomb: {packed:,} bytes unpack to {unpacked:,} or more",
            where=Where(path.name),
            hint="no dataset is packed so tightly; download it again from its publisher",
        )


def _copied(stream: IO[bytes] | gzip.GzipFile, target: Path, path: Path, limits: DatasetLimits) -> None:
    """Unpack a stream; what its header says of its size is not trusted."""
    done = 0
    with target.open("wb") as out:
        while block := stream.read(CHUNK):
            done += len(block)
            _refuse_bomb(done, path, limits)
            out.write(block)


def _in_utf8(path: Path, folder: Path, head: bytes, name: str, encoding: str) -> tuple[Path, tuple[str, ...]]:
    """Return a file in UTF-8, and a remark where it was written in something else."""
    if head.startswith(_UTF16):
        return _written_anew(path, folder, "utf-16"), ("read as UTF-16",)
    if encoding != "utf-8":
        return _written_anew(path, folder, encoding), ()
    bad, wide = _bad_line(path)
    if bad is None:
        return path, ()
    if wide is not None:
        raise ImportDataError(
            f"mixed encodings: row {bad} is not UTF-8, row {wide} is",
            where=Where(name, bad),
            hint="two files were joined; save it anew as UTF-8",
        )
    return _written_anew(path, folder, "cp1252"), ("not UTF-8: read as Windows-1252",)


def _bad_line(path: Path) -> tuple[int | None, int | None]:
    """Return the first row that is not UTF-8, and the first that is UTF-8 beyond ASCII (`None`: there is none)."""
    bad = wide = None
    done = 0
    rest = b""
    with path.open("rb") as stream:
        while block := stream.read(CHUNK * 4):
            block = rest + block if rest else block
            cut = block.rfind(b"\n") + 1
            rest, block = (block[cut:], block[:cut]) if cut else (b"", block)
            if not block.isascii():
                found = _judged(block)
                bad = bad if bad is not None or found[0] is None else done + found[0]
                wide = wide if wide is not None or found[1] is None else done + found[1]
            if bad is not None and wide is not None:
                return bad, wide
            done += block.count(b"\n")
    found = _judged(rest)
    return bad or (found[0] and done + found[0]), wide or (found[1] and done + found[1])


def _judged(block: bytes) -> tuple[int | None, int | None]:
    try:
        block.decode("utf-8")
    except UnicodeDecodeError:
        pass
    else:
        if block.isascii():
            return None, None
        return None, next(i for i, line in enumerate(block.split(b"\n"), 1) if not line.isascii())
    bad = wide = None
    for number, line in enumerate(block.split(b"\n"), 1):
        if line.isascii():
            continue
        try:
            line.decode("utf-8")
            wide = wide or number
        except UnicodeDecodeError:
            bad = bad or number
    return bad, wide


def _written_anew(path: Path, folder: Path, encoding: str) -> Path:
    target = folder / f"utf8-{path.name}"
    with (
        path.open(encoding=encoding, errors="replace", newline="") as text,
        target.open("w", encoding="utf-8", newline="") as out,
    ):
        while block := text.read(CHUNK):
            out.write(block)
    return target
