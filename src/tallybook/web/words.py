"""Functions and words that every template may use: numbers, days, verdict signs."""

from __future__ import annotations

from datetime import date
from typing import Any

from tallybook.base.periods import day_words
from tallybook.base.results import Cell, Column
from tallybook.claims.model import VERDICTS
from tallybook.publish.report import date_words, shown
from tallybook.publish.verdicts.wording import SIGNS, WORDS


def number(value: float | None) -> str:
    """Return a number with thousands separators, or a dash where there is none."""
    return "–" if value is None else shown(value)


def cell_of(cell: Cell, column: Column) -> str:
    """Return a table's cell for readers: separators in quantities, days in words, yes and no, nothing for nothing."""
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "yes" if cell else "no"
    if isinstance(cell, date):
        return day_words(cell)
    if isinstance(cell, int | float) and column.kind in ("integer", "number"):
        if column.digits is not None:
            return f"{cell:,.{column.digits}f}"
        # A share printed as 0.025 must not become 0.03.
        return f"{round(cell, 4):,.12g}".replace("-", "−")
    return str(int(cell)) if isinstance(cell, float) and cell.is_integer() else str(cell)


SHARED: dict[str, Any] = {
    "number": number, "cell_of": cell_of, "day_words": day_words, "date_words": date_words,
    "verdict_signs": SIGNS, "verdict_words": WORDS, "verdict_meanings": VERDICTS,
}  # fmt: skip
