"""A check as one self-contained page: the document with its claims marked, the evidence beside them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from typing import TYPE_CHECKING

from tallybook.claims.model import VERDICTS
from tallybook.publish.verdicts.marked import parts_of
from tallybook.publish.verdicts.recheck import Change
from tallybook.publish.verdicts.wording import (
    ROLES,
    SIGNS,
    WORDS,
    Checked,
    Unread,
    asserted_words,
    attribution,
    counts,
    dated,
    evidence_source,
    evidence_value,
    measure_words,
    summary,
    would_hold_words,
)

if TYPE_CHECKING:
    from jinja2 import Environment


def as_page(
    checked: Sequence[Checked],
    *,
    titles: Mapping[str, str] | None = None,
    unread: Sequence[Unread] = (),
    changes: Sequence[Change] = (),
) -> str:
    """Return one HTML page that needs no other file, no network and no script.

    Args:
        checked: the documents with their checks.
        titles: measure titles by id.
        unread: documents that could not be read.
        changes: verdicts that changed since the last time.
    """
    from tallybook import __version__

    known = titles or {}
    documents = []
    for number, one in enumerate(checked, 1):
        parts, loose = parts_of(one.document, one.check, f"{number}-" if len(checked) > 1 else "c")
        documents.append({"check": one.check, "parts": parts, "loose": loose})
    everything = tuple(j for one in checked for j in one.check.claims)
    return _templates().get_template("page.html").render(
        documents=documents, counts=counts(everything), summary=summary(everything), unread=unread, changes=changes,
        version=__version__, signs=SIGNS, words=WORDS, meanings=VERDICTS, roles=ROLES, dated=dated,
        attribution=attribution,
        asserted=lambda j: asserted_words(j.claim.asserted, j.claim.kind), value=evidence_value, source=evidence_source,
        measure=lambda name: measure_words(name, known), would_hold=lambda w: would_hold_words(w, known), link=_link,
        document_summary=summary,
    )  # fmt: skip


def _link(url: str) -> str:
    """Return an address that may be linked to, or nothing."""
    return url if url.startswith(("https://", "http://")) else ""


@cache
def _templates() -> Environment:
    from jinja2 import Environment, PackageLoader, StrictUndefined

    return Environment(
        loader=PackageLoader("tallybook.publish.verdicts", "templates"), autoescape=True, undefined=StrictUndefined,
        trim_blocks=True, lstrip_blocks=True,
    )  # fmt: skip
