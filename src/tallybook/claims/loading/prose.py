"""Text and Markdown as blocks: paragraphs, hard-wrapped or not, headings, items, quotes and tables however drawn."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass, field
from itertools import pairwise

from tallybook.claims.document import Block, BlockKind
from tallybook.claims.loading import drawn
from tallybook.claims.loading.inline import without_markup
from tallybook.claims.loading.pieces import Text
from tallybook.claims.loading.tables import blocks_of

NEWLINE = re.compile("\r\n|[\n\r\f\v\x85\u2028\u2029]")
HEADING = re.compile(r" {0,3}#{1,6}[ \t]+(?=\S)")
UNDERLINE = re.compile(r" {0,3}(?:={3,}|-{3,})\s*$")
RULE = re.compile(r"\s*(?:(?:\*\s*){3,}|(?:-\s*){3,}|(?:_\s*){3,}|(?:=\s*){3,}|(?:~\s*){3,}|(?:#\s*){3,})$")
FENCE = re.compile(r" {0,3}(`{3,}|~{3,})")
QUOTE = re.compile(r" {0,3}(?:>[ \t]?)+")
BULLET = re.compile(r"\s*([*+\-•‣◦▪●·–—])[ \t]+(?:\[[ xX]\][ \t]+)?(?=\S)")
NUMBER = re.compile(r"\s*(?:(\d{1,3})(?:[.)]|/(?!\d))|\((\d{1,3}|[a-z]|[ivx]{1,4})\)|([a-z])\))[ \t]+(?=\S)")
DEFINITION = re.compile(r"\s{0,3}\[(?!\^)[^\]]{1,200}\]:\s*\S+")
SENTENCE_END = re.compile(r"[.!?:;…][\"'”’)\]*_]*\s*$")
WRAPPED_WIDTH = 130
"""Lines longer than this are not wrapped by hand: each is a paragraph of its own in plain text."""


@dataclass
class Pending:
    """Lines read so far that make up one block."""

    kind: BlockKind = "paragraph"
    lines: list[tuple[int, int]] = field(default_factory=list)
    number: int | None = None


class Prose:
    """Reads lines into blocks.

    Args:
        raw: the text that offsets count in.
        start: where to begin, after any header lines.
        end: where to stop.
        markdown: whether Markdown's escapes, tags, entities and code are markup, and a line break ends no paragraph.
        hyphens: whether a hyphen at a line's end is taken out with the break (typeset text).
        furniture: starts of lines that are running heads and page numbers.
    """

    def __init__(
        self, raw: str, start: int = 0, end: int | None = None, *, markdown: bool, hyphens: bool = False,
        furniture: Collection[int] = (),
    ) -> None:  # fmt: skip
        self.raw, self.markdown, self.hyphens, self.furniture = raw, markdown, hyphens, furniture
        self.lines = split_lines(raw, start, len(raw) if end is None else end)
        self.width = wrap_width(raw, self.lines)
        self.blocks: list[Block] = []
        self.section = ""
        self.pending = Pending()
        self.no_table_before = 0

    def read(self) -> list[Block]:
        """Return the blocks in order."""
        at = 0
        while at < len(self.lines):
            at = self._line(at)
        self._flush()
        return self.blocks

    def _line(self, at: int) -> int:
        start, end = self.lines[at]
        line = self.raw[start:end]
        if start in self.furniture:
            self._emit([(start, end)], "furniture")
            return at + 1
        if not line.strip():
            if not self._page_break(at):
                self._flush()
            return at + 1
        if self.markdown and FENCE.match(line):
            return self._fence(at, line)
        if (
            self.markdown
            and UNDERLINE.match(line)
            and len(self.pending.lines) == 1
            and self.pending.kind == "paragraph"
        ):
            self.pending.kind = "heading"
            self._flush()
            return at + 1
        if RULE.match(line):
            self._flush()
            return at + 1
        if heading := HEADING.match(line):
            self._flush()
            words = line.rstrip()
            closed = words.rstrip("#")
            self._emit([(start + heading.end(), start + len(closed if closed[-1:] in " \t" else words))], "heading")
            return at + 1
        table = drawn.table_at(self.raw, self.lines, at) if at >= self.no_table_before else None
        if table and not table.rows:
            self.no_table_before = table.next_line
        elif table:
            self._flush()
            for row in table.rows:
                for cell in row:
                    cell.text = without_markup(cell.text, self.markdown)
            self.blocks.extend(blocks_of(table.rows, self.section, table.heads))
            return table.next_line
        if self.markdown and DEFINITION.match(line):
            return at + 1
        if quote := QUOTE.match(line):
            if self.pending.kind != "quote":
                self._flush()
                self.pending.kind = "quote"
            if quote.end() == len(line):
                self._flush()
            else:
                self.pending.lines.append((start + quote.end(), end))
            return at + 1
        if self._item(start, end, line):
            return at + 1
        if self.pending.kind == "quote" or (self.pending.lines and self._breaks(line)):
            self._flush()
        self.pending.lines.append((start, end))
        return at + 1

    def _item(self, start: int, end: int, line: str) -> bool:
        """Start an item if the line begins one, and say whether it does."""
        number = NUMBER.match(line)
        mark = number or BULLET.match(line)
        if not mark:
            return False
        value = int(number[1]) if number and number[1] else None
        if self.pending.lines and not (self.pending.kind == "item" and self._follows(mark, value)):
            interrupted = self.raw[slice(*self.pending.lines[-1])]
            settled = ends_sentence(interrupted) or len(interrupted) < 0.6 * self.width
            if not (settled or (self.markdown and not number and mark[1] in "*+-•")):
                return False
            if number and value != 1 and not settled:
                return False
        self._flush()
        self.pending = Pending("item", [(start + mark.end(), end)], value)
        return True

    def _follows(self, mark: re.Match[str], value: int | None) -> bool:
        previous = self.pending.number
        if mark.re is BULLET:
            return mark[1] not in "–—" or previous is None
        return value is None or previous is None or value > previous or value == 1

    def _breaks(self, line: str) -> bool:
        """Return whether a line starts a new paragraph although no blank line stands before it."""
        previous = self.raw[slice(*self.pending.lines[-1])].rstrip()
        if self.pending.kind == "item" and line[:1].isspace():
            return False
        if self.markdown:
            return False
        indented = len(line) - len(line.lstrip()) >= 2 and not previous[:1].isspace() and len(self.pending.lines) > 1
        if indented and ends_sentence(previous):
            return True
        first = line.split(None, 1)[0]
        if self.width > WRAPPED_WIDTH:
            return not (first[:1].islower() and not ends_sentence(previous))
        full = len(previous) + 1 + len(first) > 0.85 * self.width
        if full:
            return False
        if ends_sentence(previous):
            return len(previous) + 1 + len(first) <= 0.75 * self.width
        return len(previous) < 0.6 * self.width and not first[:1].islower()

    def _page_break(self, at: int) -> bool:
        """Return whether a blank line is only the gap between two pages, in the middle of a sentence."""
        if not self.hyphens or not self.pending.lines:
            return False
        around = self.raw[max(self.lines[at][0] - 3, 0) : self.lines[at][1] + 3]
        return "\f" in around and not ends_sentence(self.raw[slice(*self.pending.lines[-1])])

    def _fence(self, at: int, line: str) -> int:
        self._flush()
        mark = FENCE.match(line)
        sign = mark[1] if mark else "```"
        at += 1
        while at < len(self.lines) and not self.raw[slice(*self.lines[at])].strip().startswith(sign):
            self._emit([self.lines[at]], "furniture", plain=True)
            at += 1
        return at + 1

    def _flush(self) -> None:
        if self.pending.lines:
            self._emit(self.pending.lines, self.pending.kind)
        self.pending = Pending()

    def _emit(self, lines: list[tuple[int, int]], kind: BlockKind, plain: bool = False) -> None:
        text = Text()
        for number, (start, end) in enumerate(lines):
            if number:
                before = lines[number - 1][1]
                words = text.since(len(text) - 2) if self.hyphens else ""
                if (
                    len(words) == 2
                    and words[1] in "-\u2010"
                    and words[0].isalpha()
                    and self.raw[start : start + 1].islower()
                ):
                    text.cut(len(text) - 1)
                elif not self.hyphens or len(words) < 2 or words[1] not in "-\u2010" or not words[0].isalnum():
                    text.put(" ", before, before + 1)
            text.take(self.raw, start, end)
        block = (text if plain else without_markup(text, self.markdown)).block(kind, self.section)
        if block:
            self.blocks.append(block)
            if kind == "heading":
                self.section = block.text


def ends_sentence(line: str) -> bool:
    """Return whether a line ends as a sentence does."""
    return bool(SENTENCE_END.search(line[-40:]))


def split_lines(raw: str, start: int, end: int) -> list[tuple[int, int]]:
    """Return the (start, end) of every line in `raw[start:end]`, line ends left out."""
    lines, at = [], start
    for match in NEWLINE.finditer(raw, start, end):
        lines.append((at, match.start()))
        at = match.end()
    lines.append((at, end))
    return lines


def wrap_width(raw: str, lines: list[tuple[int, int]]) -> int:
    """Return the width that lines are wrapped at: the ninth decile of the lines that another line follows directly."""
    lengths = sorted(
        end - start
        for (start, end), (after, after_end) in pairwise(lines)
        if end > start and raw[after:after_end].strip()
    )
    return lengths[int(0.9 * (len(lengths) - 1))] if lengths else 0
