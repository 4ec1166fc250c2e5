"""What a number is of: a count, a share, a change, a ratio or a rate, by the words beside it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tallybook.claims.quantities import quantities
from tallybook.claims.reader.kinds import kind_of, sign_of

# One word a number; changes with their sign, rates with what they are per.
TABLE = """
ICE removed 409,849 people. => count
55 percent were convicted. => share
Removals rose 3 percent. => change+
Removals were up 3 percent from 2011. => change+
It was a 3 percent increase. => change+
It was 3 percent more than in 2011. => change+
There were 3 percent fewer removals than last year. => change-
Removals fell by 14 percent. => change-
It was a drop of 14 percent. => change-
It was +3.3% there. => change+
It was -14% there. => change-
An increase of 12,943 over the year before was seen. => change+
That was 12,943 more than the year before. => change+
Removals fell by 41,205. => change-
That is 41,205 fewer people than in 2012. => change-
The share rose by 24 percentage points. => change+
It fell by half. => change-
It fell by two thirds. => change-
Removals fell to 368,644. => count
Removals rose from 396,906 to 409,849. => count count
The number fell below 400,000. => count
Removals doubled. => ratio
Removals were twice as many as in 2008. => ratio
Removals were 190 percent of the 2023 level. => ratio
They were half as many as in 2012. => ratio
It was three times the number in 2008. => ratio
It was a tenfold increase. => ratio
They removed 1,120 people a day. => rate:day
They removed 34,000 a month. => rate:month
They made 742 arrests per day. => rate:day
A daily average of 742 arrests was reached. => rate:day
They removed 36,000 people a year. => rate:year
One in five people had one. => share
Nearly half of them had one. => share
Two thirds of those removed had one. => share
More than 55 percent of them had one. => share
They accounted for 57 percent of removals. => share
It was up from 31 percent. => share
It was 31 percent, up from 20 percent. => share share
"""


def _rows() -> list[tuple[str, list[str]]]:
    return [(t, e.split()) for t, _, e in (line.partition(" => ") for line in TABLE.strip().splitlines())]


def kinds(text: str) -> list[str]:
    found = []
    for quantity in quantities(text):
        if not quantity.not_a_claim:
            kind, per = kind_of(text, quantity, 0, len(text))
            sign = {1: "+", -1: "-"}[sign_of(text, quantity, 0, len(text))] if kind == "change" else ""
            found.append(kind + sign + (f":{per}" if per else ""))
    return found


@pytest.mark.parametrize(("text", "expected"), _rows(), ids=lambda value: str(value)[:60])
def test_table(text: str, expected: list[str]) -> None:
    assert kinds(text) == expected


NUMBERS = st.integers(1_001, 999_999).filter(lambda n: n % 1000).map(lambda n: f"{n:,}")
PERCENTS = st.integers(1, 99)


@given(NUMBERS)
def test_whatever_the_number_is(number: str) -> None:
    assert kinds(f"ICE removed {number} people that year.") == ["count"]
    assert kinds(f"Removals fell by {number} that year.") == ["change-"]
    assert kinds(f"Removals rose by {number} that year.") == ["change+"]
    assert kinds(f"It removed {number} people a day.") == ["rate:day"]


@given(PERCENTS, st.sampled_from([" percent", "%", " per cent"]))
def test_whatever_the_percentage_is(number: int, sign: str) -> None:
    assert kinds(f"Of those, {number}{sign} were convicted.") == ["share"]
    assert kinds(f"Removals fell {number}{sign} that year.") == ["change-"]
    assert kinds(f"Removals rose {number}{sign} that year.") == ["change+"]
    assert kinds(f"There were {number}{sign} more removals than in 2011.") == ["change+"]
    assert kinds(f"There were {number}{sign} fewer removals than in 2011.") == ["change-"]
