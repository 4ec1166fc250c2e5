"""Fetching: the files of a release from their publisher, resumed where a download broke off, checked by hash."""

from __future__ import annotations

import hashlib
import urllib.error
import urllib.request
from collections.abc import Callable
from pathlib import Path

from tallybook.base.catalog import Catalog
from tallybook.base.errors import InputError, NoValue, OutputError
from tallybook.sources.layout import KnownFile, release

CHUNK = 2**20
Report = Callable[[str, int, int], None]


def fetch(catalog: Catalog, name: str, folder: Path, report: Report | None = None) -> list[Path]:
    """Return the files of a release that have an address, downloaded into a folder.

    Raises:
        UnknownName: no such release.
        NoValue: no address of its files is known.
        InputError: a download fails, or what came has another hash.
        OutputError: the folder cannot be written.
    """
    item = release(catalog, name)
    wanted = [file for file in item.files if file.url]
    if not wanted:
        raise NoValue(
            f"no address of a file of {name} is known",
            next_step=f"get it from {item.where}" if item.where else "ask its publisher",
        )
    try:
        folder.mkdir(parents=True, exist_ok=True)
        return [_one(file, folder, report or (lambda *_: None)) for file in wanted]
    except urllib.error.URLError as error:
        raise InputError(
            f"cannot be fetched ({error.reason})", where=name, next_step="check the network and fetch again; it resumes"
        ) from None
    except OSError as error:
        raise OutputError(f"cannot be written ({error.strerror or error})", where=str(folder)) from None


def _one(file: KnownFile, folder: Path, report: Report) -> Path:
    target, part = folder / file.name, folder / f"{file.name}.part"
    if target.is_file() and (not file.sha256 or _sha256(target) == file.sha256):
        return target
    start = part.stat().st_size if part.is_file() else 0
    if not file.url.startswith("https://"):
        raise InputError(f"address {file.url!r}", where=file.name, expected="one that begins with https://")
    request = urllib.request.Request(file.url, headers={"Range": f"bytes={start}-"} if start else {})  # noqa: S310
    try:
        with urllib.request.urlopen(request, timeout=60) as answer:  # noqa: S310
            resumed = answer.status == 206
            total = int(answer.headers.get("Content-Length") or 0) + (start if resumed else 0)
            done = start if resumed else 0
            with part.open("ab" if resumed else "wb") as out:
                while chunk := answer.read(CHUNK):
                    out.write(chunk)
                    done += len(chunk)
                    report(file.name, done, total)
    except urllib.error.HTTPError as error:
        if error.code != 416:
            raise InputError(
                f"cannot be fetched (the server answers {error.code})", where=file.name, next_step="get it by hand"
            ) from None
    if file.sha256 and (found := _sha256(part)) != file.sha256:
        part.unlink()
        raise InputError(
            f"has sha256 {found[:16]}…", where=file.name, expected=f"{file.sha256[:16]}…", next_step="fetch it again"
        )
    part.replace(target)
    return target


def _sha256(path: Path) -> str:
    with path.open("rb") as handle:
        return hashlib.file_digest(handle, "sha256").hexdigest()
