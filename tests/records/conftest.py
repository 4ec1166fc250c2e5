"""An empty store, and files of the 2019 release made from rows."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest

from releases import removals_text
from tallybook.base.catalog import open_catalog
from tallybook.measures.opened import OpenStore
from tallybook.records.store import Store


@pytest.fixture
def opened(tmp_path: Path) -> OpenStore:
    return OpenStore(Store(tmp_path / "store"), open_catalog())


@pytest.fixture
def removals(tmp_path: Path) -> Callable[..., Path]:
    """Make a removals file of the 2019 release from rows."""

    def make(title: str, rows: Sequence[Sequence[str]], name: str = "ICERemovals.csv", **settings: Any) -> Path:
        return removals_text(tmp_path / name, title, rows, **settings)

    return make
