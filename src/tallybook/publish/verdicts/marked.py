"""A document with its claims where they stand: pieces of text, each with the claim it belongs to."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Literal

from tallybook.claims.document import Block, Document
from tallybook.claims.model import Check, Judged
from tallybook.publish.verdicts.wording import quote_words

Kind = Literal["title", "heading", "paragraph", "item", "quote", "table"]


@dataclass(frozen=True)
class Numbered:
    """A claim with its number on the page, its anchor, and its quote as a reader sees it."""

    number: int
    anchor: str
    judged: Judged
    quote: str


@dataclass(frozen=True)
class Piece:
    """A run of a block's text; `first` and `last` say whether it opens or closes the claim it is part of."""

    text: str
    claim: Numbered | None = None
    first: bool = False
    last: bool = False


@dataclass
class Part:
    """Blocks that are shown as one, with the claims that stand in them."""

    kind: Kind
    pieces: list[Piece] = field(default_factory=list)
    head: list[list[list[Piece]]] = field(default_factory=list)
    rows: list[list[list[Piece]]] = field(default_factory=list)
    claims: list[Numbered] = field(default_factory=list)


def parts_of(document: Document, check: Check, prefix: str) -> tuple[list[Part], list[Numbered]]:
    """Return the document's parts in order, and the claims that stand in none of them.

    Args:
        document: the text.
        check: its check.
        prefix: what anchors begin with, so that several documents fit on one page.
    """
    numbered = [
        Numbered(n, f"{prefix}{n}", judged, quote_words(document, judged.claim))
        for n, judged in enumerate(sorted(check.claims, key=lambda j: (j.claim.start, j.claim.end)), 1)
    ]
    parts: list[Part] = []
    placed: set[int] = set()
    for block in document.blocks:
        if block.kind == "furniture" and not block.cells:
            continue
        here = [c for c in numbered if c.number not in placed and _stands_in(c, block)]
        placed.update(c.number for c in here)
        if block.cells:
            if not parts or parts[-1].kind != "table":
                parts.append(Part("table"))
            row = [list(_pieces(block, cell.start, cell.end, here)) for cell in block.cells]
            (parts[-1].rows if block.kind == "row" or parts[-1].rows else parts[-1].head).append(row)
        else:
            parts.append(Part(_kind(block), list(_pieces(block, 0, len(block.text), here))))
        parts[-1].claims.extend(here)
    return parts, [c for c in numbered if c.number not in placed]


def _kind(block: Block) -> Kind:
    kind = block.kind
    return "paragraph" if kind == "row" or kind == "furniture" else kind  # noqa: PLR1714 mypy narrows no tuple


def _stands_in(claim: Numbered, block: Block) -> bool:
    start = bisect_left(block.offsets, claim.judged.claim.start)
    return start < len(block.offsets) and block.offsets[start] < claim.judged.claim.end


def _pieces(block: Block, start: int, end: int, claims: list[Numbered]) -> Iterator[Piece]:
    """Yield the runs of `block.text[start:end]`; where claims overlap, the shorter one has the text."""
    spans = []
    for claim in sorted(claims, key=lambda c: c.judged.claim.end - c.judged.claim.start):
        first = bisect_left(block.offsets, claim.judged.claim.start)
        last = bisect_left(block.offsets, claim.judged.claim.end)
        first, last = max(first, start), min(last, end)
        if first < last:
            spans.append((first, last, claim))
    cuts = sorted({start, end, *(s for s, _, _ in spans), *(e for _, e, _ in spans)})
    runs: list[tuple[str, Numbered | None]] = []
    for left, right in pairwise(cuts):
        owner = next((c for s, e, c in spans if s <= left and right <= e), None)
        runs.append((block.text[left:right], owner))
    opening = {owner.number: at for at, (_, owner) in reversed(list(enumerate(runs))) if owner}
    closing = {owner.number: at for at, (_, owner) in enumerate(runs) if owner}
    for at, (text, owner) in enumerate(runs):
        number = owner.number if owner else 0
        yield Piece(text, owner, opening.get(number) == at, closing.get(number) == at)
