"""Where Tallybook keeps things on a user's machine."""

from __future__ import annotations

import os
import sys
from pathlib import Path


def default_store() -> Path:
    """Return the store's folder: `TALLYBOOK_STORE`, else `tallybook` in the user's data folder of this system."""
    chosen = os.environ.get("TALLYBOOK_STORE", "")
    if chosen:
        return Path(chosen)
    if sys.platform == "win32":
        data = os.environ.get("LOCALAPPDATA") or str(Path.home() / "AppData" / "Local")
    elif sys.platform == "darwin":
        data = str(Path.home() / "Library" / "Application Support")
    else:
        data = os.environ.get("XDG_DATA_HOME") or str(Path.home() / ".local" / "share")
    return Path(data) / "tallybook"
