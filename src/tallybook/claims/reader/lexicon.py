"""Cues: the words of a text that say what its numbers count, found by the tables of the catalog."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, NamedTuple

from tallybook.base.catalog import Catalog, read_yaml, validate
from tallybook.base.strict import Strict
from tallybook.measures.measure import measures

WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")


class _Agency(Strict):
    exact: tuple[str, ...] = ()
    loose: tuple[str, ...] = ()


class _Subjects(Strict):
    families: dict[str, tuple[str, ...]]
    features: dict[str, tuple[str, ...]]
    agencies: dict[str, _Agency]
    programmes: dict[str, tuple[str, ...]]
    elsewhere: tuple[str, ...] = ()
    units: dict[str, tuple[str, ...]]


class Token(NamedTuple):
    """A word: its place in the block's text, the text folded and without a possessive ending."""

    start: int
    end: int
    folded: str
    raw: str


@dataclass(frozen=True, slots=True)
class Cue:
    """Words that name a family of measures, a feature of it, an agency, a programme or a kind of unit."""

    kind: str
    """`family`, `feature`, `agency`, `programme` or `unit`."""
    name: str
    start: int
    end: int
    features: frozenset[str] = frozenset()
    """For a family cue that is a measure's own phrase: the features the phrase implies."""
    agency: str = ""
    """For such a cue: the agency, where all measures with the phrase share one."""
    length: int = 1
    """How many words it has."""


@dataclass(frozen=True, slots=True)
class _Phrase:
    words: tuple[str, ...]
    prefixes: tuple[bool, ...]
    cue: tuple[str, str, frozenset[str], str]
    exact: tuple[str, ...] = ()


def tokens(text: str) -> list[Token]:
    """Return the words of a text in order."""
    found = []
    for match in WORD.finditer(text):
        raw = match[0]
        folded = raw.replace("’", "'").casefold()
        if folded.endswith("'s"):
            folded = folded[:-2]
        found.append(Token(match.start(), match.end(), folded, raw))
    return found


_NONE: list[_Phrase] = []


def _longest(phrase: _Phrase) -> int:
    return -len(phrase.words)


class Lexicon:
    """The phrases of the catalog, indexed by their first word, or its first letters where any ending is allowed."""

    def __init__(self, subjects: _Subjects, own: Mapping[str, tuple[str, frozenset[str], str]]) -> None:
        self._index: dict[str, list[_Phrase]] = {}
        self._stems: dict[str, list[_Phrase]] = {}
        for name, phrases in subjects.families.items():
            self._add(phrases, ("family", name, frozenset(), ""))
        for phrase, (family, features, agency) in own.items():
            self._add((phrase,), ("family", family, features, agency))
        for name, phrases in subjects.features.items():
            self._add(phrases, ("feature", name, frozenset(), ""))
        for name, agency_words in subjects.agencies.items():
            self._add(agency_words.loose, ("agency", name, frozenset(), ""))
            self._add(agency_words.exact, ("agency", name, frozenset(), ""), exact=True)
        for name, phrases in subjects.programmes.items():
            self._add(phrases, ("programme", name, frozenset(), ""))
        self._add(subjects.elsewhere, ("elsewhere", "elsewhere", frozenset(), ""))
        for name, phrases in subjects.units.items():
            self._add(phrases, ("unit", name, frozenset(), ""))
        for phrases_at in (*self._index.values(), *self._stems.values()):
            phrases_at.sort(key=lambda p: -len(p.words))

    def _add(self, phrases: tuple[str, ...], cue: tuple[str, str, frozenset[str], str], exact: bool = False) -> None:
        for phrase in phrases:
            parts = [part for part in re.split(r"[\s\-/]+", phrase) if part]
            words: list[str] = []
            prefixes: list[bool] = []
            for part in parts:
                found = tokens(part.rstrip("*"))
                for i, token in enumerate(found):
                    words.append(token.folded)
                    prefixes.append(part.endswith("*") and i == len(found) - 1)
            if not words:
                continue
            raw = tuple(t.raw.removesuffix("'s") for part in parts for t in tokens(part)) if exact else ()
            item = _Phrase(tuple(words), tuple(prefixes), cue, raw)
            if prefixes[0]:
                self._stems.setdefault(words[0][:3], []).append(item)
            else:
                self._index.setdefault(words[0], []).append(item)

    def cues(self, words: list[Token]) -> list[Cue]:
        """Return every cue in a run of words: of each kind the longest at each place, kinds may overlap."""
        found: list[Cue] = []
        last_end: dict[str, int] = {}
        for i, token in enumerate(words):
            seen: set[str] = set()
            exact, stems = self._index.get(token.folded, _NONE), self._stems.get(token.folded[:3], _NONE)
            if not exact and not stems:
                continue
            for phrase in sorted((*exact, *stems), key=_longest) if exact and stems else (*exact, *stems):
                kind = phrase.cue[0]
                slot = phrase.cue[1] if kind in ("feature", "family") else kind
                if slot in seen or last_end.get(slot, -1) > i or not self._matches(phrase, words, i):
                    continue
                seen.add(slot)
                last = words[i + len(phrase.words) - 1]
                last_end[slot] = i + len(phrase.words)
                kind, name, features, agency = phrase.cue
                found.append(Cue(kind, name, token.start, last.end, features, agency, len(phrase.words)))
        return list(_without_swallowed(found))

    @staticmethod
    def _matches(phrase: _Phrase, words: list[Token], at: int) -> bool:
        if at + len(phrase.words) > len(words):
            return False
        for k, (word, prefix) in enumerate(zip(phrase.words, phrase.prefixes, strict=True)):
            token = words[at + k]
            if token.folded != word and not (prefix and token.folded.startswith(word)):
                return False
            if phrase.exact and token.raw.removesuffix("'s").removesuffix("’s") != phrase.exact[k]:
                return False
        return True


def _without_swallowed(cues: list[Cue]) -> Iterator[Cue]:
    """Drop a feature or agency cue that a longer one of its kind, or a family phrase implying more, covers."""
    widest = max((c.end - c.start for c in cues), default=0)
    first = 0
    for i, cue in enumerate(cues):
        while cues[first].start < cue.end - widest:
            first += 1
        last = i + 1
        while last < len(cues) and cues[last].start == cue.start:
            last += 1
        if not any(_swallows(cues[k], cue) for k in range(first, last)):
            yield cue


def _swallows(other: Cue, cue: Cue) -> bool:
    return (
        other.start <= cue.start
        and cue.end <= other.end
        and (other.end - other.start) > (cue.end - cue.start)
        and (
            other.kind == cue.kind
            or (other.kind == "family" and cue.kind == "feature")
            or (other.kind == "programme" and other.name == "pep")
            or (
                other.kind == "agency"
                and cue.kind in ("feature", "family", "elsewhere")
                and cue.name not in ("orders", "in_absentia")
            )
        )
    )


@lru_cache(maxsize=4)
def lexicon(catalog: Catalog) -> Lexicon:
    """Return the lexicon of a catalog: `lexicon/subjects.yml` and the words of every measure.

    Raises:
        CatalogError: the table is missing a part or has an unknown one.
    """
    merged: dict[str, Any] = {}
    for _, file in catalog.files("lexicon", "subjects.yml"):
        data = validate(_Subjects, read_yaml(file), file).model_dump()
        for part, table in data.items():
            if isinstance(table, dict):
                merged.setdefault(part, {}).update(table)
            else:
                merged[part] = (*merged.get(part, ()), *table)
    subjects = _Subjects.model_validate(merged)
    plain = Lexicon(subjects, {})
    return Lexicon(subjects, {p: c for p, c in _own_words(catalog).items() if _names_family(plain, p, c[0])})


def _names_family(plain: Lexicon, phrase: str, family: str) -> bool:
    """Whether a measure's phrase names its family by itself, and is not only a feature that other families share."""
    cues = plain.cues(tokens(phrase))
    if any(c.kind == "family" for c in cues):
        return any(c.kind == "family" and c.name == family for c in cues)
    return not any(c.kind in ("feature", "programme", "agency", "elsewhere") for c in cues)


def _own_words(catalog: Catalog) -> dict[str, tuple[str, frozenset[str], str]]:
    """Return each phrase of the measures with what all measures sharing it have in common."""
    shared: dict[str, tuple[str, frozenset[str], str] | None] = {}
    for item in measures(catalog).values():
        for phrase in item.words:
            mine = (item.family, frozenset(item.features), item.agency)
            theirs = shared.get(phrase, mine)
            if theirs is None or theirs[0] != mine[0]:
                shared[phrase] = None
            else:
                shared[phrase] = (mine[0], mine[1] & theirs[1], mine[2] if mine[2] == theirs[2] else "")
    return {phrase: common for phrase, common in shared.items() if common is not None}
