"""A document: its raw text, the blocks a reader would see, and where each of their characters stands in it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Literal

BlockKind = Literal["title", "heading", "paragraph", "item", "row", "quote", "furniture"]


@dataclass(frozen=True)
class Cell:
    """One cell of a table row; `header` is the text of its column's header cell, `label` that of the row's first."""

    start: int
    """First character of the cell in the block's text."""
    end: int
    header: str
    label: str
    column: int


@dataclass(frozen=True)
class Block:
    """A run of text that a reader takes in as one piece: a paragraph, a heading, a list item, a table row.

    `text` is what the reader sees (entities decoded, tags gone, line wraps kept as single characters). `offsets[i]` is
    the code point of the raw text that `text[i]` came from, so that every quote can be cut from the raw text exactly.
    """

    kind: BlockKind
    text: str
    offsets: tuple[int, ...]
    section: str = ""
    """The nearest heading above."""
    cells: tuple[Cell, ...] = ()
    """For a table row: its cells, with headers. Empty for anything else."""
    wide: tuple[tuple[int, int], ...] = ()
    """(index, raw end) of each character that stands for more than one raw character, such as `%` for `&#37;`."""

    def raw_span(self, start: int, end: int) -> tuple[int, int]:
        """Return the raw span (start, end) of `text[start:end]`."""
        last = end - 1
        for index, raw_end in self.wide:
            if index == last:
                return self.offsets[start], raw_end
        return self.offsets[start], self.offsets[last] + 1


@dataclass(frozen=True)
class Document:
    """A text to check."""

    name: str
    """The path as given, or `-`."""
    raw: str
    """The decoded text that offsets count in: the file itself for text, Markdown and HTML, the extracted text else."""
    sha256: str
    """Of the bytes of the file."""
    title: str
    published: date | None
    published_from: str
    """Where the date was found: `option`, `front matter`, `header lines`, `html`, `dateline`, or empty for none."""
    kind: str
    """`text`, `markdown`, `html`, `pdf` or `docx`."""
    blocks: tuple[Block, ...] = field(repr=False)
    outlet: str = ""
    notes: tuple[str, ...] = ()
    """What the reader of the result should know about how the text was read: a guessed encoding, pages without text."""
