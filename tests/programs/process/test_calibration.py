"""Calibration: fitted shares are met, held-out ones told with their error, and assumptions move what they should."""

from collections.abc import Callable
from typing import Any

import pytest

from tallybook.base.catalog import Catalog
from tallybook.programs.process.calibration import calibration, checks, parameters, prior_predictive, sensitivity
from tallybook.programs.process.comparison import compare
from tallybook.programs.process.fitting import MOMENTS, fitted, share
from tallybook.programs.process.scenario import PARAMETERS, scenario
from tallybook.programs.published import funnels


def found(catalog: Catalog) -> dict[str, Any]:
    item = scenario(catalog, "before-2012-guidance")
    return {c.id: c for c in checks(catalog, item, fitted(catalog, item))}


def test_fitted_shares_are_met(catalog: Catalog) -> None:
    fits = [c for c in found(catalog).values() if c.use == "fitted"]
    assert len(fits) == len(MOMENTS)
    assert all(abs(c.error) < 1e-6 for c in fits)


def test_published_shares_are_those_of_the_catalog(catalog: Catalog) -> None:
    us = next(f for f in funnels(catalog) if not f.place)
    ca = next(f for f in funnels(catalog) if f.place == "CA")
    assert share(catalog, MOMENTS["booked of submissions"]) == pytest.approx(us.booked_of_submissions)
    assert share(catalog, MOMENTS["removed of booked"]) == pytest.approx(us.removed_of_booked)
    checked = found(catalog)
    assert round(us.booked_of_submissions, 4) == 0.0273
    assert checked["California: booked of submissions, 2009-05-26..2011-03-31"].published == pytest.approx(
        ca.booked_of_submissions
    )
    assert all(c.published > 0 for c in checked.values())


def test_california_is_held_out_and_said_to_be_unexplained(catalog: Catalog) -> None:
    table = calibration(catalog, scenario(catalog, "before-2012-guidance"))
    row = next(r for r in table.rows if str(r[0]).startswith("California: booked"))
    assert row[4] == "held out"
    assert isinstance(row[3], float)
    assert row[3] < -0.2
    assert any("California is not explained" in note for note in table.notes)


def test_every_parameter_and_assumption_is_listed_and_moved(catalog: Catalog) -> None:
    item = scenario(catalog, "guidance-2012")
    listed = [r[0] for r in parameters(catalog, item).rows]
    assert set(PARAMETERS) <= set(listed)
    moved = sensitivity(catalog, item)
    base = moved.rows[0][2:]
    assert {r[0] for r in moved.rows} >= set(PARAMETERS)
    outside = next(r for r in moved.rows if r[0] == "outside" and r[1] == "0.2")
    assert outside[2:] != base


def test_prior_ranges_hold_their_middle(catalog: Catalog) -> None:
    for row in prior_predictive(catalog, scenario(catalog, "before-2012-guidance")).rows:
        low, middle, high = row[1:4]
        assert isinstance(low, float)
        assert isinstance(middle, float)
        assert isinstance(high, float)
        assert 0 <= low < middle < high <= 1


def test_the_guidance_takes_detainers_from_those_without_a_level_and_none_from_level_1(catalog: Catalog) -> None:
    pair = [scenario(catalog, n) for n in ("before-2012-guidance", "guidance-2012")]
    rows = {(c.part, c.name): c for c in compare(catalog, pair[0], pair[1], 40_000, 1, 8).rows}
    assert rows["detainers by level", "no level"].high < 0
    assert rows["detainers by level", "Level 1"].low == rows["detainers by level", "Level 1"].high == 0
    assert rows["detainers by charge", "assault"].change == 0
    assert rows["funnel", "matches"].low == rows["funnel", "matches"].high == 0
    for change in rows.values():
        assert change.low <= change.change <= change.high


def test_intervals_are_those_of_the_runs(catalog: Catalog, kept: Callable[[str], Any]) -> None:
    pair = [scenario(catalog, n) for n in ("before-2012-guidance", "guidance-2012")]
    made = compare(catalog, pair[0], pair[1], 300_000, 7, 2)
    asked = next(c for c in made.rows if (c.part, c.name) == ("funnel", "detainers"))
    one, two = (int(kept(i.id)[0].detainers.sum()) for i in pair)
    assert asked.low <= two - one <= asked.high
