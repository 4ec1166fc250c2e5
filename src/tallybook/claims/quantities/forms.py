"""What a numeral is a number of: percent, points, a part of a whole, a factor, a place in a row, a streak."""

from __future__ import annotations

from dataclasses import dataclass, replace

from tallybook.claims.quantities.lexicon import Lexicon
from tallybook.claims.quantities.numeral import Numeral, percent_of
from tallybook.claims.quantities.tokens import Tokens
from tallybook.claims.quantities.words import read_cardinal
from tallybook.claims.quantity import Form

_IN_A_ROW = frozenset({"straight", "consecutive", "successive"})
_ENDS = frozenset({".", ",", ";", ":", "!", "?", "(", ")", "", "and", "but"})
_NOUNS_OF_TIME = frozenset(
    {"year", "years", "month", "months", "quarter", "quarters", "week", "weeks", "time", "times"}
)


@dataclass(frozen=True, slots=True)
class Shape:
    """A numeral with its form; `stop` is the token after its unit word."""

    numeral: Numeral
    form: Form
    stop: int


def shape(t: Tokens, n: Numeral, lex: Lexicon) -> Shape:
    """Return the form that the words right after the numeral give it."""
    low, i = t.low, n.stop
    if n.factor:
        return Shape(n, "times", i)
    if n.share:
        return Shape(n, "fraction", i)
    streak = _streak(t, n)
    if streak:
        return Shape(n, "streak", streak)
    if n.ordinal:
        return Shape(n, "ordinal", i)
    unit = percent_unit(t, i)
    if unit:
        return Shape(n, unit[0], unit[1])
    if low[i] == "point" or low[i] == "points" or (low[i] == "-" and low[i + 1] in ("point", "points")):
        return Shape(n, "points", i + 1 + (low[i] == "-"))
    factor = _factor(t, n, lex)
    if factor:
        return Shape(replace(n, factor=True, stop=factor), "times", factor)
    part = _part(t, n, lex)
    return Shape(part, "fraction", part.stop) if part else Shape(n, "number", i)


def percent_unit(t: Tokens, i: int) -> tuple[Form, int] | None:
    """Return `percent` or `points` and the token after the unit that starts at `i`, or None."""
    low = t.low
    if low[i] == "-" and t.glued(i):
        i += 1  # "a 10-percent drop"
    word, follows = low[i], low[i + 1]
    if (word == "per" and follows == "cent") or (word == "por" and follows == "ciento"):
        i, word, follows = i + 1, "percent", low[i + 2]
    hyphen = follows == "-" and low[i + 2] in ("point", "points")
    if word in ("percentage", "percent", "%") and (follows in ("point", "points") or hyphen):
        return "points", i + 2 + hyphen
    if word in ("%", "percent", "pct", "percents") or (word == "pc" and t.glued(i)):
        return "percent", i + 1
    if word in ("pp", "pps", "ppt", "ppts", "pts"):
        return "points", i + 1
    return None


def _factor(t: Tokens, n: Numeral, lex: Lexicon) -> int:
    """Return the token after `times`, `x` or `-fold`, or 0."""
    low, i = t.low, n.stop
    if low[i] in ("x", "×") and t.glued(i):
        return i + 1
    if low[i] in ("-", "‐", "‑") and low[i + 1] == "fold":
        return i + 2
    if low[i] == "fold":
        return i + 1
    if low[i] == "times":
        return i + 1
    if low[i] == "-" and low[i + 1] == "times" and t.glued(i):
        return i + 2
    dash = low[i] == "-" and t.glued(i)
    to_one = low[i + dash] == "to" and low[i + 2 * dash + 1] in ("one", "1") and (low[i + dash + 1] == "-") == dash
    if to_one and low[n.first - 1] not in ("from", "between") and n.value > 1:
        follows = low[i + 2 * dash + 2]
        return 0 if follows in lex.scales or percent_unit(t, i + 2 * dash + 2) else i + 2 * dash + 2
    return 0


def is_frequency(t: Tokens, i: int, lex: Lexicon) -> bool:
    """Return whether the words after `twice` or `three times` (at token `i`) say how often, not how much."""
    return t.low[i] not in lex.factor_follows and t.kind[i] not in ("digits", "mixed")


def _part(t: Tokens, n: Numeral, lex: Lexicon) -> Numeral | None:
    """Return `1 in 10`, `4 out of 5`, `nineteen out of every twenty`, `1 of every 4` as a part in percent, or None."""
    low, i = t.low, n.stop
    if n.grouped or n.currency or n.step != 1 or n.value < 1 or n.sign:
        return None
    if low[i] == "/" and t.glued(i) and t.glued(i + 1) and t.kind[i + 1] == "digits":
        return _slash(t, n)
    certain = False
    if low[i] == "in":
        i += 1
    elif low[i] == "out" and low[i + 1] == "of":
        i, certain = i + 2, True
    elif low[i] == "of" and low[i + 1] in ("every", "each"):
        i += 1
    elif low[i] == "of" and low[i + 1] in _ROUND_WHOLES:
        i += 1  # "7 of 10 cases" is a share; "two of the five" counts
    elif low[i] == "-" and low[i + 1] == "in" and low[i + 2] == "-":
        i += 3
    else:
        return None
    if low[i] in ("every", "each"):
        i, certain = i + 1, True
    if t.kind[i] == "digits":
        whole, stop = (float(low[i]) if low[i].isdecimal() else 0.0), i + 1
        if low[stop] in lex.suffixes and t.glued(stop):
            return None
    else:
        other = read_cardinal(t, i, lex)
        if other is None or other.step < 1:
            return None
        whole, stop = other.value, other.stop
    if not n.value < whole <= (100_000 if n.value == 1 and not 1900 <= whole <= 2100 else 1000):
        return None
    if t.kind[i] == "digits" and t.glued(stop) and low[stop] in ("%", "-", "/", ":", "th", "st", "nd", "rd"):
        return None
    if not certain and low[stop] in _TIME_UNITS:
        return None
    return replace(n, value=percent_of(n.value, whole), stop=stop, share=True)


_ROUND_WHOLES = frozenset({"10", "ten", "20", "twenty", "100"})
_TIME_UNITS = frozenset(
    {"minutes", "hours", "days", "weeks", "months", "years", "decades", "seconds", "percent", "million", "%"}
)


def _slash(t: Tokens, n: Numeral) -> Numeral | None:
    """Return `2/3` as a part; a date (7/30), a thread number (3/12) or a ratio of bigger numbers is none."""
    raw = t.low[n.stop + 1]
    whole = int(raw) if raw.isdecimal() else 0
    if not (n.value < whole and whole in (2, 3, 4, 5, 6, 8, 10)) or t.low[n.stop + 2] == "/":
        return None
    follows = t.low[n.stop + 2]
    if follows not in ("of", "the", "in", "were", "had", "are") or (t.line_start(n.first) and follows != "of"):
        return None
    return replace(n, value=percent_of(n.value, whole), stop=n.stop + 2, share=True, worded=True)


def _streak(t: Tokens, n: Numeral) -> int:
    """Return the token after a streak (`sixth annual increase in a row`, `three years running`), or 0 for none."""
    low, i = t.low, n.stop
    if n.grouped or n.currency or n.step != 1 or n.value > 100 or n.share:
        return 0
    if low[i] == "-":
        i += 1
    if low[i] in _IN_A_ROW:
        noun = low[i + 1]
        return i + (1 if noun in _ENDS else 2)
    for j in range(i, min(i + 5, t.last)):
        if low[j] in _ENDS or t.kind[j] not in ("word", "sign"):
            return 0
        if low[j] in _IN_A_ROW and n.ordinal:
            return j + 1 if low[j + 1] in _ENDS else j + 2
        if low[j] == "in" and low[j + 1] == "a" and low[j + 2] == "row":
            return j + 3
        if low[j] == "running" and low[j - 1] in _NOUNS_OF_TIME:
            return j + 1
    return 0
