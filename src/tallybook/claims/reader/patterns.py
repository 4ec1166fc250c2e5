"""Patterns: the form in which patterns of words are tied to the periods they name."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from tallybook.base.periods import Period
from tallybook.claims.reader.clock import Clock

Said = tuple[Period, str, tuple[Period, ...], bool] | None
"""A period, its kind, other periods the words can mean, and whether they look back; None where the words name none."""
Reading = Callable[[re.Match[str], Clock], Said]


@dataclass(frozen=True)
class Pattern:
    """Words that name a period, with how they are read."""

    words: re.Pattern[str]
    read: Reading
    needs: tuple[str, ...] = ()
    """Pieces of text, folded, without one of which the words cannot match; empty where nothing so simple is known."""


def pattern(regex: str, flags: int = re.I, needs: str = "") -> Callable[[Reading], Pattern]:
    """Return a decorator that ties a reading to the words it reads; `needs` are pieces separated by bars."""
    compiled = re.compile(regex, flags)

    def tie(reading: Reading) -> Pattern:
        return Pattern(compiled, reading, tuple(needs.split("|")) if needs else ())

    return tie


def said(period: Period, kind: str, others: tuple[Period, ...] = (), back: bool = False) -> Said:
    """Return what the words of a pattern name."""
    return period, kind, others, back
