"""Two ends of a range in one quantity: `389,000 to 397,000`, `between 5 and 10 percent`, `5-10%`, `1.5-2 million`."""

from __future__ import annotations

from dataclasses import replace

from tallybook.claims.quantities.digits import CURRENCIES, read_digits
from tallybook.claims.quantities.forms import Shape, percent_unit
from tallybook.claims.quantities.lexicon import Lexicon
from tallybook.claims.quantities.numeral import Numeral
from tallybook.claims.quantities.tokens import Tokens
from tallybook.claims.quantities.words import read_cardinal

_DASHES = frozenset({"-", "–", "‐", "‑", "−"})
_RANGING = frozenset({"ranged", "ran", "ranging", "range", "ranges", "varied", "run", "runs", "anywhere", "somewhere"})


def read_range(t: Tokens, s: Shape, lex: Lexicon) -> tuple[Shape, float | None]:
    """Return the shape over both ends and the upper end, where the number starts a range; else the shape and None.

    "from 43 to 55 percent" is no range but two levels; the first then takes the unit of the second.
    """
    n, low, i = s.numeral, t.low, s.stop
    if (
        s.form not in ("number", "percent")
        or n.sign
        or n.share
        or n.ordinal
        or low[i] not in _DASHES | {"to", "and", "or"}
    ):
        return s, None
    dashed = low[i] in _DASHES
    if dashed and not (t.glued(i) and t.glued(i + 1)):
        return s, None
    other = _upper_end(t, i + 1, lex)
    if other is None or _year(n) or _year(other):
        return s, None
    unit = percent_unit(t, other.stop)
    if s.form == "percent" and unit is None:
        return s, None
    scale = _shared_scale(t, s, other, lex, dashed=dashed)
    bottom, top = n.value * scale, other.value
    if not (_is_range(t, n, low[i], lex) and bottom < top <= 1000 * max(bottom, 1)):
        levels = (
            unit is not None
            and s.form == "number"
            and not n.grouped
            and not dashed
            and low[n.first - 1] not in lex.months
        )
        return (Shape(n, unit[0], i) if levels and unit else s), None
    both = replace(
        n,
        value=bottom,
        step=n.step * scale,
        grouped=n.grouped or scale > 1,
        stop=unit[1] if unit else other.stop,
        currency=n.currency or other.currency,
    )
    return Shape(both, unit[0] if unit else s.form, both.stop), top


def _upper_end(t: Tokens, i: int, lex: Lexicon) -> Numeral | None:
    while t.low[i] in CURRENCIES:
        i += 1
    return read_digits(t, i, lex) if t.kind[i] == "digits" else read_cardinal(t, i, lex)


def _is_range(t: Tokens, n: Numeral, joint: str, lex: Lexicon) -> bool:
    """Return whether the word between two numbers spans a range; `from … to …` and `fell 5,000 to 12,000` do not."""
    before, earlier = t.low[n.first - 1], t.low[n.first - 2]
    if joint == "and":
        return before == "between" or earlier == "between"
    if joint == "or":
        return False
    if joint == "to":
        if before == "from":
            return earlier in _RANGING
        return before not in lex.up and before not in lex.down and before != "by"
    return True


def _shared_scale(t: Tokens, s: Shape, other: Numeral, lex: Lexicon, *, dashed: bool) -> float:
    """Return the factor that the upper end lends to the lower one: `1.5-2 million`, `10-15,000`; else 1."""
    n = s.numeral
    if s.form != "number" or n.grouped or not n.value < 1000 <= other.value:
        return 1
    word = t.low[other.stop - 1]
    scale = float(lex.scales.get(word) or lex.suffixes.get(word) or (1000 if dashed and other.value % 1000 == 0 else 1))
    return scale if n.value * scale < other.value else 1


def _year(n: Numeral) -> bool:
    return not n.grouped and not n.spelled and n.step == 1 and 1900 <= n.value <= 2100
