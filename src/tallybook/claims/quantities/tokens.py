"""A text cut into words, digit groups and signs, with the place of each."""

from __future__ import annotations

import re
from typing import Literal

TokenKind = Literal["word", "mixed", "digits", "link", "sign", ""]

_TOKEN = re.compile(
    r"""(?:https?://|www\.)\S+(?P<link>)
    |[^\W\d_]+(?:['’][^\W\d_]+)*(?:[0-9]\w*(?P<mixed>)|(?P<word>))
    |(?: [0-9]{1,3}(?:,[0-9]{3})+(?![0-9])(?:\.[0-9]+)?
       | [0-9]{1,3}(?:\.[0-9]{3})+(?![0-9])(?:,[0-9]{1,2}(?![0-9]))?
       | [0-9]{1,3}(?:[\u00a0\u202f\u2009'’][0-9]{3})+(?![0-9])(?:[.,][0-9]{1,2}(?![0-9]))?
       | [0-9]+\.[0-9]+
       | [0-9]+,[0-9]{1,2}(?![0-9])(?!,[0-9])
       | 0,[0-9]+
       | [0-9]+
      )(?P<digits>)
    |\S(?P<sign>)""",
    re.VERBOSE,
)

PAD = 8
"""Empty tokens before the first and after the last: a rule may look around without asking where the text ends."""


class Tokens:
    """The tokens of one text, as parallel lists padded by `PAD` empty ones on either side."""

    __slots__ = ("_commas", "end", "kind", "last", "low", "start", "text")

    def __init__(self, text: str) -> None:
        self.text = text
        self.kind: list[str] = [""] * PAD
        self.low: list[str] = [""] * PAD
        self.start: list[int] = [0] * PAD
        self.end: list[int] = [0] * PAD
        kinds, lows, starts, ends = self.kind.append, self.low.append, self.start.append, self.end.append
        for match in _TOKEN.finditer(text):
            begin, stop = match.span()
            kinds(match.lastgroup or "")
            lows(text[begin:stop].lower().replace("’", "'"))
            starts(begin)
            ends(stop)
        self.last = len(self.kind)
        """The index after the last real token."""
        self.kind += [""] * PAD
        self.low += [""] * PAD
        self.start += [len(text)] * PAD
        self.end += [len(text)] * PAD
        self._commas: bool | None = None

    @property
    def commas(self) -> bool:
        """Whether the text marks thousands by commas somewhere, so that a dot in it is a decimal point."""
        if self._commas is None:
            self._commas = any(k == "digits" and w[-4:-3] == "," for k, w in zip(self.kind, self.low, strict=True))
        return self._commas

    def glued(self, i: int) -> bool:
        """Return whether token `i` is written against the one before it."""
        return PAD < i < self.last and self.start[i] == self.end[i - 1]

    def capital(self, i: int) -> bool:
        """Return whether token `i` starts with a capital."""
        return PAD <= i < self.last and self.text[self.start[i]].isupper()

    def line_start(self, i: int) -> bool:
        """Return whether token `i` is the first of the text or of a line."""
        return i <= PAD or "\n" in self.text[self.end[i - 1] : self.start[i]]


def words_of(phrase: str) -> tuple[str, ...]:
    """Return a phrase of a table as the tokens it would be in a text."""
    plain = phrase.split()
    if all(word.isascii() and word.isalpha() for word in plain):
        return tuple(word.lower() for word in plain)
    tokens = Tokens(phrase)
    return tuple(tokens.low[PAD : tokens.last])
