"""Rosters of 287(g) agencies as ICE publishes them: workbooks read, dated and checked before they are believed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from tallybook.base.catalog import Catalog, read_csv
from tallybook.base.errors import InputError, nearest
from tallybook.programs.counties import Gazetteer, gazetteer
from tallybook.programs.register import UNKNOWN_COUNTIES, Line

if TYPE_CHECKING:
    from tallybook.sources.sheet import Sheet

HEADERS = ("field", "header")
NEEDED = ("state", "agency", "model")
LIKELY = re.compile(r"(?:participating|pending)[ _-]?(?:agenc|entit)|287\W?g", re.IGNORECASE)
SEARCHED = 15
"""Rows at the top of a sheet among which the header is looked for."""

MODEL_WORDS = {"jail": "JEM", "task": "TFM", "warrant": "WSO"}
KINDS = {"county": "County", "muni": "Municipality", "state": "State Agency"}

CUT_SHORT = 0.5
"""A roster with less than this share of the lines of the one before it is taken for a piece of one."""

FIRST_SIGNING = date(2002, 1, 1)
"""No agreement is older: the first was signed in July 2002."""

LAST_SIGNING = date(2100, 1, 1)

STAMP = re.compile(r"(?:^|\D)(20\d{2})(\d{2})(\d{2})(\d{6})(?!\d)")
"""A capture of the page in an archive: year, month, day and time."""

NAMED = re.compile(r"(?:^|\D)(\d{2})(\d{2})(20\d{2})(?:\s*_?(am|mid|pm)?\s*(\w?)\b)?(?!\d)", re.IGNORECASE)
"""ICE's own name of a workbook: month, day, year and the half of the day."""


def signing_day(day: date | None) -> date | None:
    """Return a signing day, or None for one that cannot be: before the first agreement or in another century."""
    return day if day and FIRST_SIGNING <= day < LAST_SIGNING else None


def day_of(file: str, newest_signing: date | None) -> tuple[date | None, str]:
    """Return the day a roster is of and what says so: `capture`, `file name`, `corrected`, or `nothing`.

    ICE's names slip: a roster cannot be older than the newest signing it lists. Such a name is a year short where one
    more year puts it right within two months of that signing; otherwise the roster is of that signing's day at the
    earliest, and is dated so.

    Example:
        >>> day_of("participatingAgencies01052025pm.xlsx", date(2025, 12, 18))
        (datetime.date(2026, 1, 5), 'corrected')
    """
    if found := STAMP.search(file.rpartition("__")[2]):
        return _day(int(found[1]), int(found[2]), int(found[3])), "capture"
    found = NAMED.search(file.rpartition("__")[2])
    day = _day(int(found[3]), int(found[1]), int(found[2])) if found else None
    if day is None:
        return None, "nothing"
    if newest_signing is None or newest_signing <= day:
        return day, "file name"
    later = _day(day.year + 1, day.month, day.day)
    if later and 0 <= (later - newest_signing).days <= 62:
        return later, "corrected"
    return newest_signing, "corrected"


def part_of_day(file: str, dated_by: str) -> tuple[int, str]:
    """Return what puts the rosters of one day in order; a roster whose date was corrected comes before all others."""
    name = file.rpartition("__")[2]
    if found := STAMP.search(name):
        return 2, found[4]
    found = NAMED.search(name)
    half = {"am": 1, "mid": 2, "": 2, "pm": 3}[(found[4] or "").lower() if found else ""]
    return (0 if dated_by == "corrected" else half), (found[5] or "").upper() if found else ""


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


@dataclass(frozen=True)
class Book:
    """A roster as read from a file."""

    file: str
    sha256: str
    day: date
    dated_by: str
    lines: tuple[Line, ...]
    notes: tuple[str, ...]


def looks_like_roster(file: Path) -> bool:
    """Return whether a file's name is that of a roster; whether it is one, reading it says."""
    return bool(LIKELY.search(file.name)) and file.suffix.lower() in (".xlsx", ".xls", ".csv")


def read_roster(catalog: Catalog, file: Path) -> Book:
    """Return the roster in a workbook of ICE.

    Raises:
        InputError: the file cannot be opened, is no roster of signed agreements, has a column that is not known, a line
            whose state or model cannot be read, or no date in its name.
    """
    from tallybook.sources.opening import open_source

    source = open_source(file)
    known = {row["header"]: row["field"] for _, row in _headers(catalog)}
    found = [(sheet, at) for sheet in source.sheets if (at := _header_row(sheet, known)) is not None]
    if not found:
        raise InputError(
            "has no sheet with the columns of a roster", where=file.name,
            expected="STATE, LAW ENFORCEMENT AGENCY and SUPPORT TYPE among its headers",
        )  # fmt: skip
    sheet, at = found[0]
    if "pending" in file.name.casefold():
        raise InputError(
            "is the list of pending agencies", where=file.name, expected="the list of participating agencies",
            next_step="pending applications are no agreements and are not counted",
        )  # fmt: skip
    lines, notes = _lines(gazetteer(catalog), sheet, at, known)
    newest = max((line.signed for line in lines if line.signed), default=None)
    day, how = day_of(file.name, newest)
    if day is None:
        raise InputError(
            "has no date in its name", where=file.name, expected="a name such as participatingAgencies05182026am.xlsx",
            next_step="rename it to the day on which ICE published it",
        )  # fmt: skip
    if how == "corrected":
        notes.append(f"named for another day, but lists signings up to {newest}: taken as the roster of {day}")
    return Book(file.name, source.sha256, day, how, tuple(lines), tuple(notes))


def whole(book: Book, before: int, where: date | None) -> None:
    """Return nothing where a roster is not a mere piece of one.

    Raises:
        InputError: it has fewer than half the lines of the roster before it.
    """
    if len(book.lines) < before * CUT_SHORT:
        raise InputError(
            f"lists {len(book.lines):,} agreements where the roster of {where} lists {before:,}", where=book.file,
            expected="a whole roster", next_step="the file is probably cut short: get it again",
        )  # fmt: skip


def _headers(catalog: Catalog) -> Iterator[tuple[int, dict[str, str]]]:
    for _, file in catalog.files("programs/287g", ".csv"):
        if file.stem == "headers":
            yield from read_csv(file, HEADERS)


def _header_row(sheet: Sheet, known: dict[str, str]) -> int | None:
    for number, row in enumerate(sheet.head(SEARCHED)):
        fields = {known.get(" ".join(cell.upper().split())) for cell in row}
        if fields.issuperset(NEEDED):
            return number
    return None


def _lines(places: Gazetteer, sheet: Sheet, at: int, known: dict[str, str]) -> tuple[list[Line], list[str]]:
    columns = [column.to_pylist() for column in sheet.data.columns]
    where: dict[str, int] = {}
    for number, column in enumerate(columns):
        header = " ".join((column[at] or "").upper().split())
        field = known.get(header)
        if field is None and header:
            close = nearest(header, known)
            raise InputError(
                f"column {sheet.column_letter(number)} is headed {column[at]!r}, which no roster so far had",
                where=sheet.address(at), expected=", ".join(sorted(known)),
                next_step=(f"it may mean {close}; " if close else "")
                + "add the header to programs/287g/headers.csv in a folder given with --catalog",
            )  # fmt: skip
        if field and field != "ignored":
            where.setdefault(field, number)
    found: list[Line] = []
    notes: list[str] = []
    for row in range(at + 1, sheet.data.num_rows):
        cells = {field: " ".join((columns[number][row] or "").split()) for field, number in where.items()}
        if any(cells.values()):
            found.append(_line(places, sheet, row, cells, notes))
    if not found:
        raise InputError("has a header and no lines", where=sheet.where, expected="a line for each agreement")
    return found, notes


def _line(places: Gazetteer, sheet: Sheet, row: int, cells: dict[str, str], notes: list[str]) -> Line:
    state = places.state(cells["state"])
    if state is None or not cells["agency"]:
        raise InputError(
            f"state is {cells['state']!r} and agency {cells['agency']!r}", where=sheet.address(row),
            expected="a state's name and an agency", next_step="the sheet may be cut short or shifted",
        )  # fmt: skip
    model = next((code for word, code in MODEL_WORDS.items() if word in cells["model"].casefold()), "")
    if not model:
        raise InputError(
            f"the model is {cells['model']!r}", where=sheet.address(row),
            expected="a jail enforcement, task force or warrant service officer model",
        )  # fmt: skip
    written = cells.get("signed", "")
    signed = signing_day(read_day(written))
    if written and signed is None:
        notes.append(f"{sheet.address(row)}: signing date {written!r} cannot be; left blank")
    county = cells.get("county", "")
    if county.casefold() not in UNKNOWN_COUNTIES and places.county(state.code, county, close=True) is None:
        notes.append(f"{sheet.address(row)}: there is no county {county!r} in {state.name}; left without a code")
    kind = next((name for word, name in KINDS.items() if cells.get("kind", "").casefold().startswith(word[:3])), "")
    return Line(state.code, cells["agency"], kind, county, model, signed)


def read_day(text: str) -> date | None:
    """Return the day that a cell's text gives, written as ISO, in American order or as a spreadsheet's serial day."""
    if found := re.match(r"(\d{4})-(\d{2})-(\d{2})(?:[ T].*)?$", text):
        return _day(int(found[1]), int(found[2]), int(found[3]))
    if found := re.match(r"(\d{1,2})/(\d{1,2})/(\d{4})\b", text):
        return _day(int(found[3]), int(found[1]), int(found[2]))
    if re.fullmatch(r"\d{5}(\.0+)?", text):
        return date(1899, 12, 30) + timedelta(days=int(float(text)))
    return None
