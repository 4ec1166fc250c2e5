"""Numbers that start with a word: cardinals, parts, factors, ordinals, none and most."""

from __future__ import annotations

from functools import cache

from tallybook.claims.quantities.lexicon import Lexicon, lexicon
from tallybook.claims.quantities.numeral import Numeral
from tallybook.claims.quantities.tokens import PAD, Tokens
from tallybook.claims.quantities.words import read_cardinal, read_ordinal, read_part, read_scaled_part

_FOLD = "fold"
_OTHERS = frozenset(
    ["nobody", "none", "no", "not", "a", "an", "half", "most", "majority", "minority", "both", "all", "in", "by"]
)
_PASSIVE = frozenset({"was", "were", "is", "are", "has", "have", "had"})


@cache
def starters() -> frozenset[str]:
    """Return the words that a number in words can start with."""
    lex = lexicon()
    folds = (word + _FOLD for word in (*lex.cardinals, "hundred", "thousand", "many"))
    words = (lex.cardinals, lex.ordinals, lex.times_verbs, lex.times_plain, lex.times_counts, lex.vague, lex.vulgar)
    return frozenset({*folds, *_OTHERS, *(word for table in words for word in table)})


def read_wording(t: Tokens, i: int, lex: Lexicon) -> Numeral | None:
    """Return the number that starts with the word at token `i`, or None."""
    word = t.low[i]
    if word in ("not", "no", "nobody", "none"):
        return _none(t, i, lex)
    if word in ("most", "majority", "minority", "all"):
        return _most(t, i, lex)
    return (
        _factor_word(t, i, lex)
        or _half_of_it(t, i, lex)
        or read_scaled_part(t, i, lex)
        or read_part(t, i, lex)
        or read_ordinal(t, i, lex)
        or _decade_or_cardinal(t, i, lex)
        or _vague(t, i, lex)
    )


def _decade_or_cardinal(t: Tokens, i: int, lex: Lexicon) -> Numeral | None:
    if t.low[i] in lex.vulgar:
        return Numeral(100 * lex.vulgar[t.low[i]], 1, i, i + 1, share=True, worded=True)
    return read_cardinal(t, i, lex)


def _factor_word(t: Tokens, i: int, lex: Lexicon) -> Numeral | None:
    """Return `doubled`, `twice`, `sixfold`, `ninety-fold`, `by a factor of ten`."""
    word = t.low[i]
    value = lex.times_verbs.get(word) or lex.times_plain.get(word) or lex.times_counts.get(word)
    if value:
        return Numeral(value, 1, i, i + 1, spelled=True, factor=True)
    if word.endswith(_FOLD) and len(word) > len(_FOLD):
        count = lex.cardinals.get(word[: -len(_FOLD)]) or {"hundred": 100, "thousand": 1000}.get(word[: -len(_FOLD)], 0)
        if count:
            return Numeral(float(count), 1, i, i + 1, spelled=True, factor=True, worded=True)
        return Numeral(2.0, 1, i, i + 1, spelled=True, factor=True, vague=True) if word == "manyfold" else None
    if word == "by" and t.low[i + 1] == "a" and t.low[i + 2] == "factor" and t.low[i + 3] == "of":
        return _by_a_factor(t, i, lex)
    if word in ("in", "by") and t.low[i + 1] == "half":
        return _in_half(t, i, lex)
    return None


def _by_a_factor(t: Tokens, i: int, lex: Lexicon) -> Numeral | None:
    at = i + 4
    if t.kind[at] == "digits":
        raw = t.low[at]
        value = float(raw) if raw.replace(".", "", 1).isdecimal() else 0.0
        step = 10.0 ** -len(raw.partition(".")[2]) if "." in raw else 1
        return Numeral(value, step, i, at + 1, factor=True) if value else None
    other = read_cardinal(t, at, lex)
    return Numeral(other.value, other.step, i, other.stop, spelled=True, factor=True) if other else None


def _in_half(t: Tokens, i: int, lex: Lexicon) -> Numeral | None:
    """Return the factor 0.5 for `cut in half`, with the verb; `cut by half` is a part and is read from `half`."""
    if t.low[i] == "in" and (
        t.low[i - 1] in ("cut", "cuts", "cutting", "slashed", "reduced", "split", "sliced") or t.low[i - 1] in lex.down
    ):
        return Numeral(0.5, 1, i - 1, i + 2, spelled=True, factor=True)
    return None


def _half_of_it(t: Tokens, i: int, lex: Lexicon) -> Numeral | None:
    """Return `half as many` (0.5), `half again as large` (1.5), `a third as many`, `a third again`, as factors."""
    low, first = t.low, i
    count = 1
    if low[i] in ("a", "an", "one"):
        i += 1
    elif low[i] in lex.cardinals and lex.cardinals[low[i]] < 20 and low[i + 1] in ("thirds", "-", "quarters", "fifths"):
        count, i = lex.cardinals[low[i]], i + 1 + (low[i + 1] == "-")
    whole = lex.parts.get(low[i], 0)
    if not whole or count >= whole:
        return None
    part = count / whole
    if low[i + 1] == "again" or (
        low[i + 1] == "as" and low[i + 2] in ("many", "much", "large", "big", "again", "high", "often", "few", "likely")
    ):
        again = low[i + 1] == "again" or low[i + 2] == "again"
        value = 1 + part if again else part
        return Numeral(round(value, 4), 0.1, first, i + 1, spelled=True, factor=True, worded=True)
    return None


def _none(t: Tokens, i: int, lex: Lexicon) -> Numeral | None:
    """Return 0 for `not one`, `not a single`, `nobody`, `none`, `no one`, and for `no` before what was counted."""
    low, word = t.low, t.low[i]
    if word == "not":
        if low[i + 1] == "one" or (low[i + 1] == "a" and low[i + 2] == "single"):
            return Numeral(0.0, 1, i, i + 2 + (low[i + 1] == "a"), spelled=True)
        return None
    if word == "nobody" or (word == "no" and low[i + 1] == "one"):
        stop = i + 1 + (word == "no")
        return Numeral(
            0.0,
            1,
            i,
            stop,
            spelled=True,
            vague=low[stop] not in _PASSIVE or low[stop + 1] in ("seen", "told", "explained"),
        )
    if word == "none":
        return Numeral(0.0, 1, i, i + 1, spelled=True, vague=low[i + 1] != "of" and low[i + 1] not in _PASSIVE)
    starts = (
        t.line_start(i)
        or low[i - 1] in (".", '"', "“", "!", "?", ";")
        or (low[i - 1] in ("were", "was", "are") and low[i - 2] == "there")
    )
    if starts and (low[i + 1] in lex.counted or low[i + 2] in lex.counted) and low[i + 1] not in lex.no_followers:
        return Numeral(0.0, 1, i, i + 1, spelled=True)
    return None


def _most(t: Tokens, i: int, lex: Lexicon) -> Numeral | None:
    """Return more than half for `most people` and `the majority of`, less than half for `a minority of`, else None."""
    low, word = t.low, t.low[i]
    if word == "all":
        if (
            low[i - 1] in ("nearly", "almost", "virtually", "practically", "not")
            and low[i - 1] != "not"
            and (low[i + 1] == "of" or _plural(low[i + 1]))
        ):
            return Numeral(100.0, 1, i, i + 1, spelled=True, share=True)
        return None
    if word in ("majority", "minority"):
        if low[i + 1] != "of":
            return None
        first = i
        while low[first - 1] in lex.majority_words and first > PAD:
            first -= 1
        return Numeral(
            50.0, 1, first, i + 1, spelled=True, share=True, hedged="more_than" if word == "majority" else "less_than"
        )
    if (
        low[i - 1] in ("the", "at", "of", "second", "third", "a", "-", "their", "its", "his", "her")
        or low[i + 1] == "-"
    ):
        return None
    if low[i + 1] == "of" or low[i + 1] in lex.counted or _plural(low[i + 1]):
        return Numeral(50.0, 1, i, i + 1, spelled=True, share=True, hedged="more_than")
    if (
        t.capital(i)
        and (low[i + 2] in lex.counted or _plural(low[i + 2]))
        and low[i + 1].isalpha()
        and not low[i + 1].endswith("ly")
    ):
        return Numeral(50.0, 1, i, i + 1, spelled=True, share=True, hedged="more_than")
    return None


def _plural(word: str) -> bool:
    return len(word) > 3 and word.endswith("s") and not word.endswith(("ss", "ous", "us", "ways", "'s"))


def _vague(t: Tokens, i: int, lex: Lexicon) -> Numeral | None:
    """Return an amount without a number (`dozens`, `hundreds of thousands`, `both`, `a few thousand`) as vague."""
    low, first = t.low, i
    if low[i] == "both":
        return Numeral(2.0, 1, i, i + 1, spelled=True, vague=True)
    if low[i] in ("a", "an"):
        i += 1
    if low[i] not in lex.vague or (i == first and low[i] in ("few", "couple", "handful")):
        return None
    value, i = float(lex.vague[low[i]]), i + 1
    if low[i] == "of" and low[i + 1] in lex.vague:
        value, i = value * lex.vague[low[i + 1]] / 2, i + 2
    elif low[i] in ("hundred", *lex.scales):
        value, i = value * (100 if low[i] == "hundred" else lex.scales[low[i]]), i + 1
    return Numeral(value, max(1.0, value / 2), first, i, spelled=True, vague=True)
