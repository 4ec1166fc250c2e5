"""Second look: what the other numbers and the words of the same sentence say about a number."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import replace

from tallybook.claims.quantities.hedges import match_after
from tallybook.claims.quantities.lexicon import Lexicon
from tallybook.claims.quantities.tokens import PAD, Tokens
from tallybook.claims.quantity import NotAClaim, Quantity

_JOINTS = frozenset(
    {"and", "or", ",", "to", "through", "-", "–", "—", "&", "/", "vs", "versus", "and/or", "until", ", and", ", or"}
)
_CARRIED: frozenset[NotAClaim] = frozenset(
    {"date", "section", "statute", "label", "bill", "page", "vote", "money", "score"}
)


def settle(t: Tokens, found: list[Quantity], lex: Lexicon) -> list[Quantity]:
    """Return the numbers with reasons carried over "Figures 2 and 4" and drawn from words of the sentence ("exit polls")."""
    if not found:
        return found
    out = list(found)
    for k in range(1, len(out)):
        before, here = out[k - 1], out[k]
        if (
            here.not_a_claim
            or before.not_a_claim not in _CARRIED
            or (here.form != before.form and here.form != "number")
        ):
            continue
        joint = t.text[before.end : here.start].strip().lower()
        if joint in _JOINTS and _same_sort(before, here):
            out[k] = replace(here, not_a_claim=before.not_a_claim)
    for k in range(len(out) - 2, -1, -1):
        here, after = out[k], out[k + 1]
        if here.not_a_claim or after.not_a_claim not in ("vote", "score", "money"):
            continue
        if t.text[here.end : after.start].strip().lower() in _JOINTS and here.form in (after.form, "number"):
            out[k] = replace(here, not_a_claim=after.not_a_claim)
    _sentences(t, out, lex)
    return out


def _same_sort(before: Quantity, here: Quantity) -> bool:
    """Return whether a number is small and bare enough to go on with the list of the one before it."""
    if before.not_a_claim == "date":
        return here.value == int(here.value) and here.step == 1 and (here.value <= 31 or 1900 <= here.value <= 2100)
    if before.not_a_claim in ("section", "statute", "label", "bill", "page"):
        return here.value < 10_000 and "," not in here.text and here.form == "number" and not here.spelled
    return True


def _sentences(t: Tokens, out: list[Quantity], lex: Lexicon) -> None:
    """Set the reasons that a word anywhere in the sentence gives."""
    hits: list[tuple[int, NotAClaim]] = []
    for i in range(PAD, t.last):
        if t.low[i] in lex.reason_sentence:
            found = match_after(t, i, lex.reason_sentence)
            if found:
                hits.append((t.start[i], found[1]))
    if not hits:
        return
    ends = sentence_ends(t, lex)
    for k, q in enumerate(out):
        if q.not_a_claim:
            continue
        first, last = _bounds_of(ends, q.start)
        for place, why in hits:
            if first <= place < last and q.form in lex.sentence_forms.get(why, frozenset()):
                out[k] = replace(q, not_a_claim=why)
                break


def sentence_ends(t: Tokens, lex: Lexicon) -> list[int]:
    """Return the places in the text right after each sentence."""
    ends = []
    for i in range(PAD, t.last):
        if t.low[i] in ("!", "?", "…") or (t.low[i] == "." and _full_stop(t, i, lex)):
            ends.append(t.end[i])
    ends.append(len(t.text) + 1)
    return ends


def _full_stop(t: Tokens, i: int, lex: Lexicon) -> bool:
    if i + 1 >= t.last:
        return True
    if t.glued(i + 1) and t.low[i + 1] not in "\"”'’)*":
        return False
    before = t.low[i - 1]
    if t.kind[i - 1] == "word" and (len(before) == 1 or before in lex.abbreviations):
        return False
    following = i + 1
    while t.kind[following] == "sign" and following < t.last:
        following += 1
    return t.capital(following) or t.kind[following] in ("digits", "")


def _bounds_of(ends: list[int], place: int) -> tuple[int, int]:
    k = bisect_right(ends, place)
    return (ends[k - 1] if k else 0), ends[min(k, len(ends) - 1)]
