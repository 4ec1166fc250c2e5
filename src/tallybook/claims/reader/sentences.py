"""Sentences and the breaks inside them."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
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


LONGEST, MOST = 2000, 60
"""The characters and numbers that are read as one sentence; no more of them belong together, whatever their marks."""


def windows(span: Span, numbers: Sequence[tuple[int, int]], text: str) -> list[Span]:
    """Return a sentence in pieces that can be read as one: itself, but for runs without an end such as a list of rows.

    Args:
        span: the sentence.
        numbers: where the numbers of the text start and end, in order.
        text: the text.
    """
    found: list[Span] = []
    start = span.start
    first = bisect_left(numbers, (start, start))
    while start < span.end:
        end = span.end
        if end - start > LONGEST:
            end = max(text.rfind(" ", start, start + LONGEST), text.rfind(",", start, start + LONGEST)) + 1
            end = end if end > start else start + LONGEST
        beyond = first + MOST
        if beyond < len(numbers) and numbers[beyond][0] < end:
            end = numbers[beyond][0]
        first = bisect_left(numbers, (end, end))
        if first and numbers[first - 1][1] > end:
            end = min(numbers[first - 1][1], span.end)
        found.append(Span(start, end))
        start = end
    return found


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
    before = _WORD.search(text[max(0, dot - _NEAR) : dot])
    word = before[0] if before else ""
    rest = text[end : end + _NEAR].lstrip()
    if word.casefold() in _ABBREVIATIONS:
        closes = word.casefold() in ("u.s", "a.m", "p.m", "d.c", "inc", "co", "jr")
        return not (closes and (not rest or re.match(r"[A-Z][a-z]+\s", rest) is not None))
    if re.fullmatch(r"[A-Z]", word):
        return True
    return bool(rest) and rest[0].islower() and not (word.isdigit() or (word.isalpha() and len(word) > 3))


_WORD = re.compile(r"[\w.]*\Z")
_NEAR = 60
"""How many characters around a full stop say whether it ends a sentence."""


_BREAK = re.compile(
    r"[;:]|\s[-–—]\s|—|,\s+(?:and|but|while|whereas|with|which|who|although|though|yet|or|of whom|of which|as|so)\b"
    r"|\s(?:but|while|whereas|although|though)\s|,\s(?=[\"“])"
)


def breaks(text: str, span: Span) -> list[int]:
    """Return the places inside a sentence where a new clause starts."""
    return [m.start() for m in _BREAK.finditer(text, span.start, span.end)]
