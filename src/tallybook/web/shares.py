"""Checks that somebody asked to keep: the text under a link nobody can guess, until whoever has the link deletes it."""

from __future__ import annotations

import base64
import json
import re
import secrets
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

from tallybook.base.errors import InputError, NoValue, OutputError

FOLDER = "shared-checks"
MOST = 2_000
"""How many are kept at a time."""
KEY = re.compile(r"[A-Za-z0-9_-]{22}")


@dataclass(frozen=True)
class Shared:
    """A text that is kept: what was sent, as it was sent."""

    key: str
    name: str
    data: bytes
    published: date | None
    kept: date


def keep(store: Path, name: str, data: bytes, published: date | None) -> Shared:
    """Return a text kept under a new key.

    Raises:
        OutputError: it cannot be written, or as many as may be are kept already.
    """
    folder = store / FOLDER
    made = Shared(secrets.token_urlsafe(16), name, data, published, datetime.now(UTC).date())
    text = json.dumps(
        {
            "name": name, "data": base64.b64encode(data).decode(), "kept": made.kept.isoformat(),
            "published": published.isoformat() if published else None,
        }
    )  # fmt: skip
    try:
        folder.mkdir(parents=True, exist_ok=True)
        if sum(1 for _ in folder.glob("*.json")) >= MOST:
            raise OutputError(f"{MOST:,} shared checks are kept already", next_step="ask for the check without a link")
        draft = folder / f".{made.key}.part"
        draft.write_text(text, encoding="utf-8")
        draft.replace(folder / f"{made.key}.json")
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        raise OutputError(f"the check cannot be kept ({reason})", next_step="ask for it without a link") from None
    return made


def kept(store: Path, key: str) -> Shared:
    """Return what is kept under a key.

    Raises:
        NoValue: nothing is.
        InputError: the file was damaged.
    """
    found = _path(store, key)
    try:
        read = json.loads(found.read_text(encoding="utf-8"))
        return Shared(
            key, read["name"], base64.b64decode(read["data"]),
            date.fromisoformat(read["published"]) if read["published"] else None, date.fromisoformat(read["kept"]),
        )  # fmt: skip
    except FileNotFoundError:
        raise _nothing() from None
    except (OSError, ValueError, KeyError, TypeError):
        raise InputError("the shared check under this link cannot be read", next_step="check the text again") from None


def delete(store: Path, key: str) -> None:
    """Remove what is kept under a key.

    Raises:
        NoValue: nothing is.
    """
    try:
        _path(store, key).unlink()
    except FileNotFoundError:
        raise _nothing() from None


def _path(store: Path, key: str) -> Path:
    if not KEY.fullmatch(key):
        raise _nothing()
    return store / FOLDER / f"{key}.json"


def _nothing() -> NoValue:
    return NoValue("no check is kept under this link", next_step="it may have been deleted; check the text again")
