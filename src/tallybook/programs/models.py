"""What officers may do under each model of 287(g) agreement."""

from __future__ import annotations

from functools import lru_cache

from tallybook.base.catalog import Catalog
from tallybook.base.strict import Strict


class Powers(Strict):
    """What officers may do under a model."""

    interrogate: str
    arrest_without_warrant: str
    serve_warrants: str
    issue_detainers: str
    prepare_charges: str


class Model(Strict):
    """One file of `catalog/programs/models`: a kind of agreement."""

    id: str
    title: str
    where: str
    powers: Powers
    hold: str
    term: str
    pays: str
    source: str


@lru_cache(maxsize=4)
def models(catalog: Catalog) -> dict[str, Model]:
    """Return the models of agreements by id.

    Raises:
        CatalogError: a file does not fit.
    """
    return catalog.load("programs/models", Model)
