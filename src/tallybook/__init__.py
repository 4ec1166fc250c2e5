"""Tallybook: the count of US immigration enforcement, kept in the open."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tallybook.measures.opened import OpenStore

__version__ = "0.1.0"


def open_store(path: str | os.PathLike[str] | None = None, catalog: str | os.PathLike[str] | None = None) -> OpenStore:
    """Return a record store: the folder named, else `TALLYBOOK_STORE`, else the user's own. It may not exist yet.

    Example:
        >>> import tallybook as tb
        >>> tb.open_store("no-such-folder").count("ice.removals", period="FY2016").value
        240255

    Raises:
        InputError: the path is a file, or the store cannot be read.
    """
    from tallybook.measures.opened import open_store as opened

    return opened(path, catalog)
