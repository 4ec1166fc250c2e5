"""A numeral: a number as read from digits or words, before its unit, hedge and meaning are known."""

from __future__ import annotations

from dataclasses import dataclass

from tallybook.claims.model import Hedge


@dataclass(frozen=True, slots=True)
class Numeral:
    """A number that covers tokens `first` to `stop` (not included)."""

    value: float
    step: float
    """The place of the last digit given."""
    first: int
    stop: int
    spelled: bool = False
    grouped: bool = False
    """Whether thousands are marked off, or a word such as `million` stands with it: then no year, page or label."""
    rounded: bool = False
    """Whether the way of writing it (36k) says by itself that it is rounded."""
    sign: int = 0
    currency: str = ""
    share: bool = False
    """Whether it is a part of something, already in percent: a third, half, two in five, ½."""
    worded: bool = False
    """Whether the part is one word (a third, half) and so no more than a rough size."""
    vague: bool = False
    factor: bool = False
    """Whether it multiplies: twice, doubled, sixfold."""
    hedged: Hedge | None = None
    """The hedge that lies in the word itself: `most` is more than half."""
    ordinal: bool = False
    identifier: bool = False
    """Whether it has more digits than any count could."""
    year: bool = False
    """Whether it is a year in words: nineteen ninety-six."""


def tidy(value: float) -> float:
    """Return the number without the dust of binary fractions, as an int's float where it is whole."""
    rounded = round(value, 9)
    return float(round(rounded)) if abs(rounded - round(rounded)) < 1e-9 else rounded


def rounded_to(value: float, step: float) -> float:
    """Return the place of the last digit that is not zero: 10000 for 410,000 and for 1.17 million; `step` at least."""
    if not value or step <= 0:
        return step
    digits = round(abs(value) / step)
    while digits and digits % 10 == 0:
        digits //= 10
        step *= 10
    return step


def percent_of(part: float, whole: float) -> float:
    """Return a part in percent as it is usually written: 33.3 and 66.7 for thirds, else four significant digits."""
    value = 100 * part / whole
    if part * 3 in (whole, 2 * whole):
        return round(value, 1)
    return float(f"{value:.4g}")
