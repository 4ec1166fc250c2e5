"""The ledger's check: it knows the code it measured, whatever the repository's history."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A copy of the scripts beside a small package, with a ledger that fits it."""
    shutil.copytree(ROOT / "bench", tmp_path / "bench", ignore=shutil.ignore_patterns("__pycache__"))
    package = tmp_path / "src" / "tallybook"
    (package / "catalog" / "series").mkdir(parents=True)
    (package / "count.py").write_text("one = 1\n")
    (package / "catalog" / "series" / "a.csv").write_text("value\n1\n")
    program = "import sys; sys.path.insert(0, 'bench'); import sources; print(sources.sources_sha256())"
    held = subprocess.run([sys.executable, "-c", program], cwd=tmp_path, capture_output=True, text=True, check=True)
    (tmp_path / "results").mkdir()
    (tmp_path / "results" / "ledger.json").write_text(json.dumps({"sources_sha256": held.stdout.strip()}))
    return tmp_path


def run(project: Path) -> tuple[int, str]:
    done = subprocess.run(
        [sys.executable, "-S", str(project / "bench" / "ledger.py"), "--check"],
        capture_output=True,
        text=True,
        check=False,
    )
    return done.returncode, done.stderr


def test_a_ledger_of_this_code_passes(project):
    assert run(project) == (0, "")


@pytest.mark.parametrize("name", ["count.py", "catalog/series/a.csv"])
def test_a_changed_file_makes_the_ledger_old(project, name):
    (project / "src" / "tallybook" / name).write_text("changed\n")
    status, line = run(project)
    assert status == 1
    assert line.strip().endswith("run make ledger")
    assert line.count("\n") == 1


def test_a_renamed_file_makes_the_ledger_old(project):
    (project / "src" / "tallybook" / "count.py").rename(project / "src" / "tallybook" / "tally.py")
    assert run(project)[0] == 1


def test_caches_do_not_count(project):
    cache = project / "src" / "tallybook" / "__pycache__"
    cache.mkdir()
    (cache / "count.py").write_text("x")
    assert run(project)[0] == 0


def test_a_missing_ledger_is_said(project):
    (project / "results" / "ledger.json").unlink()
    status, line = run(project)
    assert status == 1
    assert "missing" in line


def test_counts_of_a_report_are_added_up_over_documents():
    sys.path.insert(0, str(ROOT / "bench"))
    try:
        from accuracy import counts
    finally:
        sys.path.pop(0)
    report = (
        "doc   recall   prec      measure  period   v.exact  v.coarse note\n"
        "01     14/14    14/15     13/14    12/14    11/14    12/14  \n"
        "02      3/4      3/3       3/3      2/3      1/3      2/3   \n"
        "\nrecall by kind:    count 9/10  share 8/8\n"
        '{"docs": 2, "errors": 0, "false_positives": 1, "wrong_passed_as_supported": 0, "supported_called_wrong": 1}\n'
    )
    found = counts(report)
    assert found["claims_found"] == {"right": 17, "of": 18}
    assert found["claims_right"] == {"right": 17, "of": 18}
    assert found["verdict_coarse"] == {"right": 14, "of": 17}
    assert found["supported_called_wrong"] == 1
