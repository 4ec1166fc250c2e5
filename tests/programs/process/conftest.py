"""Runs that several tests look at, made once."""

from collections.abc import Callable

import pytest

from tallybook.base.catalog import Catalog
from tallybook.programs.process.run import Matched, Run, simulate
from tallybook.programs.process.scenario import scenario

Kept = tuple[Run, list[Matched]]


@pytest.fixture(scope="session")
def catalog() -> Catalog:
    return Catalog()


@pytest.fixture(scope="session")
def kept(catalog: Catalog) -> Callable[[str], Kept]:
    """A run of a scenario with the matched bookings it went through."""
    made: dict[str, Kept] = {}

    def of(name: str) -> Kept:
        if name not in made:
            blocks: list[Matched] = []
            made[name] = simulate(catalog, scenario(catalog, name), 300_000, 7, keep=blocks.append), blocks
        return made[name]

    return of
