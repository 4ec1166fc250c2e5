"""Scope: the words of a sentence that belong to one of its numbers."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from operator import attrgetter

from tallybook.claims.quantity import Quantity
from tallybook.claims.reader.clock import Clock, Time
from tallybook.claims.reader.lexicon import Cue, Lexicon, tokens
from tallybook.claims.reader.ranks import Rank, ranks
from tallybook.claims.reader.sentences import Span, breaks
from tallybook.claims.reader.subject import Scope
from tallybook.claims.reader.times import times

NEAR, CLAUSE, SENTENCE = 3.0, 2.4, 1.6
"""How much a family cue counts: beside the number, in its clause, elsewhere in its sentence."""


@dataclass(frozen=True)
class Sentence:
    """A sentence with everything found in it. All places are characters of the block's text."""

    text: str
    span: Span
    cues: tuple[Cue, ...]
    times: tuple[Time, ...]
    quantities: tuple[Quantity, ...]
    """Every number, claims and others."""
    ranks: tuple[Rank, ...]
    breaks: tuple[int, ...]
    stays: bool = False
    """Whether its paragraph speaks of lengths of stay."""

    @cached_property
    def points(self) -> list[Quantity]:
        """The numbers that may be claims, in order; days count only where a length of stay is spoken of."""
        stays = self.stays or any(c.kind == "family" and c.name == "alos" for c in self.cues)
        return [
            q for q in self.quantities
            if not q.currency and (not q.not_a_claim or (stays and q.not_a_claim == "duration" and _days(self.text, q)))
        ]  # fmt: skip


def _days(text: str, quantity: Quantity) -> bool:
    return re.match(r"[^.;,]{0,12}\bdays?\b", text[quantity.number_end : quantity.number_end + 24]) is not None


def parse(
    text: str,
    span: Span,
    quantities: Sequence[Quantity],
    lexicon: Lexicon,
    clock: Clock,
    cues: Sequence[Cue] | None = None,
    stays: bool | None = None,
) -> Sentence:
    """Return one sentence with its words, cues, times, numbers and statements of order.

    Args:
        text: the block's text.
        span: where the sentence stands in it.
        quantities: the numbers of the block.
        lexicon: the phrases to look for.
        clock: what relative periods are read against; it moves on.
        cues: the cues of the whole block in order, where they are known already.
        stays: whether the block speaks of lengths of stay, where that is known already.
    """
    part = text[span.start : span.end]
    shift = span.start
    named = tuple(replace(t, start=t.start + shift, end=t.end + shift) for t in times(part, clock))
    inside = tuple(
        quantities[bisect_left(quantities, span.start, key=_number_start) :
                   bisect_left(quantities, span.end, key=_number_start)]
    )  # fmt: skip
    order = tuple(replace(r, start=r.start + shift, end=r.end + shift) for r in ranks(part))
    if cues is None:
        cues = [replace(c, start=c.start + shift, end=c.end + shift) for c in lexicon.cues(tokens(part))]
    own = tuple(cues[bisect_left(cues, span.start, key=_start) : bisect_left(cues, span.end, key=_start)])
    stays = any(c.name == "alos" and c.kind == "family" for c in own) if stays is None else stays
    return Sentence(text, span, own, named, inside, order, tuple(breaks(text, span)), stays)


_start, _number_start = attrgetter("start"), attrgetter("number_start")


@dataclass(frozen=True)
class Reach:
    """The stretch of a sentence that belongs to one number: `left..start` before it, `end..right` after it."""

    left: int
    start: int
    end: int
    right: int
    tail: int
    """Where the words after a neighbour in apposition or of a whole (`X of the Y …`) end."""


_OPENS = re.compile(
    r"[,;:()\"“”—–\[\]]|\s-\s|\b(?:that|and|but|or|when|as|while|because|if|which|who|whom|than|says?|said|whether|how|since"
    r"|before|after|until|with)\b",
    re.I,
)
"""Where the words of a subject start at the latest."""


def subject_start(sentence: Sentence, at: Reach, stop: int) -> int:
    """Return where the words start that end at `stop`, before a number, and say who acts or what is counted."""
    left = max([at.left, *(b for b in sentence.breaks if b < at.start)], default=at.left)
    return max((m.end() for m in _OPENS.finditer(sentence.text, left, stop)), default=left)


_JOINED = re.compile(r"\A[\s,]*(?:or|that is|i\.e\.|\()[\s,\w]{0,12}\(?\s*\Z", re.I)
_PART_OF = re.compile(
    r"\A[\s\w-]{0,24}?\b(?:of|out of|among|than|above|below|over|double|twice) (?:the |all |those "
    r"|these |its |their )*\Z",
    re.I,
)


def reach(sentence: Sentence, start: int, end: int) -> Reach:
    """Return the stretch of words that belongs to what stands at `start..end`."""
    others = [q for q in sentence.points if q.end <= start or q.start >= end]
    left = max([sentence.span.start, *(q.end for q in others if q.end <= start)])
    after = sorted((q.start, q.end) for q in others if q.start >= end)
    right = after[0][0] if after else sentence.span.end
    tail = right
    if after:
        between = sentence.text[end : after[0][0]]
        apposed = (
            re.fullmatch(r"(?: of (?:them|those|these|the \w+|all))?, ", between)
            and sentence.text[after[0][1] : after[0][1] + 1] == ","
        )
        joined = apposed or (_JOINED.match(between) and not re.search(r"\band\b", between) and len(between) < 14)
        if joined or _PART_OF.match(between):
            tail = after[1][0] if len(after) > 1 else sentence.span.end
    strong = [b for b in sentence.breaks if b >= end]
    extended = tail > right
    if strong:
        right = min(right, strong[0])
        tail_breaks = [b for b in strong if b >= right and sentence.text[b] in ";:"]
        tail = max(right, min([tail, *tail_breaks])) if extended else right
    left = max([left, *(b for b in sentence.breaks if b < start and sentence.text[b] in ";")])
    return Reach(left, start, end, right, max(tail, right))


def scope_of(sentence: Sentence, at: Reach) -> Scope:
    """Return the families, features, agencies and programmes that the words around a number name."""
    families: dict[str, float] = {}
    features: dict[str, float] = {}
    agencies: dict[str, float] = {}
    programmes: set[str] = set()
    right_has_feature = any(c.kind == "feature" and at.end <= c.start < at.right for c in sentence.cues)
    own_left = max([at.left, *(b for b in sentence.breaks if b < at.start)], default=at.left)
    for cue in sentence.cues:
        overlaps = cue.start < at.end and cue.end > at.start
        right_near = at.end <= cue.start < at.right or overlaps
        right_tail = at.right <= cue.start < at.tail
        left_near = own_left <= cue.start and cue.end <= at.start
        left_far = at.left <= cue.start and cue.end <= at.start
        if cue.kind == "family":
            gap = cue.start - at.end if cue.start >= at.end else at.start - cue.end
            weight = SENTENCE - min(gap, 200) / 1000
            if right_near:
                weight = NEAR if gap <= 30 else CLAUSE - gap / 1000
            elif right_tail:
                weight = CLAUSE - 0.1
            elif left_near:
                weight = CLAUSE + (0.3 if gap <= 25 else 0.0) - gap / 1000
            elif left_far:
                weight = SENTENCE + 0.4 - gap / 1000
            if _weak(cue, sentence):
                weight = min(weight, 0.7)
            families[cue.name] = max(families.get(cue.name, 0.0), weight)
            for feature in cue.features:
                value = 1.2 if right_near or right_tail or left_near else 0.5
                features[feature] = max(features.get(feature, 0.0), value)
            if cue.agency:
                agencies[cue.agency] = max(agencies.get(cue.agency, 0.0), 0.3)
        elif cue.kind == "feature":
            if right_near or right_tail:
                aside = right_near and cue.start > at.end and "," in sentence.text[at.end : cue.start]
                weight = 0.88 if aside else 1.3
            elif left_near:
                weight = 1.2 if not right_has_feature else 0.9 if at.left == sentence.span.start else 0.6
            elif left_far:
                weight = 0.6 if right_has_feature else 0.9
            else:
                weight = 0.3
            features[cue.name] = max(features.get(cue.name, 0.0), weight)
        elif cue.kind == "agency":
            weight = (
                1.2
                if right_near or left_near
                else 1.0
                if left_far or right_tail
                else 0.6
                if cue.end <= at.start
                else 0.2
            )
            if weight >= 1.0 and any(c.kind == "family" and _owns(cue, c) for c in sentence.cues):
                weight = 1.6
            if _COMPONENT.search(sentence.text, sentence.span.start, cue.start):
                weight = min(weight, 0.2)
            agencies[cue.name] = max(agencies.get(cue.name, 0.0), weight)
        elif cue.kind == "programme":
            programmes.add(cue.name)
    if max(agencies.values(), default=0.0) >= 1.6:
        agencies = {name: weight if weight >= 1.6 else min(weight, 0.5) for name, weight in agencies.items()}
    if not agencies and any(t.kind in ("term", "first_year") for t in sentence.times):
        agencies["DHS"] = 0.4
    if "cbp_arrested" in features and max(families, key=families.__getitem__, default="") == "removals":
        features.setdefault("border", features.pop("cbp_arrested"))
    total = _TOTAL.search(sentence.text, at.left, at.right) is not None
    return Scope(families, features, agencies, frozenset(programmes), total)


_TOTAL = re.compile(r"\b(?:totals?|overall|in all|altogether|all told)\b", re.I)


def _owns(agency: Cue, family: Cue) -> bool:
    """Whether an agency stands right before a family word, or opens its phrase (`DHS removals`)."""
    return 0 < family.start - agency.end <= 2 or (family.start == agency.start and agency.end < family.end)


_COMPONENT = re.compile(
    r"\b(?:part|arm|agency|division|branch|component|unit|bureau) (?:of|within|under|in) (?:the )?"
    r"(?:U\.S\. )?(?:Department of )?\Z"
)
"""Words after which an agency is only what the one who acts belongs to (`ICE, an arm of …`)."""


_LEADS = re.compile(r"(?:for|after|by|from|to be) ", re.I)


def _weak(cue: Cue, sentence: Sentence) -> bool:
    """Whether a family word only serves a longer phrase (`arrested by ICE` of the detained, `for removal`)."""
    return any(
        c.kind in ("feature", "agency")
        and c.start <= cue.start
        and (cue.end < c.end or (cue.end == c.end and _LEADS.match(sentence.text, c.start) is not None))
        and c.end - c.start > cue.end - cue.start
        for c in sentence.cues
    )
