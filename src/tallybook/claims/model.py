"""What a check returns: claims with their verdicts and evidence, in the form of the contract (version 1)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from tallybook.base.periods import Period
from tallybook.base.results import Cell, Column, Result, Table

CONTRACT = 1

Kind = Literal["count", "share", "ratio", "change", "rank", "rate", "date", "other"]
Hedge = Literal["exact", "about", "nearly", "more_than", "at_least", "less_than", "up_to"]
Stance = Literal["asserted", "quoted", "rejected"]
Verdict = Literal[
    "supported", "supported_at_publication", "approximate", "misleading", "wrong", "disputed", "uncheckable"
]

VERDICTS: dict[Verdict, str] = {
    "supported": "equals the official value at the stated precision and hedge",
    "supported_at_publication": "equals the value that was official on the document's date; it was revised later",
    "approximate": "right order of size, but off by more than the words allow",
    "misleading": "the number exists, but it counts something else, another period or another unit than the text says",
    "wrong": "no official value, period, series or unit matches it",
    "disputed": "official sources disagree",
    "uncheckable": "no series answers it",
}
"""Each verdict word with its meaning, best first."""

FAILED: frozenset[Verdict] = frozenset({"misleading", "wrong"})


@dataclass(frozen=True)
class Asserted:
    """What the text says: the value as meant (percent for shares, signed for changes), its unit, hedge and range."""

    value: float | None
    unit: str
    hedge: Hedge = "exact"
    low: float | None = None
    """Lowest value the words allow; None for no lower end."""
    high: float | None = None
    step: float = 1.0
    """The place of the last digit given: how exactly the text speaks. Not part of the contract's form."""

    def to_dict(self) -> dict[str, object]:
        """Return the contract's form."""
        return {"value": self.value, "unit": self.unit, "hedge": self.hedge, "low": self.low, "high": self.high}


@dataclass(frozen=True)
class Attribution:
    """Who says it, and whether the text asserts it, quotes it, or quotes it in order to reject it."""

    speaker: str | None = None
    stance: Stance = "asserted"


@dataclass(frozen=True)
class Evidence:
    """One value the verdict rests on."""

    kind: Literal["series", "recount", "program", "policy"]
    measure: str
    period: Period | None
    value: float | None
    unit: str = ""
    vintage: str = ""
    document: str = ""
    url: str = ""
    status: str = ""
    basis: str = ""
    rule: str = ""
    rows: int | None = None
    complete: bool = True
    published: str | None = None
    role: str = ""
    """What it is to the claim: `as then known`, `now`, `base`, `part`, `whole`, `nearest`."""

    def to_dict(self) -> dict[str, object]:
        """Return the contract's form."""
        return {
            "kind": self.kind, "measure": self.measure, "period": self.period.to_dict() if self.period else None,
            "value": self.value, "unit": self.unit, "vintage": self.vintage, "document": self.document, "url": self.url,
            "status": self.status, "basis": self.basis, "rule": self.rule, "rows": self.rows, "complete": self.complete,
            "published": self.published, "role": self.role,
        }  # fmt: skip


@dataclass(frozen=True)
class WouldHold:
    """The nearest definition under which a failed claim would hold."""

    measure: str
    period: Period
    value: float
    rule: str = ""
    vintage: str = ""
    how: str = ""
    """In words: which definition, period, unit or vintage it is."""

    def to_dict(self) -> dict[str, object]:
        """Return the contract's form."""
        return {
            "measure": self.measure, "rule": self.rule, "period": self.period.to_dict(), "vintage": self.vintage,
            "value": self.value, "how": self.how,
        }  # fmt: skip


@dataclass(frozen=True)
class CaveatNote:
    """A caveat that applies to a claim."""

    id: str
    text: str
    source: str

    def to_dict(self) -> dict[str, object]:
        """Return the contract's form."""
        return {"id": self.id, "text": self.text, "source": self.source}


@dataclass(frozen=True)
class Claim:
    """A numeric statement found in a text, before it is weighed. `start`/`end` are code points of the raw text."""

    id: str
    quote: str
    start: int
    end: int
    kind: Kind
    measure: str | None
    period: Period | None
    asserted: Asserted
    base_period: Period | None = None
    where: Mapping[str, str] = field(default_factory=dict)
    attribution: Attribution = Attribution()
    sentence: str = ""
    whole: str = ""
    """For a share: the measure it is a share of, where the text names it."""
    readings: tuple[tuple[Period | None, Period | None], ...] = ()
    """Other periods and bases that words without an explicit one can mean, the likelier first; judged in that order."""
    also: tuple[str, ...] = ()
    """Other measures that the words allow as well, where they name no agency."""
    fallback: tuple[str, ...] = ()
    """The same count by other agencies, tried only where the measure has no value."""
    each: bool = False
    """Whether it is said of every year of the period (`in each of the last eight years`, `never`)."""
    modal: bool = False
    """Whether it is projected, planned, asked or only supposed (`would`, `on pace for`, `if`)."""
    clause: str = ""
    """The words that belong to the number."""
    denied: str = ""
    """The words by which its own sentence denies it (`did not`, `it is not true that`)."""
    narrowed: str = ""
    """The words that make it a part of what the measure counts, of which no series is held (`by air`)."""
    whole_period: Period | None = None
    """For a share of a longer period's total: that period."""
    whole_value: float | None = None
    """For a share of a number that the text gives: that number."""
    base_named: bool = False
    """Whether the words name the period compared with."""
    of_share: bool = False
    """For a change: whether a share changed, not a count."""
    paragraph: int = 0
    """Which block of the document it stands in."""


@dataclass(frozen=True)
class Judged:
    """A claim with its verdict and what the verdict rests on."""

    claim: Claim
    verdict: Verdict
    reason: str
    correction: str | None = None
    would_hold_for: WouldHold | None = None
    evidence: tuple[Evidence, ...] = ()
    caveats: tuple[CaveatNote, ...] = ()
    reported_as: str = ""
    """The listed measure to name, where the claim is about one derived from it."""

    def to_dict(self) -> dict[str, object]:
        """Return the contract's form of one claim."""
        c = self.claim
        return {
            "id": c.id, "quote": c.quote, "start": c.start, "end": c.end, "kind": c.kind,
            "attribution": {"speaker": c.attribution.speaker, "stance": c.attribution.stance},
            "measure": self.reported_as or c.measure, "where": dict(c.where),
            "period": c.period.to_dict() if c.period else None,
            "base_period": c.base_period.to_dict() if c.base_period else None, "asserted": c.asserted.to_dict(),
            "verdict": self.verdict, "reason": self.reason, "correction": self.correction,
            "would_hold_for": self.would_hold_for.to_dict() if self.would_hold_for else None,
            "evidence": [e.to_dict() for e in self.evidence], "caveats": [n.to_dict() for n in self.caveats],
        }  # fmt: skip


@dataclass(frozen=True)
class Check(Result):
    """The result for one document: its claims in order of the text, each with verdict and evidence."""

    title: str
    published: date | None
    published_from: str
    sha256: str
    name: str
    claims: tuple[Judged, ...]
    notes: tuple[str, ...] = ()

    def table(self) -> Table:
        """Return one row a claim: what the text says, the verdict, the reason and the first value it rests on."""
        columns = (
            Column("id"), Column("verdict"), Column("stance"), Column("quote"), Column("kind"), Column("measure"),
            Column("period"), Column("base_period"), Column("asserted", kind="number"), Column("unit"), Column("hedge"),
            Column("reason"), Column("correction"), Column("start", kind="integer"), Column("end", kind="integer"),
        )  # fmt: skip
        return Table(columns, tuple(_row(j) for j in self.claims), self.title, self.notes)

    def to_dict(self) -> dict[str, object]:
        """Return the contract's JSON document."""
        from tallybook import __version__

        return {
            "tallybook": __version__, "contract": CONTRACT,
            "document": {
                "title": self.title, "published": self.published.isoformat() if self.published else None,
                "sha256": self.sha256, "file": self.name, "published_from": self.published_from,
            },
            "notes": list(self.notes),
            "claims": [j.to_dict() for j in self.claims],
        }  # fmt: skip


def _row(judged: Judged) -> tuple[Cell, ...]:
    c = judged.claim
    return (
        c.id, judged.verdict, c.attribution.stance, c.quote, c.kind, judged.reported_as or c.measure or "",
        c.period.label if c.period else "", c.base_period.label if c.base_period else "", c.asserted.value,
        c.asserted.unit, c.asserted.hedge, judged.reason, judged.correction or "", c.start, c.end,
    )  # fmt: skip
