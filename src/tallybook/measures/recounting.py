"""Making the shipped recounts from a store: the cubes of `measures/recount.py`, small cells merged, totals exact."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator

from tallybook.base.catalog import Catalog
from tallybook.base.periods import fiscal_year
from tallybook.measures.choice import Part
from tallybook.measures.counting import Question, answer
from tallybook.measures.recount import ALL, COLUMNS, CUBES, MERGED, NOT_RECORDED, SMALL
from tallybook.records.coverage import Held, held
from tallybook.records.store import Store
from tallybook.sources.tables import RecordTable, record_tables


def recounts(store: Store, catalog: Catalog) -> dict[str, str]:
    """Return the text of each table's recount file, for the tables that a store holds."""
    found = {}
    for table in record_tables(catalog).values():
        lines = list(_table(store, catalog, table))
        if lines:
            text = io.StringIO()
            writer = csv.writer(text, lineterminator="\n")
            writer.writerow(COLUMNS)
            writer.writerows(lines)
            found[table.id] = text.getvalue()
    return found


def _table(store: Store, catalog: Catalog, table: RecordTable) -> Iterator[tuple[object, ...]]:
    from tallybook.base.engine import Local

    with Local() as engine:
        for release in held(catalog, table.id, store.manifest.sheets):
            for rule_name, rule in table.rules.items():
                if not set(rule.needs) <= release.fields:
                    continue
                if rule.titled and all(s.titled_year is None for s in release.sheets):
                    continue
                for cube in CUBES:
                    by = tuple(d for d in cube if d in release.fields)
                    question = Question(table, rule, None, ("fiscal_year", *by), "none")
                    rows = answer(engine, store, Part(release, None), question).rows
                    yield from _lines(release, rule_name, cube=cube, by=by, rows=rows, within=rule.within)


def _lines(
    release: Held,
    rule: str,
    *,
    cube: tuple[str, ...],
    by: tuple[str, ...],
    rows: Iterable[tuple[object, ...]],
    within: str,
) -> Iterator[tuple[object, ...]]:
    """Yield a cube's lines, year by year, with small cells merged."""
    years: dict[int, dict[tuple[str, str], int]] = {}
    for year, *rest in rows:
        *key, value = rest
        named = dict(zip(by, key, strict=True))
        cell = (str(named.get(cube[0]) or NOT_RECORDED), str(named.get(cube[1]) or NOT_RECORDED))
        group = years.setdefault(int(str(year)), {})
        group[cell] = group.get(cell, 0) + int(str(value))
    for year, group in sorted(years.items()):
        whole = fiscal_year(year)
        if not release.overlap(whole):
            continue
        lagged = bool(within) and any(s.cut_by and s.cut_by != within for s in release.sheets)
        complete = release.covers(whole) and (not lagged or release.covers(fiscal_year(year + 1)))
        upto = release.covered_to(whole)
        behind = {s.source_sha256 for s in release.sheets if s.covers and s.covers.overlap_days(whole)}
        hashes = "+".join(sorted(behind))
        for (first, criminality), value in sorted(merged(group).items()):
            area = first if cube[0] == "area_of_responsibility" else ALL
            country = first if cube[0] == "citizenship" else ALL
            yield (
                rule, release.release, year, upto.isoformat() if upto else "", "yes" if complete else "no", area,
                country, criminality, value, hashes,
            )  # fmt: skip


def merged(group: dict[tuple[str, str], int]) -> dict[tuple[str, str], int]:
    """Return cells with those under `SMALL` merged into one within their criminality; the total stays what it was."""
    found: dict[tuple[str, str], int] = {}
    for (first, criminality), value in group.items():
        key = (MERGED if value < SMALL else first, criminality)
        found[key] = found.get(key, 0) + value
    return found
