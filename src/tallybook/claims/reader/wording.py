"""Wording: what a claim asserts, with its unit and range, and the words to cite."""

from __future__ import annotations

import re

from tallybook.claims.model import Asserted, Kind
from tallybook.claims.quantity import Quantity
from tallybook.claims.reader.foreign import unit_kind
from tallybook.claims.reader.kinds import sign_of
from tallybook.claims.reader.scope import Reach, Sentence
from tallybook.measures.measure import Measure


def asserted_by(text: str, sentence: Sentence, point: Quantity, kind: Kind, per: str, measure: Measure) -> Asserted:
    """Return what a number asserts: value, unit, hedge and range as meant."""
    value, low, high = point.value, point.low, point.high
    never = re.search(r"\bnever\b[\w\s]{0,24}\Z", text[max(sentence.span.start, point.start - 30) : point.start], re.I)
    if never and kind == "count" and point.hedge == "more_than":
        return Asserted(value, unit_kind(point.unit_word) or measure.unit, "up_to", None, value, point.rounded_to)
    unit = {"share": "percent", "ratio": "x"}.get(kind, measure.unit)
    if kind == "count":
        unit = unit_kind(point.unit_word) or measure.unit
    elif kind == "rate":
        unit = f"{unit_kind(point.unit_word) or measure.unit} per {per}"
    elif kind == "change":
        unit = {"points": "percentage points", "number": measure.unit}.get(point.form, "percent")
        if sign_of(text, point, sentence.span.start, sentence.span.end) < 0 and value > 0:
            value, low, high = -value, None if high is None else -high, None if low is None else -low
    elif kind == "ratio" and point.form == "percent":
        unit = "percent"
    elif kind == "ratio" and point.form == "times" and _AGAIN.match(text, point.end):
        value, low, high = 1 + value, None if low is None else 1 + low, None if high is None else 1 + high
    elif kind == "ratio" and point.form == "fraction":
        value, low, high = (value / 100, None if low is None else low / 100, None if high is None else high / 100)
    step = point.rounded_to if point.form == "number" else point.step
    return Asserted(value, unit, point.hedge, low, high, step)


_AGAIN = re.compile(r"\s*as (?:much|many|large|big|high) again\b", re.I)
"""`half as much again`: one and a half times."""


def words_to_cite(sentence: Sentence, point: Quantity, at: Reach) -> tuple[int, int]:
    """Return the words to cite: the number with its hedge and what it is of, up to the next break."""
    end = point.end
    if point.form == "streak":
        return point.start, end
    stretch = sentence.text[end : at.right]
    halts = (
        r"[;:?!\"”—–]|(?<!\b[A-Z])\.|,(?! \d{4}\b)|[()](?!g\))(?<!287\(g\))|\s-\s|\s(?:but|or|while|which|who|that|when"
        r"|as|with|than the|from|to)\s"
    )
    stop = re.search(halts if re.match(r"[^.,;]{0,30}\bbetween\b", stretch) else halts + r"|\sand\s", stretch)
    length = stop.start() if stop else len(stretch)
    if stop is None and at.right < sentence.span.end and point.form != "number" and _OPEN.search(stretch):
        following = next((q for q in sentence.points if q.start == at.right and q.form == "number"), None)
        if following is not None and following.end - end <= _LONGEST:
            return point.start, following.end
    if length > _LONGEST:
        length = max(stretch.rfind(" ", 0, _LONGEST), 0)
    tail = _DANGLING.search(stretch[:length])
    end += tail.start() if tail else length
    return point.start, max(end, point.end)


_LONGEST = 70
"""The most characters cited after a number."""
_OPEN = re.compile(r"\b(?:of|than|above|below|over|the|its|double|twice|times)\s*\Z", re.I)
"""Words after which a comparison goes on to the number it is made with (`more than double the 165,168`)."""
_DANGLING = re.compile(
    r"(?:[\s.,;:]+(?:of|in|the|an?|and|to|from|at|by|for|on|with|than|or|was|were|is|are|had|has|have"
    r"|been|fiscal|since|above|"
    r"below|this|that|its|their|over|between|(?<!year )(?:after|before)|during|per|when|who|which|as|not"
    r"|it))*[\s.,;:]*\Z",
    re.I,
)
"""Words that a quotation does not end with."""


def with_time(sentence: Sentence, end: int) -> int:
    """Return the end of the words of an order with the period they lead to (`the highest since` + `fiscal 2014`)."""
    for time in sentence.times:
        if end <= time.start <= end + 12 and re.fullmatch(
            r"\s*(?:in |the |of |fiscal )*", sentence.text[end : time.start]
        ):
            return time.end
    return end
