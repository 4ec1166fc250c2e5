"""The record test against loops written by hand over the files."""

from __future__ import annotations

from datetime import date

import pytest
from tests.series_files import out_by, years

from tallybook.base.catalog import Catalog
from tallybook.measures.record_test import record_test

CATALOG = Catalog()


def known(found, day):
    """The value of a year that was out by a day: the last dated one in order of date, then of file."""
    rows = [r for r in found if r["published"] and out_by(r) <= day]
    best = [r for r in rows if r["status"] == "published"] or rows
    return float(sorted(best, key=out_by)[-1]["value"]) if best else None


def official(found):
    """The agency's own rows of a year, or all where it has none."""
    return [r for r in found if r["status"] == "published"] or found


@pytest.mark.parametrize("year", range(2006, 2025))
def test_ice_against_every_earlier_year(year):
    held = years("ice.removals")
    test = record_test(CATALOG, "ice.removals", year)
    first = min(official(held[year]), key=out_by)
    mine, today = float(first["value"]), float(max(official(held[year]), key=out_by)["value"])
    assert (test.then.value, test.now.value) == (mine, today)
    higher_then, higher_now = [], []
    for earlier in range(2005, year):
        now = float(max(official(held[earlier]), key=out_by)["value"])
        then = known(held[earlier], out_by(first))
        if (float(min(official(held[earlier]), key=out_by)["value"]) if then is None else then) >= mine:
            higher_then.append(earlier)
        if now >= today:
            higher_now.append(earlier)
    assert [r.year for r in test.earlier] == list(range(2005, year))
    assert [r.year for r in test.not_below_then] == higher_then
    assert [r.year for r in test.not_below_now] == higher_now
    assert test.record_then == (not higher_then)


def test_fy2012_was_a_record_in_both_series_and_dhs_lost_it_a_year_later():
    ice = record_test(CATALOG, "ice.removals", 2012)
    assert (ice.day, ice.record_then, ice.record_now, ice.overtaken_by) == (date(2012, 12, 21), True, True, ())
    dhs = record_test(CATALOG, "dhs.removals", 2012)
    held = years("dhs.removals")
    earlier = [y for y in held if y < 2012]
    assert (dhs.then.value, dhs.now.value) == (419384, 415579)
    assert len(dhs.earlier) == len(earlier) == 120
    assert all(float(r["value"]) < 419384 for y in earlier for r in held[y])
    assert dhs.record_then
    assert dhs.record_now
    assert [r.year for r in dhs.overtaken_by] == [2013]


def test_2009_was_above_2010_as_then_known_and_is_not_now():
    test = record_test(CATALOG, "dhs.removals", 2010)
    assert not test.record_then
    assert test.record_now
    assert [r.year for r in test.not_below_then] == [2009]


def test_a_year_not_yet_dated_by_the_day_is_said_to_be_compared_by_a_later_vintage():
    test = record_test(CATALOG, "dhs.removals", 2012)
    assert {r.year for r in test.assumed} == set(range(1892, 1993))


def test_the_day_may_be_chosen():
    assert record_test(CATALOG, "dhs.removals", 2012, date(2013, 6, 30)) is None
    test = record_test(CATALOG, "dhs.removals", 2009, date(2015, 1, 1))
    assert test.then.value == 391597


def test_changes_of_method_inside_the_range_are_carried():
    assert not record_test(CATALOG, "ice.removals", 2012).breaks
    assert date(2013, 6, 1) in [b.day for b in record_test(CATALOG, "ice.removals", 2014).breaks]


def test_no_test_without_a_whole_year():
    assert record_test(CATALOG, "ice.removals", 2026) is None
    assert record_test(CATALOG, "ice.removals", 1950) is None
    assert record_test(CATALOG, "no.such.measure", 2012) is None
