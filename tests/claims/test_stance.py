"""Who says a number, and whether the text stands by it, quotes it, or quotes it to reject it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tallybook.claims.reader.sentences import sentences
from tallybook.claims.reader.stance import attribution, in_quotes

# The claim's words stand in brackets; then the stance and the speaker, `-` for nobody.
TABLE = """
ICE removed [409,849] people. => asserted -
The number [409,849] is right. => asserted -
"Removals" fell to [368,644] that year. => asserted -
ICE did not say why it removed [409,849] people. => asserted -
"ICE removed [409,849] people," said Maria Lopez. => quoted Maria Lopez
“We removed [409,849] people,” the director told reporters. => quoted the director
The agency said it removed [409,849] people. => quoted The agency
According to ICE, [409,849] people were removed. => quoted ICE
The agency said it removed [409,849] people. In fact, it was a record. => quoted The agency
Critics claim that ICE removed [500,000] people. That is false. => rejected Critics
The senator said [500,000] were removed. He was wrong. => rejected The senator
It is a myth that ICE removed [500,000] people. => rejected -
CLAIM: ICE removed [500,000] people. => rejected -
He would have you believe that ICE removed [500,000] people. => rejected -
"ICE removed [500,000] people," he wrote. It did not. => rejected -
"""


def _rows() -> list[tuple[str, str, str]]:
    rows = []
    for line in TABLE.strip().splitlines():
        text, _, expected = line.partition(" => ")
        stance, _, speaker = expected.partition(" ")
        rows.append((text, stance, speaker))
    return rows


@pytest.mark.parametrize(("marked", "stance", "speaker"), _rows(), ids=lambda value: str(value)[:60])
def test_table(marked: str, stance: str, speaker: str) -> None:
    start, end = marked.index("["), marked.index("]") - 1
    text = marked.replace("[", "").replace("]", "")
    own = next(s for s in sentences(text) if start in s)
    found = attribution(text, start, end, (own.start, own.end), text[own.end :])
    assert (found.stance, found.speaker or "-") == (stance, speaker)


@given(st.text(alphabet='ab "“”.', max_size=60), st.integers(0, 60), st.integers(1, 10))
def test_quotation_marks_before_and_after(text: str, start: int, length: int) -> None:
    end = start + length
    if end > len(text):
        return
    if in_quotes(text, start, end):
        assert set(text[: start + 1]) & set('"“')
        assert set(text[end - 1 :]) & set('"”')


def test_curly_and_straight_marks_say_the_same() -> None:
    for said in ('"we removed 5 people"', "“we removed 5 people”"):
        text = f"He said {said} and left."
        at = text.index("5")
        assert in_quotes(text, at, at + 1)
        assert not in_quotes(text, 0, 2)
