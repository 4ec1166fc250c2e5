"""Parts: whether a number counts only a part of what its measure does, by its own words or by those it goes back to."""

from __future__ import annotations

import re

from tallybook.claims.model import Kind
from tallybook.claims.quantity import Quantity
from tallybook.claims.reader.acting import acted
from tallybook.claims.reader.narrowing import narrowed
from tallybook.claims.reader.places import Placed, placed
from tallybook.claims.reader.scope import Reach, Sentence
from tallybook.claims.reader.state import Reader
from tallybook.measures.measure import Measure

_BACK = r"(?:of|among|out of) (?:them|those|these|whom|which)"
_BACK_BEHIND = re.compile(
    rf"\s*(?:percent|per cent|%)?\s*{_BACK}\b(?! (?!who|removed|deported|arrested|people)\w+s\b)", re.I
)
_BACK_BEFORE = re.compile(rf"(?:\A|[,;:—–(])\W*{_BACK}\b(?! \w+s\b)[^,;:.]{{0,30}},?\s*\Z", re.I)


def of_a_part(
    reader: Reader, sentence: Sentence, point: Quantity, at: Reach, kind: Kind, measure: Measure, place: Placed
) -> str:
    """Return the words that make a number one of a part of the measure; empty where it is one of the whole."""
    own = narrowed(reader.catalog, sentence, point.number_end, at, kind, measure, place)
    own = own or acted(reader.catalog, sentence, at, place)
    if own:
        return own
    before = reader.claims[-1] if reader.claims else None
    if before is None or not before.narrowed or before.paragraph != reader.block:
        return ""
    before_it = sentence.text[max(at.left, sentence.span.start) : point.start]
    back = _BACK_BEHIND.match(sentence.text, point.number_end) or _BACK_BEFORE.search(before_it)
    return before.narrowed if back else ""


def order_of_a_part(reader: Reader, sentence: Sentence, at: Reach, measure: Measure) -> str:
    """Return the words that make a statement of order one of a part of the measure; no order is held of a place."""
    place = placed(reader.catalog, sentence, at)
    if place.where:
        return sentence.text[place.start : place.end].strip()
    own = narrowed(reader.catalog, sentence, at.end, at, "rank", measure, place)
    return own or acted(reader.catalog, sentence, at, place)
