"""Assertions over the series: look-ups, operations, and what is said when one finds nothing or does not hold."""

from __future__ import annotations

from datetime import date

import pytest

from tallybook.base.catalog import open_catalog
from tallybook.base.errors import CatalogError, NoValue, PeriodError, UnknownName
from tallybook.measures.assertion import Assertion, Derived, evaluate, failures, look_up

CATALOG = open_catalog()


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("ice.removals FY2012", 409849),
        ("dhs.removals FY2012", 415579),
        ("dhs.removals FY2012 @AR2012", 419384),
        ("dhs.removals FY2012 @2014-02-01", 419384),
        ("dhs.removals FY2009 @first", 393289),
        ("dhs.removals[citizenship=Canada] FY1993", 1267),
        ("ice.removals.interior.criminal FY2013 in percent", 82),
        ("ice.removals.interior.criminal FY2013 in removals", 110115),
        ("ice.detained 2025-09-21", 59762),
        ('287g.agreements "end of Obama administration (Jan 2017)"', 35),
    ],
)
def test_a_look_up_reads_one_published_value(text: str, value: float) -> None:
    assert look_up(CATALOG, text).value == value


@pytest.mark.parametrize(
    ("text", "error", "says"),
    [
        ("ice.removals FY1950", NoValue, "no value for 'ice.removals FY1950'"),
        ("dhs.removals FY2012 @YB1999", NoValue, r"419384 \(AR2012\)"),
        ("ice.remvals FY2012", UnknownName, "did you mean ice.removals"),
        ("ice.removals", CatalogError, "names no period"),
        ("ice.removals soon", PeriodError, "'soon' is not a period"),
        ("!", CatalogError, "is no look-up"),
    ],
)
def test_a_look_up_that_finds_nothing_says_what_there_is(text: str, error: type[Exception], says: str) -> None:
    with pytest.raises(error, match=says):
        look_up(CATALOG, text)


@pytest.mark.parametrize(
    ("derived", "value"),
    [
        ({"sum": [1, 2, "x"]}, 13),
        ({"difference": ["x", 1, 2]}, 7),
        ({"share": [1, 3], "digits": 1}, 33.3),
        ({"ratio": ["x", 4]}, 2.5),
        ({"change": [15, "x"]}, 50),
        ({"value": 12345, "to": 1000}, 12000),
        ({"days": "FY2012"}, 366),
        ({"highest": "ice.removals FY2009..FY2012"}, 409849),
        ({"lowest": "ice.removals FY2009..FY2012"}, 389834),
        ({"highest_published": "dhs.removals FY2012"}, 419384),
        ({"lowest_published": "dhs.removals FY2012"}, 415579),
        ({"vintages": "dhs.removals FY2012"}, 5),
        ({"values_in": "ice.detained 2025-09-25..2025-11-14"}, 0),
        ({"last_day": "ice.detained"}, date(2026, 4, 4)),
    ],
)
def test_an_operation_works_out_its_number(derived: dict[str, object], value: object) -> None:
    assert evaluate(CATALOG, Derived.model_validate(derived), {"x": 10}) == value


def test_nothing_in_a_range_is_said() -> None:
    with pytest.raises(NoValue, match="no value in"):
        evaluate(CATALOG, Derived(highest="ice.detained 1999-01-01..1999-12-31"), {})


def test_what_does_not_hold_is_returned_with_its_numbers() -> None:
    assertion = Assertion.model_validate(
        {"given": {"ice": "ice.removals FY2012"}, "expect": ["ice = 409849", "ice > 410000", "other = 1"]}
    )
    assert failures(CATALOG, assertion) == ["ice > 410000 fails: ice = 409849.0", "other = 1 fails: "]
