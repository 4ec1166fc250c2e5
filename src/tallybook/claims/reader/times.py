"""Times: every period a text names, as days, in order, with what the words leave open kept as alternatives."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta

from tallybook.base.periods import (
    MONTH_BY_NAME,
    Period,
    calendar_year,
    fiscal_quarter,
    fiscal_year,
    fiscal_year_end,
    fiscal_year_of,
    fiscal_year_start,
    fiscal_years,
    full_year,
    month,
    month_end,
    on,
)
from tallybook.base.presidencies import PRESIDENCIES, Term, president_on


@dataclass(frozen=True, slots=True)
class Time:
    """A period named in a text."""

    start: int
    end: int
    period: Period
    kind: str
    """`fiscal`, `year`, `calendar`, `month`, `day`, `window`, `term`, `decade` or `relative`."""
    others: tuple[Period, ...] = ()
    """Other periods that the same words can mean, the likelier first."""
    lead: str = ""
    """The word that introduces it: `since`, `by`, `through`, `from`, `than`, `of` … lower case."""
    issue: bool = False
    """Whether it dates a publication (`the report of September 2012`), not what is counted."""
    back: bool = False
    """Whether the words look back from another period (`the year before`, `a year earlier`): the base of a comparison."""


@dataclass
class Clock:
    """What relative words are read against: the document's date and the periods named so far."""

    published: date | None
    latest: Period | None = None
    """The period named last."""
    years: list[int] = field(default_factory=list)
    """Fiscal years named so far, in order."""
    guessed: date | None = None
    """For a document without a date: a day soon after the latest period it names."""

    @property
    def today(self) -> date:
        """The document's date; without one, the end of the latest year named, else today."""
        return self.published or self.guessed or (self.latest.end if self.latest else date.today())

    def saw(self, period: Period) -> None:
        """Note that a period was named."""
        self.latest = period
        self.years += period.fiscal_years() or [fiscal_year_of(period.end)]


_MONTHS = (
    r"(?:January|February|March|April|May|June|July|August|September|October|November|December"
    r"|Jan\.?|Feb\.?|Mar\.?|Apr\.?|Jun\.?|Jul\.?|Aug\.?|Sept?\.?|Oct\.?|Nov\.?|Dec\.?)"
)
_YEAR = r"(?:1[89]\d\d|20[0-4]\d)"
_ENDYEAR = _YEAR + r"(?![\d,.]\d|\d|%|\s*(?:people|persons|removals|arrests|percent|detainers|immigrants|rows|cases)\b)"
_FY = r"(?:FY|F\.Y\.|[Ff]iscal(?:[ -][Yy]ears?)?)\s*(?:\(FY\)\s*)?['’]?\s?"
_TO = r"\s*(?:-|–|—|to|through|thru|until|and|/)\s*"
_COUNT = (
    "two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen "
    "nineteen twenty"
).split()
_NUMBERS = {word: i for i, word in enumerate(_COUNT, 2)} | {"one": 1, "a": 1}
_N = r"(?:\d{1,2}|" + "|".join([*_COUNT, "one"]) + r")"
_LEAD = re.compile(
    r"(since|by|through|until|up to|to|from|than|of|in|on|as of|before|after|over|during|between|at|for|above|below|"
    r"against|versus|vs\.?|with|late|early|mid)[\s-]+(?:the\s+)?(?:afternoon of\s+|morning of\s+)?\Z",
    re.I,
)


_SPEECH = re.compile(r"\b(?:said|told|claimed|wrote|testified|tweeted|boasted|declared)\b[^.;]{0,50}\bon\s+\Z", re.I)
_EDITION = re.compile(r"\s+(?:editions?|issue|paper|story|article|column|newsletter|broadcast|episode)\b")
_RUNS = re.compile(r"\b(?:runs?|ran|begins?|starts?|goes|stretch\w*)(?: from)?\s*\Z", re.I)
_ISSUE = re.compile(
    r"\b(?:(?:report|edition|yearbook|release|extract|announcement|statement|press release|census|law|act|memo|guidance|policy)s?\s+(?:of|from|in|dated)"
    r"|(?:began|begun|started|launched|created|existed|released|published|issued|posted|printed|re-?printed|obtained|signed|enacted|passed|updated|withdrawn|said|announced|reported|told reporters|claimed|testified)(?:\s+(?:in|on|by|last|as late as|only))?)"
    r"\s+(?:the\s+|late\s+|early\s+)?\Z",
    re.I,
)


def _dateline(text: str, start: int, end: int) -> bool:
    """Whether a day stands in a dateline (`WASHINGTON, July 30 -`)."""
    return (
        start < 48
        and re.match(r"\s*\)?\s*(?:\([\w ]+\)\s*)?[-–—]{1,2}\s", text[end : end + 24]) is not None
        and not re.search(r"[a-z]{3,} [a-z]{2,}", text[:start])
    )


def number(text: str) -> int:
    """Return a small number written in digits or words."""
    return int(text) if text.isdigit() else _NUMBERS[text.casefold()]


def month_number(text: str) -> int:
    """Return the number of a month from its name or abbreviation."""
    return MONTH_BY_NAME[text.rstrip(".").casefold()]


Said = tuple[Period, str, tuple[Period, ...], bool] | None
Reading = Callable[[re.Match[str], Clock], Said]
_PATTERNS: list[tuple[re.Pattern[str], Reading]] = []


def _pattern(regex: str, flags: int = re.I) -> Callable[[Reading], Reading]:
    compiled = re.compile(regex, flags)

    def register(reading: Reading) -> Reading:
        _PATTERNS.append((compiled, reading))
        return reading

    return register


def _said(period: Period, kind: str, others: tuple[Period, ...] = (), back: bool = False) -> Said:
    return period, kind, others, back


@_pattern(rf"\b{_FY}({_YEAR}|\d\d)\b{_TO}(?:{_FY})?['’]?({_YEAR}|\d\d)\b(?![,.]?\d|%)")
def _fiscal_range(m: re.Match[str], clock: Clock) -> Said:
    first, last = full_year(int(m[1])), full_year(int(m[2]))
    if " and " in m[0] and last - first != 1 and not re.search(r"between\s*\Z", m.string[: m.start()], re.I):
        return None
    return _said(fiscal_years(first, last), "fiscal") if first < last else None


@_pattern(rf"\b(?:the )?first ({_N}) months of (?:{_FY})?({_YEAR}|\d\d)\b")
def _first_months(m: re.Match[str], clock: Clock) -> Said:
    year, count = full_year(int(m[2])), number(m[1])
    fiscal = re.search(_FY, m[0]) is not None
    start = fiscal_year_start(year) if fiscal else date(year, 1, 1)
    index = start.year * 12 + start.month - 1 + count - 1
    return _said(Period(start, month_end(index // 12, index % 12 + 1)), "window")


@_pattern(rf"\b(?:the )?first ({_N}) months of (?:the|this|that) (?:current )?fiscal year\b")
def _first_months_of_this(m: re.Match[str], clock: Clock) -> Said:
    latest = clock.latest.end if clock.latest and clock.latest.end <= clock.today else clock.today
    start = fiscal_year_start(fiscal_year_of(latest))
    index = start.year * 12 + start.month - 1 + number(m[1]) - 1
    return _said(Period(start, month_end(index // 12, index % 12 + 1)), "window")


@_pattern(
    rf"\b(?:the )?({_N}|\d{{1,2}}) weeks (?:that )?(?:ended|ending|to|through|up to)(?: on)? (?:({_MONTHS})\s+(\d{{1,2}})|(\d{{1,2}}) ({_MONTHS}))(?:,? ({_YEAR}))?\b"
)
def _weeks_to(m: re.Match[str], clock: Clock) -> Said:
    name, numbered = month_number(m[2] or m[5]), int(m[3] or m[4])
    day = _day(int(m[6]) if m[6] else _year_of_day(name, numbered, clock), name, numbered)
    return _said(Period(day - timedelta(days=7 * number(m[1]) - 1), day), "window") if day else None


@_pattern(rf"\b(?:{_FY})?({_YEAR}), ({_YEAR}),? (?:and|&) ({_YEAR})\b")
def _listed_years(m: re.Match[str], clock: Clock) -> Said:
    years = [int(y) for y in m.groups()]
    return _said(fiscal_years(years[0], years[-1]), "fiscal") if years[-1] - years[0] == len(years) - 1 else None


@_pattern(rf"\b(?:the )?(?:previous|preceding|prior) ({_MONTHS})\b", 0)
def _previous_month(m: re.Match[str], clock: Clock) -> Said:
    name = month_number(m[1])
    latest = clock.latest.end if clock.latest else clock.today
    year = latest.year if name < latest.month else latest.year - 1
    return _said(month(year, name), "month", (), back=True)


@_pattern(r"\b(?:twelve|12) months (?:earlier|before|ago|prior)\b")
def _twelve_months(m: re.Match[str], clock: Clock) -> Said:
    return _said(_shifted(clock.latest, -1), "relative", (), back=True) if clock.latest else None


@_pattern(
    rf"\b(?:the )?(first|second|third|fourth|1st|2nd|3rd|4th) quarter of (?:{_FY})?({_YEAR}|\d\d)\b|\b(?:FY)?(20\d\d) ?Q([1-4])\b"
)
def _quarter(m: re.Match[str], clock: Clock) -> Said:
    names = {"first": 1, "second": 2, "third": 3, "fourth": 4, "1st": 1, "2nd": 2, "3rd": 3, "4th": 4}
    if m[3]:
        return _said(fiscal_quarter(int(m[3]), int(m[4])), "window")
    year, quarter = full_year(int(m[2])), names[m[1].casefold()]
    calendar = Period(date(year, quarter * 3 - 2, 1), month_end(year, quarter * 3))
    fiscal = fiscal_quarter(year, quarter)
    return _said(fiscal, "window") if re.search(_FY, m[0]) else _said(calendar, "window", (fiscal,))


@_pattern(
    rf"\b({_MONTHS})\s+(?:(\d{{1,2}})(?:st|nd|rd|th)?,?\s+)?({_YEAR})?{_TO}({_MONTHS})\s+(?:(\d{{1,2}})(?:st|nd|rd|th)?\b(?!,?\d\d\d\b),?\s*)?({_ENDYEAR})?"
)
def _month_range(m: re.Match[str], clock: Clock) -> Said:
    if " and " in m[0] and not re.search(r"between\s*\Z", m.string[: m.start()], re.I):
        return None
    if not (m[2] or m[5] or m[3] or m[6]) and (
        not re.search(r"(?:from|between)\s*\Z", m.string[: m.start()], re.I) or _RUNS.search(m.string[: m.start()])
    ):
        return None
    first, last = month_number(m[1]), month_number(m[4])
    end_year = int(m[6]) if m[6] else None
    start_year = int(m[3]) if m[3] else None
    if end_year is None and start_year is not None:
        end_year = start_year + (last < first)
    if end_year is None:
        end_year = _year_of_day(last, int(m[5]) if m[5] else 1, clock)
    if start_year is None:
        start_year = end_year - (first > last)
    try:
        start = date(start_year, first, int(m[2]) if m[2] else 1)
        end = date(end_year, last, int(m[5])) if m[5] else month_end(end_year, last)
    except ValueError:
        return None
    return _said(Period(start, end), "window") if start <= end else None


def _day(year: int, number_of_month: int, day: int) -> date | None:
    try:
        return date(year, number_of_month, day)
    except ValueError:
        return None


@_pattern(rf"\b({_MONTHS})\s+(\d{{1,2}})(?:st|nd|rd|th)?,?\s+({_YEAR})\b")
def _full_date(m: re.Match[str], clock: Clock) -> Said:
    day = _day(int(m[3]), month_number(m[1]), int(m[2]))
    return _said(on(day), "day") if day else None


@_pattern(rf"\b(\d{{1,2}})(?:st|nd|rd|th)?(?: of)?\s+({_MONTHS}),?\s+({_YEAR})\b")
def _full_date_british(m: re.Match[str], clock: Clock) -> Said:
    day = _day(int(m[3]), month_number(m[2]), int(m[1]))
    return _said(on(day), "day") if day else None


@_pattern(rf"\b({_YEAR})-(\d\d)-(\d\d)\b")
def _iso(m: re.Match[str], clock: Clock) -> Said:
    day = _day(int(m[1]), int(m[2]), int(m[3]))
    return _said(on(day), "day") if day else None


@_pattern(rf"\b(?:the )?(end|close|start|beginning|middle) of ({_MONTHS})(?:,?\s+({_YEAR}))?\b")
def _end_of_month(m: re.Match[str], clock: Clock) -> Said:
    name = month_number(m[2])
    year = int(m[3]) if m[3] else _year_of_month(name, clock)
    days = {"end": month_end(year, name), "close": month_end(year, name), "middle": date(year, name, 15)}
    return _said(on(days.get(m[1].casefold(), date(year, name, 1))), "day", (month(year, name),))


@_pattern(rf"\b(early|mid|late)[ -]({_MONTHS})(?:,?\s+({_YEAR}))?\b")
def _part_of_month(m: re.Match[str], clock: Clock) -> Said:
    name = month_number(m[2])
    year = int(m[3]) if m[3] else _year_of_month(name, clock)
    day = {"early": 5, "mid": 15, "late": 25}[m[1].casefold()]
    return _said(on(date(year, name, day)), "day", (month(year, name),))


@_pattern(rf"\b(?:the )?(?:(?:very )?end|close) of (?:calendar (?:year )?)?({_YEAR})\b")
def _end_of_year(m: re.Match[str], clock: Clock) -> Said:
    return _said(on(date(int(m[1]), 12, 31)), "day", (calendar_year(int(m[1])), fiscal_year(int(m[1]))))


@_pattern(rf"\b(?:the )?(?:end|close) of {_FY}({_YEAR}|\d\d)\b")
def _end_of_fiscal(m: re.Match[str], clock: Clock) -> Said:
    year = full_year(int(m[1]))
    return _said(on(fiscal_year_end(year)), "day", (fiscal_year(year),))


@_pattern(r"\b(?:the )?(?:end|close) of (?:that|the same|the) year\b")
def _end_of_that_year(m: re.Match[str], clock: Clock) -> Said:
    year = (clock.latest.end if clock.latest else clock.today).year
    return _said(on(date(year, 12, 31)), "day", (fiscal_year(year),))


@_pattern(rf"\b({_MONTHS})(?:\s+of)?,?\s+({_ENDYEAR})")
def _month_year(m: re.Match[str], clock: Clock) -> Said:
    return _said(month(int(m[2]), month_number(m[1])), "month")


@_pattern(rf"\b(?:calendar(?: year)?|CY)\s?({_YEAR})\b|\b({_YEAR}) calendar year\b")
def _calendar(m: re.Match[str], clock: Clock) -> Said:
    return _said(calendar_year(int(m[1] or m[2])), "calendar")


@_pattern(rf"\b{_FY}({_YEAR}|\d\d)\b(?![,.]\d)|\b({_YEAR}) fiscal year\b")
def _fiscal(m: re.Match[str], clock: Clock) -> Said:
    return _said(fiscal_year(full_year(int(m[1] or m[2]))), "fiscal")


@_pattern(rf"\b({_MONTHS})\s+(\d{{1,2}})(?:st|nd|rd|th)?\b(?!,?\d|\s*(?:percent|%|people|persons))")
def _month_day(m: re.Match[str], clock: Clock) -> Said:
    day = _day(_year_of_day(month_number(m[1]), int(m[2]), clock), month_number(m[1]), int(m[2]))
    return _said(on(day), "day") if day else None


@_pattern(rf"\b(\d{{1,2}})(?:st|nd|rd|th)?(?: of)? ({_MONTHS})\b(?!\s+\d)", 0)
def _day_month(m: re.Match[str], clock: Clock) -> Said:
    day = _day(_year_of_day(month_number(m[2]), int(m[1]), clock), month_number(m[2]), int(m[1]))
    return _said(on(day), "day") if day else None


@_pattern(rf"\b({_YEAR})s\b|\bthe (nineteen[- ])?(seventies|eighties|nineties)\b")
def _decade(m: re.Match[str], clock: Clock) -> Said:
    first = int(m[1]) if m[1] else {"seventies": 1970, "eighties": 1980, "nineties": 1990}[m[3].casefold()]
    return _said(fiscal_years(first, first + 9), "decade") if first % 10 == 0 else None


@_pattern(
    rf"\b({_YEAR})\s*(?:-|–|—|to|through|until)\s*({_ENDYEAR})|\b(?:between|from) ({_YEAR}) (?:and|to) ({_ENDYEAR})"
)
def _year_range(m: re.Match[str], clock: Clock) -> Said:
    first, last = int(m[1] or m[3]), int(m[2] or m[4])
    return _said(fiscal_years(first, last), "fiscal") if first < last else None


@_pattern(rf"(?<![\d$€£,.\-/]){_ENDYEAR}(?![-/]\d)")
def _bare_year(m: re.Match[str], clock: Clock) -> Said:
    year = int(m[0])
    return _said(fiscal_year(year), "year", (calendar_year(year),))


def _terms(m: re.Match[str], clock: Clock) -> Term | None:
    name = m[0].casefold()
    if "obama" in name:
        return PRESIDENCIES[4]
    if "biden" in name:
        return PRESIDENCIES[6]
    if "clinton" in name:
        return PRESIDENCIES[2]
    if "reagan" in name:
        return PRESIDENCIES[0]
    if "bush" in name:
        return PRESIDENCIES[1] if "h.w." in name or "h. w." in name else PRESIDENCIES[3]
    if "trump" in name:
        return PRESIDENCIES[7] if clock.today >= date(2025, 1, 20) and "first" not in name else PRESIDENCIES[5]
    return president_on(clock.today)


_NAMES = r"(?:President )?(?:Barack )?(?:Obama|Biden|Clinton|Reagan|(?:George )?(?:H\. ?W\. |W\. )?Bush|Trump)"


@_pattern(rf"\b(?:{_NAMES}(?:['’]s)?|his|her|the president['’]s) first year(?: in office)?\b")
def _first_year(m: re.Match[str], clock: Clock) -> Said:
    found = None
    for named in re.finditer(_NAMES, m.string[: m.end()]):
        found = _terms(named, clock)
    term = found or president_on(clock.today)
    if term is None:
        return None
    start = term.start
    return _said(
        Period(start, start.replace(year=start.year + 1) - timedelta(days=1)),
        "first_year",
        (fiscal_year(term.shared_year),),
    )


@_pattern(
    r"\b(?:President )?(?:Barack )?(?:Obama|Biden|Clinton|Reagan|(?:George )?(?:H\. ?W\. |W\. )?Bush|Trump) (?=(?:has |had |never |ever |also )*(?:deported|removed|topped|exceeded|expelled|arrested|detained|sent|passed|reached|broke))"
)
def _subject_president(m: re.Match[str], clock: Clock) -> Said:
    term = _terms(m, clock)
    return _said(term.fiscal_years(clock.today), "term") if term else None


@_pattern(
    rf"\b(?:(?:under|during|in|throughout|of|on|over|since) (?:the )?{_NAMES}(?:['’]s)?[ -](?:years|era|presidency|administration|terms?)"
    rf"|(?:the )?{_NAMES}(?:['’]s)?[ -](?:years|era))\b"
    rf"|\bunder (?:President )?(?:Obama|Biden|Clinton|Reagan|Bush|Trump)\b"
    r"|\b(?:under|during) (?:this|the current) (?:president|administration|presidency)\b"
)
def _presidency(m: re.Match[str], clock: Clock) -> Said:
    term = _terms(m, clock)
    return _said(term.fiscal_years(clock.today), "term") if term else None


@_pattern(
    r"\bsince (?:the )?(?:inauguration|(?:President )?(?:Trump|Obama|Biden|Bush) (?:took office|was inaugurated)|taking office)\b"
)
def _since_inauguration(m: re.Match[str], clock: Clock) -> Said:
    term = _terms(m, clock)
    return _said(Period(term.start, clock.today), "term") if term and term.start <= clock.today else None


@_pattern(r"\bbefore (?:the inauguration|(?:President )?(?:Trump|Obama|Biden|Bush) took office)\b")
def _before_inauguration(m: re.Match[str], clock: Clock) -> Said:
    term = _terms(m, clock)
    if term is None:
        return None
    first = fiscal_year_start(fiscal_year_of(term.start))
    return _said(Period(first, term.start - timedelta(days=1)), "term", (on(term.start),))


@_pattern(
    rf"\b(?:over |in |during )?(?:all )?(?:his|her|the president['’]s|Obama['’]s|Bush['’]s|Biden['’]s|Trump['’]s) ({_N}) (?:fiscal )?years\b"
)
def _presidents_years(m: re.Match[str], clock: Clock) -> Said:
    named = None
    for found in re.finditer(_NAMES, m.string[: m.end()]):
        named = _terms(found, clock)
    term = named or president_on(clock.today)
    if term is None:
        return None
    return _said(fiscal_years(term.shared_year, term.shared_year + number(m[1]) - 1), "term")


@_pattern(
    r"\b(?:the )?(?:last|latest|most recent|most recently completed|just[- ]ended) fiscal year\b|\bfiscal year just ended\b"
)
def _last_fiscal(m: re.Match[str], clock: Clock) -> Said:
    year = fiscal_year_of(clock.today) - 1
    return _said(fiscal_year(year), "relative", (fiscal_year(year - 1),))


@_pattern(
    r"\b(?:in |over |during )?(?:the )?past (?:fiscal )?year\b|\bthe last twelve months\b|\bthe past twelve months\b"
)
def _past_year(m: re.Match[str], clock: Clock) -> Said:
    year = fiscal_year_of(clock.today) - 1
    return _said(fiscal_year(year), "relative", (fiscal_year(year - 1), calendar_year(clock.today.year - 1)))


@_pattern(
    r"\b(?:the )?(?:year|one year|fiscal year) (?:before|earlier|prior|previous|ago)\b|\b(?:a|one) year (?:earlier|before|ago|prior)\b"
    r"|\b(?:the )?(?:previous|preceding|prior) (?:fiscal )?year\b|\bthe one before(?: it)?\b|\bthe year preceding\b"
)
def _year_before(m: re.Match[str], clock: Clock) -> Said:
    latest = clock.latest
    if latest is None:
        year = fiscal_year_of(clock.today) - 2
        return _said(fiscal_year(year), "relative", (), back=True)
    if "fiscal" in m[0].casefold():
        latest = fiscal_year(fiscal_year_of(latest.end))
    return _said(_shifted(latest, -1), "relative", (), back=True)


@_pattern(r"\b(?:the )?(?:following|next) (?:fiscal )?year\b|\b(?:the|a|one) year (?:later|after|on)\b")
def _year_after(m: re.Match[str], clock: Clock) -> Said:
    return _said(_shifted(clock.latest, 1), "relative") if clock.latest else None


@_pattern(rf"\b({_N}) years (later|afterwards?|thereafter|after|on|earlier|before|ago|prior)\b")
def _years_away(m: re.Match[str], clock: Clock) -> Said:
    back = m[2].casefold() in ("earlier", "before", "ago", "prior")
    base = clock.latest
    if m[2].casefold() == "ago" or base is None:
        base = fiscal_year(fiscal_year_of(clock.today) - 1)
    return _said(_shifted(base, -number(m[1]) if back else number(m[1])), "relative", (), back=back)


@_pattern(
    rf"\b(?:the |each of the |every one of the )?(?:last|past|previous) ({_N}) (?:fiscal )?years\b|\b(?:in |over |during |for )?(?:the )?({_N}) (?:fiscal )?years (?:before (?:that|it)|preceding|prior|previous)\b"
)
def _last_years(m: re.Match[str], clock: Clock) -> Said:
    if m[2]:
        if not clock.years:
            return None
        last, count = clock.years[-1] - 1, number(m[2])
    else:
        last, count = fiscal_year_of(clock.today) - 1, number(m[1])
    return _said(fiscal_years(last - count + 1, last), "relative", (fiscal_years(last - count, last - 1),))


@_pattern(
    rf"\b(?:over |in |for )?(?:the|these|those|all) ({_N}) (?:fiscal )?years\b|\b(?:over |in )?({_N}) years together\b"
)
def _the_years(m: re.Match[str], clock: Clock) -> Said:
    count = number(m[1] or m[2])
    named = sorted(set(clock.years))
    if count == 1 or not named:
        return None
    if named[-1] - named[0] + 1 == count:
        return _said(fiscal_years(named[0], named[-1]), "relative")
    return _said(fiscal_years(named[-1] - count + 1, named[-1]), "relative")


@_pattern(r"\b(?:as of )?(?:now|currently|at present|as of today|at this moment)\b")
def _now(m: re.Match[str], clock: Clock) -> Said:
    return _said(on(clock.today), "now")


@_pattern(r"(?<=\d )then\b(?=\s*(?:and|,|;|\.|but))|\bback then\b")
def _then(m: re.Match[str], clock: Clock) -> Said:
    return _said(clock.latest, "relative") if clock.latest else None


@_pattern(
    rf"\b(?:the )?(?:fiscal |budget |reporting |federal )?(?:year|twelve months|12 months) (?:that |which )?(?:just )?(?:ended|ending|closed|closing|to|through)"
    rf"(?: on| in| last| this)* (?:Sept\.?|September)(?:\.? 30(?:th)?)?(?:,? ({_YEAR}))?\b"
)
def _year_to_september(m: re.Match[str], clock: Clock) -> Said:
    if m[1]:
        return _said(fiscal_year(int(m[1])), "fiscal")
    year = clock.today.year if clock.today > date(clock.today.year, 9, 30) else clock.today.year - 1
    return _said(fiscal_year(year), "fiscal")


@_pattern(r"\blast year(?:['’]s)?\b")
def _last_year(m: re.Match[str], clock: Clock) -> Said:
    year = clock.today.year - 1
    others = (fiscal_year(fiscal_year_of(clock.today) - 1), calendar_year(year))
    return _said(fiscal_year(year), "relative", tuple(p for p in others if p != fiscal_year(year)))


@_pattern(
    r"\bthis (?:fiscal )?year(?:['’]s)?\b|\b(?:the )?current fiscal year\b|\b(?:the )?(?:fiscal )?year (?:so far|to date)\b"
)
def _this_year(m: re.Match[str], clock: Clock) -> Said:
    now = fiscal_year_of(clock.today)
    running = Period(fiscal_year_start(now), clock.today)
    ended = fiscal_year(clock.today.year) if fiscal_year_end(clock.today.year) < clock.today else None
    if "fiscal" in m[0].casefold() or "so far" in m[0].casefold() or "to date" in m[0].casefold() or ended is None:
        return _said(running, "relative", (fiscal_year(now), calendar_year(clock.today.year)))
    return _said(ended, "relative", (running, fiscal_year(now)))


@_pattern(r"\b(?:in |of |for )?(?:that|the same) (?:fiscal )?year\b|\bthe year in question\b")
def _that_year(m: re.Match[str], clock: Clock) -> Said:
    return _said(clock.latest, "relative") if clock.latest else None


@_pattern(
    rf"\b(?:in|during|since|through|by|until|of|for|to|from|over|than|last|this|vs\.?) ({_MONTHS})\b(?!\.?\s+\d)", 0
)
def _bare_month(m: re.Match[str], clock: Clock) -> Said:
    name = month_number(m[1])
    if m[1] == "May" and re.match(r"\s+(?:be|have|not)\b", m.string[m.end() :]):
        return None
    if _RUNS.search(m.string[: m.start()]) or re.search(r"\b(?:runs?|ran|goes) from \w+ \Z", m.string[: m.start()]):
        return None
    return _said(month(_year_of_month(name, clock), name), "month")


@_pattern(rf"\b({_MONTHS})(?=(?:['’]s)?\s+(?:was|is|alone|had|saw|total|figure|count|and|to|the|it)\b)", 0)
def _subject_month(m: re.Match[str], clock: Clock) -> Said:
    name = month_number(m[1])
    if re.search(r"\b(?:runs?|ran|goes|begins?|starts?)(?: from| on| in)?\s*\Z", m.string[: m.start()]):
        return None
    if m[1] in ("May", "March") and re.match(r"\s+(?:to|the|and)\b", m.string[m.end() :]):
        return None
    return _said(month(_year_of_month(name, clock), name), "month")


def _shifted(period: Period, years: int) -> Period:
    """Return the same kind of period some years away."""
    named = period.fiscal_years()
    if named:
        return fiscal_year(named[-1] + years)
    try:
        start, end = (d.replace(year=d.year + years) for d in (period.start, period.end))
    except ValueError:
        start, end = (d - timedelta(days=1) for d in (period.start, period.end))
        start, end = (d.replace(year=d.year + years) for d in (start, end))
    if period.end == month_end(period.end.year, period.end.month):
        end = month_end(end.year, end.month)
    return Period(start, end)


def _year_of_month(name: int, clock: Clock) -> int:
    """Return the year of a month named without one: the last such month begun by the document's date."""
    if clock.published is None and clock.guessed is None and clock.latest:
        return clock.latest.end.year
    return clock.today.year if name <= clock.today.month else clock.today.year - 1


def _year_of_day(name: int, day: int, clock: Clock) -> int:
    if clock.published is None and clock.guessed is None and clock.latest:
        return clock.latest.end.year
    today = clock.today
    return today.year if (name, day) <= (today.month, today.day) else today.year - 1


_HINT = re.compile(
    r"\d|year|month|January|February|March|April|May|June|July|August|September|October|November|December|"
    r"\b(?:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sep|Oct|Nov|Dec)|now|current|present|then|twelve|inaugurat|office|"
    r"Obama|Biden|Clinton|Reagan|Bush|Trump|president|administration|seventies|eighties|nineties|moment",
    re.I,
)
"""Words without one of which no pattern can match: most sentences are let go by this one search."""


def times(text: str, clock: Clock) -> list[Time]:
    """Return the periods named in `text`, in order, without overlaps; the clock moves on with each of them."""
    if not _HINT.search(text):
        return []
    spans = [
        (match.start(), order, match, reading)
        for order, (pattern, reading) in enumerate(_PATTERNS)
        for match in pattern.finditer(text)
    ]
    spans.sort(key=lambda s: s[:2])
    found: list[Time] = []
    taken = -1
    for start, _, match, reading in spans:
        if start < taken:
            continue
        end = match.end()
        said = reading(match, clock)
        if not said:
            continue
        period, kind, others, back = said
        if period.end.year > 2100 or period.start.year < 1800:
            continue
        lead = _LEAD.search(text[max(0, start - 24) : start])
        inner = re.match(r"(since|by|through|until|during|of|from|over|than|to|in|for|after|before)\b", match[0], re.I)
        word = (lead[1] if lead else inner[1] if inner else "").casefold()
        issue = (
            _dateline(text, start, end)
            or (kind == "day" and _SPEECH.search(text[max(0, start - 70) : start]) is not None)
            or _EDITION.match(text, end) is not None
            or kind in ("month", "day", "year", "calendar")
            and _ISSUE.search(text[max(0, start - 60) : start]) is not None
        )
        found.append(Time(start, end, period, kind, others, word, issue, back))
        if not issue and kind != "now":
            clock.saw(period)
        taken = end
    return found
