"""The site under test: in this process for most tests, as a real server with a real browser for some."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import AbstractContextManager
from functools import partial
from typing import TYPE_CHECKING, Protocol

import pytest

from browsing import Visit, chromium, served, visiting

if TYPE_CHECKING:
    from fastapi.testclient import TestClient
    from playwright.sync_api import Browser


class Visiting(Protocol):
    """Open a page as one kind of visitor: `with visit(javascript=False, width=375) as here: here.go("/check")`."""

    def __call__(
        self, *, javascript: bool = True, width: int = 1280, dark: bool = False
    ) -> AbstractContextManager[Visit]: ...


@pytest.fixture(scope="session")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    """A client of the site in this process, over an empty store."""
    from fastapi.testclient import TestClient

    from tallybook.base.catalog import open_catalog
    from tallybook.web.app import create_app
    from tallybook.web.site import Site

    site = Site(open_catalog(), tmp_path_factory.mktemp("web") / "store")
    with TestClient(create_app(site), raise_server_exceptions=True) as made:
        yield made


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with chromium() as started:
        yield started


@pytest.fixture(scope="session")
def site_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a real server over an empty store."""
    with served(tmp_path_factory.mktemp("served") / "store") as address:
        yield address


@pytest.fixture
def visit(browser: Browser, site_url: str) -> Visiting:
    return partial(visiting, browser, site_url)
