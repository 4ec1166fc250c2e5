"""Why a number is no claim about enforcement: dates, laws, votes, ages, labels, durations, counts of other things.

The reason is set, the number is kept: the caller decides. Where the words leave it open, it stays a possible claim.
"""

from __future__ import annotations

from tallybook.claims.quantities.dates import is_date, month_at
from tallybook.claims.quantities.forms import Shape, is_frequency
from tallybook.claims.quantities.hedges import match_after
from tallybook.claims.quantities.lexicon import Lexicon, Phrase
from tallybook.claims.quantities.numeral import Numeral
from tallybook.claims.quantities.tokens import PAD, Tokens
from tallybook.claims.quantity import NotAClaim

_WRITTEN_YEAR = range(1780, 2101)


def reason(t: Tokens, s: Shape, hedge_start: int, lex: Lexicon) -> NotAClaim:
    """Return why the number is no claim, or an empty string where it may be one."""
    n = s.numeral
    if n.year:
        return "date"
    if n.currency:
        return "money"
    if n.vague:
        return "other"
    if n.identifier:
        return "identifier"
    if s.form == "number" and t.line_start(n.first) and _list_number(t, n):
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
    return _number(t, s, after, hedge_start, lex)


def _number(t: Tokens, s: Shape, after: NotAClaim, hedge_start: int, lex: Lexicon) -> NotAClaim:
    n = s.numeral
    before = "" if n.spelled and n.value > 20 else _before(t, n, lex)
    if before == "other":
        return "other"
    if n.grouped:
        before = ""
    hyphened = _hyphened(t, n)
    if hyphened == "date" or (hyphened and not before):
        return hyphened
    if is_date(t, n, hedge_start, lex):
        return "date"
    if before and before != "date":
        return before
    if (
        before == "date"
        and (n.value < 100 or n.value in _WRITTEN_YEAR)
        and t.low[n.first - 1] in ("fy", "fiscal", "q", "cy")
    ):
        return "date"
    if after:
        return after
    if n.step < 0.1 and n.grouped and abs(n.value) < 1e6:
        return "money"
    return _small(t, s, hedge_start, lex)


def _hyphened(t: Tokens, n: Numeral) -> NotAClaim:
    """Return the reason for digits hyphened to letters: I-247, MS-13, COVID-19 are names, mid-2012 is a date."""
    i = n.first
    if (
        n.spelled
        or n.grouped
        or t.low[i - 1] != "-"
        or not t.glued(i)
        or not t.glued(i - 1)
        or t.kind[i - 2] not in ("word", "mixed")
    ):
        return ""
    return "date" if n.value in _WRITTEN_YEAR or t.low[i - 2].startswith(("fy", "cy")) else "identifier"


def _before(t: Tokens, n: Numeral, lex: Lexicon) -> NotAClaim:
    """Return the reason that the words right before the number give ("section", "Table", "Pub. L.", "population")."""
    words: list[str] = []
    j = n.first - 1
    if t.low[j] in ("§", "#"):
        return "section" if t.low[j] == "§" else "label"
    while j >= PAD and len(words) < 3:
        word = t.low[j]
        if word == ".":
            abbreviated = len(t.low[j - 1]) == 1 or t.low[j - 1] in lex.abbreviations
            if not abbreviated or not t.glued(j):
                break
        elif t.kind[j] == "word" or word == "&":
            words.append(word)
        elif word != "-" or words:
            break
        j -= 1
    words.reverse()
    if words[-2:] == ["u", "s"]:
        return ""
    for size in range(len(words), 0, -1):
        phrase: Phrase = tuple(words[-size:])
        for known, meaning in lex.reason_before.get(phrase[-1], ()):
            if known == phrase and (
                len(phrase) > 1 or len(phrase[0]) > 1 or _initial(t, n.first, capital=meaning == "bill")
            ):
                return meaning
    return ""


def _initial(t: Tokens, i: int, *, capital: bool) -> bool:
    """Return whether one letter with its dot stands before token `i`: `p. 27`; `S. 2193` needs the capital."""
    return t.low[i - 1] == "." and t.glued(i - 1) and (t.capital(i - 2) or not capital)


def _after(t: Tokens, s: Shape, lex: Lexicon) -> NotAClaim:
    """Return the reason that the noun after the number gives ("votes", "days", "readers", "dollars")."""
    low, i = t.low, s.stop
    if low[i] == "-" and t.glued(i) and t.glued(i + 1):
        if low[i + 1] == "year" and low[i + 2] == "-" and low[i + 3].startswith("old"):
            return "age"
        hyphened = match_after(t, i + 1, lex.reason_after)
        return hyphened[1] if hyphened else ""
    for skip in (0, 1, 2):
        word = low[i + skip]
        passed = low[i + skip - 1]
        if skip and (passed in lex.no_adjective or not passed.isalpha() or passed in lex.counted):
            break
        found = match_after(t, i + skip, lex.reason_after)
        if found is None or not word:
            continue
        meaning = found[1]
        if meaning == "duration":
            if skip and low[i] not in lex.duration_adjectives:
                continue
            return "age" if low[i + skip + len(found[0])] == "old" else "duration"
        if skip and meaning in ("clock", "money", "address", "age"):
            continue
        return meaning
    return _partner(t, s, lex)


def _partner(t: Tokens, s: Shape, lex: Lexicon) -> NotAClaim:
    """Return the reason of the number it is a part of: "12,400 of 15,000 names", "four of its twelve months"."""
    low, i = t.low, s.stop
    if low[i] != "of":
        return ""
    i += 1 + (low[i + 1] in ("its", "the", "their", "our", "those", "these"))
    if t.kind[i] == "digits" or low[i] in lex.cardinals:
        found = match_after(t, i + 1, lex.reason_after)
        return found[1] if found else ""
    if low[i] in ("you", "us") and s.form == "fraction" and not s.numeral.spelled:
        return "other"
    return ""


def _list_number(t: Tokens, n: Numeral) -> bool:
    """Return whether the number opens a line as `1.`, `2)` or `3/`."""
    if t.kind[n.first] != "digits" or n.grouped or n.step != 1 or n.value > 200:
        return False
    i = n.stop
    if t.low[i] == "/" and t.glued(i):
        return True
    return t.low[i] in (".", ")") and t.glued(i) and not t.glued(i + 1) and i + 1 < t.last


def _ordinal(t: Tokens, n: Numeral, lex: Lexicon) -> NotAClaim:
    low, i = t.low, n.stop
    if month_at(t, i + (low[i] == "of"), lex) or month_at(t, n.first - 1, lex):
        return "date"
    if low[i] == "-":
        i += 1
        if low[i] == "time":
            return "label"
    if low[i] in lex.ranked or (low[i + 1] in lex.ranked and low[i] not in lex.no_adjective):
        return ""
    if low[i] in lex.ordinal_dates:
        return "date"
    found = match_after(t, i, lex.reason_after) or match_after(t, i + 1, lex.reason_after)
    return "duration" if found and found[1] == "duration" else "label"


def _times(t: Tokens, s: Shape, lex: Lexicon) -> NotAClaim:
    low, i = t.low, s.stop
    last = low[i - 1]
    if last in lex.times_counts or (last == "times" and low[i - 2] != "-"):
        return "other" if is_frequency(t, i, lex) else _money_ratio(t, s)
    if last in lex.times_plain or last in lex.times_verbs:
        following = low[i + 1] if low[i] == "-" and t.glued(i) and t.glued(i + 1) else low[i]
        return "other" if following in lex.times_not_before else ""
    return ""


def _money_ratio(t: Tokens, s: Shape) -> NotAClaim:
    """Return `money` where the factor is right behind an amount of money: "$2.4 million, three times as much"."""
    j = s.numeral.first - 1
    if t.low[j] == ",":
        j -= 1
    return "money" if any(t.low[k] in ("$", "€", "£") for k in range(j, j - 4, -1)) else ""


def _fraction(t: Tokens, s: Shape, after: NotAClaim) -> NotAClaim:
    low, n, i = t.low, s.numeral, s.stop
    if after in ("vote", "duration", "age", "other"):
        return after
    before = low[n.first - 1]
    if (
        n.worded
        and n.spelled
        and before in ("first", "second", "last", "latter", "final", "other", "one", "and", "top", "bottom", "better")
    ):
        return "" if before in ("other", "and") and low[i] == "of" else "other"
    return ""


def _small(t: Tokens, s: Shape, hedge_start: int, lex: Lexicon) -> NotAClaim:
    """Return `other` for a small number in words that counts nothing of enforcement: "two things", "one of the"."""
    n, low, i = s.numeral, t.low, s.stop
    if _age(t, n, hedge_start, lex):
        return "age"
    if _street(t, n, lex):
        return "address"
    if not n.spelled or n.value > 10 or n.grouped:
        return ""
    if n.value == 0:
        aside = low[n.first] == "not" and low[n.first - 1] == ","
        return "other" if aside or low[i] in ("-", "tolerance", "sum", "hour", "but") else ""
    for word in low[i : i + 3]:
        if word in lex.counted:
            return ""
        if word in lex.no_adjective or not word.isalpha():
            break
    if n.value == 1:
        return "other"
    before, follows = low[n.first - 1], low[i]
    verb = before in ("was", "were", "to", "from", "been", "only", "just") or follows in ("were", "died", "have", "had")
    if follows == "of":
        return "" if low[i + 1] in lex.cardinals or t.kind[i + 1] == "digits" else "other"
    return "" if verb and before != "the" and follows != "the" else "other"


def _age(t: Tokens, n: Numeral, hedge_start: int, lex: Lexicon) -> bool:
    """Return whether the number is an age: `, 54,` behind a name, or `are under 30`."""
    i, stop = n.first, n.stop
    if n.grouped or n.step != 1 or not 10 <= n.value <= 110:
        return False
    if t.low[hedge_start] in ("under", "over", "above", "below") and hedge_start == i - 1:
        return t.low[i - 2] in lex.age_after and not t.low[stop].isalpha()
    named = t.low[i - 1] == "," and t.capital(i - 2) and t.kind[i - 2] == "word" and not month_at(t, i - 2, lex)
    return named and not n.spelled and t.low[stop] in (",", ".") and t.low[stop + 1] != "of"


def _street(t: Tokens, n: Numeral, lex: Lexicon) -> bool:
    """Return whether the number is a house number: "1200 Main Street", "at 413 Russell"."""
    low, i = t.low, n.stop
    if n.spelled or n.grouped or n.step != 1 or n.value > 99_999 or t.glued(n.first):
        return False
    state = t.text[t.start[n.first - 1] : t.end[n.first - 1]]
    if n.value >= 10_000 and len(state) == 2 and state.isalpha() and state.isupper():
        return True
    if t.kind[i] == "digits" and low[i + 1] in ("st", "nd", "rd", "th") and low[i + 2] in lex.street_names:
        return True
    if not t.capital(i):
        return False
    if any(low[j] in lex.street_names and t.capital(j) for j in (i + 1, i + 2, i + 3)):
        return all(t.capital(j) or low[j] in lex.street_names for j in (i, i + 1))
    word = t.text[t.start[i] : t.end[i]]
    plain = not word.isupper() and low[i] not in lex.weekdays and low[i] not in lex.months and low[i] not in lex.counted
    return low[n.first - 1] == "at" and plain
