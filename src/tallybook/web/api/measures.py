"""Measures: what is counted and published."""

from __future__ import annotations

from typing import Annotated

from fastapi import Path, Response

from tallybook.web.asking import Out, example, resource
from tallybook.web.keeping import FromCatalog

router = resource("measures", FromCatalog)


@router.get("/measures", summary="List the measures", responses=example({"rows": []}), response_class=Response)
def listed(out: Out) -> Response:
    """Return every measure with its title, unit and what it counts."""
    from tallybook.measures.measure import measures

    rows = [
        {
            "measure": m.id, "title": m.title, "unit": m.unit, "agency": m.agency, "what": m.what,
            "counted_from": m.records.table if m.records else None,
        }
        for m in sorted(measures(out.site.catalog).values(), key=lambda m: m.id)
    ]  # fmt: skip
    return out.json({"rows": rows})


@router.get(
    "/measures/{measure}", summary="One measure", responses=example({"id": "ice.removals"}), response_class=Response
)
def one(out: Out, measure: Annotated[str, Path(max_length=100, examples=["ice.removals"])]) -> Response:
    """Return what a measure counts, the words that name it, what it is mistaken for and where its counting broke."""
    from tallybook.measures.measure import measure as named

    return out.json(named(out.site.catalog, measure).model_dump(mode="json"))
