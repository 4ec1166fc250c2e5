"""Times: every period a text names, as days, in order, with what the words leave open kept as alternatives."""

from __future__ import annotations

import re

from tallybook.claims.reader.clock import MONTHS, Clock, Time
from tallybook.claims.reader.explicit import EXPLICIT
from tallybook.claims.reader.presidencies import PRESIDENTS, note_president
from tallybook.claims.reader.relative import RELATIVE

_MONTH = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_PRESIDENT = (
    "obama", "biden", "clinton", "reagan", "bush", "trump", "president", "administration", "inaugurat", "office",
    "his", "her",
)  # fmt: skip
_PATTERNS = tuple(
    (known, known.needs, _MONTH if MONTHS in known.words.pattern else _PRESIDENT if known in PRESIDENTS else ())
    for known in (*EXPLICIT, *PRESIDENTS, *RELATIVE)
)
"""Every pattern with what a text must have for it to match at all."""

_LEAD = re.compile(
    r"(since|by|through|until|up to|to|from|than|of|in|on|as of|before|after|over|during|between|at|for|above|below|"
    r"against|versus|vs\.?|with|late|early|mid)[\s-]+(?:the\s+)?(?:afternoon of\s+|morning of\s+)?\Z",
    re.I,
)


_SPEECH = re.compile(r"\b(?:said|told|claimed|wrote|testified|tweeted|boasted|declared)\b[^.;]{0,50}\bon\s+\Z", re.I)


_EDITION = re.compile(r"\s+(?:editions?|issue|paper|story|article|column|newsletter|broadcast|episode)\b")


_ISSUE = re.compile(
    r"\b(?:(?:report|edition|yearbook|release|extract|announcement|statement|press release|census|law"
    r"|act|memo|guidance|policy)s?\s+(?:of|from|in|dated)"
    r"|(?:began|begun|started|launched|created|existed|released|published|issued|posted|printed"
    r"|re-?printed|obtained|signed|enacted|passed|updated|withdrawn|said|announced|reported"
    r"|told reporters|claimed|testified)(?:\s+(?:in|on|by|last|as late as|only))?)"
    r"\s+(?:the\s+|late\s+|early\s+)?\Z",
    re.I,
)


_APPOSED = re.compile(r",? (?:on|in|at) (?:the )?|, |,? \(")
"""What joins `two years before` to the day it names itself: `, on January 2, 2021`."""


def _dateline(text: str, start: int, end: int) -> bool:
    """Whether a day stands in a dateline (`WASHINGTON, July 30 -`)."""
    return (
        start < 48
        and re.search(r"[A-Za-z]{2,}", text[:start]) is not None
        and re.match(r"\s*\)?\s*(?:\([\w ]+\)\s*)?[-–—]{1,2}\s", text[end : end + 24]) is not None
        and not re.search(r"[a-z]{3,} [a-z]{2,}", text[:start])
    )


_DIGIT = re.compile(r"\d")
_HINTS = (
    "year", "month", *_MONTH, "now", "current", "present", "today", "then", "twelve", "inaugurat", "office", "obama",
    "biden", "clinton", "reagan", "bush", "trump", "president", "administration", "ties", "moment",
)  # fmt: skip
"""Pieces without one of which, and without a digit, no pattern can match: most sentences are let go by this alone."""


def _has(text: str, pieces: tuple[str, ...]) -> bool:
    return any(piece in text for piece in pieces)  # the pieces are few, and `in` is faster than any expression


def times(text: str, clock: Clock) -> list[Time]:
    """Return the periods named in `text`, in order, without overlaps; the clock moves on with each of them."""
    folded = text.casefold()
    if not _DIGIT.search(text) and not _has(folded, _HINTS):
        return []
    met = {_MONTH: _has(folded, _MONTH), _PRESIDENT: _has(folded, _PRESIDENT), (): True}
    if met[_PRESIDENT]:
        note_president(text, clock)
    spans = [
        (match.start(), order, match, known.read)
        for order, (known, own, group) in enumerate(_PATTERNS)
        if met[group] and (not own or _has(folded, own))
        for match in known.words.finditer(text)
    ]
    spans.sort(key=lambda s: s[:2])
    found: list[Time] = []
    taken = -1
    for start, _, match, reading in spans:
        if start < taken:
            continue
        end = match.end()
        named = reading(match, clock)
        if not named:
            continue
        period, kind, others, back = named
        if found and found[-1].back and _APPOSED.fullmatch(text, found[-1].end, start) and kind != "relative":
            back = True
            found.pop()
        if period.end.year > 2100 or period.start.year < 1800:
            continue
        lead = _LEAD.search(text[max(0, start - 24) : start])
        inner = re.match(r"(since|by|through|until|during|of|from|over|than|to|in|for|after|before)\b", match[0], re.I)
        word = (lead[1] if lead else inner[1] if inner else "").casefold()
        issue = (
            _dateline(text, start, end)
            or (kind == "day" and _SPEECH.search(text[max(0, start - 70) : start]) is not None)
            or _EDITION.match(text, end) is not None
            or (
                kind in ("month", "day", "year", "calendar")
                and _ISSUE.search(text[max(0, start - 60) : start]) is not None
            )
        )
        found.append(Time(start, end, period, kind, others, word, issue, back))
        if not issue and kind != "now":
            clock.saw(period)
        taken = end
    return found
