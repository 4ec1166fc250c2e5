"""Headers: the same words under any case, spacing and punctuation are the same header."""

from __future__ import annotations

import re
from functools import lru_cache

_NOT_WORDS = re.compile(r"[^a-z0-9]+")


@lru_cache(maxsize=4096)
def normal(header: str) -> str:
    """Return a header's words in lower case, without punctuation and without a `(redacted)` behind it.

    Example:
        >>> normal("RCA_AOR"), normal("Birth Date (redacted)"), normal(" Case  ID")
        ('rca aor', 'birth date', 'case id')
    """
    return _NOT_WORDS.sub(" ", header.casefold().replace("(redacted)", " ")).strip()
