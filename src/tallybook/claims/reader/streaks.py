"""Streaks: which way things went year after year (`the sixth annual increase in a row`)."""

from __future__ import annotations

import re

from tallybook.claims.quantity import Quantity
from tallybook.claims.reader.scope import Sentence

_RECORD = re.compile(r"\brecords?\b", re.I)
_UP = re.compile(
    r"\b(?:increas\w+|rose|risen|rise|rising|grew|grown|growth|climb\w*|gain\w*|up|higher|more"
    r"|jump\w*|went up|surg\w+)\b",
    re.I,
)
_DOWN = re.compile(
    r"\b(?:decreas\w+|declin\w+|fell|fallen|fall|falling|drop\w*|down|lower|fewer|slipp?\w*|shrank"
    r"|shrunk|sank|dipp?\w*|reduc\w+|retreat\w*)\b",
    re.I,
)
_BELOW = re.compile(r"\b(?:below|under|fewer than|less than)\b[^.;]{0,12}\d", re.I)
_ABOVE = re.compile(r"\b(?:above|over|topped|exceeded|more than)\b[^.;]{0,12}\d", re.I)


def streak_unit(sentence: Sentence, point: Quantity) -> str | None:
    """Return `consecutive_increases`, `_decreases`, `_records`, `_below` or `_above`; None where none is said."""
    text = sentence.text
    words = text[point.start : point.end]
    if _RECORD.search(words) or _RECORD.search(text[point.end : point.end + 12]):
        return "consecutive_records"
    if _UP.search(words) or _DOWN.search(words):
        return "consecutive_increases" if _UP.search(words) else "consecutive_decreases"
    clause = text[max(sentence.span.start, point.start - 80) : point.start]
    if _BELOW.search(clause):
        return "consecutive_below"
    if _ABOVE.search(clause):
        return "consecutive_above"
    ups = [m.start() for m in _UP.finditer(clause)]
    downs = [m.start() for m in _DOWN.finditer(clause)]
    if _RECORD.search(clause) and not (ups or downs):
        return "consecutive_records"
    if not ups and not downs:
        after = text[point.end : point.end + 60]
        ups, downs = [m.start() for m in _UP.finditer(after)], [m.start() for m in _DOWN.finditer(after)]
        if not ups and not downs:
            return None
        return "consecutive_increases" if min(ups, default=999) < min(downs, default=999) else "consecutive_decreases"
    return "consecutive_increases" if max(ups, default=-1) > max(downs, default=-1) else "consecutive_decreases"
