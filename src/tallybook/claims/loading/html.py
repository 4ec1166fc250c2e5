"""HTML as blocks, with offsets into the source; titles and publication dates that its head and markup state."""

from __future__ import annotations

import html
import re
from collections import Counter
from dataclasses import dataclass, field

from tallybook.claims.document import Block, BlockKind
from tallybook.claims.loading.inline import decoded
from tallybook.claims.loading.page import Page, published_in
from tallybook.claims.loading.pieces import Text
from tallybook.claims.loading.prose import Prose
from tallybook.claims.loading.tables import TableCell, blocks_of, is_layout
from tallybook.claims.loading.tags import Token, tokens

BLOCKS = frozenset((
    "address", "article", "aside", "blockquote", "body", "center", "dd", "details", "dialog", "dir", "div",
    "dl", "dt", "fieldset", "figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6",
    "head", "header", "hgroup", "hr", "html", "legend", "li", "main", "menu", "nav", "ol", "optgroup", "option",
    "p", "pre", "section", "summary", "table", "tbody", "td", "tfoot", "th", "thead", "tr", "ul", "caption",
))  # fmt: skip
VOID = frozenset((
    "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source", "track",
    "wbr",
))  # fmt: skip
UNREAD = frozenset((
    "script", "style", "template", "noscript", "iframe", "noembed", "noframes", "textarea", "svg", "math",
    "object", "select", "datalist", "canvas", "audio", "video", "del", "s", "strike", "button",
))  # fmt: skip
FURNITURE = frozenset(("nav", "footer"))
FURNITURE_ROLES = frozenset(("navigation", "contentinfo", "search", "menu"))
HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
CLOSES: dict[str, tuple[frozenset[str], frozenset[str]]] = {
    "li": (frozenset(("li",)), frozenset(("ul", "ol", "menu", "dir"))),
    "dt": (frozenset(("dt", "dd")), frozenset(("dl",))),
    "dd": (frozenset(("dt", "dd")), frozenset(("dl",))),
    "tr": (frozenset(("tr", "td", "th")), frozenset(("table",))),
    "td": (frozenset(("td", "th")), frozenset(("tr", "table"))),
    "th": (frozenset(("td", "th")), frozenset(("tr", "table"))),
    "option": (frozenset(("option",)), frozenset(("select",))),
}
"""Elements that an opening tag ends without their closing tag, and the elements that stop the search for them."""
HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.I)
FOOTNOTE = re.compile(r"[\[(]?(?:\d{1,3}|[a-z]|[*†‡§¶]+)(?:\s*,\s*\d{1,3})*[\])]?", re.I)
TIME_SIGNS = re.compile(r"publi|posted|pubdate|entry-date|dateline|timestamp|byline", re.I)
LONGEST_JSON = 1_000_000
TOP = 400
"""Characters of text before which a `<time>` without further signs is taken as the page's own."""
DEEPEST = 500


@dataclass
class Table:
    """A table being read."""

    role: str = ""
    rows: list[list[TableCell]] = field(default_factory=list)
    caption: Text | None = None
    nests: bool = False
    open_cell: bool = False


class PageReader:
    """Reads an HTML source into a page."""

    def __init__(self, raw: str) -> None:
        self.raw = raw
        self.page = Page()
        self.text = Text()
        self.stack: list[tuple[str, str]] = []
        self.open: Counter[str] = Counter()
        self.state: Counter[str] = Counter()
        self.tables: list[Table] = []
        self.section = ""
        self.length = 0
        self.heading_title: Block | None = None
        self.note_from = -1

    def read(self) -> Page:
        """Return the page."""
        head_title: Text | None = None
        for token in tokens(self.raw):
            if token.what == "text":
                if not self.state["unread"]:
                    self.text.take(self.raw, token.start, token.end)
            elif token.what == "entity":
                self._entity(token)
            elif token.what == "close":
                self._close(token.name)
            elif token.name == "title" and head_title is None and token.content and not self.open["svg"]:
                head_title = self._inner(*token.content)
            else:
                self._open(token)
        while self.stack:
            self._pop()
        self._flush()
        while self.tables:
            self._end_table()
        self._settle_title(head_title)
        return self.page

    def _entity(self, token: Token) -> None:
        if self.state["unread"]:
            return
        chars = decoded(self.raw[token.start : token.end])
        for char in chars if len(chars) <= 2 else ():
            self.text.put(char, token.start, token.end)
        if len(chars) > 2:
            self.text.take(self.raw, token.start, token.end)

    def _inner(self, start: int, end: int) -> Text:
        """Return the text of a raw-text element, entities decoded."""
        outer, self.text = self.text, Text()
        source, at = self.raw[start:end], start
        for match in re.finditer(r"&#?\w{1,32};", source):
            self.text.take(self.raw, at, start + match.start())
            self._entity(Token("entity", start + match.start(), start + match.end()))
            at = start + match.end()
        self.text.take(self.raw, at, end)
        inner, self.text = self.text, outer
        return inner

    def _open(self, token: Token) -> None:
        name = token.name
        if name == "br":
            self._line_break(token)
            return
        if name == "meta":
            self._meta(token)
            return
        if name in BLOCKS:
            self._imply_ends(name)
            self._flush(keep_cell=name != "table")
        if name in VOID:
            return
        if name == "script" and token.content:
            self._script(token)
        if token.content is not None:
            if name == "title" or name in UNREAD:
                return
            if not self.state["unread"]:
                self.text.join(self._inner(*token.content))
            return
        if len(self.stack) >= DEEPEST:
            return
        self._push(token)
        if name == "pre" and not self.state["unread"]:
            self._pre(token.end)
        elif name == "table":
            if self.tables:
                self.tables[-1].nests = True
            self.tables.append(Table(token.attribute("role")))
        elif name == "tr" and self.tables:
            self.tables[-1].rows.append([])
        elif name in ("td", "th") and self.tables:
            self._cell(token)
        elif name in ("sup", "sub"):
            self.note_from = len(self.text)
        elif name == "time":
            self._time(token)
        elif name == "meta" or token.attributes:
            self._item_property(token)

    def _push(self, token: Token) -> None:
        state = ""
        attributes = token.all_attributes() if token.attributes.strip() else {}
        if (
            token.name in UNREAD
            or "hidden" in attributes
            or attributes.get("aria-hidden", "").lower() == "true"
            or HIDDEN.search(attributes.get("style", ""))
        ):
            state = "unread"
        elif token.name in FURNITURE or attributes.get("role", "").lower() in FURNITURE_ROLES:
            state = "furniture"
        self.stack.append((token.name, state))
        self.open[token.name] += 1
        self.state[state] += 1

    def _pop(self) -> None:
        name, state = self.stack[-1]
        if name in ("sup", "sub") and self.note_from >= 0:
            self._end_note()
        if name in BLOCKS:
            self._flush()
        if name == "table" and self.tables:
            self._end_table()
        if name == "caption" and self.tables:
            self.tables[-1].caption, self.text = self.text, Text()
        if name in ("td", "th") and self.tables:
            self.tables[-1].open_cell = False
            self.text.trim()
            self.text = Text()
        self.stack.pop()
        self.open[name] -= 1
        self.state[state] -= 1

    def _close(self, name: str) -> None:
        if name == "p" and not self.open["p"]:
            self._flush()
            return
        if not self.open[name]:
            return
        scope = frozenset(("table",)) if name != "table" else frozenset()
        for index in range(len(self.stack) - 1, -1, -1):
            if self.stack[index][0] == name:
                while len(self.stack) > index:
                    self._pop()
                return
            if self.stack[index][0] in scope:
                return

    def _imply_ends(self, name: str) -> None:
        if self.open["p"] and self.stack and self.stack[-1][0] == "p":
            self._pop()
        ends, stops = CLOSES.get(name, (frozenset(), frozenset()))
        if not ends or not any(self.open[e] for e in ends):
            return
        for index in range(len(self.stack) - 1, -1, -1):
            if self.stack[index][0] in stops:
                return
            if self.stack[index][0] in ends:
                while len(self.stack) > index:
                    self._pop()
                return

    def _line_break(self, token: Token) -> None:
        if self.state["unread"]:
            return
        if self.text.last == "\n" and not (self.tables and self.tables[-1].open_cell):
            self._flush()
        elif len(self.text):
            self.text.trim()
            self.text.put("\n", token.start, token.start + 1)

    def _kind(self) -> BlockKind:
        if self.state["furniture"]:
            return "furniture"
        if any(self.open[name] for name in HEADINGS):
            return "heading"
        if self.open["blockquote"]:
            return "quote"
        return "item" if self.open["li"] else "paragraph"

    def _flush(self, keep_cell: bool = True) -> None:
        """End the block at hand; inside a table's cell, a break between blocks is only a space."""
        if self.tables and (self.tables[-1].open_cell or self.open["caption"]) and keep_cell:
            if self.text and self.text.offsets:
                last = self.text.offsets[-1]
                self.text.put(" ", last, last + 1)
            return
        if not len(self.text):
            return
        text, self.text = self.text, Text()
        kind = self._kind()
        block = text.block(kind, self.section)
        if block is None:
            return
        self.page.blocks.append(block)
        if kind != "furniture":
            self.length += len(block.text)
        if kind == "heading":
            self.section = block.text
            if self.open["h1"] and self.heading_title is None:
                self.heading_title = block

    def _cell(self, token: Token) -> None:
        table = self.tables[-1]
        if not table.rows:
            table.rows.append([])
        self.text = Text()
        cell = TableCell(
            token.start,
            self.text,
            token.name == "th",
            _span(token.attribute("colspan"), 100),
            _span(token.attribute("rowspan"), 1000),
        )
        table.rows[-1].append(cell)
        table.open_cell = True

    def _end_table(self) -> None:
        table = self.tables.pop()
        caption = (
            table.caption.block("furniture" if self.state["furniture"] else "paragraph", self.section)
            if table.caption
            else None
        )
        if caption:
            self.page.blocks.append(caption)
        rows = [row for row in table.rows if row]
        self.text = Text()
        if table.nests or table.role in ("presentation", "none") or is_layout(rows):
            for cell in (c for row in rows for c in row):
                block = cell.text.block("furniture" if self.state["furniture"] else "paragraph", self.section)
                if block:
                    self.page.blocks.append(block)
        elif self.state["furniture"]:
            self.page.blocks.extend(
                Block("furniture", b.text, b.offsets, b.section, b.cells, b.wide) for b in blocks_of(rows, "")
            )
        else:
            self.page.blocks.extend(blocks_of(rows, caption.text if caption else self.section))
        if self.tables and self.tables[-1].open_cell and self.tables[-1].rows and self.tables[-1].rows[-1]:
            self.tables[-1].rows[-1].append(TableCell(0, self.text))

    def _end_note(self) -> None:
        """Take a footnote's mark out of the text: `409,849<sup>1</sup>` is not 4,098,491."""
        mark = self.text.since(self.note_from)
        if self.note_from and len(mark) < 20 and FOOTNOTE.fullmatch(mark.strip()):
            self.text.cut(self.note_from)
        self.note_from = -1

    def _pre(self, start: int) -> None:
        """Read lines and drawn tables of preformatted text that holds no markup."""
        end = self.raw.find("<", start)
        if end < 0 or not self.raw.startswith("</pre", end) or self.raw.find("&", start, end) >= 0 or self.tables:
            return
        prose = Prose(self.raw, start, end, markdown=False)
        prose.section = self.section
        kind = self._kind()
        for block in prose.read():
            furniture = "furniture" if kind == "furniture" else block.kind
            self.page.blocks.append(Block(furniture, block.text, block.offsets, block.section, block.cells, block.wide))
        self.stack[-1] = ("pre", "unread")
        self.state["unread"] += 1
        self.state[""] -= 1

    def _meta(self, token: Token) -> None:
        attributes = token.all_attributes()
        name = (attributes.get("property") or attributes.get("name") or attributes.get("itemprop") or "").lower()
        content = attributes.get("content", "").strip()
        if name and content:
            self.page.metas.setdefault(name, content[:500])
            if name == "og:site_name":
                self.page.outlet = content[:200]

    def _item_property(self, token: Token) -> None:
        if "datepublished" in token.attributes.lower() and token.attribute("itemprop").lower() == "datepublished":
            value = token.attribute("content") or token.attribute("datetime")
            if value:
                self.page.times.append((value, True))

    def _time(self, token: Token) -> None:
        if self.state["unread"] or self.state["furniture"]:
            return
        signs = " ".join(
            (token.attribute("class"), token.attribute("itemprop"), "pubdate" if "pubdate" in token.attributes else "")
        )
        marked = bool(TIME_SIGNS.search(signs))
        value = token.attribute("datetime")
        if value and (marked or (self.length < TOP and len(self.text) < 100)):
            self.page.times.append((value, marked))

    def _script(self, token: Token) -> None:
        if token.content is None or "ld+json" not in token.attributes.lower() or self.page.linked:
            return
        start, end = token.content
        if end - start > LONGEST_JSON:
            return
        self.page.linked = published_in(self.raw[start:end])

    def _settle_title(self, head_title: Text | None) -> None:
        """Choose the page's title and mark the block that holds it."""
        blocks = self.page.blocks
        in_head = head_title.block("title") if head_title else None
        if self.heading_title is not None:
            self.page.title = self.heading_title.text.replace("\n", " ")
            self.page.blocks = [
                Block("title", b.text, b.offsets, b.section, b.cells, b.wide) if b is self.heading_title else b
                for b in blocks
            ]
        elif in_head is not None:
            self.page.title = in_head.text
            self.page.blocks = [in_head, *blocks]
        self.page.title = self.page.title or html.unescape(self.page.metas.get("og:title", ""))


def _span(value: str, most: int) -> int:
    """Return a colspan or rowspan within bounds; 1 for none or nonsense."""
    return min(max(int(value), 1), most) if value.strip().isdecimal() and len(value) < 6 else 1
