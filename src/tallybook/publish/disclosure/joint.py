"""The joint base table of a release: every record once, by the times of all rules and the dimensions of the cuts."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from tallybook.measures.counting import belongs
from tallybook.measures.dimensions import columns_of, expression
from tallybook.publish.disclosure.declared import Cut, Cuts, Grain
from tallybook.records.coverage import Held
from tallybook.records.store import Store
from tallybook.sources.tables import RecordTable, Rule

if TYPE_CHECKING:
    import narwhals.stable.v2 as nw

    from tallybook.base.engine import Engine

Row = tuple[Any, ...]
"""Times in order of the rules, then dimensions in order of the names."""


@dataclass(frozen=True)
class Shape:
    """What the columns of a joint base table are."""

    rules: tuple[str, ...]
    """The rules that the release has the dates for; the first is the one by which protected tables are published."""
    titled: frozenset[str]
    """The rules that know the fiscal year only."""
    names: tuple[str, ...]
    exact: tuple[Cut, ...]
    protected: tuple[tuple[str, ...], ...]

    def places(self, by: Iterable[str]) -> tuple[int, ...]:
        """Return where dimensions stand in a row."""
        return tuple(len(self.rules) + self.names.index(name) for name in by)

    def time(self, rule: str, value: int | None, grain: Grain) -> int | None:
        """Return a stored time (a month, or the fiscal year of a title) at a grain: `201610` or `2017`."""
        return value if value is None or grain == "month" or rule in self.titled else year_of(value)


def year_of(month: int) -> int:
    """Return the fiscal year of a month such as `201610`."""
    return month // 100 + (month % 100 >= 10)


def shape_of(table: RecordTable, cuts: Cuts, held: Held) -> Shape:
    """Return the shape of a release's joint base table: what it records of what is declared."""
    fields = held.fields
    recorded = frozenset(
        name for cut in cuts.cuts for name in cut.by if any(c in fields for c in columns_of(table, name))
    )
    rules = tuple(
        name for name, rule in table.rules.items()
        if set(rule.needs) <= fields and not (rule.titled and all(s.titled_year is None for s in held.sheets))
    )  # fmt: skip
    exact, protected = cuts.exact(recorded), cuts.protected(recorded)
    about_people = [cut.by for cut in exact if cuts.sensitive_in(cut.by)]
    return Shape(
        rules=rules,
        titled=frozenset(name for name in rules if table.rules[name].titled),
        names=tuple(dict.fromkeys(name for by in (*about_people, *protected) for name in by)),
        exact=exact,
        protected=protected,
    )


@dataclass(frozen=True)
class Joint:
    """The joint base table, summed to what is published, and itself year by year where cells must be protected."""

    exact: Mapping[Cut, Mapping[Row, int]]
    """By cut: times of all rules at the cut's step, then values."""
    protected: Mapping[tuple[str, ...], Mapping[Row, int]]
    """By dimensions: the fiscal year of the first rule, then values."""
    rows: Callable[[int], Mapping[Row, int]]
    """The rows of one fiscal year. Only asked for where a cell is small: they are many."""
    queries: tuple[str, ...]


def joint(engine: Engine, store: Store, table: RecordTable, shape: Shape, held: Held) -> Joint:
    """Return a release's joint base table; it reads its rows while the engine is open.

    Raises:
        InputError: a record file is missing.
        EngineError: the question cannot be run.
    """
    queries: list[str] = []
    reading = _Reading(engine, store, table, shape, held, queries)
    exact = {cut: reading.grouped(shape.rules, cut.by, cut.time) for cut in shape.exact}
    protected = {by: reading.grouped(shape.rules[:1], by, "fiscal_year") for by in shape.protected}
    return Joint(
        exact, protected, lambda year: reading.grouped(shape.rules, shape.names, "month", year), tuple(queries)
    )


@dataclass(frozen=True)
class _Reading:
    engine: Engine
    store: Store
    table: RecordTable
    shape: Shape
    held: Held
    queries: list[str]

    def grouped(self, rules: Sequence[str], by: Sequence[str], grain: Grain, year: int | None = None) -> dict[Row, int]:
        """Return the number of records by times of rules and dimensions, of one fiscal year of the first rule."""
        import narwhals.stable.v2 as nw

        columns = [*(f"t_{place}" for place in range(len(rules))), *(f"d_{name}" for name in by)]
        if not columns:
            return {}
        frame = self.engine.scan(self.store.paths(self.held.sheets))
        if year is not None:
            first = self.table.rules[rules[0]]
            frame = frame.filter(belongs(first, self.held.fields) & (self._time(first, "fiscal_year") == year))
        keys = [
            expression(self.table, next(iter(self.table.rules.values())), name, self.held.fields, self.held.release)
            .alias(f"d_{name}") for name in by
        ]  # fmt: skip
        for place, name in enumerate(rules):
            rule = self.table.rules[name]
            when = self._time(rule, "fiscal_year" if rule.titled else grain)
            keys.append(nw.when(belongs(rule, self.held.fields)).then(when).alias(f"t_{place}"))
        counted = frame.with_columns(*keys).group_by(*columns).agg(nw.len().alias("n"))
        # Where the store lies is nobody's business: published queries name its files from its own folder on.
        self.queries.append(self.engine.sql_text(counted).replace(f"{self.store.folder}/", ""))
        found = self.engine.collect(counted).select(*columns, "n")
        return {row[:-1]: int(row[-1]) for row in found.iter_rows()}

    def _time(self, rule: Rule, grain: Grain) -> nw.Expr:
        return expression(self.table, rule, grain, self.held.fields, self.held.release)
