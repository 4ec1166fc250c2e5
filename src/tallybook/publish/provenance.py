"""The appendix: every figure with its vintage, status and basis, every file with its hash, and how to ask again."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from tallybook.base.catalog import Catalog
from tallybook.base.errors import TallybookError
from tallybook.base.results import Column
from tallybook.measures.measure import measures
from tallybook.measures.recount import cells
from tallybook.measures.recounted import recounted
from tallybook.measures.tally import count
from tallybook.policies.shipped import shipped_replays
from tallybook.publish.book import Book
from tallybook.publish.citations import command_of
from tallybook.publish.record_parts import sheets_of
from tallybook.publish.report import Amount, Cell, Grid, Section
from tallybook.sources.layout import releases
from tallybook.sources.tables import record_tables

RELATION = re.compile(r'"?unnamed_relation_[0-9a-f]+"?')


def provenance(book: Book, sections: Iterable[Section]) -> list[Section]:
    """Return the appendix on everything that stands in the sections before it."""
    figures = _figures(book, sections)
    counts = tuple(_counts(book))
    files = _files(book, counts)
    grids = [g for g in (figures, files) if g.rows]
    if counts:
        columns = (Column("what", "What"), Column("command", "Ask again"), Column("query", "Query of the engine"))
        rows: tuple[tuple[Cell, ...], ...] = tuple((c.what, c.command, c.query) for c in counts)
        grids.append(Grid("How each count is had again", columns, rows, frozenset(), (), True))
    text = (
        "The numbers behind a figure lead to its document, table and address in the list of sources. A figure that is"
        f" published is shown again by 'tallybook series MEASURE --period FY{book.year}', with every vintage."
    )
    return [Section("provenance", "Where everything comes from", (text,), (), tuple(grids))] if grids else []


def _figures(book: Book, sections: Iterable[Section]) -> Grid:
    amounts = dict.fromkeys(
        cell for s in sections for g in s.grids for row in g.rows for cell in row if isinstance(cell, Amount)
    )
    known = measures(book.catalog)
    rows: list[tuple[Cell, ...]] = [
        (
            f"{known[a.measure].title if a.measure in known else a.measure}", a.period.label, a, a.unit, a.vintage,
            a.published, a.status.replace("_", " "), a.basis, a.how,
        )
        for a in sorted(amounts, key=lambda a: (a.measure, a.period, a.published or "", a.value))
    ]  # fmt: skip
    columns = (
        Column("what", "What"), Column("period", "Period"), Column("value", "Value"), Column("unit", "Unit"),
        Column("vintage", "Vintage"), Column("published", "Published"), Column("status", "Status"),
        Column("basis", "Basis"), Column("how", "How"),
    )  # fmt: skip
    return Grid("Every figure", columns, tuple(rows), frozenset(), (), True)


def _files(book: Book, counts: Iterable[_Count]) -> Grid:
    counted = (file for one in counts for file in one.files)
    rows = dict.fromkeys((*_held(book), *counted, *_shipped(book)))
    columns = (
        Column("file", "File"), Column("release", "Release"), Column("rows", "Rows", "number"),
        Column("use", "Used for"), Column("sha256", "SHA-256"),
    )  # fmt: skip
    return Grid("Every file of records", columns, tuple(rows), frozenset(), (), len(rows) > 12)


def _held(book: Book) -> Iterator[tuple[Cell, ...]]:
    for s in sheets_of(book):
        yield s.where, s.release, s.kept, "the store", s.source_sha256


def _shipped(book: Book) -> Iterator[tuple[Cell, ...]]:
    """Yield the files behind the shipped counts and replays that answered."""
    for table in record_tables(book.catalog):
        if book.store is None or not book.store.manifest.of(table):
            for release, sha in dict.fromkeys(
                (c.release, sha) for c in cells(book.catalog, table) if c.year == book.year for sha in c.sha256.split()
            ):
                yield _file(book.catalog, release, sha, "shipped counts")
    if book.store is None or not book.store.manifest.of("removals"):
        for replay in shipped_replays(book.catalog):
            if replay.period == book.period:
                for sha in replay.source_sha256:
                    yield _file(book.catalog, replay.release, sha, "shipped replays")


def _file(catalog: Catalog, release: str, sha: str, use: str) -> tuple[Cell, ...]:
    known = releases(catalog).get(release)
    file = next((f for f in known.files if f.sha256 == sha), None) if known else None
    return file.name if file else "a file of the release", release, file.rows if file else None, use, sha


@dataclass(frozen=True)
class _Count:
    """One count of the account: how it is had again, and the files it was made from."""

    what: str
    command: str
    query: str
    files: tuple[tuple[Cell, ...], ...] = ()


def _counts(book: Book) -> Iterator[_Count]:
    for name, item in measures(book.catalog).items():
        if item.records is None:
            continue
        for one in recounted(book.catalog, name, book.period, book.store):
            what = f"{item.title}, {one.rule_title}"
            if one.shipped:
                command = f"tallybook count {name} --rule {one.rule} --period FY{book.year} --release {one.release}"
                # A store that holds other records answers from them alone: the shipped counts speak for an empty one.
                empty = " --store no-records" if book.has_records else ""
                yield _Count(what, command + empty, "shipped: counted when the package was made")
            else:
                yield from _queried(book, name, one.rule, what)


def _queried(book: Book, name: str, rule: str, what: str) -> Iterator[_Count]:
    assert book.store is not None
    try:
        tally = count(book.store, book.catalog, name, period=book.period, rule=rule)
    except TallybookError:  # the store was changed since the count was made
        return
    # The engine's names for relations change with every run, and where the store lies is nobody's business.
    text = " ".join(" ".join(tally.provenance["queries"]).split()).replace(f"{book.store.folder}/", "")
    files = tuple(
        (f"{f['file']}, sheet {f['sheet']!r}" if f["sheet"] else f["file"], f["release"], f["rows"], "the store",
         f["sha256"])
        for f in tally.provenance["files"]
    )  # fmt: skip
    yield _Count(what, command_of(tally), RELATION.sub("records", text), files)
