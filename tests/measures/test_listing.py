"""Series as listed: every vintage, what was known on a day, and what is not recorded said."""

from __future__ import annotations

from datetime import date

import pytest
from tests.series_files import FOLDER, every_row, out_by, rows

from tallybook.base.catalog import Catalog
from tallybook.base.errors import NoValue, UnknownName
from tallybook.base.periods import fiscal_year, fiscal_years
from tallybook.measures.listing import UNDATED, list_series, show_series

CATALOG = Catalog()


def test_all_series_are_listed_with_the_number_of_their_values():
    listed = {e.measure: e.values for e in list_series(CATALOG).entries}
    counted: dict[str, int] = {}
    for measure, _ in every_row():
        counted[measure] = counted.get(measure, 0) + 1
    assert listed == counted
    assert len(listed) == len(list(FOLDER.glob("*.csv")))


def test_every_vintage_of_a_year_oldest_first():
    shown = show_series(CATALOG, "dhs.removals", period=fiscal_year(2012))
    assert [v.value for v in shown.values] == [419384, 418397, 416324, 415636, 415579]
    in_file = {float(r["value"]) for r in rows("dhs.removals") if r["start"] == "2011-10-01"}
    assert {v.value for v in shown.values} == in_file


@pytest.mark.parametrize("day", ["2012-12-31", "2014-02-01", "2015-06-30", "2017-01-01", "2021-01-01", "2026-01-01"])
def test_as_of_shows_the_newest_value_that_was_out(day):
    shown = show_series(CATALOG, "dhs.removals", as_of=date.fromisoformat(day), period=fiscal_years(2005, 2021))
    expected = {}
    for row in rows("dhs.removals"):
        year = int(row["end"][:4])
        if 2005 <= year <= 2021 and row["published"] and out_by(row) <= day:
            kept = expected.get(year)
            if kept is None or out_by(row) >= kept[0]:
                expected[year] = (out_by(row), float(row["value"]))
    assert {v.period.end.year: v.value for v in shown.values} == {y: value for y, (_, value) in expected.items()}
    assert len({v.period for v in shown.values}) == len(shown.values)


def test_the_year_in_question_then_and_now():
    then = show_series(CATALOG, "dhs.removals", as_of=date(2014, 2, 1), period=fiscal_year(2012))
    now = show_series(CATALOG, "dhs.removals", as_of=date(2026, 11, 1), period=fiscal_year(2012))
    assert [v.value for v in then.values] == [419384]
    assert [v.value for v in now.values] == [415579]


def test_an_undated_value_is_marked_and_said():
    shown = show_series(CATALOG, "ice.removals.interior", as_of=date(2013, 1, 1), period=fiscal_year(2012))
    (row,) = shown.brief().rows
    assert UNDATED in row
    assert any("no recorded publication date" in note for note in shown.table().notes)
    assert shown.to_dict()["undated"] == 1


def test_breakdowns_are_kept_apart_until_asked_for():
    whole = show_series(CATALOG, "dhs.removals", period=fiscal_year(1997))
    mexico = show_series(CATALOG, "dhs.removals", period=fiscal_year(1997), where="Citizenship = mexico")
    everything = show_series(CATALOG, "dhs.removals", period=fiscal_year(1997), everything=True)
    assert {v.where for v in whole.values} == {""}
    assert {(v.where, v.value) for v in mexico.values} == {("citizenship=Mexico", 86238.0)}
    assert len({v.where for v in everything.values}) > 5
    assert {v.value for v in whole.values} <= {v.value for v in everything.values}
    assert any("breakdowns" in note for note in whole.table().notes)


def test_a_measure_without_a_series_shows_what_its_parts_make():
    shown = show_series(CATALOG, "ice.removals.conviction.traffic_or_immigration", period=fiscal_year(2013))
    parts = {
        float(r["value"])
        for name in ("traffic", "immigration")
        for r in rows(f"ice.removals.conviction.{name}")
        if r["end"] == "2013-09-30"
    }
    assert [f.value for f in shown.derived] == [sum(parts)] == [53259 + 47249]


def test_faults_are_named():
    with pytest.raises(UnknownName, match=r"did you mean ice\.removals\?"):
        show_series(CATALOG, "ice.removal")
    with pytest.raises(NoValue, match=r"FY1950.*FY2005"):
        show_series(CATALOG, "ice.removals", period=fiscal_year(1950))
    with pytest.raises(NoValue, match="was out by 1990-01-01"):
        show_series(CATALOG, "ice.removals", as_of=date(1990, 1, 1))
    with pytest.raises(UnknownName, match="citizenship=Mexico"):
        show_series(CATALOG, "dhs.removals", where="citizenship=Mexic")
    with pytest.raises(NoValue, match="only as a whole"):
        show_series(CATALOG, "ice.deaths", where="citizenship=Mexico")
