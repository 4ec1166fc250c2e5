"""Programme events in a text: `Secure Communities was discontinued in 2014`, `ICE ended Secure Communities in 2014`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from tallybook.base.catalog import Catalog
from tallybook.base.periods import calendar_year
from tallybook.claims.model import Asserted, Claim
from tallybook.claims.reader.clock import Time
from tallybook.claims.reader.scope import Sentence
from tallybook.programs.switches import events

_GAP = 40
"""Characters between subject and verb, and from there to the date."""


@lru_cache(maxsize=4)
def _patterns(catalog: Catalog) -> tuple[tuple[str, re.Pattern[str]], ...]:
    """Return a pattern for each measure whose events a text can tell of."""
    said: dict[str, tuple[list[str], list[str]]] = {}
    for event in events(catalog).events:
        if event.reads is not None:
            subjects, verbs = said.setdefault(event.reads.measure, ([], []))
            subjects += event.reads.of
            verbs += event.reads.verbs
    found = []
    for measure, (subjects, verbs) in said.items():
        one, two = (_any(words) for words in (subjects, verbs))
        found.append((measure, re.compile(rf"{one}[^.;:]{{0,{_GAP}}}?{two}|{two}[^.;:]{{0,{_GAP}}}?{one}", re.I)))
    return tuple(found)


def _any(words: list[str]) -> str:
    alternatives = "|".join(re.escape(w) for w in sorted(dict.fromkeys(words), key=len, reverse=True))
    return rf"(?<!\w)(?:{alternatives})(?!\w)"


_DATED = ("year", "month", "day", "fiscal")
"""The kinds of periods that date an event."""


def happened(catalog: Catalog, sentence: Sentence) -> Iterator[Claim]:
    """Yield a claim for each event of a programme that a sentence dates to a year, month or day."""
    for measure, pattern in _patterns(catalog) if any(t.kind in _DATED for t in sentence.times) else ():
        match = pattern.search(sentence.text, sentence.span.start, sentence.span.end)
        if match is None:
            continue
        time = date_behind(sentence, match.end(), _GAP)
        if time is None or re.search(r"[;:]|\bthan\b", sentence.text[match.end() : time.start]):
            continue
        yield dated(measure, match.start(), time)


def date_behind(sentence: Sentence, at: int, gap: int) -> Time | None:
    """Return the first year, month or day said within `gap` characters behind a place."""
    return next((t for t in sentence.times if at <= t.start <= at + gap and t.kind in _DATED), None)


def dated(measure: str, start: int, time: Time) -> Claim:
    """Return the claim that what a measure dates was then; a bare year is the calendar's."""
    year = time.period.end.year
    period = calendar_year(year) if time.kind in ("year", "fiscal") else time.period
    return Claim("", "", start, time.end, "date", measure, period, Asserted(year, "year", "exact", year, year))
