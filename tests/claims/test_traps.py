"""Sentences that invite a wrong pass, each a right number said of something else; and right ones that invite a slip."""
# ruff: noqa: E501 (sentences are written as they stand)

from __future__ import annotations

from datetime import date

import pytest
from tests.written_documents import HOLDS

from tallybook.base.catalog import open_catalog
from tallybook.claims.check import check_text
from tallybook.claims.model import Judged


def claims(on: str, text: str) -> tuple[Judged, ...]:
    return check_text(open_catalog(), text, date.fromisoformat(on)).claims


# ICE removed 409,849 in all in fiscal year 2012, and held 65,735 on 30 November 2025.
NARROWED = (
    "ICE removed 409,849 {} in fiscal year 2012.",
    ("children", "minors", "women", "gang members", "Mexicans", "asylum seekers", "farm workers", "legal residents",
     "people over 65", "people by air", "people through workplace raids", "people without a hearing",
     "people from Chicago", "people to Mexico", "students", "visa overstays"),
)  # fmt: skip
OTHERS = (
    "ICE's Miami office removed 409,849 people in fiscal year 2012.",
    "The Houston field office removed 409,849 people in fiscal year 2012.",
    "Border Patrol removed 409,849 people in fiscal year 2012.",
    "Canada removed 409,849 people in fiscal year 2012.",
    "Immigration judges ordered 409,849 removals in fiscal year 2012.",
    "The city removed 409,849 trees in fiscal year 2012.",
    "ICE did not remove 409,849 people in fiscal year 2012.",
    "ICE never removed 409,849 people in fiscal year 2012.",
    "ICE plans to remove 409,849 people in fiscal year 2012.",
    "ICE removed 409,849 families in fiscal year 2012.",
    "ICE jailed 409,849 people in fiscal year 2012.",
    "ICE arrested 409,849 people in fiscal year 2012.",
    "ICE removed 409,849 people in calendar year 2012.",
    "ICE removed 409,849 people in the first half of fiscal year 2012.",
    "ICE removed 409,849 people a month in fiscal year 2012.",
)
HELD = (
    "ICE held 65,735 children in detention on November 30, 2025.",
    "ICE held 65,735 people in private prisons on November 30, 2025.",
    "ICE held 65,735 people in Texas on November 30, 2025.",
    "ICE held 65,735 people with criminal convictions on November 30, 2025.",
    "ICE held 65,735 people on average in fiscal year 2025.",
)


def never() -> list[object]:
    told = [("2013-01-10", NARROWED[0].format(word)) for word in NARROWED[1]]
    told += [("2013-01-10", text) for text in OTHERS] + [("2025-12-05", text) for text in HELD]
    return [pytest.param(on, text, id=text[:70]) for on, text in told]


@pytest.mark.parametrize(("on", "text"), never())
def test_a_right_number_of_something_else_is_not_passed(on: str, text: str) -> None:
    found = [(j.claim.quote, j.verdict, j.reason) for j in claims(on, text) if j.verdict in HOLDS]
    assert not found


# The document's date, the sentence, the number that looks back, the year it is said of.
LOOKING_BACK = (
    ("2013-06-08", "In fiscal year 2012 ICE removed 409,849 people, up from {} the year before.", 396_906, 392_862, 2011),
    ("2013-06-08", "ICE removed 409,849 people in fiscal year 2012, compared with {} a year earlier.", 396_906, 392_862, 2011),
    ("2014-02-01", "In fiscal year 2013 ICE removed 368,644 people, down from {} the previous year.", 409_849, 396_906, 2012),
    ("2014-02-01", "ICE removals fell to 368,644 in fiscal year 2013 from {} a year earlier.", 409_849, 396_906, 2012),
    ("2017-06-08", "ICE removed 240,255 people in fiscal year 2016, up from {} the year before.", 235_413, 315_943, 2015),
    ("2013-06-08", "ICE removed 409,849 people in fiscal year 2012, up from {} two years earlier.", 392_862, 396_906, 2010),
)  # fmt: skip


@pytest.mark.parametrize(("on", "text", "right", "wrong", "year"), LOOKING_BACK)
def test_a_look_back_finds_its_year(on: str, text: str, right: int, wrong: int, year: int) -> None:
    (judged,) = [j for j in claims(on, text.format(f"{right:,}")) if j.claim.asserted.value == right]
    assert judged.verdict == "supported"
    assert judged.claim.period is not None
    assert judged.claim.period.label == f"FY{year}"


@pytest.mark.parametrize(("on", "text", "right", "wrong", "year"), LOOKING_BACK)
def test_a_look_back_is_held_to_its_year(on: str, text: str, right: int, wrong: int, year: int) -> None:
    (judged,) = [j for j in claims(on, text.format(f"{wrong:,}")) if j.claim.asserted.value == wrong]
    assert judged.verdict not in HOLDS, judged.reason
    assert judged.claim.period is not None
    assert judged.claim.period.label == f"FY{year}"


HEDGED = (
    ("In fiscal year 2012 more than 400,000 people were removed by ICE.", "more_than", "supported"),
    ("In 2012 more than 400,000 people were removed by ICE.", "more_than", "supported"),
    ("In fiscal year 2012, more than 400,000 people were removed by ICE.", "more_than", "supported"),
    ("In fiscal year 2012 fewer than 500,000 people were removed by ICE.", "less_than", "supported"),
    ("In fiscal year 2012 nearly 410,000 people were removed by ICE.", "nearly", "supported"),
    ("In fiscal year 2012 about 410,000 people were removed by ICE.", "about", "supported"),
    ("In fiscal year 2012 approximately 410,000 people were removed by ICE.", "about", "supported"),
    ("In fiscal year 2012 at least 500,000 people were removed by ICE.", "at_least", "wrong"),
    ("In fiscal year 2012 at most 410,000 people were removed by ICE.", "up_to", "supported"),
    ("In fiscal year 2012 up to 450,000 people were removed by ICE.", "up_to", "supported"),
    ("In fiscal year 2012 over half of those removed by ICE had been convicted.", "more_than", "supported"),
    ("In fiscal year 2012 fewer than half of those removed by ICE had been convicted.", "less_than", "wrong"),
)


@pytest.mark.parametrize(("text", "hedge", "verdict"), HEDGED, ids=lambda value: str(value)[:60])
def test_a_hedge_behind_a_year_is_kept(text: str, hedge: str, verdict: str) -> None:
    (judged,) = claims("2013-01-10", text)
    assert (judged.claim.asserted.hedge, judged.verdict) == (hedge, verdict), judged.reason


@pytest.mark.parametrize(
    ("hedge", "number"),
    [("Not more than", 300_000), ("Fewer than", 300_000), ("More than", 450_000), ("At least", 440_000)],
)
def test_a_bound_that_fails_is_wrong_and_holds_nowhere_else(hedge: str, number: int) -> None:
    """Anything is fewer than something: that another series is too says nothing."""
    (judged,) = claims("2013-01-10", f"{hedge} {number:,} people were removed by ICE in fiscal year 2012.")
    assert judged.verdict == "wrong"
    assert judged.would_hold_for is None


@pytest.mark.parametrize(
    "text",
    [
        "If ICE removed 500,000 people in fiscal year 2012, it would be a record.",
        "Did ICE remove 500,000 people in fiscal year 2012?",
        "Congress funds ICE to remove 500,000 people a year.",
        "Nobody can say whether ICE removed 500,000 people in fiscal year 2012.",
        "ICE hopes to remove 500,000 people in fiscal year 2012.",
    ],
)
def test_what_is_not_stated_is_not_called_wrong(text: str) -> None:
    assert {j.verdict for j in claims("2013-01-10", text)} <= {"uncheckable"}


def test_a_rate_takes_the_year_of_its_sentence() -> None:
    found = claims("2013-01-10", "Removals averaged 1,120 a day, or 409,849 for fiscal year 2012.")
    assert [(j.claim.measure, j.claim.period and j.claim.period.label, j.verdict) for j in found] == [
        ("ice.removals", "FY2012", "supported"), ("ice.removals", "FY2012", "supported"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("said", "verdict"),
    [("7,839 people a week", "supported"), ("7,882 people a week", "supported"), ("7,864 people a week", "approximate"),
     ("1,120 people a day", "supported"), ("1,123 people a day", "supported"), ("1,125 people a day", "approximate")],
)  # fmt: skip
def test_an_exact_rate_is_held_to_its_digits(said: str, verdict: str) -> None:
    """A year may be reckoned by its own days and weeks, by 365 days or by 52 weeks; anything between is not exact."""
    (judged,) = claims("2013-01-10", f"ICE removed {said} in fiscal year 2012.")
    assert judged.verdict == verdict, judged.reason


@pytest.mark.parametrize(
    ("said", "number", "start", "end", "verdict"),
    [("the first half of fiscal year 2016", "240,255", "2015-10-01", "2016-03-31", "misleading"),
     ("the second half of FY 16", "240,255", "2016-04-01", "2016-09-30", "misleading"),
     ("the first half of fiscal year 2016", "300,000", "2015-10-01", "2016-03-31", "wrong"),
     ("the second half of fiscal 2016", "120,000", "2016-04-01", "2016-09-30", "uncheckable"),
     ("the first half of 2016", "120,000", "2016-01-01", "2016-06-30", "uncheckable")],
)  # fmt: skip
def test_half_a_year_is_not_the_year(said: str, number: str, start: str, end: str, verdict: str) -> None:
    (judged,) = claims("2018-01-10", f"ICE removed {number} people in {said}.")
    period = judged.claim.period
    assert period is not None
    assert (period.start.isoformat(), period.end.isoformat(), judged.verdict) == (start, end, verdict), judged.reason


@pytest.mark.parametrize(
    "text",
    ["In fiscal year 2012 ICE removed 409,849 people. That was up from 392,862 the year before.",
     "ICE removed 409,849 people last year, up from 392,862 the year before.",
     "ICE removed 409,849 people in fiscal year 2012. The year before, it removed 392,862."],
)  # fmt: skip
def test_a_look_back_over_a_full_stop_is_held_to_its_year(text: str) -> None:
    (judged,) = [j for j in claims("2013-06-08", text) if j.claim.asserted.value == 392_862]
    assert judged.verdict == "wrong", judged.reason
    assert judged.would_hold_for is not None
    assert judged.would_hold_for.period is not None
    assert judged.would_hold_for.period.label == "FY2010"


@pytest.mark.parametrize("said", ["409,849 U.S. citizens in fiscal year 2012", "409,849 people in fiscal year 2012"])
def test_a_quote_ends_at_no_abbreviation_and_before_a_question_mark(said: str) -> None:
    (judged,) = claims("2013-01-10", f"ICE removed {said}?")
    assert judged.claim.quote == said
