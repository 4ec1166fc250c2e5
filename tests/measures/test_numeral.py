"""Numbers as people type them, and how finely they were given."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tallybook.base.errors import UsageError
from tallybook.measures.numeral import numerals


@pytest.mark.parametrize(
    ("text", "value", "step"),
    [
        ("409,849", 409849, 1),
        ("409849", 409849, 1),
        ("409.849", 409849, 1),
        ("409 849", 409849, 1),
        ("409’849", 409849, 1),
        ("410,000", 410000, 10_000),
        ("400,000", 400000, 10_000),
        ("1.234.567", 1234567, 1),
        ("1.234,5", 1234.5, 0.1),
        ("1,234.5", 1234.5, 0.1),
        ("1.6 million", 1_600_000, 100_000),
        ("1,6 Mio", 1_600_000, 100_000),
        ("2 million", 2_000_000, 100_000),
        ("36k", 36_000, 1000),
        ("36 thousand", 36_000, 1000),
        ("0", 0, 1),
        ("7", 7, 1),
    ],
)
def test_the_likeliest_reading(text, value, step):
    first = numerals(text)[0]
    assert (first.value, first.step, first.percent) == (value, pytest.approx(step), False)


@pytest.mark.parametrize(
    ("text", "value", "step"), [("55%", 55, 1), ("54.99 percent", 54.99, 0.01), ("54,9 %", 54.9, 0.1)]
)
def test_percent(text, value, step):
    (only,) = numerals(text)
    assert (only.value, only.step, only.percent) == (value, pytest.approx(step), True)


def test_a_single_group_after_a_point_is_read_both_ways():
    assert [n.value for n in numerals("409.849")] == [409849, 409.849]


@given(st.integers(0, 10**9), st.sampled_from([",", ".", " ", "’", ""]))
def test_every_whole_number_is_read_back_however_it_is_grouped(value, separator):
    assert numerals(f"{value:,}".replace(",", separator))[0].value == value


@pytest.mark.parametrize(
    "text", ["abc", "", "  ", "12,34,5", "1e5", "5 cats", "1.2.3", "1,234.567,8", "%", "k", "five"]
)
def test_what_is_no_number_is_refused_in_one_line(text):
    with pytest.raises(UsageError, match="is not a number; expected a number such as") as caught:
        numerals(text)
    assert "\n" not in str(caught.value)
