"""When a document was published: dates as people and machines write them, and the lines that state one."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date

from tallybook.base.periods import MONTH_BY_NAME, MONTHS, month_end
from tallybook.claims.document import Block

MONTH = (
    "(?P<month>"
    + "|".join(f"{m[:3]}(?:{m[3:]})?" if m != "september" else "sep(?:t(?:ember)?)?" for m in MONTHS)
    + r")\.?"
)
WEEKDAY = r"(?:(?:mon|tues?|wed(?:nes)?|thu(?:rs?)?|fri|sat(?:ur)?|sun)(?:day)?\.?,?\s+)"
ORDERS = [
    MONTH + r"\s+(?P<day>\d{1,2})(?:st|nd|rd|th)?,?\s+(?P<year>(?:1[89]|20)\d\d)",
    r"(?P<day>\d{1,2})(?:st|nd|rd|th)?(?:\s+of)?[\s-]+" + MONTH + r",?[\s-]+(?P<year>(?:1[89]|20)\d\d)",
    r"(?P<year>(?:1[89]|20)\d\d)[-/.](?P<month>\d{1,2})[-/.](?P<day>\d{1,2})(?=$|[T\s,;|)Z]|\D)",
    r"(?P<month>\d{1,2})[/.-](?P<day>\d{1,2})[/.-](?P<year>(?:1[89]|20)\d\d)",
]
FULL = [
    re.compile(rf"(?<![\w/.-]){WEEKDAY}?{order}(?!\w)" if i != 2 else rf"(?<![\w/.-]){order}", re.I)
    for i, order in enumerate(ORDERS)
]
COMPACT = re.compile(r"\s*(?P<year>(?:19|20)\d\d)(?P<month>\d\d)(?P<day>\d\d)(?:T?\d{4,6}Z?)?\s*$")
MONTH_ONLY = re.compile(
    rf"\s*(?:(?P<iso>(?:1[89]|20)\d\d)-(?P<number>\d\d)|{MONTH},?\s+(?P<year>(?:1[89]|20)\d\d))\s*$", re.I
)

LEAD = r"(?:^|[|·•–—(\n]\s*|\s-\s+)"
STATED = re.compile(
    LEAD + r"(?:for\s+(?:immediate\s+)?release|press\s+release|(?:date\s+)?(?:first\s+)?"
    r"(?:posted|published|released|issued|executed|filed|publication\s+date|release\s+date|dated?|date\s+issued))"
    r"\s*(?:on|at)?\s*[:–—|,.\-]*\s*(?:on\s+)?(?P<rest>.{0,60})",
    re.I | re.S,
)
UPDATED = re.compile(LEAD + r"(?:last\s+)?(?:updated|modified)\s*(?:on)?\s*[:–—|,-]*\s*(?P<rest>.{0,50})", re.I | re.S)
GOES_ON = re.compile(r",?\s+(?!at\b|by\b|in\b|min\b)[a-z]")
"""What follows a date in the middle of a sentence."""
PLACE = re.compile(r"(?:@[\w.]+ ?)?[A-Z][\w.’'-]*(?:[ ,]+(?:[A-Z(][\w.’')-]*|de|of|the))*[ ,–—-]*")
BEFORE = re.compile(
    r"(?:[^|\n]{0,50}\(@\w+\)\s*[-|·•–—,]?|by\s+[^|\d]{2,60}?\s*[|,·•–—-]?|.{0,60}[|·•–—])?\s*", re.I | re.S
)
AFTER = re.compile(
    r"\s*(?:,?\s*(?:at\s+)?\d{1,2}[:.]\d\d[^|·•–—\d]{0,15})?(?:[|·•–—(-]\s*(?:\d{1,2}\s*-?\s*min\w*|\d{1,2}[:.]\d\d)?[^\d]{0,40})?\.?\s*",
    re.S,
)
DATELINE_END = re.compile(r"\s*(?:\([^)]{1,40}\)\s*)?(?:--?|[–—:/])\s")
TOP_BLOCKS = 12
TOP_CHARACTERS = 2_500
LONGEST_BYLINE = 120


def find_date(text: str) -> tuple[date, int, int] | None:
    """Return the first full date in a text with its start and end, or None."""
    best: tuple[date, int, int] | None = None
    for pattern in FULL:
        for match in pattern.finditer(text):
            day = _date(match)
            if day:
                if best is None or match.start() < best[1]:
                    best = (day, match.start(), match.end())
                break
    return best


def read_date(value: str) -> date | None:
    """Return the date a header value states; the last day of a month given alone; None when it states none."""
    value = value.strip()[:200]
    if found := find_date(value):
        return found[0]
    if match := COMPACT.match(value):
        return _date(match)
    if match := MONTH_ONLY.match(value):
        year = int(match["iso"] or match["year"])
        month = int(match["number"]) if match["number"] else MONTH_BY_NAME[match["month"].lower().rstrip(".")]
        if 1 <= month <= 12:
            return month_end(year, month)
    return None


def dateline(blocks: Iterable[Block], raw: str = "") -> date | None:
    """Return the date that a line near the top of a text states as its own, or None. A date without a year is none."""
    updated: date | None = None
    seen = 0
    for number, block in enumerate(b for b in blocks if b.kind not in ("furniture", "row")):
        if number >= TOP_BLOCKS or seen > TOP_CHARACTERS:
            break
        head = block.text[:400]
        seen += len(block.text)
        short = len(block.text) <= LONGEST_BYLINE
        for match in STATED.finditer(_lined(block, raw)[:400]):
            if not short and not (match.start() == 0 and match[0][:3].lower() == "for"):
                continue
            rest = match["rest"]
            found = find_date(rest)
            if found and not rest[: found[1]].strip(" (|·•–—-:,\n") and not GOES_ON.match(rest, found[2]):
                return found[0]
        for line in _lined(block, raw).split("\n")[:4]:
            if day := _own_line(line):
                return day
        if day := _place_and_date(head):
            return day
        if updated is None and short and (changed := UPDATED.search(head)):
            found = find_date(changed["rest"])
            updated = found[0] if found and found[1] <= 2 else None
    return updated


def _lined(block: Block, raw: str) -> str:
    """Return a block's text with the line breaks of a wrapped text put back: a byline often shares its paragraph."""
    if len(block.text) > 3 * LONGEST_BYLINE or not raw:
        return block.text
    pairs = zip(block.text, block.offsets, strict=True)
    return "".join("\n" if c == " " and raw[at : at + 1] in ("\n", "\r") else c for c, at in pairs)


def _own_line(text: str) -> date | None:
    """Return the date of a line that holds nothing but a date, a byline or place, and a time."""
    if len(text) > LONGEST_BYLINE:
        return None
    found = find_date(text)
    if not found:
        return None
    day, start, end = found
    before = text[:start]
    place = before.rstrip().endswith((",", "-", "–", "—")) and PLACE.fullmatch(before)
    return day if (place or BEFORE.fullmatch(before)) and AFTER.fullmatch(text, end) else None


def _place_and_date(text: str) -> date | None:
    """Return the date of a dateline that carries its year: `WASHINGTON, July 30, 2009 - …`."""
    found = find_date(text[:140])
    if not found:
        return None
    day, start, end = found
    place = text[:start]
    if place and PLACE.fullmatch(place) and place[:2].strip().isupper() and DATELINE_END.match(text, end):
        return day
    return day if not place.strip() and DATELINE_END.match(text, end) else None


def _date(match: re.Match[str]) -> date | None:
    word = match["month"].lower().rstrip(".")
    year, day = int(match["year"]), int(match["day"])
    month = MONTH_BY_NAME[word] if word in MONTH_BY_NAME else int(word)
    if month > 12 >= day and "month" in match.groupdict():
        month, day = day, month
    try:
        return date(year, month, day)
    except ValueError:
        return None
