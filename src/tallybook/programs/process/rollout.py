"""The roll-out as the process meets it: each county's weight, and the first day its bookings were checked.

The catalog holds the share of the population in active counties by month and each county's day. The gain of a month is
spread evenly over the counties that went live in it: an assumption, and the only one about counties.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

from tallybook.base.catalog import Catalog
from tallybook.programs.secure_communities import activations, population_shares


@dataclass(frozen=True, eq=False)
class Rollout:
    """Counties in order of code."""

    fips: tuple[str, ...]
    states: tuple[str, ...]
    weights: tuple[float, ...]
    active: tuple[date, ...]

    def submitted(self, start: date, days: int, state: str = "") -> Any:
        """Return the share of all of the country's bookings that is submitted, on each day from `start`."""
        import numpy as np

        found = np.zeros(days)
        for own, weight, day in zip(self.states, self.weights, self.active, strict=True):
            if not state or own == state:
                first = max((day - start).days, 0)
                if first < days:
                    found[first:] += weight
        return found


@lru_cache(maxsize=4)
def rollout(catalog: Catalog) -> Rollout:
    """Return the counties with their weights.

    Raises:
        CatalogError: a row of the list does not fit.
    """
    found = activations(catalog)
    ends = population_shares(catalog)
    gains: dict[tuple[int, int], float] = {}
    before = 0.0
    for end, share in ends:
        gains[end.year, end.month] = max(share - before, 0.0)
        before = max(share, before)
    counts: dict[tuple[int, int], int] = {}
    for a in found.values():
        month = a.activated.year, a.activated.month
        counts[month] = counts.get(month, 0) + 1
    raw = [
        gains.get((a.activated.year, a.activated.month), 0.0) / counts[a.activated.year, a.activated.month]
        for a in found.values()
    ]
    total = sum(raw)
    return Rollout(
        tuple(found), tuple(a.county.state.code for a in found.values()), tuple(w / total for w in raw),
        tuple(a.activated for a in found.values()),
    )  # fmt: skip
