"""Recounts as evidence: what the shipped counts of the record say of a measure and a fiscal year, by each rule."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from tallybook.base.catalog import Catalog
from tallybook.base.errors import TallybookError
from tallybook.base.periods import Period, fiscal_year
from tallybook.measures.measure import measures
from tallybook.measures.recount import ALL, cells, from_recounts
from tallybook.measures.tally import condition_of
from tallybook.sources.layout import releases
from tallybook.sources.tables import record_table


@dataclass(frozen=True)
class Recounted:
    """One shipped count of a national release."""

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


def recounted(catalog: Catalog, measure: str, period: Period) -> tuple[Recounted, ...]:
    """Return the shipped counts of a measure for one fiscal year, its own rule's first; none where none is held."""
    years = period.fiscal_years()
    if len(years) != 1:
        return ()
    return tuple(found for found in _all(catalog, measure) if found.period == period)


def every_recount(catalog: Catalog) -> Iterator[Recounted]:
    """Yield every shipped count of every measure that is counted from records."""
    for name, item in measures(catalog).items():
        if item.records is not None:
            yield from _all(catalog, name)


@lru_cache(maxsize=256)
def _all(catalog: Catalog, name: str) -> tuple[Recounted, ...]:
    item = measures(catalog).get(name)
    if item is None or item.records is None:
        return ()
    table = record_table(catalog, item.records.table)
    own, _ = table.rule(item.records.rule)
    found = []
    for rule in sorted(
        {c.rule for c in cells(catalog, table.id)}, key=lambda r: (r != own, list(table.rules).index(r))
    ):
        try:
            tally = from_recounts(
                catalog, item, table, rule, by=("fiscal_year",), condition=condition_of(table, item.records.where),
                period=None, release="",
            )  # fmt: skip
        except TallybookError:
            continue
        known = releases(catalog)[tally.releases[0]]
        for row in tally.rows:
            year = fiscal_year(int(row["fiscal_year"]))
            inside = [
                c.value for c in cells(catalog, table.id)
                if (c.rule, c.release, c.year, c.citizenship) == (rule, known.id, row["fiscal_year"], ALL)
            ]  # fmt: skip
            found.append(
                Recounted(
                    measure=name,
                    unit=item.unit,
                    period=year,
                    value=int(row["value"]),
                    rule=rule,
                    rule_title=table.rules[rule].title,
                    is_default=rule == own,
                    release=known.id,
                    release_title=known.title,
                    rows=sum(inside),
                    complete=year.label not in tally.incomplete,
                    where=known.where,
                )
            )
    return tuple(found)
