"""The reader: a document in, its claims out, before any of them is weighed."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from tallybook.base.catalog import Catalog
from tallybook.base.periods import Period
from tallybook.claims.document import Block, Document
from tallybook.claims.model import Asserted, Claim, Kind
from tallybook.claims.quantities import quantities
from tallybook.claims.quantity import Quantity
from tallybook.claims.reader.foreign import foreign, share_of_another
from tallybook.claims.reader.kinds import kind_of, sign_of
from tallybook.claims.reader.lexicon import Lexicon, lexicon, tokens
from tallybook.claims.reader.ranks import Rank
from tallybook.claims.reader.scope import Reach, Sentence, parse, reach, scope_of
from tallybook.claims.reader.sentences import Span, sentences
from tallybook.claims.reader.spans import base_like, belongs, carried, latest_known, named_near, settled, year_before
from tallybook.claims.reader.stance import attribution
from tallybook.claims.reader.subject import Choice, Discourse, Scope, choose
from tallybook.claims.reader.times import Clock, Time
from tallybook.measures.measure import Measure

MINIMUM = 1.0
"""The score below which a number is taken to be about something else."""


@dataclass
class _Reader:
    catalog: Catalog
    document: Document
    words: Lexicon
    clock: Clock
    discourse: Discourse = field(default_factory=Discourse)
    claims: list[Claim] = field(default_factory=list)
    recent: list[tuple[Measure, Period]] = field(default_factory=list)
    """Measures and periods of the counts of this paragraph, for comparisons that name no base."""


def read(catalog: Catalog, document: Document) -> list[Claim]:
    """Return every claim of a document in order of the text."""
    reader = _Reader(catalog, document, lexicon(catalog), Clock(document.published))
    _survey(reader)
    for block in document.blocks:
        reader.discourse.paragraph = reader.discourse.paragraph if block.kind == "item" else None
        reader.discourse.paragraph_period = reader.discourse.paragraph_period if block.kind == "item" else None
        if block.kind != "item":
            reader.recent.clear()
        if block.kind == "row":
            from tallybook.claims.reader.rows import read_row

            for claim in read_row(catalog, document, block, reader.words, reader.discourse, reader.clock):
                reader.claims.append(claim)
        elif block.kind in ("title", "heading"):
            _note_heading(reader, block)
        elif block.kind != "furniture":
            _read_block(reader, block)
    ordered = sorted(reader.claims, key=lambda c: (c.start, c.end))
    return [replace(c, id=f"c{i}") for i, c in enumerate(ordered, 1)]


def _survey(reader: _Reader) -> None:
    """Count which agencies the whole text names, so that its first sentence is read knowing what it is about."""
    for block in reader.document.blocks:
        for cue in reader.words.cues(tokens(block.text)):
            if cue.kind == "agency":
                reader.discourse.agencies[cue.name] += 1
            elif cue.kind == "family":
                reader.discourse.families[cue.name] += 1
            elif cue.kind == "programme":
                reader.discourse.programmes.add(cue.name)


def _note_heading(reader: _Reader, block: Block) -> None:
    parsed = parse(block.text, Span(0, len(block.text)), (), reader.words, reader.clock)
    whole = Reach(0, 0, 0, len(block.text), len(block.text))
    reader.discourse.heading = scope_of(parsed, whole)
    if block.kind == "heading" and parsed.times:
        reader.discourse.last_period = parsed.times[0].period


def _read_block(reader: _Reader, block: Block) -> None:
    found = quantities(block.text)
    spans = sentences(block.text)
    for i, span in enumerate(spans):
        sentence = parse(block.text, span, found, reader.words, reader.clock)
        following = block.text[span.end : span.end + 120]
        if not following.strip():
            following = ""
        del i
        _read_sentence(reader, block, sentence, following)


def _read_sentence(reader: _Reader, block: Block, sentence: Sentence, following: str) -> None:
    from tallybook.claims.reader.definitions import definitions

    for claim in definitions(sentence, block, reader.clock):
        _keep(reader, claim, sentence, block, following)
    taken: list[tuple[int, int]] = []
    for point in sentence.points:
        if point.form == "ordinal":
            continue
        made = _from_quantity(reader, block, sentence, point)
        if made is not None:
            claim, span = made
            taken.append(span)
            _keep(reader, claim, sentence, block, following)
    for rank in sentence.ranks:
        if any(rank.start < end and start < rank.end for start, end in taken if _is_count_inside(sentence, rank, start, end)):
            continue
        claim = _from_rank(reader, block, sentence, rank)
        if claim is not None:
            _keep(reader, claim, sentence, block, following)


def _is_count_inside(sentence: Sentence, rank: Rank, start: int, end: int) -> bool:
    """Whether a number already read covers the words of a rank (`a record 409,849 removals`, `12 percent more than`)."""
    return rank.unit in ("greater_than", "less_than", "increase", "decrease") or (start <= rank.start and rank.end <= end)


def _keep(reader: _Reader, claim: Claim, sentence: Sentence, block: Block, following: str) -> None:
    start, end = claim.start, claim.end
    raw_start, raw_end = block.raw_span(start, end)
    said = attribution(sentence.text, start, end, (sentence.span.start, sentence.span.end), following)
    reader.claims.append(
        replace(
            claim,
            start=raw_start,
            end=raw_end,
            quote=reader.document.raw[raw_start:raw_end],
            attribution=said,
            sentence=sentence.text[sentence.span.start : sentence.span.end],
        )
    )


def _from_quantity(
    reader: _Reader, block: Block, sentence: Sentence, point: Quantity
) -> tuple[Claim, tuple[int, int]] | None:
    text, span = sentence.text, sentence.span
    kind, per = kind_of(text, point, span.start, span.end)
    if kind in ("count", "rate") and foreign(sentence, point, reader.words):
        return None
    at = reach(sentence, point.start, point.end)
    scope = scope_of(sentence, at)
    if kind == "share" and (share_of_another(sentence, point, reader.words) or not _sharable(scope, reader.discourse)):
        return None
    near = named_near(sentence, at)
    named = [p for t in near for p in (t.period, *t.others)]
    exact = point.value if kind == "count" and abs(point.value) >= 1000 and point.step <= max(1.0, abs(point.value) / 1000) else None
    carry = _may_carry(sentence, scope, point, kind)
    choices = choose(reader.catalog, scope, reader.discourse, exact, named or _carried_periods(reader), carry)
    choice = choices[0] if choices else None
    if choice is None or choice.score < MINIMUM:
        return None
    measure = choice.measure
    if kind == "share":
        measure = _share_part(reader, choices, scope) or measure
    period, base = _periods(reader, sentence, at, point, kind, choice, near)
    asserted = _asserted(text, sentence, point, kind, per, measure)
    start, end = _quote(sentence, point, at)
    claim = Claim("", "", start, end, kind, measure.id, period, asserted, base)
    _remember(reader, measure, period, kind, base)
    return claim, (start, end)


def _sharable(scope: Scope, discourse: Discourse) -> bool:
    """Whether anything says what a share is a share of: a feature, a family of part and whole, or a claim before it."""
    return bool(scope.features or scope.families or discourse.paragraph)


def _may_carry(sentence: Sentence, scope: Scope, point: Quantity, kind: Kind) -> bool:
    """Whether a number may take its measure from the text before: not when a family stands right beside it."""
    return max(scope.families.values(), default=0.0) < 2.9


def _carried_periods(reader: _Reader) -> Iterable[Period]:
    period = carried(reader.discourse)
    return (period,) if period else ()


def _share_part(reader: _Reader, choices: list[Choice], scope: Scope) -> Measure | None:
    """Return the measure of the part: the best one that has a whole."""
    best = choices[0]
    if best.measure.part_of:
        return best.measure
    for choice in choices[1:]:
        if choice.score < best.score - 1.0:
            break
        if choice.measure.part_of and set(choice.measure.features) & set(scope.features):
            return choice.measure
    return None


def _periods(
    reader: _Reader,
    sentence: Sentence,
    at: Reach,
    point: Quantity,
    kind: Kind,
    choice: Choice,
    near: list[Time],
) -> tuple[Period | None, Period | None]:
    """Return the period measured and, for a comparison, the base."""
    measure, published = choice.measure, reader.document.published
    comparing = kind in ("change", "ratio")
    bases = [t for t in near if base_like(sentence, t)] if comparing else []
    own = [t for t in near if t not in bases]
    if comparing:
        own = [t for t in own if t.end <= at.start or belongs(sentence, at, t)] or own
    elif kind in ("count", "rate", "share"):
        mine = [t for t in own if belongs(sentence, at, t)]
        own = mine or [t for t in own if t.end <= at.start and not base_like(sentence, t)] or own
    time = own[0] if own else None
    period = settled(reader.catalog, measure, time, sentence, sentence.times, published)
    if time is None:
        period = carried(reader.discourse) if _same_topic(reader, measure) else None
    anchored = _anchored(choice, time, period, near)
    if anchored is not None and kind == "count":
        period = anchored
    if period is None:
        period = latest_known(reader.catalog, measure, published)
    base = None
    if comparing:
        base_time = bases[0] if bases else None
        base = settled(reader.catalog, measure, replace(base_time, lead=""), sentence, (), published) if base_time else None
        if base is None:
            base = _earlier_in_text(reader, measure, period)
        if base is None and period is not None:
            base = year_before(period)
        if base is not None and period is not None and base == period:
            period = latest_known(reader.catalog, measure, published) or period
            base = year_before(period) if base == period else base
    return period, base


def _same_topic(reader: _Reader, measure: Measure) -> bool:
    last = reader.discourse.paragraph or reader.discourse.last
    return last is None or (last.nature == measure.nature) or last.family == measure.family


def _anchored(choice: Choice, time: Time | None, period: Period | None, near: list[Time]) -> Period | None:
    """Return the period at which a series has exactly this number, where the words allow that period."""
    periods = list(dict.fromkeys(v.period for v in choice.anchors if v.period is not None))
    if not periods or period in periods:
        return None
    if time is None:
        return periods[-1] if len(periods) == 1 else None
    allowed = [*time.others, *(p for t in near for p in (t.period, *t.others))]
    for candidate in periods:
        if candidate in allowed:
            return candidate
        if time.kind == "day" and abs((candidate.end - time.period.end).days) <= 31 and candidate.days <= 31:
            return candidate
        if time.kind in ("day", "month") and candidate.end == time.period.end:
            return candidate
    return None


def _earlier_in_text(reader: _Reader, measure: Measure, period: Period | None) -> Period | None:
    """Return the period of an earlier number of the same measure in this paragraph: the natural base of a comparison."""
    for known, other in reversed(reader.recent):
        if known.id == measure.id and other != period:
            return other
    return None


def _asserted(text: str, sentence: Sentence, point: Quantity, kind: Kind, per: str, measure: Measure) -> Asserted:
    value, low, high = point.value, point.low, point.high
    unit = {"share": "percent", "ratio": "x"}.get(kind, measure.unit)
    if kind == "count":
        unit = _count_unit(point, measure)
    elif kind == "rate":
        unit = f"{_count_unit(point, measure)} per {per}"
    elif kind == "change":
        unit = {"points": "percentage points", "number": measure.unit}.get(point.form, "percent")
        if sign_of(text, point, sentence.span.start, sentence.span.end) < 0 and value > 0:
            value, low, high = -value, None if high is None else -high, None if low is None else -low
    elif kind == "ratio" and point.form in ("percent", "fraction"):
        value, low, high = (None if v is None else v / 100 for v in (value, low, high))  # type: ignore[assignment]
    return Asserted(value, unit, point.hedge, low, high, point.rounded_to if point.form == "number" else point.step)


def _count_unit(point: Quantity, measure: Measure) -> str:
    from tallybook.claims.reader.foreign import unit_kind

    word = unit_kind(point.unit_word)
    return word or measure.unit


def _quote(sentence: Sentence, point: Quantity, at: Reach) -> tuple[int, int]:
    """Return the words to cite: the number with its hedge and what it is of, up to the next break."""
    end = point.end
    stretch = sentence.text[end : at.right]
    stop = re.search(r"[.,;:()\"”—–]|\s-\s|\s(?:and|but|or|while|which|who|that|when|as|with|than the)\s", stretch)
    end += min(stop.start() if stop else len(stretch), 70)
    while end > point.end and sentence.text[end - 1] in " .,;:":
        end -= 1
    return point.start, max(end, point.end)


def _remember(reader: _Reader, measure: Measure, period: Period | None, kind: Kind, base: Period | None) -> None:
    reader.discourse.last = reader.discourse.paragraph = measure
    if period is not None:
        reader.discourse.last_period = reader.discourse.paragraph_period = period
        if kind == "count":
            reader.recent.append((measure, period))
    del base


def _from_rank(reader: _Reader, block: Block, sentence: Sentence, rank: Rank) -> Claim | None:
    at = reach(sentence, rank.start, rank.end)
    scope = scope_of(sentence, replace(at, left=sentence.span.start))
    subject = any(w >= 1.0 for w in scope.families.values()) or _anaphoric(sentence, rank)
    if not subject:
        return None
    choices = choose(reader.catalog, scope, reader.discourse, None, (), carry=True)
    if not choices or choices[0].score < MINIMUM:
        return None
    measure = choices[0].measure
    near = named_near(sentence, at)
    published = reader.document.published
    bases = [t for t in near if base_like(sentence, t) or t.lead == "since"]
    own = [t for t in near if t not in bases]
    period = settled(reader.catalog, measure, own[0], sentence, (), published) if own else None
    if period is None:
        period = carried(reader.discourse) if _same_topic(reader, measure) else None
    if period is None:
        period = latest_known(reader.catalog, measure, published)
    base = settled(reader.catalog, measure, replace(bases[0], lead=""), sentence, (), published) if bases else None
    if rank.unit in ("greater_than", "less_than") and base is None and period is not None:
        base = year_before(period)
    if rank.restating or _already_said(reader, measure, period, rank):
        return None
    reader.discourse.last = reader.discourse.paragraph = measure
    return Claim(
        "", "", rank.start, rank.end, "rank", measure.id, period, Asserted(rank.value, rank.unit, "exact", rank.value, rank.value), base
    )


def _already_said(reader: _Reader, measure: Measure, period: Period | None, rank: Rank) -> bool:
    return rank.restating and any(
        c.kind == "rank" and c.measure == measure.id and c.asserted.unit == rank.unit for c in reader.claims
    )


_ANAPHORA = re.compile(r"\b(?:it|that|this|they|these|those|number|numbers|total|totals|figure|figures|count|counts|level|series|pace|tally|year|toll|sum)\b", re.I)


def _anaphoric(sentence: Sentence, rank: Rank) -> bool:
    return bool(_ANAPHORA.search(sentence.text[sentence.span.start : rank.end]))
