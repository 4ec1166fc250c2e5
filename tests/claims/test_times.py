"""Periods that texts name, by a table of wordings with the document's date, and by properties of any year."""

from __future__ import annotations

import re
from datetime import date
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tallybook.base.periods import Period, calendar_year, fiscal_year, fiscal_years, month, month_name, on
from tallybook.claims.reader.clock import Clock, Time
from tallybook.claims.reader.times import times

# The document's date, the text, then what it names: labels in order, `or` for other readings, `issue` before a date of
# publication, `back` before a look back, `after LEAD` where the word in front is asked for; nothing for none.
TABLE = """
# fiscal years
2013-01-10 | in fiscal year 2012 => FY2012 after in
2013-01-10 | in FY2012 => FY2012
2013-01-10 | in FY 12 => FY2012
2013-01-10 | in FY '12 => FY2012
2013-01-10 | in FY’12 => FY2012
2013-01-10 | in fiscal 2012 => FY2012
2013-01-10 | fiscal-year 2012 removals => FY2012
2013-01-10 | the 2012 fiscal year => FY2012
2013-01-10 | from fiscal 2011's 396,906 => FY2011 after from
2013-01-10 | in FY2012, FY2011 and FY2010 => FY2012 | FY2011 | FY2010
2013-01-10 | the year ended September 30 => FY2012
2012-08-10 | the year ended September 30 => FY2011
2013-01-10 | the fiscal year that ended Sept. 30, 2012 => FY2012
1977-06-01 | fiscal year 1976 => FY1976
1977-06-01 | fiscal year 1975 => FY1975
# spans of fiscal years
2013-01-10 | fiscal years 2009 through 2012 => FY2009-FY2012
2013-01-10 | FY2009-FY2012 => FY2009-FY2012
2013-01-10 | FY10 to FY12 => FY2010-FY2012
2013-01-10 | FYs 2010-2012 => FY2010-FY2012
2013-01-10 | FY 2009-12 => FY2009-FY2012
2013-01-10 | between fiscal 2009 and fiscal 2012 => FY2009-FY2012 after between
2013-01-10 | from 2008 to 2012 => FY2008-FY2012
2013-01-10 | 2009–2012 => FY2009-FY2012
2013-01-10 | in the 1990s => FY1990-FY1999
2013-01-10 | in the last three years => FY2010-FY2012 or FY2009-FY2011
2013-01-10 | in each of the last four years => FY2009-FY2012 or FY2008-FY2011
2013-01-10 | fiscal 2009 to 2012; over those four years => FY2009-FY2012 | FY2009-FY2012
# bare and calendar years
2013-01-10 | in 2012 => FY2012 or CY2012
2013-01-10 | in calendar year 2012 => CY2012
2013-01-10 | CY2012 => CY2012
2013-01-10 | at the end of 2012 => as of 2012-12-31 or CY2012,FY2012
2013-01-10 | at the end of fiscal year 2012 => as of 2012-09-30 or FY2012
# months and days
2013-01-10 | in March 2012 => 2012-03
2013-01-10 | in Mar. 2012 => 2012-03
2013-01-10 | by December 2012 => 2012-12 after by
2013-01-10 | in March => 2012-03
2012-02-10 | in December => 2011-12
2012-12-10 | in December => 2012-12
2013-01-10 | on March 4, 2012 => as of 2012-03-04 after on
2013-01-10 | on 4 March 2012 => as of 2012-03-04
2013-01-10 | on 2012-03-04 => as of 2012-03-04
2013-01-10 | on March 4 => as of 2012-03-04
2013-03-10 | on March 4 => as of 2013-03-04
2013-01-10 | since January 20, 2009 => as of 2009-01-20 after since
2013-01-10 | as of January 1, 2013 => as of 2013-01-01
2013-01-10 | at the end of March 2012 => as of 2012-03-31 or 2012-03
2013-01-10 | mid-March 2012 => as of 2012-03-15 or 2012-03
2013-01-10 | early January 2013 => as of 2013-01-05 or 2013-01
# parts of years
2013-01-10 | the first quarter of fiscal year 2012 => 2011-10-01..2011-12-31
2013-01-10 | FY2012 Q1 => 2011-10-01..2011-12-31
2013-01-10 | the second quarter of 2012 => 2012-04-01..2012-06-30 or 2012-01-01..2012-03-31
2013-01-10 | the first six months of fiscal year 2012 => 2011-10-01..2012-03-31
2013-01-10 | the first three months of 2012 => 2012-01-01..2012-03-31
2013-01-10 | from October 2011 to March 2012 => 2011-10-01..2012-03-31
2013-01-10 | between October 1, 2011 and June 30, 2012 => 2011-10-01..2012-06-30
2013-01-10 | October 2011 through September 2012 => FY2012
2013-01-10 | so far this fiscal year => 2012-10-01..2013-01-10 or FY2013,CY2013
# relative to the document and to what was named before
2013-01-10 | last year => FY2012 or CY2012
2013-01-10 | last fiscal year => FY2012 or FY2011
2013-01-10 | the past year => FY2012 or FY2011,CY2012
2013-01-10 | this year => 2012-10-01..2013-01-10 or FY2013,CY2013
2013-01-10 | in fiscal 2012 and the year before => FY2012 | back FY2011
2013-01-10 | in fiscal 2012, two years earlier, it was => FY2012 | back FY2010
2013-01-10 | in fiscal 2008, four years later => FY2008 | FY2012
- | In fiscal 2012 and the following year => FY2012 | FY2013
2013-01-10 | In fiscal 2012. In that year => FY2012 | FY2012
# presidencies
2013-01-10 | under President Obama => FY2009-FY2012
2020-06-10 | under President Trump => FY2017-FY2019
2025-06-10 | under President Trump => FY2025
2025-06-10 | under Biden => FY2021-FY2024
2013-01-10 | Obama's first year => 2009-01-20..2010-01-19 or FY2009
# dates of publication
2013-01-10 | the report of September 2012 says => issue 2012-09
2013-01-10 | published in December 2012 => issue 2012-12
2013-01-10 | a law passed in 1996 => issue FY1996 or CY1996
2013-01-10 | WASHINGTON, Dec. 21 - ICE => issue as of 2012-12-21
# no periods at all
2013-01-10 | in 409,849 cases =>
2013-01-10 | 2012 people =>
2013-01-10 | $2012 =>
2013-01-10 | section 2012-13 of Title 8 =>
2013-01-10 | May be removed =>
2013-01-10 | the fiscal year runs from October to September =>
2013-01-10 | over the four years =>
2013-01-10 | It was on April 31, he said =>
2013-01-10 | no period here at all =>
"""


def _rows() -> list[tuple[str, str, str]]:
    rows = []
    for line in TABLE.strip().splitlines():
        if not line.startswith("#"):
            day, rest = line.split(" | ", 1)
            text, _, expected = rest.partition(" =>")
            rows.append((day, text, expected.strip()))
    return rows


def clock(day: str) -> Clock:
    return Clock(None if day == "-" else date.fromisoformat(day))


def in_short(time: Time, expected: str) -> str:
    words = ("issue " if time.issue else "") + ("back " if time.back else "") + time.period.label
    if time.others:
        words += " or " + ",".join(p.label for p in time.others)
    return words + (f" after {time.lead}" if " after " in expected else "")


@pytest.mark.parametrize(("day", "text", "expected"), _rows(), ids=lambda value: str(value)[:50])
def test_table(day: str, text: str, expected: str) -> None:
    found = times(text, clock(day))
    wanted = [part.strip() for part in expected.split(" | ")] if expected else []
    assert [in_short(t, w) for t, w in zip(found, [*wanted, ""] * 3)] == wanted


YEARS = st.integers(1980, 2048)
FORMS = (
    "fiscal year {0}",
    "FY{0}",
    "FY {0}",
    "fiscal {0}",
    "Fiscal Year {0}",
    "fiscal-year {0}",
    "the {0} fiscal year",
)


@given(YEARS, st.sampled_from(FORMS))
def test_every_form_of_a_fiscal_year_is_that_year(year: int, form: str) -> None:
    found = times(f"ICE removed them in {form.format(year)}, it said", clock("2013-01-10"))
    assert [t.period for t in found] == [fiscal_year(year)]
    assert found[0].others == ()


@given(YEARS)
def test_two_digits_name_the_year_nearest_to_ours(year: int) -> None:
    found = times(f"in FY{year % 100:02d} it", clock("2013-01-10"))
    assert [t.period for t in found] == [fiscal_year(year)]


@given(YEARS, st.integers(1, 12), st.integers(1, 28))
def test_days_and_months(year: int, number: int, day: int) -> None:
    name = month_name(number)
    assert [t.period for t in times(f"on {name} {day}, {year}", clock("2013-01-10"))] == [on(date(year, number, day))]
    assert [t.period for t in times(f"on {day} {name} {year}", clock("2013-01-10"))] == [on(date(year, number, day))]
    assert [t.period for t in times(f"in {name} {year}", clock("2013-01-10"))] == [month(year, number)]


@given(st.integers(1980, 2040), st.integers(1, 9), st.sampled_from(["to", "through", "until", "-", "–"]))
def test_spans(first: int, more: int, word: str) -> None:
    gap = "" if word in "-–" else " "
    text = f"fiscal years {first}{gap}{word}{gap}{first + more} saw"
    assert [t.period for t in times(text, clock("2013-01-10"))] == [fiscal_years(first, first + more)]


@given(YEARS)
def test_a_bare_year_leaves_the_kind_of_year_open(year: int) -> None:
    found = times(f"removals in {year} fell", clock("2013-01-10"))
    assert [(t.period, t.others) for t in found] == [(fiscal_year(year), (calendar_year(year),))]


@given(st.dates(date(1990, 1, 1), date(2040, 12, 31)))
def test_last_year_has_begun_and_ended_by_the_document_s_date(today: date) -> None:
    for words in ("last year", "last fiscal year"):
        found = times(f"ICE removed them {words}.", Clock(today))
        assert len(found) == 1
        assert all(p.start <= today for p in (found[0].period, *found[0].others))
    assert found[0].period.end <= today


@given(st.dates(date(1990, 1, 1), date(2040, 12, 31)), st.integers(1, 12))
def test_a_month_without_a_year_is_the_last_one_begun(today: date, number: int) -> None:
    found = times(f"It began in {month_name(number)} there.", Clock(today))
    assert len(found) == 1
    assert found[0].period.start <= today
    assert (today - found[0].period.start).days <= 366


PIECES = """
in fiscal year 2012 FY2011 2009 to 2012 March 4 , the before after a later since Trump under last this . and December
2025-12-01 quarter first of months six 1990s end ICE removed 409,849 people percent
""".split()  # noqa: SIM905
WORDS = st.lists(st.sampled_from(PIECES), max_size=25).map(" ".join)


@given(WORDS)
def test_places_are_in_order_and_apart(text: str) -> None:
    found = times(text, clock("2013-01-10"))
    assert all(0 <= t.start < t.end <= len(text) for t in found)
    assert all(a.end <= b.start for a, b in pairwise(found))
    assert all(isinstance(t.period, Period) and t.period.start <= t.period.end for t in found)


@given(WORDS)
def test_the_clock_keeps_what_was_named(text: str) -> None:
    at = clock("2013-01-10")
    named = [t.period for t in times(text, at) if not t.issue and t.kind != "now"]
    assert at.latest == (named[-1] if named else None)


@given(st.text(max_size=200))
def test_any_text_is_read(text: str) -> None:
    for time in times(text, clock("2013-01-10")):
        assert re.search(r"\d|year|month|now|then|president|moment|[A-Z]", text[time.start : time.end] + text, re.I)
        assert 1800 <= time.period.start.year <= 2100
