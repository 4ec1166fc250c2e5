"""Numbers of programmes on a day, as a check weighs claims against them."""

from datetime import date

import pytest

from tallybook.base.catalog import Catalog
from tallybook.base.errors import UnknownName, UsageError
from tallybook.measures.series import series
from tallybook.programs.standing import change, standing

CATALOG = Catalog()


@pytest.mark.parametrize(
    ("measure", "day", "where", "low", "high", "complete"),
    [
        ("287g.agreements", (2024, 12, 31), {}, 135, 135, True),
        ("287g.agreements", (2012, 12, 31), {}, 35, 56, True),
        ("287g.agreements", (2012, 12, 31), {"model": "TFM"}, 0, 12, True),
        ("287g.agreements", (2009, 2, 1), {}, 52, 64, False),
        ("287g.agreements", (2019, 12, 31), {}, 50, None, False),
        ("287g.agreements", (2026, 5, 18), {"place": "Texas", "model": "TFM"}, 194, 194, True),
        ("287g.agreements", (2026, 11, 1), {}, 1843, 1843, False),
        ("287g.agencies", (2026, 5, 18), {}, 1549, 1557, True),
        ("287g.states", (2026, 5, 18), {}, 40, 40, True),
        ("sc.counties", (2011, 9, 30), {}, 1562, 1562, True),
        ("sc.counties", (2011, 9, 30), {"place": "TX"}, 254, 254, True),
        ("sc.population_share", (2012, 6, 30), {}, 0.9688, 0.9688, True),
    ],
)
def test_numbers(measure, day, where, low, high, complete):
    found = standing(CATALOG, measure, date(*day), where)
    assert (found.low, found.high, found.complete) == (low, high, complete)
    assert found.document and found.status in ("record_count", "research") and found.notes


def test_a_claim_inside_the_bounds_is_neither_true_nor_false():
    lapse = standing(CATALOG, "287g.agreements", date(2012, 12, 31))
    assert (lapse.allows(39, 39), lapse.allows(64, 64), lapse.allows(0, 34)) == (None, False, False)
    exact = standing(CATALOG, "287g.agreements", date(2025, 9, 18))
    assert (exact.allows(1000, 1000), exact.allows(950, 1050), exact.allows(1100, 1100)) == (True, True, False)
    old = standing(CATALOG, "287g.agreements", date(2026, 11, 1))
    assert old.allows(2500, 2500) is None, "nobody knows what was signed since"


def test_up_641_percent():
    least, most = change(CATALOG, "287g.agreements", date(2025, 1, 19), date(2025, 9, 18))
    assert round(least) == round(most) == 641
    assert change(CATALOG, "sc.counties", date(2008, 1, 1), date(2013, 1, 22)) is None
    least, most = change(CATALOG, "287g.agreements", date(2012, 10, 2), date(2012, 12, 31))
    assert least < (39 / 64 - 1) * 100 < most


def test_rosters_and_the_series_of_ices_sheets_agree():
    held = series(CATALOG, "287g.agreements")
    seen = 0
    for value in held.values:
        if value.vintage == "ICE participating-agencies sheet" and value.period_note.endswith(" pm"):
            seen += 1
            assert standing(CATALOG, "287g.agreements", value.period.start).value == value.value
    assert seen > 5


def test_questions_that_cannot_be_asked():
    with pytest.raises(UnknownName, match=r"did you mean sc\.counties"):
        standing(CATALOG, "sc.countys", date(2012, 1, 1))
    with pytest.raises(UnknownName, match="no model 'XYZ'"):
        standing(CATALOG, "287g.agreements", date(2026, 1, 1), {"model": "XYZ"})
    with pytest.raises(UsageError, match="not broken down by model"):
        standing(CATALOG, "sc.counties", date(2012, 1, 1), {"model": "TFM"})
    with pytest.raises(UsageError, match="not broken down by colour"):
        standing(CATALOG, "287g.agreements", date(2026, 1, 1), {"colour": "red"})
