"""Suppression: small cells of protected tables, and as many others as keep them from being worked out.

Each suppressed cell comes with an exchange: two records that could swap what they say of a sensitive field (or one that
could say something else) without changing any number that is published. Whoever knows every published number cannot
tell the records from those after the exchange, in which the cell has another value. Because an exchange touches
suppressed cells only, it holds for all declared cuts together: sums, differences and bounds included.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from tallybook.measures.recount import MERGED
from tallybook.publish.disclosure.declared import Cuts
from tallybook.publish.disclosure.joint import Row, Shape

FOLDED = MERGED
"""The line under which values with few events stand together in protected tables."""

CANDIDATES = 300
"""The most partners of an exchange that are compared; the first that changes nothing else is taken anyway."""

KEEP_EXACT = 10**9
"""What it costs to suppress an exact value: more than any number of protected ones."""


@dataclass(frozen=True, slots=True)
class Cell:
    """One number of a published table: rule, dimensions, time, values."""

    rule: str
    by: tuple[str, ...]
    time: int
    values: tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class Exchange:
    """Records as they are, and as they could be without any published number changing."""

    before: tuple[Row, ...]
    after: tuple[Row, ...]


@dataclass
class Year:
    """The protected tables of one fiscal year while it is decided what to suppress."""

    shape: Shape
    cuts: Cuts
    year: int
    domains: Mapping[str, tuple[Any, ...]]
    """Every value that a sensitive field has in any year."""
    given: Mapping[tuple[str, ...], Mapping[tuple[Any, ...], int]]
    """The protected tables of the year as counted: by dimensions, by values."""
    read: Callable[[int], Mapping[Row, int]]
    """Reads the joint base table's rows of a year."""
    suppressed: dict[Cell, Exchange] = field(default_factory=dict)

    @property
    def rule(self) -> str:
        """The rule by which protected tables are published."""
        return self.shape.rules[0]

    @cached_property
    def rows(self) -> Mapping[Row, int]:
        """The joint base table's rows of the year."""
        return self.read(self.year)

    def totals(self, name: str) -> dict[Any, int]:
        """Return the number of records by the values of one dimension."""
        found: dict[Any, int] = {}
        by = next(by for by in self.given if name in by)
        for values, number in self.given[by].items():
            value = values[by.index(name)]
            found[value] = found.get(value, 0) + number
        return found

    @cached_property
    def folded(self) -> dict[str, frozenset[Any]]:
        """By field: the values that stand together, which the exact counts by that field alone decide."""
        found = {}
        for name, limit in self.cuts.fold.items():
            if not any(name in by for by in self.given):
                continue
            totals = self.totals(name)
            found[name] = _few(totals, limit)
        return found

    @cached_property
    def tables(self) -> tuple[tuple[tuple[str, ...], tuple[tuple[int, frozenset[Any]], ...]], ...]:
        """The dimensions of each protected table, with where they stand and what is folded."""
        return tuple(
            (by, tuple((p, self.folded.get(n, frozenset())) for n, p in zip(by, self.shape.places(by), strict=True)))
            for by in self.shape.protected
            if not set(by) & self.unsaid
        )

    @cached_property
    def unsaid(self) -> frozenset[str]:
        """The dimensions that no record of the year has a value of: nothing can be broken down by them."""
        names = dict.fromkeys(name for by in self.given for name in by)
        return frozenset(name for name in names if self.totals(name).keys() <= {None})

    @cached_property
    def counts(self) -> dict[Cell, int]:
        """The number in every cell of the protected tables, before suppression."""
        found: dict[Cell, int] = {}
        for by, places in self.tables:
            for values, number in self.given[by].items():
                told = tuple(FOLDED if v in few else v for v, (_, few) in zip(values, places, strict=True))
                cell = Cell(self.rule, by, self.year, told)
                found[cell] = found.get(cell, 0) + number
        return found

    @cached_property
    def small(self) -> frozenset[Cell]:
        """The cells with few events that say something of two or more sensitive fields."""
        return frozenset(
            cell for cell, number in self.counts.items()
            if number < self.cuts.smallest and self.cuts.telling(cell.by, cell.values) >= 2
        )  # fmt: skip

    def cells(self, row: Row) -> Iterator[Cell]:
        """Yield the cell of each protected table that a row counts in."""
        for by, places in self.tables:
            values = tuple(FOLDED if row[p] in few else row[p] for p, few in places)
            yield Cell(self.rule, by, self.year, values)

    def exact_cells(self, row: Row, changed: frozenset[str]) -> Iterator[Cell]:
        """Yield the exact cells that a row counts in and that say something of the changed fields."""
        for cut in self.shape.exact:
            if not changed & set(cut.by):
                continue
            values = tuple(row[p] for p in self.shape.places(cut.by))
            for place, rule in enumerate(self.shape.rules):
                time = self.shape.time(rule, row[place], cut.time)
                if time is not None:
                    yield Cell(rule, cut.by, time, values)

    def changes(self, exchange: Exchange, changed: frozenset[str]) -> dict[Cell, int]:
        """Return the cells that an exchange changes, with by how much."""
        fixed = len(self.shape.rules)
        other = [p for n, p in zip(self.shape.names, range(fixed, fixed + len(self.shape.names)), strict=True)
                 if n not in self.cuts.sensitive]  # fmt: skip
        groups = {(*row[:fixed], *(row[p] for p in other)) for row in exchange.before}
        found: dict[Cell, int] = {}
        for rows, sign in ((exchange.before, -1), (exchange.after, 1)):
            for row in rows:
                for cell in self.cells(row):
                    found[cell] = found.get(cell, 0) + sign
                # Two records of one time and place that swap leave every exact count as it is.
                if len(groups) > 1 or len(exchange.before) == 1:
                    for cell in self.exact_cells(row, changed):
                        found[cell] = found.get(cell, 0) + sign
        return {cell: number for cell, number in found.items() if number}

    @cached_property
    def members(self) -> dict[Cell, list[Row]]:
        """The rows of each small cell, at most a few of them."""
        found: dict[Cell, list[Row]] = {}
        for row in self.rows:
            for cell in self.cells(row):
                if cell not in self.small:
                    continue
                rows = found.setdefault(cell, [])
                if len(rows) < 6:
                    rows.append(row)
        return found

    def cost(self, changes: Mapping[Cell, int]) -> int:
        """Return how much is lost when the changed cells are suppressed: their events, and some for each cell."""
        lost = 0
        for cell in changes:
            if cell in self.suppressed:
                continue
            lost += 5 + self.counts.get(cell, 0)
            if cell.by not in self.shape.protected:
                lost += KEEP_EXACT
        return lost

    def protect(self) -> dict[Cell, Exchange]:
        """Return every suppressed cell of the year's tables, and exact cells where nothing else will do."""
        for cell in sorted(self.small, key=lambda c: (c.by, self.counts[c], repr(c.values))):
            if cell in self.suppressed:
                continue
            exchange, changes = self._best(cell)
            for changed in changes:
                self.suppressed.setdefault(changed, exchange)
        return self.suppressed

    def _best(self, cell: Cell) -> tuple[Exchange, dict[Cell, int]]:
        for search in (self._alike, self._near, self._anywhere, self._otherwise):
            best: tuple[int, Exchange, dict[Cell, int]] | None = None
            for exchange, changed in search(cell):
                changes = self.changes(exchange, changed)
                if cell not in changes:
                    continue
                lost = self.cost(changes)
                if best is None or lost < best[0]:
                    best = (lost, exchange, changes)
                if lost == 0:
                    break
            if best is not None and (best[0] < KEEP_EXACT or search == self._otherwise):
                return best[1], best[2]
        raise AssertionError(f"no exchange for {cell}")  # `_otherwise` always has one

    def _alike(self, cell: Cell) -> Iterator[tuple[Exchange, frozenset[str]]]:
        """Yield exchanges with records that differ in nothing but the fields of the cell."""
        yield from self._partners(cell, own=frozenset(cell.by))

    def _near(self, cell: Cell) -> Iterator[tuple[Exchange, frozenset[str]]]:
        """Yield exchanges with any record of the same time and place."""
        yield from self._partners(cell, own=frozenset(self.cuts.sensitive))

    def _partners(self, cell: Cell, own: frozenset[str]) -> Iterator[tuple[Exchange, frozenset[str]]]:
        """Yield exchanges with records that are the same in everything but sensitive fields among `own`."""
        for name in self.cuts.sensitive_in(cell.by):
            changed = self.cuts.linked(name) & frozenset(self.shape.names)
            free = (changed | own) & frozenset(self.cuts.sensitive)
            fixed = tuple(n for n in self.shape.names if n not in free)
            index = self._index(fixed)
            key_places = (*range(len(self.shape.rules)), *self.shape.places(fixed))
            for row in self.members[cell]:
                seen: set[Any] = set()
                for other in index[tuple(row[p] for p in key_places)]:
                    label = tuple(self.cells(other))
                    if label in seen or len(seen) > CANDIDATES:
                        continue
                    seen.add(label)
                    yield self._swapped(row, other, changed), changed

    def _anywhere(self, cell: Cell) -> Iterator[tuple[Exchange, frozenset[str]]]:
        """Yield exchanges with records of other times and places, which change exact counts."""
        for name in self.cuts.sensitive_in(cell.by):
            changed = self.cuts.linked(name) & frozenset(self.shape.names)
            for row in self.members[cell][:2]:
                for place, other in enumerate(self.rows):
                    if place > CANDIDATES:
                        break
                    yield self._swapped(row, other, changed), changed

    def _otherwise(self, cell: Cell) -> Iterator[tuple[Exchange, frozenset[str]]]:
        """Yield single records that could say something else of one field."""
        row = self.members[cell][0]
        for name in self.cuts.sensitive_in(cell.by):
            (place,) = self.shape.places([name])
            for value in self.domains[name]:
                if value != row[place]:
                    after = (*row[:place], value, *row[place + 1 :])
                    yield Exchange((row,), (after,)), frozenset({name})

    def _swapped(self, row: Row, other: Row, changed: Iterable[str]) -> Exchange:
        places = set(self.shape.places(changed))
        one = tuple(other[p] if p in places else value for p, value in enumerate(row))
        two = tuple(row[p] if p in places else value for p, value in enumerate(other))
        return Exchange((row, other), (one, two))

    def _index(self, names: tuple[str, ...]) -> dict[Row, list[Row]]:
        known: dict[tuple[str, ...], dict[Row, list[Row]]] = self.__dict__.setdefault("_indexes", {})
        if names not in known:
            places = (*range(len(self.shape.rules)), *self.shape.places(names))
            index: dict[Row, list[Row]] = {}
            for row in self.rows:
                index.setdefault(tuple(row[p] for p in places), []).append(row)
            known[names] = index
        return known[names]


def _few(totals: Mapping[Any, int], limit: int) -> frozenset[Any]:
    """Return the values that stand together: those with few events, and the next ones while together they are few."""
    order = sorted(totals, key=lambda value: (totals[value], str(value)))
    few = [value for value in order if totals[value] < limit]
    together = sum(totals[value] for value in few)
    while few and together < limit and len(few) < len(order):
        together += totals[order[len(few)]]
        few.append(order[len(few)])
    return frozenset(few) if len(few) < len(order) else frozenset()
