"""Text under construction: characters with the raw position each came from, and the blocks cut from it."""

from __future__ import annotations

import re
from collections.abc import Iterable

from tallybook.claims.document import Block, BlockKind, Cell

IRREGULAR = re.compile(
    "[ \t\r\n\f\v\x1c-\x1f\x85\u2028\u2029]{2,}|[\t\r\n\f\v\x1c-\x1f\x85\u2028\u2029]|[\u00ad\u200b\u2060\ufeff]+"
)
"""White space that a reader sees as one space, and characters that a reader does not see. No-break and thin spaces
stay: between digits they group thousands."""
SPACES = " \n\t"


class Text:
    """Characters in reading order, each with its raw position. Runs of white space become one space when added."""

    __slots__ = ("_last", "_length", "_parts", "offsets", "wide")

    def __init__(self) -> None:
        self._parts: list[str] = []
        self._length = 0
        self._last = " "
        self.offsets: list[int] = []
        self.wide: list[tuple[int, int]] = []

    def __len__(self) -> int:
        return self._length

    def __str__(self) -> str:
        return "".join(self._parts)

    @property
    def last(self) -> str:
        """The last character; a space when there is none."""
        return self._last

    def since(self, length: int) -> str:
        """Return everything after the first `length` characters."""
        tail, left = [], self._length - length
        for part in reversed(self._parts):
            if left <= 0:
                break
            tail.append(part[-left:] if left < len(part) else part)
            left -= len(part)
        return "".join(reversed(tail))

    def take(self, raw: str, start: int, end: int) -> None:
        """Add `raw[start:end]`, white space collapsed and invisible characters left out."""
        at = start
        for match in IRREGULAR.finditer(raw, start, end):
            self._add(raw[at : match.start()], at)
            if match[0][0] not in "\u00ad\u200b\u2060\ufeff":
                self.put(" ", match.start(), match.start() + 1)
            at = match.end()
        self._add(raw[at:end], at)

    def put(self, char: str, start: int, end: int) -> None:
        """Add one character that stands for `raw[start:end]`; a space after white space is left out."""
        if char == " " and self._last in SPACES:
            return
        if end - start > 1 and char not in SPACES:
            self.wide.append((self._length, end))
        self._parts.append(char)
        self.offsets.append(start)
        self._length += 1
        self._last = char

    def join(self, other: Text) -> None:
        """Add all of another text."""
        self.wide.extend((index + self._length, end) for index, end in other.wide)
        text = str(other)
        if text:
            self._parts.append(text)
            self.offsets.extend(other.offsets)
            self._length += len(text)
            self._last = text[-1]

    def cut(self, length: int) -> None:
        """Drop everything after the first `length` characters."""
        while self._length > length:
            part = self._parts.pop()
            self._length -= len(part)
            if self._length < length:
                self._parts.append(part[: length - self._length])
                self._length = length
        self._last = self._parts[-1][-1] if self._parts else " "
        del self.offsets[length:]
        while self.wide and self.wide[-1][0] >= length:
            self.wide.pop()

    def trim(self) -> None:
        """Drop white space at the end."""
        while self._last in SPACES and self._length:
            self.cut(self._length - 1)

    def edited(self, edits: Iterable[tuple[int, int, str]]) -> Text:
        """Return the text with each (start, end, character or nothing) replaced; edits in order, none overlapping."""
        text, new, at = str(self), Text(), 0
        for start, end, char in edits:
            new._copy(self, text, at, start)
            if char:
                new.put(char, self.offsets[start], self.offsets[end - 1] + 1)
            at = end
        new._copy(self, text, at, len(text))
        return new

    def block(self, kind: BlockKind, section: str = "") -> Block | None:
        """Return the text as a block without white space at its ends, or None when nothing is left."""
        whole = str(self)
        text = whole.rstrip()
        lead = len(text) - len(text.lstrip())
        text = text[lead:]
        if not text:
            return None
        wide = tuple((i - lead, end) for i, end in self.wide if lead <= i < lead + len(text))
        return Block(kind, text, tuple(self.offsets[lead : lead + len(text)]), section, wide=wide)

    def _add(self, piece: str, start: int) -> None:
        if not piece:
            return
        if piece[0] == " " and self._last in SPACES:
            piece, start = piece[1:], start + 1
            if not piece:
                return
        self._parts.append(piece)
        self.offsets.extend(range(start, start + len(piece)))
        self._length += len(piece)
        self._last = piece[-1]

    def _copy(self, source: Text, text: str, start: int, end: int) -> None:
        if start < end and text[start] == " " and self._last in SPACES:
            start += 1
        if start >= end:
            return
        self.wide.extend((i - start + self._length, e) for i, e in source.wide if start <= i < end)
        self._parts.append(text[start:end])
        self.offsets.extend(source.offsets[start:end])
        self._length += end - start
        self._last = text[end - 1]


def row_block(cells: list[tuple[Text, int, str, int]], label: str, kind: BlockKind, section: str) -> Block | None:
    """Return a table row as one block: cells divided by a tab.

    Args:
        cells: of each cell its text, the raw position of what divides it from the cell before, its header, its column.
        label: the text of the row's first cell.
        kind: `row`, or `furniture` for a header row.
        section: the heading, caption or group that the row stands under.
    """
    row, spans = Text(), []
    for number, (text, gap, header, column) in enumerate(cells):
        if number:
            row.put("\t", gap, gap + 1)
        start = len(row)
        row.join(text)
        spans.append(Cell(start, len(row), header, label, column))
    if not str(row).strip():
        return None
    return Block(kind, str(row), tuple(row.offsets), section, tuple(spans), tuple(row.wide))
