"""Wholes: what a share is a share of."""

from __future__ import annotations

import re

from tallybook.base.periods import Period, fiscal_year_of, fiscal_year_start
from tallybook.claims.model import Kind
from tallybook.claims.quantity import Quantity
from tallybook.claims.reader.lexicon import tokens
from tallybook.claims.reader.scope import Reach, Sentence
from tallybook.claims.reader.state import Reader
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
