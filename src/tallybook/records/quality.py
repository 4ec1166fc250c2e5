"""Quality: what a stored sheet looks like, measured on the file that was written."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING, Any

from tallybook.base.errors import InputError
from tallybook.records.shape import INFERRED, record_columns
from tallybook.records.typing_sql import name, quoted, typed_fields
from tallybook.sources.cells import State
from tallybook.sources.recognise import Plan

if TYPE_CHECKING:
    from tallybook.base.engine import Local

PROVENANCE = ("titled_fiscal_year", "release", "file", "sheet", "row", "states")
A_FEW = 0.05
"""A month with fewer rows than this share of the middle month says nothing about what a sheet covers."""


@dataclass(frozen=True)
class Dates:
    """What the main date of a sheet says."""

    field: str
    first: date
    last: date
    """The first and last day, months with only a few rows left out."""
    earliest: date
    latest: date
    dated: int
    outside: int
    """Dated rows outside the period that the title names; 0 without one."""
    months: dict[str, int]


@dataclass(frozen=True)
class Quality:
    """The measurements of one sheet."""

    rows: int
    states: Mapping[str, Mapping[str, int]]
    ranges: Mapping[str, tuple[Any, Any, int]]
    """By column: least, greatest, number of different values."""
    dates: Dates | None
    unreadable: int
    identical: int
    """Rows that equal another row in every field, beyond the first of each."""
    inferred: int
    """Rows whose criminality is inferred from a redaction."""
    digest: str

    def to_json(self, plan: Plan, read: int, kept: int, quarantined: int, excluded: Mapping[str, int]) -> str:
        """Return the report as JSON."""
        dates = self.dates
        return json.dumps(
            {
                "release": plan.release, "table": plan.table.id, "file": plan.sheet.file, "sheet": plan.sheet.name,
                "title": plan.title,
                "rows": {"read": read, "kept": kept, "quarantined": quarantined, "excluded": dict(excluded)},
                "identical_rows": self.identical,
                "dates": None if dates is None else {
                    "field": dates.field, "earliest": dates.earliest, "latest": dates.latest, "dated": dates.dated,
                    "outside_title": dates.outside, "months": dates.months,
                },
                "fields": {
                    field: {
                        **counts,
                        **dict(zip(("least", "greatest", "different"), self.ranges.get(field, ()))),
                    }
                    for field, counts in self.states.items()
                },
            },
            ensure_ascii=False, indent=1, default=str,
        )  # fmt: skip


def read_report(path: Path, where: str) -> dict[str, Any]:
    """Return the report of a sheet as `Quality.to_json` wrote it.

    Raises:
        InputError: it is missing or cannot be read.
    """
    try:
        found: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise InputError(
            f"the quality report of {where} cannot be read ({error})", where=str(path),
            next_step="ask again if an ingest is running; otherwise ingest that file again",
        ) from None  # fmt: skip
    return found


def measured(engine: Local, plan: Plan, path: Path) -> Quality:
    """Return the quality of a sheet's records as written to `path`."""
    fields = typed_fields(plan)
    columns = [column for column, _ in record_columns(plan) if column not in PROVENANCE]
    source = f"read_parquet({quoted(str(path))})"
    letters = [state.value for state in State]
    # Sheets have few different patterns of states, so each field's counts come from the patterns, not from the rows.
    patterns = engine.sql(f"select states, count(*) as n from {source} group by states").rows()
    states = {
        f.plan.field: {
            State(letter).words: sum(n for pattern, n in patterns if pattern[f.index] == letter) for letter in letters
        }
        for f in fields
    }
    rows = sum(n for _, n in patterns)
    ranged = [f.plan.field for f in fields if f.type != "person"]
    pieces = ", ".join(
        f"min({name(c)})::varchar, max({name(c)})::varchar, approx_count_distinct({name(c)})" for c in ranged
    )
    found = engine.sql(f"select {pieces} from {source}").row(0) if ranged else ()
    ranges = {c: (found[3 * n], found[3 * n + 1], int(found[3 * n + 2])) for n, c in enumerate(ranged)}
    # The states tell a redacted cell from a blank one: both are null.
    everything = ", ".join(name(c) for c in (*columns, "states"))
    by_redaction = f"criminality_basis = {quoted(INFERRED)}" if "criminality_basis" in columns else "false"
    digest, distinct, inferred = engine.sql(
        "select sum(h::hugeint)::varchar, count(distinct h), count(*) filter (inferred) "
        f"from (select hash({everything}) as h, {by_redaction} as inferred from {source})"
    ).row(0)
    return Quality(
        rows=rows,
        states=states,
        ranges=ranges,
        dates=_dates(engine, plan, source),
        unreadable=sum(counts[State.UNREADABLE.words] for counts in states.values()),
        identical=rows - int(distinct or 0),
        inferred=int(inferred or 0),
        digest=f"{plan.table.id}:{rows}:{digest}",
    )


def _dates(engine: Local, plan: Plan, source: str) -> Dates | None:
    have = {column.field for column in plan.mapped}
    field = next((d for d in plan.table.dates if d in have), None)
    if field is None:
        return None
    title = plan.covers.period if plan.covers else None
    within = f"count(*) filter (d not between date '{title.start}' and date '{title.end}')" if title else "0"
    months = engine.sql(
        f"select strftime(d, '%Y-%m') as month, count(*) as n, min(d) as first, max(d) as last, {within} as outside "
        f"from (select {name(field)} as d from {source}) where d is not null group by month order by month"
    ).rows()
    if not months:
        return None
    enough = A_FEW * median(n for _, n, *_ in months)
    solid = [row for row in months if row[1] >= enough]
    return Dates(
        field=field,
        first=solid[0][2],
        last=solid[-1][3],
        earliest=months[0][2],
        latest=months[-1][3],
        dated=sum(row[1] for row in months),
        outside=sum(row[4] for row in months),
        months={row[0]: row[1] for row in months},
    )
