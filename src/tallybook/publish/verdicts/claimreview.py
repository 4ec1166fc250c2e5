"""A check as schema.org ClaimReview. It rates the sentence; it names no speaker as the claim's author."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import date

from tallybook.claims.model import VERDICTS, Judged, Verdict
from tallybook.publish.verdicts.wording import WORDS, Checked, evidence_source, evidence_value

AUTHOR = "Tallybook (automated)"
RATINGS: dict[Verdict, int] = {
    "supported": 5,
    "supported_at_publication": 5,
    "approximate": 4,
    "disputed": 3,
    "misleading": 2,
    "wrong": 1,
}
"""From 1, wrong, to 5, supported. What is not checkable is not rated and left out."""


def as_claimreview(checked: Sequence[Checked], today: date) -> str:
    """Return a JSON-LD graph with one ClaimReview per rated claim; safe to stand inside a script element.

    Args:
        checked: the documents with their checks.
        today: the day of the check.
    """
    graph = [_review(one, judged, today) for one in checked for judged in one.check.claims if judged.verdict in RATINGS]
    text = json.dumps({"@context": "https://schema.org", "@graph": graph}, indent=2)
    return text.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026")


def _review(one: Checked, judged: Judged, today: date) -> dict[str, object]:
    claim, check = judged.claim, one.check
    appearance: dict[str, object] = {
        "@type": "CreativeWork",
        "name": check.title or check.name,
        "identifier": f"sha256:{check.sha256}",
    }
    if check.published:
        appearance["datePublished"] = check.published.isoformat()
    item: dict[str, object] = {"@type": "Claim", "text": claim.quote, "appearance": appearance}
    if claim.attribution.stance == "rejected":
        item["description"] = "The document quotes this in order to reject it."
    review: dict[str, object] = {
        "@type": "ClaimReview",
        "claimReviewed": claim.sentence or claim.quote,
        "datePublished": today.isoformat(),
        "author": {"@type": "Organization", "name": AUTHOR},
        "itemReviewed": item,
        "reviewRating": {
            "@type": "Rating",
            "ratingValue": RATINGS[judged.verdict],
            "bestRating": 5,
            "worstRating": 1,
            "alternateName": WORDS[judged.verdict],
            "ratingExplanation": f"{judged.reason} ({judged.verdict}: {VERDICTS[judged.verdict]})",
        },
        "citation": [
            {
                "@type": "CreativeWork",
                "name": evidence_source(e),
                "description": evidence_value(e),
                **({"url": e.url} if e.url.startswith(("https://", "http://")) else {}),
            }
            for e in judged.evidence
        ],
    }
    if judged.correction:
        review["reviewBody"] = judged.correction
    return review
