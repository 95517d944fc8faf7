"""Every chart is a valid specification with title, units, words, source note and a table twin, in both themes."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from itertools import pairwise
from pathlib import Path

import altair as alt
import pytest

import made_up
from interbellum import views
from interbellum.case import Case, open_case
from interbellum.errors import UsageError
from interbellum.record import Record
from interbellum.simulation.comparing import compare
from interbellum.views import DARK, LIGHT, SourceNote, View, darkening
from interbellum.views.record_tables import Scope
from interbellum.views.theme import OPACITY

NAMES = ("phases", "deaths", "control", "commitments", "scenarios", "reliability", "scores")
SCOPE = Scope(date(2000, 1, 1), date(2010, 6, 1))


@pytest.fixture(scope="module")
def case() -> Case:
    return open_case("two-valleys")


@pytest.fixture(scope="module")
def made(case: Case) -> dict[str, View]:
    record, card = Record.of(case), made_up.card(case)
    baseline = made_up.ensemble(case, "2010-06-01", leads=12, members=60)
    what_if = made_up.ensemble(case, "2010-06-01", leads=12, members=60, scenarios=("HAVEN-PRESENT",), push=-0.02)
    rows = compare(baseline, what_if).rows  # type: ignore[arg-type]
    return {
        "phases": views.phase_timeline(record, "UPPER-LOWER", SCOPE),
        "deaths": views.deaths_fan(record, baseline, "UPPER-LOWER"),
        "control": views.control_over_time(record, SCOPE),
        "commitments": views.commitments(record, SCOPE.end),
        "scenarios": views.scenario_differences(rows, {"HAVEN-PRESENT": "Haven looks again"}, SourceNote.of_case(case)),
        "reliability": views.reliability(card),
        "scores": views.scores_by_lead(card, "ign"),
    }


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("name", NAMES)
def test_a_chart_is_valid_and_carries_title_words_and_source(
    made: dict[str, View], case: Case, name: str, theme: views.Theme
) -> None:
    view = made[name]
    spec = view.spec(theme, 360)  # type: ignore[arg-type]
    assert alt.Chart.from_dict(spec)
    assert spec["title"]["text"]
    assert spec["title"]["subtitle"]
    assert spec["description"] == view.words
    assert case.hash[:12] in json.dumps(spec)
    assert spec["config"]["background"] == (LIGHT if theme == "light" else DARK).paper


@pytest.mark.parametrize("name", NAMES)
def test_every_chart_has_a_table_twin(made: dict[str, View], name: str) -> None:
    table = made[name].table
    assert table.rows
    assert {column.key for column in table.columns} == set(table.rows[0])
    assert json.loads(json.dumps(table.to_dicts())) == table.to_dicts()


@pytest.mark.parametrize("name", NAMES)
def test_a_drawing_needs_nothing_from_elsewhere(made: dict[str, View], name: str) -> None:
    svg = (
        made[name]
        .svg(bare=True)
        .replace('"http://www.w3.org/2000/svg"', "")
        .replace('"http://www.w3.org/1999/xlink"', "")
    )
    assert svg.startswith("<svg")
    assert "http" not in svg
    assert "undefined" not in svg
    assert "NaN" not in svg


def test_a_saved_page_holds_its_library(made: dict[str, View], tmp_path: Path) -> None:
    page = made["commitments"].save(tmp_path / "a" / "chart.html").read_text()
    assert len(page) > 500_000
    assert "<script src" not in page
    assert "<link" not in page


@pytest.mark.parametrize(("suffix", "start"), [(".png", b"\x89PNG"), (".svg", b"<svg"), (".json", b"{")])
def test_charts_are_saved_as_their_suffix_says(
    made: dict[str, View], tmp_path: Path, suffix: str, start: bytes
) -> None:
    path = made["commitments"].save(tmp_path / f"chart{suffix}")
    assert path.read_bytes().startswith(start)
    assert [one.name for one in tmp_path.iterdir()] == [path.name]


def test_an_unknown_suffix_is_refused_in_one_line(made: dict[str, View], tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"cannot be saved as 'chart.doc'"):
        made["deaths"].save(tmp_path / "chart.doc")


def test_the_fan_draws_history_three_bands_and_seven_members(made: dict[str, View]) -> None:
    text = json.dumps(made["deaths"].spec())
    assert all(f'"{name}"' in text or f"'{name}'" in text for name in ("95% of futures", "80%", "50%"))
    layers = made["deaths"].spec()["vconcat"][0]["layer"]
    assert sum(layer["mark"]["type"] == "area" for layer in layers) == 3
    assert "7 single futures" in made["deaths"].subtitle


def test_standing_is_told_by_strength_and_by_hatching() -> None:
    record = Record.of(open_case("karabakh"))
    view = views.control_over_time(record, Scope(date(2020, 1, 1), date(2023, 9, 1)))
    rows = view.table.rows
    assert {row["standing"] for row in rows} >= {"assessed", "claimed"}
    layers = view.spec()["vconcat"][0]["layer"]
    assert any(layer["mark"]["type"] == "tick" for layer in layers)
    assert OPACITY["assessed"] > OPACITY["contested"] > OPACITY["claimed"]


def test_ground_is_told_since_when_as_widely_as_it_is_dated() -> None:
    case = open_case("two-valleys")
    wide = [
        row.model_copy(update={"from_": "2008-10"}) if row.id == "S-FORD-3"
        else row.model_copy(update={"to": "2008-10"}) if row.id == "S-FORD-2" else row
        for row in case.status
    ]  # fmt: skip
    record = Record.of(replace(case, status=tuple(wide)))
    view = views.control_over_time(record, Scope(date(2008, 1, 1), date(2010, 1, 1)))
    assert "the Ford: Upper Vale since October 2008" in view.words
    assert "the Ridge: Upper Vale since 1991" in view.words


def test_the_dark_theme_exchanges_every_colour_of_the_light_one() -> None:
    assert len(set(LIGHT.roles())) == len(LIGHT.roles()) == len(darkening())
    assert list(darkening().values()) == DARK.roles()


@pytest.mark.parametrize("theme", [LIGHT, DARK])
def test_text_stands_out_from_paper(theme: views.Theme) -> None:
    for colour in (theme.ink, theme.muted, theme.accent, theme.contrast):
        assert _contrast(colour, theme.paper) >= 4.5
    for colour in theme.actors:
        assert _contrast(colour, theme.paper) >= 1.8


@pytest.mark.parametrize("theme", [LIGHT, DARK])
def test_phases_are_told_apart_by_lightness_alone(theme: views.Theme) -> None:
    light = [_luminance(theme.phases[name]) for name in ("lull", "tension", "clashes", "war")]
    assert light == sorted(light, reverse=theme is LIGHT)
    pairs = pairwise(light)
    assert all((max(pair) + 0.05) / (min(pair) + 0.05) > 1.25 for pair in pairs)


@pytest.mark.parametrize("theme", [LIGHT, DARK])
def test_no_actor_is_red_or_green(theme: views.Theme) -> None:
    for colour in theme.actors:
        red, green, blue = (int(colour[i : i + 2], 16) for i in (1, 3, 5))
        assert not (red > 1.6 * green and red > 1.6 * blue)
        assert not (green > 1.3 * red and green > 1.3 * blue)


def _luminance(colour: str) -> float:
    """Relative luminance of WCAG 2.2."""
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def _contrast(one: str, other: str) -> float:
    low, high = sorted((_luminance(one), _luminance(other)))
    return (high + 0.05) / (low + 0.05)
