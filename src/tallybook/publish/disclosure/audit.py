"""The audit: proof that nothing published gives a suppressed cell away.

Three questions, from the plain to the strict. Differencing: does a sum over the cells of one table, less what is
published of another, leave a single suppressed cell? Bounds: do all such sums together, with no count below none, pin
one down? Exchanges: do the records after each exchange give every published number again, and the cell another value?
The last is a proof for all declared cuts at once: whoever knows them all cannot tell the two sets of records apart.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import combinations
from typing import Any

from tallybook.publish.disclosure.base import Base, Workings
from tallybook.publish.disclosure.joint import Row, year_of
from tallybook.publish.disclosure.suppress import FOLDED, Cell

Known = Mapping[Cell, int | None]


@dataclass(frozen=True)
class Audit:
    """What an audit found: each list holds the suppressed cells that are given away in that way."""

    cells: int
    suppressed: int
    pairs: int
    """How many pairs of published tables were differenced."""
    equations: int
    by_difference: tuple[Cell, ...]
    by_bounds: tuple[Cell, ...]
    by_exchange: tuple[Cell, ...]
    """Cells whose exchange changes a published number, or leaves the cell as it is."""

    @property
    def safe(self) -> bool:
        """Whether nothing is given away."""
        return not (self.by_difference or self.by_bounds or self.by_exchange)


Equation = tuple[tuple[Cell, ...], tuple[Cell, ...]]
"""The cells of two tables that count the same records: both sums are equal."""


def audit(base: Base, workings: Workings) -> Audit:
    """Return what all published tables of a release together give away of its suppressed cells."""
    known = published_cells(base, workings)
    hidden = [cell for cell, number in known.items() if number is None]
    equations, pairs = _equations(base, known)
    return Audit(
        cells=len(known),
        suppressed=len(hidden),
        pairs=pairs,
        equations=len(equations),
        by_difference=tuple(_by_difference(known, equations)),
        by_bounds=tuple(_by_bounds(known, equations)),
        by_exchange=tuple(cell for cell in hidden if not _protected(base, workings, known, cell)),
    )


def published_cells(base: Base, workings: Workings) -> dict[Cell, int | None]:
    """Return every cell of every published table: its number, or None where it is suppressed.

    Lines that are left out because a field is not recorded are taken as known: they can be worked out.
    """
    found: dict[Cell, int | None] = {}
    for (rule, cut), times in base.exact.items():
        for time, cells in times.items():
            for values, number in cells.items():
                found[Cell(rule, cut.by, time, values)] = number
    rule = base.shape.rules[0] if base.shape.rules else ""
    for by, years in base.protected.items():
        for year, cells in years.items():
            for values, number in cells.items():
                cell = Cell(rule, by, year, values)
                found[cell] = None if number is None else workings.years[year].counts[cell]
    return found


def _equations(base: Base, known: Known) -> tuple[list[Equation], int]:
    """Return the sums that two tables have in common, for every pair of tables, and how many pairs there are.

    Both are summed to the dimensions they share and to the coarser step of time. Only sums with a suppressed cell tell.
    """
    tables: dict[tuple[str, tuple[str, ...], bool], list[Cell]] = {}
    for cell in known:
        months = cell.time > 9999
        tables.setdefault((cell.rule, cell.by, months), []).append(cell)
    found: list[Equation] = []
    pairs = 0
    for (rule, one, m1), (other_rule, two, m2) in combinations(tables, 2):
        if rule != other_rule:
            continue
        pairs += 1
        shared = [name for name in one if name in two]
        for dims in {tuple(shared), ()}:
            for yearly in {not (m1 and m2), True}:
                left = _grouped(tables[rule, one, m1], dims, yearly, base.folded)
                right = _grouped(tables[rule, two, m2], dims, yearly, base.folded)
                for key in left.keys() | right.keys():
                    sides = (tuple(left.get(key, ())), tuple(right.get(key, ())))
                    if any(known[cell] is None for side in sides for cell in side):
                        found.append(sides)
    return found, pairs


def _grouped(
    cells: list[Cell], dims: tuple[str, ...], yearly: bool, folded: Mapping[int, Mapping[str, frozenset[Any]]]
) -> dict[tuple[Any, ...], list[Cell]]:
    """Return cells by time and some dimensions; of whole years with the values together that protected tables fold."""
    found: dict[tuple[Any, ...], list[Cell]] = {}
    places = [(name, cells[0].by.index(name)) for name in dims]
    for cell in cells:
        time = year_of(cell.time) if yearly and cell.time > 9999 else cell.time
        few = folded.get(time, {})
        values = tuple(FOLDED if cell.values[p] in few.get(name, ()) else cell.values[p] for name, p in places)
        found.setdefault((time, *values), []).append(cell)
    return found


def _by_difference(known: Known, equations: list[Equation]) -> Iterator[Cell]:
    """Yield suppressed cells that stand alone in a sum whose other side is published whole."""
    seen: set[Cell] = set()
    for left, right in equations:
        if not left or not right:
            continue
        unknown = [cell for side in (left, right) for cell in side if known[cell] is None]
        if len(unknown) == 1 and unknown[0] not in seen:
            seen.add(unknown[0])
            yield unknown[0]


def _by_bounds(known: Known, equations: list[Equation]) -> Iterator[Cell]:
    """Yield suppressed cells that all sums together pin down, by narrowing bounds until nothing changes."""
    most = sum(number for number in known.values() if number) + 10**6
    low = {cell: 0 for cell, number in known.items() if number is None}
    high = dict.fromkeys(low, most)
    sums: list[tuple[list[Cell], list[Cell], int]] = []
    for left, right in equations:
        if left and right:
            fixed = sum(known[c] or 0 for c in right) - sum(known[c] or 0 for c in left)
            sums.append(([c for c in left if c in low], [c for c in right if c in low], fixed))
    changed = True
    while changed:
        changed = False
        for left_cells, right_cells, fixed in sums:
            # sum(left) - sum(right) = fixed
            least = sum(low[c] for c in left_cells) - sum(high[c] for c in right_cells)
            top = sum(high[c] for c in left_cells) - sum(low[c] for c in right_cells)
            for cell in left_cells:
                upper, lower = fixed - (least - low[cell]), fixed - (top - high[cell])
                changed |= _narrow(low, high, cell, lower, upper)
            for cell in right_cells:
                upper, lower = top + low[cell] - fixed, least + high[cell] - fixed
                changed |= _narrow(low, high, cell, lower, upper)
    yield from (cell for cell in low if low[cell] == high[cell])


def _narrow(low: dict[Cell, int], high: dict[Cell, int], cell: Cell, lower: int, upper: int) -> bool:
    changed = False
    if lower > low[cell]:
        low[cell], changed = lower, True
    if upper < high[cell]:
        high[cell], changed = upper, True
    return changed


def _protected(base: Base, workings: Workings, known: Known, cell: Cell) -> bool:
    """Return whether the cell's exchange holds: nothing published changes, the cell does, no row falls below none."""
    exchange = workings.exchanges.get(cell)
    if exchange is None or any(workings.number(row) < 1 for row in exchange.before):
        return False
    if len(set(exchange.before)) != len(exchange.before) or len(exchange.before) != len(exchange.after):
        return False
    change: dict[Cell, int] = {}
    for rows, sign in ((exchange.before, -1), (exchange.after, 1)):
        for row in rows:
            for counted in _counted_in(base, row):
                change[counted] = change.get(counted, 0) + sign
    moved = {counted for counted, by in change.items() if by}
    return cell in moved and all(counted in known and known[counted] is None for counted in moved)


def _counted_in(base: Base, row: Row) -> Iterator[Cell]:
    """Yield every published cell that a record of a row counts in, from the published form alone."""
    shape = base.shape
    named = dict(zip(shape.names, row[len(shape.rules) :], strict=True))
    for place, rule in enumerate(shape.rules):
        if row[place] is None:
            continue
        for cut in shape.exact:
            if set(cut.by) <= named.keys():
                time = row[place] if cut.time == "month" or rule in shape.titled else year_of(row[place])
                yield Cell(rule, cut.by, time, tuple(named[name] for name in cut.by))
        if place == 0:
            year = row[place] if rule in shape.titled else year_of(row[place])
            for by, years in base.protected.items():
                if year in years:
                    few = base.folded[year]
                    values = tuple(FOLDED if named[n] in few.get(n, ()) else named[n] for n in by)
                    yield Cell(rule, by, year, values)
