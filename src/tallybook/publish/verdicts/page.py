"""A check as one self-contained page: the document with its claims marked, the evidence beside them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
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

TEMPLATES = Path(__file__).parent / "templates"


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

    everything = tuple(j for one in checked for j in one.check.claims)
    return _templates().get_template("page.html").render(
        _settings(checked, titles or {}), unread=unread, changes=changes, version=__version__, top="h1", below="h2",
        summary=summary(everything), dated=dated,
    )  # fmt: skip


def as_fragment(checked: Checked, *, titles: Mapping[str, str] | None = None) -> str:
    """Return the part of a page that shows a document with its claims, and what the verdicts mean.

    It is for a page that has a first heading already, and needs `style_sheet()` and the colours that `page.css` names.
    Every text of the document is escaped.
    """
    settings = _settings([checked], titles or {})
    text = _templates().get_template("documents.html").render(settings, dated=dated, top="h2", below="h3")
    return text + _templates().get_template("legend.html").render(settings)


def style_sheet() -> str:
    """Return the rules that a fragment needs."""
    return (TEMPLATES / "verdicts.css").read_text(encoding="utf-8")


def _settings(checked: Sequence[Checked], known: Mapping[str, str]) -> dict[str, object]:
    documents = []
    for number, one in enumerate(checked, 1):
        parts, loose = parts_of(one.document, one.check, f"{number}-" if len(checked) > 1 else "c")
        documents.append({"check": one.check, "parts": parts, "loose": loose})
    everything = tuple(j for one in checked for j in one.check.claims)
    return {
        "documents": documents, "counts": counts(everything), "signs": SIGNS, "words": WORDS, "meanings": VERDICTS,
        "roles": ROLES, "attribution": attribution, "value": evidence_value, "source": evidence_source, "link": _link,
        "asserted": lambda j: asserted_words(j.claim.asserted, j.claim.kind),
        "measure": lambda name: measure_words(name, known), "would_hold": lambda w: would_hold_words(w, known),
        "document_summary": summary,
    }  # fmt: skip


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
