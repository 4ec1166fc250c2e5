"""Figures: read where published, added up without gap or overlap, never guessed; held against the csv files."""

from __future__ import annotations

from datetime import date, timedelta
from functools import cache
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.series_files import FOLDER, out_by, rows, years

from tallybook.base.catalog import Catalog
from tallybook.base.periods import Period, calendar_year, fiscal_year, fiscal_years, month, on
from tallybook.measures.figures import Figure, figure, latest_period, nearest_dates, runs, shares, vintage_figures
from tallybook.measures.measure import measures
from tallybook.measures.series import Value

CATALOG = Catalog()
MEASURES = tuple(sorted(file.stem for file in FOLDER.glob("*.csv") if file.stem in measures(CATALOG)))


@cache
def held(measure: str) -> tuple[tuple[str, str, float, str, str], ...]:
    """Every undivided row by the csv module: start, end, value, unit, and the last day it can have come out."""
    return tuple((r["start"], r["end"], float(r["value"]), r["unit"], out_by(r)) for r in rows(measure))


@cache
def spans(measure: str) -> tuple[Period, ...]:
    found = {(start, end) for start, end, *_ in held(measure) if start}
    return tuple(Period(date.fromisoformat(a), date.fromisoformat(b)) for a, b in sorted(found))


def in_file(part: Value, day: date | None) -> bool:
    """Whether a value is a row of its file, and one that was out by the day (undated ones: whose period was over)."""
    assert part.period is not None
    start, end = part.period.start.isoformat(), part.period.end.isoformat()
    found = [
        out
        for a, b, value, unit, out in held(part.measure)
        if (a, b, value, unit) == (start, end, part.value, part.unit)
    ]
    if day is None:
        return bool(found)
    return any(out <= day.isoformat() if out else end <= day.isoformat() for out in found)


def tiles(period: Period, parts: list[Period]) -> bool:
    """Whether the parts cover the period exactly, each day once."""
    ordered = sorted(parts, key=lambda p: p.start)
    joints = all(b.start - a.end == timedelta(days=1) for a, b in pairwise(ordered))
    return joints and ordered[0].start == period.start and ordered[-1].end == period.end


def accounted_for(found: Figure, day: date | None) -> None:
    """Fails where a figure does not follow from rows of the files in the way that it says."""
    assert all(in_file(part, day) for part in found.parts), found
    own = [p.period for p in found.parts if p.period is not None]
    values = [p.value for p in found.parts]
    if found.how == "published":
        assert (own, values) == ([found.period], [found.value])
    elif found.how == "sum over periods":
        assert measures(CATALOG)[found.measure].nature not in ("stock", "average")
        assert tiles(found.period, own), found
        assert found.value == pytest.approx(sum(values))
    elif found.how == "difference of running totals":
        whole, first = own
        assert whole.start == first.start
        assert tiles(whole, [first, found.period])
        assert found.value == pytest.approx(values[0] - values[1])
    else:
        assert found.how in ("sum of measures", "difference of measures")
        known = measures(CATALOG)[found.measure]
        names = known.sum_of if found.how == "sum of measures" else known.minus
        inner = [figure(CATALOG, name, found.period, day) for name in names]
        sign = 1 if found.how == "sum of measures" else -1
        kept = [f for f in inner if f is not None]
        assert len(kept) == len(names)
        for one in kept:
            accounted_for(one, day)
        assert found.value == pytest.approx(kept[0].value + sign * sum(f.value for f in kept[1:]))


@pytest.mark.parametrize("measure", MEASURES)
def test_every_published_period_is_read_where_it_was_published(measure: str) -> None:
    for period in spans(measure):
        found = figure(CATALOG, measure, period)
        if found is not None:
            accounted_for(found, None)
        units = {unit for a, b, _, unit, _ in held(measure) if (a, b) == (str(period.start), str(period.end))}
        if measures(CATALOG)[measure].unit in units:
            assert found is not None
            assert found.how == "published"


DAYS = st.dates(date(2005, 1, 1), date(2026, 12, 31))


@given(st.sampled_from(MEASURES), st.data(), DAYS)
def test_what_was_known_on_a_day_was_out_by_then(measure: str, data: st.DataObject, day: date) -> None:
    own = spans(measure)
    if not own:
        return
    first, last = sorted(data.draw(st.tuples(st.sampled_from(own), st.sampled_from(own))))
    for period in (first, Period(first.start, max(first.end, last.end))):
        then = figure(CATALOG, measure, period, day)
        if then is not None:
            accounted_for(then, day)


@given(st.sampled_from(MEASURES), DAYS, st.integers(0, 1500))
def test_any_stretch_of_days_is_answered_from_rows_or_not_at_all(measure: str, start: date, length: int) -> None:
    found = figure(CATALOG, measure, Period(start, start + timedelta(days=length)))
    if found is not None:
        accounted_for(found, None)


@given(st.sampled_from(MEASURES), st.integers(1995, 2026), st.integers(0, 9), DAYS)
def test_fiscal_years_are_answered_from_rows_or_not_at_all(measure: str, first: int, more: int, day: date) -> None:
    for when in (None, day):
        found = figure(CATALOG, measure, fiscal_years(first, first + more), when)
        if found is not None:
            accounted_for(found, when)


@cache
def newest(measure: str) -> dict[int, float]:
    """Each fiscal year's value of today by the csv module: the publisher's before a researcher's, then the latest."""
    found = {}
    for year, values in years(measure).items():
        best = min(("published", "research").index(r["status"]) for r in values)
        kept = [r for r in values if ("published", "research").index(r["status"]) == best]
        found[year] = float(max(kept, key=lambda r: (out_by(r), r["value_type"] == "exact"))["value"])
    return found


@pytest.mark.parametrize("measure", ["ice.removals", "dhs.removals"])
@pytest.mark.parametrize("first", range(2005, 2020))
@pytest.mark.parametrize("more", [1, 3, 7])
def test_sums_of_years_are_sums_of_today_s_values(measure: str, first: int, more: int) -> None:
    wanted = [newest(measure).get(y) for y in range(first, first + more + 1)]
    found = figure(CATALOG, measure, fiscal_years(first, first + more))
    if None in wanted:
        assert found is None
        return
    assert found is not None
    assert found.value == sum(v for v in wanted if v is not None)
    assert len(found.parts) == more + 1


def test_running_totals_are_subtracted_where_nothing_else_covers_the_days() -> None:
    seen = 0
    for measure in MEASURES:
        if measures(CATALOG)[measure].nature in ("stock", "average"):
            continue
        own = [p for p in spans(measure) if p.start.day == 1 and p.start.month == 10]
        for a, b in zip(own, own[2:]):
            if a.start == b.start and a.end < b.end:
                found = figure(CATALOG, measure, Period(a.end + timedelta(days=1), b.end))
                if found is not None:
                    accounted_for(found, None)
                    seen += found.how == "difference of running totals"
    assert seen >= 10


def test_a_running_total_s_growth_by_hand() -> None:
    """The sheets of 30 December 2023 (57,129) and 7 September 2024 (248,739) leave 191,610 in between."""
    found = figure(CATALOG, "ice.removals", Period(date(2023, 12, 31), date(2024, 9, 7)))
    assert found is not None
    assert found.value == 248_739 - 57_129


@pytest.mark.parametrize(
    "period",
    [calendar_year(2012), Period(date(2011, 10, 1), date(2012, 3, 31)), month(2012, 3), on(date(2012, 3, 4)),
     Period(date(2011, 10, 1), date(2012, 9, 29)), Period(date(2011, 9, 30), date(2012, 9, 30))],
    ids=lambda p: p.label,
)  # fmt: skip
def test_nothing_is_split_or_stretched(period: Period) -> None:
    """A year's count says nothing of its months, of half of it, or of the year shifted by a day."""
    assert figure(CATALOG, "ice.removals", period) is None


def test_a_stock_is_never_added_up_over_days() -> None:
    for first, last in [(date(2025, 11, 16), date(2025, 11, 30)), (date(2019, 9, 21), date(2019, 10, 4))]:
        assert figure(CATALOG, "ice.detained", Period(first, last)) is None


@pytest.mark.parametrize(("measure", "first", "last"), [("ice.removals", 2004, 2006), ("dhs.removals", 2020, 2023)])
def test_a_year_that_is_not_held_leaves_the_sum_open(measure: str, first: int, last: int) -> None:
    assert {first, last} - set(newest(measure))
    assert figure(CATALOG, measure, fiscal_years(first, last)) is None


@pytest.mark.parametrize(
    ("day", "value"),
    [(date(2012, 12, 20), None), (date(2012, 12, 21), 409_849), (date(2026, 1, 1), 409_849)],
)
def test_a_value_appears_on_the_day_it_was_published(day: date, value: float | None) -> None:
    found = figure(CATALOG, "ice.removals", fiscal_year(2012), day)
    assert (found.value if found else None) == value


def test_a_sum_waits_for_its_last_part() -> None:
    span = fiscal_years(2009, 2012)
    assert figure(CATALOG, "ice.removals", span, date(2012, 12, 20)) is None
    found = figure(CATALOG, "ice.removals", span, date(2012, 12, 21))
    assert found is not None
    assert found.value == 389_834 + 392_862 + 396_906 + 409_849


def test_a_sum_uses_the_values_of_its_day() -> None:
    early = figure(CATALOG, "dhs.removals", fiscal_years(2009, 2010), date(2011, 7, 1))
    late = figure(CATALOG, "dhs.removals", fiscal_years(2009, 2010))
    assert early is not None
    assert late is not None
    assert early.value == 395_165 + 387_242
    assert late.value == 379_739 + 382_449


def test_the_rest_of_a_whole() -> None:
    found = figure(CATALOG, "ice.removals.noncriminal", fiscal_year(2012))
    assert found is not None
    assert (found.value, found.how, found.basis) == (409_849 - 225_390, "difference of measures", "quoted")
    recalled = figure(CATALOG, "ice.removals.noncriminal", fiscal_year(2008))
    assert recalled is not None
    assert recalled.basis == "recalled"


def test_removals_and_returns_together() -> None:
    found = figure(CATALOG, "dhs.repatriations", fiscal_year(2013))
    assert found is not None
    assert found.value == 432_201 + 178_973
    printed = figure(CATALOG, "dhs.repatriations", fiscal_year(2011), date(2012, 10, 15))
    assert printed is not None
    assert (printed.value, printed.how) == (715_495, "published")


@pytest.mark.parametrize("year", range(2008, 2022))
def test_shares_are_part_over_whole(year: int) -> None:
    part, whole = newest("ice.removals.criminal").get(year), newest("ice.removals").get(year)
    found = [
        s for s in shares(CATALOG, "ice.removals.criminal", "ice.removals", fiscal_year(year)) if s.how == "computed"
    ]
    assert part is not None
    assert whole is not None
    assert [s.value for s in found] == [pytest.approx(100 * part / whole)]


def test_shares_as_then_known_never_use_what_came_later() -> None:
    for measure in MEASURES:
        whole = measures(CATALOG)[measure].part_of
        if not whole:
            continue
        for period in spans(measure)[-12:]:
            for day in (period.end + timedelta(days=30), period.end + timedelta(days=400)):
                for share in shares(CATALOG, measure, whole, period, day):
                    assert all(in_file(part, day) for part in share.parts), (measure, period, day)


def test_a_published_percentage_stands_beside_the_computed_one() -> None:
    found = shares(CATALOG, "ice.removals.priority", "ice.removals", fiscal_year(2014))
    assert {s.how: round(s.value, 1) for s in found} == {"computed": 98.0, "published": 98.0}


@pytest.mark.parametrize("measure", MEASURES)
def test_vintages_are_the_rows_of_the_file_oldest_first(measure: str) -> None:
    for period in spans(measure):
        found = vintage_figures(CATALOG, measure, period)
        printed = [f for f in found if f.how == "published"]
        outs = [f.parts[0].published.last.isoformat() if f.parts[0].published else "" for f in printed]
        assert outs == sorted(outs)
        own = (period.start.isoformat(), period.end.isoformat())
        values = {v for a, b, v, *_ in held(measure) if (a, b) == own}
        assert {f.value for f in printed} <= values


def test_the_latest_period_of_a_day() -> None:
    assert latest_period(CATALOG, "ice.removals", date(2012, 12, 20)) == fiscal_year(2011)
    assert latest_period(CATALOG, "ice.removals", date(2012, 12, 21)) == fiscal_year(2012)
    assert latest_period(CATALOG, "ice.removals", date(2001, 1, 1)) is None


def test_days_near_a_day_come_closest_first() -> None:
    day = date(2025, 12, 1)
    found = nearest_dates(CATALOG, "ice.detained", day, 20)
    away = [abs((f.period.end - day).days) for f in found]
    assert away == sorted(away)
    assert found[0].value == 65_735
    assert all(d <= 20 for d in away)
    then = nearest_dates(CATALOG, "ice.detained", day, 20, known=date(2025, 11, 25))
    assert {f.value for f in then} == {65_135}


def test_years_backwards_end_at_the_first_gap() -> None:
    found = dict(runs(CATALOG, "ice.removals", fiscal_year(2012)))
    whole = newest("ice.removals")
    expected = []
    year = 2012
    while year in whole:
        expected.append(year)
        year -= 1
    assert [p.fiscal_years()[0] for p in found] == expected
