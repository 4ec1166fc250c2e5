"""Places: what narrows a number to a state, a city or a citizenship, and verbs that somebody else is the subject of."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from tallybook.base.catalog import Catalog, read_yaml, validate
from tallybook.base.strict import Strict
from tallybook.claims.reader.scope import Reach, Sentence


class _Places(Strict):
    states: tuple[str, ...]
    cities: tuple[str, ...]
    countries: dict[str, tuple[str, ...]]
    other_actors: tuple[str, ...]


@dataclass(frozen=True)
class _Patterns:
    place: re.Pattern[str]
    country: re.Pattern[str]
    people: re.Pattern[str]
    actor: re.Pattern[str]
    of: dict[str, str]
    """Demonyms and short names to the country as the series spell it."""
    states: frozenset[str]


def where(catalog: Catalog, sentence: Sentence, at: Reach) -> dict[str, str]:
    """Return what the words of a number narrow it to: `state`, `place` or `citizenship`; empty for a national count."""
    known = _patterns(catalog)
    after, before = sentence.text[at.end : min(at.right, at.end + 70)], sentence.text[at.left : at.start]
    people = known.people.search(after) or known.people.search(before[-24:])
    if people:
        return {"citizenship": known.of.get(people[1], people[1])}
    country = known.country.search(after) or re.search(r"\b[Nn]ationals of (\w+(?: \w+)?)\b", before)
    if country:
        return {"citizenship": known.of.get(country[1], country[1])}
    place = known.place.search(after) or known.place.match(sentence.text[sentence.span.start : at.start])
    if place:
        return {"state" if place[1] in known.states else "place": place[1]}
    return {}


def of_another_actor(catalog: Catalog, sentence: Sentence, at: Reach) -> bool:
    """Return whether the verb beside a number has another subject than an agency counted here."""
    return _patterns(catalog).actor.search(sentence.text[at.left : at.start]) is not None


@lru_cache(maxsize=4)
def _patterns(catalog: Catalog) -> _Patterns:
    table = next(
        (validate(_Places, read_yaml(file), file) for _, file in catalog.files("lexicon", "places.yml")),
        _Places(states=(), cities=(), countries={}, other_actors=()),
    )
    names = _joined([*table.states, *table.cities])
    plain = {name.split(",")[0]: name for name in table.countries}
    of = plain | {word: country for country, words in table.countries.items() for word in words}
    nouns = [word for words in table.countries.values() for word in words]
    return _Patterns(
        place=re.compile(
            rf"\b(?:in|from|across|throughout|around|out of|In|From|Across|At"
            rf"|at) (?:the )?(?:state of )?({names}|[A-Z][\w.]+(?: [A-Z][\w.]+)? County)\b(?! (?:jail"
            rf"|border)s?\b)"
        ),
        country=re.compile(rf"\b(?:from|to|of) ({_joined(list(plain))})\b"),
        people=re.compile(
            rf"\b({_joined([n for n in nouns if n != 'Chinese'])}|Chinese)(?: (?:nationals|citizens"
            rf"|migrants|immigrants|people|men|families))?\b(?! (?:border|Interior))"
        ),
        actor=re.compile(
            rf"\b(?:{_joined(list(table.other_actors))})(?:['’]s)?(?: (?:officers|authorities|agents"
            rf"|officials))?(?: (?:in|of) [A-Z][\w ]+?)?"
            r" (?:has |have |had |also |then )*(?:removed|deported|expelled|arrested|detained"
            r"|returned|held)\s+(?:about |some |nearly |more than |over )?\Z",
            re.I,
        ),
        of=of,
        states=frozenset(table.states),
    )


def _joined(names: list[str]) -> str:
    return "|".join(re.escape(n) for n in sorted(names, key=len, reverse=True)) or "(?!)"
