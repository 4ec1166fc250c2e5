"""Shipped recounts: tallies of the real releases that travel with the package, for whoever has no record files.

Each file of `catalog/recounts` holds one table by fiscal year, rule and release: by area and criminality, by
citizenship, and by citizenship and criminality as that is published: small cells and those that would give them away
stand together in one line, and every total stays exact.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

from tallybook import __version__
from tallybook.base.catalog import Catalog, read_csv
from tallybook.base.conditions import Tree, holds, names
from tallybook.base.errors import CatalogError, NoValue, UsageError
from tallybook.base.periods import Period, fiscal_year, fiscal_years
from tallybook.measures.measure import Measure
from tallybook.measures.notes import about_measure, note
from tallybook.measures.tally import Tally
from tallybook.sources.layout import releases
from tallybook.sources.tables import RecordTable

COLUMNS = (
    "rule", "release", "fiscal_year", "covered_to", "complete", "area_of_responsibility", "citizenship", "criminality",
    "value", "source_sha256",
)  # fmt: skip

ALL, MERGED, NOT_RECORDED = "*", "(others)", ""

CUBES = (("area_of_responsibility", "criminality"), ("citizenship", "criminality"))


@dataclass(frozen=True)
class Cell:
    """One line of a recount."""

    rule: str
    release: str
    year: int
    covered_to: str
    complete: bool
    area_of_responsibility: str
    citizenship: str
    criminality: str
    value: int
    sha256: str


@lru_cache(maxsize=8)
def cells(catalog: Catalog, table: str) -> tuple[Cell, ...]:
    """Return the shipped cells of a table.

    Raises:
        CatalogError: a line does not fit.
    """
    found = []
    for _, file in catalog.files("recounts", ".csv"):
        if file.stem != table:
            continue
        for line, row in read_csv(file, COLUMNS):
            try:
                found.append(
                    Cell(
                        row["rule"],
                        row["release"],
                        int(row["fiscal_year"]),
                        row["covered_to"],
                        row["complete"] == "yes",
                        row["area_of_responsibility"],
                        row["citizenship"],
                        row["criminality"],
                        int(row["value"]),
                        row["source_sha256"],
                    )
                )
            except ValueError as error:
                raise CatalogError(str(error), where=f"{file}, line {line}") from None
    return tuple(found)


def from_recounts(
    catalog: Catalog, item: Measure, table: RecordTable, rule: str, *, by: tuple[str, ...], condition: Tree | None,
    period: Period | None, release: str,
) -> Tally:  # fmt: skip
    """Return a tally from the shipped recounts.

    Raises:
        NoValue: they do not hold the table, the rule, the period or the breakdown.
    """
    empty = "the store is empty, and the shipped recounts"
    own = [c for c in cells(catalog, table.id) if c.rule == rule]
    if not own:
        have = sorted({c.rule for c in cells(catalog, table.id)})
        raise NoValue(
            f"{empty} do not count {table.id} by rule {rule!r}" if have else f"{empty} hold no {table.id}",
            expected=f"--rule {' or --rule '.join(have)}" if have else "",
            next_step="ingest a release ('tallybook sources' lists them)",
        )
    chosen = release or _chosen_release(catalog, own)
    own = [c for c in own if c.release == chosen]
    if not own:
        raise NoValue(f"{empty} hold nothing of release {chosen}", next_step="leave --release out, or ingest it")
    wanted = {*by, *(names(condition) if condition is not None else ())} - {"fiscal_year", "release"}
    cube = next((c for c in CUBES if wanted <= set(c)), None)
    if cube is None:
        raise NoValue(
            f"{empty} cannot be asked for {', '.join(sorted(wanted))}",
            expected="fiscal_year with area_of_responsibility and criminality, or with citizenship and criminality",
            next_step="ingest a release ('tallybook sources' lists them)",
        )
    years = _asked_years(own, period, empty)
    other = "citizenship" if cube[0] == "area_of_responsibility" else "area_of_responsibility"
    inside = [c for c in own if c.year in years and getattr(c, other) == ALL]
    if cube[0] == "citizenship":
        split = [c for c in inside if (c.criminality != ALL) == ("criminality" in wanted)]
        if inside and not split:
            raise NoValue(
                f"{empty} do not count {table.id} by citizenship and criminality by rule {rule!r}",
                expected=f"--rule {next(iter(table.rules))}", next_step="or ingest the release",
            )  # fmt: skip
        inside = split
    if "criminality" in wanted and all(c.criminality == NOT_RECORDED for c in inside):
        raise NoValue(
            f"release {chosen} does not record criminality of {table.id}", next_step="leave the condition out"
        )
    # A merged cell may hold some of what a condition on that dimension asks for, so such a count would be too low.
    narrowed = condition is not None and cube[0] in names(condition)
    if narrowed and any(getattr(c, cube[0]) == MERGED for c in inside):
        raise NoValue(
            f"{empty} merge small cells and cannot be narrowed by {cube[0].replace('_', ' ')}",
            expected=f"--by {cube[0]}",
            next_step="or ingest the release",
        )
    return _tally(
        catalog, item, table, rule, by=by, condition=condition, asked=period, release=chosen, inside=inside, years=years
    )


def _chosen_release(catalog: Catalog, own: Iterable[Cell]) -> str:
    known = releases(catalog)
    national = [c.release for c in own if c.release in known and known[c.release].scope == "national"]
    if not national:
        names_ = sorted({c.release for c in own})
        raise UsageError(
            f"the shipped recounts hold no national release of it, only {', '.join(names_)}",
            expected=f"--release {names_[0]}",
        )
    return national[0]


def _asked_years(own: Iterable[Cell], period: Period | None, empty: str) -> list[int]:
    have = sorted({c.year for c in own})
    if period is None:
        return have
    years = period.fiscal_years()
    if not years:
        raise NoValue(f"{empty} know whole fiscal years only, not {period.label}", next_step="ingest a release")
    if not set(years) & set(have):
        raise NoValue(
            f"{empty} hold nothing of {period.label}", expected=f"one of {', '.join(f'FY{y}' for y in have)}",
            next_step="ingest the release that covers it ('tallybook sources' lists them)",
        )  # fmt: skip
    return years


def _tally(
    catalog: Catalog, item: Measure, table: RecordTable, rule: str, *, by: tuple[str, ...], condition: Tree | None,
    asked: Period | None, release: str, inside: list[Cell], years: list[int],
) -> Tally:  # fmt: skip
    totals: dict[tuple[Any, ...], int] = {}
    unknown = 0
    for cell in inside:
        case: Mapping[str, Any] = {
            "fiscal_year": cell.year, "release": cell.release,
            **{n: getattr(cell, n) or None for n in ("area_of_responsibility", "citizenship", "criminality")},
        }  # fmt: skip
        truth = True if condition is None else holds(condition, case)
        if truth is None:
            unknown += cell.value
        if truth is True:
            key = tuple(case[name] for name in by)
            totals[key] = totals.get(key, 0) + cell.value
    if not by and not totals:
        totals[()] = 0
    rows = tuple(
        {**dict(zip(by, key, strict=True)), "value": value}
        for key, value in sorted(totals.items(), key=lambda pair: tuple((v is None, str(v)) for v in pair[0]))
    )
    period = asked or fiscal_years(years[0], years[-1])
    have = {c.year: c for c in inside}
    short = [f"FY{y}" for y in period.fiscal_years() if y not in have or not have[y].complete]
    covered_to: date | None = None
    for year in period.fiscal_years():
        if year not in have:
            break
        if have[year].covered_to:
            covered_to = date.fromisoformat(have[year].covered_to)
        if covered_to != fiscal_year(year).end:
            break
    caveats = [
        note(
            "shipped-recount",
            "A shipped recount: counted by Tallybook from the release when the package was made, not from your files.",
        )
    ]
    if short:
        upto = f" Covered to {covered_to}." if covered_to else ""
        caveats.append(note("not-covered", f"Not wholly covered: {', '.join(short)}.{upto}"))
    if condition is not None and unknown:
        caveats.append(note("condition-unknown", f"{unknown:,} records do not say whether the condition holds."))
    known = releases(catalog)[release]
    if known.scope != "national":
        caveats.append(note("scope", f"Release {release} covers {known.area} only.", release))
    caveats += about_measure(catalog, item, rule, names_used=(release,), period=period, rows=rows, by=by)
    provenance = {
        "source": "shipped recount",
        "rule": {"id": rule, "what": table.rules[rule].what},
        "where": str(condition) if condition is not None else "",
        "unknown": unknown,
        "incomplete": short,
        "files": [
            {"file": name, "sheet": "", "release": release, "sha256": sha, "rows": total}
            for (name, sha), total in _files(catalog, inside).items()
        ],
        "rows": sum(c.value for c in inside),
        "queries": [],
        "tallybook": __version__,
        "catalog": catalog.overlays_used(),
    }
    return Tally(
        item.id,
        rule,
        (release,),
        period,
        by,
        not short,
        covered_to,
        rows,
        tuple(caveats),
        provenance,
        item.unit,
        tuple(short),
    )


def _files(catalog: Catalog, inside: Iterable[Cell]) -> dict[tuple[str, str], int]:
    names_ = {f.sha256: f.name for r in releases(catalog).values() for f in r.files if f.sha256}
    found: dict[tuple[str, str], int] = {}
    for cell in inside:
        for sha in cell.sha256.split("+"):
            key = (names_.get(sha, sha[:12]), sha)
            found[key] = found.get(key, 0) + cell.value
    return found
