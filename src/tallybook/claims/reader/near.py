"""Near: which of the periods a sentence names belong to one of its numbers."""

from __future__ import annotations

import re
from dataclasses import dataclass

from tallybook.base.periods import Period
from tallybook.claims.reader.clock import Time
from tallybook.claims.reader.scope import Reach, Sentence
from tallybook.measures.measure import Measure


@dataclass(frozen=True)
class Seen:
    """A count read earlier: what later comparisons rest on."""

    measure: Measure
    period: Period
    sentence: int
    """Where its sentence starts."""
    block: int
    base: bool
    """Whether it was itself named as the base of a comparison."""


_BASE_LEADS = frozenset({"than", "from", "since", "against", "versus", "vs", "vs.", "above", "below", "over"})


_BASE_BEFORE = re.compile(
    r"(?:than|compared (?:with|to)|against|versus|vs\.?|above|below|since|(?:half|third|quarter|sixth"
    r"|fifth|tenth|percent|%) (?:of|as many as)(?: in)?(?: the)?"
    r"|as many as|up on|down on)\b[^.;]{0,45}\Z|\b(?:double|twice|triple|times)\b[^.;]{0,75}\Z",
    re.I,
)


def base_like(sentence: Sentence, time: Time) -> bool:
    """Return whether a period is named as the base of a comparison."""
    if time.back or time.lead in _BASE_LEADS or (time.lead == "on" and time.kind in ("year", "fiscal")):
        return True
    start = max(sentence.span.start, time.start - 60)
    before = sentence.text[start : time.start]
    after = sentence.text[time.end : time.end + 24]
    for quantity in sentence.quantities:
        if start <= quantity.start < quantity.number_start <= time.start:
            hedge = slice(quantity.start - start, quantity.number_start - start)
            before = before[: hedge.start] + " " * (hedge.stop - hedge.start) + before[hedge.stop :]
    return bool(_BASE_BEFORE.search(before) or re.match(r"(?:['’]s)?\s*(?:level|figure|total|peak|high)s?\b", after))


def named_near(sentence: Sentence, at: Reach) -> list[Time]:
    """Return the periods of a sentence, the one that most likely belongs to the number first."""

    def rank(time: Time) -> tuple[float, float]:
        if time.start < at.end and time.end > at.start:
            return (0.0, 0.0)
        if at.end <= time.start < at.right:
            gap = time.start - at.end
            if _OWN_CLAUSE.search(sentence.text, at.end, time.start):
                return (2.5, gap)
            return (1.0 if gap < 40 else 1.6, gap)
        if at.left <= time.start and time.end <= at.start:
            return (1.4, at.start - time.end)
        if at.right <= time.start < at.tail:
            return (1.5, time.start - at.end)
        if time.end <= at.start:
            return (2.0, at.start - time.end)
        return (3.0, time.start - at.end)

    return sorted((t for t in sentence.times if not t.issue), key=rank)


_OWN_CLAUSE = re.compile(r"\b(?:until|when|after|before|once) (?:it|they|that|the|its|their)\b[^,;.]*\w", re.I)
"""A clause that dates something else: `until it lapsed on May 11`."""


def belongs(at: Reach, time: Time) -> bool:
    """Return whether a period stands in the number's own stretch of words."""
    return (at.left <= time.start < at.tail) or (time.start < at.end and time.end > at.start)


def of_superlative(sentence: Sentence, time: Time) -> bool:
    """Whether a period only dates a comparison of order (`the fewest since the 1960s`)."""
    if time.lead != "since":
        return False
    before = sentence.text[max(sentence.span.start, time.start - 60) : time.start]
    return (
        re.search(
            r"\b(?:highest|lowest|most|fewest|largest|smallest|busiest|deadliest|biggest"
            r"|first (?:time|\w+))\b[^.;]{0,45}\Z",
            before,
            re.I,
        )
        is not None
    )


_BASE_COUNT = re.compile(
    r"\b(?:the previous|than|above|below|over|double|twice|triple|times|against|versus|vs\.?"
    r"|compared (?:with|to)|up from|down from|from|peak of|high of|low of)"
    r" (?:the |a |its |an )?(?:\w+ )?\Z",
    re.I,
)


def served_as_base(sentence: Sentence, start: int) -> bool:
    """Return whether a number at `start` is named as what another one is compared with (`up from 20,401`)."""
    before = sentence.text[max(sentence.span.start, start - 40) : start]
    if _BASE_COUNT.search(before):
        return True
    joined = re.search(r"([\d,.]+)\s+and\s+\Z", before)
    return joined is not None and _BASE_COUNT.search(before[: joined.start()]) is not None


def of_neighbour(sentence: Sentence, at: Reach, time: Time) -> bool:
    """Whether a period belongs to the number before it (`since 2008 and is now`) or after (`the 2006 figure of`)."""
    text = sentence.text
    earlier = [q for q in sentence.points if q.end <= time.start and q.end <= at.start]
    if earlier and time.end <= at.start and re.search(r"\b(?:and|but|or|to)\b|;|:", text[time.end : at.start]):
        gap = text[earlier[-1].end : time.start]
        if len(gap) < 40 and not re.search(r"[,;:]|\band\b", gap):
            return True
    later = [q for q in sentence.points if q.start >= time.end and q.start >= at.end]
    if later and time.start >= at.end:
        gap = text[time.end : later[0].start]
        apart = re.search(r"[,;:(]|\band\b|\bbut\b", text[at.end : time.start]) is not None
        if apart and re.fullmatch(
            r"(?:['’]s)?\s*[,:=(]?\s*(?:it was|was|were|there were|had|saw|to|at|for|with|the)?\s*", gap
        ):
            return True
        return (
            re.match(r"(?:['’]s)?\s+(?:figure|total|level|count|number|mark|sum|value|tally)s?\b[^.;,]{0,12}\Z", gap)
            is not None
        )
    return False
