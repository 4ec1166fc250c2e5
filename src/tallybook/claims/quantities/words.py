"""Number words: from `two` and `a dozen` to `four hundred and nine thousand eight hundred forty-nine`."""

from __future__ import annotations

from tallybook.claims.quantities.lexicon import Lexicon
from tallybook.claims.quantities.numeral import Numeral, percent_of, tidy
from tallybook.claims.quantities.tokens import Tokens

_ARTICLES = frozenset({"a", "an"})
_WHOLES = frozenset({"hundred", "dozen"})


def read_cardinal(t: Tokens, i: int, lex: Lexicon) -> Numeral | None:
    """Return the number in words that starts at token `i`, or None."""
    start, low = i, t.low
    total, group, last_scale, step = 0, 0, 10**18, 1
    before = ""  # what the last number word was: unit, ten, hundred, scale
    if low[i] in _ARTICLES:
        if not (low[i + 1] in lex.scales or low[i + 1] in _WHOLES):
            return None
        group, before, i = 1, "article", i + 1
    while True:
        word = low[i]
        value = lex.cardinals.get(word)
        if value is not None:
            if before in ("unit", "article") or (before == "ten" and not 0 < value < 10):
                break
            group, step, before = group + value, 1, "unit" if value < 20 else "ten"
        elif word == "hundred":
            if not 0 < group < 100 or before == "hundred":
                break
            group, step, before = group * 100, 100, "hundred"
        elif word == "dozen":
            if not 0 < group < 100 or before == "hundred":
                break
            return Numeral(12.0 * (total + group), 12, start, i + 1, spelled=True)
        elif word in lex.scales:
            scale = lex.scales[word]
            if not group or scale >= last_scale:
                break
            total, group, last_scale, step, before = total + group * scale, 0, scale, scale, "scale"
        elif before and (skip := _joint(t, i, before, lex)):
            i += skip
            continue
        else:
            break
        i += 1
    if not before or before == "article":
        return None
    year = _year_in_words(t, start, lex)
    if year is not None:
        return year
    number = Numeral(float(total + group), step, start, i, spelled=True, grouped=total > 0 or group >= 100)
    return _with_parts(t, number, lex)


def _joint(t: Tokens, i: int, before: str, lex: Lexicon) -> int:
    """Return how many tokens join two number words here: a hyphen, `and`, or a comma after a thousand."""
    low, follows = t.low, t.low[i + 1]
    if low[i] in ("-", "‐", "‑") and t.glued(i) and t.glued(i + 1):
        if follows == "and" and before in ("hundred", "scale") and low[i + 2] == "-" and low[i + 3] in lex.cardinals:
            return 3
        joins = follows in lex.cardinals or follows == "hundred" or follows in lex.scales or follows == "dozen"
        return 1 if joins and not (before == "unit" and follows in lex.cardinals) else 0
    if low[i] == "and" and before in ("hundred", "scale") and follows in lex.cardinals:
        return 1
    if low[i] == "," and before == "scale" and follows in lex.cardinals and "hundred" in (low[i + 2], low[i + 4]):
        return 1
    return 0


def _year_in_words(t: Tokens, i: int, lex: Lexicon) -> Numeral | None:
    """Return a year such as `nineteen ninety-six` or `twenty twelve`."""
    century = lex.cardinals.get(t.low[i], 0)
    decade = lex.cardinals.get(t.low[i + 1], 0)
    if century not in (18, 19, 20) or decade < 10 or t.glued(i + 1):
        return None
    year, stop = century * 100 + decade, i + 2
    if decade >= 20:
        hyphen = 1 if t.low[stop] == "-" else 0
        unit = lex.cardinals.get(t.low[stop + hyphen], 0)
        if 0 < unit < 10:
            year, stop = year + unit, stop + hyphen + 1
    return Numeral(float(year), 1, i, stop, spelled=True, year=True)


def _with_parts(t: Tokens, n: Numeral, lex: Lexicon) -> Numeral:
    """Return the number with what follows it: `and a half`, `point six`, and a scale after either."""
    low, i, value, step = t.low, n.stop, n.value, n.step
    half = _and_a_half(t, i)
    if half and low[i - 1] in lex.scales:
        scale = lex.scales[low[i - 1]]
        return Numeral(value + scale / 2, scale / 10, n.first, half, spelled=True, grouped=True)
    if half:
        value, step, i = value + 0.5, 0.1, half
    elif low[i] == "point" and low[i + 1] in lex.cardinals and lex.cardinals[low[i + 1]] < 10:
        decimals, i = "", i + 1
        while lex.cardinals.get(low[i], 10) < 10:
            decimals += str(lex.cardinals[low[i]])
            i += 1
        value, step = value + int(decimals) / 10 ** len(decimals), 10.0 ** -len(decimals)
    else:
        return n
    scale = lex.scales.get(low[i], 0)
    if scale:
        value, step, i = value * scale, step * scale, i + 1
    return Numeral(tidy(value), tidy(step), n.first, i, spelled=True, grouped=n.grouped or bool(scale))


def _and_a_half(t: Tokens, i: int) -> int:
    """Return the token after `and a half` (also hyphened), or 0."""
    words: list[str] = []
    while len(words) < 3 and i < t.last:
        if t.low[i] not in ("-", "‐", "‑"):
            words.append(t.low[i])
        i += 1
    return i if words in (["and", "a", "half"], ["and", "one", "half"]) else 0


def read_scaled_part(t: Tokens, i: int, lex: Lexicon) -> Numeral | None:
    """Return `half a million`, `a quarter of a million`, `half a dozen`, `a couple of hundred` at `i`, or None."""
    low, first = t.low, i
    count = 1
    if low[i] in _ARTICLES or low[i] == "one":
        i += 1
    elif low[i] in lex.cardinals and lex.cardinals[low[i]] < 10:
        count, i = lex.cardinals[low[i]], i + 1
    if low[i] == "-":
        i += 1
    if low[i] == "couple":
        return _couple(t, first, i + 1, lex)
    whole = lex.parts.get(low[i], 0)
    if not whole:
        return None
    i += 1
    linked = False
    for filler in ("-", "of", "a", "one", "-"):
        if low[i] == filler:
            i, linked = i + 1, True
    if linked and low[i] == "1" and low[i + 1] in ("percent", "%", "per"):
        i += 1
    if linked and low[i] in ("percent", "percentage", "per", "%"):
        return Numeral(tidy(count / whole), 0.1, first, i, spelled=True)
    unit = 12 if low[i] == "dozen" else lex.scales.get(low[i], 0)
    if not unit or (not linked and whole not in (2, 4)):
        return None
    value = unit * count / whole
    return Numeral(
        tidy(value),
        tidy(value / max(1, round(value / (unit / 10)))) if unit > 12 else 1,
        first,
        i + 1,
        spelled=True,
        grouped=unit > 12,
    )


def _couple(t: Tokens, first: int, i: int, lex: Lexicon) -> Numeral | None:
    i += t.low[i] == "of"
    unit = {"hundred": 100, "dozen": 12}.get(t.low[i]) or lex.scales.get(t.low[i], 0)
    return Numeral(2.0 * unit, unit, first, i + 1, spelled=True, grouped=unit > 12, rounded=True) if unit else None


def read_part(t: Tokens, i: int, lex: Lexicon) -> Numeral | None:
    """Return the part in words that starts at `i` (`half`, `a third`, `two-thirds`), in percent, or None."""
    low, first = t.low, i
    counted, count = False, 1
    if low[i] in _ARTICLES:
        i += 1
    elif lex.cardinals.get(low[i], 99) < 20:
        counted, count, i = True, lex.cardinals[low[i]], i + 1
        if low[i] == "-":
            i += 1
    elif low[i] != "half":
        return None
    whole = lex.parts.get(low[i], 0)
    if not whole or count >= whole:
        return None
    plural = low[i].endswith("s") or low[i] == "halves"
    if count > 1 and not plural:
        return None  # "two third graders"
    follows = low[i + 1]
    if whole == 2:
        if follows and follows.isalpha() and follows not in lex.half_follows:
            return None
        if follows == "-" and t.glued(i + 2):
            return None
    elif (count == 1 and follows and follows.isalpha() and follows not in lex.part_follows) or (
        follows == "-" and t.glued(i + 1)
    ):
        return None
    if whole == 4 and follows in lex.no_quarter:
        return None
    if not counted and low[first] in _ARTICLES and whole == 2:
        return None  # "a half" stands alone only in "and a half" and "a half hour"
    return Numeral(percent_of(count, whole), 1, first, i + 1, spelled=True, share=True, worded=True)


def read_ordinal(t: Tokens, i: int, lex: Lexicon) -> Numeral | None:
    """Return the ordinal in words that starts at `i` (`sixth`, `twenty-second`), or None; "30-second" has none."""
    if t.low[i - 1] == "-" and t.kind[i - 2] == "digits":
        return None
    tens = lex.cardinals.get(t.low[i], 0)
    if tens >= 20 and t.low[i + 1] == "-" and 0 < lex.ordinals.get(t.low[i + 2], 0) < 10:
        return Numeral(float(tens + lex.ordinals[t.low[i + 2]]), 1, i, i + 3, spelled=True, ordinal=True)
    value = lex.ordinals.get(t.low[i])
    return Numeral(float(value), 1, i, i + 1, spelled=True, ordinal=True) if value else None
