"""Fit: how well an official value agrees with what a text says, at the text's own precision and hedge."""

from __future__ import annotations

import math
from enum import IntEnum

from tallybook.claims.model import Asserted


class Fit(IntEnum):
    """How a value agrees: not at all, in order of size only, or as the words say."""

    NO = 0
    NEAR = 1
    YES = 2


ROUNDED = 0.07
"""A hedged or rounded count within this share of the value is `approximate`; beyond it, it is another number."""


def step_of(asserted: Asserted) -> float:
    """Return the place of the last digit that means something: trailing zeros of a count are rounding."""
    value = abs(asserted.value or 0.0)
    step = asserted.step
    if value < 100 or value != int(value):
        return step
    zeros = len(str(int(value))) - len(str(int(value)).rstrip("0"))
    if zeros < 2 and value >= 1000:
        return 1.0
    if zeros >= 2:
        step = max(step, 10.0 ** min(zeros, max(0, int(math.log10(value)) - 1)))
    return step


def is_rounded(asserted: Asserted) -> bool:
    """Return whether a count is hedged or given in round numbers, so that it may be near without being wrong."""
    return asserted.hedge != "exact" or (
        step_of(asserted) >= 100 and step_of(asserted) >= abs(asserted.value or 0) / 2000
    )


def fit_count(asserted: Asserted, value: float) -> Fit:
    """Return how a count, an absolute change or a rate agrees with a value."""
    claimed = asserted.value
    if claimed is None:
        return Fit.NO
    if (claimed < 0) != (value < 0) and claimed != 0 and value != 0:
        return Fit.NO
    a, v = abs(claimed), abs(value)
    hedge, step = asserted.hedge, step_of(asserted)
    off = abs(v - a) / max(v, 1e-9) if v else (0.0 if a == 0 else 1.0)
    if hedge == "exact":
        room = min(step / 2, 0.03 * a) if step > 1 else 0.5 if a >= 50 else 0.05
        if abs(v - a) <= room + 1e-9 or (step >= 100 and a <= v < a + step and off <= 0.05):
            return Fit.YES
        if asserted.low is not None and asserted.high is not None and asserted.high > asserted.low:
            return _within(a, v, abs(asserted.low), abs(asserted.high), off)
        return Fit.NEAR if is_rounded(asserted) and off <= ROUNDED else Fit.NO
    if hedge == "about":
        return Fit.YES if off <= 0.0501 else Fit.NEAR if off <= 0.09 else Fit.NO
    if hedge == "nearly":
        if a * 0.93 <= v <= a * 1.0005:
            return Fit.YES
        return Fit.NEAR if off <= ROUNDED + 0.04 else Fit.NO
    if hedge in ("more_than", "at_least"):
        if v >= a * (1 - 1e-9):
            return Fit.YES
        return Fit.NEAR if off <= 0.03 else Fit.NO
    if v < a or (hedge == "up_to" and v <= a):
        return Fit.YES
    return Fit.NEAR if off <= 0.03 else Fit.NO


def _within(a: float, v: float, low: float, high: float, off: float) -> Fit:
    low, high = min(low, high), max(low, high)
    if low - 0.5 <= v <= high + 0.5:
        return Fit.YES
    return Fit.NEAR if off <= ROUNDED and a > 0 else Fit.NO


def fit_share(asserted: Asserted, value: float) -> Fit:
    """Return how a share in percent agrees: within a point (a third of one where tenths are given), near within 3.5."""
    claimed = asserted.value
    if claimed is None:
        return Fit.NO
    room = 1.0 if asserted.step >= 1 else 0.3
    off = abs(value - claimed)
    hedge = asserted.hedge
    if hedge == "exact":
        return Fit.YES if off <= room + 1e-9 else Fit.NEAR if off <= 3.5 else Fit.NO
    if hedge == "about":
        low, high = asserted.low or claimed * 0.95, asserted.high or claimed * 1.05
        return Fit.YES if low - 0.5 <= value <= high + 0.5 or off <= room else Fit.NEAR if off <= 4.0 else Fit.NO
    if hedge == "nearly":
        low = min(asserted.low or claimed * 0.93, claimed - 2)
        return Fit.YES if low <= value <= claimed + 0.3 else Fit.NEAR if -5.5 <= value - claimed <= 3.5 else Fit.NO
    if hedge in ("more_than", "at_least"):
        return (
            Fit.YES if value > claimed or (hedge == "at_least" and off <= 0.5) else Fit.NEAR if off <= 1.5 else Fit.NO
        )
    return Fit.YES if value < claimed or (hedge == "up_to" and off <= 0.5) else Fit.NEAR if off <= 1.5 else Fit.NO


def fit_change(asserted: Asserted, value: float) -> Fit:
    """Return how a change in percent or points agrees: to the digit given; within five percent when hedged."""
    claimed = asserted.value
    if claimed is None or ((claimed < 0) != (value < 0) and abs(value) > 0.05):
        return Fit.NO
    a, v, off = abs(claimed), abs(value), abs(abs(value) - abs(claimed))
    hedge = asserted.hedge
    if hedge == "exact":
        room = 0.55 * asserted.step if asserted.step < 5 else 1.5
        return Fit.YES if off <= max(room, 0.005 * v) else Fit.NEAR if off <= max(1.6, 0.04 * a) else Fit.NO
    if hedge == "about":
        return Fit.YES if off <= max(1.0, 0.055 * a) else Fit.NEAR if off <= max(2.5, 0.1 * a) else Fit.NO
    if hedge == "nearly":
        return Fit.YES if -max(1.0, 0.075 * a) <= v - a <= 0.3 else Fit.NEAR if off <= max(2.0, 0.12 * a) else Fit.NO
    if hedge in ("more_than", "at_least"):
        return Fit.YES if v > a or off <= 0.05 else Fit.NEAR if off <= max(0.8, 0.03 * a) else Fit.NO
    return Fit.YES if v < a or off <= 0.05 else Fit.NEAR if off <= max(0.8, 0.03 * a) else Fit.NO


def fit_ratio(asserted: Asserted, value: float) -> Fit:
    """Return how a ratio agrees: words such as `doubled` within five percent, near within twelve."""
    claimed = asserted.value
    if claimed is not None and asserted.unit == "percent":
        return fit_share(asserted, 100 * value)
    if not claimed:
        return Fit.NO
    off = abs(value / claimed - 1)
    hedge = asserted.hedge
    if hedge in ("exact", "about"):
        return Fit.YES if off <= 0.052 else Fit.NEAR if off <= 0.12 else Fit.NO
    if hedge == "nearly":
        low, high = (
            sorted((claimed * 0.92, claimed * 1.005)) if claimed >= 1 else sorted((claimed * 0.92, claimed * 1.08))
        )
        return Fit.YES if low <= value <= high else Fit.NEAR if off <= 0.15 else Fit.NO
    if hedge in ("more_than", "at_least"):
        over = value >= claimed
        return Fit.YES if over else Fit.NEAR if off <= 0.03 else Fit.NO
    return Fit.YES if value <= claimed else Fit.NEAR if off <= 0.03 else Fit.NO
