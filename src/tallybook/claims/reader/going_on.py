"""Going on: what a number takes over from the ones before it, and what it leaves to the next."""

from __future__ import annotations

import re
from dataclasses import replace

from tallybook.claims.model import Claim, Kind
from tallybook.claims.quantity import Quantity
from tallybook.claims.reader.lexicon import tokens
from tallybook.claims.reader.near import Seen, base_like, served_as_base
from tallybook.claims.reader.places import where
from tallybook.claims.reader.scope import SENTENCE, Reach, Sentence, reach
from tallybook.claims.reader.state import Reader
from tallybook.claims.reader.subject import Scope
from tallybook.measures.measure import Measure, measures

_MEMORY = 60
"""How many claims back a number may go on from."""


def going_on(reader: Reader, sentence: Sentence, point: Quantity, kind: Kind, scope: Scope) -> tuple[Kind, Scope]:
    """Return kind and scope of a percentage that goes on from the one before it, naming nothing itself."""
    if kind == "change" and point.form != "number" and not scope.families and not scope.features:
        recent = [c for c in reader.claims[-_MEMORY:] if c.paragraph == reader.block]
        if recent and recent[-1].kind == "share":
            whose = measures(reader.catalog)[recent[-1].measure or ""]
            return kind, replace(scope, families={whose.family: 1.2}, features=dict.fromkeys(whose.features, 1.0))
    if kind != "share" or any(w >= 0.85 for w in scope.features.values()) or narrowed(reader, sentence, point):
        return kind, scope
    shares = [q for q in sentence.points if q.form in ("percent", "fraction")]
    if len(shares) == 1 and scope.features:
        closest = max(scope.features.values())
        return kind, replace(scope, features={f: 0.95 for f, weight in scope.features.items() if weight == closest})
    mine = [c for c in reader.claims[-_MEMORY:] if c.paragraph == reader.block]
    last = next((c for c in reversed(mine) if c.kind != "count"), mine[-1] if mine else None)
    earlier = next(
        (c for c in reversed(reader.claims[-_MEMORY:]) if c.kind == "share" and c.paragraph >= reader.block - 1), None
    )
    if last is None and earlier is None:
        heading = reader.discourse.heading.features
        return kind, replace(
            scope, features={**scope.features, **dict.fromkeys(heading, 1.0)}
        ) if scope.families else scope
    if last is None:
        last = earlier
    assert last is not None
    bases = [t for t in sentence.times if t.start >= point.start and base_like(sentence, t)]
    text = sentence.text[sentence.span.start : sentence.span.end]
    level = (
        re.search(r"\b(?:from|to)\s+(?:about |nearly |some |roughly )?\Z", sentence.text[: point.number_start])
        is not None
    )
    same = last.sentence == text
    turn = re.search(
        r"\b(?:it|that|this|growth|decline|drop|fall|increase|rise|or|margin)\b",
        sentence.text[sentence.span.start : point.start],
        re.I,
    )
    if (
        last.kind == "change"
        and not level
        and (same or turn)
        and (bases or turn)
        and not re.search(r"\A[^.;]{0,12}\bof (?:those|them|the|all)\b", sentence.text[point.number_end :])
    ):
        return "change", scope
    table = measures(reader.catalog)
    here = next((c for c in reversed(mine) if c.sentence == text and table[c.measure or ""].features), None)
    before = here or earlier
    source = table.get((before or last).measure or "")
    paragraph = reader.discourse.paragraph
    if (source is None or not source.features) and paragraph is not None and paragraph.part_of and not scope.features:
        source = paragraph
    if source is not None and source.features and (scope.nearest_family < 2.4 or source.family in scope.families):
        return kind, replace(
            scope,
            features={**scope.features, **dict.fromkeys(source.features, 1.0)},
            families=scope.families or {source.family: 1.2},
        )
    return kind, scope


def narrowed(reader: Reader, sentence: Sentence, point: Quantity) -> bool:
    """Whether a share is of one citizenship, so that no class of people is carried over to it."""
    return "citizenship" in where(reader.catalog, sentence, reach(sentence, point.start, point.end))


_THE_OTHERS = re.compile(
    r"\W*(?:(?:That|This|It|Those|These)(?:['’]s| is| was| are| were) (?:again )?(?:the )?"
    r"(?P<whose>ICE|DHS|department)(?:['’]s)?(?: own)? (?:number|figure|count|total|tally|series)"
    r"|(?P<again>ICE|DHS) again\b)"
)
_OTHER = {"ICE": "DHS", "DHS": "ICE", "department": "ICE"}


def of_the_other(sentence: Sentence, scope: Scope) -> Scope:
    """Return the scope of a number that the next sentence takes back as another agency's (`That is the ICE number`)."""
    back = _THE_OTHERS.match(sentence.text, sentence.span.end)
    if back is None or scope.nearest_agency >= 1.0:
        return scope
    return replace(scope, agencies={_OTHER[back["whose"] or back["again"]]: 1.6})


_SUCH = re.compile(
    r"\b(?:such|this|that|these|those) (?:an? |kinds? of )?(?:\w+ )?(?:conviction|offen[cs]e|crime|charge)s?\b", re.I
)


def with_such(reader: Reader, sentence: Sentence, at: Reach, scope: Scope) -> Scope:
    """Return the scope with the offence that `such a conviction` goes back to."""
    paragraph = reader.discourse.paragraph
    if paragraph is None or not paragraph.features or not _SUCH.search(sentence.text, at.left, at.right):
        return scope
    own = {f: w for f, w in scope.features.items() if f != "convicted"}
    return replace(scope, features={**own, **dict.fromkeys(paragraph.features, 1.2)})


def of_family(reader: Reader, sentence: Sentence, point: Quantity, scope: Scope) -> Scope:
    """Return the scope with the family that a share is said to be of (`a quarter of the book-ins`)."""
    after = sentence.text[point.number_end : min(sentence.span.end, point.number_end + 45)]
    of = re.match(r"\s*(?:percent|%)?\s*(?:of|out of|among) (?:all |the |its |those |these |their |\w+ )?", after)
    if (
        not of
        or re.match(r"(?:them|it|whom|which)\b", after[of.end() :], re.I)
        or re.search(r"\b(?:them|it|whom|which)\s\Z", of[0], re.I)
    ):
        return scope
    cue = next((c for c in reader.words.cues(tokens(after)) if c.kind == "family" and c.start <= of.end() + 12), None)
    if cue is None:
        return scope
    features = {**scope.features, **dict.fromkeys(cue.features, 1.2)}
    return replace(scope, families={cue.name: 3.0}, features=features)


def of_that_number(sentence: Sentence, point: Quantity, at: Reach) -> bool:
    """Whether `58 percent of that number` says who made it up (`criminals represented …`): a share, no ratio."""
    words = sentence.text[point.number_end : point.number_end + 40]
    if not re.match(r"\s*(?:percent|%)?\s*of (?:that|this|the) (?:number|total|figure|sum|count)\b", words, re.I):
        return False
    return any(c.kind == "feature" and at.left <= c.start < at.right for c in sentence.cues)


def like_a_rate(reader: Reader, sentence: Sentence, point: Quantity) -> bool:
    """Whether a bare number follows a rate and is of its size (`735 a day, a shade below last year's 742`)."""
    last = reader.claims[-1] if reader.claims else None
    if (
        last is None
        or last.kind != "rate"
        or not last.asserted.value
        or last.sentence != sentence.text[sentence.span.start : sentence.span.end]
    ):
        return False
    noun = any(c.kind == "family" and point.end <= c.start < point.end + 25 for c in sentence.cues)
    return not noun and 1 / 3 <= point.value / last.asserted.value <= 3


def after_share(reader: Reader, scope: Scope) -> bool:
    """Whether a change follows a share in its paragraph and names no family of its own."""
    recent = [c for c in reader.claims[-_MEMORY:] if c.paragraph == reader.block]
    return bool(recent) and recent[-1].kind == "share" and not any(w >= SENTENCE - 0.3 for w in scope.families.values())


ASIDE = frozenset({"carryover", "mirp", "atep", "less_atep"})
"""Features of figures quoted to qualify a total; the text goes on about the total."""


def remember(reader: Reader, sentence: Sentence, point: Quantity, claim: Claim, measure: Measure) -> None:
    """Let what follows inherit the measure and period, unless the number only served as the base of a comparison."""
    before = sentence.text[max(sentence.span.start, point.start - 40) : point.start]
    backward = any(t.back and point.end <= t.start < point.end + 30 for t in sentence.times)
    base = claim.kind in ("count", "share", "rate") and (
        backward
        or (
            served_as_base(sentence, point.start)
            and not re.match(r"[^.;]{0,60}?\bto\s+[~\d]", sentence.text[point.end : point.end + 70])
        )
        or re.search(r"\b[Cc]ompare\b[^.;]{0,40}\Z", before) is not None
    )
    if claim.narrowed:
        return
    if claim.kind == "count" and claim.period is not None:
        reader.seen.append(Seen(measure, claim.period, sentence.span.start, reader.block, base))
    if base or set(measure.features) & ASIDE:
        return
    reader.discourse.last = reader.discourse.paragraph = measure
    spoken_of = reader.discourse.paragraph_period
    if claim.period is not None and (
        claim.kind not in ("change", "ratio") or spoken_of is None or claim.period.end > spoken_of.end
    ):
        reader.discourse.last_period = reader.discourse.paragraph_period = claim.period
