"""A published count: what the web, the API and reports show of a tally, with the rule that it was published under."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from tallybook.base.periods import Period
from tallybook.base.results import Column, Result, Table
from tallybook.measures.dimensions import TIME


@dataclass(frozen=True)
class Published(Result):
    """A counted answer as it may be published."""

    measure: str
    rule: str
    releases: tuple[str, ...]
    period: Period | None
    by: tuple[str, ...]
    keep: Mapping[str, Any]
    """The dimensions that are held at one value."""
    complete: bool
    covered_to: date | None
    rows: tuple[Mapping[str, Any], ...]
    """One mapping per row: each dimension, then `value` (None where it is suppressed) and `suppressed`."""
    total: int | None
    """The exact sum of all rows, suppressed ones included; None where it may not be published."""
    suppressed: int
    """How many rows are suppressed."""
    note: str
    """The rule of disclosure control, in words."""
    cut: Mapping[str, Any]
    """The declared cut that answers: `by` and `time`."""
    caveats: tuple[Mapping[str, str], ...]
    provenance: Mapping[str, Any]
    unit: str = ""
    incomplete: tuple[str, ...] = ()
    """The fiscal years of the answer that are not wholly covered."""

    @property
    def shipped(self) -> bool:
        """Whether a shipped recount answers, not the user's own store."""
        return bool(self.provenance.get("source"))

    @property
    def generation(self) -> int:
        """The generation of the store that answers; 0 for a shipped recount."""
        return int(self.provenance.get("generation", 0))

    def to_dict(self) -> dict[str, Any]:
        """Return the form of `count`, with what is suppressed."""
        return {
            "measure": self.measure,
            "rule": self.rule,
            "releases": list(self.releases),
            "period": self.period.to_dict() if self.period else None,
            "by": list(self.by),
            "keep": dict(self.keep),
            "complete": self.complete,
            "covered_to": self.covered_to.isoformat() if self.covered_to else None,
            "rows": [dict(row) for row in self.rows],
            "total": self.total,
            "suppressed": self.suppressed,
            "note": self.note,
            "cut": dict(self.cut),
            "caveats": [dict(item) for item in self.caveats],
            "provenance": dict(self.provenance),
        }

    def table(self) -> Table:
        """Return the rows with the notes and sources that belong to them; a suppressed value is empty."""
        columns = [Column(name, kind=self._kind(name)) for name in self.by]
        columns.append(Column("value", self.unit or "records", "integer", unit=self.unit or "records"))
        columns.append(Column("suppressed", "suppressed", "flag", meaning="the value is withheld; see the note"))
        whole = "complete" if self.complete else "NOT complete"
        upto = f", covered to {self.covered_to}" if self.covered_to and not self.complete else ""
        kept = "".join(f", {name.replace('_', ' ')} {value}" for name, value in self.keep.items())
        title = f"{self.measure} by rule {self.rule}" + (f", {self.period.label}" if self.period else "") + kept
        return Table(
            tuple(columns),
            tuple(tuple(row[c.name] for c in columns) for row in self.rows),
            title=title,
            notes=(
                f"release {', '.join(self.releases)}; {whole}{upto}",
                self.note,
                *(item["text"] for item in self.caveats),
            ),
            sources=tuple(
                f"{s['file']}{' / ' + s['sheet'] if s['sheet'] else ''}, {s['rows']:,} rows, sha256 {s['sha256']}"
                for s in self.provenance.get("files", ())
            ),
        )

    def _kind(self, name: str) -> Any:
        if name in TIME:
            return TIME[name]
        value = next((row[name] for row in self.rows if row[name] is not None), None)
        return "integer" if isinstance(value, int) and not isinstance(value, bool) else "text"
