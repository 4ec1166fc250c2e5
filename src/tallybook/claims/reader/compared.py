"""Compared: the periods a change or a ratio can be between."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

from tallybook.base.periods import Period, fiscal_year, fiscal_year_of, month, month_end, on
from tallybook.claims.reader.clock import Time, number
from tallybook.claims.reader.counted import are_kin, by_end
from tallybook.claims.reader.near import Seen, base_like, belongs, named_near, of_neighbour
from tallybook.claims.reader.scope import Reach, Sentence
from tallybook.claims.reader.setting import Setting
from tallybook.claims.reader.settling import Reading, latest_known, settled, year_before
from tallybook.claims.reader.subject import Choice
from tallybook.measures.figures import STOCK
from tallybook.measures.measure import Measure

_ONE_YEAR = re.compile(
    r"\b(?:in|within|over) (?:a|one|a single|the single|the space of a|just one"
    r"|the (?:very )?(?:first|next|following)) year\b|\byear[- ](?:on|over)[- ]year\b|\bin ONE year",
    re.I,
)


_STARTS_BACK = re.compile(r"\A\W*(?:That|This|It|Which|The (?:total|figure|number|count|sum))\b")


def compared(setting: Setting, choice: Choice) -> list[Reading]:
    """Return the periods and bases of a change or a ratio: one where the words name both, else the likeliest first."""
    catalog, sentence, at, seen = setting.catalog, setting.sentence, setting.at, setting.seen
    measure, today = choice.measure, setting.today
    near = [t for t in named_near(sentence, at) if not of_neighbour(sentence, at, t)]
    text = sentence.text
    spread = next(
        (
            t
            for t in near
            if len(t.period.fiscal_years()) > 1 and t.kind in ("fiscal", "decade") and t.lead in ("between", "from")
        ),
        None,
    )
    if spread is not None:
        years = spread.period.fiscal_years()
        first = fiscal_year(years[0])
        return [(fiscal_year(years[-1]), first), (fiscal_year(years[-1]), fiscal_year(years[0] - 1))]
    bases = [t for t in near if base_like(sentence, t) and (belongs(at, t) or t.start >= at.start or t.lead == "since")]
    bases += [t for t in near if t not in bases and t.back]
    against = re.compile(r"\b(?:against|compared (?:with|to)|compare) [^.;,]{0,45}\Z", re.I)
    bases += [
        t for t in near if t not in bases and t.end <= at.start and against.search(text[sentence.span.start : t.start])
    ]
    own = [t for t in near if t not in bases and not (base_like(sentence, t) and t.kind != "now")]
    left = [t for t in own if t.end <= at.start]
    right = [t for t in own if t.start >= at.end and (belongs(at, t) or not left)]
    pair = _from_to(sentence, at, own + bases)
    if pair is not None:
        before, after = (settled(setting, measure, replace(t, lead="")) for t in pair)
        return [(after, before)]
    windows = [t for t in near if t.kind == "window"]
    if windows and len(near) == 1:
        return [_ends(windows[0].period, measure), (windows[0].period, None)]
    if left and right and not bases and right[0].lead in ("on", "over", "of"):
        bases, right = [right[0]], []
    time = (left + right)[0] if left or right else None
    if time is not None and len(time.period.fiscal_years()) > 1 and not bases and time.lead in ("between", "from", ""):
        years = time.period.fiscal_years()
        return [(fiscal_year(years[-1]), fiscal_year(years[0]))]
    if (
        time is not None
        and not bases
        and measure.nature in STOCK
        and time.kind == "month"
        and choice_is_count(sentence, at)
    ):
        return [_ends(time.period, measure)]
    if time is not None and time.kind == "window" and not bases:
        return [_ends(time.period, measure), (time.period, None)]
    lead = replace(time, lead="") if time is not None and time.lead == "since" else time
    period = settled(setting, measure, lead, near)
    base = settled(setting, measure, replace(bases[0], lead="")) if bases else None
    kin = [s for s in seen if are_kin(s.measure, measure)] or list(seen)
    if period is not None and base is not None and period != base:
        return [(period, base)]
    since = bool(bases) and bases[0].lead == "since"
    if period is not None and base is None and _PERFECT.search(text[sentence.span.start : at.start]):
        here = [s for s in kin if s.sentence == sentence.span.start and s.block == setting.block and s.period == period]
        later = [s.period for s in kin if s.period.end > period.end]
        if here and later:
            return [(max(later, key=by_end), period)]
    periods = (
        [period]
        if period is not None and period != base
        else _latest_seen(setting, kin, base, since or one_year_of(text, sentence))
    )
    known = latest_known(catalog, measure, today)
    if known is not None and not (period is not None and period != base):
        periods += [known, *_since_complete(known, base, today)]
    one_year = one_year_of(text, sentence)
    span = _SPAN_OF_YEARS.search(text, sentence.span.start, sentence.span.end)
    which = _OF_EARLIER.search(text, sentence.span.start, at.start)
    found: list[Reading] = []
    for p in dict.fromkeys(_single(q, base) for q in periods if q != base):
        if base is not None:
            found.append((p, base))
            continue
        later = [s.period for s in kin if s.period.end > p.end and not one_year][-1:]
        earlier = _earlier_seen(setting, kin, p)
        options = (
            [year_before(p)] if one_year else [*earlier[:1], year_before(p), *earlier[1:], *(later if which else ())]
        )
        if span is not None and p.fiscal_years():
            options = [fiscal_year(p.fiscal_years()[-1] - number(span[1])), *options]
        found += [(p, b) for b in dict.fromkeys(options) if b is not None and b != p]
    return found[:6] or [(period, base)]


_OF_EARLIER = re.compile(r"\bwhich (?:was|were|had been) (?:\w+ ){0,2}\Z")
"""`…, which was half again as large`: an earlier number set against a later one."""


def names_base(setting: Setting) -> bool:
    """Return whether the words beside a comparison name the year or day it is made with."""
    return any(
        base_like(setting.sentence, t) and not t.back and t.kind in ("fiscal", "year", "calendar", "month", "day")
        for t in named_near(setting.sentence, setting.at)
        if belongs(setting.at, t) and t.start >= setting.at.start
    )


def choice_is_count(sentence: Sentence, at: Reach) -> bool:
    """Return whether a change is given as a count (`four hundred were added in January`)."""
    return any(q.start == at.start and q.form == "number" for q in sentence.points)


def _single(period: Period, base: Period | None) -> Period:
    """Return the last year of several where a single year is compared with a single one."""
    years = period.fiscal_years()
    if len(years) > 1 and base is not None and len(base.fiscal_years()) == 1:
        return fiscal_year(years[-1])
    return period


def _since_complete(known: Period, base: Period | None, today: date | None) -> list[Period]:
    """Return the last year over by the document's date, where the values known then end with the base itself."""
    if base is None or today is None or not known.fiscal_years() or known.end > base.end:
        return []
    return [fiscal_year(fiscal_year_of(today) - 1)]


_FROM_TO = re.compile(r"\bfrom\b", re.I)


def _from_to(sentence: Sentence, at: Reach, near: Sequence[Time]) -> tuple[Time, Time] | None:
    """Return the two periods of `from … in 2011 to … last year` after a change, or around it."""
    after = sorted((t for t in near if t.start >= at.end), key=lambda t: t.start)
    if len(after) >= 2 and _FROM_TO.search(sentence.text, at.end, after[0].start):
        between = sentence.text[after[0].end : after[1].start]
        if re.search(r"\bto\b", between):
            return after[0], after[1]
    before = sorted((t for t in near if t.end <= at.start), key=lambda t: t.start)
    if len(before) >= 2 and re.search(r"\bfrom\s*\Z|\bbetween\s*\Z", sentence.text[: before[-2].start], re.I):
        between = sentence.text[before[-2].end : before[-1].start]
        if re.fullmatch(r"\s*(?:to|and)\s*", between):
            return before[-2], before[-1]
    return None


def _ends(period: Period, measure: Measure) -> Reading:
    """Return what a change over a window compares: its last and first month, or a stock at both ends."""
    whole_months = period.start.day == 1 and period.end == month_end(period.end.year, period.end.month)
    if measure.nature in STOCK:
        return on(period.end), on(period.start - timedelta(days=1)) if whole_months else on(period.start)
    if whole_months:
        return month(period.end.year, period.end.month), month(period.start.year, period.start.month)
    return on(period.end), on(period.start)


_PERFECT = re.compile(r"\b(?:has|have)\s+(?:\w+\s+){0,2}?(?:been\s+)?\w+\s*(?:by\s+)?\Z", re.I)


_SPAN_OF_YEARS = re.compile(
    r"\b(?:in|over|within) (?:the (?:last|past|space of) |just |only )?(two|three|four|five|six|seven"
    r"|eight|nine|ten|eleven|twelve|\d{1,2}) (?:short |fiscal )?years\b",
    re.I,
)


def one_year_of(text: str, sentence: Sentence) -> bool:
    """Return whether a comparison is made over one year."""
    return _ONE_YEAR.search(text, sentence.span.start, sentence.span.end) is not None


def _latest_seen(setting: Setting, known: Sequence[Seen], base: Period | None, lately: bool) -> list[Period]:
    """Return the periods that a comparison without one can be of, the likeliest first."""
    usable = [s for s in known if not s.base and s.period != base]
    sentence, discourse = setting.sentence, setting.discourse
    here = [s.period for s in usable if s.sentence == sentence.span.start and s.block == setting.block]
    near = [s.period for s in usable if known and s.block == known[-1].block]
    said = [max(here, key=by_end)] if here else []
    last = [usable[-1].period] if usable else []
    widest = [max((s.period for s in usable), key=by_end)] if usable else []
    local = [max(near, key=by_end)] if near else []
    if lately:
        found = [*said, *widest, *local, *last]
    elif _STARTS_BACK.match(sentence.text[sentence.span.start :]):
        found = [*said, *last, *local, *widest]
    else:
        found = [*said, *local, *widest, *last]
    spoken_of = discourse.paragraph_period
    if spoken_of is not None and spoken_of != base:
        uncounted = all(s.block != setting.block for s in usable)
        found.insert(0 if uncounted and not said else len(found), spoken_of)
    return found


def _earlier_seen(setting: Setting, known: Sequence[Seen], period: Period) -> list[Period]:
    """Return earlier periods counted in this sentence, then in this paragraph: the natural bases of a comparison."""
    block = known[-1].block if known else -1
    here = [s for s in known if s.sentence == setting.sentence.span.start and s.block == setting.block]
    near = [s for s in known if s.block in (block, block - 1)]
    return list(dict.fromkeys(s.period for group in (here, near) for s in reversed(group) if s.period.end < period.end))
