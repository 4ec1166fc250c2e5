"""Choosing: which measures a number can be of, and which others the words would allow."""

from __future__ import annotations

import re

from tallybook.claims.model import Kind
from tallybook.claims.quantity import Quantity
from tallybook.claims.reader.scope import Reach, Sentence
from tallybook.claims.reader.state import MINIMUM, Reader
from tallybook.claims.reader.subject import Choice, Discourse, Scope, anchors, choose
from tallybook.measures.measure import Measure, measures

AVERAGE = re.compile(r"\baverages?d?\b|\b(?:a|per|each) (?:night|day)\b", re.I)


def as_average(reader: Reader, choice: Choice) -> Choice:
    """Return the average daily population in place of a day's count, with the same features."""
    wanted = set(choice.measure.features)
    found = [m for m in measures(reader.catalog).values() if m.family == "adp" and set(m.features) == wanted]
    return Choice(found[0], choice.score, ()) if found else choice


def also_allowed(choices: list[Choice], scope: Scope, discourse: Discourse, kind: str) -> tuple[str, ...]:
    """Return other measures that the words allow as well: of another agency, or of the text's main subject."""
    best = choices[0]
    if scope.nearest_agency >= 0.9 or best.anchors:
        return ()
    paragraph = discourse.paragraph
    named = any(scope.features.get(feature, 0.0) >= 0.85 for feature in best.measure.features)
    narrower = [
        c.measure.id
        for c in choices[1:]
        if kind == "count"
        and not named
        and paragraph is not None
        and c.measure.family == best.measure.family
        and c.measure.agency == best.measure.agency
        and set(c.measure.features) - set(best.measure.features)
        and set(c.measure.features) <= set(paragraph.features) | set(best.measure.features)
    ]
    last = discourse.last
    settled = kind == "share" or (
        last is not None and last.agency == best.measure.agency and last.family == best.measure.family
    )
    found = [
        c.measure.id
        for c in choices[1:]
        if not settled
        and c.measure.agency != best.measure.agency
        and c.score >= best.score - 0.9
        and set(c.measure.features) == set(best.measure.features)
        and c.measure.family in (best.measure.family, "repatriations")
    ]
    if not scope.families and discourse.main_family and paragraph is None:
        main = discourse.main_family
        wanted = [frozenset(best.measure.features), frozenset()]
        found += [
            c.measure.id
            for c in choices[1:]
            if c.measure.family == main
            and frozenset(c.measure.features) in wanted
            and c.measure.agency == best.measure.agency
        ]
    return tuple(dict.fromkeys([*found, *narrower]))[:3]


def other_agencies(choices: list[Choice], scope: Scope) -> tuple[str, ...]:
    """Return the same count by other agencies, for where the one chosen has no value and the words name no agency."""
    best = choices[0]
    if scope.nearest_agency >= 0.9:
        return ()
    return tuple(
        c.measure.id
        for c in choices[1:]
        if c.measure.family == best.measure.family
        and c.measure.agency != best.measure.agency
        and c.measure.features == best.measure.features
    )[:2]


def measures_for(
    reader: Reader, sentence: Sentence, point: Quantity, kind: Kind, at: Reach, scope: Scope
) -> list[Choice]:
    """Return the measures a number can be of, best first; empty where the words name none."""
    named = [p for t in sentence.times if not t.issue for p in (t.period, *t.others)]
    if reader.discourse.last_period:
        named.append(reader.discourse.last_period)
    named += [s.period for s in reader.seen[-6:]]
    close = point.rounded_to <= max(1.0, abs(point.value) / 100)
    exact = point.value if kind == "count" and abs(point.value) >= 10 and close else None
    together = _together(reader, sentence) if kind == "count" else None
    if together is not None:
        return [Choice(together, 5.0)]
    narrower = _NARROWER.search(sentence.text, at.left, point.start) and reader.discourse.last
    if narrower and narrower.sum_of:
        return [Choice(measures(reader.catalog)[narrower.sum_of[0]], 5.0)]
    if _SAME_MEASURE.search(sentence.text, sentence.span.start, point.start) and reader.discourse.last is not None:
        return [Choice(reader.discourse.last, 5.0)]
    carry = scope.nearest_family < 2.9
    comparing = kind in ("change", "ratio") and scope.nearest_family < 2.3
    elliptical = (
        kind == "count"
        and not anchors(reader.catalog).get(exact or -1.0)
        and not any(c.kind in ("family", "feature") and at.left <= c.start < at.tail for c in sentence.cues)
    )
    prefer = goes_on_from(reader, sentence) if comparing or elliptical else None
    if kind == "rate":
        exact = total_of_rate(sentence, point)
    number = exact if exact is not None else point.value if kind == "count" and point.value >= 100_000 else None
    choices = choose(reader.catalog, scope, reader.discourse, number, named, carry, prefer, rough=exact is None)
    if not choices or choices[0].score < MINIMUM:
        return []
    best = choices[0]
    if kind == "share" and not best.measure.part_of:
        for other in choices[1:]:
            if other.score < best.score - 1.2:
                break
            if other.measure.part_of and set(other.measure.features) & set(scope.features):
                return [other, *(c for c in choices if c is not other)]
    return choices


_THAT_IS = re.compile(r"[\w\s-]{0,24}?(?:,? or|, that is,?|, i\.e\.,?|, which (?:comes|came) to| \(|,? making) *", re.I)
"""What joins a rate to the total it comes to: `1,120 a day, or 409,849 for the year`."""


def total_of_rate(sentence: Sentence, point: Quantity) -> float | None:
    """Return the exact total that a rate is said to come to, right behind it."""
    following = next((q for q in sentence.points if q.start >= point.end), None)
    if following is None or following.form != "number" or following.rounded_to > 1 or following.value < 1000:
        return None
    return following.value if _THAT_IS.fullmatch(sentence.text, point.number_end, following.start) else None


def goes_on_from(reader: Reader, sentence: Sentence) -> Measure | None:
    """Return the measure of the count before in the same sentence: what a comparison without a subject compares."""
    here = [s for s in reader.seen if s.block == reader.block and s.sentence == sentence.span.start]
    return here[-1].measure if here else None


_SAME_MEASURE = re.compile(
    r"\bby (?:that|this|the same) (?:measure|count|yardstick|standard|definition|reckoning)\b", re.I
)


_NARROWER = re.compile(
    r"\bby the (?:narrower|stricter|smaller) (?:one|measure|count|yardstick|standard|definition)\b", re.I
)


_TOGETHER = re.compile(
    r"\b(?:for a total of|add(?:ing)? both|both together|both kinds|together|combined|the sum|in all"
    r"|altogether|taken together|added up|both kinds)\b",
    re.I,
)


def _together(reader: Reader, sentence: Sentence) -> Measure | None:
    """Return the measure that the two named last add up to, where the sentence speaks of them together."""
    if not _TOGETHER.search(sentence.text, sentence.span.start, sentence.span.end):
        return None
    recent = {s.measure.id for s in reader.seen[-8:]}
    for item in measures(reader.catalog).values():
        if len(item.sum_of) == 2 and set(item.sum_of) <= recent:
            return item
    return None
