"""The pictures of README and docs: `make pictures` writes them, any other run makes them to see that it can."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from browsing import DESK, PHONE

ROOT = Path(__file__).resolve().parents[3]
KEPT = ROOT / "docs" / "pictures"
FOLDER = "TALLYBOOK_PICTURES"
"""Where `make pictures` has them written."""
PICTURES = {
    "check": ("/check?example=true#result", DESK, False),
    "check-phone": ("/check?example=true#result", PHONE, True),
    "year": ("/years/2012", DESK, False),
    "measure": ("/measures/ice.removals", DESK, False),
    "policies": ("/policies?on=2013-03-01", DESK, False),
    "assess": ("/policies/assess?on=2013-03-01&fact.felony_charges=1#answer", DESK, False),
    "programs": ("/programs/secure-communities?on=2010-09-30", DESK, False),
    "data": ("/data/2019-ICFO-53623", DESK, True),
}


@pytest.mark.parametrize("name", PICTURES)
def test_a_picture_is_made_of_the_page_itself(visit, name: str, tmp_path: Path):
    path, width, dark = PICTURES[name]
    folder = Path(os.environ.get(FOLDER) or tmp_path)
    folder.mkdir(parents=True, exist_ok=True)
    with visit(width=width, dark=dark) as here:
        page = here.go(path)
        page.wait_for_load_state("networkidle")
        file = folder / f"{name}.png"
        page.screenshot(path=file)
        kinds = page.evaluate("new Set([...document.querySelectorAll('main *')].map(e => e.tagName)).size")
        assert kinds > 8
        assert file.stat().st_size > 15_000


def test_each_kept_picture_is_one_that_is_made_and_shown():
    shown = (ROOT / "README.md").read_text(encoding="utf-8") + (ROOT / "docs" / "site.md").read_text(encoding="utf-8")
    assert {file.stem for file in KEPT.glob("*.png")} == set(PICTURES)
    for name in PICTURES:
        assert f"pictures/{name}.png" in shown, name
