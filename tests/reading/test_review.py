"""Review: every decision is a row, can be undone, and a stopped review resumes where it was."""

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from interbellum.case import check_case
from interbellum.case.documents import Actor
from interbellum.case.loading import load_case, read_case
from interbellum.case.reviewing import effective_claims
from interbellum.case.starting import new_case
from interbellum.case.tables import Claim
from interbellum.cli.reading import classify, dates, read
from interbellum.cli.reading import review as review_command
from interbellum.errors import InterbellumError, UsageError
from interbellum.reading.api import read_document
from interbellum.reading.naming.newcomers import known, with_newcomers
from interbellum.reading.proposal import rule_in_short
from interbellum.reading.reviewing import review
from interbellum.reading.reviewing.terminal import changes
from interbellum.sources.reading import read_text

TEXT = (
    "Russia expelled two Turkish diplomats on 4 March 2021. Turkey denied the report. Relations "
    "between Russia and Turkey are strained."
)
AT = "2023-01-01T00:00:00+00:00"
NO_ACTOR = "the case has no actor 'NOBODY' (interbellum add CASE --actor \"NAME, id=ID\")"
NAMED = '{"document": {"name": "b", "sha256": "' + 64 * "0" + '"}, "claims": '
NO_PLACE = "the case has no place 'NOWHERE' (interbellum add CASE --place \"NAME, at=LONGITUDE LATITUDE\")"


@pytest.fixture
def readings() -> list[dict[str, Any]]:
    return [read_document(read_text(TEXT, "story.txt", published="2021-03-05")).to_json()]


@pytest.fixture
def root(tmp_path: Path) -> Path:
    folder = tmp_path / "case"
    new_case(folder)
    return folder


def queue(root: Path, readings: list[dict[str, Any]]) -> list[review.Item]:
    case = load_case(root)
    return review.waiting(review.items_of(readings, case), case)


def accepted(root: Path) -> set[str]:
    return {claim.id for claim in effective_claims(load_case(root))}


def test_accepting_writes_the_claim_its_source_and_a_row(root: Path, readings: list[dict[str, Any]]) -> None:
    items = queue(root, readings)
    review.accept(root, items[0], "ana", AT)
    case = load_case(root)
    assert accepted(root) == {items[0].claim.id}
    assert case.sources[-1].sha256 == readings[0]["document"]["sha256"]
    assert [row.decision for row in case.reviews] == ["reject", "accept"]
    assert len(queue(root, readings)) == len(items) - 1


def test_rejecting_keeps_it_out_and_does_not_ask_again(root: Path, readings: list[dict[str, Any]]) -> None:
    items = queue(root, readings)
    review.reject(root, items[0], "ana", AT, "wrong")
    assert accepted(root) == set()
    assert items[0].claim.id not in {item.claim.id for item in queue(root, readings)}


def test_an_edit_keeps_before_and_after(root: Path, readings: list[dict[str, Any]]) -> None:
    item = queue(root, readings)[0]
    review.edit(root, item, {"date": "2021-03", "actors": ["RUS", "USA"]}, "ana", AT)
    (claim,) = effective_claims(load_case(root))
    assert (claim.date, claim.actors) == ("2021-03", ("RUS", "USA"))
    row = load_case(root).reviews[-1]
    assert json.loads(row.before or "") == {"date": "2021-03-04", "actors": ["RUS"], "gloss": item.claim.gloss}


def test_an_edit_makes_the_readers_gloss_again_and_leaves_a_persons(root: Path, readings: list[dict[str, Any]]) -> None:
    first, *_ = queue(root, readings)
    assert "Russia" in first.claim.gloss
    assert "(expel)" in first.claim.gloss
    changed = review.edit(root, first, {"actors": ["USA"], "date": "2021-03"}, "ana", AT)
    assert (
        changed.gloss
        == "United States took sanctions or cut ties against Turkey (expel): 2 Turkish diplomats (2021-03)."
    )
    review.undo(root, first.claim.id, "ana", AT)
    kept = review.edit(root, first, {"actors": ["USA"], "gloss": "Two envoys were sent home."}, "ana", AT)
    assert kept.gloss == "Two envoys were sent home."
    assert [claim.gloss for claim in effective_claims(load_case(root))] == ["Two envoys were sent home."]


def test_the_parts_of_a_split_claim_are_told_by_what_each_is(root: Path, readings: list[dict[str, Any]]) -> None:
    item = queue(root, readings)[0]
    parts = review.split(root, item, [{"actors": ["USA"]}, {"negated": True}], "ana", AT)
    assert parts[0].gloss.startswith("United States took")
    assert "did not" in parts[1].gloss


@pytest.mark.parametrize("bad", [{"id": "x"}, {"colour": "red"}, {"date": "yesterday"}, {}])
def test_a_bad_edit_changes_nothing(bad: dict[str, Any], root: Path, readings: list[dict[str, Any]]) -> None:
    item = queue(root, readings)[0]
    with pytest.raises(UsageError):
        review.edit(root, item, bad, "ana", AT)
    assert load_case(root).claims == ()


def test_a_split_replaces_the_whole_by_its_parts_and_undo_brings_it_back(
    root: Path, readings: list[dict[str, Any]]
) -> None:
    item = queue(root, readings)[0]
    parts = review.split(root, item, [{"gloss": "First."}, {"gloss": "Second."}], "ana", AT)
    assert accepted(root) == {part.id for part in parts}
    review.undo(root, item.claim.id, "ana", AT)
    assert accepted(root) == set()
    assert item.claim.id in {waiting.claim.id for waiting in queue(root, readings)}


def test_a_merge_keeps_the_first_and_undo_frees_both(root: Path, readings: list[dict[str, Any]]) -> None:
    items = queue(root, readings)[:2]
    review.merge(root, items, "ana", AT)
    assert accepted(root) == {items[0].claim.id}
    review.undo(root, items[0].claim.id, "ana", AT)
    assert {item.claim.id for item in items} <= {item.claim.id for item in queue(root, readings)}


@pytest.mark.parametrize("decision", ["reject", "split", "merge"])
def test_at_no_moment_of_a_decision_is_a_claim_accepted_that_is_not_to_be(
    decision: str, root: Path, readings: list[dict[str, Any]], monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second = queue(root, readings)[:2]
    moments: list[set[str]] = []
    whole = Path.replace

    def seen(path: Path, target: Path) -> Path:
        done = whole(path, target)
        moments.append({claim.id for claim in effective_claims(read_case(root))})
        return done

    monkeypatch.setattr(Path, "replace", seen)
    if decision == "reject":
        review.reject(root, first, "ana", AT)
    elif decision == "split":
        review.split(root, first, [{"negated": True}, {}], "ana", AT)
    else:
        review.merge(root, [second, first], "ana", AT)
    assert len(moments) >= 3
    assert not any(first.claim.id in accepted for accepted in moments)
    assert all(not accepted or accepted == moments[-1] for accepted in moments)


def test_undoing_a_merge_or_a_split_leaves_what_somebody_decided_since(
    root: Path, readings: list[dict[str, Any]]
) -> None:
    first, second, third = queue(root, readings)[:3]
    review.merge(root, [first, second], "ana", AT)
    review.undo(root, second.claim.id, "bob", AT)
    review.accept(root, second, "bob", AT, "seen elsewhere")
    assert review.undo(root, first.claim.id, "ana", AT) == (first.claim.id,)
    assert accepted(root) == {second.claim.id}
    parts = review.split(root, third, [{"gloss": "One."}, {"gloss": "Two."}], "ana", AT)
    review.reject(root, review.Item(parts[1], third.source), "bob", AT, "no")
    assert review.undo(root, third.claim.id, "ana", AT) == (third.claim.id, parts[0].id)
    assert accepted(root) == {second.claim.id}


def test_who_a_claim_names_joins_the_case_and_it_stays_sound(root: Path, readings: list[dict[str, Any]]) -> None:
    for item in queue(root, readings):
        review.accept(root, item, "ana", AT)
    case = load_case(root)
    assert check_case(case) == ()
    assert [(one.id, one.kind, one.iso3, one.label) for one in case.actors[2:]] == [
        ("RUS", "state", "RUS", "Russia"),
        ("TUR", "state", "TUR", "Turkey"),
    ]


def test_unnamed_holders_and_armed_groups_join_as_what_they_are(root: Path) -> None:
    text = "Analysts expect that Hamas will attack. The African Union met the Taliban on 4 March 2021."
    reading = read_document(read_text(text, "story.txt", published="2021-03-05")).to_json()
    for item in queue(root, [reading]):
        review.reject(root, item, "ana", AT)
    case = load_case(root)
    assert check_case(case) == ()
    kinds = {one.id: one.kind for one in case.actors[2:]}
    assert kinds == {
        "ANALYSTS": "group", "HAMAS": "group", "AU": "organisation", "TALIBAN": "group",
    }  # fmt: skip
    assert known()["NATO"].kind == "alliance"


def test_a_body_that_joins_leaves_an_actor_of_the_case_its_name(root: Path) -> None:
    case = read_case(root)
    mission = Actor.model_validate({"id": "MISSION", "names": [{"name": "MONUSCO"}], "kind": "organisation"})
    claim = Claim.model_validate(
        {
            "id": "c",
            "source": "s",
            "kind": "event",
            "actors": ["UN"],
            "gloss": "The UN met.",
            "known_basis": "publication",
        }
    )
    joined = with_newcomers(replace(case, actors=(*case.actors, mission)), [claim]).actors[-1]
    assert joined.id == "UN"
    assert "MONUSCO" in known()["UN"].aliases
    assert "MONUSCO" not in joined.aliases


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"actors": ["NOBODY"]}, NO_ACTOR),
        ({"asserted_by": "NOBODY"}, NO_ACTOR),
        ({"place": "NOWHERE"}, NO_PLACE),
    ],
)
def test_an_edit_that_would_break_the_case_is_refused_and_nothing_written(
    root: Path, readings: list[dict[str, Any]], changes: dict[str, Any], message: str
) -> None:
    before = {path: path.read_bytes() for path in root.rglob("*.*") if path.is_file()}
    item = queue(root, readings)[0]
    with pytest.raises(UsageError) as caught:
        review.edit(root, item, changes, "ana", AT)
    with pytest.raises(UsageError):
        review.split(root, item, [{}, changes], "ana", AT)
    assert str(caught.value) == message
    assert {path: path.read_bytes() for path in root.rglob("*.*") if path.is_file()} == before


def test_undo_without_a_decision_is_refused(root: Path, readings: list[dict[str, Any]]) -> None:
    with pytest.raises(UsageError, match="no decision"):
        review.undo(root, queue(root, readings)[0].claim.id, "ana", AT)


def test_the_terminal_takes_keys_stops_and_resumes(root: Path, readings: list[dict[str, Any]], tmp_path: Path) -> None:
    path = tmp_path / "readings.jsonl"
    path.write_text("\n".join(json.dumps(row) for row in readings))
    count = len(queue(root, readings))
    run = CliRunner().invoke(review_command, [str(path), "--case", str(root)], input="a\nu\na\nr\nwrong\nq\n")
    assert run.exit_code == 0, run.output
    assert "RUS is now an actor of the case: Russia, state." in run.output
    assert len(queue(root, readings)) == count - 2
    again = CliRunner().invoke(review_command, [str(path), "--case", str(root)], input="e\ndate=2021-03\nq\n")
    assert "(fields: gloss, kind, event_type" in again.output
    assert f"{count - 2} of {count} claims wait" in again.output


def test_field_changes_are_read() -> None:
    assert changes("date=2021-03; actors=ARM,RUS; place=") == {
        "date": "2021-03",
        "actors": ["ARM", "RUS"],
        "place": None,
    }
    with pytest.raises(UsageError):
        changes("date")


def test_read_writes_json_explains_and_fails_with_two(tmp_path: Path) -> None:
    path = tmp_path / "story.txt"
    path.write_text(TEXT)
    whole = CliRunner().invoke(read, [str(path), "--json", "--published", "2021-03-05"])
    assert json.loads(whole.stdout)["claims"][0]["event_type"] == "SANCTION"
    assert "rule: SANCTION" in CliRunner().invoke(read, [str(path), "--explain"]).output
    bad = CliRunner().invoke(read, [str(tmp_path / "none.txt"), str(path)])
    assert bad.exit_code == 2
    assert "could not be read" in bad.output
    assert CliRunner().invoke(read, [str(path), "--published", "Tuesday"]).exit_code == 2
    assert CliRunner().invoke(read, [str(path), "--reader", "llm"]).exit_code == 2


def test_read_appends_to_a_file_and_resumes(tmp_path: Path) -> None:
    path, out = tmp_path / "story.txt", tmp_path / "out.jsonl"
    path.write_text(TEXT)
    first, again = (CliRunner().invoke(read, [str(path), "--out", str(out)]) for _ in range(2))
    assert first.exit_code == again.exit_code == 0
    assert "1 document" in first.stdout
    assert "has these documents already" in again.stdout
    assert len(out.read_text().splitlines()) == 1


def test_standard_input_is_read() -> None:
    run = CliRunner().invoke(read, ["-", "--json"], input=TEXT)
    assert json.loads(run.stdout)["document"]["name"] == "standard input"


def test_classify_and_dates_write_json_lines() -> None:
    rows = CliRunner().invoke(
        classify, ["-"], input="sentence\tsource\ttarget\nKenya expelled two envoys.\tKenya\tenvoys\n"
    )
    assert json.loads(rows.stdout)["type"] == "SANCTION"
    days = CliRunner().invoke(dates, ["-"], input="1998-02-06\tThursday\n1998-02-06\tlast year\n").stdout.splitlines()
    assert [json.loads(day)["timex"] for day in days] == ["1998-02-05", "1997"]
    assert CliRunner().invoke(dates, ["-"], input="only one cell\n").exit_code == 2
    assert CliRunner().invoke(classify, ["/nowhere/at/all.tsv"]).exit_code == 2


@pytest.mark.parametrize(
    ("changes", "basis"),
    [
        ({}, "public-event"),
        ({"date": None}, "publication"),
        ({"kind": "status"}, "publication"),
        ({"stance": "denies"}, "publication"),
        ({"flags": {"future": True}}, "publication"),
        ({"actors": ["RUS"], "asserted_by": "RUS"}, "publication"),
        ({"recipients": ["GEO"], "asserted_by": "GEO"}, "publication"),
        ({"actors": ["RUS"], "asserted_by": "TUR"}, "public-event"),
    ],
)
def test_a_dated_public_act_is_known_from_its_day(changes: dict[str, object], basis: str) -> None:
    row = {"kind": "event", "date": "2008-08-14", "stance": "asserts", "flags": {}, **changes}
    assert review.known_basis_of(row) == basis


@pytest.mark.parametrize(
    ("title", "basis"),
    [
        ("Ministry of Defence of Russia", "publication"),
        ("Press service of the Russian government", "publication"),
        ("Russia's ministry denies it", "public-event"),
        ("Agreement between the Government of Russia and the Government of Turkey", "public-event"),
        ("A chronology of Russia", "public-event"),
    ],
)
def test_what_an_office_tells_itself_is_known_from_its_publication(root: Path, title: str, basis: str) -> None:
    text = f"{title}\n\nOn 4 March 2021 Turkish jets bombed the port of Ona."
    readings = [read_document(read_text(text, "story.txt", published="2021-05-05")).to_json()]
    assert [item.claim.known_basis for item in queue(root, readings)] == [basis]


def test_reading_into_a_file_tells_the_notes_and_how_names_join(root: Path, tmp_path: Path) -> None:
    path, out = tmp_path / "story.txt", tmp_path / "readings.jsonl"
    path.write_text("The Hill League attacked Russia. The Hill League fled. Turkey met the Hill League.")
    told = CliRunner().invoke(read, [str(path), "--case", str(root), "--out", str(out)]).output
    assert "story.txt: note: the case knows no actor called Hill League (3)" in told
    assert f"interbellum add {root} --actor" in told
    assert "note" not in CliRunner().invoke(read, [str(path), "--case", str(root), "--out", str(out)]).output
    silent = CliRunner().invoke(read, [str(path), "--json", "--out", str(tmp_path / "more.jsonl")])
    assert silent.output == ""


@pytest.mark.parametrize(
    ("spoilt", "message"),
    [
        ("{broken", r"kept\.jsonl:2: this is not a reading"),
        ("7", r"kept\.jsonl:2: this is not a reading"),
        ("[]", r"kept\.jsonl:2: this is not a reading"),
        ('{"claims": []}', r"kept\.jsonl:2: this is not a reading"),
        ('{"document": {"name": "b", "sha256": "a"}, "claims": []}', r"kept\.jsonl:2: this is not a reading"),
        (NAMED + "{}}", r"kept\.jsonl:2: this is not a reading"),
        (NAMED + '[{"kind": "event"}]}', "claim 1 of b is not one"),
        (NAMED + '["event"]}', "claim 1 of b is not one"),
    ],
)
def test_a_row_that_is_no_reading_is_refused_with_its_line(
    spoilt: str, message: str, readings: list[dict[str, Any]], tmp_path: Path
) -> None:
    kept = tmp_path / "kept.jsonl"
    kept.write_text(json.dumps(readings[0]) + "\n" + spoilt + "\n", encoding="utf-8")
    with pytest.raises(InterbellumError, match=message):
        review.load_readings(kept)


@pytest.mark.parametrize("sign", ["\u2028", "\u2029", "\u0085", "\x0b", "\x1c"])
def test_a_reading_may_hold_any_sign_that_elsewhere_ends_a_line(
    sign: str, readings: list[dict[str, Any]], tmp_path: Path
) -> None:
    named = {**readings[0], "document": {**readings[0]["document"], "title": f"A{sign}title"}}
    kept = tmp_path / "kept.jsonl"
    kept.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in (named, *readings)), "utf-8")
    assert review.load_readings(kept) == [named, *readings]


@pytest.mark.parametrize("whole", ["7", '"text"', "[7]", "{}"])
def test_a_file_that_is_no_reading_is_refused(whole: str, tmp_path: Path) -> None:
    kept = tmp_path / "kept.json"
    kept.write_text(whole, encoding="utf-8")
    with pytest.raises(InterbellumError, match=r"kept\.json:1: this is not a reading"):
        review.load_readings(kept)


def test_one_reading_or_a_list_of_them_is_read_like_lines(readings: list[dict[str, Any]], tmp_path: Path) -> None:
    kept = tmp_path / "kept.json"
    for whole in (readings[0], readings):
        kept.write_text(json.dumps(whole, indent=1), encoding="utf-8")
        assert review.load_readings(kept) == readings


@pytest.mark.parametrize(
    ("rule", "shown"),
    [
        ("CONSULT broker/V", "CONSULT broker/V"),
        ("expectation may|might|could/M", "expectation may|might|could/M"),
        ("status link|artery|lifeline|route|road/N", "status link|artery|lifeline|route|road/N"),
        ("AID a|b|c|d|e|f ~~ g|h|i|j|k|l|m/N", "AID a|b|c|d|… 2 more ~~ g|h|i|j|… 3 more/N"),
    ],
)
def test_a_card_shows_the_first_words_of_a_rule(rule: str, shown: str) -> None:
    assert rule_in_short(rule) == shown
