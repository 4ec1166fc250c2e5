"""What a replay gives: counts and ranges by group, outcomes, causes and a cross-tabulation, as a result."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any, Final

from tallybook.base.periods import Period
from tallybook.base.results import Column, Result, Table
from tallybook.measures.dimensions import TIME

if TYPE_CHECKING:
    pass


@dataclass(frozen=True)
class Counted:
    """How many records of a group fell within a policy: surely, perhaps, surely not, or on a day out of force."""

    policy: str
    group: tuple[Any, ...]
    certain: int
    possible: int
    out: int
    not_in_force: int = 0

    @property
    def records(self) -> int:
        """All records of the group."""
        return self.certain + self.possible + self.out + self.not_in_force

    @property
    def asked(self) -> int:
        """The records of days on which the policy was asked about: all but those of days out of force."""
        return self.records - self.not_in_force

    @property
    def low(self) -> float:
        """The least share of the records asked about that fell within it."""
        return self.certain / self.asked if self.asked else 0.0

    @property
    def high(self) -> float:
        """The largest share."""
        return (self.certain + self.possible) / self.asked if self.asked else 0.0

    @property
    def width(self) -> float:
        """The share that cannot be told."""
        return self.possible / self.asked if self.asked else 0.0

    @property
    def decided(self) -> bool:
        """Whether the records decide anything: a range as wide as the question decides nothing."""
        return not (self.asked and self.possible == self.asked)


@dataclass(frozen=True)
class OutcomeCount:
    """How many records surely, and how many at most, have one outcome."""

    policy: str
    outcome: str
    title: str
    certain: int
    at_most: int


@dataclass(frozen=True)
class Cause:
    """A fact that the records lack, with the records whose answer it could settle or move."""

    policy: str
    fact: str
    definition: str
    records: int


@dataclass(frozen=True)
class Crossed:
    """How many records two policies judge in one way and another."""

    first: tuple[str, ...]
    second: tuple[str, ...]
    records: int


@dataclass(frozen=True)
class Replay(Result):
    """Records through policies."""

    table_id: str
    policies: tuple[str, ...]
    releases: tuple[str, ...]
    rule: str
    period: Period | None
    by: tuple[str, ...]
    findings: str
    own_date: bool
    rows: tuple[Counted, ...]
    totals: tuple[Counted, ...]
    other_findings: tuple[Counted, ...]
    """The totals with officers' findings taken the other way."""
    outcomes: tuple[OutcomeCount, ...]
    causes: tuple[Cause, ...]
    cross: tuple[Crossed, ...]
    supplied: tuple[str, ...]
    """The facts that the records tell at least of some."""
    notes: tuple[str, ...]
    complete: bool = True
    """Whether the files held cover the whole period."""
    covered_to: date | None = None
    provenance: Mapping[str, Any] = field(default_factory=dict)

    def to_dict(self) -> dict[str, Any]:
        """Return the replay as plain data."""
        return {
            "table": self.table_id, "policies": list(self.policies), "releases": list(self.releases), "rule": self.rule,
            "period": self.period.to_dict() if self.period else None, "by": list(self.by), "findings": self.findings,
            "own_date": self.own_date, "complete": self.complete,
            "covered_to": self.covered_to.isoformat() if self.covered_to else None,
            "rows": [
                {"policy": r.policy, **dict(zip(self.by, r.group, strict=True)), **_numbers(r)} for r in self.rows
            ],
            "totals": [{"policy": r.policy, **_numbers(r)} for r in self.totals],
            "other_findings": [
                {"policy": r.policy, "findings": other_way(self.findings), **_numbers(r)} for r in self.other_findings
            ],
            "outcomes": [
                {"policy": o.policy, "outcome": o.outcome, "title": o.title, "certain": o.certain, "at_most": o.at_most}
                for o in self.outcomes
            ],
            "causes": [
                {"policy": c.policy, "fact": c.fact, "definition": c.definition, "records": c.records}
                for c in self.causes
            ],
            "cross": [{"first": list(c.first), "second": list(c.second), "records": c.records} for c in self.cross],
            "supplied": list(self.supplied), "notes": list(self.notes), "provenance": dict(self.provenance),
        }  # fmt: skip

    def table(self) -> Table:
        """Return one row for each policy and group."""
        kinds = {name: TIME.get(name, "text") for name in self.by}
        columns = [Column("policy"), *(Column(name, kind=kinds[name]) for name in self.by)]
        columns += [Column(name, kind="integer") for name in ("records", "certain", "possible", "out")]
        dated = any(r.not_in_force for r in self.rows)
        columns += [Column("not_in_force", kind="integer")] if dated else []
        columns += [Column(n, kind="number", digits=1) for n in ("low_percent", "high_percent", "width_percent")]
        rows = tuple(
            (
                r.policy, *r.group, r.records, r.certain, r.possible, r.out, *([r.not_in_force] if dated else []),
                100 * r.low, 100 * r.high, 100 * r.width,
            )
            for r in self.rows
        )  # fmt: skip
        return Table(
            tuple(columns), rows, title=f"{self.table_id} through {', '.join(self.policies)}",
            notes=(*self._sentences(), *self.notes),
            sources=tuple(
                f"{s['file']}{' / ' + s['sheet'] if s['sheet'] else ''}, {s['rows']:,} rows, sha256 {s['sha256']}"
                for s in self.provenance.get("files", ())
            ),
        )  # fmt: skip

    def _sentences(self) -> list[str]:
        said = []
        for total, other in zip(self.totals, self.other_findings, strict=True):
            said.append(f"{total.policy}: {_sentence(total)}")
            said.append(f"{total.policy} with {FINDINGS[other_way(self.findings)]}: {_sentence(other)}")
            causes = [c for c in self.causes if c.policy == total.policy][:3]
            if causes:
                parts = ", ".join(f"{c.fact} ({c.records:,} records)" for c in causes)
                said.append(f"{total.policy}: the width comes above all from {parts}.")
        for o in self.outcomes:
            said.append(f"{o.policy}, {o.title}: {o.certain:,} for certain, {o.at_most:,} at most.")
        for c in self.cross:
            said.append(f"{' or '.join(c.first)} under {self.policies[0]} and {' or '.join(c.second)} under "
                        f"{self.policies[1]}: {c.records:,}.")  # fmt: skip
        return said


FINDINGS: Final = {"none": "no officer's finding recorded", "unknown": "officers' findings left open"}


def other_way(findings: str) -> str:
    """Return the other way of taking officers' findings."""
    return "unknown" if findings == "none" else "none"


def _sentence(total: Counted) -> str:
    if not total.records:
        return "no records."
    if total.not_in_force == total.records:
        return "not in force on the day of any record."
    if not total.decided:
        return "cannot be decided from these records."
    return (
        f"{total.certain:,} of {total.asked:,} records certainly, {total.possible:,} possibly and {total.out:,} not "
        f"at all within it: {100 * total.low:.1f} to {100 * total.high:.1f} percent."
    )


def _numbers(r: Counted) -> dict[str, Any]:
    return {
        "records": r.records, "asked": r.asked, "certain": r.certain, "possible": r.possible, "out": r.out,
        "not_in_force": r.not_in_force, "low": round(r.low, 6), "high": round(r.high, 6), "width": round(r.width, 6),
        "decided": r.decided,
    }  # fmt: skip
