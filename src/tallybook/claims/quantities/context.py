"""Second look: what the other numbers and the words of the same sentence say about a number."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import replace

from tallybook.claims.quantities.hedges import match_after
from tallybook.claims.quantities.lexicon import Lexicon
from tallybook.claims.quantities.tokens import PAD, Tokens
from tallybook.claims.quantity import NotAClaim, Quantity

_DASHES = frozenset({"-", "–", "—", "‐", "‑"})
_SPANS = _DASHES | {"to", "/", "through", "until"}
_LIST_GOES_ON = frozenset({"", "and", "or", "to", "through", "of"})
_JOINTS = _SPANS | {"and", "or", ",", "&", "vs", "vs.", "versus", "and/or", ", and", ", or"}
_LISTED: frozenset[NotAClaim] = frozenset({"section", "statute", "label", "bill", "page"})
_SHARED: frozenset[NotAClaim] = frozenset({"vote", "money", "score"})
_WON = frozenset({"by", "won", "vote", "voted", "ruled", "decided", "passed", "lost"})


def settle(t: Tokens, found: list[Quantity], lex: Lexicon) -> list[Quantity]:
    """Return the numbers with the reasons that neighbours ("Figures 2 and 4") and the sentence ("exit polls") give."""
    if not found:
        return found
    out = list(found)
    for k in range(1, len(out)):
        before, here = out[k - 1], out[k]
        if here.start - before.end > 8 or (here.not_a_claim and before.not_a_claim):
            continue
        joint = t.text[before.end : here.start].strip().lower()
        why = _from_left(before, here, joint, lex)
        if why and not here.not_a_claim:
            out[k] = replace(here, not_a_claim=why)
        elif _versus(t, before, here, joint):
            out[k - 1], out[k] = replace(before, not_a_claim="vote"), replace(here, not_a_claim="vote")
    for k in range(len(out) - 2, -1, -1):
        here, after = out[k], out[k + 1]
        if here.not_a_claim or after.not_a_claim not in _SHARED or here.form not in (after.form, "number"):
            continue
        joint = t.text[here.end : after.start].strip().lower()
        if joint in _SPANS or (joint in _JOINTS and after.not_a_claim != "money" and here.form == after.form):
            out[k] = replace(here, not_a_claim=after.not_a_claim)
    _from_sentence(t, out, lex)
    return out


def _from_left(before: Quantity, here: Quantity, joint: str, lex: Lexicon) -> NotAClaim:
    """Return the reason of the number before where this one goes on with it: "2011 and 2012", "Page 1 of 9"."""
    why = before.not_a_claim
    if joint == "of" and why in ("page", "list_number", "label"):
        return why
    if joint not in _JOINTS or here.form not in (before.form, "number") or here.unit_word in lex.counted:
        return ""
    if why in _SHARED:
        return why if joint in _SPANS or (why != "money" and here.form == before.form) else ""
    if (
        here.spelled
        or here.form != "number"
        or "," in here.text
        or (joint == "," and here.unit_word not in _LIST_GOES_ON)
    ):
        return ""
    if why == "date":
        year = 1900 <= here.value <= 2100 or (joint in _SPANS and before.value >= 1900 and here.value < 100)
        return why if here.step == 1 and (year or (here.value <= 31 and before.value <= 31)) else ""
    return why if why in _LISTED and here.value < 10_000 else ""


def _versus(t: Tokens, before: Quantity, here: Quantity, joint: str) -> bool:
    """Return whether two numbers are the sides of a vote or match: `7-2`, "won by 51.3 to 47.9 percent"."""
    if before.not_a_claim or here.not_a_claim or here.hedge != "exact" or before.hedge != "exact":
        return False
    words = t.text[max(0, before.start - 24) : before.start].lower().split()
    won = bool(words) and not _WON.isdisjoint(words[-3:])
    if joint in _DASHES and before.form == here.form == "number":
        return before.value < 1000 and here.value < 1000 and (before.value > here.value or won)
    return joint == "to" and words[-1:] == ["by"] and before.value > here.value


def _from_sentence(t: Tokens, out: list[Quantity], lex: Lexicon) -> None:
    """Set the reasons that a word anywhere in the sentence gives."""
    hits: list[tuple[int, NotAClaim]] = []
    for i in range(PAD, t.last):
        if t.low[i] in lex.reason_sentence:
            found = match_after(t, i, lex.reason_sentence)
            if found:
                hits.append((t.start[i], found[1]))
    if not hits:
        return
    ends = _sentence_ends(t, lex)
    reasons: dict[int, list[NotAClaim]] = {}
    for place, why in hits:
        reasons.setdefault(bisect_right(ends, place), []).append(why)
    for k, q in enumerate(out):
        for why in () if q.not_a_claim else dict.fromkeys(reasons.get(bisect_right(ends, q.start), ())):
            if q.form in lex.sentence_forms.get(why, frozenset()):
                out[k] = replace(q, not_a_claim=why)
                break


def _sentence_ends(t: Tokens, lex: Lexicon) -> list[int]:
    """Return the places in the text right after each sentence."""
    return [
        t.end[i]
        for i in range(PAD, t.last)
        if t.low[i] in ("!", "?", "…") or (t.low[i] == "." and _full_stop(t, i, lex))
    ]


def _full_stop(t: Tokens, i: int, lex: Lexicon) -> bool:
    if i + 1 >= t.last:
        return True
    if t.glued(i + 1) and t.low[i + 1] not in "\"”'’)*":
        return False
    before = t.low[i - 1]
    if t.kind[i - 1] == "word" and (len(before) == 1 or before in lex.abbreviations):
        return False
    if "\n" in t.text[t.end[i] : t.start[i + 1]]:
        return True
    following = i + 1
    while t.kind[following] == "sign" and following < min(i + 5, t.last):
        following += 1
    return t.capital(following) or t.kind[following] != "word"
