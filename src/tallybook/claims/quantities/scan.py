"""The scan: every number of a text, in order, each with its form, hedge, range, direction and reason."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from tallybook.claims.model import Hedge
from tallybook.claims.quantities.context import settle
from tallybook.claims.quantities.digits import read_digits
from tallybook.claims.quantities.directions import direction
from tallybook.claims.quantities.exclusions import reason
from tallybook.claims.quantities.forms import Shape, percent_unit, shape
from tallybook.claims.quantities.hedges import bounds, filler, hedge_after, hedge_before
from tallybook.claims.quantities.lexicon import Lexicon, lexicon
from tallybook.claims.quantities.numeral import Numeral, rounded_to
from tallybook.claims.quantities.structures import structure
from tallybook.claims.quantities.tokens import PAD, Tokens
from tallybook.claims.quantities.wordings import read_wording, starters
from tallybook.claims.quantities.words import read_cardinal
from tallybook.claims.quantity import NotAClaim, Quantity

_DASHES = frozenset({"-", "–", "—", "‐", "‑", "−"})
_RANGE_VERBS = frozenset(
    {"ranged", "ran", "ranging", "range", "ranges", "varied", "between", "run", "runs", "anywhere", "somewhere"}
)


def quantities(text: str) -> list[Quantity]:
    """Return every number in a running text (a paragraph, list item or table cell), in order and without overlap.

    Example:
        >>> [(q.text, q.value, q.hedge) for q in quantities("Nearly half of the 36k removals.")]
        [('Nearly half', 50.0, 'nearly'), ('36k', 36000.0, 'about')]
    """
    lex = lexicon()
    t = Tokens(text)
    return settle(t, list(_scan(t, lex)), lex)


@dataclass(slots=True)
class _Upper:
    """The other end of a range."""

    value: float
    stop: int


def _scan(t: Tokens, lex: Lexicon) -> Iterator[Quantity]:
    begins = starters()
    i, previous, claimed = PAD, 0, 0
    while i < t.last:
        kind = t.kind[i]
        if kind == "digits":
            odd = structure(t, i)
            if odd:
                why, start, end = odd
                stop = i + 1
                while stop < t.last and t.start[stop] < end:
                    stop += 1
                yield _plain(t, start, max(end, t.end[stop - 1]), why)
                i = previous = stop
                continue
            numeral: Numeral | None = read_digits(t, i, lex)
        elif kind == "word":
            numeral = read_wording(t, i, lex) if t.low[i] in begins else None
        elif kind == "mixed":
            yield from _mixed(t, i)
            i += 1
            continue
        else:
            numeral = None
        if numeral is None or numeral.first < previous:
            i += 1
            continue
        quantity, stop = _quantity(t, numeral, lex, previous, claimed)
        yield quantity
        i = previous = max(stop, i + 1)
        if quantity.not_a_claim != "date":
            claimed = previous


def _quantity(t: Tokens, numeral: Numeral, lex: Lexicon, previous: int, claimed: int) -> tuple[Quantity, int]:
    """Return the quantity that the numeral makes with the words around it, and the token after it.

    `previous` is the token after the last number, `claimed` the one after the last number that is no date.
    """
    s = shape(t, numeral, lex)
    s, upper = _range(t, s, lex)
    n = s.numeral
    hedge, first = hedge_before(t, n.first, lex, after_quantity=previous)
    hedge, stop = _settle_hedge(t, s, hedge, first, lex)
    why = reason(t, s, first, lex)
    way = n.sign or direction(t, first, stop, s.form, lex, after_quantity=claimed)
    value = n.value * n.sign if n.sign else n.value
    low, high = bounds(value, hedge)
    if upper:
        low, high = value, upper.value
    unit, per = _unit(t, max(stop, s.stop))
    quantity = Quantity(
        start=t.start[first],
        end=t.end[stop - 1],
        number_start=t.start[n.first],
        number_end=t.end[n.stop - 1],
        text=t.text[t.start[first] : t.end[stop - 1]],
        form=s.form,
        value=value,
        step=n.step,
        hedge=hedge,
        low=low,
        high=high,
        direction=way,
        not_a_claim=why,
        spelled=n.spelled,
        currency=n.currency,
        unit_word=unit,
        per=per,
        upper=upper.value if upper else None,
        rounded_to=rounded_to(n.value, n.step),
    )
    return quantity, stop


def _settle_hedge(t: Tokens, s: Shape, hedge: Hedge, first: int, lex: Lexicon) -> tuple[Hedge, int]:
    n, stop = s.numeral, s.stop
    if filler(n, hedge, tuple(t.low[first : n.first])):
        hedge = "exact"
    if hedge == "exact":
        hedge, stop = hedge_after(t, stop, lex)
    if hedge == "exact" and first == n.first:
        if n.hedged:
            hedge = n.hedged
        elif n.rounded or n.worded:
            hedge = "about"
    return hedge, stop


def _range(t: Tokens, s: Shape, lex: Lexicon) -> tuple[Shape, _Upper | None]:
    """Return the shape with the upper end of a range (`389,000 to 397,000`, `between 5 and 10 percent`, `5-10%`), if it is one."""
    n, low, i = s.numeral, t.low, s.stop
    if s.form not in ("number", "percent") or n.sign or n.share:
        return s, None
    joint = low[i]
    between = low[n.first - 1] == "between"
    if not (
        (joint == "to" and (low[n.first - 1] != "from" or low[n.first - 2] in _RANGE_VERBS))
        or (joint == "and" and between)
        or joint in _DASHES
    ):
        return s, None
    if joint in _DASHES and joint in ("-", "−", "‐", "‑") and not (t.glued(i) and t.glued(i + 1)):
        return s, None
    at = i + 1
    while t.kind[at] == "sign" and low[at] in "$€£":
        at += 1
    if t.kind[at] == "digits":
        other: Numeral | None = read_digits(t, at, lex)
    else:
        other = read_cardinal(t, at, lex)
    if other is None or other.share:
        return s, None
    unit = percent_unit(t, other.stop)
    top, bottom = other.value, n.value
    scale = _shared_scale(t, s, other, dashed=joint in _DASHES)
    if scale > 1:
        n = replace(n, value=bottom * scale, step=n.step * scale, grouped=True)
        bottom = n.value
    if not bottom < top or _year(n) != _year(other) or (s.form == "percent" and unit is None):
        return s, None
    if _year(n) or (joint in _DASHES and top > 1000 * max(bottom, 1)):
        return s, None
    form = unit[0] if unit else s.form
    stop = unit[1] if unit else other.stop
    return Shape(replace(n, stop=stop, currency=n.currency or other.currency), form, stop), _Upper(top, stop)


def _shared_scale(t: Tokens, s: Shape, other: Numeral, *, dashed: bool) -> float:
    """Return the factor that the upper end of a range lends to the lower one: `1.5-2 million`, `10-15,000`; else 1."""
    lex, n = lexicon(), s.numeral
    if s.form != "number" or n.grouped or not n.value < 1000 <= other.value:
        return 1
    word = t.low[other.stop - 1]
    scale = float(lex.scales.get(word) or lex.suffixes.get(word) or (1000 if dashed and other.value % 1000 == 0 else 1))
    return scale if n.value * scale < other.value else 1


def _year(n: Numeral) -> bool:
    return not n.grouped and not n.spelled and n.step == 1 and 1900 <= n.value <= 2100


def _unit(t: Tokens, i: int) -> tuple[str, str]:
    """Return the word after the number and the time it is counted per (`742 a day`, `1,280 arrests every single day`)."""
    low = t.low
    if low[i] == "-" and t.glued(i):
        i += 1
    word = low[i] if t.kind[i] == "word" else ""
    for j in range(i, i + 4):
        if low[j] in ("a", "per", "each", "every", "an"):
            k = j + 1 + (low[j + 1] in ("single", "average", "calendar", "given"))
            time = _PER.get(low[k], "")
            if time:
                return (f"{low[j]} {low[k]}" if j == i else word), time
        if low[j] in ("daily", "monthly", "weekly", "annually"):
            return word, _PER[low[j]]
        if t.kind[j] != "word":
            break
    return word, ""


_PER = {
    "day": "day", "month": "month", "week": "week", "year": "year", "hour": "hour", "quarter": "quarter", "night": "day",
    "daily": "day", "monthly": "month", "weekly": "week", "annually": "year",
}  # fmt: skip


def _plain(t: Tokens, start: int, end: int, why: NotAClaim) -> Quantity:
    """Return a run of digits that is no number, with its first digits as value."""
    text = t.text[start:end]
    digits = ""
    for c in text:
        if c.isdecimal():
            digits += c
        elif digits:
            break
    value = float(digits or 0)
    return Quantity(start, end, start, end, text, "number", value, 1, low=value, high=value, not_a_claim=why)


def _mixed(t: Tokens, i: int) -> Iterator[Quantity]:
    """Yield the reading of letters with digits: FY12 is a date, Q3 too, I247 and the rest are identifiers."""
    low = t.low[i]
    letters = low.rstrip("0123456789")
    why: NotAClaim = "date" if letters in ("fy", "cy", "q", "h") and low[len(letters) :].isdigit() else "identifier"
    yield _plain(t, t.start[i], t.end[i], why)
