"""The account as Markdown that reads as well in a terminal as on a page: padded tables, numbered sources."""

from __future__ import annotations

from collections.abc import Iterator
from textwrap import fill

from tallybook.base.results import Column
from tallybook.publish.report import LEGEND, Account, Amount, Cell, Grid, refs, shown, source_line

WIDTH = 100


def as_markdown(account: Account) -> str:
    """Return the account as Markdown."""
    return "\n".join(_lines(account)) + "\n"


def _lines(account: Account) -> Iterator[str]:
    yield f"# {account.title}"
    yield ""
    for notice in account.notices:
        yield fill(f"**{notice}**", WIDTH)
        yield ""
    for paragraph in account.standfirst:
        yield fill(paragraph, WIDTH)
        yield ""
    if account.marks:
        yield from (f"- {mark} {LEGEND[mark]}" for mark in account.marks)
        yield "- [1] a source, listed at the end"
        yield ""
    for section in account.sections:
        yield f"## {section.title}"
        yield ""
        for paragraph in section.paragraphs:
            yield fill(paragraph, WIDTH)
            yield ""
        for grid in section.grids:
            yield from _grid(grid)
            yield ""
        for item in section.items:
            yield fill(f"- {item.line}", WIDTH, subsequent_indent="  ")
        if section.items:
            yield ""
    yield "## Sources"
    yield ""
    for source in account.sources:
        lead = f"{source.number}. "
        yield fill(
            f"{lead}{source_line(source)}",
            WIDTH,
            subsequent_indent=" " * len(lead),
            break_long_words=False,
            break_on_hyphens=False,
        )
    yield ""
    yield "## Run it again"
    yield ""
    yield f"    {account.rerun.command}"
    yield ""
    yield f"Tallybook {account.rerun.version}, catalog sha256 `{account.rerun.catalog_sha256}`"
    yield from (f"overlay {name}, sha256 `{sha}`" for name, sha in account.rerun.overlays)
    if account.rerun.store:
        yield f"records: {account.rerun.store}"


def _grid(grid: Grid) -> Iterator[str]:
    yield f"**{grid.caption}**"
    yield ""
    texts = [[_cell(cell, column) for cell, column in zip(row, grid.columns, strict=True)] for row in grid.rows]
    covers = next((i for i, column in enumerate(grid.columns) if column.name == "covers"), None)
    if covers is not None:
        texts = [[row[0] if row[covers] == "–" else f"{row[0]}, {row[covers]}", *row[1:]] for row in texts]
    kept = [i for i, _ in enumerate(grid.columns) if i != covers and any(row[i] != "–" for row in texts)]
    heads = [grid.columns[i].heading for i in kept]
    heading_at = dict(grid.groups)
    widths = [max(len(head), *(len(row[i]) for row in texts)) for i, head in zip(kept, heads, strict=True)]
    widths[0] = max(widths[0], *(len(h) + 4 for h in heading_at.values()), 0)
    right = [_is_figure(grid, i) for i in kept]
    yield _row(heads, widths, right)
    yield "|" + "|".join("-" * (w + 1) + (":" if r else "-") for w, r in zip(widths, right, strict=True)) + "|"
    for number, row in enumerate(texts):
        if number in heading_at:
            yield _row([f"**{heading_at[number]}**", *[""] * (len(kept) - 1)], widths, [False] * len(kept))
        cells = [row[i] for i in kept]
        yield _row(cells, widths, right)


def _row(cells: list[str], widths: list[int], right: list[bool]) -> str:
    padded = (c.rjust(w) if r else c.ljust(w) for c, w, r in zip(cells, widths, right, strict=True))
    return "| " + " | ".join(padded) + " |"


def _cell(cell: Cell, column: Column) -> str:
    if cell is None or cell == "":
        return "–"
    if isinstance(cell, Amount):
        return f"{cell.text}{cell.marks} [{refs(cell)}]"
    if isinstance(cell, int | float) and not isinstance(cell, bool):
        if column.name == "change" and cell > 0:
            return f"+{shown(cell)}"
        return f"{cell:,.{column.digits}f}" if column.digits is not None else shown(cell)
    # A file's name may hold a line break; a row of a table may not.
    return " ".join(str(cell).replace("|", "\\|").splitlines())


def _is_figure(grid: Grid, place: int) -> bool:
    return grid.columns[place].kind == "number" or any(isinstance(row[place], Amount) for row in grid.rows)
