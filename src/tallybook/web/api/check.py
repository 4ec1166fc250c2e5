"""Check: a text in, its claims with their verdicts out, in the form of `tallybook check --format json`."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Annotated, Any

from fastapi import File, Form, Response, UploadFile
from pydantic import BaseModel, ConfigDict, Field

from tallybook.claims.document import Document
from tallybook.web.asking import Out, example, resource

router = resource("check")

ANSWER = {
    "tallybook": "0.1.0", "contract": 1, "document": {"title": "", "published": "2012-12-21", "sha256": "…"},
    "claims": [{"id": "c1", "quote": "409,849 people", "measure": "ice.removals", "verdict": "supported"}],
}  # fmt: skip


class Said(BaseModel):
    """A text to check."""

    model_config = ConfigDict(extra="forbid")

    text: str = Field(
        min_length=1, max_length=1_000_000, examples=["ICE removed 409,849 people in fiscal year 2012."],
    )  # fmt: skip
    published: date | None = Field(None, description="The day it was published, if the text does not say.")


@router.post("/check", summary="Check a text", responses=example(ANSWER), response_class=Response)
def check(out: Out, said: Said) -> Response:
    """Return every checkable number of a text with its verdict and evidence. Nothing is kept."""
    from tallybook.claims.loading import load_text

    return _checked(out, lambda: load_text(said.text, published=said.published))


@router.post("/check/file", summary="Check a file", responses=example(ANSWER), response_class=Response)
def check_file(
    out: Out,
    file: Annotated[UploadFile, File(description="A .txt, .md, .html, .pdf or .docx file.")],
    published: Annotated[date | None, Form(description="The day it was published, if the file does not say.")] = None,
) -> Response:
    """Return every checkable number of a file with its verdict and evidence. Nothing is kept."""
    name = (file.filename or "file")[:200]
    return _checked(out, lambda: out.site.loaded(file.file.read(), name, published))


def _checked(out: Out, loaded: Callable[[], Document]) -> Response:
    from tallybook.claims.check import check_document

    with out.site.turn():
        found: dict[str, Any] = check_document(out.site.catalog, loaded(), out.site.store.store).to_dict()
    return out.json(found)
