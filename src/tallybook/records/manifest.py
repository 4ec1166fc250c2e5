"""The manifest: which files make up the store now, and where every row of them came from."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, field, fields
from datetime import date
from pathlib import Path
from typing import Any

from tallybook.base.errors import InputError
from tallybook.base.periods import Period

FORMAT = 1
NAME = "manifest.json"


@dataclass(frozen=True)
class StoredSheet:
    """One source sheet in the store."""

    table: str
    release: str
    scope: str
    """`national`, the name of an area, or `unknown`."""
    file: str
    source_sha256: str
    source_size: int
    sheet: str
    position: int
    header_row: int
    title: str
    covers_start: str
    covers_end: str
    covers_by: str
    """What said so: `title`, `sheet`, `file name`, `dates`; empty where nothing does."""
    titled_year: int | None
    cut_by: str
    people: str
    rows_read: int
    kept: int
    quarantined: int
    excluded: dict[str, int]
    unreadable_cells: int
    fields: tuple[str, ...]
    states: tuple[str, ...]
    """The fields that the letters of `states` stand for, in order."""
    columns: tuple[tuple[str, str], ...]
    """Header and field of every mapped column."""
    dropped: tuple[str, ...]
    ignored: tuple[tuple[str, str], ...]
    inferences: tuple[str, ...]
    digest: str
    """Of the rows' values, in no order: two sheets with one digest hold the same records."""
    records: str
    records_sha256: str
    quarantine_rows: str
    quarantine_cells: str
    quality: str
    quality_page: str
    layout: str
    overlays: tuple[str, ...]
    tool: str
    identical: int
    """Rows that equal another row in every field, beyond the first of each."""
    undated: dict[str, int]
    """By date that rules count by: the kept rows in which it cannot be read."""
    inferred: int
    """Rows whose criminality is inferred from a redaction."""
    notes: tuple[str, ...] = field(default=())

    @property
    def covers(self) -> Period | None:
        """The period it covers, or None where nothing says so."""
        if not self.covers_start:
            return None
        return Period(date.fromisoformat(self.covers_start), date.fromisoformat(self.covers_end))

    @property
    def where(self) -> str:
        """File and sheet as messages name them."""
        return f"{self.file}, sheet {self.sheet!r}" if self.sheet else self.file

    @property
    def paths(self) -> tuple[str, ...]:
        """Every file of the store that belongs to it."""
        return tuple(
            p for p in (self.records, self.quarantine_rows, self.quarantine_cells, self.quality, self.quality_page) if p
        )


@dataclass(frozen=True)
class Manifest:
    """One generation of a store."""

    generation: int = 0
    sheets: tuple[StoredSheet, ...] = ()

    def of(self, table: str, release: str | None = None) -> tuple[StoredSheet, ...]:
        """Return the sheets of a table, of one release where it is given."""
        return tuple(s for s in self.sheets if s.table == table and (release is None or s.release == release))

    def files(self) -> dict[str, set[str]]:
        """Return the names of the files held, by release."""
        found: dict[str, set[str]] = {}
        for sheet in self.sheets:
            found.setdefault(sheet.release, set()).add(sheet.file)
        return found

    def to_json(self) -> str:
        """Return the manifest as it is written."""
        return json.dumps(
            {"format": FORMAT, "generation": self.generation, "sheets": [asdict(s) for s in self.sheets]},
            ensure_ascii=False,
            indent=1,
        )


def manifest_stamp(folder: Path) -> tuple[int, int, int] | None:
    """Return what tells one generation's file from the next without reading it; None where there is none."""
    try:
        found = (folder / NAME).stat()
    except OSError:
        return None
    return found.st_mtime_ns, found.st_ino, found.st_size


def read_manifest(folder: Path) -> Manifest:
    """Return the current generation of a store; an empty one where there is none yet.

    Raises:
        InputError: the manifest cannot be read, or is of a later version.
    """
    path = folder / NAME
    try:
        data: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return Manifest()
    except NotADirectoryError:
        raise InputError("is not a folder", where=str(folder), expected="the folder of a record store") from None
    except (OSError, ValueError) as error:
        raise InputError(
            f"cannot be read ({error})", where=str(path), next_step="ingest the releases again into another folder"
        ) from None
    if not isinstance(data, dict) or data.get("format") != FORMAT:
        raise InputError(
            f"is of format {data.get('format') if isinstance(data, dict) else '?'}",
            where=str(path),
            expected=f"format {FORMAT}",
            next_step="use the version of tallybook that wrote it, or ingest again into another folder",
        )
    known = {item.name for item in fields(StoredSheet)}
    sheets = []
    for entry in data.get("sheets", ()):
        values = {key: _frozen(value) for key, value in entry.items() if key in known}
        try:
            sheets.append(StoredSheet(**values))
        except TypeError as error:
            raise InputError(f"an entry is incomplete ({error})", where=str(path)) from None
    return Manifest(int(data.get("generation", 0)), tuple(sheets))


def _frozen(value: Any) -> Any:
    return tuple(_frozen(item) for item in value) if isinstance(value, list) else value
