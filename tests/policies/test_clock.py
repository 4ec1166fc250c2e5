"""The clock of a detainer: holidays by law and as observed, both rules, and the hours counted back."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policy_cases import BOOK
from tallybook.base.errors import UnknownName, UsageError
from tallybook.policies.clock import deadline, form_on, holidays, hours_between

REGULATION = BOOK.policies["REG-287-7"]
moments = st.datetimes(datetime(1997, 4, 1), datetime(2035, 1, 1)).map(lambda d: d.replace(second=0, microsecond=0))


@pytest.mark.parametrize(
    ("year", "days"),
    [
        (2012, ["01-02", "01-16", "02-20", "05-28", "07-04", "09-03", "10-08", "11-12", "11-22", "12-25"]),
        (2021, ["01-01", "01-18", "02-15", "05-31", "06-18", "07-05", "09-06", "10-11", "11-11", "11-25", "12-24",
                "12-31"]),
        (2010, ["01-01", "01-18", "02-15", "05-31", "07-05", "09-06", "10-11", "11-11", "11-25", "12-24", "12-31"]),
    ],
)  # fmt: skip
def test_weekdays_that_are_holidays(year: int, days: list[str]) -> None:
    assert sorted(d.strftime("%m-%d") for d in holidays(year) if d.weekday() < 5) == days


def test_juneteenth_begins_in_2021_and_new_year_may_be_observed_the_year_before() -> None:
    assert date(2020, 6, 19) not in holidays(2020)
    assert date(2021, 6, 18) in holidays(2021)
    assert date(2021, 12, 31) in holidays(2021)
    assert date(2021, 12, 31) not in holidays(2021, observed=False)


@given(moments)
def test_between_the_start_and_the_deadline_lie_48_counted_hours(start: datetime) -> None:
    found = deadline(start)
    assert hours_between(start, found.end) == 48
    assert hours_between(start, found.end - timedelta(minutes=1)) < 48
    assert found.end >= deadline(start, "flat_48h").end == start + timedelta(hours=48)


@given(moments, st.integers(0, 20000))
def test_a_later_start_never_ends_earlier(start: datetime, minutes: int) -> None:
    assert deadline(start).end <= deadline(start + timedelta(minutes=minutes)).end


def test_the_days_left_out_are_named() -> None:
    assert deadline(datetime(2012, 11, 21, 12)).left_out == (date(2012, 11, 22), date(2012, 11, 24), date(2012, 11, 25))


def test_the_form_of_a_day_and_its_clock() -> None:
    assert form_on(REGULATION, date(2013, 3, 1)).clock == "regulation"
    assert form_on(REGULATION, date(2018, 1, 1)).form == "I-247A"
    assert form_on(REGULATION, date(2016, 1, 1), "i-247x").clock == "flat_48h"
    with pytest.raises(UnknownName, match="I-247A"):
        form_on(REGULATION, date(2016, 1, 1), "I-247Z")
    with pytest.raises(UsageError, match="a day from 2017-04-02 on"):
        form_on(REGULATION, date(2016, 1, 1), "I-247A")


def test_a_moment_with_a_time_zone_is_refused() -> None:
    with pytest.raises(UsageError, match="own time"):
        deadline(datetime.fromisoformat("2013-03-04T17:00+00:00"))
