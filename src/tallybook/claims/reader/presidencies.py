"""Presidencies: periods named by who was president."""

from __future__ import annotations

import re
from datetime import date, timedelta

from tallybook.base.periods import (
    Period,
    fiscal_year,
    fiscal_year_of,
    fiscal_year_start,
    fiscal_years,
    on,
)
from tallybook.base.presidencies import PRESIDENCIES, Term, president_on
from tallybook.claims.reader.clock import (
    Clock,
    N,
    number,
)
from tallybook.claims.reader.patterns import Pattern, Said, pattern, said


def term_of(m: re.Match[str], clock: Clock) -> Term | None:
    """Return the term of the president that the words name, or of the one on the day of writing."""
    name = m[0].casefold()
    term = _named(name, clock.today)
    if term is None:
        return president_on(clock.today)
    clock.term = term
    return term


def note_president(text: str, clock: Clock) -> None:
    """Let the clock know which president a text names last, for `his first year` and the like."""
    for found in _ANY.finditer(text):
        term_of(found, clock)


def _named(name: str, today: date) -> Term | None:
    if "trump" in name:
        return PRESIDENCIES[7] if today >= PRESIDENCIES[7].start and "first" not in name else PRESIDENCIES[5]
    if "bush" in name:
        return PRESIDENCIES[1] if "h.w." in name or "h. w." in name else PRESIDENCIES[3]
    numbers = {"reagan": 0, "clinton": 2, "obama": 4, "biden": 6}
    return next((PRESIDENCIES[place] for word, place in numbers.items() if word in name), None)


_ANY = re.compile(r"\b(?:Obama|Biden|Clinton|Reagan|(?:H\. ?W\. )?Bush|Trump)\b")
NAMES = r"(?:President )?(?:Barack )?(?:Obama|Biden|Clinton|Reagan|(?:George )?(?:H\. ?W\. |W\. )?Bush|Trump)"


@pattern(
    rf"\b(?:{NAMES}(?:['’]s)?|his|her|the president['’]s) first year(?: in office)?\b"
    rf"|\bthe first year (?:of|under) (?:the )?{NAMES}(?:['’]s)?(?: administration| presidency| years| era)?",
    needs="first year",
)
def _first_year(m: re.Match[str], clock: Clock) -> Said:
    found = None
    for named in re.finditer(NAMES, m.string[: m.end()]):
        found = term_of(named, clock)
    term = found or clock.president
    if term is None:
        return None
    start = term.start
    return said(
        Period(start, start.replace(year=start.year + 1) - timedelta(days=1)),
        "first_year",
        (fiscal_year(term.shared_year),),
    )


@pattern(
    r"\b(?:President )?(?:Barack )?(?:Obama|Biden|Clinton|Reagan|(?:George )?(?:H\. ?W\. |W\. )?Bush"
    r"|Trump) (?=(?:has |had |never |ever |also )*(?:deported|removed|topped|exceeded|expelled"
    r"|arrested|detained|sent|passed|reached|broke))"
)
def _subject_president(m: re.Match[str], clock: Clock) -> Said:
    term = term_of(m, clock)
    return said(term.fiscal_years(clock.today), "term") if term else None


@pattern(
    rf"\b(?:(?:under|during|in|throughout|of|on|over|since) (?:the )?{NAMES}(?:['’]s)?[ -](?:years|era"
    rf"|presidency|administration|terms?)"
    rf"|(?:the )?{NAMES}(?:['’]s)?[ -](?:years|era))\b"
    rf"|\bunder (?:President )?(?:Obama|Biden|Clinton|Reagan|Bush|Trump)\b"
    r"|\b(?:under|during) (?:this|the current) (?:president|administration|presidency)\b",
    needs="under|year|era|presiden|administration|term",
)
def _presidency(m: re.Match[str], clock: Clock) -> Said:
    term = term_of(m, clock)
    return said(term.fiscal_years(clock.today), "term") if term else None


@pattern(
    r"\bsince (?:the )?(?:inauguration|(?:President )?(?:Trump|Obama|Biden|Bush) (?:took office"
    r"|was inaugurated)|taking office)\b",
    needs="since",
)
def _since_inauguration(m: re.Match[str], clock: Clock) -> Said:
    term = term_of(m, clock)
    return said(Period(term.start, clock.today), "term") if term and term.start <= clock.today else None


@pattern(r"\bbefore (?:the inauguration|(?:President )?(?:Trump|Obama|Biden|Bush) took office)\b", needs="before")
def _before_inauguration(m: re.Match[str], clock: Clock) -> Said:
    term = term_of(m, clock)
    if term is None:
        return None
    first = fiscal_year_start(fiscal_year_of(term.start))
    return said(Period(first, term.start - timedelta(days=1)), "term", (on(term.start),))


@pattern(
    rf"\b(?:over |in |during )?(?:all )?(?:his|her|the president['’]s|Obama['’]s|Bush['’]s|Biden['’]s"
    rf"|Trump['’]s) ({N}) (?:fiscal )?years\b",
    needs="years",
)
def _presidents_years(m: re.Match[str], clock: Clock) -> Said:
    named = None
    for found in re.finditer(NAMES, m.string[: m.end()]):
        named = term_of(found, clock)
    term = named or clock.president
    if term is None:
        return None
    return said(fiscal_years(term.shared_year, term.shared_year + number(m[1]) - 1), "term")


PRESIDENTS: tuple[Pattern, ...] = (
    _first_year,
    _subject_president,
    _presidency,
    _since_inauguration,
    _before_inauguration,
    _presidents_years,
)
"""Where two start at the same word, the earlier in this list is taken."""
