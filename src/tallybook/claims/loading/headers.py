"""What stands above a text without being part of it: YAML or TOML front matter, or leading `# key: value` lines."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from tallybook.claims.loading.prose import NEWLINE

FENCED = re.compile("\ufeff?(---|\\+\\+\\+)[ \t]*(?:\r\n|[\n\r])")
PAIR = re.compile(r"([A-Za-z][\w .-]{0,40}?)\s*[:=]\s*(.*)$")
COMMENTED = re.compile("\ufeff?#\\s*([A-Za-z][\\w -]{0,30}?)\\s*:\\s+(\\S.*)$")
TITLE = ("title", "headline")
OUTLET = ("outlet", "publisher", "publication", "source")
PUBLISHED = (
    "published", "date", "publication_date", "publication date", "published_at", "published_on", "datepublished",
    "date_published", "date published", "publish_date", "publishdate", "pubdate", "posted", "issued", "released",
)  # fmt: skip
KNOWN = frozenset(
    (
        *PUBLISHED, *TITLE, *OUTLET, "subtitle", "updated", "modified", "author", "authors", "byline", "by", "url",
        "link", "id", "slug", "tags", "lang", "language", "place", "location", "dateline", "description", "licence",
        "license",
    )
)  # fmt: skip
LONGEST = 300
"""Lines within which front matter has to close."""


@dataclass(frozen=True)
class Header:
    """The values above a text, keys in lower case, and where the text begins."""

    values: dict[str, str] = field(default_factory=dict)
    body: int = 0
    found_in: str = ""
    """`front matter` or `header lines`."""

    def first(self, keys: tuple[str, ...]) -> str:
        """Return the value of the first key that is there."""
        return next((self.values[key] for key in keys if self.values.get(key)), "")


def read_header(raw: str) -> Header:
    """Return what stands above the text; an empty header when nothing does."""
    return _front_matter(raw) or _header_lines(raw) or Header()


def _front_matter(raw: str) -> Header | None:
    opening = FENCED.match(raw)
    if not opening:
        return None
    closing = {"---": ("---", "..."), "+++": ("+++",)}[opening[1]]
    values: dict[str, str] = {}
    key, at = "", opening.end()
    for _ in range(LONGEST):
        match = NEWLINE.search(raw, at)
        line, after = (raw[at : match.start()], match.end()) if match else (raw[at:], len(raw))
        if line.rstrip() in closing:
            return Header(values, after, "front matter") if values else None
        pair = PAIR.match(line) if line[:1] not in " \t#-" else None
        if pair:
            key = pair[1].strip().lower()
            values.setdefault(key, _plain(pair[2]))
        elif key and line[:1] in " \t" and line.strip():
            values[key] = f"{values[key]} {line.strip()}".strip()
        if not match:
            return None
        at = after
    return None


def _header_lines(raw: str) -> Header | None:
    values: dict[str, str] = {}
    at = 0
    while len(values) < LONGEST:
        match = NEWLINE.search(raw, at)
        line, after = (raw[at : match.start()], match.end()) if match else (raw[at:], len(raw))
        pair = COMMENTED.match(line)
        if not pair or not _is_key(pair[1].strip()):
            break
        values.setdefault(pair[1].strip().lower(), _plain(pair[2]))
        at = after
        if not match:
            break
    return Header(values, at, "header lines") if values and not KNOWN.isdisjoint(values) else None


def _is_key(word: str) -> bool:
    """Return whether a word is a key and not the start of a heading such as `# Data brief: removals`."""
    return (word.lower() in KNOWN and (word.islower() or word.istitle() or word.isupper())) or bool(
        re.fullmatch(r"[a-z][a-z0-9_-]*", word)
    )


def _plain(value: str) -> str:
    """Return a value without quotes, block signs or a trailing comment."""
    value = value.strip()
    if value[:1] in "\"'" and len(value) > 1 and value.rfind(value[0]) > 0:
        return value[1 : value.rfind(value[0])]
    if value in ("|", ">", "|-", ">-", "|+", ">+", "null", "~"):
        return ""
    return re.sub(r"\s+#.*$", "", value)
