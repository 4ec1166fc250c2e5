"""Recounts as evidence: what the record says of a measure and a period by each rule, from the store or as shipped."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache

from tallybook.base.catalog import Catalog
from tallybook.base.errors import TallybookError
from tallybook.base.periods import Period, fiscal_year
from tallybook.measures.measure import Measure, measures
from tallybook.measures.recount import ALL, cells, from_recounts
from tallybook.measures.tally import Tally, condition_of, count
from tallybook.records.store import Store
from tallybook.sources.layout import releases
from tallybook.sources.tables import RecordTable, record_table


@dataclass(frozen=True)
class Recounted:
    """One count of a release, by one rule."""

    measure: str
    unit: str
    period: Period
    value: int
    rule: str
    rule_title: str
    is_default: bool
    """Whether it is the measure's own rule."""
    release: str
    release_title: str
    rows: int
    """The records of the files it was counted in."""
    complete: bool
    where: str
    """Where the files are to be had."""
    shipped: bool = True
    """Whether it travels with the package, and was not counted in the user's own store."""


def recounted(
    catalog: Catalog, measure: str, period: Period, store: Store | None = None, where: str = ""
) -> tuple[Recounted, ...]:
    """Return the counts of a measure for a period, its own rule's first; none where nothing that is held covers it.

    A store that holds the measure's records answers for any period and condition. Without one the shipped counts do,
    for one fiscal year and without a condition.
    """
    item = measures(catalog).get(measure)
    if item is None or item.records is None:
        return ()
    if store is not None and any(sheet.table == item.records.table for sheet in store.manifest.sheets):
        return _counted(store, store.manifest.generation, catalog, measure, period, where)
    if where or len(period.fiscal_years()) != 1:
        return ()
    return tuple(found for found in _all(catalog, measure) if found.period == period)


@lru_cache(maxsize=256)
def _counted(
    store: Store, generation: int, catalog: Catalog, name: str, period: Period, where: str
) -> tuple[Recounted, ...]:
    """Return the counts in one generation of a store: a text often gives a number more than once."""
    del generation
    item, table, rules = _rules(catalog, name)
    found = []
    for rule in rules:
        try:
            tally = count(store, catalog, name, period=period, rule=rule, where=where)
        except TallybookError:  # the record has no date for this rule, or does not cover the period
            continue
        unsaid = int(tally.provenance["unknown"])
        if unsaid and not tally.value:
            # The records do not say what the measure asks for (a threat level that is redacted): none is not a count.
            continue
        made = _of(catalog, item, table, tally, is_default=rule == rules[0])
        found.append(replace(made, period=period, shipped=False, complete=made.complete and not unsaid))
    return tuple(found)


def _rules(catalog: Catalog, name: str) -> tuple[Measure, RecordTable, list[str]]:
    """Return a measure counted from records, its table, and the table's rules with the measure's own first."""
    item = measures(catalog)[name]
    assert item.records is not None
    table = record_table(catalog, item.records.table)
    own, _ = table.rule(item.records.rule)
    return item, table, sorted(table.rules, key=lambda r: r != own)


def _of(catalog: Catalog, item: Measure, table: RecordTable, tally: Tally, *, is_default: bool) -> Recounted:
    """Return a tally as evidence, over the period it covers."""
    known = [releases(catalog).get(name) for name in tally.releases]
    assert tally.period is not None
    return Recounted(
        measure=item.id,
        unit=item.unit,
        period=tally.period,
        value=tally.value,
        rule=tally.rule,
        rule_title=table.rules[tally.rule].title,
        is_default=is_default,
        release=", ".join(tally.releases),
        release_title="; ".join(k.title if k else name for k, name in zip(known, tally.releases, strict=True)),
        rows=int(tally.provenance["rows"]),
        complete=tally.complete,
        where=next((k.where for k in known if k), ""),
    )


def every_recount(catalog: Catalog) -> Iterator[Recounted]:
    """Yield every shipped count of every measure that is counted from records."""
    for name, item in measures(catalog).items():
        if item.records is not None:
            yield from _all(catalog, name)


@lru_cache(maxsize=256)
def _all(catalog: Catalog, name: str) -> tuple[Recounted, ...]:
    item, table, rules = _rules(catalog, name)
    assert item.records is not None
    counted = {c.rule for c in cells(catalog, table.id)}
    condition = condition_of(table, item.records.where)
    found = []
    for rule in (r for r in rules if r in counted):
        try:
            tally = from_recounts(
                catalog, item, table, rule, by=("fiscal_year",), condition=condition, period=None, release=""
            )
        except TallybookError:
            continue
        made = _of(catalog, item, table, tally, is_default=rule == rules[0])
        for row in tally.rows:
            year = fiscal_year(int(row["fiscal_year"]))
            inside = [
                c.value for c in cells(catalog, table.id)
                if (c.rule, c.release, c.year, c.citizenship) == (rule, made.release, row["fiscal_year"], ALL)
            ]  # fmt: skip
            complete = year.label not in tally.incomplete
            found.append(replace(made, period=year, value=int(row["value"]), rows=sum(inside), complete=complete))
    return tuple(found)
