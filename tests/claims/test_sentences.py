"""Where sentences end, by a table of awkward stops, and by properties that hold for any text."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tallybook.claims.reader.sentences import breaks, sentences

TABLE: tuple[tuple[str, ...], ...] = (
    ("ICE removed 409,849 people.", "It was a record."),
    ("The U.S. removed them.", "Gov. Brown objected."),
    ("It happened in Jan. 2012 and again in Sept. 2013.",),
    ("The agency is in the U.S.", "It removed people."),
    ("Is it true?", "Yes!", "It is."),
    ('He said "it is a record."', "She disagreed."),
    ("It rose 3.3 percent.", "Then it fell 10.1 percent."),
    ("J. R. Smith counted them.", "He was wrong."),
    ("See 8 U.S.C. 1357(g).", "That section matters."),
    ("Removals fell, e.g. in Texas.", "Arrests rose."),
    ("About 55 percent (or 225,390) were convicted.",),
    ("One line with no stop",),
    ("It ended at 9 p.m. Monday.", "Then it began."),
    ("“We removed them.”", "The director smiled."),
    ("Mr. Lee and Dr. Ortiz of St. Mary v. Holder agreed.",),
    ("(It was 55 percent.)", "Next."),
)


@pytest.mark.parametrize("parts", TABLE, ids=lambda p: p[0])
def test_table(parts: tuple[str, ...]) -> None:
    text = " ".join(parts)
    assert [text[s.start : s.end] for s in sentences(text)] == list(parts)


def test_line_breaks_and_spaces_stay_outside() -> None:
    text = "  One is here.  \n Two is there.\n"
    assert [text[s.start : s.end].strip() for s in sentences(text)] == ["One is here.", "Two is there."]


@given(st.text(alphabet='ab A.!?"”)(\n 5,;:—', max_size=120))
def test_every_mark_on_the_page_is_in_one_sentence(text: str) -> None:
    found = sentences(text)
    assert all(a.end <= b.start for a, b in pairwise(found))
    outside = "".join(c for i, c in enumerate(text) if not any(i in s for s in found))
    assert not outside.strip()
    assert all(text[s.start : s.end].strip() for s in found)


@given(st.lists(st.sampled_from(["It rose.", "Arrests fell by 3.3 percent.", "Was it so?", "No!"]), max_size=8))
def test_plain_sentences_come_back(parts: list[str]) -> None:
    text = " ".join(parts)
    assert [text[s.start : s.end] for s in sentences(text)] == parts


CLAUSES = (
    ("Removals fell, but arrests rose.", 1),
    ("Removals fell; arrests rose: by a third.", 2),
    ("Removals — a record — fell.", 2),
    ("Removals of people with convictions fell.", 0),
    ("They removed 409,849, of whom 225,390 had convictions.", 1),
)


@pytest.mark.parametrize(("text", "count"), CLAUSES)
def test_breaks_between_clauses(text: str, count: int) -> None:
    (whole,) = sentences(text)
    found = breaks(text, whole)
    assert len(found) == count
    assert found == sorted(found)
    assert all(place in whole for place in found)
