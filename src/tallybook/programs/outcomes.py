"""What became of the detainers in a store, by month, form and place, as far as its records say."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from tallybook.base.catalog import Catalog
from tallybook.base.errors import NoValue
from tallybook.base.periods import Period
from tallybook.base.results import Cell, Column, Result, Table
from tallybook.measures.tally import Tally, count
from tallybook.programs.detainers import KINDS, MEASURE, UNKNOWN, groups
from tallybook.programs.finding import Finder
from tallybook.records.store import Store


@dataclass(frozen=True)
class Outcomes(Result):
    """Detainers of a store by month, form and what became of them."""

    place: str
    period: Period | None
    counts: tuple[tuple[str, str, str, int], ...] = field(repr=False)
    """Month, form, kind of outcome, count."""
    unplaced: int
    """Detainers of the period that cannot be told to be in the place or not."""
    total: int
    """All detainers of the period."""
    complete: bool
    releases: tuple[str, ...]
    caveats: tuple[str, ...]

    @property
    def kinds(self) -> dict[str, int]:
        """Return the detainers by what became of them; they add up to all of the place."""
        found = dict.fromkeys(KINDS, 0)
        for _, _, kind, number in self.counts:
            found[kind] += number
        return found

    @property
    def title(self) -> str:
        """The answer in one line."""
        where = f" in {self.place}" if self.place else ""
        when = f", {self.period.words}" if self.period else ""
        return f"Detainers{where}{when}: {sum(self.kinds.values()):,}"

    def _notes(self) -> tuple[str, ...]:
        share = f" ({self.unplaced / self.total:.1%})" if self.total else ""
        placed = (
            (f"{self.unplaced:,} of {self.total:,} detainers{share} cannot be placed: counted neither in nor out.",)
            if self.place
            else ()
        )
        whole = "complete" if self.complete else "NOT complete"
        return (f"release {', '.join(self.releases)}; {whole}", *placed, *self.caveats)

    def brief(self) -> Table:
        """Return one row a month, the outcomes side by side."""
        columns = (
            Column("month"), Column("issued", kind="integer"), *(Column(k, kind="integer") for k in KINDS),
        )  # fmt: skip
        months: dict[str, Counter[str]] = {}
        for month, _, kind, number in self.counts:
            months.setdefault(month, Counter())[kind] += number
        rows: list[tuple[Cell, ...]] = [(m, c.total(), *(c[k] for k in KINDS)) for m, c in sorted(months.items())]
        every = self.kinds
        rows.append(("all", sum(every.values()), *every.values()))
        return Table(columns, tuple(rows), self.title, self._notes())

    def table(self) -> Table:
        """Return one row a month, form and kind of outcome."""
        columns = (Column("month"), Column("form"), Column("outcome"), Column("count", kind="integer"))
        return Table(columns, self.counts, self.title, self._notes())


def outcomes(store: Store, catalog: Catalog, period: Period | None = None, place: str = "") -> Outcomes:
    """Return the detainers of a store by month, form and outcome, in a place or in all.

    Raises:
        UnknownName: there is no such county or state.
        NoValue: the store holds no detainers, or their release records no outcome.
    """
    if store.empty:
        raise NoValue(
            "the store is empty, and shipped counts are not by place", expected="records of detainers",
            next_step="ingest a release with detainers, or leave out --place",
        )  # fmt: skip
    finder = Finder(catalog)
    wanted = finder.places.place(place) if place else None
    fields = finder.fields(store, catalog, MEASURE) if wanted else ()
    tally: Tally = count(store, catalog, MEASURE, by=("month", "detainer_type", "lift_reason", *fields), period=period)
    kinds = groups(catalog)
    found: Counter[tuple[str, str, str]] = Counter()
    unplaced = total = 0
    for row in tally.rows:
        number = int(row["value"])
        total += number
        if wanted is not None:
            inside = finder.inside(row, wanted)
            if inside is None:
                unplaced += number
            if not inside:
                continue
        reason = row["lift_reason"]
        kind = UNKNOWN if reason is None else kinds.get(str(reason), "other")
        found[str(row["month"]), str(row["detainer_type"] or UNKNOWN), kind] += number
    name = "" if wanted is None else wanted[1].label if wanted[1] else wanted[0].name
    return Outcomes(
        name, period, tuple((*key, number) for key, number in sorted(found.items())), unplaced, total, tally.complete,
        tally.releases, tuple(c["text"] for c in tally.caveats),
    )  # fmt: skip
