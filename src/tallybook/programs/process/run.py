"""Running the process: bookings in blocks of columns, each ending in exactly one state, flows added up as they go."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, Final

from tallybook.base.errors import UsageError
from tallybook.base.periods import fiscal_year_of
from tallybook.programs.process.cells import NOT_ASKED, Cells, cells, weights
from tallybook.programs.process.clocks import DAY_HOURS, window
from tallybook.programs.process.draws import below, happens, pick
from tallybook.programs.process.expected import chances
from tallybook.programs.process.fitting import fitted, window_of
from tallybook.programs.process.rollout import Rollout, rollout
from tallybook.programs.process.scenario import Delay, Scenario

if TYPE_CHECKING:
    from tallybook.base.catalog import Catalog

BLOCK = 1 << 20
LARGEST = 2_000_000_000

STATES: Final = (
    "not submitted", "no match", "not asked for", "declined by the jail", "hours ran out", "still held locally",
    "pending", "removed", "returned", "relief", "released",
)  # fmt: skip
"""Where a booking ends. The order is that of the process."""
(NOT_SENT, NO_MATCH, NOT_ASKED_FOR, DECLINED, RAN_OUT, LOCAL, PENDING, REMOVED, RETURNED, RELIEF, RELEASED) = range(11)


@dataclass(frozen=True, eq=False)
class Matched:
    """The matched bookings of a block, as columns; days are counted from the scenario's first."""

    number: Any
    county: Any
    day: Any
    cell: Any
    answer: Any
    detainer: Any
    honoured: Any
    release_day: Any
    release_hour: Any
    wait: Any
    booked: Any
    """Whether taken into custody by the last day seen."""
    custody_day: Any
    end_day: Any
    state: Any


@dataclass(frozen=True)
class Free:
    """Those taken without a detainer."""

    going: int
    booked: int
    local: int
    """Not yet released by the jail on the last day seen."""


@dataclass(frozen=True, eq=False)
class Run:
    """What a run gave."""

    scenario: Scenario
    bookings: int
    seed: int
    values: Mapping[str, float]
    cells: Cells
    states: tuple[int, ...]
    """Bookings by the state they ended in."""
    submissions: int
    by_cell: Any
    """Matched bookings by sort and state."""
    detainers: Any
    """Detainers by sort."""
    open_: int
    """Of the detainers, those issued where the rule was open on the facts at hand."""
    asked_open: int
    """Matched bookings for which the rule was open."""
    booked: Any
    """Taken into custody, by sort."""
    fiscal: Mapping[int, int]
    """Removed or returned, by fiscal year."""
    without_detainer: Free

    @property
    def matches(self) -> int:
        """How many were matched."""
        return int(self.by_cell.sum())

    @property
    def removed(self) -> Any:
        """Removed or returned, by sort."""
        return self.by_cell[:, REMOVED] + self.by_cell[:, RETURNED]


class Process:
    """A scenario made ready to run."""

    def __init__(self, catalog: Catalog, item: Scenario, seed: int) -> None:
        self.catalog, self.item, self.seed = catalog, item, seed
        self.values = fitted(catalog, item)
        self.cells = cells(catalog, item)
        self.rollout: Rollout = rollout(catalog)
        self.days = (item.end - item.start).days + 1
        self.seen = window_of(item).seen
        import numpy as np

        self.active = np.array([(d - item.start).days for d in self.rollout.active], dtype=np.int64)
        self.held = window(catalog, item.start, self.seen)
        self.answers = np.array(self.cells.answers, dtype=np.int64)
        self.eras = np.array([(d - item.start).days for d in self.cells.eras], dtype=np.int64)

    def block(self, first: int, last: int) -> tuple[int, int, Matched]:
        """Return the submissions of some booking numbers, how many were not submitted, and the matched ones."""
        import numpy as np

        seed, v = self.seed, self.values
        numbers = np.arange(first, last, dtype=np.uint64)
        day = below(seed, "day", numbers, self.days)
        county = pick(seed, "county", numbers, self.rollout.weights)
        sent = day >= self.active[county]
        submitted = int(sent.sum())
        hit = sent & happens(seed, "match", numbers, v["match"])
        return submitted, (last - first) - submitted, self._matched(numbers[hit], county[hit], day[hit])

    def _matched(self, n: Any, county: Any, day: Any) -> Matched:
        import numpy as np

        seed, v, item = self.seed, self.values, self.item
        cell = np.zeros(len(n), dtype=np.int64)
        for name, trait in item.traits.items():
            shares = weights(name, tuple(x.share for x in trait.values), v["convicted"])
            cell = cell * len(shares) + pick(seed, f"trait {name}", n, shares)
        era = np.searchsorted(self.eras, day, side="right") - 1
        answer = self.answers[era, cell]
        detainer = happens(seed, "exercise", n, chances(answer, v))
        free = ~detainer & (answer != NOT_ASKED) & happens(seed, "without a detainer", n, v["without_detainer"])
        honoured = detainer & happens(seed, "jail", n, v["honoured"])
        moment = day + self.waited("local case", item.local_case, n)
        hour = below(seed, "hour", n, DAY_HOURS)
        wait = self.waited("pickup", item.pickup, n)
        custody = moment + (hour + wait) // DAY_HOURS
        in_time = wait <= self.held[np.minimum(moment, self.seen - 1), hour]
        going = (honoured & in_time) | free
        booked = going & (custody < self.seen)
        end = custody + self.waited("departure", item.departure, n)
        ways = ("removed", "returned", "relief", "released")
        fate = pick(seed, "outcome", n, (*(v[w] for w in ways), max(1 - sum(v[w] for w in ways), 0.0)))
        state = np.full(len(n), NOT_ASKED_FOR, dtype=np.int64)
        state[detainer & ~honoured] = DECLINED
        state[honoured & ~in_time] = RAN_OUT
        state[(honoured | free) & (moment >= self.seen)] = LOCAL
        state[going & ~booked] = LOCAL
        state[booked] = PENDING
        done = booked & (end < self.seen) & (fate < len(ways))
        state[done] = REMOVED + fate[done]
        return Matched(
            n, county, day, cell, answer, detainer, honoured, moment, hour, wait, booked, custody, end, state
        )

    def waited(self, stage: str, delay: Delay, numbers: Any) -> Any:
        """Return how long each waits."""
        import numpy as np

        which = pick(self.seed, stage, numbers, [s.share for s in delay.spans])
        least = np.array([s.least for s in delay.spans], dtype=np.int64)[which]
        width = np.array([s.most - s.least + 1 for s in delay.spans], dtype=np.int64)[which]
        return least + below(self.seed, f"{stage}, within", numbers, width)


def simulate(
    catalog: Catalog, item: Scenario, bookings: int, seed: int, *, block: int = BLOCK,
    keep: Callable[[Matched], None] | None = None,
) -> Run:  # fmt: skip
    """Return what a scenario gives for so many bookings.

    Args:
        catalog: the catalog.
        item: the scenario.
        bookings: how many people are booked in the whole country in the scenario's days.
        seed: of the draws.
        block: how many bookings are worked on at once; the result does not depend on it.
        keep: called with the matched bookings of each block.

    Raises:
        UsageError: bookings or seed out of range, or a scenario that cannot be.
    """
    import numpy as np

    if not 1 <= bookings <= LARGEST:
        raise UsageError(f"--bookings is {bookings}", expected=f"a whole number from 1 to {LARGEST:,}")
    if not 0 <= seed < 1 << 63:
        raise UsageError(f"--seed is {seed}", expected="a whole number from 0 on, below 2^63")
    process = Process(catalog, item, seed)
    size = len(process.cells.cells)
    by_cell = np.zeros(size * len(STATES), dtype=np.int64)
    detainers, booked = np.zeros(size, dtype=np.int64), np.zeros(size, dtype=np.int64)
    ends = np.zeros(process.seen, dtype=np.int64)
    sent = unsent = open_ = asked_open = 0
    taken = np.zeros(3, dtype=np.int64)
    for first in range(0, bookings, block):
        some, none, m = process.block(first, min(first + block, bookings))
        sent, unsent = sent + some, unsent + none
        by_cell += np.bincount(m.cell * len(STATES) + m.state, minlength=len(by_cell))
        detainers += np.bincount(m.cell[m.detainer], minlength=size)
        booked += np.bincount(m.cell[m.booked], minlength=size)
        gone = (m.state == REMOVED) | (m.state == RETURNED)
        ends += np.bincount(m.end_day[gone], minlength=process.seen)
        asked_open += int((m.answer == 1).sum())
        open_ += int((m.detainer & (m.answer == 1)).sum())
        free = ~m.detainer & (m.state != NOT_ASKED_FOR)
        taken += [int(free.sum()), int((free & m.booked).sum()), int((free & (m.state == LOCAL)).sum())]
        if keep is not None:
            keep(m)
    table = by_cell.reshape(size, len(STATES))
    states = [int(x) for x in table.sum(axis=0)]
    states[NOT_SENT], states[NO_MATCH] = unsent, sent - int(table.sum())
    fiscal: dict[int, int] = {}
    for number, day in enumerate(days(item.start, process.seen)):
        year = fiscal_year_of(day)
        fiscal[year] = fiscal.get(year, 0) + int(ends[number])
    return Run(
        item, bookings, seed, process.values, process.cells, tuple(states), sent, table, detainers, open_, asked_open,
        booked, fiscal, Free(*(int(x) for x in taken)),
    )  # fmt: skip


def days(start: date, count: int) -> Iterator[date]:
    """Yield days in order."""
    for number in range(count):
        yield start + timedelta(days=number)
