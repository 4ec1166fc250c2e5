"""The package as a library: the functions that the commands call, their results as frames and plain data."""

from __future__ import annotations

import dataclasses
import doctest

import pytest

import tallybook as tb
from tallybook.base.errors import PeriodError, UnknownName, UsageError


def test_the_examples_of_the_package_run():
    assert doctest.testmod(tb).failed == 0


def test_check_returns_claims_as_frames_and_as_the_contract():
    result = tb.check(
        "ICE removed 409,849 people in fiscal year 2012, 55 percent of them with convictions.", "2012-12-21"
    )
    frame = result.to_polars()
    assert frame["verdict"].to_list() == ["supported", "supported"]
    assert frame["measure"].to_list() == ["ice.removals", "ice.removals.criminal"]
    assert result.to_dict()["contract"] == 1
    with pytest.raises(dataclasses.FrozenInstanceError):
        result.title = "x"


def test_a_file_is_checked_as_its_text(tmp_path):
    file = tmp_path / "note.md"
    file.write_text("---\ndate: 2012-12-21\n---\n\nICE removed 409,849 people in fiscal year 2012.\n")
    result = tb.check_file(file)
    assert str(result.published) == "2012-12-21"
    assert [j.verdict for j in result.claims] == ["supported"]


def test_series_then_and_now():
    then = tb.series("dhs.removals", as_of="2014-02-01", period="FY2012").to_polars()
    assert then["value"].to_list() == [419384]
    every = tb.series("dhs.removals", period="FY2012").to_polars()
    assert every["value"].to_list()[-1] == 415579
    assert len(tb.series().to_polars()) > 150


def test_find_names_series_and_year():
    assert any(m.measure == "ice.removals" for m in tb.find(392862).matches)


def test_assess_returns_every_outcome_possible():
    result = tb.assess({}, on="2013-03-01")
    assert result.to_dict()


def test_wrong_questions_are_usage_errors():
    with pytest.raises(UnknownName, match=r"dhs\.removals"):
        tb.series("dhs.removal")
    with pytest.raises(PeriodError):
        tb.series("dhs.removals", as_of="yesterday")
    with pytest.raises(UsageError):
        tb.find("abc")
