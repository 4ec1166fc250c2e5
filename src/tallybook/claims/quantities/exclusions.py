"""Why a number in a text about enforcement is no claim: dates, laws, votes, ages, labels, durations, other people's counts.

The reason is set, the number is kept: the caller decides. Where the words leave it open, the number stays a possible claim.
"""

from __future__ import annotations

from tallybook.claims.quantities.forms import Shape, is_frequency
from tallybook.claims.quantities.hedges import match_after
from tallybook.claims.quantities.lexicon import Lexicon, Phrase
from tallybook.claims.quantities.numeral import Numeral
from tallybook.claims.quantities.tokens import PAD, Tokens
from tallybook.claims.quantity import NotAClaim

_SUPERLATIVE = frozenset(
    {
        "highest",
        "lowest",
        "largest",
        "smallest",
        "biggest",
        "most",
        "best",
        "worst",
        "busiest",
        "deadliest",
        "fewest",
        "least",
    }
)
_RANKED = frozenset({"time", "increase", "decrease", "decline", "drop", "rise", "record", "fall"})
_LABEL_BEFORE: frozenset[NotAClaim] = frozenset(
    {"section", "statute", "bill", "page", "label", "address", "phone", "date"}
)
_DURATION_ADJECTIVES = frozenset(
    {
        "long",
        "short",
        "full",
        "business",
        "working",
        "calendar",
        "more",
        "straight",
        "consecutive",
        "whole",
        "fiscal",
        "past",
        "last",
    }
)


def reason(t: Tokens, s: Shape, hedge_start: int, lex: Lexicon, *, hedged: bool, line_start: bool) -> NotAClaim:
    """Return why the number is no claim, or an empty string where it may be one."""
    n, i, stop = s.numeral, s.numeral.first, s.stop
    if n.year:
        return "date"
    if n.currency:
        return "money"
    if n.vague:
        return "other"
    if line_start and _list_number(t, n):
        return "list_number"
    if s.form == "ordinal":
        return _ordinal(t, n, lex)
    if s.form == "times":
        return _times(t, s, lex)
    after = _after(t, s, lex)
    if s.form in ("percent", "points", "streak"):
        return after if after in ("vote", "money") else ""
    if s.form == "fraction":
        return _fraction(t, s, after)
    before = "" if n.grouped or n.spelled else _before(t, n, lex)
    if before == "other" or _before(t, n, lex) == "other":
        return "other"
    dated = _date(t, n, hedge_start, lex, hedged=hedged)
    if dated:
        return "date"
    if before and not (before == "date" and n.value < 1000 and t.low[i - 1] not in ("fy", "fiscal", "q")):
        return before
    if before == "date":
        return ""
    if after:
        return after
    if n.step < 0.1 and n.grouped and abs(n.value) < 1e6:
        return "money"
    return _small(t, s, lex)


def _before(t: Tokens, n: Numeral, lex: Lexicon) -> NotAClaim:
    """Return the reason that the words right before the number give ("section", "Table", "Pub. L.", "population")."""
    words = []
    j = n.first - 1
    if t.low[j] in ("§", "#"):
        return "section" if t.low[j] == "§" else "label"
    while j >= PAD and len(words) < 3:
        word = t.low[j]
        if word == ".":
            if len(t.low[j - 1]) > 5 or not t.glued(j):
                break
        elif word == "-" and words == []:
            pass
        elif t.kind[j] == "word" or word == "&":
            words.append(word)
        else:
            break
        j -= 1
    words.reverse()
    for size in range(len(words), 0, -1):
        phrase: Phrase = tuple(words[-size:])
        for known, meaning in lex.reason_before.get(phrase[-1], ()):
            if known == phrase and (
                len(phrase) > 1 or len(phrase[0]) > 1 or t.capital(n.first - 1 - (t.low[n.first - 1] in ".-"))
            ):
                return meaning  # type: ignore[return-value]
    return ""


def _after(t: Tokens, s: Shape, lex: Lexicon) -> NotAClaim:
    """Return the reason that the noun after the number gives ("votes", "days", "readers", "dollars")."""
    low, i = t.low, s.stop
    if low[i] == "-" and t.glued(i) and t.glued(i + 1):
        if low[i + 1] == "year" and low[i + 2] == "-" and low[i + 3].startswith("old"):
            return "age"
        hyphened = match_after(t, i + 1, lex.reason_after)
        return hyphened[1] if hyphened else ""  # type: ignore[return-value]
    for skip in (0, 1, 2):
        word = low[i + skip]
        if skip and (
            low[i + skip - 1] in _NO_ADJECTIVE or not low[i + skip - 1].isalpha() or low[i + skip - 1] in lex.counted
        ):
            break
        found = match_after(t, i + skip, lex.reason_after)
        if found is None or not word:
            continue
        meaning: NotAClaim = found[1]  # type: ignore[assignment]
        if meaning == "duration":
            if skip and low[i] not in _DURATION_ADJECTIVES:
                continue
            if low[i + len(found[0])] in ("old", "of") and low[i + len(found[0]) + 1] in ("", "age"):
                return "age"
            return "age" if low[i + len(found[0])] == "old" else "duration"
        if skip and meaning in ("clock", "money", "address", "age"):
            continue
        return meaning
    return _partner(t, s, lex)


_NO_ADJECTIVE = frozenset({
    "of", "in", "on", "to", "from", "at", "by", "with", "for", "and", "or", "but", "a", "an", "the", "who", "that", "which", "were", "was", "are", "is",
    "had", "have", "has", "as", "between", "since", "during", "last", "this", "percent", "per", "every", "each", "after", "before",
})  # fmt: skip


def _partner(t: Tokens, s: Shape, lex: Lexicon) -> NotAClaim:
    """Return the reason of the number it is a part of: "12,400 of 15,000 names", "four of its twelve months"."""
    low, i = t.low, s.stop
    if low[i] != "of":
        return ""
    i += 1 + (low[i + 1] in ("its", "the", "their", "our", "those", "these"))
    if t.kind[i] == "digits" or low[i] in lex.cardinals:
        found = match_after(t, i + 1, lex.reason_after)
        return found[1] if found else ""  # type: ignore[return-value]
    if low[i] in ("you", "us", "them") and s.form == "fraction" and s.numeral.worded and not s.numeral.spelled:
        return "other"
    return ""


def _date(t: Tokens, n: Numeral, hedge_start: int, lex: Lexicon, *, hedged: bool) -> bool:
    """Return whether the number is a year or a day of a month."""
    low, i, stop = t.low, n.first, n.stop
    if n.grouped or n.step != 1 or n.sign or n.value != int(n.value):
        return False
    if n.value <= 31:
        if n.spelled and n.value > 20:
            return False
        before = i - 1 if low[i - 1] != "." else i - 2
        if low[before] == "the":
            before -= 1
        if _month(t, before, lex) and low[before - 1] not in ("a",):
            counted = low[stop] in lex.counted or low[stop + 1] in lex.counted
            return not (counted and low[before - 1] == "in") and not n.spelled
        after = stop + (low[stop] in ("of", "de"))
        return _month(t, after, lex) and not (after == stop and n.spelled)
    if n.spelled or not 1780 <= n.value <= 2100:
        return False
    if hedged and low[hedge_start - 1] not in ("in", "since", "fiscal", "fy", "by", "of", "from", "until"):
        return False
    if low[stop] in lex.people or (low[stop] in lex.counted and hedged):
        return low[i - 1] in _YEAR_BEFORE or _month(t, i - 1, lex)
    if n.value < 1900:
        return low[i - 1] in _YEAR_BEFORE or _month(t, i - 1, lex) or _month(t, i - 3, lex)
    return True


_YEAR_BEFORE = frozenset({
    "in", "since", "of", "the", "fiscal", "fy", "year", "calendar", "by", "from", "until", "till", "through", "to", "between", "before", "after", "during",
    "late", "early", "mid", "-", "than", "vs", "versus", "on", "for", "into", "around", "back",
})  # fmt: skip


def _month(t: Tokens, i: int, lex: Lexicon) -> bool:
    return t.low[i] in lex.months and (t.low[i] not in lex.capital_months or t.capital(i))


def _list_number(t: Tokens, n: Numeral) -> bool:
    """Return whether the number opens a line as `1.`, `2)` or `3/`."""
    if n.spelled or n.grouped or n.step != 1 or n.value > 200:
        return False
    i = n.stop
    if t.low[i] == "/" and t.glued(i):
        return True
    return t.low[i] in (".", ")") and t.glued(i) and not t.glued(i + 1) and i + 1 < t.last


def _ordinal(t: Tokens, n: Numeral, lex: Lexicon) -> NotAClaim:
    low, i = t.low, n.stop
    if _month(t, i + (low[i] == "of"), lex) or _month(t, n.first - 1, lex):
        return "date"
    if low[i] == "-":
        i += 1
    if low[i] in _SUPERLATIVE or low[i] in _RANKED or low[i + 1] in _RANKED:
        return ""
    if low[i] in ("century", "quarter", "half", "fiscal", "trimester"):
        return "date"
    found = match_after(t, i, lex.reason_after) or (match_after(t, i + 1, lex.reason_after) if low[i + 1] else None)
    return "duration" if found and found[1] == "duration" else "label"


def _times(t: Tokens, s: Shape, lex: Lexicon) -> NotAClaim:
    low, n, i = t.low, s.numeral, s.stop
    last = low[i - 1]
    if last in lex.times_counts or last == "times":
        return "other" if is_frequency(t, i, lex) else _money_ratio(t, s)
    if last in lex.times_plain or last in lex.times_verbs:
        following = low[i + 1] if low[i] == "-" and t.glued(i) and t.glued(i + 1) else low[i]
        return "other" if following in lex.times_not_before else ""
    return "" if n.factor else "other"


def _money_ratio(t: Tokens, s: Shape) -> NotAClaim:
    """Return `money` where the ratio is right behind an amount of money: "$2.4 million, three times as much"."""
    j = s.numeral.first - 1
    if t.low[j] == ",":
        j -= 1
    k = j
    while k > j - 3 and k >= PAD:
        if t.low[k - 1] in ("$", "€", "£"):
            return "money"
        k -= 1
    return ""


def _fraction(t: Tokens, s: Shape, after: NotAClaim) -> NotAClaim:
    low, n, i = t.low, s.numeral, s.stop
    if after in ("vote", "duration", "age", "other"):
        return after
    if (
        n.worded
        and n.spelled
        and low[n.first - 1] in ("first", "second", "other", "one", "and", "top", "bottom", "better")
    ):
        return "" if low[n.first - 1] in ("other", "and") and low[i] == "of" else "other"
    if n.worded and low[i] == "-":
        return "other"
    return ""


def _small(t: Tokens, s: Shape, lex: Lexicon) -> NotAClaim:
    """Return `other` for a small number in words that counts nothing of enforcement: "two things", "one of the"."""
    n, low, i = s.numeral, t.low, s.stop
    if _age(t, n):
        return "age"
    if _street(t, n, lex):
        return "address"
    if not n.spelled or n.value > 10 or n.grouped or n.value == 0:
        return ""
    near = (low[i], low[i + 1], low[i + 2])
    for word in near:
        if word in lex.counted:
            return ""
        if word in _NO_ADJECTIVE or not word.isalpha():
            break
    if n.value == 1:
        return "other"
    verb = low[n.first - 1] in ("was", "were", "to", "from", "been", "only", "just") or low[i] in (
        "were",
        "died",
        "have",
        "had",
        "of",
    )
    return "" if verb and low[n.first - 1] != "the" and low[i] not in ("the", "of", "lists") else "other"


def _age(t: Tokens, n: Numeral) -> bool:
    """Return whether the number stands as an age behind a name: ", 54,"."""
    low, i = t.low, n.first
    if n.spelled or n.grouped or n.step != 1 or not 10 <= n.value <= 110:
        return False
    return (
        low[i - 1] == ","
        and t.capital(i - 2)
        and t.kind[i - 2] == "word"
        and low[n.stop] in (",", ".")
        and low[n.stop + 1] != "of"
    )


def _street(t: Tokens, n: Numeral, lex: Lexicon) -> bool:
    """Return whether the number is a house number: "1200 Main Street", "at 413 Russell"."""
    low, i = t.low, n.stop
    if n.spelled or n.grouped or n.step != 1 or not t.capital(i) or n.value > 99_999:
        return False
    if any(low[j] in lex.street_names and t.capital(j) for j in (i + 1, i + 2, i + 3)):
        return all(t.capital(j) or low[j] in lex.street_names for j in (i, i + 1))
    word = t.text[t.start[i] : t.end[i]]
    return low[n.first - 1] == "at" and not word.isupper() and low[i] not in lex.weekdays and low[i] not in lex.months
