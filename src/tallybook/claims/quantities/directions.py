"""Which way a number moved, by the verb or noun nearest to it in the same clause."""

from __future__ import annotations

from tallybook.claims.quantities.lexicon import Lexicon
from tallybook.claims.quantities.tokens import PAD, Tokens
from tallybook.claims.quantity import Form

_REACH_BEFORE = 7
_REACH_BEHIND = 4
_BREAKS = frozenset({".", "!", "?", ";", ":", "(", ")", "…"})


def direction(t: Tokens, first: int, stop: int, form: Form, lex: Lexicon, *, after_quantity: int) -> int:
    """Return -1 for a fall, +1 for a rise, 0 where the words around tokens `first` to `stop` say neither.

    A level ("fell to 235,413", "from 67 percent") has no direction, nor has a share ("55 percent of those removed").
    """
    low = t.low
    behind = _behind(t, stop, lex)
    if behind:
        return behind
    before = low[first - 1]
    if before in lex.up or before in lex.down:
        return 1 if before in lex.up else -1
    if before in ("to", "from", "at", "the", "stood") and form != "times":
        return 0
    if low[stop] == "of" and before != "by" and form in ("percent", "fraction"):
        return 0
    return _ahead(t, first, form, lex, after_quantity)


def _behind(t: Tokens, stop: int, lex: Lexicon) -> int:
    low = t.low
    for j in range(stop, min(stop + _REACH_BEHIND, t.last)):
        word = low[j]
        if word == "too" and j == stop:
            return _TOO.get(low[j + 1], 0)
        if word in lex.more:
            return 0 if word in ("over", "up", "increase") and j > stop + 1 else 1
        if word in lex.less:
            return -1
        if (
            word in lex.stops
            or word in _BREAKS
            or word == ","
            or t.kind[j] in ("digits", "mixed")
            or word in _NO_BRIDGE
        ):
            return 0
    return 0


_TOO = {"high": 1, "many": 1, "large": 1, "low": -1, "few": -1, "small": -1}
_NO_BRIDGE = frozenset({"of", "had", "in", "to", "from", "at", "with", "on", "for", "have", "has", "a", "the"})


def _ahead(t: Tokens, first: int, form: Form, lex: Lexicon, after_quantity: int) -> int:
    low = t.low
    reach = 12 if form in ("percent", "points", "fraction") else _REACH_BEFORE
    level = False
    for j in range(first - 1, max(PAD, first - reach, after_quantity - (form == "number")) - 1, -1):
        word = low[j]
        if word in _BREAKS or word in lex.stops:
            return 0
        if form == "number" and word == ",":
            return 0
        if word in lex.up or word in lex.down:
            if form == "number" and not _counts_the_move(low, j, first):
                return 0
            return 0 if level else (1 if word in lex.up else -1)
        if t.kind[j] == "digits" and j >= after_quantity and form == "number":
            level = True
    return 0


def _counts_the_move(low: list[str], verb: int, first: int) -> bool:
    """Return whether a plain number is the size of the move: "fell by 12,702", "an increase of 5,000", "up 3,028"."""
    between = low[verb + 1 : first]
    return not between or between[-1] in ("by", "of")
