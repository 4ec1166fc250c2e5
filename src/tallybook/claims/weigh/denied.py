"""Denied: a number that its own sentence denies. What the text says is then false where the number is right."""

from __future__ import annotations

import re
from dataclasses import replace

from tallybook.claims.model import FAILED, Judged

_HOLDS = ("supported", "supported_at_publication")
_CONTRAST = re.compile(
    r"[;:—–]|\b(?:but|because|until|alone|by itself|instead|rather|only|simply|yet|though|although)\b", re.I
)
"""Words by which a sentence may deny something else than the number: its cause, its reading, that it was all."""


def turned(judged: Judged) -> Judged:
    """Return the verdict on what a text says that denies a number.

    A statement of somebody else keeps its own verdict, also where the text rejects it wrongly: the reason says so.
    A number that fails keeps its verdict, with stance `rejected`: the text is right to deny it. Where the number holds
    the denial is wrong, and the text or its speaker stands by it; where that is not plain, it is left open.
    """
    claim = judged.claim
    if not claim.denied and judged.verdict in _HOLDS and claim.attribution.stance == "rejected":
        return replace(judged, reason=f"{judged.reason}; the text rejects it")
    if not claim.denied or judged.verdict in FAILED:
        return judged
    told = f"the text denies it (“{claim.denied}”)"
    if judged.verdict in _HOLDS and not _CONTRAST.search(claim.sentence):
        said = replace(claim.attribution, stance="quoted" if claim.attribution.speaker else "asserted")
        fix = f"The number is right: {judged.reason}."
        return replace(
            judged,
            claim=replace(claim, attribution=said),
            verdict="wrong",
            reason=f"{told}, but {judged.reason}",
            correction=fix,
        )
    return replace(
        judged, verdict="uncheckable", reason=f"{told}; {judged.reason}", correction=None, would_hold_for=None
    )
