"""Years and days of a month among the numbers of a text."""

from __future__ import annotations

from tallybook.claims.quantities.lexicon import Lexicon
from tallybook.claims.quantities.numeral import Numeral
from tallybook.claims.quantities.tokens import Tokens

_YEAR_FIRST, _YEAR_LAST, _COMMON_YEAR = 1780, 2100, 1900
_BEFORE_HEDGED_YEAR = frozenset({"in", "since", "fiscal", "fy", "by", "of", "from", "until", "to", "through"})


def month_at(t: Tokens, i: int, lex: Lexicon) -> bool:
    """Return whether token `i` is the name of a month; `may` and the like need their capital."""
    return t.low[i] in lex.months and (t.low[i] not in lex.capital_months or t.capital(i))


def is_date(t: Tokens, n: Numeral, hedge_start: int, lex: Lexicon) -> bool:
    """Return whether the number is a year or a day of a month."""
    if n.grouped or n.step != 1 or n.sign or n.value != int(n.value):
        return False
    if t.low[n.first - 1] in ("'", "’", "‘") and t.glued(n.first) and n.value < 100 and not n.spelled:
        return t.low[n.stop] not in lex.counted and t.low[n.stop + 1] not in lex.counted
    if n.value <= 31:
        return _day(t, n, lex)
    if n.spelled or not _YEAR_FIRST <= n.value <= _YEAR_LAST:
        return False
    return _year(t, n, hedge_start, lex)


def _day(t: Tokens, n: Numeral, lex: Lexicon) -> bool:
    low, stop = t.low, n.stop
    before = n.first - (1 if low[n.first - 1] != "." else 2)
    if low[before] == "the":
        before -= 1
    if month_at(t, before, lex) and not n.spelled:
        counted = low[stop] in lex.counted or low[stop + 1] in lex.counted
        return not (counted and low[before - 1] in ("in", "during"))
    linked = low[stop] in ("of", "de")
    return month_at(t, stop + linked, lex) and (linked or not n.spelled)


def _year(t: Tokens, n: Numeral, hedge_start: int, lex: Lexicon) -> bool:
    low = t.low
    before, follows = low[n.first - 1], low[n.stop]
    if hedge_start < n.first and low[hedge_start - 1] not in _BEFORE_HEDGED_YEAR and not _vague_year(low[hedge_start]):
        return False
    clear = before in lex.year_before or month_at(t, n.first - 1, lex)
    if follows in lex.people or (follows in lex.counted and hedge_start < n.first):
        return clear
    if n.value < _COMMON_YEAR:
        return clear or month_at(t, n.first - 3, lex) or month_at(t, n.first - 2, lex)
    return True


def _vague_year(hedge: str) -> bool:
    """Return whether a hedge is as common before a year as before a count ("around 2012", "circa 1996")."""
    return hedge in ("around", "circa")
