"""Numbers: a quantity of a sentence, with everything around it, becomes a claim."""

from __future__ import annotations

import re
from dataclasses import replace

from tallybook.base.periods import fiscal_year, fiscal_year_of, fiscal_years
from tallybook.claims.model import Asserted, Claim
from tallybook.claims.quantity import Quantity
from tallybook.claims.reader.choosing import AVERAGE, also_allowed, as_average, measures_for, other_agencies
from tallybook.claims.reader.compared import compared, names_base
from tallybook.claims.reader.counted import counted
from tallybook.claims.reader.denying import denial
from tallybook.claims.reader.doubts import EACH, LOCAL, SMALL, is_measurable, is_modal, is_plausible
from tallybook.claims.reader.foreign import foreign, fronted, share_of_another
from tallybook.claims.reader.going_on import (
    after_share,
    going_on,
    like_a_rate,
    of_family,
    of_that_number,
    of_the_other,
    remember,
    with_such,
)
from tallybook.claims.reader.kinds import kind_of
from tallybook.claims.reader.near import base_like, belongs
from tallybook.claims.reader.parts import of_a_part
from tallybook.claims.reader.places import of_another_actor, placed
from tallybook.claims.reader.ranked import ranked
from tallybook.claims.reader.scope import Reach, Sentence, reach, scope_of
from tallybook.claims.reader.state import MINIMUM, Reader
from tallybook.claims.reader.streaks import streak_unit
from tallybook.claims.reader.subject import choose
from tallybook.claims.reader.wholes import (
    is_whole_of_part,
    named_whole,
    own_words_of_whole,
    speaks_of_share,
    stated_whole,
    whole_of_share,
    without_whole,
    year_total,
)
from tallybook.claims.reader.wording import asserted_by, words_to_cite


def from_quantity(reader: Reader, sentence: Sentence, point: Quantity) -> Claim | None:
    """Return the claim that a number makes, or None where it counts nothing of ours."""
    text, span = sentence.text, sentence.span
    if _IDENTIFIER.search(text[max(point.number_start - 20, 0) : point.number_start]) and "," not in point.text:
        return None
    kind, per = kind_of(text, point, span.start, span.end)
    if kind in ("count", "rate") and foreign(reader.catalog, sentence, point, reader.words):
        return None
    at = reach(sentence, point.start, point.end)
    if kind == "count" and whole_of_share(sentence, point):
        return None
    if kind == "ratio" and point.form in ("percent", "fraction") and of_that_number(sentence, point, at):
        kind = "share"
    if any(c.kind == "elsewhere" and at.left <= c.start < at.right for c in sentence.cues):
        return None
    if of_another_actor(reader.catalog, sentence, at):
        return None
    scope = scope_of(
        sentence, own_words_of_whole(sentence, at) if kind == "count" and is_whole_of_part(sentence, point) else at
    )
    if kind == "share":
        scope = without_whole(sentence, at, scope)
    scope = of_the_other(sentence, with_such(reader, sentence, at, scope))
    kind, scope = going_on(reader, sentence, point, kind, scope)
    if kind == "share":
        scope = of_family(reader, sentence, point, scope)
    if kind == "share" and (
        share_of_another(sentence, point, reader.words)
        or fronted(reader.catalog, sentence, point, reader.words)
        or (not scope.features and not scope.families)
    ):
        return None
    choices = measures_for(reader, sentence, point, kind, at, scope)
    if not choices:
        return None
    choice = choices[0]
    if choice.measure.family == "detained" and AVERAGE.search(text, span.start, span.end) and kind in ("count", "rate"):
        choice = as_average(reader, choice)
        kind = "count"
    own_family = any(c.kind == "family" and at.left <= c.start < at.tail for c in sentence.cues)
    if (
        kind == "count"
        and not choice.anchors
        and (
            (point.value < 100 and not own_family and choice.measure.family != "deaths")
            or (point.value < 13 and choice.measure.family not in SMALL)
            or (point.value < 10 and point.spelled and not sentence.times)
        )
    ):
        return None
    if kind == "count" and like_a_rate(reader, sentence, point):
        kind, per = "rate", reader.claims[-1].asserted.unit.rsplit(" ", 1)[-1]
    measure = choice.measure
    asserted = asserted_by(text, sentence, point, kind, per, measure)
    start, end = words_to_cite(sentence, point, at)
    if kind == "rank":
        unit = streak_unit(sentence, point)
        if unit is None:
            return None
        whole = choose(reader.catalog, scope_of(sentence, replace(at, left=sentence.span.start)), reader.discourse)
        measure = whole[0].measure if whole and whole[0].score >= MINIMUM else measure
        period = ranked(reader.around(sentence, at), measure, unit, int(point.value))[0]
        if period is not None and period.fiscal_years():
            last = period.fiscal_years()[-1]
            period = fiscal_years(last - int(point.value) + 1, last) if point.value > 1 else period
        reader.discourse.last = reader.discourse.paragraph = measure
        low = _threshold(sentence, point)
        return Claim(
            "",
            "",
            start,
            end,
            "rank",
            measure.id,
            period,
            Asserted(point.value, unit, "exact", low or point.value, point.value),
        )
    setting = reader.around(sentence, at)
    readings = compared(setting, choice) if kind in ("change", "ratio") else counted(setting, choice, kind)
    if kind == "count" and not choice.anchors and point.value < 1000 and LOCAL.search(text, at.left, at.start):
        return None
    if kind == "count" and not (
        is_plausible(reader, sentence, choice, point, readings[0][0])
        and is_measurable(reader, sentence, choice, point, readings[0][0])
    ):
        return None
    period, base = readings[0]
    modal = is_modal(reader, sentence, point, kind)
    if modal and kind != "share" and not _names_year(sentence, at):
        period = fiscal_year(fiscal_year_of(reader.clock.today))
    place = placed(reader.catalog, sentence, at)
    own_share = kind == "change" and (speaks_of_share(sentence, at) or after_share(reader, scope))
    claim = Claim(
        "", "", start, end, kind, measure.id, period, asserted, base, of_share=own_share,
        where=place.where,
        readings=tuple(readings[1:]),
        fallback=other_agencies(choices, scope),
        whole=named_whole(reader, sentence, at, kind, measure),
        also=also_allowed(choices, scope, reader.discourse, kind),
        whole_value=stated_whole(sentence, point) if kind == "share" else None,
        whole_period=year_total(sentence, at, period) if kind == "share" else None,
        each=kind == "count" and EACH.search(text, span.start, span.end) is not None,
        modal=modal,
        base_named=kind in ("change", "ratio") and names_base(setting),
        clause=text[at.left : at.right],
        denied=denial(sentence, point, at) if asserted.hedge == point.hedge else "",
        narrowed=of_a_part(reader, sentence, point, at, kind, measure, place),
    )  # fmt: skip
    remember(reader, sentence, point, claim, measure)
    return claim


_IDENTIFIER = re.compile(r"\b(?:No|Nos|Docket|Case|File|Ref|ID)\b\.?:? ?\w{0,4}-\Z", re.I)
_LEVEL = re.compile(r"\b(?:below|under|above|over|topped|exceeded)\s*\Z", re.I)


def _names_year(sentence: Sentence, at: Reach) -> bool:
    """Whether the words of a number name its year or day themselves."""
    named = [t for t in sentence.times if belongs(at, t) and not base_like(sentence, t)]
    return any(t.kind in ("fiscal", "year", "calendar", "month", "day") for t in named)


def _threshold(sentence: Sentence, point: Quantity) -> float | None:
    """Return the level a streak stays under or over (`slipped below 900,000 for the second straight year`)."""
    for other in sentence.points:
        before = sentence.text[max(0, other.number_start - 12) : other.number_start]
        if other.form == "number" and other.end <= point.start and _LEVEL.search(before):
            return other.value
    return None
