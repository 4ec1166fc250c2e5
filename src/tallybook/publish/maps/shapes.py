"""The counties' outlines, from the catalog: us-atlas 3.0.1 (ISC), thinned; see `bench/counties.py`."""

from __future__ import annotations

import gzip
from functools import lru_cache

from tallybook.base.catalog import Catalog
from tallybook.base.errors import CatalogError

VIEW = "-300 60 5100 3000"
"""The part of the plane that holds all counties, in fifths of a point of the atlas."""

WIDTH, HEIGHT = 5100, 3000

CREDIT = "County shapes: us-atlas 3.0.1 (Michael Bostock, ISC licence), from the Census Bureau's boundaries of 2017."


@lru_cache(maxsize=2)
def shapes(catalog: Catalog) -> dict[str, str]:
    """Return the SVG path of each county by FIPS code, and of the borders between states under `states`.

    Raises:
        CatalogError: the file cannot be read.
    """
    found: dict[str, str] = {}
    for _, file in catalog.files("programs/places", ".tsv.gz"):
        try:
            text = gzip.decompress(file.read_bytes()).decode("ascii")
            found.update((code, path) for code, path in (line.split("\t") for line in text.splitlines()))
        except (OSError, EOFError, ValueError) as error:
            raise CatalogError(f"cannot be read ({error})", where=str(file)) from None
    return found
