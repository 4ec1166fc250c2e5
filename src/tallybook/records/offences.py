"""Offences: codes as NCIC writes them and ICE extends them, descriptions that name a code, and groups of codes."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache

from tallybook.base.catalog import Catalog, read_csv

_NOT_WORDS = re.compile(r"[^a-z0-9]+")


@dataclass(frozen=True)
class Offence:
    """A code with its group; the group is empty where no line of the catalog covers it."""

    code: str
    group: str


def by_code(catalog: Catalog, codes: Iterable[str]) -> dict[str, Offence]:
    """Return the offence of each code as recorded: `301` has lost its first zero, `13AB` is one of ICE's own.

    What is neither four characters nor three digits is no code and gets no offence.
    """
    found = {}
    for text in codes:
        code = text.strip().upper().removesuffix(".0")
        if re.fullmatch(r"\d{3}", code):
            code = f"0{code}"
        if re.fullmatch(r"\d{2}[0-9A-Z]{2}", code):
            found[text] = Offence(code, group_of(catalog, code))
    return found


def by_description(catalog: Catalog, texts: Iterable[str]) -> dict[str, Offence]:
    """Return the offence of each description: its code where the catalog spells it, else the group of its first words.

    Case and punctuation aside. A description that only its first words place has no code.
    """
    known, words = _descriptions(catalog), _words(catalog)
    found = {}
    for text in texts:
        plain = _plain(text)
        if code := known.get(plain):
            found[text] = Offence(code, group_of(catalog, code))
        elif group := next((g for begins, g in words if f"{plain} ".startswith(f"{begins} ")), ""):
            found[text] = Offence("", group)
    return found


def _plain(text: str) -> str:
    return _NOT_WORDS.sub(" ", text.lower()).strip()


def group_of(catalog: Catalog, code: str) -> str:
    """Return the group of a code: the longest listed beginning decides; empty where none is listed."""
    groups = _groups(catalog)
    return next((groups[code[:length]] for length in (4, 3, 2) if code[:length] in groups), "")


@lru_cache(maxsize=4)
def _descriptions(catalog: Catalog) -> Mapping[str, str]:
    return {
        _plain(row["description"]): row["code"]
        for _, file in catalog.files("codes", "offences.csv")
        for _, row in read_csv(file, ("code", "description", "list"))
    }


@lru_cache(maxsize=4)
def _groups(catalog: Catalog) -> Mapping[str, str]:
    return {
        row["begins"]: row["group"]
        for _, file in catalog.files("codes", "offence_groups.csv")
        for _, row in read_csv(file, ("begins", "group", "basis"))
    }


@lru_cache(maxsize=4)
def _words(catalog: Catalog) -> tuple[tuple[str, str], ...]:
    """Return the first words that place a description, the longest first."""
    found = {
        _plain(row["begins"]): row["group"]
        for _, file in catalog.files("codes", "offence_words.csv")
        for _, row in read_csv(file, ("begins", "group"))
    }
    return tuple(sorted(found.items(), key=lambda item: -len(item[0])))
