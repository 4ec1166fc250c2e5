"""What a cell's text can be besides a value: blank, redacted, not applicable. One set of patterns for Python and SQL.

The patterns are written for RE2 as well as `re`: no look-around, no back-references.
"""

from __future__ import annotations

import re
from enum import StrEnum


class State(StrEnum):
    """What a cell holds. The letter is how a record stores it, one per field."""

    VALUE = "v"
    BLANK = "b"
    REDACTED = "r"
    NOT_APPLICABLE = "n"
    UNREADABLE = "u"

    @property
    def words(self) -> str:
        """The state as reports name it."""
        return self.name.lower().replace("_", "-")


# An exemption is a `b` with a number and perhaps a letter; either may have lost, gained or misplaced its parentheses:
# `(b)(6), (b)(7)(c)`, `(B)(7)(E )`, `b(6), b(7)C`, `(b)(7)e)`. The whole cell must be made of them, so that real text
# that merely mentions one stays a value.
REDACTED = (
    r"(?i)^\W*(?:redacted|(?:\(?\s*b\s*\)?\s*\(?\s*[1-9]\s*\)?\s*(?:\(?\s*[a-f]\s*\)?)?"
    r"[\s,;:/&.\-]*(?:and\b)?\s*)+)\W*$"
)
NOT_APPLICABLE = r"(?i)^\s*(?:n\s*/\s*a|na|not\s+applicable)\s*$"
BLANK = r"^[\s\-–—]*$"

_REDACTED, _NOT_APPLICABLE, _BLANK = re.compile(REDACTED), re.compile(NOT_APPLICABLE), re.compile(BLANK)


def state_of(text: str | None) -> State:
    """Return what a cell's text is, before its type is looked at.

    Example:
        >>> state_of("(B)(6);(B)(7)(C) "), state_of("NA"), state_of("--"), state_of("B2 visa holder")
        (<State.REDACTED: 'r'>, <State.NOT_APPLICABLE: 'n'>, <State.BLANK: 'b'>, <State.VALUE: 'v'>)
    """
    if text is None or _BLANK.match(text):
        return State.BLANK
    if _NOT_APPLICABLE.match(text):
        return State.NOT_APPLICABLE
    if ("(" in text and _REDACTED.match(text)) or text.strip("[]() ").casefold() == "redacted":
        return State.REDACTED
    return State.VALUE
