"""Predictive checks: the record is counted as it is, and the model's own histories are counted the same way."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from assemblies import ready
from interbellum.errors import UsageError
from interbellum.inference.checks import Check, counts, predictive_checks
from interbellum.views.charts.checks import check_table, predictive_check_chart
from interbellum.views.note import SourceNote


@pytest.fixture(scope="module")
def checks() -> list[Check]:
    assembly = ready("two-valleys")
    return predictive_checks(assembly, assembly.priors)


def test_the_record_is_counted_as_it_is(checks: list[Check]) -> None:
    observed = ready("two-valleys").observed
    deaths = observed.deaths[1:, 0]
    found = {check.what: check.observed for check in checks}
    assert found["UPPER-LOWER: months with deaths"] == (deaths > 0).sum()
    assert found["UPPER-LOWER: months at a war's rate"] == (deaths >= 84).sum()
    assert found["UPPER-LOWER: deaths in all"] == deaths.sum()
    spells = "".join("q" if n == 0 else "d" for n in deaths).split("d")
    assert found["UPPER-LOWER: longest time without deaths"] == max(len(spell) for spell in spells)
    assert found["zones that changed hands"] == 2


def test_the_same_draws_count_the_same(checks: list[Check]) -> None:
    for check in checks:
        assert check.prior == check.posterior
        assert check.prior[0] <= check.prior[1] <= check.prior[2]
        assert 0.0 <= check.below <= 1.0
        assert check.surprising == (not 0.025 <= check.below <= 0.975)


def test_histories_differ_from_one_another(checks: list[Check]) -> None:
    assert sum(check.prior[2] > check.prior[0] for check in checks) >= 4


def test_the_chart_shows_every_count_and_says_it_in_words(checks: list[Check]) -> None:
    view = predictive_check_chart(checks, SourceNote("two-valleys", ""))
    svg = view.svg()
    assert svg.startswith("<svg")
    assert len(check_table(checks).rows) == len(checks)
    for check in checks:
        assert check.what in view.words
    assert np.isfinite([check.observed for check in checks]).all()


def test_what_the_record_never_speaks_of_is_no_count_of_the_record() -> None:
    assembly = ready("karabakh")
    none = {**assembly.observed.held, "talks": np.full_like(assembly.observed.held["talks"], np.nan)}
    silent = replace(assembly, observed=replace(assembly.observed, held=none, start={}))
    assert not silent.observed.coded("talks").any()
    told, left = ([what for what, _, _ in counts(one, 24)] for one in (assembly, silent))
    assert "changes of stage in talks" in told
    assert "changes of stage in talks" not in left


def test_people_who_fled_are_coded_where_somebody_counted_them() -> None:
    observed = ready("karabakh").observed
    assert observed.coded("displaced").all()
    nobody = {name: {**getattr(observed, name)} for name in ("held", "added", "scaled", "start")}
    for levels in nobody.values():
        if "displaced" in levels:
            levels["displaced"] = np.full_like(levels["displaced"], np.nan)
    none = np.full_like(observed.left, np.nan)
    assert not replace(observed, **nobody, left=none, away=none).coded("displaced").any()


def test_less_than_a_year_cannot_be_checked() -> None:
    assembly = ready("two-valleys")
    with pytest.raises(UsageError, match="a record of less than a year cannot be checked"):
        predictive_checks(assembly, assembly.priors, until=6)
