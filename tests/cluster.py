"""A Spark cluster of this machine for the tests: a master and a worker, started and stopped with them."""

from __future__ import annotations

import importlib.util
import os
import re
import shutil
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

REQUIRED = "TALLYBOOK_SPARK_REQUIRED"
"""Set in CI: Spark or Java missing is then a failure, not a reason to skip."""
PATIENCE = 90.0


def _absent(reason: str) -> None:
    if os.environ.get(REQUIRED):
        pytest.fail(f"{reason}, and here it must be")
    pytest.skip(reason)


@contextmanager
def cluster(folder: Path) -> Iterator[str]:
    """Give the address of a cluster; one that runs already is named by `TALLYBOOK_TEST_SPARK`."""
    if given := os.environ.get("TALLYBOOK_TEST_SPARK"):
        yield given
        return
    found = importlib.util.find_spec("pyspark")
    if found is None or found.origin is None:
        _absent("Spark is not installed (make spark)")
    if shutil.which("java") is None:
        _absent("there is no Java")
    assert found is not None
    assert found.origin is not None
    home = Path(found.origin).parent
    folder.mkdir(parents=True, exist_ok=True)
    started: list[subprocess.Popen[bytes]] = []
    try:
        master = _start(home, folder, "master.Master", ["--host", "127.0.0.1", "--port", "0", "--webui-port", "0"])
        started.append(master)
        address = _said(folder / "master.Master.log", r"Starting Spark master at (spark://\S+)", master)
        settings = ["--host", "127.0.0.1", "--cores", "2", "--memory", "1g", "--webui-port", "0"]
        worker = _start(home, folder, "worker.Worker", [*settings, "--work-dir", str(folder / "work"), address])
        started.append(worker)
        _said(folder / "worker.Worker.log", r"(Successfully registered with master)", worker)
        yield address
    finally:
        for process in reversed(started):
            process.terminate()
        for process in started:
            process.wait(30)


def _start(home: Path, folder: Path, role: str, settings: list[str]) -> subprocess.Popen[bytes]:
    with (folder / f"{role}.log").open("wb") as log:
        return subprocess.Popen(
            [str(home / "bin" / "spark-class"), f"org.apache.spark.deploy.{role}", *settings],
            stdout=log, stderr=subprocess.STDOUT, env={**os.environ, "SPARK_HOME": str(home)},
        )  # fmt: skip


def _said(log: Path, pattern: str, process: subprocess.Popen[bytes]) -> str:
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until and process.poll() is None:
        if found := re.search(pattern, log.read_text(encoding="utf-8", errors="replace")):
            return found[1]
        time.sleep(0.2)
    raise AssertionError(f"no {pattern!r} in:\n{log.read_text(encoding='utf-8', errors='replace')}")
