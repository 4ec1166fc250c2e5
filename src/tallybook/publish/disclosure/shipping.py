"""Making the shipped recounts from a store: the published tables by fiscal year, what is suppressed in one line.

Areas by criminality and citizenship alone are exact, by every rule. Citizenship by criminality is the protected table,
by its one rule; its folded and suppressed cells stand together in one line of each criminality, which says no more than
the totals do.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from typing import Any

from tallybook.base.catalog import Catalog
from tallybook.base.errors import NoValue
from tallybook.base.periods import fiscal_year
from tallybook.measures.recount import ALL, COLUMNS, MERGED, NOT_RECORDED
from tallybook.publish.disclosure.base import LEFT_OUT, Base, build
from tallybook.publish.disclosure.declared import cuts_of, declared
from tallybook.publish.disclosure.joint import year_of
from tallybook.records.coverage import Held, held
from tallybook.records.store import Store
from tallybook.sources.tables import RecordTable, record_tables

Group = dict[tuple[str, str, str], int]
"""By area, citizenship and criminality."""


def recounts(store: Store, catalog: Catalog) -> dict[str, str]:
    """Return the text of each table's recount file, for the tables that a store holds."""
    found = {}
    for table in record_tables(catalog).values():
        lines = list(_table(store, catalog, table)) if table.id in declared(catalog) else []
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
            base, _ = build(engine, store, table, cuts_of(catalog, table.id), release)
            for rule in base.shape.rules:
                for year, group in sorted(_years(base, rule).items()):
                    yield from _lines(release, rule, year, group, table.rules[rule].within)


def _years(base: Base, rule: str) -> dict[int, Group]:
    found: dict[int, Group] = {}
    for year, area, _, criminality, number in _summed(base, rule, ("area_of_responsibility", "criminality")):
        _add(found, year, (area, ALL, criminality), number)
    for year, _, citizenship, _, number in _summed(base, rule, ("citizenship",)):
        _add(found, year, (ALL, citizenship, ALL), number)
    protected = base.protected.get(("citizenship", "criminality"), {})
    if rule != base.shape.rules[0]:
        return found
    whole: dict[tuple[int, str], int] = {}
    for year, _, _, criminality, number in _summed(base, rule, ("criminality",)):
        whole[year, criminality] = whole.get((year, criminality), 0) + number
    for year, table in protected.items():
        for (country, told), shown in table.items():
            if shown is not None and shown != LEFT_OUT and country != MERGED:
                citizenship, criminality = _text(country), _text(told)
                _add(found, year, (ALL, citizenship, criminality), shown)
                whole[year, criminality] -= shown
        for (of, criminality), rest in whole.items():
            if of == year and rest:
                _add(found, year, (ALL, MERGED, criminality), rest)
    return found


def _add(found: dict[int, Group], year: int, key: tuple[str, str, str], number: int) -> None:
    group = found.setdefault(year, {})
    group[key] = group.get(key, 0) + number


def _summed(base: Base, rule: str, dims: tuple[str, ...]) -> Iterator[tuple[int, str, str, str, int]]:
    """Yield year, area, citizenship, criminality and number from the exact cut that has what is recorded of `dims`.

    Raises:
        NoValue: an exact value had to be suppressed, so that there is no total to ship.
    """
    recorded = {name for cut in base.shape.exact for name in cut.by}
    wanted = {name for name in dims if name in recorded}
    able = [cut for cut in base.shape.exact if wanted <= set(cut.by)]
    if not able:
        return
    cut = min(able, key=lambda c: base.sizes[rule, c])
    for time, cells in base.exact[rule, cut].items():
        months = cut.time == "month" and rule not in base.shape.titled
        for values, number in cells.items():
            if number is None:
                raise NoValue(f"a count of {base.table} by {', '.join(cut.by)} is suppressed and cannot be shipped")
            named = {name: _text(value) for name, value in zip(cut.by, values, strict=True) if name in wanted}
            yield (
                year_of(time) if months else time,
                *(named.get(n, NOT_RECORDED) for n in ("area_of_responsibility", "citizenship", "criminality")),
                number,
            )  # type: ignore[misc]


def _text(value: Any) -> str:
    return NOT_RECORDED if value is None else str(value)


def _lines(release: Held, rule: str, year: int, group: Group, within: str) -> Iterator[tuple[object, ...]]:
    """Yield a year's lines with what they cover and the files behind them."""
    whole = fiscal_year(year)
    if not release.overlap(whole):
        return
    lagged = bool(within) and any(s.cut_by and s.cut_by != within for s in release.sheets)
    complete = release.covers(whole) and (not lagged or release.covers(fiscal_year(year + 1)))
    upto = release.covered_to(whole)
    behind = {s.source_sha256 for s in release.sheets if s.covers and s.covers.overlap_days(whole)}
    hashes = "+".join(sorted(behind))
    # Areas first, then the protected table, then citizenship alone.
    for key, value in sorted(group.items(), key=lambda pair: (pair[0][0] == ALL, pair[0][2] == ALL, pair[0])):
        area, citizenship, criminality = key
        yield (
            rule, release.release, year, upto.isoformat() if upto else "", "yes" if complete else "no", area,
            citizenship, criminality, value, hashes,
        )  # fmt: skip
