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
        r"[.;:\"”—–]|,(?! \d{4}\b)|[()](?!g\))(?<!287\(g\))|\s-\s|\s(?:but|or|while|which|who|that|when"
        r"|as|with|than the|from|to)\s"
    )
    stop = re.search(halts if re.match(r"[^.,;]{0,30}\bbetween\b", stretch) else halts + r"|\sand\s", stretch)
    end += min(stop.start() if stop else len(stretch), 70)
    while end > point.end and sentence.text[end - 1] in " .,;:":
        end -= 1
    return point.start, max(end, point.end)
