"""Places: what narrows a number to a state, a city or a citizenship, and verbs that somebody else is the subject of."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from tallybook.base.catalog import Catalog, read_yaml, validate
from tallybook.base.strict import Strict
from tallybook.claims.reader.scope import Reach, Sentence, subject_start


class _Places(Strict):
    states: tuple[str, ...]
    cities: tuple[str, ...]
    countries: dict[str, tuple[str, ...]]
    other_actors: tuple[str, ...]


@dataclass(frozen=True)
class _Patterns:
    place: re.Pattern[str]
    office: re.Pattern[str]
    subject: re.Pattern[str]
    country: re.Pattern[str]
    people: re.Pattern[str]
    actor: re.Pattern[str]
    of: dict[str, str]
    """Demonyms and short names to the country as the series spell it."""
    states: frozenset[str]


@dataclass(frozen=True)
class Placed:
    """What the words of a number narrow it to, and where they stand."""

    where: dict[str, str]
    start: int = 0
    end: int = 0


_NATIONALS = re.compile(r"\b[Nn]ationals of ([A-Z]\w+(?: [A-Z]\w+)?)\b")
_SOME_OF_THEM = re.compile(r",? (?:mostly|most|many|including|among|largely|chiefly|primarily|mainly|some|half)\b")
_FRONTED = re.compile(r"\W*(?:Of|Among|Out of) [^,;.]{2,60},")
_LEADING = re.compile(r"\W*(?:in|during|for|by|at|on)?(?: the)?(?: end of)? *", re.I)
_FAR = 70
"""How many characters behind a number its place may stand."""


def placed(catalog: Catalog, sentence: Sentence, at: Reach) -> Placed:
    """Return the `state`, `place`, `office` or `citizenship` that a number is narrowed to, and where they stand."""
    known, text = _patterns(catalog), sentence.text
    right = min(at.right, at.end + _FAR)
    aside = _SOME_OF_THEM.search(text, at.end, right)
    right = aside.start() if aside else right
    people = known.people.search(text, at.end, right) or known.people.search(
        text, max(at.left, at.start - 24), at.start
    )
    fronted = _FRONTED.match(text, sentence.span.start, at.start) if people is None else None
    people = people or (known.people.search(text, fronted.start(), fronted.end()) if fronted else None)
    country = people or known.country.search(text, at.end, right) or _NATIONALS.search(text, at.left, right)
    if country:
        return Placed({"citizenship": known.of.get(country[1], country[1])}, *country.span())
    opened = _subject(sentence, at)
    office = known.office.search(text, at.end, right) or known.office.search(text, opened, at.start)
    if office:
        return Placed({"office": office[1] or office[2] or office[3]}, *office.span())
    place = (
        known.place.search(text, at.end, right)
        or known.place.match(text, sentence.span.start, at.start)
        or known.subject.match(text, opened, at.start)
    )
    if place:
        return Placed({"state" if place[1] in known.states else "place": place[1]}, *place.span())
    return Placed({})


def where(catalog: Catalog, sentence: Sentence, at: Reach) -> dict[str, str]:
    """Return what the words of a number narrow it to: `state`, `place`, `office` or `citizenship`."""
    return placed(catalog, sentence, at).where


def is_people(catalog: Catalog, word: str) -> bool:
    """Return whether a word names the citizens of a country (`Mexicans`)."""
    return _patterns(catalog).people.fullmatch(word) is not None


def _subject(sentence: Sentence, at: Reach) -> int:
    """Return where the subject of a number's clause starts, behind a period that opens it."""
    start = subject_start(sentence, at, at.start)
    lead = _LEADING.match(sentence.text, start)
    first = lead.end() if lead else start
    return next((t.end for t in sentence.times if start <= t.start <= first), start)


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
        office=re.compile(
            rf"\b({names})(?: [Ff]ield| [Rr]egional| [Dd]istrict| [Aa]rea)? "
            r"(?:[Oo]ffice|[Ss]ector|[Aa]rea of [Rr]esponsibility|operation|branch|bureau|unit|team|division)s?\b"
            rf"|\b(?:[Oo]ffice|officers|agents) (?:in|of) ({names})\b"
            rf"|\b(?:ICE|ERO)(?:['’]s)? ({names})\b"
        ),
        subject=re.compile(
            rf"[\s,]*(?:[Tt]he )?(?:state of )?({names}|[A-Z][\w.]+(?: [A-Z][\w.]+)? County)(?:['’]s)?\b(?!,| [A-Z])"
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
