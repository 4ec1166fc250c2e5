"""Reconciliation: each official value, in every vintage, beside each release counted by each rule."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from tallybook.base.catalog import Catalog
from tallybook.base.errors import NoValue, TallybookError
from tallybook.base.periods import Period, fiscal_year
from tallybook.base.results import Column, Result, Table
from tallybook.measures.measure import Measure, measure, measures
from tallybook.measures.series import has_series, series
from tallybook.records.coverage import held
from tallybook.records.store import Store
from tallybook.sources.tables import record_table


@dataclass(frozen=True)
class Line:
    """One official value beside one count."""

    measure: str
    period: Period
    official: float | None
    vintage: str
    status: str
    basis: str
    release: str
    rule: str
    counted: int | None
    complete: bool | None
    explained_by: tuple[str, ...]

    @property
    def difference(self) -> float | None:
        """What the count is above the official value; None where one of them is missing."""
        return None if self.official is None or self.counted is None else self.counted - self.official


@dataclass(frozen=True)
class Reconciliation(Result):
    """Official values beside counts."""

    lines: tuple[Line, ...]
    unanswered: tuple[str, ...]
    """Questions that a release could not answer, with the reason."""

    def table(self) -> Table:
        """Return one row per official value and count."""
        columns = (
            Column("measure"), Column("period"), Column("official", kind="number", digits=0), Column("vintage"),
            Column("status"), Column("basis"), Column("release"), Column("rule"), Column("counted", kind="integer"),
            Column("difference", kind="number", digits=0), Column("complete", kind="flag"), Column("explained_by"),
        )  # fmt: skip
        rows = tuple(
            (
                line.measure, line.period.label, line.official, line.vintage, line.status, line.basis, line.release,
                line.rule, line.counted, line.difference, line.complete, ", ".join(line.explained_by),
            )
            for line in self.lines
        )  # fmt: skip
        return Table(columns, rows, title="Official values and counts of the record", notes=self.unanswered)


def reconcile(store: Store, catalog: Catalog, name: str = "") -> Reconciliation:
    """Return official values, each vintage, against each release by each rule; differences with the caveats that apply.

    Args:
        store: the records; while it is empty, the shipped recounts.
        catalog: the catalog.
        name: one measure; empty for every measure that is counted from records.

    Raises:
        NoValue: the measure is not counted from records.
    """
    if name:
        chosen = [measure(catalog, name)]
        if chosen[0].records is None:
            raise NoValue(
                f"{name} is not counted from records", next_step=f"'tallybook series {name}' shows its values"
            )
    else:
        chosen = [m for m in measures(catalog).values() if m.records is not None]
    lines: list[Line] = []
    failed: list[str] = []
    for item in chosen:
        _measure(store, catalog, item, lines, failed)
    return Reconciliation(tuple(lines), tuple(dict.fromkeys(failed)))


def _measure(store: Store, catalog: Catalog, item: Measure, lines: list[Line], failed: list[str]) -> None:
    from tallybook.measures.recount import cells
    from tallybook.measures.tally import count

    assert item.records is not None
    table = record_table(catalog, item.records.table)
    if store.empty:
        names = list(dict.fromkeys(c.release for c in cells(catalog, table.id)))
    else:
        names = [h.release for h in held(catalog, table.id, store.manifest.sheets)]
    own = series(catalog, item.id) if has_series(catalog, item.id) else None
    for release in names:
        for rule in table.rules:
            try:
                tally = count(store, catalog, item.id, by="fiscal_year", rule=rule, release=release)
            except TallybookError as error:
                failed.append(f"{item.id}: {error}")
                continue
            for row in tally.rows:
                if row["fiscal_year"] is None:
                    continue
                period = fiscal_year(int(row["fiscal_year"]))
                complete = period.label not in tally.incomplete
                common: dict[str, Any] = {
                    "measure": item.id, "period": period, "release": release, "rule": rule, "complete": complete,
                    "counted": int(row["value"]),
                }  # fmt: skip
                reasons = tuple(c["id"] for c in tally.caveats)
                vintages = own.vintages(period, unit=item.unit) if own else []
                for value in vintages:
                    explained = reasons if value.value != row["value"] else ()
                    lines.append(
                        Line(
                            official=value.value,
                            vintage=value.vintage_label,
                            status=value.status,
                            basis=value.basis,
                            explained_by=explained,
                            **common,
                        )
                    )
                if not vintages:
                    lines.append(Line(official=None, vintage="", status="", basis="", explained_by=reasons, **common))
