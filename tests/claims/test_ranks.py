"""Statements of order: which words make a record, a first, a streak or a comparison, and which only sound like one."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tallybook.claims.reader.ranks import ranks

TABLE = """
It was another record. => rank_max
It removed a record 409,849 people. => rank_max
Removals reached an all-time high. => rank_max
Removals hit a new high of 409,849. => rank_max
It was the highest number ever. => rank_max
They removed more people than ever before. => rank_max
They removed more than any other president. => rank_max
It was its highest level on record. => rank_max
Removals peaked in 2012. => rank_max
The busiest month was March. => rank_max
Removals have never been higher. => rank_max
It was a record low. => rank_min
They removed fewer than in any other year. => rank_min
It was the highest since fiscal year 2008. => rank_max_since
It was the most in a decade. => rank_max_since
It was the fewest since 2006. => rank_min_since
It was the lowest in more than 20 years. => rank_min_since
Removals fell for the first time since 2005. => decrease
It was the first decline since 2005. => decrease
Removals fell in fiscal year 2013. => decrease
Removals rose last year. => increase
Removals have risen every year since 2003. => consecutive_increases
Removals have fallen each year since 2012. => consecutive_decreases
Each year set a new record. => consecutive_records
They surpassed the previous year's total. => greater_than
They removed more than in fiscal year 2011. => greater_than
They removed fewer than in 2012. => less_than
# words that only sound like order
A criminal record was found. =>
They had no criminal record. =>
People with records were held. =>
The largest city in the county grew. =>
Most of them were convicted. =>
At least 55 percent were convicted. =>
The most common offense was traffic. =>
The most serious conviction counts. =>
Every record check takes a day. =>
It went on record with the court. =>
Removals numbered 409,849. =>
"""


def _rows() -> list[tuple[str, list[str]]]:
    lines = [line for line in TABLE.strip().splitlines() if not line.startswith("#")]
    return [(text, expected.split()) for text, _, expected in (line.partition(" =>") for line in lines)]


@pytest.mark.parametrize(("text", "expected"), _rows(), ids=lambda value: str(value)[:60])
def test_table(text: str, expected: list[str]) -> None:
    assert [r.unit for r in ranks(text) if not r.restating] == expected


@pytest.mark.parametrize("text", ["The record was broken by the new record.", "It beat the old record rate."])
def test_words_that_refer_to_a_record_say_so(text: str) -> None:
    found = ranks(text)
    assert found
    assert any(r.restating for r in found)


WORDS = """
a record the highest since 2008 in decade most fewest ever fell rose last year for first time every each more than
in fiscal 2011 never been higher . ; all-time low removals percent
""".split()  # noqa: SIM905


@given(st.lists(st.sampled_from(WORDS), max_size=30).map(" ".join))
def test_statements_are_in_order_and_apart(text: str) -> None:
    found = ranks(text)
    assert all(0 <= r.start < r.end <= len(text) for r in found)
    assert all(a.end <= b.start for a, b in pairwise(found))


@given(st.text(max_size=200))
def test_any_text_is_read(text: str) -> None:
    assert all(text[r.start : r.end].strip() for r in ranks(text))
