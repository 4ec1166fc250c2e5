"""Numbers in digits: 409,849 · 409.849 · 225 390 · 3,3 · 36k · 1.59m · 40.4 thousand · 1½ million · $46.9 billion."""

from __future__ import annotations

import re

from tallybook.claims.quantities.lexicon import Lexicon
from tallybook.claims.quantities.numeral import Numeral, tidy
from tallybook.claims.quantities.tokens import PAD, Tokens

_LONGEST = 20
"""Digits and signs in one run; anything longer is an identifier."""
CURRENCIES = frozenset("$€£¥₹")
_ORDINAL_ENDINGS = frozenset({"st", "nd", "rd", "th"})
_SIGNS = {"-": -1, "−": -1, "+": 1}
_SEPARATORS = re.compile("[\u00a0\u202f\u2009'’]")
_DOTTED = re.compile(r"[0-9]{1,3}(?:\.[0-9]{3})+(?:,[0-9]{1,2})?")
_PERCENT = frozenset({"%", "percent", "per", "pct", "percentage", "points", "pp"})


def read_digits(t: Tokens, i: int, lex: Lexicon) -> Numeral:
    """Return the number written in digits at token `i`, with the sign, currency and scale written to it."""
    low, first, stop = t.low, i, i + 1
    if len(low[i]) > _LONGEST:
        return Numeral(0.0, 1, i, i + 1, identifier=True)
    value, step, grouped = _literal(t, i, lex)
    if not grouped and _spaced(t, i, lex):
        digits = low[i]
        while (
            low[stop].isdecimal()
            and len(low[stop]) == 3
            and t.text[t.end[stop - 1] : t.start[stop]] == " "
            and len(digits) < 15
        ):
            digits, stop = digits + low[stop], stop + 1
        value, grouped = float(digits), True
    if t.glued(stop) and low[stop] in _ORDINAL_ENDINGS and step == 1:
        return Numeral(value, 1, first, stop + 1, ordinal=True)
    if t.glued(stop) and low[stop] in lex.vulgar and step == 1:
        value, step, stop = value + lex.vulgar[low[stop]], 0.01, stop + 1
    currency = ""
    if low[i - 1] in CURRENCIES and (t.glued(i) or t.end[i - 1] + 1 == t.start[i]):
        currency, first = low[i - 1], i - 1
        if t.glued(i - 1) and low[i - 2] in ("us", "c", "a", "mx", "u"):
            first = i - 2
    scale, stop, rounded = _scale(t, stop, lex, currency=bool(currency), whole=step == 1 and not grouped)
    value, step = tidy(value * scale), tidy(step * scale)
    sign = _sign(t, first)
    if sign:
        first -= 1
    return Numeral(
        value,
        step,
        first,
        stop,
        grouped=grouped or scale > 1,
        rounded=rounded,
        sign=sign,
        currency=currency,
        identifier=not grouped and scale == 1 and value >= 1e8,
    )


def _literal(t: Tokens, i: int, lex: Lexicon) -> tuple[float, float, bool]:
    """Return value, step and whether thousands are marked, for the digits of one token."""
    raw = t.low[i]
    if raw.isdecimal():
        return float(raw), 1, False
    closed = _SEPARATORS.sub("", raw)
    if closed != raw:
        whole, _, part = closed.replace(",", ".").partition(".")
        return float(f"{whole}.{part or 0}"), 10.0 ** -len(part), True
    if _DOTTED.fullmatch(raw) and ("," in raw or raw.count(".") > 1 or _thousands_by_dot(t, i, lex)):
        whole, _, part = raw.replace(".", "").partition(",")
        return float(f"{whole}.{part or 0}"), 10.0 ** -len(part), True
    if "." in raw:
        return float(raw.replace(",", "")), 10.0 ** -len(raw.partition(".")[2]), "," in raw
    whole, _, part = raw.partition(",")
    if raw.count(",") == 1 and (len(part) != 3 or whole == "0"):
        return float(f"{whole}.{part}"), 10.0 ** -len(part), False
    return float(raw.replace(",", "")), 1, True


def _thousands_by_dot(t: Tokens, i: int, lex: Lexicon) -> bool:
    """Return whether one dot before three digits (409.849) marks thousands, as in much of Europe and Latin America."""
    raw, follows = t.low[i], t.low[i + 1]
    if (
        raw.startswith("0")
        or follows in _PERCENT
        or follows in lex.scales
        or follows in lex.suffixes
        or follows in ("x", "times")
    ):
        return False
    if t.low[i - 1] in CURRENCIES or (t.glued(i + 1) and follows.isalpha()):
        return False
    if follows in lex.counted or t.low[i + 2] in lex.counted:
        return True
    return not t.commas


def _spaced(t: Tokens, i: int, lex: Lexicon) -> bool:
    """Return whether the digits at `i` and behind the next space are one number (225 390), not a date and a count."""
    low = t.low
    if not (low[i].isdecimal() and len(low[i]) <= 3 and low[i][0] != "0"):
        return False
    following = i + 1
    if not (low[following].isdecimal() and len(low[following]) == 3 and t.text[t.end[i] : t.start[following]] == " "):
        return False
    if t.low[following + 1].isdecimal() and t.glued(following + 1):
        return False
    if (t.glued(following + 1) and t.low[following + 1] in ("(", "[", "§")) or t.low[following + 1] in ("-",):
        return False  # "35 287(g) agreements": a section of a law
    before = low[i - 1] if low[i - 1] != "." else low[i - 2]
    return (
        before not in lex.months
        and before not in ("-", "/")
        and not any(p[0] == (before,) for p in lex.reason_before.get(before, ()))
    )


def _scale(t: Tokens, i: int, lex: Lexicon, *, currency: bool, whole: bool) -> tuple[int, int, bool]:
    """Return the factor of a suffix or scale word at `i`, the token after it, and whether it tells of rounding."""
    word = t.low[i]
    if t.glued(i) and word in lex.suffixes and not t.glued(i + 1 if t.kind[i + 1] != "sign" else t.last):
        if word == "b" and whole and not currency and not t.capital(i):
            return 1, i, False  # "Table 4b"
        return lex.suffixes[word], i + 1, word in lex.rounded_suffixes and whole
    if t.glued(i) and word == "-" and t.glued(i + 1) and t.low[i + 1] in lex.scales:
        return lex.scales[t.low[i + 1]], i + 2, False
    if word == "hundred":
        thousand = t.low[i + 1] == "thousand"
        return (100_000, i + 2, False) if thousand else (100, i + 1, False)
    if word in lex.scales:
        return lex.scales[word], i + 1, False
    if word in ("mn", "bn", "mil") and t.low[i + 1] != "-":
        return lex.suffixes[word], i + 1 + (t.low[i + 1] == "." and t.glued(i + 1) and word == "mil"), False
    return 1, i, False


def _sign(t: Tokens, first: int) -> int:
    """Return the sign written against the number: only where no word or digit stands before it."""
    sign = _SIGNS.get(t.low[first - 1], 0)
    if not sign or not t.glued(first):
        return 0
    if first - 1 > PAD and t.glued(first - 1) and t.low[first - 2] not in "([{\"'“‘/~≈<>":
        return 0
    return sign
