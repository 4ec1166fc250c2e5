"""What is published of one release's table: exact tables, and protected ones with their small cells suppressed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from tallybook.publish.disclosure.declared import Cut, Cuts
from tallybook.publish.disclosure.joint import Joint, Row, Shape, joint, shape_of, year_of
from tallybook.publish.disclosure.suppress import Cell, Exchange, Year
from tallybook.records.coverage import Held
from tallybook.records.store import Store
from tallybook.sources.tables import RecordTable

if TYPE_CHECKING:
    from tallybook.base.engine import Engine

Values = tuple[Any, ...]

LEFT_OUT = -1
"""In place of a number: a small cell of a value that says nothing (gender unknown), for which no line is published."""


@dataclass(frozen=True)
class Base:
    """The published tables of one release of a table. Everything that is answered is made of them."""

    table: str
    release: str
    shape: Shape
    exact: Mapping[tuple[str, Cut], Mapping[int, Mapping[Values, int | None]]]
    """By rule and cut, by time, by values: the number, or None where it is suppressed."""
    yearly: Mapping[tuple[str, Cut], Mapping[int, Mapping[Values, int | None]]]
    """The same of cuts by month, summed to fiscal years so that such questions are quick."""
    protected: Mapping[tuple[str, ...], Mapping[int, Mapping[Values, int | None]]]
    """By dimensions, by fiscal year, by values."""
    folded: Mapping[int, Mapping[str, frozenset[Any]]]
    """By fiscal year and field: the values that stand together in protected tables."""
    figures: Mapping[int, Mapping[str, int]]
    """By fiscal year: how many cells the protected tables have, and how many are suppressed."""
    domains: Mapping[str, tuple[Any, ...]]
    """By dimension: every value that some record has."""
    sizes: Mapping[tuple[str, Cut], int]
    """By rule and cut: how many cells the exact table has."""
    queries: tuple[str, ...]


@dataclass(frozen=True)
class Workings:
    """What a base was made from, for the audit: never published and not kept."""

    years: Mapping[int, Year]

    def number(self, row: Row) -> int:
        """Return how many records a row of the joint base table has."""
        return max((year.rows.get(row, 0) for year in self.years.values() if year.suppressed), default=0)

    @property
    def exchanges(self) -> dict[Cell, Exchange]:
        """Every suppressed cell with the exchange that protects it."""
        return {cell: exchange for year in self.years.values() for cell, exchange in year.suppressed.items()}


def build(
    engine: Engine, store: Store, table: RecordTable, cuts: Cuts, held: Held
) -> tuple[Base, Workings]:  # fmt: skip
    """Return what is published of a release, with the workings.

    Raises:
        InputError: a record file is missing.
        EngineError: the question cannot be run.
    """
    shape = shape_of(table, cuts, held)
    return published(table.id, held.release, shape, cuts, joint(engine, store, table, shape, held))


def published(
    table: str, release: str, shape: Shape, cuts: Cuts, found: Joint
) -> tuple[Base, Workings]:  # fmt: skip
    """Return what is published of a joint base table, with the workings."""
    years = _years(shape, cuts, found)
    hidden: dict[Cell, Exchange] = {}
    for year in years.values():
        hidden.update(year.protect())
    exact: dict[tuple[str, Cut], dict[int, dict[Values, int | None]]] = {}
    for cut in shape.exact:
        for place, rule in enumerate(shape.rules):
            exact[rule, cut] = _by_time(found.exact[cut], place, len(shape.rules))
    protected: dict[tuple[str, ...], dict[int, dict[Values, int | None]]] = {by: {} for by in shape.protected}
    for number, year in years.items():
        for by, _ in year.tables:
            protected[by][number] = {}
        for cell, count in year.counts.items():
            left_out = count < cuts.smallest and cell not in year.small
            protected[cell.by][number][cell.values] = LEFT_OUT if left_out else count
    cut_of = {(cut.by, rule): cut for rule, cut in exact}
    for cell in hidden:
        if cell.by in protected:
            protected[cell.by][cell.time][cell.values] = None
        else:
            exact[cell.rule, cut_of[cell.by, cell.rule]].setdefault(cell.time, {})[cell.values] = None
    figures = {number: _figures(year) for number, year in years.items()}
    base = Base(
        table=table, release=release, shape=shape, exact=exact,
        yearly={
            key: _of_years(times) for key, times in exact.items()
            if key[1].time == "month" and key[0] not in shape.titled
        },
         protected=protected,
        folded={number: year.folded for number, year in years.items()}, figures=figures,
        domains=_domains(exact), sizes={key: sum(map(len, times.values())) for key, times in exact.items()},
        queries=found.queries,
    )  # fmt: skip
    return base, Workings(years)


def _years(shape: Shape, cuts: Cuts, found: Joint) -> dict[int, Year]:
    """Return the fiscal years of the rule by which protected tables are published."""
    given: dict[int, dict[tuple[str, ...], dict[Values, int]]] = {}
    domains: dict[str, set[Any]] = {}
    for by, rows in found.protected.items():
        for (year, *values), number in rows.items():
            if year is not None:
                given.setdefault(int(year), {}).setdefault(by, {})[tuple(values)] = number
                for name, value in zip(by, values, strict=True):
                    domains.setdefault(name, set()).add(value)
    told = {name: (*sorted((v for v in values if v is not None), key=str), None) for name, values in domains.items()}
    return {year: Year(shape, cuts, year, told, tables, found.rows) for year, tables in sorted(given.items())}


def _by_time(rows: Mapping[Row, int], place: int, times: int) -> dict[int, dict[Values, int | None]]:
    """Return the counts of an exact cut by one rule's time and by values."""
    found: dict[int, dict[Values, int | None]] = {}
    for row, number in rows.items():
        if row[place] is not None:
            inside = found.setdefault(int(row[place]), {})
            inside[row[times:]] = (inside.get(row[times:]) or 0) + number
    return found


def _of_years(times: Mapping[int, Mapping[Values, int | None]]) -> dict[int, dict[Values, int | None]]:
    """Return counts by month as counts by fiscal year; a year with a suppressed month is suppressed."""
    found: dict[int, dict[Values, int | None]] = {}
    for month, cells in times.items():
        inside = found.setdefault(year_of(month), {})
        for values, number in cells.items():
            before = inside.get(values, 0)
            inside[values] = None if number is None or before is None else before + number
    return found


def _domains(exact: Mapping[tuple[str, Cut], Mapping[int, Mapping[Values, int | None]]]) -> dict[str, tuple[Any, ...]]:
    found: dict[str, dict[Any, None]] = {}
    for (_, cut), times in exact.items():
        for place, name in enumerate(cut.by):
            own = found.setdefault(name, {})
            for cells in times.values():
                own.update(dict.fromkeys(values[place] for values in cells))
    return {name: tuple(sorted(own, key=lambda v: (v is None, str(v)))) for name, own in found.items()}


def _figures(year: Year) -> dict[str, int]:
    """Return the cells of a year's protected tables, and of them the small and all the suppressed ones."""
    protected = [cell for cell in year.suppressed if cell.by in year.shape.protected]
    events = sum(year.counts.get(cell, 0) for cell in protected)
    return {
        "cells": len(year.counts.keys() | set(protected)), "small": len(year.small), "suppressed": len(protected),
        "exact_suppressed": len(year.suppressed) - len(protected),
        "events": sum(year.counts.values()), "events_suppressed": events,
    }  # fmt: skip
