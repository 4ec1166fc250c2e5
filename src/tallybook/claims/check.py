"""The check: a document in, every claim in it with its verdict out."""

from __future__ import annotations

from datetime import date

from tallybook.base.catalog import Catalog
from tallybook.claims.document import Document
from tallybook.claims.model import Check
from tallybook.claims.reader.read import read
from tallybook.claims.weigh.denied import turned
from tallybook.claims.weigh.judge import judge
from tallybook.claims.weigh.programs import with_programs
from tallybook.claims.weigh.recounts import with_recounts
from tallybook.records.store import Store


def check_document(catalog: Catalog, document: Document, store: Store | None = None) -> Check:
    """Return every claim of a document with its verdict, evidence and caveats.

    A document without a publication date is judged against today's values, and the notes say so. Recounts come from the
    store; without one, or while it holds nothing of a measure, the shipped ones stand beside the claims.
    """
    claims = read(catalog, document)
    judged = [
        turned(with_programs(catalog, with_recounts(catalog, one, store)))
        for one in judge(catalog, claims, document.published)
    ]
    notes = []
    if document.published is None:
        notes.append("no publication date was found: every claim is judged against today's values")
    return Check(
        document.title,
        document.published,
        document.published_from,
        document.sha256,
        document.name,
        tuple(judged),
        tuple(notes),
    )


def check_text(
    catalog: Catalog, text: str, published: date | None = None, name: str = "-", store: Store | None = None
) -> Check:
    """Return the check of a plain text."""
    from tallybook.claims.loading import load_text

    return check_document(catalog, load_text(text, name=name, published=published), store)
