"""The state of an installation: versions, catalog, overlays, store and engine, with what is wrong and what to do."""

from __future__ import annotations

import platform
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path

from tallybook.base.catalog import Catalog
from tallybook.base.errors import TallybookError
from tallybook.base.results import Column, Result, Table


@dataclass(frozen=True)
class Finding:
    """One thing looked at: what it is, what was found, and whether it is as it should be."""

    area: str
    what: str
    found: str
    healthy: bool = True


@dataclass(frozen=True)
class Health(Result):
    """Everything looked at."""

    findings: tuple[Finding, ...]

    @property
    def healthy(self) -> bool:
        """Whether nothing is wrong."""
        return all(f.healthy for f in self.findings)

    def table(self) -> Table:
        """Return one row a finding, faults first."""
        columns = (Column("state"), Column("area"), Column("what"), Column("found"))
        faults = sum(not f.healthy for f in self.findings)
        ordered = sorted(self.findings, key=lambda f: f.healthy)
        rows = tuple(("ok" if f.healthy else "fault", f.area, f.what, f.found) for f in ordered)
        last = (
            "Everything is in order."
            if not faults
            else f"{faults} fault{'s' if faults > 1 else ''}: see the first rows."
        )
        return Table(columns, rows, "", (last,))


def examine(catalog: Catalog, store: Path) -> Health:
    """Return the state of this installation. Faults are findings, never exceptions."""
    return Health((*_versions(), *_catalog(catalog), *_store(store), *_engine(), *_outside()))


def _versions() -> Iterator[Finding]:
    yield Finding("versions", "tallybook", metadata.version("tallybook"))
    yield Finding("versions", "python", platform.python_version())
    for line in metadata.requires("tallybook") or []:
        name = _name(line)
        if "extra ==" in line:
            continue
        try:
            yield Finding("versions", name, metadata.version(name))
        except metadata.PackageNotFoundError:
            yield Finding("versions", name, f"not installed; needed: {line}; install it with pip", healthy=False)


def _name(requirement: str) -> str:
    for place, letter in enumerate(requirement):
        if not (letter.isalnum() or letter in "-_."):
            return requirement[:place]
    return requirement


def _catalog(catalog: Catalog) -> Iterator[Finding]:
    for kind, (load, noun) in _kinds(catalog).items():
        try:
            yield Finding("catalog", kind, f"{load():,} {noun}")
        except TallybookError as error:
            yield Finding("catalog", kind, str(error), healthy=False)
    for layer in catalog.layers:
        yield Finding("catalog", layer.name, f"sha256 {layer.sha256[:16]}…")


def _kinds(catalog: Catalog) -> dict[str, tuple[Callable[[], int], str]]:
    """Return, for each kind of catalog file that is held to a model, how to read all of it and what is counted."""
    from tallybook.measures.caveat import caveats
    from tallybook.measures.lookalike import look_alikes
    from tallybook.measures.measure import measures
    from tallybook.measures.series import all_values, series_files
    from tallybook.publish.dictionary import descriptions
    from tallybook.publish.layout import layouts
    from tallybook.records.coverage import coverages
    from tallybook.sources.layout import releases
    from tallybook.sources.tables import record_tables

    return {
        "measures": (lambda: len(measures(catalog)), "measures"),
        "series": (lambda: len(series_files(catalog)), "series"),
        "series values": (lambda: sum(1 for _ in all_values(catalog)), "values, every vintage"),
        "caveats": (lambda: len(caveats(catalog)), "caveats"),
        "lookalikes": (lambda: len(look_alikes(catalog)), "look-alikes"),
        "columns": (lambda: len(descriptions(catalog)), "columns of results described"),
        "accounts": (lambda: len(layouts(catalog)), "account layouts"),
        "tables": (lambda: len(record_tables(catalog)), "record tables"),
        "sources": (lambda: len(releases(catalog)), "releases of record files"),
        "coverage": (lambda: len(coverages(catalog)), "tables with the windows of their releases"),
    }


def _store(folder: Path) -> Iterator[Finding]:
    from tallybook.records.store import Store

    try:
        store = Store(folder)
        if store.empty:
            yield Finding(
                "store", str(folder), "no records yet; 'tallybook ingest' adds them; the official series need none"
            )
            return
        store.paths(store.manifest.sheets)
        kept = sum(sheet.kept for sheet in store.manifest.sheets)
        yield Finding("store", str(folder), f"{len(store.manifest.sheets):,} sheets, {kept:,} records")
    except TallybookError as error:
        yield Finding("store", str(folder), str(error), healthy=False)


def _engine() -> Iterator[Finding]:
    from tallybook.base.engine import LOCAL

    try:
        yield Finding("engine", LOCAL, metadata.version(LOCAL))
    except metadata.PackageNotFoundError:
        yield Finding("engine", LOCAL, "not installed; install it with pip", healthy=False)


def _outside() -> Iterator[Finding]:
    yield Finding("data", "outside the package", "none needed: the official series are part of it")
