"""Countries: one spelling for each, whatever the case and order of words a release uses."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import lru_cache

from tallybook.base.catalog import Catalog, read_csv

_SMALL = {"AND", "OF", "THE", "ET", "DE", "DU", "LA"}


def country_names(catalog: Catalog, recorded: Iterable[str]) -> dict[str, str]:
    """Return the name of each country as recorded: from the list of exceptions, else its own words in title case."""
    exceptions = _exceptions(catalog)
    return {text: exceptions.get(text.upper()) or _titled(text) for text in recorded}


@lru_cache(maxsize=4)
def _exceptions(catalog: Catalog) -> Mapping[str, str]:
    return {
        row["recorded"]: row["name"]
        for _, file in catalog.files("codes", "countries.csv")
        for _, row in read_csv(file, ("recorded", "name"))
    }


def _titled(text: str) -> str:
    if not text.isupper():
        return text
    words = text.split(" ")
    return " ".join(
        word.lower() if number and word in _SMALL else "-".join(part.capitalize() for part in word.split("-"))
        for number, word in enumerate(words)
    )
