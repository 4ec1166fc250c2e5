"""What a measured figure depends on: the hash of the package's code and catalog, and the commit they were taken at."""

from __future__ import annotations

import hashlib
import subprocess
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "src" / "tallybook"


def sources_sha256(package: Path = PACKAGE) -> str:
    """Return one hash over names and contents of every Python file and catalog file of the package."""
    digest = hashlib.sha256()
    files = sorted(
        file
        for file in package.rglob("*")
        if file.is_file()
        and "__pycache__" not in file.parts
        and (file.suffix == ".py" or file.is_relative_to(package / "catalog"))
    )
    for file in files:
        digest.update(file.relative_to(package).as_posix().encode() + b"\0")
        digest.update(hashlib.sha256(file.read_bytes()).digest())
    return digest.hexdigest()


def commit() -> str:
    """Return the commit checked out, marked where files differ from it; `unknown` outside a repository."""
    try:
        head = _git("rev-parse", "HEAD")
        changed = _git("status", "--porcelain", "--untracked-files=all", "--", "src")
    except (OSError, subprocess.CalledProcessError):
        return "unknown"
    return f"{head} with changes" if changed else head


def _git(*words: str) -> str:
    return subprocess.run(["git", *words], cwd=ROOT, capture_output=True, text=True, check=True).stdout.strip()
