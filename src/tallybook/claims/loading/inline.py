"""Markdown inside a paragraph: emphasis, links, code marks, notes and entities, taken out with the mapping kept."""

from __future__ import annotations

import html
import re
from collections.abc import Callable

from tallybook.claims.loading.pieces import Text

Edits = list[tuple[int, int, str]]

IMAGE = re.compile(r"!\[[^\[\]]{0,2000}\]\([^()\s]{0,2000}(?:\s+\"[^\"]{0,500}\")?\)")
LINK = re.compile(
    r"\[([^\[\]]{1,2000})\](?:\(<?[^()\s]{0,2000}(?:\([^()\s]{0,500}\)[^()\s]{0,500})?(?:\s+[\"'][^\"']{0,500}[\"'])?\)|\[[^\[\]]{0,200}\])"
)
NOTE = re.compile(r"\[\^[^\]\s]{1,50}\]:?")
STRUCK = re.compile(r"~~(?=\S)(.{1,400}?)(?<=\S)~~")
CODE = re.compile(r"(?<!`)(`{1,3})(?!`)([^`]{1,1000})\1(?!`)")
AUTOLINK = re.compile(r"<((?:https?://|mailto:)[^<>\s]{1,2000})>")
STRONG = re.compile(r"(\*\*\*|\*\*|__)(?=[^\s*_])(.{1,400}?)(?<=[^\s])\1(?!\*)")
EMPHASIS = re.compile(
    r"(?<![\w*\\])(\*)(?=[^\s*])([^*]{1,2000}?)(?<=[^\s*\\])\*(?![\w*])|(?<![\w_\\])(_)(?=[^\s_])([^_]{1,2000}?)(?<=[^\s_])_(?![\w_])"
)
COMMENT = re.compile(r"<!--.{0,5000}?-->")
TAG = re.compile(r"</?[a-zA-Z][a-zA-Z0-9]{0,15}(?:\s[^<>]{0,500})?/?>")
ESCAPE = re.compile(r"\\([!-/:-@\[-`{-~])")
ENTITY = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")
UNSEEN = "\u00ad\u200b\u2060\ufeff"


def _whole(match: re.Match[str]) -> Edits:
    return [(match.start(), match.end(), "")]


def _keep(group: int) -> Callable[[re.Match[str]], Edits]:
    def edits(match: re.Match[str]) -> Edits:
        kept = group if match[group] is not None else 4
        return [(match.start(), match.start(kept), ""), (match.end(kept), match.end(), "")]

    return edits


def _entity(match: re.Match[str]) -> Edits:
    char = decoded(match[0])
    return [(match.start(), match.end(), char)] if len(char) <= 1 else []


def decoded(entity: str) -> str:
    """Return the character an HTML entity stands for; nothing for one that a reader does not see."""
    char = html.unescape(entity)
    if char != entity and len(char) == 1:
        if char in UNSEEN or char == "\0":
            return ""
        return " " if char in "\t\r\n\f\v" else char
    return char


ALWAYS: list[tuple[str, re.Pattern[str], Callable[[re.Match[str]], Edits]]] = [
    ("![", IMAGE, _whole), ("[^", NOTE, _whole), ("](", LINK, _keep(1)), ("][", LINK, _keep(1)), ("~~", STRUCK, _whole),
    ("**", STRONG, _keep(2)), ("__", STRONG, _keep(2)), ("*", EMPHASIS, _keep(2)), ("_", EMPHASIS, _keep(2)),
]  # fmt: skip
MARKDOWN_ONLY: list[tuple[str, re.Pattern[str], Callable[[re.Match[str]], Edits]]] = [
    ("<!--", COMMENT, _whole), ("`", CODE, _keep(2)), ("<", AUTOLINK, _keep(1)), ("<", TAG, _whole),
]  # fmt: skip


def without_markup(text: Text, markdown: bool) -> Text:
    """Return the text as a reader sees it. Escapes, tags, code marks and entities count as markup in Markdown only."""
    passes = MARKDOWN_ONLY + ALWAYS if markdown else ALWAYS
    words = str(text)
    for sign, pattern, edits_of in passes:
        if sign in words:
            edits = [edit for match in pattern.finditer(words) for edit in edits_of(match) if edit[0] < edit[1]]
            if edits:
                text = text.edited(edits)
                words = str(text)
    if markdown and "\\" in words:
        text = text.edited([(m.start(), m.start() + 1, "") for m in ESCAPE.finditer(words)])
        words = str(text)
    if markdown and "&" in words:
        text = text.edited([edit for match in ENTITY.finditer(words) for edit in _entity(match)])
    return text
