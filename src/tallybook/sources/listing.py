"""The list of sources: which releases exist, which of their files are known, where to get them."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from tallybook.base.catalog import Catalog
from tallybook.base.results import Column, Result, Table
from tallybook.sources.layout import Release, layouts, releases


@dataclass(frozen=True)
class SourceLine:
    """One known file of a release, or the release itself where none of its files is known by name."""

    release: str
    title: str
    scope: str
    file: str
    table: str
    covers: str
    rows: int | None
    sha256: str
    url: str
    where: str
    layout: str
    ingested: bool


@dataclass(frozen=True)
class Sources(Result):
    """What exists."""

    lines: tuple[SourceLine, ...]
    notes: tuple[str, ...]

    def table(self) -> Table:
        """Return one row per known file."""
        columns = (
            Column("release"), Column("title"), Column("scope"), Column("file"), Column("table"), Column("covers"),
            Column("rows", kind="integer"), Column("ingested", kind="flag"), Column("layout"), Column("where"),
            Column("sha256"), Column("url"),
        )  # fmt: skip
        rows = tuple(
            (
                line.release, line.title, line.scope, line.file or None, line.table or None, line.covers or None,
                line.rows, line.ingested, line.layout, line.where or None, line.sha256 or None, line.url or None,
            )
            for line in self.lines
        )  # fmt: skip
        return Table(columns, rows, title="Sources of records", notes=self.notes)

    def brief(self) -> Table:
        """Return what fits a screen: release, scope, file, what it covers, whether it is held."""
        columns = (
            Column("release"), Column("scope"), Column("file"), Column("covers"), Column("rows", kind="integer"),
            Column("ingested", kind="flag"),
        )  # fmt: skip
        rows = tuple(
            (line.release, line.scope, line.file or line.title, line.covers or None, line.rows, line.ingested)
            for line in self.lines
        )
        places = dict.fromkeys(f"{line.release}: {line.where}" for line in self.lines if line.where)
        notes = (*self.notes, "hashes, tables and titles: --format csv or json")
        return Table(columns, rows, title="Sources of records", notes=notes, sources=tuple(places))


def sources(catalog: Catalog, held: Mapping[str, Collection[str]]) -> Sources:
    """Return every known release with its known files.

    Args:
        catalog: the catalog.
        held: by release, the names of the files that the store holds.
    """
    lines: list[SourceLine] = []
    for item in releases(catalog).values():
        lines += _lines(item, "kept" if item.id in layouts(catalog) else "by its headers", held.get(item.id, ()))
    for name in sorted(set(held) - set(releases(catalog))):
        lines += [
            SourceLine(
                name, "not described in the catalog", "unknown", file, "", "", None, "", "", "", "by its headers", True
            )
            for file in sorted(held[name])
        ]
    return Sources(tuple(lines), ("A layout that is kept is checked header by header; other files are recognised.",))


def _lines(item: Release, layout: str, held: Collection[str]) -> list[SourceLine]:
    scope = item.area if item.scope == "area" else "national"
    known = {f.name for f in item.files}
    found = [
        SourceLine(
            item.id,
            item.title,
            scope,
            f.name,
            f.table,
            f.covers,
            f.rows,
            f.sha256,
            f.url,
            item.where,
            layout,
            f.name in held,
        )
        for f in item.files
    ]
    found += [
        SourceLine(item.id, item.title, scope, name, "", "", None, "", "", item.where, layout, True)
        for name in sorted(set(held) - known)
    ]
    return found or [SourceLine(item.id, item.title, scope, "", "", "", None, "", "", item.where, layout, bool(held))]
