"""The options that commands share, each a decorator that hands the command something ready to use."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from tallybook.base.errors import UsageError

if TYPE_CHECKING:
    from tallybook.base.results import Result, Table

Command = TypeVar("Command", bound=Callable[..., Any])

TABULAR = ("table", "json", "csv", "parquet", "xlsx", "dta", "package")


def marked(result: Result | Table, store: Path | None) -> Result | Table:
    """Return a result under the banner of synthetic records, where those are what its store holds; else itself."""
    if store is None or not store.is_dir():
        return result
    from tallybook.base.results import Bannered
    from tallybook.records.store import BANNER, Store

    return Bannered(result, BANNER) if Store(store).synthetic else result


@dataclass(frozen=True)
class Output:
    """Where a result goes and in which format: what `--format` and `--out` asked for."""

    format: str
    out: Path | None

    def write(self, result: Result | Table) -> None:
        """Write a result in the format asked for."""
        from tallybook.publish.tables import write_table

        ctx = click.get_current_context(silent=True)
        params = ctx.params if ctx is not None else {}
        write_table(marked(result, params.get("store")), self.format, self.out, params.get("catalog"))

    def write_text(self, text: str) -> None:
        """Write text that is already in the format asked for (HTML, Markdown, JSON of a shape of its own)."""
        from tallybook.publish.files import write_text

        write_text(text, self.out)

    def write_bytes(self, data: bytes) -> None:
        """Write bytes that are already in the format asked for (a workbook of a shape of its own).

        Raises:
            UsageError: they would go to a terminal.
        """
        from tallybook.publish.files import write_binary

        write_binary(data, self.format, self.out)


def store(command: Command) -> Command:
    """Add `--store`; the command gets `store: Path`, the folder, which may not exist yet."""
    return click.option("--store", **_store_settings())(command)


def catalog(command: Command) -> Command:
    """Add `--catalog`; the command gets `catalog: Catalog`, the shipped catalog with the overlay on it."""

    def opened(_ctx: click.Context, _param: click.Parameter, value: str | None) -> object:
        from tallybook.base.catalog import open_catalog

        return open_catalog(value)

    return click.option("--catalog", callback=opened, **_catalog_settings())(command)


def engine(command: Command) -> Command:
    """Add `--engine`; the command gets `engine: str | None`, where questions over records run."""
    from tallybook.base.engine import LOCAL

    return click.option(
        "--engine",
        metavar="ENGINE",
        help=f"{LOCAL} in this process, or spark://HOST:PORT.  [env: TALLYBOOK_ENGINE; default: {LOCAL}]",
    )(command)


def everywhere() -> list[click.Option]:
    """Return the options that every command takes, for those that have no use for them and ignore them.

    So a script can give the same places to whatever command it runs.
    """
    return [
        click.Option(["--store"], expose_value=False, **_store_settings()),
        click.Option(["--catalog"], expose_value=False, **_catalog_settings()),
    ]


def _store_settings() -> dict[str, Any]:
    from tallybook.base.places import default_store

    return {
        "metavar": "DIR",
        "type": click.Path(file_okay=False, path_type=Path),
        "envvar": "TALLYBOOK_STORE",
        "default": default_store,
        "help": "Folder of the record store.  [env: TALLYBOOK_STORE; default: your data folder]",
    }


def _catalog_settings() -> dict[str, Any]:
    return {
        "metavar": "DIR",
        "help": "Folder with catalog files of your own, laid over the shipped ones.  [env: TALLYBOOK_CATALOG]",
    }


def output(formats: tuple[str, ...] = TABULAR) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Add `--format` and `--out`; the command gets `output: Output`. The first of `formats` is the default.

    Without `--format`, the ending of `--out` decides.
    """

    def decorate(command: Callable[..., Any]) -> Callable[..., Any]:
        @wraps(command)
        def run(*args: Any, format_: str | None, out: Path | None, **settings: Any) -> Any:
            return command(*args, output=Output(chosen(format_, out, formats), out), **settings)

        named = click.option(
            "--format",
            "format_",
            type=click.Choice(formats),
            help="Format of the result"
            + ("; package is a ZIP of CSV, data dictionary and sources." if "package" in formats else ".")
            + f"  [default: the ending of --out, else {formats[0]}]",
        )
        where = click.option(
            "--out",
            metavar="FILE",
            type=click.Path(dir_okay=False, path_type=Path),
            help="File to write the result to instead of printing it.",
        )
        return named(where(run))

    return decorate


def chosen(named: str | None, out: Path | None, formats: tuple[str, ...]) -> str:
    """Return the format meant: the one named, else the ending of the file, else the first.

    Raises:
        UsageError: the ending says no format.
    """
    if named or out is None:
        return named or formats[0]
    ending = out.suffix.removeprefix(".").lower()
    meant = {"txt": "table", "htm": "html", "md": "markdown", "zip": "package"}.get(ending, ending)
    if meant not in formats:
        endings = ({"table": "txt", "markdown": "md", "package": "zip"}.get(name, name) for name in formats)
        raise UsageError(
            f"the ending {out.suffix!r} says no format" if ending else "a file name without an ending says no format",
            where=f"--out {out}",
            expected=f"one of {', '.join(f'.{name}' for name in endings)}",
            next_step="or name it with --format",
        )
    return meant
