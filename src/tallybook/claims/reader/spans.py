"""Spans: which period a number is about, and which one it is compared with."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from tallybook.base.catalog import Catalog
from tallybook.base.periods import (
    Kind,
    Period,
    calendar_year,
    fiscal_year,
    fiscal_year_of,
    fiscal_year_start,
    fiscal_years,
    month,
    month_end,
    on,
)
from tallybook.claims.reader.scope import Reach, Sentence
from tallybook.claims.reader.subject import Choice, Discourse
from tallybook.claims.reader.times import Clock, Time, number
from tallybook.measures.figures import STOCK, Figure, figure, latest_period
from tallybook.measures.measure import Measure
from tallybook.measures.series import has_series, series


@dataclass(frozen=True)
class Seen:
    """A count read earlier: what later comparisons rest on."""

    measure: Measure
    period: Period
    sentence: int
    """Where its sentence starts."""
    block: int
    base: bool
    """Whether it was itself named as the base of a comparison."""


_BASE_LEADS = frozenset({"than", "from", "since", "against", "versus", "vs", "vs.", "above", "below", "over"})
_TO_DATE_LEADS = frozenset({"by", "through", "to", "until", "up to", "as of", "before", "since"})
_BASE_BEFORE = re.compile(
    r"(?:than|compared (?:with|to)|against|versus|vs\.?|above|below|since|(?:half|third|quarter|sixth|fifth|tenth|percent|%) (?:of|as many as)(?: in)?(?: the)?"
    r"|as many as|up on|down on)\b[^.;]{0,45}\Z|\b(?:double|twice|triple|times)\b[^.;]{0,75}\Z",
    re.I,
)


def base_like(sentence: Sentence, time: Time) -> bool:
    """Return whether a period is named as the base of a comparison."""
    if time.back or time.lead in _BASE_LEADS or (time.lead == "on" and time.kind in ("year", "fiscal")):
        return True
    before = sentence.text[max(sentence.span.start, time.start - 60) : time.start]
    after = sentence.text[time.end : time.end + 24]
    return bool(_BASE_BEFORE.search(before) or re.match(r"(?:['’]s)?\s*(?:level|figure|total|peak|high)s?\b", after))


def named_near(sentence: Sentence, at: Reach) -> list[Time]:
    """Return the periods of a sentence, the one that most likely belongs to the number first."""

    def rank(time: Time) -> tuple[float, float]:
        if time.start < at.end and time.end > at.start:
            return (0.0, 0.0)
        if at.end <= time.start < at.right:
            gap = time.start - at.end
            return (1.0 if gap < 40 else 1.6, gap)
        if at.left <= time.start and time.end <= at.start:
            return (1.4, at.start - time.end)
        if at.right <= time.start < at.tail:
            return (1.5, time.start - at.end)
        if time.end <= at.start:
            return (2.0, at.start - time.end)
        return (3.0, time.start - at.end)

    return sorted((t for t in sentence.times if not t.issue), key=rank)


def belongs(at: Reach, time: Time) -> bool:
    """Return whether a period stands in the number's own stretch of words."""
    return (at.left <= time.start < at.tail) or (time.start < at.end and time.end > at.start)


Reading = tuple[Period | None, Period | None]
"""A period and, for a comparison, its base."""


def counted(
    catalog: Catalog,
    choice: Choice,
    sentence: Sentence,
    at: Reach,
    kind: str,
    discourse: Discourse,
    seen: Sequence[Seen],
    clock: Clock,
    published: date | None,
) -> list[Reading]:
    """Return the periods a count, a rate or a share can be of: one where the words name it, else the likeliest first."""
    measure, today = choice.measure, published or clock.guessed
    near = named_near(sentence, at)
    near = [t for t in near if not _of_superlative(sentence, t)]
    mine = [t for t in near if belongs(at, t) and not _of_neighbour(sentence, at, t)]
    if kind == "share":
        mine = [t for t in mine if not t.back] or mine
    before = [t for t in near if t.end <= at.start and not base_like(sentence, t) and not _of_neighbour(sentence, at, t)]
    shared = [t for t in near if t.start >= at.tail and _shared(sentence, at, t)]
    own = mine or before or shared
    own = [t for t in own if t.kind != "now" or measure.nature in STOCK]
    own = [replace(t, lead="") if t.lead == "since" and _WHEN.match(sentence.text[t.end : at.start]) else t for t in own]
    paired = _paired(sentence, at)
    time = paired or _united(sentence, own) or (own[0] if own else None)
    period = settled(catalog, measure, time, sentence, near, today)
    if kind == "count":
        sole = {v.period for v in choice.anchors}
        if len(sole) == 1 and period not in sole and choice.anchors[0].value >= 1000 and served_as_base(sentence, at.start):
            return [(next(iter(sole)), None)]
        anchored = _anchored(choice, time, period, near, seen)
        if anchored is not None:
            return [(anchored, None)]
    if period is not None and time is not None:
        found = [period]
        if time.kind in ("year", "relative"):
            found += [settled(catalog, measure, replace(time, period=p), sentence, near, today) or p for p in time.others[:2]]
        return [(p, None) for p in dict.fromkeys(found)]
    kin = [s.period for s in seen if _kin(s.measure, measure) and not s.base]
    latest = [max(kin, key=_late)] if kin else []
    stock = measure.nature in STOCK and discourse.paragraph_period is None
    options = [
        *(latest if stock else ()),
        _carried(discourse, measure),
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


def _of_superlative(sentence: Sentence, time: Time) -> bool:
    """Whether a period only dates a comparison of order (`the fewest since the 1960s`)."""
    if time.lead != "since":
        return False
    before = sentence.text[max(sentence.span.start, time.start - 60) : time.start]
    return re.search(r"\b(?:highest|lowest|most|fewest|largest|smallest|busiest|deadliest|biggest|first (?:time|\w+))\b[^.;]{0,45}\Z", before, re.I) is not None


_BASE_COUNT = re.compile(
    r"\b(?:the previous|than|above|below|over|double|twice|triple|times|against|versus|vs\.?|compared (?:with|to)|up from|down from|from|peak of|high of|low of)"
    r" (?:the |a |its |an )?(?:\w+ )?\Z",
    re.I,
)


def served_as_base(sentence: Sentence, start: int) -> bool:
    """Return whether a number at `start` is named as what another one is compared with (`up from 20,401`)."""
    before = sentence.text[max(sentence.span.start, start - 40) : start]
    if _BASE_COUNT.search(before):
        return True
    joined = re.search(r"([\d,.]+)\s+and\s+\Z", before)
    return joined is not None and _BASE_COUNT.search(before[: joined.start()]) is not None


_WHEN = re.compile(r",? when (?:there|it|they|the \w+)\b[^.;,]{0,30}\Z")

_KIN = (frozenset({"counties", "jurisdictions"}), frozenset({"removals", "returns", "repatriations"}))


def _kin(a: Measure, b: Measure) -> bool:
    return a.family == b.family or any({a.family, b.family} <= group for group in _KIN)


def _of_neighbour(sentence: Sentence, at: Reach, time: Time) -> bool:
    """Whether a period belongs to the number before (`… since 2008 and is now in 41 percent`) or after (`the 2006 figure of`)."""
    text = sentence.text
    earlier = [q for q in sentence.points if q.end <= time.start and q.end <= at.start]
    if earlier and time.end <= at.start and re.search(r"\b(?:and|but|or|to)\b|;|:", text[time.end : at.start]):
        gap = text[earlier[-1].end : time.start]
        if len(gap) < 40 and not re.search(r"[,;:]|\band\b", gap):
            return True
    later = [q for q in sentence.points if q.start >= time.end and q.start >= at.end]
    if later and time.start >= at.end:
        gap = text[time.end : later[0].start]
        apart = re.search(r"[,;:(]|\band\b|\bbut\b", text[at.end : time.start]) is not None
        if apart and re.fullmatch(r"(?:['’]s)?\s*[,:=(]?\s*(?:it was|was|were|there were|had|saw|to|at|the)?\s*", gap):
            return True
        return re.match(r"(?:['’]s)?\s+(?:figure|total|level|count|number|mark|sum|value|tally)s?\b[^.;,]{0,12}\Z", gap) is not None
    return False


_ONE_YEAR = re.compile(r"\b(?:in|within|over) (?:a|one|a single|the single|the space of a|just one|the (?:very )?(?:first|next|following)) year\b|\byear[- ](?:on|over)[- ]year\b|\bin ONE year", re.I)
_STARTS_BACK = re.compile(r"\A\W*(?:That|This|It|Which|The (?:total|figure|number|count|sum))\b")


def compared(
    catalog: Catalog,
    choice: Choice,
    sentence: Sentence,
    at: Reach,
    kind: str,
    discourse: Discourse,
    seen: Sequence[Seen],
    clock: Clock,
    published: date | None,
) -> list[Reading]:
    """Return the periods and bases that a change or a ratio can be of: one where the words name both, else the likeliest first."""
    del kind
    measure, today = choice.measure, published or clock.guessed
    near = [t for t in named_near(sentence, at) if not _of_neighbour(sentence, at, t)]
    text = sentence.text
    spread = next((t for t in near if len(t.period.fiscal_years()) > 1 and t.kind in ("fiscal", "decade") and t.lead in ("between", "from")), None)
    if spread is not None:
        years = spread.period.fiscal_years()
        first = fiscal_year(years[0])
        return [(fiscal_year(years[-1]), first), (fiscal_year(years[-1]), fiscal_year(years[0] - 1))]
    bases = [t for t in near if base_like(sentence, t) and (belongs(at, t) or t.start >= at.start or t.lead == "since")]
    bases += [t for t in near if t not in bases and t.back]
    against = re.compile(r"\b(?:against|compared (?:with|to)|compare) [^.;,]{0,45}\Z", re.I)
    bases += [t for t in near if t not in bases and t.end <= at.start and against.search(text[sentence.span.start : t.start])]
    own = [t for t in near if t not in bases and not (base_like(sentence, t) and t.kind != "now")]
    left = [t for t in own if t.end <= at.start]
    right = [t for t in own if t.start >= at.end and (belongs(at, t) or not left)]
    pair = _from_to(sentence, at, own + bases)
    if pair is not None:
        first, last = (settled(catalog, measure, replace(t, lead=""), sentence, (), today) for t in pair)
        return [(last, first)]
    windows = [t for t in near if t.kind == "window"]
    if windows and len(near) == 1:
        return [_ends(windows[0].period, measure), (windows[0].period, None)]
    if left and right and not bases and right[0].lead in ("on", "over", "of"):
        bases, right = [right[0]], []
    time = (left + right)[0] if left or right else None
    if time is not None and len(time.period.fiscal_years()) > 1 and not bases and time.lead in ("between", "from", ""):
        years = time.period.fiscal_years()
        return [(fiscal_year(years[-1]), fiscal_year(years[0]))]
    if time is not None and not bases and measure.nature in STOCK and time.kind == "month" and choice_is_count(sentence, at):
        return [_ends(time.period, measure)]
    if time is not None and time.kind == "window" and not bases:
        return [_ends(time.period, measure), (time.period, None)]
    lead = replace(time, lead="") if time is not None and time.lead == "since" else time
    period = settled(catalog, measure, lead, sentence, near, today)
    base = settled(catalog, measure, replace(bases[0], lead=""), sentence, (), today) if bases else None
    kin = [s for s in seen if _kin(s.measure, measure)] or list(seen)
    if period is not None and base is not None and period != base:
        return [(period, base)]
    since = bool(bases) and bases[0].lead == "since"
    if period is not None and base is None and _PERFECT.search(text[sentence.span.start : at.start]):
        here = [s for s in kin if s.sentence == sentence.span.start and s.period == period]
        later = [s.period for s in kin if s.period.end > period.end]
        if here and later:
            return [(max(later, key=_late), period)]
    periods = [period] if period is not None and period != base else _latest_seen(kin, sentence, base, discourse, since or one_year_of(text, sentence))
    known = latest_known(catalog, measure, today)
    if known is not None and not (period is not None and period != base):
        periods += [known, *_since_complete(known, base, today)]
    one_year = one_year_of(text, sentence)
    span = _SPAN_OF_YEARS.search(text, sentence.span.start, sentence.span.end)
    found: list[Reading] = []
    for p in dict.fromkeys(_single(q, base) for q in periods if q != base):
        if base is not None:
            found.append((p, base))
            continue
        earlier = _earlier_seen(kin, sentence, p)
        later = [s.period for s in kin if s.period.end > p.end and not one_year][-1:]
        options = [year_before(p)] if one_year else [*earlier[:1], year_before(p), *earlier[1:], *later]
        if span is not None and p.fiscal_years():
            options = [fiscal_year(p.fiscal_years()[-1] - number(span[1])), *options]
        found += [(p, b) for b in dict.fromkeys(options) if b is not None and b != p]
    return found[:6] or [(period, base)]


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


def ranked(
    catalog: Catalog,
    measure: Measure,
    sentence: Sentence,
    at: Reach,
    discourse: Discourse,
    clock: Clock,
    published: date | None,
    unit: str = "",
    count: int = 1,
) -> tuple[Period | None, Period | None]:
    """Return the period of a statement of order and, for `since` and comparisons, its base."""
    near = named_near(sentence, at)
    today = published or clock.guessed
    comparing = unit in ("greater_than", "less_than")
    inside = re.search(r"(?:last|previous|prior|preceding) year", sentence.text[at.start : at.end], re.I) is not None
    bases = [t for t in near if (t.lead == "since" and t.start >= at.start - 1) or (comparing and (base_like(sentence, t) or (inside and t.start >= at.start) or _after_than(sentence, at, t)))]
    if unit.startswith("rank") and not unit.endswith("_since"):
        bases = []
    own = [t for t in near if t not in bases and not t.back and not _base_before_rank(sentence, t)]
    own = [t for t in own if not base_like(sentence, t)] if not comparing else own
    if unit.startswith("consecutive"):
        own = [t for t in own if t.start < at.end + 30]
    own.sort(key=lambda t: (not (t.start < at.end and t.end > at.start), abs(t.start - at.start)))
    if unit.startswith("consecutive") and own and own[0].lead in ("after", "since") and own[0].period.fiscal_years():
        return fiscal_year(own[0].period.fiscal_years()[-1] + count), None
    period = settled(catalog, measure, own[0], sentence, (), today) if own else None
    if period is None:
        period = _carried(discourse, measure)
    if period is None:
        period = latest_known(catalog, measure, today)
    if comparing and bases and today is not None and (inside or period is None or period == bases[0].period):
        period = _running(catalog, measure, today)
    base = settled(catalog, measure, replace(bases[0], lead=""), sentence, (), today) if bases else None
    if base is None and unit.endswith("_since") and period is not None:
        base = _years_ago(sentence.text[at.start : at.end], period)
    if base is not None and base == period:
        period = latest_known(catalog, measure, today)
    if unit in ("greater_than", "less_than") and base is None and period is not None:
        base = year_before(period)
    return period, base


def _years_ago(words: str, period: Period) -> Period | None:
    """Return the year that `in a decade` or `in five years` goes back to."""
    found = re.search(r"(decade|(\w+) years)\s*\Z", words)
    if found is None or not period.fiscal_years():
        return None
    return fiscal_year(period.fiscal_years()[-1] - (10 if found[1] == "decade" else number(found[2])))


def _running(catalog: Catalog, measure: Measure, today: date) -> Period | None:
    """Return the fiscal year to date as last published by a day, else up to that day."""
    start = fiscal_year_start(fiscal_year_of(today))
    if has_series(catalog, measure.id):
        ends = [p for p in series(catalog, measure.id).periods() if p.start == start and p.end <= today]
        if ends:
            return max(ends, key=lambda p: p.end)
    return Period(start, today) if today > start else None


def latest_figure(catalog: Catalog, measure: Measure, period: Period) -> Figure | None:
    """Return the measure's figure for its last period at all: what size it is of, where the period asked for has none."""
    last = latest_known(catalog, measure, None)
    if last is None or period.days > 400:
        return None
    return figure(catalog, measure.id, last)


def _after_than(sentence: Sentence, at: Reach, time: Time) -> bool:
    """Whether a period stands after the `than` (or `those in`) of a comparison of two years."""
    return re.search(r"\b(?:than|those|that|the (?:number|total|figure))(?: in| during| of)?\s*\Z", sentence.text[at.start : time.start], re.I) is not None


def _base_before_rank(sentence: Sentence, time: Time) -> bool:
    return bool(re.search(r"\bsince\b[^.;,]{0,20}\Z", sentence.text[sentence.span.start : time.start], re.I))


def _shared(sentence: Sentence, at: Reach, time: Time) -> bool:
    """Whether a period at the end of a list belongs to every number in it."""
    between = [q for q in sentence.points if at.end <= q.start and q.end <= time.start]
    if not between:
        return False
    stretch = sentence.text[at.end : between[-1].start]
    return not re.search(r"[;:.()—]|,\s+(?!and\b|\d)", stretch) and re.search(r"\band\b|,", stretch) is not None


def _paired(sentence: Sentence, at: Reach) -> Time | None:
    """Return the period of a number in a list of numbers after a list of as many periods (`FY12 vs FY21: 409,849 → 59,011`)."""
    numbers = [q for q in sentence.points if q.form == "number"]
    named = [t for t in sentence.times if not t.issue]
    if len(named) < 2 or len(numbers) != len(named) or named[-1].end > numbers[0].start:
        return None
    place = next((i for i, q in enumerate(numbers) if q.start == at.start), None)
    return named[place] if place is not None else None


_JOINTLY = re.compile(r"\b(?:together|combined|between them|in (?:the )?two years|in both years|added up|the sum)\b", re.I)


def _united(sentence: Sentence, own: Sequence[Time]) -> Time | None:
    """Return two years named together as one period (`in 2011 and 2012 together`)."""
    if len(own) < 2 or not _JOINTLY.search(sentence.text, sentence.span.start, sentence.span.end):
        return None
    a, b = sorted(own[:2], key=lambda t: t.start)
    years = a.period.fiscal_years() + b.period.fiscal_years()
    if len(years) != 2 or years[1] != years[0] + 1 or not re.fullmatch(r"\s*(?:and|plus|&)\s*", sentence.text[a.end : b.start]):
        return None
    return replace(a, end=b.end, period=fiscal_years(years[0], years[1]), others=(), lead="")


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
    """Return what a change over a window compares: its last and first month, or of a stock its end and the day before it."""
    whole_months = period.start.day == 1 and period.end == month_end(period.end.year, period.end.month)
    if measure.nature in STOCK:
        return on(period.end), on(period.start - timedelta(days=1)) if whole_months else on(period.start)
    if whole_months:
        return month(period.end.year, period.end.month), month(period.start.year, period.start.month)
    return on(period.end), on(period.start)


_PERFECT = re.compile(r"\b(?:has|have)\s+(?:\w+\s+){0,2}?(?:been\s+)?\w+\s*(?:by\s+)?\Z", re.I)


_SPAN_OF_YEARS = re.compile(
    r"\b(?:in|over|within) (?:the (?:last|past|space of) |just |only )?(two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|\d{1,2}) (?:short |fiscal )?years\b", re.I
)


def one_year_of(text: str, sentence: Sentence) -> bool:
    """Return whether a comparison is made over one year."""
    return _ONE_YEAR.search(text, sentence.span.start, sentence.span.end) is not None


def _latest_seen(
    known: Sequence[Seen], sentence: Sentence, base: Period | None, discourse: Discourse, lately: bool
) -> list[Period]:
    """Return the periods a comparison without one can be of: counted in this sentence, last, latest here, latest of all."""
    usable = [s for s in known if not s.base and s.period != base]
    here = [s.period for s in usable if s.sentence == sentence.span.start and s.block == (known[-1].block if known else -1)]
    near = [s.period for s in usable if known and s.block == known[-1].block]
    said = [max(here, key=_late)] if here else []
    last = [usable[-1].period] if usable else []
    widest = [max((s.period for s in usable), key=_late)] if usable else []
    local = [max(near, key=_late)] if near else []
    if lately:
        found = [*said, *widest, *local, *last]
    elif _STARTS_BACK.match(sentence.text[sentence.span.start :]):
        found = [*said, *last, *local, *widest]
    else:
        found = [*said, *local, *widest, *last]
    if discourse.paragraph_period is not None and discourse.paragraph_period != base:
        found.append(discourse.paragraph_period)
    return found


def _late(period: Period) -> tuple[date, int]:
    return period.end, -period.days


def _earlier_seen(known: Sequence[Seen], sentence: Sentence, period: Period) -> list[Period]:
    """Return earlier periods counted in this sentence, then in this paragraph: the natural bases of a comparison."""
    block = known[-1].block if known else -1
    here = [s for s in known if s.sentence == sentence.span.start and s.block == block]
    near = [s for s in known if s.block in (block, block - 1)]
    return list(dict.fromkeys(s.period for group in (here, near) for s in reversed(group) if s.period.end < period.end))


def _carried(discourse: Discourse, measure: Measure) -> Period | None:
    """Return the period a number without one inherits: of the claim before it in the paragraph, else in the text."""
    last = discourse.paragraph or discourse.last
    period = discourse.paragraph_period or discourse.last_period
    if period is None or last is None:
        return period
    stock = measure.nature in STOCK and measure.family not in ("adp", "alos")
    was_stock = last.nature in STOCK and last.family not in ("adp", "alos")
    return period if stock == was_stock or period.days > 300 else None


def _anchored(
    choice: Choice, time: Time | None, period: Period | None, near: Sequence[Time], seen: Sequence[Seen]
) -> Period | None:
    """Return the period at which a series has exactly this number, where the words allow that period."""
    periods = list(dict.fromkeys(v.period for v in choice.anchors if v.period is not None))
    if not periods or period in periods:
        return None
    named = {*(p for t in near for p in (t.period, *t.others)), *(s.period for s in seen)}
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
        if time.kind in ("day", "month") and (candidate.end == time.period.end or (candidate in named and candidate.days > 31)):
            return candidate
        if time.kind == "relative" and candidate in named:
            return candidate
    return None


def latest_known(catalog: Catalog, measure: Measure, published: date | None) -> Period | None:
    """Return the period that a text without one is most likely about: the last year (or day) known when it appeared."""
    if measure.nature in STOCK and measure.family != "adp":
        return _latest_day(catalog, measure.id, published)
    last = latest_period(catalog, measure.id, published)
    if last is None and measure.part_of:
        last = latest_period(catalog, measure.part_of, published)
    if last is None and published is not None:
        return fiscal_year(fiscal_year_of(published) - 1)
    return last


def _latest_day(catalog: Catalog, measure: str, published: date | None) -> Period | None:
    if not has_series(catalog, measure):
        return on(published) if published else None
    days = [p for p in series(catalog, measure).periods() if p.days <= 31 and (published is None or p.end <= published)]
    return days[-1] if days else (on(published) if published else None)


def settled(
    catalog: Catalog,
    measure: Measure,
    time: Time | None,
    sentence: Sentence,
    others: Sequence[Time],
    published: date | None,
) -> Period | None:
    """Return the period as the measure counts it: a day becomes the year to date of a flow, `since` runs to the last known."""
    if time is None:
        return None
    period = time.period
    stock = measure.nature in STOCK and measure.family not in ("adp", "alos")
    if time.kind == "now":
        return period if stock else None
    if time.kind == "relative" and not stock and published is not None and period.end == published:
        return _running(catalog, measure, published) or period
    if time.kind == "day" and not stock:
        return _flow_to_day(catalog, measure, time, sentence, others, published)
    if time.lead == "since" and not stock and time.kind in ("fiscal", "year", "month", "calendar"):
        return _since(catalog, measure, period.start, published)
    if stock and time.kind == "year":
        yearly = has_series(catalog, measure.id) and period in set(series(catalog, measure.id).periods())
        return period if yearly else calendar_year(period.end.year)
    return period


def _flow_to_day(
    catalog: Catalog, measure: Measure, time: Time, sentence: Sentence, others: Sequence[Time], published: date | None
) -> Period | None:
    period = time.period
    start = next((t for t in others if t is not time and t.kind in ("day", "term") and t.lead in ("since", "from")), None)
    if start is not None and start.period.start < period.end:
        return Period(start.period.start, period.end)
    if time.lead in ("since", "from"):
        said = next((t for t in sentence.times if t.issue and t.kind == "day" and t.period.start > period.start), None)
        return _since(catalog, measure, period.start, said.period.end if said else published)
    year = Period(fiscal_year_start(fiscal_year_of(period.end)), period.end)
    if time.lead in _TO_DATE_LEADS or _so_far(sentence) or (
        has_series(catalog, measure.id) and year in set(series(catalog, measure.id).periods())
    ):
        return year
    return period


def _so_far(sentence: Sentence) -> bool:
    words = sentence.text[sentence.span.start : sentence.span.end].casefold()
    return any(w in words for w in ("so far", "to date", "fiscal year to", "year to date", "since october 1", "this fiscal year"))


def _since(catalog: Catalog, measure: Measure, start: date, published: date | None) -> Period | None:
    """Return the window from a start to the last year known, in whole fiscal years where the start allows."""
    last = latest_period(catalog, measure.id, published)
    if published is not None and start == fiscal_year_start(fiscal_year_of(published)):
        return _running(catalog, measure, published)
    if start == fiscal_year_start(fiscal_year_of(start)) and last is not None and last.end > start:
        return fiscal_years(fiscal_year_of(start), last.fiscal_years()[-1])
    if published is not None and published > start:
        return Period(start, published)
    return Period(start, last.end) if last is not None and last.end > start else None


def year_before(period: Period) -> Period | None:
    """Return the period one year earlier, of the same kind."""
    if period.kind is Kind.FISCAL_YEAR:
        return fiscal_year(period.fiscal_years()[0] - 1)
    if period.kind is Kind.FISCAL_YEARS:
        return fiscal_year(period.fiscal_years()[0] - 1)
    try:
        return Period(period.start.replace(year=period.start.year - 1), period.end.replace(year=period.end.year - 1))
    except ValueError:
        return None
