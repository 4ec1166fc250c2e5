"""Shipped replays: what replaying the real records gave, for those who have no records."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from tallybook.base.catalog import Catalog, read_csv
from tallybook.base.errors import CatalogError
from tallybook.base.periods import Period, fiscal_year

COLUMNS = (
    "measure", "policy", "outcome", "findings", "release", "rule", "fiscal_year", "records", "certain", "at_most",
    "causes", "source_sha256",
)  # fmt: skip


@dataclass(frozen=True)
class ShippedReplay:
    """How many records of a fiscal year surely, and at most, fell within a policy, or had one of its outcomes."""

    measure: str
    """The measure whose published values it stands beside."""
    policy: str
    outcome: str
    """Empty for all that is within the policy."""
    findings: str
    release: str
    rule: str
    period: Period
    records: int
    certain: int
    at_most: int
    causes: tuple[str, ...]
    """The missing facts that make the range as wide as it is."""
    source_sha256: tuple[str, ...]

    @property
    def low(self) -> float:
        """The least share, in percent."""
        return 100 * self.certain / self.records

    @property
    def high(self) -> float:
        """The largest share, in percent."""
        return 100 * self.at_most / self.records


@lru_cache(maxsize=4)
def shipped_replays(catalog: Catalog) -> tuple[ShippedReplay, ...]:
    """Return every shipped replay.

    Raises:
        CatalogError: a row is no replay.
    """
    found = []
    for _, file in catalog.files("replays", ".csv"):
        for line, row in read_csv(file, COLUMNS):
            try:
                found.append(_replay(row))
            except ValueError as error:
                raise CatalogError(f"is no replay ({error})", where=f"{file}, line {line}") from None
    return tuple(found)


def beside(catalog: Catalog, measure: str, period: Period) -> tuple[ShippedReplay, ...]:
    """Return the replays that stand beside a measure's published values of a period."""
    return tuple(r for r in shipped_replays(catalog) if r.measure == measure and r.period == period)


def _replay(row: Mapping[str, str]) -> ShippedReplay:
    records, certain, at_most = int(row["records"]), int(row["certain"]), int(row["at_most"])
    if not 0 <= certain <= at_most <= records or not records:
        raise ValueError("certain, at_most and records are not in order")
    return ShippedReplay(
        row["measure"], row["policy"], row["outcome"], row["findings"], row["release"], row["rule"],
        fiscal_year(int(row["fiscal_year"])), records, certain, at_most,
        tuple(row["causes"].split()), tuple(row["source_sha256"].split()),
    )  # fmt: skip
