"""What all tests share: the real files beside the checkout, and a summary that says how many tests ran on them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings

from cluster import cluster

ROOT = Path(__file__).resolve().parent.parent
SHARED = ROOT.parent / "shared"

# How long one example takes says more of the machine than of the program.
settings.register_profile("untimed", deadline=None)
settings.load_profile("untimed")


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of real files and facts beside the checkout; tests that need it are skipped without it."""
    if not SHARED.is_dir():
        pytest.skip("no folder of real files beside the checkout")
    return SHARED


@pytest.fixture(scope="session")
def spark_address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a Spark cluster of this machine; tests that need it are skipped without Spark and Java."""
    with cluster(tmp_path_factory.mktemp("spark")) as address:
        yield address


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    def real(*outcomes: str) -> int:
        return sum(
            "real" in report.keywords
            for outcome in outcomes
            for report in terminalreporter.stats.get(outcome, [])
            if isinstance(report, pytest.TestReport)
        )

    ran, skipped = real("passed", "failed", "xfailed", "xpassed"), real("skipped")
    terminalreporter.write_line(f"real files: {ran} tests ran on them, {skipped} skipped because they are not here")
