"""Periods: fiscal years of every era, exact day counts, partial dates, and one plain line for everything else."""

import doctest
from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tallybook.base import periods, presidencies
from tallybook.base.errors import PeriodError
from tallybook.base.periods import (
    Kind,
    Period,
    calendar_quarter,
    calendar_year,
    day_words,
    fiscal_quarter,
    fiscal_year,
    fiscal_year_end,
    fiscal_year_of,
    fiscal_year_start,
    fiscal_year_to_date,
    fiscal_years,
    full_year,
    month,
    on,
    parse_period,
    partial_date,
    years_back,
)
from tallybook.base.presidencies import PRESIDENCIES, president_on


def days(start: str, end: str) -> Period:
    return Period(date.fromisoformat(start), date.fromisoformat(end))


def test_the_examples_in_the_documentation_run() -> None:
    for module in (periods, presidencies):
        assert doctest.testmod(module).failed == 0
    assert doctest.testmod(periods).attempted >= 4


@pytest.mark.parametrize(
    ("year", "start", "end", "count"),
    [
        (1892, "1891-07-01", "1892-06-30", 366),
        (1975, "1974-07-01", "1975-06-30", 365),
        (1976, "1975-07-01", "1976-09-30", 458),
        (1977, "1976-10-01", "1977-09-30", 365),
        (2012, "2011-10-01", "2012-09-30", 366),
        (2026, "2025-10-01", "2026-09-30", 365),
    ],
)
def test_fiscal_years_of_each_era(year: int, start: str, end: str, count: int) -> None:
    period = fiscal_year(year)
    assert period == days(start, end)
    assert period.days == count
    assert (period.kind, period.label, period.words) == (Kind.FISCAL_YEAR, f"FY{year}", f"fiscal year {year}")
    assert period.fiscal_years() == [year]


@given(st.dates(date(1850, 1, 1), date(2090, 1, 1)))
def test_every_day_lies_in_exactly_its_fiscal_year(day: date) -> None:
    year = fiscal_year_of(day)
    assert day in fiscal_year(year)
    assert fiscal_year_start(year + 1) == fiscal_year_end(year) + timedelta(1)
    to_date = fiscal_year_to_date(day)
    assert to_date.end == day
    assert to_date.start == fiscal_year_start(year)


@given(st.dates(date(1850, 1, 1), date(2090, 1, 1)), st.integers(0, 4000), st.integers(0, 4000), st.integers(0, 4000))
def test_overlaps_and_order(start: date, first: int, gap: int, second: int) -> None:
    one = Period(start, start + timedelta(first))
    two = Period(start + timedelta(gap), start + timedelta(gap + second))
    shared = sum(1 for n in range(gap, gap + second + 1) if n <= first)
    assert one.overlap_days(two) == two.overlap_days(one) == shared
    assert (two in one) == (gap + second <= first)
    assert (one <= two) == ((one.start, one.end) <= (two.start, two.end))


@pytest.mark.parametrize(
    ("period", "kind", "label", "words"),
    [
        (fiscal_years(2009, 2012), Kind.FISCAL_YEARS, "FY2009-FY2012", "fiscal years 2009 to 2012"),
        (fiscal_years(1975, 1977), Kind.FISCAL_YEARS, "FY1975-FY1977", "fiscal years 1975 to 1977"),
        (calendar_year(2012), Kind.CALENDAR_YEAR, "CY2012", "calendar year 2012"),
        (days("2009-01-01", "2012-12-31"), Kind.CALENDAR_YEARS, "CY2009-CY2012", "calendar years 2009 to 2012"),
        (month(2012, 2), Kind.MONTH, "2012-02", "February 2012"),
        (month(2011, 10), Kind.MONTH, "2011-10", "October 2011"),
        (fiscal_quarter(2012, 1), Kind.QUARTER, "2011-10-01..2011-12-31", "1 October 2011 to 31 December 2011"),
        (on(date(2012, 3, 4)), Kind.DATE, "as of 2012-03-04", "4 March 2012"),
        (on(date(2011, 10, 1)), Kind.DATE, "as of 2011-10-01", "1 October 2011"),
        (days("2011-10-01", "2012-06-30"), Kind.TO_DATE, "2011-10-01..2012-06-30", "1 October 2011 to 30 June 2012"),
        (days("1975-07-01", "1976-06-30"), Kind.TO_DATE, "1975-07-01..1976-06-30", "1 July 1975 to 30 June 1976"),
        (days("2012-02-01", "2012-04-30"), Kind.WINDOW, "2012-02-01..2012-04-30", "1 February 2012 to 30 April 2012"),
        (days("2011-07-01", "2012-06-30"), Kind.WINDOW, "2011-07-01..2012-06-30", "1 July 2011 to 30 June 2012"),
        (days("2011-10-01", "2012-10-01"), Kind.WINDOW, "2011-10-01..2012-10-01", "1 October 2011 to 1 October 2012"),
    ],
)
def test_what_days_amount_to(period: Period, kind: Kind, label: str, words: str) -> None:
    assert (period.kind, period.label, period.words) == (kind, label, words)
    assert period.to_dict() == {"start": period.start.isoformat(), "end": period.end.isoformat(), "label": label}
    assert (period.fiscal_years() == []) == (kind not in (Kind.FISCAL_YEAR, Kind.FISCAL_YEARS))


def test_quarters() -> None:
    assert [fiscal_quarter(2012, n) for n in (1, 2, 3, 4)] == [
        days("2011-10-01", "2011-12-31"), days("2012-01-01", "2012-03-31"),
        days("2012-04-01", "2012-06-30"), days("2012-07-01", "2012-09-30"),
    ]  # fmt: skip
    assert fiscal_quarter(1970, 1) == days("1969-07-01", "1969-09-30")
    assert fiscal_quarter(1976, 5) == days("1976-07-01", "1976-09-30")
    assert calendar_quarter(2012, 4) == fiscal_quarter(2013, 1)
    for year in range(1965, 1990):
        quarters = [fiscal_quarter(year, n) for n in range(1, 6 if year == 1976 else 5)]
        assert sum(q.days for q in quarters) == fiscal_year(year).days
        assert {q.kind for q in quarters} == {Kind.QUARTER}


def test_a_period_contains_days_and_periods_and_nothing_else() -> None:
    year = fiscal_year(2012)
    assert date(2011, 10, 1) in year
    assert date(2012, 10, 1) not in year
    assert month(2012, 9) in year
    assert month(2012, 10) not in year
    assert "2012" not in year


def test_a_period_is_its_days_whatever_made_it() -> None:
    assert len({fiscal_quarter(2012, 2), calendar_quarter(2012, 1), parse_period("2012-01..2012-03")}) == 1
    assert sorted([month(2012, 2), fiscal_year(2012), month(2012, 1)])[0] == fiscal_year(2012)


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("FY2012", "2011-10-01", "2012-09-30"), ("fy12", "2011-10-01", "2012-09-30"),
        ("FY'12", "2011-10-01", "2012-09-30"), ("fiscal year 2012", "2011-10-01", "2012-09-30"),
        (" 2012 ", "2011-10-01", "2012-09-30"), ("FY1976", "1975-07-01", "1976-09-30"),
        ("FY69", "1968-07-01", "1969-06-30"), ("CY2012", "2012-01-01", "2012-12-31"),
        ("2012-02", "2012-02-01", "2012-02-29"), ("2012-03-04", "2012-03-04", "2012-03-04"),
        ("FY2009-FY2012", "2008-10-01", "2012-09-30"), ("FY2009..FY2012", "2008-10-01", "2012-09-30"),
        ("FY2009-2012", "2008-10-01", "2012-09-30"), ("FY09–12", "2008-10-01", "2012-09-30"),
        ("2009..2012", "2008-10-01", "2012-09-30"), ("FY2009 .. 2012", "2008-10-01", "2012-09-30"),
        ("CY2009..2012", "2009-01-01", "2012-12-31"), ("2009..CY2012", "2009-01-01", "2012-12-31"),
        ("CY2009-CY2012", "2009-01-01", "2012-12-31"), ("2011-10..2012-06", "2011-10-01", "2012-06-30"),
        ("2012-03..CY2013", "2012-03-01", "2013-12-31"), ("FY2012Q1", "2011-10-01", "2011-12-31"),
        ("FY2012-Q4", "2012-07-01", "2012-09-30"), ("CY2012 Q2", "2012-04-01", "2012-06-30"),
        ("FY2012Q1..FY2012Q3", "2011-10-01", "2012-06-30"), ("2012-02-28..2012-03-01", "2012-02-28", "2012-03-01"),
    ],
)  # fmt: skip
def test_texts_that_name_periods(text: str, start: str, end: str) -> None:
    assert parse_period(text) == days(start, end)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "'' is not a period; expected FY2012"),
        ("nonsense", "'nonsense' is not a period"),
        ("2012-13", "'2012-13' names no month; expected a month from 01 to 12; write FY2012..FY2013"),
        ("2012-00", "is not a period"),
        ("2012-02-30", "is not a period"),
        ("2012-3", "is not a period"),
        ("20120304", "is not a period"),
        ("FY20123", "'FY20123' is not a period"),
        ("FY0012", "'FY0012' is no year; expected a year from 1776 to 2100"),
        ("FY1775", "is no year"),
        ("CY9999", "is no year"),
        ("9999", "is no year"),
        ("FY9999Q1", "is no year"),
        ("FY2012Q5", "quarter 5 of FY2012; expected a quarter from 1 to 4"),
        ("FY2012Q0", "quarter 0 of FY2012"),
        ("CY2012Q5", "quarter 5 of 2012"),
        ("CY12", "is not a period"),
        ("CY2009-12", "'CY12' in 'CY2009-12' is not a period"),
        ("２０１２", "is not a period"),
        ("2012..2010", "a period from 2011-10-01 to 2010-09-30; expected an end that is not before its start"),
        ("2012..", "'2012..' is not a period"),
        ("..2012", "'..2012' is not a period"),
        ("..", "'..' is not a period"),
        ("2010..2011..2012", "'2010..2011..2012' is not a period"),
        ("2010..x", "'x' in '2010..x' is not a period"),
        ("2012-03..2013", "'2013' in '2012-03..2013' can be a fiscal or a calendar year; expected FY2013 or CY2013"),
    ],
)
def test_texts_that_do_not(text: str, says: str) -> None:
    with pytest.raises(PeriodError) as caught:
        parse_period(text)
    assert says in str(caught.value)
    assert "\n" not in str(caught.value)
    assert caught.value.exit_status == 2


@given(st.text(st.sampled_from("FYCQfy0123456789-.' "), max_size=14))
def test_no_text_ends_in_another_error(text: str) -> None:
    try:
        period = parse_period(text)
    except PeriodError:
        return
    assert period.start <= period.end


@given(st.dates(date(1900, 1, 1), date(2090, 1, 1)), st.integers(0, 800))
def test_labels_of_ranges_name_the_same_days(start: date, length: int) -> None:
    period = Period(start, start + timedelta(length))
    assert parse_period(period.label.removeprefix("as of ")) == period


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2014", "2014-01-01", "2014-12-31"),
        ("2012-02", "2012-02-01", "2012-02-29"),
        ("2014-01-31", "2014-01-31", "2014-01-31"),
        ("2022..2023", "2022-01-01", "2023-12-31"),
        (" 2022-05..2022-06-03 ", "2022-05-01", "2022-06-03"),
    ],
)
def test_partial_dates(text: str, first: str, last: str) -> None:
    found = partial_date(text)
    assert (found.first.isoformat(), found.last.isoformat(), str(found)) == (first, last, text.strip())


@pytest.mark.parametrize(
    "text", ["", "2014-13", "2014-02-30", "14", "2014-1", "2014..", "2023..2022", "1..2..3", "0000", "x"]
)
def test_what_is_no_partial_date(text: str) -> None:
    with pytest.raises(PeriodError):
        partial_date(text)


@pytest.mark.parametrize(
    "make",
    [
        lambda: fiscal_year(0), lambda: fiscal_year(10000), lambda: calendar_year(10000), lambda: month(2012, 13),
        lambda: month(2012, 0), lambda: fiscal_quarter(2012, 0), lambda: years_back(date(5, 1, 1), 9),
        lambda: days("2012-02-01", "2012-01-31"),
    ],
)  # fmt: skip
def test_days_that_do_not_exist(make: object) -> None:
    with pytest.raises(PeriodError) as caught:
        make()  # type: ignore[operator]
    assert "\n" not in str(caught.value)


def test_days_in_words_and_years_back() -> None:
    assert day_words(date(2012, 9, 5)) == "5 September 2012"
    assert years_back(date(2012, 2, 29), 4) == date(2008, 2, 29)
    assert years_back(date(2012, 2, 29), 1) == date(2011, 2, 28)
    assert [full_year(n) for n in (0, 12, 68, 69, 99, 2012)] == [2000, 2012, 2068, 1969, 1999, 2012]


def test_presidencies_follow_each_other_without_a_gap() -> None:
    for one, following in pairwise(PRESIDENCIES):
        assert one.end is not None
        assert following.start == one.end + timedelta(1)
    assert PRESIDENCIES[-1].end is None
    assert president_on(date(1981, 1, 19)) is None


@pytest.mark.parametrize(
    ("day", "name", "until", "years"),
    [
        (date(2009, 1, 20), "Obama", date(2012, 12, 21), (2009, 2012)),
        (date(2016, 5, 1), "Obama", date(2024, 1, 1), (2009, 2016)),
        (date(2009, 1, 19), "George W. Bush", date(2024, 1, 1), (2001, 2008)),
        (date(2021, 1, 20), "Biden", date(2021, 3, 1), (2021, 2021)),
        (date(2020, 9, 30), "Trump (first term)", date(2020, 9, 30), (2017, 2020)),
        (date(2025, 6, 1), "Trump (second term)", date(2026, 10, 1), (2025, 2026)),
    ],
)
def test_a_presidency_in_fiscal_years(day: date, name: str, until: date, years: tuple[int, int]) -> None:
    term = president_on(day)
    assert term is not None
    assert term.name == name
    assert term.fiscal_years(until) == fiscal_years(*years)


def test_the_first_fiscal_year_is_shared_with_the_predecessor() -> None:
    obama = president_on(date(2012, 12, 21))
    assert obama is not None
    assert (obama.shared_year, obama.predecessor_days) == (2009, 111)
