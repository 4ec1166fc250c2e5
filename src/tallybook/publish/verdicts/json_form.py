"""A check as JSON in the form of the contract."""

from __future__ import annotations

import json
from collections.abc import Sequence

from tallybook.publish.verdicts.recheck import Change
from tallybook.publish.verdicts.wording import Checked, Unread


def as_json(
    checked: Sequence[Checked], unread: Sequence[Unread] = (), changes: Sequence[Change] = (), *, several: bool = False
) -> str:
    """Return one document's check as the contract's object, or several as `{"documents": […]}` of such objects.

    Args:
        checked: the documents with their checks.
        unread: those that could not be read; listed under `unread`.
        changes: verdicts that differ from the last time; listed under `changes`.
        several: whether a folder or more than one document was asked for, whatever was found.
    """
    from tallybook import __version__
    from tallybook.claims.model import CONTRACT

    if not several and len(checked) == 1:
        return _dump(checked[0].check.to_dict())
    return _dump(
        {
            "tallybook": __version__,
            "contract": CONTRACT,
            "documents": [one.check.to_dict() for one in checked],
            "unread": [{"file": one.name, "reason": one.reason} for one in unread],
            "changes": [change.to_dict() for change in changes],
        }
    )


def _dump(value: object) -> str:
    # Half of a surrogate pair can stand in a quote; written as an escape it stays valid UTF-8.
    text = json.dumps(value, ensure_ascii=False, indent=2)
    return text if text.isascii() or _encodable(text) else json.dumps(value, indent=2)


def _encodable(text: str) -> bool:
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True
