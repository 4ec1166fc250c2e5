"""Two scenarios on the same draws: what changes, for whom, and how far chance alone moves it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from tallybook.base.errors import UsageError
from tallybook.base.results import Cell, Column, Result, Table
from tallybook.programs.process.run import Run, simulate
from tallybook.programs.process.simulation import GROUPS, funnel, groups
from tallybook.records.store import BANNER

if TYPE_CHECKING:
    from collections.abc import Callable

    from tallybook.base.catalog import Catalog
    from tallybook.programs.process.scenario import Scenario

REPLICATES = 20
INSIDE = 0.9


@dataclass(frozen=True)
class Change:
    """One number under both scenarios, on average over the replicates, and the change with its interval."""

    part: str
    name: str
    first: float
    second: float
    change: float
    low: float
    high: float


@dataclass(frozen=True)
class Comparison(Result):
    """Two scenarios set against each other."""

    first: Scenario
    second: Scenario
    bookings: int
    seed: int
    replicates: int
    rows: tuple[Change, ...]

    @property
    def title(self) -> str:
        """The comparison in one line."""
        return (
            f"{BANNER} From '{self.first.title}' to '{self.second.title}': {self.bookings:,} bookings,"
            f" {self.replicates} replicates from seed {self.seed}"
        )

    def table(self) -> Table:
        """Return one row a number."""
        columns = (
            Column("part", meaning="part of the result the row belongs to"),
            Column("name", meaning="what the number is of"),
            Column(
                "first", self.first.id, "number", digits=0, meaning="mean over the replicates under the first scenario"
            ),
            Column(
                "second",
                self.second.id,
                "number",
                digits=0,
                meaning="mean over the replicates under the second scenario",
            ),
            Column("change", kind="number", digits=0, meaning="the second minus the first"),
            Column("low", kind="number", digits=0, meaning="lower end"),
            Column("high", kind="number", digits=0, meaning="upper end"),
            Column("relative", "change, share", "number", digits=4, meaning="the change as a share of the first"),
        )
        rows: tuple[tuple[Cell, ...], ...] = tuple(
            (c.part, c.name, c.first, c.second, c.change, c.low, c.high, c.change / c.first if c.first else None)
            for c in self.rows
        )
        return Table(columns, rows, self.title, self.notes())

    def notes(self) -> tuple[str, ...]:
        """Return what must be known beside the numbers."""
        return (
            BANNER,
            f"low and high hold {INSIDE:.0%} of the replicates: chance in the draws only, not doubt about assumptions.",
            "Both scenarios share their draws, so people differ only where the scenarios do.",
        )

    def to_dict(self) -> dict[str, Any]:
        """Return the comparison as plain data."""
        return {
            "synthetic": True, "banner": BANNER, "first": self.first.id, "second": self.second.id,
            "bookings": self.bookings, "seed": self.seed, "replicates": self.replicates,
            "rows": self.table().to_dict()["rows"], "notes": list(self.notes()),
        }  # fmt: skip


def compare(
    catalog: Catalog, first: Scenario, second: Scenario, bookings: int, seed: int, replicates: int = REPLICATES,
    run: Callable[..., Run] = simulate,
) -> Comparison:  # fmt: skip
    """Return what changes from one scenario to another.

    Raises:
        UsageError: the two are one, or too few or too many replicates.
    """
    if first.id == second.id and first == second:
        raise UsageError(f"{first.id} is compared with itself", expected="two scenarios")
    if not 2 <= replicates <= 1000:
        raise UsageError(f"--replicates is {replicates}", expected="a whole number from 2 to 1000")
    found: dict[tuple[str, str], list[tuple[int, int]]] = {}
    for number in range(replicates):
        one, two = (_numbers(run(catalog, item, bookings, seed + number)) for item in (first, second))
        for key in dict.fromkeys((*one, *two)):
            found.setdefault(key, []).append((one.get(key, 0), two.get(key, 0)))
    rows = []
    cut = int((1 - INSIDE) / 2 * replicates)
    for (part, name), pairs in found.items():
        moved = sorted(b - a for a, b in pairs)
        mean = [sum(p[i] for p in pairs) / replicates for i in (0, 1)]
        rows.append(Change(part, name, mean[0], mean[1], mean[1] - mean[0], moved[cut], moved[-1 - cut]))
    return Comparison(first, second, bookings, seed, replicates, tuple(rows))


def _numbers(run: Run) -> dict[tuple[str, str], int]:
    found = {("funnel", name): count for name, count in funnel(run).items()}
    for kind in GROUPS:
        for name, (_, asked, _, removed) in groups(run, kind).items():
            found[f"detainers by {kind}", name] = asked
            found[f"removed by {kind}", name] = removed
    return found
