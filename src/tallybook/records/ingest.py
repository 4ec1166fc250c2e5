"""Ingestion: record files into the store, every row of every sheet accounted for, all files of one call or none."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from tallybook.base.catalog import Catalog
from tallybook.base.errors import InputError, UsageError
from tallybook.base.results import Column, Result, Table
from tallybook.records.manifest import StoredSheet
from tallybook.records.store import SYNTHETIC, Store, Writer
from tallybook.records.writing import write_sheet
from tallybook.sources.opening import open_source
from tallybook.sources.recognise import Skipped, recognise

if TYPE_CHECKING:
    from tallybook.base.engine import Local

RELEASE_ID = r"[A-Za-z0-9][A-Za-z0-9._-]{0,79}"

Report = Callable[[str, int, int], None]
"""Called with what is being done, the step reached and the number of steps."""


@dataclass(frozen=True)
class Ingested(Result):
    """What an ingest did: the sheets it added, those it passed over, and those the store had already."""

    store: str
    added: tuple[StoredSheet, ...]
    skipped: tuple[tuple[str, str], ...]
    held: tuple[str, ...]
    replaced: tuple[str, ...]

    def table(self) -> Table:
        """Return the row accounting, one line per sheet."""
        columns = (
            Column("file"), Column("sheet"), Column("release"), Column("table"), Column("covers"),
            Column("rows_read", "rows read", "integer"), Column("kept", kind="integer"),
            Column("quarantined", kind="integer"), Column("excluded", kind="integer"),
            Column("unreadable_cells", "unreadable cells", "integer"),
        )  # fmt: skip
        rows = tuple(
            (
                s.file, s.sheet or None, s.release, s.table, s.covers.label if s.covers else None, s.rows_read, s.kept,
                s.quarantined, sum(s.excluded.values()), s.unreadable_cells,
            )
            for s in self.added
        )  # fmt: skip
        return Table(columns, rows, title="Row accounting", notes=tuple(self.notes()))

    def brief(self) -> Table:
        """Return the accounting as it fits a screen, the file and its sheet in one column."""
        full = self.table()
        columns = (Column("sheet"), *full.columns[2:])
        rows = tuple((s.where, *row[2:]) for s, row in zip(self.added, full.rows, strict=True))
        return Table(columns, rows, title=full.title, notes=full.notes)

    def notes(self) -> Iterator[str]:
        """Yield what a reader must know beside the numbers."""
        for file in self.held:
            yield f"{file}: already in the store; nothing changed"
        for file in self.replaced:
            yield f"{file}: replaces what the store held of it"
        for where, reason in self.skipped:
            yield f"{where}: left alone ({reason})"
        for s in self.added:
            if s.dropped:
                yield f"{s.where}: identifying columns dropped: {', '.join(s.dropped)}"
            if s.ignored:
                yield f"{s.where}: columns left out: " + ", ".join(f"{header} ({why})" for header, why in s.ignored)
            if s.layout == "headers":
                yield f"{s.where}: no layout; recognised by its headers: " + ", ".join(
                    f"{h} = {f}" for h, f in s.columns
                )
            for rule, count in s.excluded.items():
                yield f"{s.where}: {count:,} rows left out ({rule})"
            yield from (f"{s.where}: {note}" for note in s.notes)


def ingest(
    store: Store,
    files: Sequence[Path],
    catalog: Catalog,
    release: str = "",
    *,
    replace_overlaps: bool = False,
    report: Report | None = None,
) -> Ingested:
    """Read record files into a store: all of them, or, where one is at fault, none.

    Args:
        store: where to.
        files: the files.
        catalog: describes tables, releases and layouts.
        release: the release they belong to; empty to find out from each.
        replace_overlaps: let a file take the place of others of its release and table that cover the same days.
        report: called as work goes on.

    Raises:
        InputError: a file cannot be read or recognised, or repeats what is held.
        OutputError: the store cannot be written; it is then as it was.
    """
    if release and not re.fullmatch(RELEASE_ID, release):
        raise UsageError(
            f"--release is {release!r}", expected="an id of letters, digits, dots and hyphens, such as 2019-ICFO-53623"
        )
    if release.startswith(SYNTHETIC):
        raise UsageError(f"--release is {release!r}", expected=f"an id that does not begin with {SYNTHETIC!r}",
                         next_step="only 'tallybook simulate' makes synthetic releases")  # fmt: skip
    with store.writing() as writer:
        from tallybook.base.engine import Local

        store.takes(release)

        with Local() as engine:
            session = _Session(store, writer, engine, catalog, release=release, overwrite=replace_overlaps)
            said = report or (lambda *_: None)
            for number, file in enumerate(files):
                said(file.name, number, len(files))
                session.file(file)
            said("", len(files), len(files))
            if session.added:
                writer.commit([*session.present, *session.added])
    return Ingested(
        str(store.folder), tuple(session.added), tuple(session.skipped), tuple(session.held), tuple(session.replaced)
    )


class _Session:
    """One call of `ingest`."""

    def __init__(
        self, store: Store, writer: Writer, engine: Local, catalog: Catalog, *, release: str, overwrite: bool
    ) -> None:
        self.store, self.writer, self.engine, self.catalog = store, writer, engine, catalog
        self.release, self.overwrite = release, overwrite
        self.secret = store.secret()
        self.present = list(store.manifest.sheets)
        self.added: list[StoredSheet] = []
        self.skipped: list[tuple[str, str]] = []
        self.held: list[str] = []
        self.replaced: list[str] = []

    def file(self, path: Path) -> None:
        """Read one file, sheet by sheet."""
        source = open_source(path)
        same = [s for s in (*self.present, *self.added) if s.source_sha256 == source.sha256]
        if same and all(not self.release or s.release == self.release for s in same):
            self.held.append(source.name)
            return
        new: list[StoredSheet] = []
        for position, sheet in enumerate(source.sheets, 1):
            plan = recognise(self.catalog, sheet, position, self.release)
            if isinstance(plan, Skipped):
                self.skipped.append((sheet.where, plan.reason))
                continue
            new.append(write_sheet(self.engine, self.writer, self.catalog, self.secret, source, plan, position))
        if not new:
            reasons = (
                "; ".join(f"{where.rpartition(', ')[2]}: {reason}" for where, reason in self.skipped) or "no sheets"
            )
            raise InputError(
                f"holds no records ({reasons})",
                where=source.name,
                expected="a sheet with a header of a known table",
                next_step="check that it is the file you mean",
            )
        for sheet_stored in new:
            self._fits(sheet_stored)
        self.added += new

    def _fits(self, new: StoredSheet) -> None:
        """Make sure that a sheet repeats nothing; take out what it supersedes."""
        for old in [*self.present, *self.added]:
            if (old.table, old.release) != (new.table, new.release) or old.source_sha256 == new.source_sha256:
                continue
            superseded = old.file == new.file and old in self.present
            if not superseded and old.digest == new.digest and new.kept:
                raise InputError(
                    f"holds the same {new.kept:,} records as {old.where}, under another name",
                    where=new.where,
                    expected="each record once",
                    next_step="leave it out; if one was delivered wrongly, ask the publisher for the right one",
                )
            overlap = old.covers.overlap_days(new.covers) if old.covers and new.covers else 0
            declared = "dates" not in (old.covers_by, new.covers_by)
            if not superseded and not (overlap and declared):
                continue
            if not superseded and not self.overwrite:
                raise InputError(
                    f"covers {new.covers.label if new.covers else '?'}, of which {old.where} covers {overlap:,} days",
                    where=new.where,
                    expected="one file for each day of a release's table",
                    next_step="leave one of them out, or pass --replace to let this one take the other's place",
                )
            if old in self.present:
                self.present = [s for s in self.present if s.source_sha256 != old.source_sha256 or s.table != old.table]
                self.replaced.append(old.where)
