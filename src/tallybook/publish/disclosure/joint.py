"""The joint base table of a release: every record once, by the times of all rules and the dimensions of the cuts."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from tallybook.measures.counting import belongs
from tallybook.measures.dimensions import columns_of, expression
from tallybook.publish.disclosure.declared import Cut, Cuts, Grain
from tallybook.records.coverage import Held
from tallybook.records.store import Store
from tallybook.sources.tables import RecordTable

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

    def joined(self, cut: Cut) -> bool:
        """Return whether the joint table has all dimensions of a cut."""
        return set(cut.by) <= set(self.names)

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
    """The joint base table, with those of the exact cuts whose dimensions it does not have."""

    rows: dict[Row, int]
    others: dict[tuple[str, ...], dict[Row, int]]
    queries: tuple[str, ...]


def joint(engine: Engine, store: Store, table: RecordTable, shape: Shape, held: Held) -> Joint:
    """Return a release's joint base table.

    Raises:
        InputError: a record file is missing.
        EngineError: the question cannot be run.
    """
    frame = engine.scan(store.paths(held.sheets))
    queries: list[str] = []
    rows = _grouped(engine, frame, table, shape, held, shape.names, queries)
    apart = dict.fromkeys(cut.by for cut in shape.exact if not shape.joined(cut))
    others = {by: _grouped(engine, frame, table, shape, held, by, queries) for by in apart}
    return Joint(rows, others, tuple(queries))


def _grouped(
    engine: Engine, frame: nw.LazyFrame[Any], table: RecordTable, shape: Shape, held: Held, by: Sequence[str],
    queries: list[str],
) -> dict[Row, int]:  # fmt: skip
    import narwhals.stable.v2 as nw

    fields = held.fields
    first = table.rules[shape.rules[0]] if shape.rules else next(iter(table.rules.values()))
    keys = [expression(table, first, name, fields, held.release).alias(f"d_{name}") for name in by]
    for place, name in enumerate(shape.rules):
        rule = table.rules[name]
        grain = "fiscal_year" if rule.titled else "month"
        when = expression(table, rule, grain, fields, held.release)
        keys.append(nw.when(belongs(rule, fields)).then(when).alias(f"t_{place}"))
    columns = [*(f"t_{place}" for place in range(len(shape.rules))), *(f"d_{name}" for name in by)]
    if not columns:
        return {}
    counted = frame.with_columns(*keys).group_by(*columns).agg(nw.len().alias("n"))
    queries.append(engine.sql_text(counted))
    found = engine.collect(counted).select(*columns, "n")
    return {row[:-1]: int(row[-1]) for row in found.iter_rows()}
