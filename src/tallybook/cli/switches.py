"""Switches on the command line: readings of what a text leaves open, as NAME=READING."""

from __future__ import annotations

from typing import Any

from tallybook.base.errors import UsageError


def read_switches(given: tuple[str, ...]) -> dict[str, Any]:
    """Return switches by name, with the readings as the values they are: numbers, true or false, or words.

    Raises:
        UsageError: one is not of the form NAME=READING.
    """
    from tallybook.base.catalog import yaml_load

    found = {}
    for text in given:
        name, _, value = text.partition("=")
        if not name.strip() or not value.strip():
            raise UsageError(f"--switch is {text!r}", expected="NAME=READING, such as gang_age_at=decision")
        found[name.strip()] = yaml_load(value)
    return found
