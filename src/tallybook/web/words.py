"""Functions and words that every template may use: numbers, days, verdict signs."""

from __future__ import annotations

from typing import Any

from tallybook.base.periods import day_words
from tallybook.claims.model import VERDICTS
from tallybook.publish.report import date_words, shown
from tallybook.publish.verdicts.wording import SIGNS, WORDS


def number(value: float | None) -> str:
    """Return a number with thousands separators, or a dash where there is none."""
    return "–" if value is None else shown(value)


SHARED: dict[str, Any] = {
    "number": number, "day_words": day_words, "date_words": date_words,
    "verdict_signs": SIGNS, "verdict_words": WORDS, "verdict_meanings": VERDICTS,
}  # fmt: skip
