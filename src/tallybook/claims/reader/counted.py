"""Counted: the periods a count, a rate or a share can be of."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from tallybook.base.catalog import Catalog
from tallybook.base.periods import Period, fiscal_years
from tallybook.claims.reader.clock import Time
from tallybook.claims.reader.near import (
    Seen,
    base_like,
    belongs,
    named_near,
    of_neighbour,
    of_superlative,
    served_as_base,
)
from tallybook.claims.reader.scope import Reach, Sentence
from tallybook.claims.reader.setting import Setting
from tallybook.claims.reader.settling import Reading, carried_period, latest_known, settled, year_before
from tallybook.claims.reader.subject import Choice
from tallybook.measures.figures import STOCK
from tallybook.measures.measure import Measure
from tallybook.measures.series import has_series, series


def counted(setting: Setting, choice: Choice, kind: str) -> list[Reading]:
    """Return the periods of a count, a rate or a share: one where the words name it, else the likeliest first."""
    catalog, sentence, at, discourse, seen = (
        setting.catalog,
        setting.sentence,
        setting.at,
        setting.discourse,
        setting.seen,
    )
    measure, today = choice.measure, setting.today
    near = named_near(sentence, at)
    near = [t for t in near if not of_superlative(sentence, t)]
    mine = [t for t in near if belongs(at, t) and not of_neighbour(sentence, at, t)]
    if kind == "share":
        mine = [t for t in mine if not t.back] or mine
    before = [t for t in near if t.end <= at.start and not base_like(sentence, t) and not of_neighbour(sentence, at, t)]
    shared = [t for t in near if t.start >= at.tail and _shared(sentence, at, t)]
    own = mine or before or shared
    own = [t for t in own if t.kind != "now" or measure.nature in STOCK]
    own = [
        replace(t, lead="") if t.lead == "since" and _WHEN.match(sentence.text[t.end : at.start]) else t for t in own
    ]
    paired = _paired(sentence, at)
    time = paired or _united(sentence, own) or (own[0] if own else None)
    period = settled(setting, measure, time, near)
    if kind == "count":
        sole = {v.period for v in choice.anchors}
        if (
            len(sole) == 1
            and period not in sole
            and not any(at.end <= t.start < at.end + 25 and (t.kind in _NAMED or _looks_back(t)) for t in mine)
            and choice.anchors[0].value >= 1000
            and served_as_base(sentence, at.start)
        ):
            return [(next(iter(sole)), None)]
        anchored = _anchored(choice, time, period, near, seen)
        if anchored is not None:
            return [(anchored, None)]
    if period is not None and time is not None:
        found = [period]
        if time.kind in ("year", "relative"):
            found += [settled(setting, measure, replace(time, period=p), near) or p for p in time.others[:2]]
        return [(p, None) for p in dict.fromkeys(found)]
    before_it = _against(setting, measure) if kind == "count" else None
    if before_it is not None:
        return [(before_it, None), *([(carried, None)] if (carried := carried_period(discourse, measure)) else [])]
    counted_out = _amounts_to(setting, measure) if kind == "rate" else None
    if counted_out is not None:
        return [(counted_out, None)]
    kin = [s.period for s in seen if are_kin(s.measure, measure) and not s.base]
    latest = [max(kin, key=by_end)] if kin else []
    stock = measure.nature in STOCK and discourse.paragraph_period is None
    options = [
        *(latest if stock else ()),
        carried_period(discourse, measure),
        *(kin[-1:]),
        *latest,
        *(_rate_periods(catalog, measure, today) if kind == "rate" else ()),
        latest_known(catalog, measure, today),
    ]
    return [(p, None) for p in dict.fromkeys(p for p in options if p is not None)] or [(None, None)]


def _rate_periods(catalog: Catalog, measure: Measure, today: date | None) -> list[Period]:
    """Return the periods for which a rate itself was published, begun by a day."""
    found: list[Period] = []
    name = measure.id + ".per_day"
    if has_series(catalog, name):
        found += [p for p in series(catalog, name).periods() if today is None or p.start <= today]
    return found[-1:]


def _against(setting: Setting, measure: Measure) -> Period | None:
    """Return the year before that of the count which a number is set against (`37,722 against 28,289`)."""
    if not _AGAINST.search(setting.sentence.text[setting.sentence.span.start : setting.at.start]):
        return None
    last = setting.seen[-1] if setting.seen else None
    if last is None or last.block != setting.block or last.measure is not measure or not last.period.fiscal_years():
        return None
    return year_before(last.period) if last.sentence == setting.sentence.span.start else None


def _amounts_to(setting: Setting, measure: Measure) -> Period | None:
    """Return the period of the count just before that a rate puts in other words (`39,678; that is 1,280 a day`)."""
    last = setting.seen[-1] if setting.seen else None
    if last is None or last.block != setting.block or last.base:
        return None
    before = setting.sentence.text[setting.sentence.span.start : setting.at.start]
    if _THAT_IS.match(before):
        return last.period
    joined = last.sentence == setting.sentence.span.start and _OR.search(before) is not None
    return last.period if joined and are_kin(last.measure, measure) else None


_THAT_IS = re.compile(
    r"\W*(?:that|this|it)(?:['’]s| (?:is|was|means|makes|comes|came|works|worked|amounts|amounted))\b", re.I
)
_OR = re.compile(r"(?:\bor|\bmaking|\bthat is)\W+(?:\w+\W+){0,2}\Z", re.I)


_NAMED = frozenset({"fiscal", "year", "calendar", "month", "day", "window"})
_AGAINST = re.compile(r"\b(?:against|versus|vs\.?|compared (?:with|to)|up from|down from)\s+\Z", re.I)


_WHEN = re.compile(r",? when (?:there|it|they|the \w+)\b[^.;,]{0,30}\Z")


_KIN = (frozenset({"counties", "jurisdictions"}), frozenset({"removals", "returns", "repatriations"}))


def are_kin(a: Measure, b: Measure) -> bool:
    """Return whether two measures are of one family, or of families that a text goes between without saying so."""
    return a.family == b.family or any({a.family, b.family} <= group for group in _KIN)


def _shared(sentence: Sentence, at: Reach, time: Time) -> bool:
    """Whether a period at the end of a list belongs to every number in it."""
    between = [q for q in sentence.points if at.end <= q.start and q.end <= time.start]
    if not between:
        return False
    stretch = sentence.text[at.end : between[-1].start]
    if len(between) == 1 and re.fullmatch(r"(?: an?| per| each| every) (?:day|week|month), or ", stretch):
        return True
    return not re.search(r"[;:.()—]|,\s+(?!and\b|\d)", stretch) and re.search(r"\band\b|,", stretch) is not None


def _paired(sentence: Sentence, at: Reach) -> Time | None:
    """Return the period of a number in a list after a list of as many periods (`FY12 vs FY21: 409,849 → 59,011`)."""
    numbers = [q for q in sentence.points if q.form == "number"]
    named = [t for t in sentence.times if not t.issue]
    if len(named) < 2 or len(numbers) != len(named) or named[-1].end > numbers[0].start:
        return None
    place = next((i for i, q in enumerate(numbers) if q.start == at.start), None)
    return named[place] if place is not None else None


_JOINTLY = re.compile(
    r"\b(?:together|combined|between them|in (?:the )?two years|in both years|added up|the sum)\b", re.I
)


def _united(sentence: Sentence, own: Sequence[Time]) -> Time | None:
    """Return two years named together as one period (`in 2011 and 2012 together`)."""
    if len(own) < 2 or not _JOINTLY.search(sentence.text, sentence.span.start, sentence.span.end):
        return None
    a, b = sorted(own[:2], key=lambda t: t.start)
    years = a.period.fiscal_years() + b.period.fiscal_years()
    if (
        len(years) != 2
        or years[1] != years[0] + 1
        or not re.fullmatch(r"\s*(?:and|plus|&)\s*", sentence.text[a.end : b.start])
    ):
        return None
    return replace(a, end=b.end, period=fiscal_years(years[0], years[1]), others=(), lead="")


def by_end(period: Period) -> tuple[date, int]:
    """Return the key that sorts periods by their last day, the longer first."""
    return period.end, -period.days


def _looks_back(time: Time) -> bool:
    """Whether the words name a year by its distance from another (`the year before`): no other year is meant."""
    return time.back and bool(time.period.fiscal_years())


def _anchored(
    choice: Choice, time: Time | None, period: Period | None, near: Sequence[Time], seen: Sequence[Seen]
) -> Period | None:
    """Return the period at which a series has exactly this number, where the words allow that period."""
    periods = list(dict.fromkeys(v.period for v in choice.anchors if v.period is not None))
    if not periods or period in periods:
        return None
    named = {*(p for t in near for p in (t.period, *t.others)), *(s.period for s in seen)}
    if time is not None and _looks_back(time):
        return None
    if time is None:
        inherited = [p for p in periods if p in named]
        if inherited:
            return inherited[-1]
        return periods[-1] if len(periods) == 1 and choice.anchors[0].value >= 1000 else None
    if time.kind == "first_year":
        return None
    for candidate in periods:
        if candidate in time.others or (time.kind in ("term", "decade") and candidate in time.period):
            return candidate
        if time.kind in ("fiscal", "year") and len(time.period.fiscal_years()) > 1 and candidate in time.period:
            return candidate
        if time.kind == "day" and abs((candidate.end - time.period.end).days) <= 31 and candidate.days <= 31:
            return candidate
        if time.kind in ("day", "month") and (
            candidate.end == time.period.end or (candidate in named and candidate.days > 31)
        ):
            return candidate
        if time.kind == "relative" and candidate in named:
            return candidate
    return None
