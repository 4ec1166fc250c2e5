"""Hedges: the words around a number that say how exact it is, and the range that they allow."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeVar

from tallybook.claims.model import Hedge
from tallybook.claims.quantities.lexicon import Lexicon, Phrase, lexicon
from tallybook.claims.quantities.numeral import Numeral
from tallybook.claims.quantities.tokens import PAD, Tokens
from tallybook.claims.quantity import Quantity

_OPPOSITE: dict[Hedge, Hedge] = {
    "more_than": "up_to", "at_least": "less_than", "less_than": "at_least", "up_to": "more_than",
    "nearly": "less_than", "about": "exact",
}  # fmt: skip
Meaning = TypeVar("Meaning")
_COMPARED: frozenset[Hedge] = frozenset({"more_than", "less_than", "up_to"})


def bounds(value: float, hedge: Hedge) -> tuple[float | None, float | None]:
    """Return the lowest and highest value that a number and its hedge allow; for a negative one, the mirror image.

    Example:
        >>> bounds(410000, "nearly")
        (381300.0, 410000.0)
        >>> bounds(-70, "more_than")
        (None, -70.0)
    """
    below, above = lexicon().meaning[hedge]
    low = None if below is None else round(value * below, 9)
    high = None if above is None else round(value * above, 9)
    return (low, high) if value >= 0 else (high, low)


def as_change(q: Quantity) -> tuple[float, float | None, float | None]:
    """Return value, low and high of a quantity read as a change: negative where its direction is down.

    Example:
        >>> from tallybook.claims.quantities import quantities
        >>> as_change(quantities("a drop of nearly seven in ten")[0])
        (-70.0, -70.0, -65.1)
    """
    if q.value < 0 or q.direction >= 0:
        return q.value, q.low, q.high
    low, high = bounds(-q.value, q.hedge)
    return (-q.value, low, high) if q.upper is None else (-q.value, -q.upper, -q.value)


def hedge_before(t: Tokens, i: int, lex: Lexicon, *, after_quantity: int, after_claim: int) -> tuple[Hedge, int]:
    """Return the hedge that ends right before token `i` and where it starts; `("exact", i)` where there is none.

    `after_quantity` is the token after the last number, `after_claim` after the last that is no date: in "12 percent
    more than 319,382" the words compare and hedge nothing, in "in 2012 more than 319,382" they hedge.
    """
    found = match_before(t, i, lex.hedges_before)
    if found is None:
        return "exact", i
    phrase, hedge = found
    start = i - len(phrase)
    if start < after_quantity:
        return "exact", i
    if hedge in _COMPARED and (start == after_claim or (hedge != "less_than" and t.low[start - 1] in lex.not_after)):
        return "exact", i
    if phrase in _BARE_VERBS and t.low[start - 1] in ("not", "never"):
        hedge, start = _OPPOSITE[hedge], start - 1
    while start - 1 >= max(PAD, after_quantity) and t.low[start - 1] in lex.padding:
        start -= 1
    return hedge, start


_BARE_VERBS: frozenset[Phrase] = frozenset(
    {("exceed",), ("exceeded",), ("surpass",), ("surpassed",), ("topped",), ("passed",)}
)


def hedge_after(t: Tokens, i: int, lex: Lexicon) -> tuple[Hedge, int]:
    """Return the hedge that starts at token `i` (`or so`, `and some`) and the token after it, or `("exact", i)`."""
    found = match_after(t, i, lex.hedges_after)
    if found is None:
        return "exact", i
    phrase, hedge = found
    stop = i + len(phrase)
    if phrase[0] in ("-", "+") and not t.glued(i):
        return "exact", i
    if t.kind[stop] == "digits" and phrase[0].isalpha():
        return "exact", i
    if phrase == ("and", "more") and t.low[stop] not in (".", ",", ";", ")", ""):
        return "exact", i
    return hedge, stop


def filler(n: Numeral, hedge: Hedge, words: tuple[str, ...]) -> bool:
    """Return whether the hedge is a manner of speaking: "some 51,428 of those held" counts to the last digit."""
    return hedge == "about" and words == ("some",) and n.step == 1 and n.value >= 10_000 and n.value % 10 != 0


def match_before(
    t: Tokens, i: int, table: Mapping[str, tuple[tuple[Phrase, Meaning], ...]]
) -> tuple[Phrase, Meaning] | None:
    """Return the longest phrase of a table (keyed by last word) that ends right before token `i`, with its meaning."""
    for phrase, meaning in table.get(t.low[i - 1], ()):
        size = len(phrase)
        if size == 1 or (size <= i and tuple(t.low[i - size : i]) == phrase):
            return phrase, meaning
    return None


def match_after(
    t: Tokens, i: int, table: Mapping[str, tuple[tuple[Phrase, Meaning], ...]]
) -> tuple[Phrase, Meaning] | None:
    """Return the longest phrase of a table (keyed by first word) that starts at token `i`, with its meaning."""
    for phrase, meaning in table.get(t.low[i], ()):
        if len(phrase) == 1 or tuple(t.low[i : i + len(phrase)]) == phrase:
            return phrase, meaning
    return None
