"""The reader: a document in, its claims out, before any of them is weighed."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace

from tallybook.base.catalog import Catalog
from tallybook.base.periods import Period, fiscal_year, fiscal_year_of, fiscal_year_start, fiscal_years
from tallybook.claims.document import Block, Document
from tallybook.claims.model import Asserted, Claim, Kind
from tallybook.claims.quantities import quantities
from tallybook.claims.quantity import Quantity
from tallybook.claims.reader.context import clock_for
from tallybook.claims.reader.definitions import definitions
from tallybook.claims.reader.foreign import foreign, share_of_another, unit_kind
from tallybook.claims.reader.kinds import kind_of, sign_of
from tallybook.claims.reader.lexicon import Cue, Lexicon, lexicon, tokens
from tallybook.claims.reader.places import of_another_actor, where
from tallybook.claims.reader.ranks import Rank
from tallybook.claims.reader.rows import read_row
from tallybook.claims.reader.scope import SENTENCE, Reach, Sentence, parse, reach, scope_of
from tallybook.claims.reader.sentences import Span, sentences
from tallybook.claims.reader.spans import Seen, base_like, compared, counted, latest_figure, ranked, served_as_base
from tallybook.claims.reader.stance import attribution, in_quotes
from tallybook.claims.reader.streaks import streak_unit
from tallybook.claims.reader.subject import Choice, Discourse, Scope, anchors, choose
from tallybook.claims.reader.times import Clock
from tallybook.measures.figures import figure
from tallybook.measures.measure import Measure, measures

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
    seen: list[Seen] = field(default_factory=list)
    """The counts read so far, for comparisons that name no period."""
    block: int = 0
    cues: list[list[Cue]] = field(default_factory=list)
    """The cues of each block."""


def read(catalog: Catalog, document: Document) -> list[Claim]:
    """Return every claim of a document in order of the text."""
    reader = _Reader(catalog, document, lexicon(catalog), clock_for(document))
    _survey(reader)
    if document.title:
        _note_heading(reader, document.title, heading=False)
    for number, block in enumerate(document.blocks):
        reader.block = number
        if block.kind != "item":
            reader.discourse.paragraph = reader.discourse.paragraph_period = None
        if block.kind == "row":
            reader.claims += [
                replace(c, paragraph=number)
                for c in read_row(catalog, document, block, reader.words, reader.discourse, reader.clock)
            ]
        elif block.kind in ("title", "heading"):
            _note_heading(reader, block.text, block.kind == "heading")
        elif block.kind != "furniture":
            _read_block(reader, block)
    ordered = sorted(reader.claims, key=lambda c: (c.start, c.end))
    return [replace(c, id=f"c{i}") for i, c in enumerate(ordered, 1)]


def _survey(reader: _Reader) -> None:
    """Count which agencies the whole text names, so that its first sentence is read knowing what it is about."""
    for block in reader.document.blocks:
        found = reader.words.cues(tokens(block.text))
        reader.cues.append(found)
        for cue in found:
            if cue.kind == "agency":
                reader.discourse.agencies[cue.name] += 1
            elif cue.kind == "family":
                reader.discourse.families[cue.name] += 1
            elif cue.kind == "programme":
                reader.discourse.programmes.add(cue.name)
    counted = reader.discourse.families.most_common(1)
    reader.discourse.main_family = counted[0][0] if counted else ""


def _note_heading(reader: _Reader, text: str, heading: bool) -> None:
    parsed = parse(text, Span(0, len(text)), (), reader.words, reader.clock)
    scope = scope_of(parsed, Reach(0, 0, 0, len(text), len(text)))
    reader.discourse.programmes |= scope.programmes
    if scope.families or not heading:
        reader.discourse.heading = scope
    named = [t for t in parsed.times if not t.issue]
    if heading and named:
        reader.discourse.last_period = named[0].period


def _read_block(reader: _Reader, block: Block) -> None:
    found = quantities(block.text)
    for span in sentences(block.text):
        sentence = parse(block.text, span, found, reader.words, reader.clock, reader.cues[reader.block])
        _read_sentence(reader, block, sentence, block.text[span.end : span.end + 120])


def _read_sentence(reader: _Reader, block: Block, sentence: Sentence, following: str) -> None:
    before = len(reader.claims)
    for claim in definitions(sentence, reader.clock):
        _keep(reader, claim, sentence, block, following)
    taken: list[tuple[int, int]] = []
    for point in sentence.points:
        if point.form == "ordinal":
            continue
        claim = _from_quantity(reader, sentence, point)
        if claim is not None:
            taken.append((claim.start, claim.end))
            _keep(reader, claim, sentence, block, following)
    for rank in sentence.ranks:
        if rank.simple and (sentence.points or not _said_plainly(sentence, rank, block)):
            continue
        if any(start < rank.end and rank.start < end and _covered(rank, start, end) for start, end in taken):
            continue
        claim = _from_rank(reader, sentence, rank)
        if claim is not None:
            _keep(reader, claim, sentence, block, following)
    if len(reader.claims) == before:
        _note_topic(reader, sentence)
        if len(sentence.times) == 1 and sentence.span.end - sentence.span.start < 25:
            reader.discourse.paragraph_period = sentence.times[0].period


def _said_plainly(sentence: Sentence, rank: Rank, block: Block) -> bool:
    """Whether a bare rise or fall is itself the statement quoted or checked (`"deaths fell last year"`), not a passing word."""
    text = sentence.text[sentence.span.start : sentence.span.end]
    return in_quotes(sentence.text, rank.start, rank.end) or re.match(r"\W*(?:CLAIM|Claim|MYTH|Myth)\b", text) is not None


def _covered(rank: Rank, start: int, end: int) -> bool:
    """Whether a number already read covers the words of a rank (`12 percent more than in fiscal 2011`)."""
    return rank.unit in ("greater_than", "less_than", "increase", "decrease") or (start <= rank.start and rank.end <= end)


def _note_topic(reader: _Reader, sentence: Sentence) -> None:
    """Remember what a sentence without numbers is about: the next one may say `they` or `the figure`."""
    first = next((c for c in sentence.cues if c.kind == "family"), None)
    if first is None:
        return
    scope = scope_of(sentence, Reach(sentence.span.start, first.start, first.end, first.end + 40, first.end + 40))
    choices = choose(reader.catalog, replace(scope, families={first.name: 3.0}), reader.discourse)
    if choices and choices[0].score >= 2.0:
        reader.discourse.last = reader.discourse.paragraph = choices[0].measure


def _keep(reader: _Reader, claim: Claim, sentence: Sentence, block: Block, following: str) -> None:
    raw_start, raw_end = block.raw_span(claim.start, claim.end)
    said = attribution(
        sentence.text, claim.start, claim.end, (sentence.span.start, sentence.span.end), following
    )
    reader.claims.append(
        replace(
            claim,
            start=raw_start,
            end=raw_end,
            quote=reader.document.raw[raw_start:raw_end],
            attribution=said,
            sentence=sentence.text[sentence.span.start : sentence.span.end],
            paragraph=reader.block,
        )
    )


def _from_quantity(reader: _Reader, sentence: Sentence, point: Quantity) -> Claim | None:
    text, span = sentence.text, sentence.span
    kind, per = kind_of(text, point, span.start, span.end)
    if kind in ("count", "rate") and foreign(sentence, point, reader.words):
        return None
    at = reach(sentence, point.start, point.end)
    if kind == "count" and _whole_of_share(sentence, point):
        return None
    if kind == "ratio" and point.form in ("percent", "fraction") and _of_that_number(sentence, point, at):
        kind = "share"
    if any(c.kind == "elsewhere" and at.left <= c.start < at.right for c in sentence.cues):
        return None
    if of_another_actor(reader.catalog, sentence, at):
        return None
    scope = scope_of(sentence, at)
    kind, scope = _continued(reader, sentence, point, kind, scope)
    if kind == "share":
        scope = _of_family(reader, sentence, point, scope)
    if kind == "share" and (share_of_another(sentence, point, reader.words) or not scope.features and not scope.families):
        return None
    choices = _choices(reader, sentence, point, kind, at, scope)
    if not choices:
        return None
    choice = choices[0]
    if choice.measure.family == "detained" and _AVERAGE.search(text, span.start, span.end) and kind in ("count", "rate"):
        choice = _as_average(reader, choice)
        kind = "count"
    own_family = any(c.kind == "family" and at.left <= c.start < at.tail for c in sentence.cues)
    if kind == "count" and not choice.anchors and (
        (point.value < 100 and not own_family and choice.measure.family != "deaths")
        or (point.value < 13 and choice.measure.family not in SMALL) or (point.value < 10 and point.spelled and not sentence.times)
    ):
        return None
    if kind == "count" and _like_a_rate(reader, sentence, point):
        kind, per = "rate", reader.claims[-1].asserted.unit.rsplit(" ", 1)[-1]
    measure = choice.measure
    asserted = _asserted(text, sentence, point, kind, per, measure)
    start, end = _quote(sentence, point, at)
    if kind == "rank":
        unit = streak_unit(sentence, point)
        if unit is None:
            return None
        whole = choose(reader.catalog, scope_of(sentence, replace(at, left=sentence.span.start)), reader.discourse)
        measure = whole[0].measure if whole and whole[0].score >= MINIMUM else measure
        period = ranked(
            reader.catalog, measure, sentence, at, reader.discourse, reader.clock, reader.document.published, unit, int(point.value)
        )[0]
        if period is not None and period.fiscal_years():
            last = period.fiscal_years()[-1]
            period = fiscal_years(last - int(point.value) + 1, last) if point.value > 1 else period
        reader.discourse.last = reader.discourse.paragraph = measure
        low = _threshold(sentence, point)
        return Claim("", "", start, end, "rank", measure.id, period, Asserted(point.value, unit, "exact", low or point.value, point.value))
    reading = compared if kind in ("change", "ratio") else counted
    readings = reading(
        reader.catalog, choice, sentence, at, kind, reader.discourse, reader.seen, reader.clock, reader.document.published
    )
    if kind == "count" and not choice.anchors and point.value < 1000 and _LOCAL.search(text, at.left, at.start):
        return None
    if kind == "count" and not (
        _plausible(reader, sentence, choice, point, readings[0][0]) and _measurable(reader, choice, point, readings[0][0])
    ):
        return None
    period, base = readings[0]
    modal = _is_modal(reader, sentence, point, kind)
    if modal and kind != "share":
        period = fiscal_year(fiscal_year_of(reader.clock.today))
    own_share = kind == "change" and (_speaks_of_share(sentence, at) or _after_share(reader, scope))
    claim = Claim(
        "", "", start, end, kind, measure.id, period, asserted, base, where=where(reader.catalog, sentence, at), readings=tuple(readings[1:]), of_share=own_share,
        fallback=_fallback(choices, scope), whole=_whole(reader, sentence, at, kind, measure), also=_also(choices, scope, reader.discourse, kind),
        whole_value=_stated_whole(sentence, point) if kind == "share" else None,
        whole_period=_year_total(reader, sentence, at, period) if kind == "share" else None,
        each=kind == "count" and _EACH.search(text, span.start, span.end) is not None,
        modal=modal,
        clause=text[at.left : at.right],
    )  # fmt: skip
    _remember(reader, sentence, point, claim, measure)
    return claim


SMALL = frozenset({"deaths", "jurisdictions", "counties", "agreements", "agencies", "facilities"})
"""Families whose counts may be smaller than thirteen."""

_EACH = re.compile(
    r"\b(?:in |during )?(?:each|every|every one|each and every) (?:single )?(?:of (?:the |those |these )?|year\b)|\bin any (?:single )?(?:fiscal )?year\b|\bnever\b"
    r"|\bevery year\b|\b(?:ran|ranged|hovered|varied|stayed|remained|fluctuated) (?:between|from|at|above|below|around)\b",
    re.I,
)
_MODAL = re.compile(
    r"\b(?:would|on pace|on track|is projected|are projected|projects|projection|forecasts?|is expected|are expected|expects|plans to|planned|wants to|(?:a|the|its|their|daily|annual) (?:goal|target|quota)|aims? (?:for|to)|hopes? to|will (?:have|be|reach|pass|hit|exceed|top|end))\b[^.;:,]{0,60}\Z",
    re.I,
)
_NEXT = re.compile(r"\A[^.,;]{0,25}\b(?:by|before|in|until) (?:next (?:year|summer|spring|fall|autumn|winter|month|\w+day)|the end of next year)\b", re.I)
_TOTAL_OF_YEAR = re.compile(
    r"\A\s*(?:percent|%)?\s*of (?:the|this|last|that) (?:fiscal[- ])?(?:year['’]?s?)(?:[- ](?:total|removals|count|tally|figure))?(?: so far)?|"
    r"\A\s*(?:percent|%)?\s*of (?:the|this) (?:fiscal[- ]year|year[- ]to[- ]date|annual|running) total",
    re.I,
)


def _is_modal(reader: _Reader, sentence: Sentence, point: Quantity, kind: Kind) -> bool:
    """Whether a number is projected: by its own words, or as a comparison going on from a projected one."""
    if _MODAL.search(sentence.text[max(sentence.span.start, point.start - 90) : point.start]):
        clause = max([sentence.span.start, *(b for b in sentence.breaks if b < point.start)])
        named = [t for t in sentence.times if clause <= t.start and t.end <= point.start]
        return not any(t.period.end < reader.clock.today and t.kind in ("fiscal", "year", "relative") for t in named)
    if _NEXT.search(sentence.text[point.end : min(sentence.span.end, point.end + 40)]):
        return True
    last = reader.claims[-1] if reader.claims else None
    same = last is not None and last.sentence == sentence.text[sentence.span.start : sentence.span.end]
    return kind in ("ratio", "change") and same and last is not None and last.modal


def _year_total(reader: _Reader, sentence: Sentence, at: Reach, period: Period | None) -> Period | None:
    """Return the year (to date) whose total a share is taken of (`46 percent of the fiscal-year total so far`)."""
    if period is None or period.fiscal_years() or not _TOTAL_OF_YEAR.match(sentence.text[at.end : at.end + 60]):
        return None
    return Period(fiscal_year_start(fiscal_year_of(period.end)), period.end)


def _continued(
    reader: _Reader, sentence: Sentence, point: Quantity, kind: Kind, scope: Scope
) -> tuple[Kind, Scope]:
    """Return kind and scope of a percentage that goes on from the one before it, naming nothing itself."""
    if kind == "change" and point.form != "number" and not scope.families and not scope.features:
        recent = [c for c in reader.claims if c.paragraph == reader.block]
        if recent and recent[-1].kind == "share":
            source = measures(reader.catalog)[recent[-1].measure or ""]
            return kind, replace(scope, families={source.family: 1.2}, features=dict.fromkeys(source.features, 1.0))
    if kind != "share" or any(w >= 0.85 for w in scope.features.values()):
        return kind, scope
    shares = [q for q in sentence.points if q.form in ("percent", "fraction")]
    if len(shares) == 1 and scope.features:
        closest = max(scope.features.values())
        return kind, replace(scope, features={f: 0.95 for f, weight in scope.features.items() if weight == closest})
    mine = [c for c in reader.claims if c.paragraph == reader.block]
    last = next((c for c in reversed(mine) if c.kind != "count"), mine[-1] if mine else None)
    earlier = next((c for c in reversed(reader.claims) if c.kind == "share" and c.paragraph >= reader.block - 1), None)
    if last is None and earlier is None:
        heading = reader.discourse.heading.features
        return kind, replace(scope, features={**scope.features, **dict.fromkeys(heading, 1.0)}) if scope.families else scope
    if last is None:
        last = earlier
    assert last is not None
    bases = [t for t in sentence.times if t.start >= point.start and base_like(sentence, t)]
    text = sentence.text[sentence.span.start : sentence.span.end]
    level = re.search(r"\b(?:from|to)\s+(?:about |nearly |some |roughly )?\Z", sentence.text[: point.number_start]) is not None
    same = last.sentence == text
    turn = re.search(r"\b(?:it|that|this|growth|decline|drop|fall|increase|rise|or|margin)\b", sentence.text[sentence.span.start : point.start], re.I)
    if last.kind == "change" and not level and (same or turn) and (bases or turn) and not re.search(r"\A[^.;]{0,12}\bof (?:those|them|the|all)\b", sentence.text[point.number_end :]):
        return "change", scope
    table = measures(reader.catalog)
    here = next((c for c in reversed(mine) if c.sentence == text and table[c.measure or ""].features), None)
    before = here or earlier
    source = table.get((before or last).measure or "")
    paragraph = reader.discourse.paragraph
    if (source is None or not source.features) and paragraph is not None and paragraph.part_of and not scope.features:
        source = paragraph
    if source is not None and source.features and (max(scope.families.values(), default=0.0) < 2.4 or source.family in scope.families):
        return kind, replace(scope, features={**scope.features, **dict.fromkeys(source.features, 1.0)}, families=scope.families or {source.family: 1.2})
    return kind, scope


def _of_family(reader: _Reader, sentence: Sentence, point: Quantity, scope: Scope) -> Scope:
    """Return the scope with the family that a share is said to be of (`a quarter of the book-ins followed an arrest`)."""
    after = sentence.text[point.number_end : min(sentence.span.end, point.number_end + 45)]
    of = re.match(r"\s*(?:percent|%)?\s*(?:of|out of|among) (?:all |the |its |those |these |their |\w+ )?", after)
    if not of or re.match(r"(?:them|it|whom|which)\b", after[of.end() :], re.I) or re.search(r"\b(?:them|it|whom|which)\s\Z", of[0], re.I):
        return scope
    cue = next((c for c in reader.words.cues(tokens(after)) if c.kind == "family" and c.start <= of.end() + 12), None)
    if cue is None:
        return scope
    features = {**scope.features, **dict.fromkeys(cue.features, 1.2)}
    return replace(scope, families={cue.name: 3.0}, features=features)


_AVERAGE = re.compile(r"\baverages?d?\b|\b(?:a|per|each) (?:night|day)\b", re.I)


def _as_average(reader: _Reader, choice: Choice) -> Choice:
    """Return the average daily population in place of a day's count, with the same features."""
    wanted = set(choice.measure.features)
    found = [m for m in measures(reader.catalog).values() if m.family == "adp" and set(m.features) == wanted]
    return Choice(found[0], choice.score, ()) if found else choice


def _of_that_number(sentence: Sentence, point: Quantity, at: Reach) -> bool:
    """Whether `58 percent of that number` says who made it up (`convicted criminals represented …`): a share, not a ratio."""
    words = sentence.text[point.number_end : point.number_end + 40]
    if not re.match(r"\s*(?:percent|%)?\s*of (?:that|this|the) (?:number|total|figure|sum|count)\b", words, re.I):
        return False
    return any(c.kind == "feature" and at.left <= c.start < at.right for c in sentence.cues)


def _like_a_rate(reader: _Reader, sentence: Sentence, point: Quantity) -> bool:
    """Whether a bare number follows a rate and is of its size (`735 a day, a shade below last year's 742`)."""
    last = reader.claims[-1] if reader.claims else None
    if last is None or last.kind != "rate" or not last.asserted.value or last.sentence != sentence.text[sentence.span.start : sentence.span.end]:
        return False
    noun = any(c.kind == "family" and point.end <= c.start < point.end + 25 for c in sentence.cues)
    return not noun and 1 / 3 <= point.value / last.asserted.value <= 3


def _also(choices: list[Choice], scope: Scope, discourse: Discourse, kind: str) -> tuple[str, ...]:
    """Return other measures that the words allow as well: of another agency, or of the text's main subject."""
    best = choices[0]
    if max(scope.agencies.values(), default=0.0) >= 0.9 or best.anchors:
        return ()
    paragraph = discourse.paragraph
    narrower = [
        c.measure.id
        for c in choices[1:]
        if kind == "count"
        and paragraph is not None
        and c.measure.family == best.measure.family
        and c.measure.agency == best.measure.agency
        and set(c.measure.features) - set(best.measure.features)
        and set(c.measure.features) <= set(paragraph.features) | set(best.measure.features)
    ]
    last = discourse.last
    settled = kind == "share" or (last is not None and last.agency == best.measure.agency and last.family == best.measure.family)
    found = [
        c.measure.id
        for c in choices[1:]
        if not settled
        and c.measure.agency != best.measure.agency
        and c.score >= best.score - 0.9
        and set(c.measure.features) == set(best.measure.features)
        and (c.measure.family == best.measure.family or c.measure.family == "repatriations")
    ]
    if not scope.families and discourse.main_family:
        main = discourse.main_family
        wanted = [frozenset(best.measure.features), frozenset()]
        found += [
            c.measure.id
            for c in choices[1:]
            if c.measure.family == main and frozenset(c.measure.features) in wanted and c.measure.agency == best.measure.agency
        ]
    return tuple(dict.fromkeys([*found, *narrower]))[:3]


def _fallback(choices: list[Choice], scope: Scope) -> tuple[str, ...]:
    """Return the same count by other agencies, for where the one chosen has no value and the words name no agency."""
    best = choices[0]
    if max(scope.agencies.values(), default=0.0) >= 0.9:
        return ()
    return tuple(
        c.measure.id
        for c in choices[1:]
        if c.measure.family == best.measure.family
        and c.measure.agency != best.measure.agency
        and c.measure.features == best.measure.features
    )[:2]


_LOCAL = re.compile(r"\b(?:state|county|city|town|parish|sheriff|local jail|district)['’]s\b|\bstatewide\b|\bcountywide\b|\bin (?:the|our|his|her|this) (?:county|state|city|town)\b", re.I)


def _plausible(reader: _Reader, sentence: Sentence, choice: Choice, point: Quantity, period: Period | None) -> bool:
    """Whether a number whose sentence names no family is of the size of the measure it would inherit."""
    if choice.anchors or period is None or point.hedge not in ("exact", "about", "nearly"):
        return True
    if any(c.kind == "family" and c.name == choice.measure.family for c in sentence.cues):
        return True
    if where(reader.catalog, sentence, reach(sentence, point.start, point.end)):
        return True
    held = figure(reader.catalog, choice.measure.id, period)
    if not _ANAPHORA.search(sentence.text, sentence.span.start, sentence.span.end) and not sentence.cues and point.hedge == "exact":
        return held is not None and bool(held.value) and 0.88 <= abs(point.value) / abs(held.value) <= 1.12
    return held is None or not held.value or 0.3 <= abs(point.value) / abs(held.value) <= 3.3


def _measurable(reader: _Reader, choice: Choice, point: Quantity, period: Period | None) -> bool:
    """Whether a number is of any size the measure could have: fifty times off, it counts something local or larger."""
    if choice.anchors or period is None or not point.value or choice.measure.family in SMALL:
        return True
    held = figure(reader.catalog, choice.measure.id, period) or latest_figure(reader.catalog, choice.measure, period)
    return held is None or not held.value or 1 / 40 <= abs(point.value) / abs(held.value) <= 40


def _choices(reader: _Reader, sentence: Sentence, point: Quantity, kind: Kind, at: Reach, scope: Scope) -> list[Choice]:
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
    if _SAME_MEASURE.search(sentence.text, sentence.span.start, point.start) and reader.discourse.last is not None:
        return [Choice(reader.discourse.last, 5.0)]
    carry = max(scope.families.values(), default=0.0) < 2.9
    comparing = kind in ("change", "ratio") and max(scope.families.values(), default=0.0) < 2.3
    elliptical = kind == "count" and not anchors(reader.catalog).get(exact or -1.0) and not any(c.kind in ("family", "feature") and at.left <= c.start < at.tail for c in sentence.cues)
    prefer = _goes_on_from(reader, sentence) if comparing or elliptical else None
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


def _goes_on_from(reader: _Reader, sentence: Sentence) -> Measure | None:
    """Return the measure of the count before in the same sentence: what a comparison without a subject compares."""
    here = [s for s in reader.seen if s.block == reader.block and s.sentence == sentence.span.start]
    return here[-1].measure if here else None


_SAME_MEASURE = re.compile(r"\bby (?:that|this|the same) (?:measure|count|yardstick|standard|definition|reckoning)\b", re.I)


_TOGETHER = re.compile(r"\b(?:for a total of|add(?:ing)? both|both together|both kinds|together|combined|the sum|in all|altogether|taken together|added up|both kinds)\b", re.I)


def _together(reader: _Reader, sentence: Sentence) -> Measure | None:
    """Return the measure that the two named last add up to, where the sentence speaks of them together."""
    if not _TOGETHER.search(sentence.text, sentence.span.start, sentence.span.end):
        return None
    recent = {s.measure.id for s in reader.seen[-8:]}
    for item in measures(reader.catalog).values():
        if len(item.sum_of) == 2 and set(item.sum_of) <= recent:
            return item
    return None


def _whole_of_share(sentence: Sentence, point: Quantity) -> bool:
    """Whether a number is only the whole of a share just named (`41 percent of the nation's 3,181 jurisdictions`)."""
    before = sentence.text[max(sentence.span.start, point.start - 60) : point.start]
    return bool(re.search(r"(?:percent|%|half|third|quarter|fifth|\bin \w+|out of \w+) (?:of|out of) (?:the |all |its )?(?:[\w’']+ ){0,2}\Z", before, re.I))


def _stated_whole(sentence: Sentence, point: Quantity) -> float | None:
    for other in sentence.points:
        if other.start >= point.end and other.form == "number" and _whole_of_share(sentence, other):
            between = sentence.text[point.number_end : other.start]
            if len(between) < 60 and not re.search(r"[;:,]", between):
                return other.value
    return None


_SHARE_WORDS = re.compile(r"\b(?:share|proportion|percentage|rate|fraction|portion|ratio)\b", re.I)


def _speaks_of_share(sentence: Sentence, at: Reach) -> bool:
    return bool(_SHARE_WORDS.search(sentence.text, sentence.span.start, at.start))


def _after_share(reader: _Reader, scope: Scope) -> bool:
    """Whether a change follows a share in its paragraph and names no family of its own."""
    recent = [c for c in reader.claims if c.paragraph == reader.block]
    return bool(recent) and recent[-1].kind == "share" and not any(w >= SENTENCE - 0.3 for w in scope.families.values())


def _whole(reader: _Reader, sentence: Sentence, at: Reach, kind: Kind, measure: Measure) -> str:
    """Return the measure a share is taken of, where the words after it name one."""
    if kind != "share":
        return ""
    after = sentence.text[at.end : at.right]
    named = re.match(r"\s*(?:percent|%)?\s*of (?:all |the |those |these |its |their )*", after, re.I)
    if not named:
        return ""
    cut = re.search(r"\b(?:had|have|has|were|was|are|is|who|with|now|start|came|come|involv\w+|after|carried|lack\w*|do|did)\b|[,;:]", after[named.end() :])
    stretch = after[named.end() : named.end() + (cut.start() if cut else len(after))]
    cues = reader.words.cues(tokens(stretch))
    features = {c.name for c in cues if c.kind == "feature"} | {f for c in cues if c.kind == "family" for f in c.features}
    families = [c.name for c in cues if c.kind == "family"]
    parent = measures(reader.catalog).get(measure.part_of)
    while parent is not None:
        if set(parent.features) <= features | set() and (not families or parent.family in families):
            if set(parent.features) == features & {f for m in measures(reader.catalog).values() if m.family == parent.family for f in m.features}:
                return parent.id
        parent = measures(reader.catalog).get(parent.part_of) if parent.part_of else None
    return ""


def _asserted(text: str, sentence: Sentence, point: Quantity, kind: Kind, per: str, measure: Measure) -> Asserted:
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
    elif kind == "ratio" and point.form == "fraction":
        value, low, high = (value / 100, None if low is None else low / 100, None if high is None else high / 100)
    step = point.rounded_to if point.form == "number" else point.step
    return Asserted(value, unit, point.hedge, low, high, step)


def _quote(sentence: Sentence, point: Quantity, at: Reach) -> tuple[int, int]:
    """Return the words to cite: the number with its hedge and what it is of, up to the next break."""
    end = point.end
    if point.form == "streak":
        return point.start, end
    stretch = sentence.text[end : at.right]
    halts = r"[.;:\"”—–]|,(?! \d{4}\b)|[()](?!g\))(?<!287\(g\))|\s-\s|\s(?:but|or|while|which|who|that|when|as|with|than the|from|to)\s"
    stop = re.search(halts if re.match(r"[^.,;]{0,30}\bbetween\b", stretch) else halts + r"|\sand\s", stretch)
    end += min(stop.start() if stop else len(stretch), 70)
    while end > point.end and sentence.text[end - 1] in " .,;:":
        end -= 1
    return point.start, max(end, point.end)


ASIDE = frozenset({"carryover", "mirp", "atep", "less_atep"})
"""Features of figures quoted to qualify a total; the text goes on about the total."""

def _remember(reader: _Reader, sentence: Sentence, point: Quantity, claim: Claim, measure: Measure) -> None:
    """Let what follows inherit the measure and period, unless the number only served as the base of a comparison."""
    before = sentence.text[max(sentence.span.start, point.start - 40) : point.start]
    backward = any(t.back and point.end <= t.start < point.end + 30 for t in sentence.times)
    base = claim.kind == "count" and (
        backward
        or (served_as_base(sentence, point.start) and not re.match(r"[^.;]{0,60}?\bto\s+[~\d]", sentence.text[point.end : point.end + 70]))
        or re.search(r"\b[Cc]ompare\b[^.;]{0,40}\Z", before) is not None
    )
    if claim.kind == "count" and claim.period is not None:
        reader.seen.append(Seen(measure, claim.period, sentence.span.start, reader.block, base))
    if base or set(measure.features) & ASIDE:
        return
    reader.discourse.last = reader.discourse.paragraph = measure
    if claim.period is not None and (claim.kind not in ("change", "ratio") or not reader.discourse.paragraph_period):
        reader.discourse.last_period = reader.discourse.paragraph_period = claim.period


def _threshold(sentence: Sentence, point: Quantity) -> float | None:
    """Return the level a streak stays under or over (`slipped below 900,000 for the second straight year`)."""
    for other in sentence.points:
        if other is not point and other.form == "number" and other.end <= point.start:
            if re.search(r"\b(?:below|under|above|over|topped|exceeded)\s*\Z", sentence.text[max(0, other.number_start - 12) : other.number_start], re.I):
                return other.value
    return None


_ANAPHORA = re.compile(
    r"\b(?:it|that|this|they|them|these|those|ones|which|we|numbers?|totals?|figures?|counts?|levels?|series|pace|tally|year|toll|sum|month|peak|record)\b", re.I
)


_NEVER = re.compile(r"\b(?:never|not|no|n['’]t|hardly|without)\b[\w\s]{0,16}\Z", re.I)


def _from_rank(reader: _Reader, sentence: Sentence, rank: Rank) -> Claim | None:
    kind = "rank"
    if rank.restating or _NEVER.search(sentence.text[max(sentence.span.start, rank.start - 24) : rank.start]):
        return None
    at = reach(sentence, rank.start, rank.end)
    scope = scope_of(sentence, replace(at, left=sentence.span.start))
    if not any(w >= 1.0 for w in scope.families.values()) and not _ANAPHORA.search(
        sentence.text[sentence.span.start : max(rank.end, min(sentence.span.end, rank.end + 60))]
    ):
        return None
    near = any(c.kind == "family" and abs(c.start - rank.start) < 40 for c in sentence.cues)
    prefer = None if near else _goes_on_from(reader, sentence)
    choices = choose(reader.catalog, scope, reader.discourse, None, (), carry=True, prefer=prefer)
    if not choices or choices[0].score < MINIMUM:
        return None
    measure = choices[0].measure
    period, base = ranked(
        reader.catalog, measure, sentence, at, reader.discourse, reader.clock, reader.document.published, rank.unit
    )
    reader.discourse.last = reader.discourse.paragraph = measure
    value = rank.value
    if rank.unit.startswith("consecutive") and period is not None:
        first = base.fiscal_years()[-1] + 1 if base and base.fiscal_years() else period.fiscal_years()[0] if period.fiscal_years() else 0
        last = period.fiscal_years()[-1] if period.fiscal_years() else 0
        if first and last > first:
            value, period, base = last - first + 1, fiscal_years(first, last), None
    asserted = Asserted(value, rank.unit, "exact", value, value)
    shared = _SHARE_WORDS.search(sentence.text, sentence.span.start, rank.start) is not None
    before = reader.claims[-1] if reader.claims else None
    modal = before is not None and before.modal and before.sentence == sentence.text[sentence.span.start : sentence.span.end]
    return Claim(
        "", "", rank.start, rank.end, "rank", measure.id, period, asserted, base, of_share=shared, modal=modal, also=_also(choices, scope, reader.discourse, kind),
        fallback=_fallback(choices, scope),
        clause=sentence.text[at.left : at.right],
    )  # fmt: skip
