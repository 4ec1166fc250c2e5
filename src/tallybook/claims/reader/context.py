"""Context: the clock a document is read by, also where it gives no date of its own."""

from __future__ import annotations

import re
from datetime import date, timedelta

from tallybook.base.periods import fiscal_year_end
from tallybook.claims.document import Document
from tallybook.claims.reader.clock import Clock
from tallybook.claims.reader.times import times

_DATED = re.compile(r"\d{4}|FY ?['’]?\d\d|fiscal (?:year )?['’]?\d\d", re.I)


def clock_for(document: Document) -> Clock:
    """Return the clock of a document: its own date, else a guess from the latest period it names.

    The guess only helps to read words such as `last year`; no claim is judged by it.
    """
    if document.published is not None:
        return Clock(document.published)
    latest: date | None = None
    probe = Clock(None)
    for block in document.blocks:
        for time in times(block.text, probe):
            named = block.text[time.start : time.end]
            if time.kind not in ("fiscal", "year", "calendar", "day", "month", "window") or not _DATED.search(named):
                continue
            day = time.period.end
            if time.kind in ("fiscal", "year") and time.period.fiscal_years():
                day = fiscal_year_end(time.period.fiscal_years()[-1]) + timedelta(days=80)
            if day <= date.today() and (latest is None or day > latest):
                latest = day
    return Clock(None, guessed=latest)
