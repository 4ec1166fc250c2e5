"""Sources of records, and the API itself."""

from __future__ import annotations

from typing import Any

from fastapi import Response

from tallybook import __version__
from tallybook.web.asking import InFormat, Out, example, resource

router = resource("sources")


@router.get(
    "/sources", summary="Releases of records", responses=example({"lines": []}, formats=True), response_class=Response
)
def sources(out: Out, format_: InFormat = "json") -> Response:
    """Return the releases that exist, what each file covers, and which are held here."""
    from tallybook.sources.listing import sources as listed

    return out.send(listed(out.site.catalog, out.site.store.store.manifest.files()), format_)


@router.get("/", summary="What is here", responses=example({"tallybook": __version__}), response_class=Response)
def index(out: Out) -> Response:
    """Return the version, and whether records are held: which generation of them, of which releases."""
    manifest = out.site.store.store.manifest
    data: dict[str, Any] = {
        "tallybook": __version__, "openapi": "/openapi.json", "generation": manifest.generation,
        "releases": sorted(manifest.files()), "catalog": out.site.catalog.overlays_used(),
    }  # fmt: skip
    return out.json(data)
