"""HTML source as tags, text and entities, each with its exact place in the source, in time linear in its length."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

NAME = re.compile(r"/?[a-zA-Z][^\s/>\x00]{0,40}")
ATTRIBUTE = re.compile(r"([^\s=/>\"'<]{1,100})(?:\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s>\"']+)))?")
TURN = re.compile("[\"'>]")
ENTITY = re.compile(
    r"&(?:#\d{1,7};?|#[xX][0-9a-fA-F]{1,6};?|[A-Za-z][A-Za-z0-9]{1,31};|(?:nbsp|amp|lt|gt|quot|copy|reg)(?![A-Za-z0-9]))"
)
RAW_TEXT = frozenset(("script", "style", "textarea", "title", "noscript", "iframe", "noembed", "noframes", "xmp"))
CLOSING = {name: re.compile(rf"</{name}(?=[\s/>])", re.I) for name in RAW_TEXT}
MOST_BAD_TAGS = 20
"""Tags with an unclosed quote that are searched to the end of the source before quotes are no longer heeded."""


@dataclass(frozen=True, slots=True)
class Token:
    """A piece of the source: `raw[start:end]`, with a tag's name and the span inside a raw-text element."""

    what: Literal["open", "close", "text", "entity"]
    start: int
    end: int
    name: str = ""
    attributes: str = ""
    content: tuple[int, int] | None = None

    def attribute(self, name: str) -> str:
        """Return an attribute's value, entities decoded; empty when it is absent or has none."""
        return self.all_attributes().get(name, "")

    def all_attributes(self) -> dict[str, str]:
        """Return every attribute by its name in lower case, the first winning."""
        found: dict[str, str] = {}
        for name, double, single, bare in ATTRIBUTE.findall(self.attributes[:100_000]):
            found.setdefault(name.lower(), html.unescape(double or single or bare))
        return found


def tokens(raw: str) -> Iterator[Token]:
    """Yield the tags, entities and runs of text of an HTML source in order, without comments."""
    at, length, bad = 0, len(raw), 0
    while at < length:
        less = raw.find("<", at)
        if less < 0:
            yield from _text(raw, at, length)
            return
        if less > at:
            yield from _text(raw, at, less)
        if raw.startswith("<!--", less):
            end = raw.find("-->", less + 4)
            at = length if end < 0 else end + 3
            continue
        if raw[less + 1 : less + 2] in ("!", "?"):
            end = raw.find(">", less + 2)
            at = length if end < 0 else end + 1
            continue
        match = NAME.match(raw, less + 1)
        if not match:
            yield Token("text", less, less + 1)
            at = less + 1
            continue
        end, closed = _tag_end(raw, match.end(), heed_quotes=bad < MOST_BAD_TAGS)
        bad += not closed
        if end < 0:
            yield from _text(raw, less, length)
            return
        name = match[0].lower()
        at = end
        if name[0] == "/":
            yield Token("close", less, end, name[1:])
            continue
        content = None
        if name in RAW_TEXT:
            closing = CLOSING[name].search(raw, end)
            content = (end, closing.start() if closing else length)
            at = content[1]
        yield Token("open", less, end, name, raw[match.end() : end - 1], content)


def _text(raw: str, start: int, end: int) -> Iterator[Token]:
    at = start
    if raw.find("&", start, end) >= 0:
        for match in ENTITY.finditer(raw, start, end):
            if match.start() > at:
                yield Token("text", at, match.start())
            yield Token("entity", match.start(), match.end())
            at = match.end()
    if at < end:
        yield Token("text", at, end)


def _tag_end(raw: str, start: int, heed_quotes: bool) -> tuple[int, bool]:
    """Return the end of a tag and whether its quotes were closed; -1 when no tag ends after here."""
    at = start
    while heed_quotes:
        turn = TURN.search(raw, at)
        if not turn:
            break
        if turn[0] == ">":
            return turn.end(), True
        at = raw.find(turn[0], turn.end()) + 1
        if not at:
            break
    end = raw.find(">", start)
    return (end + 1 if end >= 0 else -1), False
