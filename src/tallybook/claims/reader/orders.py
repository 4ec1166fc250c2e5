"""Orders: a statement of rank that has no number becomes a claim."""

from __future__ import annotations

import re
from dataclasses import replace

from tallybook.base.periods import fiscal_years
from tallybook.claims.model import Asserted, Claim
from tallybook.claims.reader.choosing import also_allowed, goes_on_from, other_agencies
from tallybook.claims.reader.doubts import ANAPHORA
from tallybook.claims.reader.parts import order_of_a_part
from tallybook.claims.reader.ranked import ranked
from tallybook.claims.reader.ranks import Rank
from tallybook.claims.reader.scope import Sentence, reach, scope_of
from tallybook.claims.reader.state import MINIMUM, Reader
from tallybook.claims.reader.subject import choose
from tallybook.claims.reader.wholes import SHARE_WORDS
from tallybook.claims.reader.wording import with_time

_NEVER = re.compile(r"\b(?:never|not|no|n['’]t|hardly|without)\b[\w\s]{0,16}\Z", re.I)

_WOULD_BE = re.compile(
    r"\b(?:would|could|might|may|will) (?:also |then |still |again )?(?:be|set|mark|make|break)\s+\Z", re.I
)


def from_rank(reader: Reader, sentence: Sentence, rank: Rank) -> Claim | None:
    """Return the claim that a statement of order makes, or None where it is about nothing of ours."""
    kind = "rank"
    if rank.restating or _NEVER.search(sentence.text[max(sentence.span.start, rank.start - 24) : rank.start]):
        return None
    at = reach(sentence, rank.start, rank.end)
    scope = scope_of(sentence, replace(at, left=sentence.span.start))
    if not any(w >= 1.0 for w in scope.families.values()) and not ANAPHORA.search(
        sentence.text[sentence.span.start : max(rank.end, min(sentence.span.end, rank.end + 60))]
    ):
        return None
    near = any(c.kind == "family" and abs(c.start - rank.start) < 40 for c in sentence.cues)
    prefer = None if near else goes_on_from(reader, sentence)
    choices = choose(reader.catalog, scope, reader.discourse, None, (), carry=True, prefer=prefer)
    if not choices or choices[0].score < MINIMUM:
        return None
    measure = choices[0].measure
    period, base = ranked(reader.around(sentence, at), measure, rank.unit)
    reader.discourse.last = reader.discourse.paragraph = measure
    value = rank.value
    if rank.unit.startswith("consecutive") and period is not None:
        first = (
            base.fiscal_years()[-1] + 1
            if base and base.fiscal_years()
            else period.fiscal_years()[0]
            if period.fiscal_years()
            else 0
        )
        last = period.fiscal_years()[-1] if period.fiscal_years() else 0
        if first and last > first:
            value, period, base = last - first + 1, fiscal_years(first, last), None
    end = with_time(sentence, rank.end)
    asserted = Asserted(value, rank.unit, "exact", value, value)
    shared = SHARE_WORDS.search(sentence.text, sentence.span.start, rank.start) is not None
    before = reader.claims[-1] if reader.claims else None
    modal = _WOULD_BE.search(sentence.text, sentence.span.start, rank.start) is not None or (
        before is not None
        and before.modal
        and before.sentence == sentence.text[sentence.span.start : sentence.span.end]
    )
    return Claim(
        "", "", rank.start, end, "rank", measure.id, period, asserted, base, of_share=shared, modal=modal,
        also=also_allowed(choices, scope, reader.discourse, kind),
        fallback=other_agencies(choices, scope),
        clause=sentence.text[at.left : at.right],
        narrowed=order_of_a_part(reader, sentence, at, measure),
    )  # fmt: skip
