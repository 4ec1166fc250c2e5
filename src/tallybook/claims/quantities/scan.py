"""The scan: every number of a text, in order, each with its form, hedge, range, direction and reason."""

from __future__ import annotations

from collections.abc import Iterator

from tallybook.claims.model import Hedge
from tallybook.claims.quantities.context import settle
from tallybook.claims.quantities.digits import read_digits
from tallybook.claims.quantities.directions import direction
from tallybook.claims.quantities.exclusions import reason
from tallybook.claims.quantities.forms import Shape, shape
from tallybook.claims.quantities.hedges import bounds, filler, hedge_after, hedge_before
from tallybook.claims.quantities.lexicon import Lexicon, lexicon
from tallybook.claims.quantities.numeral import Numeral, rounded_to
from tallybook.claims.quantities.ranges import read_range
from tallybook.claims.quantities.structures import structure
from tallybook.claims.quantities.tokens import PAD, Tokens
from tallybook.claims.quantities.wordings import read_wording, starters
from tallybook.claims.quantity import NotAClaim, Quantity


def quantities(text: str) -> list[Quantity]:
    """Return every number in a running text (a paragraph, list item or table cell), in order and without overlap.

    Example:
        >>> [(q.text, q.value, q.hedge) for q in quantities("Nearly half of the 36k removals.")]
        [('Nearly half', 50.0, 'nearly'), ('36k', 36000.0, 'about')]
    """
    lex = lexicon()
    t = Tokens(text)
    return settle(t, list(_scan(t, lex)), lex)


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
    s, upper = read_range(t, s, lex)
    n = s.numeral
    hedge, first = hedge_before(t, n.first, lex, after_quantity=previous, after_claim=claimed)
    why = reason(t, s, first, lex)
    hedge, stop = _settle_hedge(t, s, hedge, first, lex, dated=why == "date")
    way = n.sign or direction(t, first, stop, s.form, lex, after_quantity=claimed)
    value = n.value * n.sign if n.sign else n.value
    low, high = bounds(value, hedge)
    if upper is not None:
        low, high = value, upper
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
        upper=upper,
        rounded_to=rounded_to(n.value, n.step),
    )
    return quantity, stop


def _settle_hedge(t: Tokens, s: Shape, hedge: Hedge, first: int, lex: Lexicon, *, dated: bool) -> tuple[Hedge, int]:
    n, stop = s.numeral, s.stop
    if filler(n, hedge, tuple(t.low[first : n.first])):
        hedge = "exact"
    if hedge == "exact" and not dated:
        hedge, stop = hedge_after(t, stop, lex)
    if hedge == "exact" and first == n.first:
        if n.hedged:
            hedge = n.hedged
        elif n.rounded or n.worded:
            hedge = "about"
    return hedge, stop


def _unit(t: Tokens, i: int) -> tuple[str, str]:
    """Return the word after the number and the time it is counted per: `742 a day`, `1,280 arrests every day`."""
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
    "day": "day", "night": "day", "week": "week", "month": "month", "quarter": "quarter", "year": "year",
    "hour": "hour",
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
    why: NotAClaim = "date" if letters in ("fy", "cy", "q", "h") and low[len(letters) :].isdecimal() else "identifier"
    yield _plain(t, t.start[i], t.end[i], why)
