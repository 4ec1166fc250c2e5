"""Sentences and the breaks inside them."""

from __future__ import annotations

import re
from dataclasses import dataclass

_ABBREVIATIONS = frozenset({
    "mr", "mrs", "ms", "dr", "rev", "sen", "rep", "gov", "gen", "col", "lt", "sgt", "st", "jr", "sr", "inc", "co",
    "corp", "no", "vs", "dept", "fig", "sec", "art", "cf", "approx", "est", "u.s", "u.s.c", "u.k", "d.c", "p.m",
    "a.m", "e.g", "i.e", "jan", "feb", "mar", "apr", "jun", "jul", "aug", "sep", "sept", "oct", "nov", "dec", "pub",
    "ave", "h.r", "hon", "prof", "v",
})  # fmt: skip
_END = re.compile(r"[.!?…]+[\"'”’)\]]*(?=\s+|$)")


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of a text."""

    start: int
    end: int

    def __contains__(self, place: int) -> bool:
        return self.start <= place < self.end


def sentences(text: str) -> list[Span]:
    """Return the sentences of a text in order; abbreviations and initials do not end one."""
    found: list[Span] = []
    start = 0
    for match in _END.finditer(text):
        if match[0].startswith(".") and not match[0].startswith("..") and _goes_on(text, match.start(), match.end()):
            continue
        end = match.end()
        if text[start:end].strip():
            found.append(Span(start, end))
        start = end
        while start < len(text) and text[start].isspace():
            start += 1
    if text[start:].strip():
        found.append(Span(start, len(text)))
    return found


def _goes_on(text: str, dot: int, end: int) -> bool:
    """Whether a full stop belongs to an abbreviation or an initial."""
    before = re.search(r"[\w.]*\Z", text[:dot])
    word = before[0] if before else ""
    rest = text[end:].lstrip()
    if word.casefold() in _ABBREVIATIONS:
        closes = word.casefold() in ("u.s", "a.m", "p.m", "d.c", "inc", "co", "jr")
        return not (closes and (not rest or re.match(r"[A-Z][a-z]+\s", rest) is not None))
    if re.fullmatch(r"[A-Z]", word):
        return True
    return bool(rest) and rest[0].islower() and not (word.isdigit() or (word.isalpha() and len(word) > 3))


_BREAK = re.compile(
    r"[;:]|\s[-–—]\s|—|,\s+(?:and|but|while|whereas|with|which|who|although|though|yet|or|of whom|of which|as|so)\b"
    r"|\s(?:but|while|whereas|although|though)\s|,\s(?=[\"“])"
)


def breaks(text: str, span: Span) -> list[int]:
    """Return the places inside a sentence where a new clause starts."""
    return [m.start() for m in _BREAK.finditer(text, span.start, span.end)]
