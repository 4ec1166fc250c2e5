"""Doubts: whether a number is ours at all, said of every year, or only projected."""

from __future__ import annotations

import re

from tallybook.base.periods import Period
from tallybook.claims.model import Kind
from tallybook.claims.quantity import Quantity
from tallybook.claims.reader.places import where
from tallybook.claims.reader.scope import Sentence, reach
from tallybook.claims.reader.settling import latest_figure
from tallybook.claims.reader.state import Reader
from tallybook.claims.reader.subject import Choice
from tallybook.measures.figures import figure

SMALL = frozenset({"deaths", "jurisdictions", "counties", "agreements", "agencies", "facilities"})
"""Families whose counts may be smaller than thirteen."""


EACH = re.compile(
    r"\b(?:in |during )?(?:each|every|every one|each and every) (?:single )?(?:of (?:the |those "
    r"|these )?|year\b)|\bin any (?:single )?(?:fiscal )?year\b|\bnever\b"
    r"|\bevery year\b|\b(?:ran|ranged|hovered|varied|stayed|remained|fluctuated) (?:between|from|at"
    r"|above|below|around)\b",
    re.I,
)


_MODAL = re.compile(
    r"\b(?:would|on pace|on track|is projected|are projected|projects|projection|forecasts?|is expected"
    r"|are expected|expects|plans to|planned|wants to|(?:a|the|its|their|daily|annual) (?:goal|target"
    r"|quota)|aims? (?:for|to)|hopes? to|will (?:\w+ )?(?:have|be|reach|pass|hit|exceed|top|end|remove|deport"
    r"|arrest|detain|expel|issue|hold|count))\b[^.;:,]{0,60}\Z",
    re.I,
)


_NEXT = re.compile(
    r"\A[^.,;]{0,25}\b(?:by|before|in|until) (?:next (?:year|summer|spring|fall|autumn|winter|month"
    r"|\w+day)|the end of next year)\b",
    re.I,
)


_IF = re.compile(r"\b(?:(?<!even )(?<!as )if|whether|suppose|supposing|imagine|assuming|unless)\b[^,;:.()—]*\Z", re.I)
"""A condition that the number stands in; once its clause is closed, what follows may be a fact."""
_ASKS = re.compile(
    r"\W*(?:(?:and|but|so|then|or) )?(?:did|does|do|has|have|had|was|were|is|are|could|can|will|would|should)\s"
    r"(?!(?:you|they|anyone|we|people) (?:know|realize|realise|remember|notice|see|hear|recall)\b)",
    re.I,
)
_TO_DO = re.compile(
    r"(?P<lead>.{0,40})\bto (?:remove|deport|expel|return|repatriate|arrest|detain|hold|house|jail|issue|lodge|process"
    r"|admit|carry out|make|conduct|complete)\b[^,;:.()—]{0,40}\Z",
    re.I | re.S,
)
_ACHIEVED = re.compile(
    r"\b(?:manag\w+|went on|goes on|continu\w+|help\w*|enabl\w+|allow\w*|able|unable|led|came|proceed\w*|began|begun"
    r"|start\w*|needed|took|taken|used|first|last|only|ask\w*|request\w*|detainers?|said|claim\w*|appear\w*|seem\w*|found|known|thanks)\b",
    re.I,
)
"""Words before an infinitive that tell what was done: `managed to remove`, `it took a year to remove`."""


def is_supposed(sentence: Sentence, start: int) -> bool:
    """Whether what stands at `start` is only supposed, asked, or what somebody is to do: nothing is stated."""
    text, span = sentence.text, sentence.span
    before = text[span.start : start]
    if _IF.search(before[-160:]):
        return True
    if text[span.start : span.end].rstrip("\"'”’) ").endswith("?") and _ASKS.match(before):
        return True
    purpose = _TO_DO.search(before[-100:])
    return purpose is not None and not _ACHIEVED.search(purpose["lead"])


def is_modal(reader: Reader, sentence: Sentence, point: Quantity, kind: Kind) -> bool:
    """Whether a number is projected: by its own words, or as a comparison going on from a projected one."""
    if kind != "share" and is_supposed(sentence, point.start):
        return True
    if _MODAL.search(sentence.text[max(sentence.span.start, point.start - 90) : point.start]):
        clause = max([sentence.span.start, *(b for b in sentence.breaks if b < point.start)])
        named = [t for t in sentence.times if clause <= t.start and t.end <= point.start]
        return not any(t.period.end < reader.clock.today and t.kind in ("fiscal", "year", "relative") for t in named)
    if _NEXT.search(sentence.text[point.end : min(sentence.span.end, point.end + 40)]):
        return True
    last = reader.claims[-1] if reader.claims else None
    same = last is not None and last.sentence == sentence.text[sentence.span.start : sentence.span.end]
    return kind in ("ratio", "change") and same and last is not None and last.modal


LOCAL = re.compile(
    r"\b(?:state|county|city|town|parish|sheriff|local jail|district)['’]s\b|\bstatewide\b"
    r"|\bcountywide\b|\bin (?:the|our|his|her|this) (?:county|state|city|town)\b",
    re.I,
)


def is_plausible(reader: Reader, sentence: Sentence, choice: Choice, point: Quantity, period: Period | None) -> bool:
    """Whether a number whose sentence names no family is of the size of the measure it would inherit."""
    if choice.anchors or period is None or point.hedge not in ("exact", "about", "nearly"):
        return True
    if any(c.kind == "family" and c.name == choice.measure.family for c in sentence.cues):
        return True
    if where(reader.catalog, sentence, reach(sentence, point.start, point.end)):
        return True
    held = figure(reader.catalog, choice.measure.id, period)
    if (
        not ANAPHORA.search(sentence.text, sentence.span.start, sentence.span.end)
        and not sentence.cues
        and point.hedge == "exact"
    ):
        return held is not None and bool(held.value) and 0.88 <= abs(point.value) / abs(held.value) <= 1.12
    return held is None or not held.value or 0.3 <= abs(point.value) / abs(held.value) <= 3.3


def is_measurable(reader: Reader, sentence: Sentence, choice: Choice, point: Quantity, period: Period | None) -> bool:
    """Whether a number is of any size the measure could have: forty times off, it counts something local or larger.

    A sentence that itself names the agency, what it did and when says what it counts, however far off.
    """
    if choice.anchors or period is None or not point.value or choice.measure.family in SMALL:
        return True
    named = {c.kind for c in sentence.cues if c.kind == "agency" or c.name == choice.measure.family}
    if named == {"agency", "family"} and any(t.period == period for t in sentence.times):
        return True
    held = figure(reader.catalog, choice.measure.id, period) or latest_figure(reader.catalog, choice.measure, period)
    return held is None or not held.value or 1 / 40 <= abs(point.value) / abs(held.value) <= 40


ANAPHORA = re.compile(
    r"\b(?:it|that|this|they|them|these|those|ones|which|we|numbers?|totals?|figures?|counts?|levels?"
    r"|series|pace|tally|year|toll|sum|month|peak|record)\b",
    re.I,
)
