"""Wholes: what a share is a share of."""

from __future__ import annotations

import re
from dataclasses import replace

from tallybook.base.periods import Period, fiscal_year_of, fiscal_year_start
from tallybook.claims.model import Kind
from tallybook.claims.quantity import Quantity
from tallybook.claims.reader.lexicon import tokens
from tallybook.claims.reader.scope import Reach, Sentence
from tallybook.claims.reader.state import Reader
from tallybook.claims.reader.subject import Scope
from tallybook.measures.measure import Measure, measures

_TOTAL_OF_YEAR = re.compile(
    r"\A\s*(?:percent|%)?\s*of (?:the|this|last|that) (?:fiscal[- ])?(?:year['’]?s?)(?:[- ](?:total"
    r"|removals|count|tally|figure))?(?: so far)?|"
    r"\A\s*(?:percent|%)?\s*of (?:the|this) (?:fiscal[- ]year|year[- ]to[- ]date|annual|running) total",
    re.I,
)


def year_total(sentence: Sentence, at: Reach, period: Period | None) -> Period | None:
    """Return the year (to date) whose total a share is taken of (`46 percent of the fiscal-year total so far`)."""
    if period is None or period.fiscal_years() or not _TOTAL_OF_YEAR.match(sentence.text[at.end : at.end + 60]):
        return None
    return Period(fiscal_year_start(fiscal_year_of(period.end)), period.end)


def whole_of_share(sentence: Sentence, point: Quantity) -> bool:
    """Whether a number is only the whole of a share just named (`41 percent of the nation's 3,181 jurisdictions`)."""
    before = sentence.text[max(sentence.span.start, point.start - 60) : point.start]
    return bool(
        re.search(
            r"(?:percent|%|half|third|quarter|fifth|\bin \w+|out of \w+) (?:of|out of) (?:the |all "
            r"|its )?(?:[\w’']+ ){0,2}\Z",
            before,
            re.I,
        )
    )


_NUMBER_OF = re.compile(r"\d[\d,.]*(?: million)? of (?:the |all |those |these |its |their |all the )+(?:\w+ )?\Z", re.I)


def is_whole_of_part(sentence: Sentence, point: Quantity) -> bool:
    """Return whether a number is what another one is a part of (`225,390 of the 409,849 people removed had …`)."""
    return _NUMBER_OF.search(sentence.text[max(sentence.span.start, point.start - 40) : point.start]) is not None


def own_words_of_whole(sentence: Sentence, at: Reach) -> Reach:
    """Return the reach of such a whole, without what the sentence goes on to say of the part."""
    verb = _PREDICATE.search(sentence.text, at.end, at.right)
    right = verb.start() if verb else at.right
    return Reach(at.end, at.start, at.end, right, right)


def without_whole(sentence: Sentence, at: Reach, scope: Scope) -> Scope:
    """Return the scope of a share without the words of its whole (`16 percent of criminal removals`)."""
    of = _OF_WHOLE.match(sentence.text, at.end, at.right)
    if of is None:
        return scope
    verb = _PREDICATE.search(sentence.text, of.end(), at.right)
    end = verb.start() if verb else at.right
    mine = {c.name for c in sentence.cues if c.kind == "feature" and not of.end() <= c.start < end}
    whole = {c.name for c in sentence.cues if c.kind == "feature" and of.end() <= c.start < end} - mine
    own = {f: w for f, w in scope.features.items() if f not in whole}
    return replace(scope, features=own) if whole and any(w >= 0.85 for w in own.values()) else scope


_OF_WHOLE = re.compile(r"\s*(?:percent|%)?\s*of (?:all |the |those |these |its |their )*", re.I)
_PREDICATE = re.compile(
    r"\b(?:had|have|has|were|was|are|is|who|with|start|came|come|involv\w+|after|carried|lack\w*|do|did)\b|[,;:]"
)


def stated_whole(sentence: Sentence, point: Quantity) -> float | None:
    """Return the number that a share is taken of, where the text gives it."""
    for other in sentence.points:
        if other.start >= point.end and other.form == "number" and whole_of_share(sentence, other):
            between = sentence.text[point.number_end : other.start]
            if len(between) < 60 and not re.search(r"[;:,]", between):
                return other.value
    return None


SHARE_WORDS = re.compile(r"\b(?:share|proportion|percentage|rate|fraction|portion|ratio)\b", re.I)


def speaks_of_share(sentence: Sentence, at: Reach) -> bool:
    """Return whether the words before a number speak of a share (`the share rose by`)."""
    return bool(SHARE_WORDS.search(sentence.text, sentence.span.start, at.start))


def named_whole(reader: Reader, sentence: Sentence, at: Reach, kind: Kind, measure: Measure) -> str:
    """Return the measure a share is taken of, where the words after it name one."""
    if kind != "share":
        return ""
    after = sentence.text[at.end : at.right]
    named = re.match(r"\s*(?:percent|%)?\s*of (?:all |the |those |these |its |their )*", after, re.I)
    if not named:
        return ""
    cut = re.search(
        r"\b(?:had|have|has|were|was|are|is|who|with|now|start|came|come|involv\w+|after|carried"
        r"|lack\w*|do|did)\b|[,;:]",
        after[named.end() :],
    )
    stretch = after[named.end() : named.end() + (cut.start() if cut else len(after))]
    cues = reader.words.cues(tokens(stretch))
    features = {c.name for c in cues if c.kind == "feature"} | {
        f for c in cues if c.kind == "family" for f in c.features
    }
    families = [c.name for c in cues if c.kind == "family"]
    parent = measures(reader.catalog).get(measure.part_of)
    while parent is not None:
        known = {f for m in measures(reader.catalog).values() if m.family == parent.family for f in m.features}
        if set(parent.features) == features & known and (not families or parent.family in families):
            return parent.id
        parent = measures(reader.catalog).get(parent.part_of) if parent.part_of else None
    return ""
