"""The page: whole in one file, safe, readable without sight, and every sentence in it linked to its notes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path

import pytest

import made_up
from interbellum.brief import Brief, brief
from interbellum.case import Case, open_case
from interbellum.case.documents import Name
from interbellum.errors import UsageError

VOID = {"meta", "link", "br", "img", "hr", "input"}


@dataclass
class Node:
    tag: str
    attributes: dict[str, str | None]
    parent: Node | None = None
    children: list[Node] = field(default_factory=list)
    text: str = ""

    def find(self, tag: str | None = None, kind: str | None = None) -> Iterator[Node]:
        for child in self.children:
            classes = (child.attributes.get("class") or "").split()
            if tag in (None, child.tag) and (kind is None or kind in classes):
                yield child
            yield from child.find(tag, kind)

    def said(self) -> str:
        return self.text + "".join(child.said() for child in self.children)


class Tree(HTMLParser):
    def __init__(self, page: str) -> None:
        super().__init__(convert_charrefs=True)
        self.root = self.here = Node("root", {})
        self.feed(page)
        assert self.here is self.root, f"<{self.here.tag}> is not closed"

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        node = Node(tag, dict(attrs), self.here)
        self.here.children.append(node)
        if tag not in VOID:
            self.here = node

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.here.children.append(Node(tag, dict(attrs), self.here))

    def handle_endtag(self, tag: str) -> None:
        assert self.here.tag == tag, f"<{self.here.tag}> is closed by </{tag}>"
        assert self.here.parent is not None
        self.here = self.here.parent

    def handle_data(self, data: str) -> None:
        self.here.text += data


def _written(case: Case) -> Brief:
    baseline = made_up.ensemble(case, "2010-06-01", leads=12, members=60)
    what_if = made_up.ensemble(case, "2010-06-01", leads=12, members=60, scenarios=("HAVEN-PRESENT",), push=-0.02)
    return brief(case, baseline, made_up.card(case), [what_if])


@pytest.fixture(scope="module")
def written() -> Brief:
    return _written(open_case("two-valleys"))


@pytest.fixture(scope="module")
def page(written: Brief) -> str:
    return written.html()


@pytest.fixture(scope="module")
def tree(page: str) -> Node:
    return Tree(page).root


def test_every_printed_sentence_links_to_a_note(tree: Node, written: Brief) -> None:
    ids = {node.attributes["id"] for node in tree.find() if "id" in node.attributes}
    said = list(tree.find("span", "said"))
    assert len(said) == len(written.sentences)
    for sentence in said:
        (refs,) = sentence.find("sup", "refs")
        links = list(refs.find("a"))
        assert links
        assert all((link.attributes["href"] or "").removeprefix("#") in ids for link in links)


def test_running_text_holds_nothing_but_sentences_with_sources(tree: Node) -> None:
    for kind in ("text", "caption"):
        paragraphs = list(tree.find("p", kind))
        assert paragraphs
        for paragraph in paragraphs:
            assert not paragraph.text.strip()
            assert all("said" in (child.attributes.get("class") or "") for child in paragraph.children)


def test_the_page_asks_for_nothing_from_elsewhere(page: str, tree: Node) -> None:
    assert not list(tree.find("script"))
    assert not list(tree.find("link"))
    for node in tree.find():
        assert not {"src", "srcset", "xlink:href", "action", "onload", "onclick"} & set(node.attributes)
        assert (node.attributes.get("href") or "#").startswith("#")
    assert "@import" not in page
    assert not re.search(r"url\((?!#)", page)
    assert "default-src 'none'" in page


def test_ids_are_unique_and_inner_references_meet_them(page: str, tree: Node) -> None:
    ids = [node.attributes["id"] for node in tree.find() if "id" in node.attributes]
    assert len(ids) == len(set(ids))
    assert set(re.findall(r"url\(#([^)]+)\)", page)) <= set(ids)


def test_headings_go_down_one_level_at_a_time(tree: Node) -> None:
    levels = [int(node.tag[1]) for node in tree.find() if re.fullmatch(r"h[1-6]", node.tag)]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(later - earlier <= 1 for earlier, later in pairwise(levels))


def test_every_chart_has_words_and_a_table_twin(tree: Node) -> None:
    figures = list(tree.find("figure"))
    assert len(figures) >= 6
    for figure in figures:
        drawings = list(figure.find("svg"))
        assert len(drawings) == 2
        assert all(one.attributes["role"] == "img" and one.attributes["aria-label"] for one in drawings)
        (twin,) = figure.find("details")
        assert list(twin.find("td"))
        assert list(figure.find("figcaption"))


def test_tables_have_heads_with_scope(tree: Node) -> None:
    for table in tree.find("table"):
        heads = list(table.find("th"))
        assert heads
        assert all(head.attributes.get("scope") in ("col", "row") for head in heads)


def test_light_and_dark_phone_and_print_are_provided_for(page: str) -> None:
    for part in ("prefers-color-scheme: dark", "max-width: 40rem", "@media print", "width=device-width"):
        assert part in page
    assert "$light" not in page
    assert "$dark" not in page


def test_names_and_claims_cannot_inject_markup() -> None:
    evil = "<script>alert(1)</script><img src=x onerror=alert(2)>"
    case = open_case("two-valleys")
    claims = tuple(claim.model_copy(update={"gloss": f'{evil}"{claim.gloss}'}) for claim in case.claims)
    actors = tuple(actor.model_copy(update={"names": (Name(name=evil + actor.id),)}) for actor in case.actors)
    events = tuple(event.model_copy(update={"gloss": evil + event.gloss}) for event in case.events)
    sources = tuple(source.model_copy(update={"title": evil}) for source in case.sources)
    meta = case.meta.model_copy(update={"title": evil, "question": f"</style>{evil}"})
    zones = tuple(zone.model_copy(update={"title": f'"{evil}{zone.id}'}) for zone in case.model.units.zones)
    model = case.model.model_copy(update={"units": case.model.units.model_copy(update={"zones": zones})})
    tainted = replace(case, claims=claims, actors=actors, events=events, sources=sources, meta=meta, model=model)
    page = _written(tainted).html()
    found = Tree(page).root
    assert "&lt;script&gt;" in page
    assert not list(found.find("script"))
    assert not list(found.find("img"))
    assert not [node for node in found.find() if any(name.startswith("on") for name in node.attributes)]
    assert list(found.find("svg"))


def test_a_brief_is_saved_whole_and_the_same_each_time(written: Brief, page: str, tmp_path: Path) -> None:
    path = written.save(tmp_path / "out" / "brief.html")
    assert path.read_text(encoding="utf-8") == page
    assert [one.name for one in path.parent.iterdir()] == ["brief.html"]
    assert _written(open_case("two-valleys")).html() == page


@pytest.mark.parametrize("name", ["brief.odt", "brief", "brief.html.bak"])
def test_other_forms_are_refused_in_one_line(written: Brief, tmp_path: Path, name: str) -> None:
    with pytest.raises(UsageError, match="cannot be saved") as error:
        written.save(tmp_path / name)
    assert "\n" not in str(error.value)
    assert not list(tmp_path.iterdir())


def test_a_place_that_cannot_be_written_is_refused_in_one_line(written: Brief, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    with pytest.raises(UsageError, match="cannot be written"):
        written.save(tmp_path / "file" / "brief.html")


def test_a_notebook_shows_the_page_in_a_frame_of_its_own(written: Brief) -> None:
    shown = written._repr_html_()
    assert shown.startswith("<iframe")
    assert "<script" not in shown
