"""Sessions in README and docs are run as printed, and print what they show."""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
PAGES = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").glob("*.md"))]


def sessions(page: Path) -> list[tuple[str, str]]:
    """Each command of a page's ```console blocks with the output shown below it."""
    found = []
    for block in re.findall(r"^```console\n(.*?)^```", page.read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL):
        for part in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]:
            command, _, output = part.partition("\n")
            found.append((command, output))
    return found


ALL = [
    pytest.param(command, output, id=f"{page.name}: {command}")
    for page in PAGES
    if page.exists()
    for command, output in sessions(page)
]


def same(shown: str, printed: str) -> bool:
    """Whether the output is as shown; a line that is only `…` stands for any lines."""
    lines = [line.rstrip() for line in shown.strip("\n").split("\n")]
    pattern = "\n".join("(?:.*\n?)*?.*" if line == "…" else re.escape(line) for line in lines)
    return re.fullmatch(pattern, "\n".join(line.rstrip() for line in printed.strip("\n").split("\n"))) is not None


@pytest.mark.parametrize(("command", "output"), ALL)
def test_a_session_prints_what_it_shows(command, output, tmp_path):
    words = shlex.split(command)
    assert words[0] == "tallybook", "console blocks hold tallybook sessions; other commands go into sh blocks"
    kept = {k: v for k, v in os.environ.items() if not k.startswith("TALLYBOOK_") and k != "COLUMNS"}
    done = subprocess.run(
        [sys.executable, "-m", "tallybook", *words[1:]],
        cwd=ROOT,
        env=kept | {"HOME": str(tmp_path), "XDG_DATA_HOME": str(tmp_path)},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        encoding="utf-8",
        check=False,
    )
    assert same(output, done.stdout), f"paste this instead:\n{done.stdout}"


def test_the_first_screen_of_the_readme_has_the_two_commands_and_a_session():
    first = "\n".join((ROOT / "README.md").read_text(encoding="utf-8").splitlines()[:60])
    assert "make demo" in first
    assert "make test" in first
    assert "```console\n$ tallybook " in first
