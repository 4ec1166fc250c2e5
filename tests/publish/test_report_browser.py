"""The account in a real browser: it fits a phone and a desk, axe finds nothing serious, it prints whole."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pypdf
import pytest

from browsing import DESK, PHONE, chromium, visiting
from tallybook.base.catalog import Catalog
from tallybook.publish.account import account
from tallybook.publish.html import as_html

if TYPE_CHECKING:
    from playwright.sync_api import Browser

CATALOG = Catalog()


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as found:
        yield found


@pytest.fixture(scope="module")
def page(tmp_path_factory) -> Path:
    file = tmp_path_factory.mktemp("report") / "fy2016.html"
    file.write_text(as_html(account(CATALOG, 2016)), encoding="utf-8")
    return file


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("width", [PHONE, DESK])
def test_the_account_fits_and_everybody_can_read_it(browser, page, width, dark):
    with visiting(browser, "file://", width=width, dark=dark) as visit:
        visit.page.goto(page.as_uri())
        assert visit.too_wide() == ""
        assert visit.faults() == []
        for closed in visit.page.query_selector_all("details > summary"):
            closed.click()
        assert visit.too_wide() == ""


def test_the_account_prints_whole_with_its_heads_on_every_page(browser, page):
    with visiting(browser, "file://") as visit:
        visit.page.goto(page.as_uri())
        printed = visit.page.pdf(path=page.with_suffix(".pdf"), prefer_css_page_size=True)
    assert printed.startswith(b"%PDF")
    texts = [" ".join(p.extract_text().split()) for p in pypdf.PdfReader(page.with_suffix(".pdf")).pages]
    whole = " ".join(texts)
    for section in account(CATALOG, 2016).sections:
        assert section.title in whole
    # What a page folds away is on paper, and a long table has its head on each page that it runs over.
    assert "Clause by clause, the first that holds decides" in whole
    assert "apprehended at the border or a port" in whole
    assert sum("Vintage Published Status Basis How" in text for text in texts) > 2
    assert all(re.search(rf"{place} / {len(texts)}", text) for place, text in enumerate(texts, 1))
    # Addresses are written out: paper has no links.
    assert "https://" in whole
