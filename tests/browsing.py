"""A real browser for the tests of the site: Debian's Chromium, driven by Playwright, watched while it works.

Every page is opened with a `Visit`; when it ends, it fails the test if the page asked another machine for anything,
broke the content security policy, or threw an error. `Visit.faults` is what axe-core finds that is serious.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

REQUIRED = "TALLYBOOK_BROWSER_REQUIRED"
"""Set in CI: a missing browser is then a failure, not a reason to skip."""
ARGUMENTS = (
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync", "--font-render-hinting=none",
)  # fmt: skip
PHONE, DESK = 375, 1280
SERIOUS = ("serious", "critical")


@dataclass
class Visit:
    """One page in the browser."""

    page: Page
    site: str
    requests: list[str] = field(default_factory=list)
    trouble: list[str] = field(default_factory=list)

    def go(self, path: str) -> Page:
        """Open an address of the site."""
        answer = self.page.goto(self.site + path, wait_until="load")
        assert answer is not None
        return self.page

    def faults(self) -> list[str]:
        """Return what axe-core calls serious or critical on the page as it is."""
        import axe_playwright_python
        from axe_playwright_python.sync_playwright import Axe

        script = Path(axe_playwright_python.__file__).parent / "axe.min.js"
        assert script.is_file()
        found = Axe().run(self.page).response["violations"]
        return [
            f"{one['id']}: {one['help']} ({', '.join(str(node['target']) for node in one['nodes'][:4])})"
            for one in found
            if one["impact"] in SERIOUS
        ]

    def too_wide(self) -> str:
        """Return what sticks out of the page to the right, or nothing."""
        found: str = self.page.evaluate(
            """() => {
              const wide = document.documentElement.clientWidth;
              if (document.documentElement.scrollWidth <= wide) return "";
              const all = [...document.querySelectorAll("body *")];
              const out = all.filter(e => e.getBoundingClientRect().right > wide + 1);
              return `page ${document.documentElement.scrollWidth} of ${wide}: ` +
                out.slice(0, 5).map(e => e.tagName + "." + e.className).join(", ");
            }"""
        )
        return found


@contextmanager
def visiting(
    browser: Browser, site: str, *, javascript: bool = True, width: int = DESK, dark: bool = False
) -> Iterator[Visit]:
    """Open a page as one kind of visitor, and hold what it did to account afterwards."""
    context = browser.new_context(
        java_script_enabled=javascript, viewport={"width": width, "height": 812 if width < 600 else 900},
        color_scheme="dark" if dark else "light", reduced_motion="reduce", device_scale_factor=1,
    )  # fmt: skip
    page = context.new_page()
    visit = Visit(page, site)
    page.on("request", lambda request: visit.requests.append(request.url))
    page.on("pageerror", lambda error: visit.trouble.append(f"error: {error}"))
    page.on("console", lambda said: visit.trouble.append(f"console: {said.text}") if said.type == "error" else None)
    page.set_default_timeout(15_000)
    try:
        yield visit
        own = urlsplit(site).netloc
        away = [url for url in visit.requests if urlsplit(url).netloc != own and not url.startswith(("data:", "blob:"))]
        assert away == [], "the page asked another machine"
        assert visit.trouble == []
    finally:
        context.close()


@contextmanager
def chromium() -> Iterator[Browser]:
    """Start the browser; skip the test where there is none, unless CI says that there must be."""
    where = os.environ.get("TALLYBOOK_BROWSER") or shutil.which("chromium") or shutil.which("chromium-browser")
    if where is None:
        if os.environ.get(REQUIRED):
            pytest.fail("there is no chromium, and here there must be one (apt-get install chromium)")
        pytest.skip("no chromium on this machine (on Debian: apt-get install chromium)")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=where, args=list(ARGUMENTS))
        try:
            yield browser
        finally:
            browser.close()


@contextmanager
def served(store: Path, *more: str) -> Iterator[str]:
    """Run `tallybook serve` on a free port and give its address."""
    command = [sys.executable, "-m", "tallybook", "serve", "--port", "0", "--store", str(store), *more]
    process = subprocess.Popen(command, stderr=subprocess.PIPE, text=True)
    try:
        assert process.stderr is not None
        said = process.stderr.readline()
        found = re.search(r"http://\S+(?=/)", said)
        assert found, said + process.stderr.read()
        yield found.group()
    finally:
        process.terminate()
        assert process.wait(20) in (0, -15)
