"""Results as tables: one shape that every layer returns and every format is written from.

A result is a frozen dataclass with `Result` mixed in; it says how it reads as a `Table`, and gets frames and plain data
from that.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass, fields, is_dataclass, replace
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, Literal

from tallybook.base.errors import TallybookError

if TYPE_CHECKING:
    import pandas
    import polars

Cell = str | int | float | bool | date | None

Kind = Literal["text", "integer", "number", "year", "date", "flag"]
"""`integer` and `number` are quantities (thousands separators, right-aligned); `year` is a label made of digits."""


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its name in files, its title for readers, and what its cells are."""

    name: str
    title: str = ""
    kind: Kind = "text"
    digits: int | None = None
    """Digits after the point when shown to readers; None shows what is there."""
    whole: bool = False
    """Whether text must not be broken over lines: an id that a reader copies."""
    unit: str = ""
    """What a number counts or is measured in."""
    meaning: str = ""
    """What a cell says, where the name alone has no fixed meaning: the words of the data dictionary."""
    labels: tuple[tuple[int, str], ...] = ()
    """What each code of a coded whole number stands for."""

    @property
    def heading(self) -> str:
        """The title, or the name made readable."""
        return self.title or self.name.replace("_", " ")


@dataclass(frozen=True)
class Table:
    """Rows under typed columns, with the notes and sources that travel with them into every format."""

    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    title: str = ""
    notes: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        names = [column.name for column in self.columns]
        if len(set(names)) != len(names):
            raise ValueError(f"column names repeat: {', '.join(names)}")
        for number, row in enumerate(self.rows, 1):
            if len(row) != len(names):
                raise ValueError(f"row {number} has {len(row)} cells for {len(names)} columns")

    def table(self) -> Table:
        """Return itself: a table is the simplest result."""
        return self

    def brief(self) -> Table:
        """Return itself."""
        return self

    def to_dict(self) -> dict[str, Any]:
        """Return title, rows by column name, notes and sources as plain data."""
        names = [column.name for column in self.columns]
        return {
            "title": self.title,
            "columns": [{"name": c.name, "title": c.heading, "kind": c.kind} for c in self.columns],
            "rows": [{name: plain_data(cell) for name, cell in zip(names, row, strict=True)} for row in self.rows],
            "notes": list(self.notes),
            "sources": list(self.sources),
        }

    def to_polars(self) -> polars.DataFrame:
        """Return the rows as a Polars frame, typed by column."""
        import polars as pl

        types: dict[Kind, Any] = {
            "text": pl.String, "integer": pl.Int64, "number": pl.Float64, "year": pl.Int32,
            "date": pl.Date, "flag": pl.Boolean,
        }  # fmt: skip
        return pl.DataFrame(
            {
                column.name: pl.Series(
                    column.name,
                    [_typed(row[place], column.kind) for row in self.rows],
                    dtype=types[column.kind],
                    strict=True,
                )
                for place, column in enumerate(self.columns)
            }
        )

    def to_pandas(self) -> pandas.DataFrame:
        """Return the rows as a pandas frame backed by Arrow, so that missing whole numbers stay whole.

        Raises:
            TallybookError: pandas, which Tallybook itself does not need, is not installed.
        """
        try:
            import pandas  # noqa: F401
        except ImportError:
            raise TallybookError(
                "pandas is not installed", next_step="install pandas, or use .to_polars() or .to_dict()"
            ) from None
        return self.to_polars().to_pandas(use_pyarrow_extension_array=True)


class Result(ABC):
    """Mixin for frozen dataclasses: say how it reads as a table; frames and plain data follow."""

    @abstractmethod
    def table(self) -> Table:
        """Return the result as one table."""

    def brief(self) -> Table:
        """Return the columns worth a terminal's width; all of `table` unless a result says otherwise."""
        return self.table()

    def to_dict(self) -> dict[str, Any]:
        """Return the fields as plain data: numbers as numbers, dates as ISO text."""
        data: dict[str, Any] = plain_data(self)
        return data

    def to_polars(self) -> polars.DataFrame:
        """Return the table as a Polars frame."""
        return self.table().to_polars()

    def to_pandas(self) -> pandas.DataFrame:
        """Return the table as a pandas frame."""
        return self.table().to_pandas()


@dataclass(frozen=True)
class Bannered(Result):
    """A result or table under a line that must not be lost on the way, whatever the format."""

    inner: Result | Table
    banner: str

    def table(self) -> Table:
        """Return the whole table under the banner, every row marked: a plain file keeps nothing but its rows."""
        table = self._under(self.inner.table())
        mark = Column("synthetic", kind="flag", meaning="whether the row was made up by a model")
        return replace(table, columns=(mark, *table.columns), rows=tuple((True, *row) for row in table.rows))

    def brief(self) -> Table:
        """Return the short table under the banner."""
        return self._under(self.inner.brief())

    def to_dict(self) -> dict[str, Any]:
        """Return the plain data with the banner first."""
        return {"banner": self.banner, **self.inner.to_dict()}

    def _under(self, table: Table) -> Table:
        title = table.title if table.title.startswith(self.banner) else f"{self.banner} {table.title}".strip()
        notes = tuple(note for note in table.notes if note != self.banner)
        return replace(table, title=title, notes=(self.banner, *notes))


def plain_data(thing: Any) -> Any:
    """Return `thing` as what JSON knows: whole floats as integers, dates as text, objects as mappings."""
    if thing is None or isinstance(thing, str | bool | int):
        return thing
    if isinstance(thing, float):
        return int(thing) if thing.is_integer() else thing
    if isinstance(thing, datetime | date):
        return thing.isoformat()
    if isinstance(thing, Mapping):
        return {str(key): plain_data(value) for key, value in thing.items()}
    if isinstance(thing, list | tuple | set | frozenset):
        return [plain_data(value) for value in (sorted(thing) if isinstance(thing, set | frozenset) else thing)]
    own = getattr(thing, "to_dict", None)
    if own is not None and not (isinstance(thing, Result) and type(thing).to_dict is Result.to_dict):
        return plain_data(own())
    if is_dataclass(thing):
        return {field.name: plain_data(getattr(thing, field.name)) for field in fields(thing)}
    dump = getattr(thing, "model_dump", None)
    return plain_data(dump()) if dump is not None else str(thing)


def _typed(cell: Cell, kind: Kind) -> Cell:
    if cell is None:
        return None
    if kind == "text":
        return str(cell)
    if kind in ("integer", "year") and isinstance(cell, float) and cell.is_integer():
        return int(cell)
    if kind == "number" and isinstance(cell, int):
        return float(cell)
    return cell
