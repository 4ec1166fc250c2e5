"""Data: the releases of records, what they cover, what is held of them, what is missing."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import Path

from tallybook.base.results import Column, Table
from tallybook.records.coverage import coverages
from tallybook.records.manifest import StoredSheet
from tallybook.records.quality import read_report
from tallybook.sources.cells import State
from tallybook.sources.layout import LayoutColumn, layouts, release, releases
from tallybook.sources.tables import record_tables
from tallybook.web.site import OfSite, Site
from tallybook.web.view import Pages, View

pages = Pages("Data", "/data", 6)


@pages.page("/data", "data.html")
def listed(site: OfSite) -> View:
    """Return every release with what it covers and what is held of it."""
    held = site.store.store.manifest.files()
    covers: dict[str, list[dict[str, str]]] = {}
    for table, windows in coverages(site.catalog).items():
        for window in windows:
            covers.setdefault(window.release, []).append(
                {"table": table, "from": window.start.isoformat(), "to": window.end.isoformat()}
            )
    rows = [
        {
            "release": one.id, "title": one.title, "publisher": one.publisher, "obtained_by": one.obtained_by,
            "scope": one.area if one.scope == "area" else "national", "covers": covers.get(one.id, []),
            "files_known": len(one.files), "files_held": sorted(held.get(one.id, ())),
            "layout": len(layouts(site.catalog).get(one.id, ())) > 0,
        }
        for one in releases(site.catalog).values()
    ]  # fmt: skip
    about = (
        "The record-level files that the agencies released under FOIA: one row is one event. Releases overlap and are "
        "never added; a count comes from the first national one that covers the period. No names, numbers or birth "
        "dates of persons are kept."
    )
    tables = {name: table.title for name, table in record_tables(site.catalog).items()}
    data = {"rows": rows, "generation": site.store.store.manifest.generation, "shipped": _shipped(site)}
    return View("Data", about, data, {"tables": tables, "gaps": _gaps(site), "empty": site.store.store.empty})


@pages.page("/data/{name}", "release.html")
def one(site: OfSite, name: Annotated[str, Path(max_length=100)]) -> View:
    """Return a release: where it comes from, its codebook, and the accounting and quality of what is held."""
    found = release(site.catalog, name)
    sheets = [s for s in site.store.store.manifest.sheets if s.release == name]
    columns = layouts(site.catalog).get(name, ())
    data: dict[str, Any] = {
        "release": found.model_dump(mode="json"),
        "codebook": [_codebook(site, column) for column in columns],
        "accounting": [_accounting(sheet) for sheet in sheets],
        "quality": [_quality(site, sheet) for sheet in sheets],
    }
    covers = [
        {"table": table, "from": w.start, "to": w.end}
        for table, windows in coverages(site.catalog).items()
        for w in windows
        if w.release == name
    ]
    about = found.what or found.title
    shown = {"r": found, "covers": covers, "book": _book(site, columns), "sheets": sheets, "states": _STATES}
    return View(f"Release {found.id}", about if about.endswith(".") else f"{about}.", data, shown)


_STATES = tuple(state.words for state in State)


def _shipped(site: Site) -> list[dict[str, Any]]:
    """Return what the shipped recounts hold: by table and release the fiscal years."""
    from tallybook.measures.recount import cells

    found: dict[tuple[str, str], set[int]] = {}
    for table in record_tables(site.catalog):
        for cell in cells(site.catalog, table):
            found.setdefault((table, cell.release), set()).add(cell.year)
    return [{"table": t, "release": r, "years": sorted(years)} for (t, r), years in found.items()]


def _gaps(site: Site) -> list[dict[str, str]]:
    """Return the days of each table that no national release covers, between the first and the last that one does."""
    from datetime import timedelta

    found = []
    for table, windows in coverages(site.catalog).items():
        national = sorted(
            (w.start, w.end) for w in windows if releases(site.catalog)[w.release].scope == "national"
        )  # fmt: skip
        if not national:
            continue
        reached = national[0][0]
        for start, end in national:
            if start > reached:
                last = start - timedelta(days=1)
                found.append({"table": table, "from": reached.isoformat(), "to": last.isoformat()})
            reached = max(reached, end + timedelta(days=1))
    return found


def _codebook(site: Site, column: LayoutColumn) -> dict[str, Any]:
    fields = record_tables(site.catalog)[column.table].fields if column.table in record_tables(site.catalog) else {}
    return {
        "table": column.table, "sheet": column.sheet, "header": column.header, "field": column.field,
        "label": fields[column.field].label if column.field in fields else "",
        "inferences": [
            {"state": i.state.name.lower(), "field": i.field, "value": i.value, "evidence": i.evidence}
            for i in column.inferences
        ],
        "evidence": column.evidence,
    }  # fmt: skip


def _book(site: Site, columns: tuple[LayoutColumn, ...]) -> Table:
    rows = []
    for column in columns:
        entry = _codebook(site, column)
        says = "; ".join(
            f"{i['state'].replace('_', ' ')} means {i['field'].replace('_', ' ')} {i['value']}: {i['evidence']}"
            for i in entry["inferences"]
        )
        rows.append((column.table, column.header, column.field, entry["label"], says or column.evidence or None))
    names = (Column("table"), Column("header", "header in the file"), Column("field"), Column("label", "meaning"),
             Column("evidence", "what a blank or redaction says; why ignored"))  # fmt: skip
    return Table(names, tuple(rows), "Codebook: what each column of the files is taken for")


def _accounting(sheet: StoredSheet) -> dict[str, Any]:
    return {
        "file": sheet.file, "sheet": sheet.sheet, "table": sheet.table, "sha256": sheet.source_sha256,
        "covers": sheet.covers.to_dict() if sheet.covers else None, "rows_read": sheet.rows_read, "kept": sheet.kept,
        "quarantined": sheet.quarantined, "excluded": dict(sheet.excluded), "unreadable_cells": sheet.unreadable_cells,
        "identical": sheet.identical, "dropped": list(sheet.dropped), "notes": list(sheet.notes),
    }  # fmt: skip


def _quality(site: Site, sheet: StoredSheet) -> dict[str, Any]:
    """Return by field how many cells have a value, are blank, redacted, not applicable or unreadable."""
    report = read_report(site.folder / sheet.quality, sheet.where)
    fields: dict[str, dict[str, int]] = {}
    for name, entry in report.get("fields", {}).items():
        fields[name] = {state: int(entry.get(state, 0)) for state in _STATES}
    return {"file": sheet.file, "sheet": sheet.sheet, "fields": fields}
