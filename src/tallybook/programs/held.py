"""Rosters that a user has ingested: kept in the store, laid after the catalog's own.

    STORE/programs/rosters.json      which rosters are held
    STORE/programs/287g/HASH.csv     the lines of one

A roster is written whole before the list names it, and the list is replaced in one step.
"""

from __future__ import annotations

import csv
import io
import json
import os
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from tallybook.base.catalog import Catalog
from tallybook.base.errors import InputError
from tallybook.base.results import Column, Result, Table
from tallybook.programs.counties import gazetteer
from tallybook.programs.placing import county_of_agency
from tallybook.programs.register import Line, Register
from tallybook.programs.rosters import Book, part_of_day, read_roster, whole
from tallybook.programs.spells import Rolls, RosterFile, agencies, rolls, spell_of
from tallybook.records.store import Store, unwritable

FORMAT = 1
LINES = ("state", "agency", "kind", "county", "model", "signed")


@dataclass(frozen=True)
class RostersIngested(Result):
    """What became of the rosters named."""

    store: str
    added: tuple[Book, ...]
    held: tuple[str, ...]

    def table(self) -> Table:
        """Return one row a roster added."""
        columns = (
            Column("file"), Column("day", kind="date"), Column("dated_by", "dated by"),
            Column("agreements", kind="integer"), Column("sha256"),
        )  # fmt: skip
        rows = tuple((b.file, b.day, b.dated_by, len(b.lines), b.sha256) for b in self.added)
        notes = (
            *(f"{file}: already in the store; nothing changed" for file in self.held),
            *(f"{book.file}: {note}" for book in self.added for note in book.notes),
        )
        return Table(columns, rows, "Rosters of 287(g) agencies", notes)

    def to_dict(self) -> dict[str, Any]:
        """Return the rosters added, without their lines, as plain data."""
        return {**self.table().to_dict(), "store": self.store, "held": list(self.held)}


def ingest_rosters(store: Store, files: Sequence[Path], catalog: Catalog) -> RostersIngested:
    """Read rosters of ICE into a store: all of them, or, where one is at fault, none.

    Raises:
        InputError: a file is no roster, is cut short, or is of a day that the catalog's rosters cover.
        OutputError: the store cannot be written.
    """
    held = rolls(catalog)
    books = [read_roster(catalog, file) for file in files]
    for book in books:
        if book.day <= held.days[-1]:
            raise InputError(
                f"is the roster of {book.day}", where=book.file,
                expected=f"one later than {held.days[-1]}, up to which the catalog has them",
            )  # fmt: skip
    with store.writing():
        present = _listed(store.folder)
        known = {entry["sha256"] for entry in present}
        fresh = [book for book in books if book.sha256 not in known]
        days = [(held.days[-1], sum(s.standing(held.days[-1]) == "listed" for s in held.spells))]
        days += [(date.fromisoformat(e["day"]), int(e["lines"])) for e in present]
        for book in sorted(fresh, key=lambda b: b.day):
            day, lines = max((d for d in days if d[0] <= book.day), key=lambda d: d[0])
            whole(book, lines, day)
            days.append((book.day, len(book.lines)))
        for book in fresh:
            _write(store.folder / "programs" / "287g" / f"{book.sha256[:32]}.csv", _csv(book.lines))
        entries = [
            {
                "file": b.file, "sha256": b.sha256, "day": b.day.isoformat(), "dated_by": b.dated_by,
                "lines": len(b.lines), "notes": list(b.notes),
            }
            for b in fresh
        ]  # fmt: skip
        if entries:
            data = {"format": FORMAT, "rosters": [*present, *entries]}
            _write(store.folder / "programs" / "rosters.json", json.dumps(data, ensure_ascii=False, indent=1))
    return RostersIngested(str(store.folder), tuple(fresh), tuple(b.file for b in books if b.sha256 in known))


def rolls_with(catalog: Catalog, folder: Path | None) -> Rolls:
    """Return the rosters of the catalog followed by those ingested into a store; the catalog's alone without any.

    Raises:
        InputError: what the store holds cannot be read.
    """
    own = rolls(catalog)
    entries = _listed(folder) if folder is not None else []
    if folder is None or not entries:
        return own
    entries.sort(key=lambda e: (e["day"], part_of_day(e["file"], e["dated_by"])))
    places = gazetteer(catalog)
    register = Register(places)
    register.restore(agencies(own), own.days)
    last_of_day = {e["day"]: e["sha256"] for e in entries}
    files = list(own.files)
    for entry in entries:
        day, used = date.fromisoformat(entry["day"]), last_of_day[entry["day"]] == entry["sha256"]
        if day <= own.days[-1]:
            continue
        if used:
            register.add(day, _read(folder / "programs" / "287g" / f"{entry['sha256'][:32]}.csv"))
        status = "used" if used else "superseded"
        files.append(RosterFile(day, "store", entry["file"], entry["dated_by"], status, int(entry["lines"])))
    days = tuple(register.days)
    spells, names = [], []
    for agency in register.agencies:
        county = county_of_agency(places, agency.state, agency.county, agency.name)
        fips = (county.fips,) if county else ()
        spells += [spell_of(agency, run, fips, days) for run in agency.runs]
        if len(agency.names) > 1:
            names += [(agency.state, agency.name, name) for name in agency.names.values()]
    return Rolls(days, tuple(spells), tuple(names), tuple(files))


def _listed(folder: Path) -> list[dict[str, Any]]:
    path = folder / "programs" / "rosters.json"
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
        if data["format"] != FORMAT:
            raise ValueError(f"format {data['format']}")
        return list(data["rosters"])
    except FileNotFoundError:
        return []
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise InputError(
            f"cannot be read ({error})", where=str(path), next_step="remove the file and ingest the rosters again"
        ) from None


def _read(path: Path) -> list[Line]:
    try:
        with path.open(encoding="utf-8", newline="") as handle:
            return [
                Line(
                    row["state"], row["agency"], row["kind"], row["county"], row["model"],
                    date.fromisoformat(row["signed"]) if row["signed"] else None,
                )
                for row in csv.DictReader(handle)
            ]  # fmt: skip
    except (OSError, ValueError, KeyError) as error:
        raise InputError(f"cannot be read ({error})", where=str(path), next_step="ingest that roster again") from None


def _csv(lines: Sequence[Line]) -> str:
    sink = io.StringIO()
    writer = csv.writer(sink, lineterminator="\n")
    writer.writerow(LINES)
    for line in lines:
        writer.writerow([line.state, line.agency, line.kind, line.county, line.model, line.signed or ""])
    return sink.getvalue()


def _write(path: Path, text: str) -> None:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        part = path.with_name(f".{path.name}.{os.getpid()}.part")
        part.write_text(text, encoding="utf-8")
        part.replace(path)
    except OSError as error:
        raise unwritable(path, error) from None
