"""The tables the reader of numbers works from: number words, hedges, directions, exclusions. Loaded once, strictly."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Annotated, Literal, TypeVar, get_args

from pydantic import BeforeValidator

from tallybook.base.catalog import SHIPPED, read_yaml, validate
from tallybook.base.errors import CatalogError
from tallybook.base.strict import Strict
from tallybook.claims.model import Hedge
from tallybook.claims.quantities.tokens import words_of
from tallybook.claims.quantity import Form, NotAClaim

Phrase = tuple[str, ...]
Meaning = TypeVar("Meaning")


def _split(value: object) -> object:
    return tuple(w for w in (part.strip() for part in value.split(",")) if w) if isinstance(value, str) else value


def _pairs(value: object) -> object:
    if not isinstance(value, str):
        return value
    pairs = [part.partition("=") for part in value.split(",")]
    for word, equals, number in pairs:
        if not (word.strip() and equals and number.strip()):
            raise ValueError(f"{word.strip()!r} has no number; expected word = number")
    return {word.strip(): number.strip() for word, _, number in pairs}


Words = Annotated[tuple[str, ...], BeforeValidator(_split)]
Numbers = Annotated[dict[str, float], BeforeValidator(_pairs)]


class Slack(Strict):
    """How far, in percent of the number, the truth may lie below and above it; `open` is without limit."""

    below: float | Literal["open"]
    above: float | Literal["open"]


class _HedgeFile(Strict):
    meaning: dict[Hedge, Slack]
    before: dict[Hedge, Words]
    after: dict[Hedge, Words]
    signs: dict[Hedge, Words]
    padding: Words
    not_after: Words


class _NumberFile(Strict):
    units: Numbers
    tens: Numbers
    scales: Numbers
    suffixes: Numbers
    rounded_suffixes: Words
    ordinals: Numbers
    parts: Numbers
    vulgar: Numbers
    vague: Numbers
    part_follows: Words
    half_follows: Words
    no_quarter: Words
    majority_words: Words


class _TimesFile(Strict):
    verbs: Numbers
    plain: Numbers
    counts: Numbers
    not_before: Words
    factor_follows: Words
    frequency: Words


class _DirectionFile(Strict):
    up: Words
    down: Words
    leaning: Words
    more: Words
    less: Words
    stops: Words
    level_before: Words


class _CountedFile(Strict):
    people: Words
    actions: Words


class _ExclusionFile(Strict):
    months: Words
    capital_months: Words
    before: dict[NotAClaim, Words]
    after: dict[NotAClaim, Words]
    sentence: dict[NotAClaim, Words]
    sentence_forms: dict[NotAClaim, Annotated[tuple[Form, ...], BeforeValidator(_split)]]
    street_names: Words
    weekdays: Words
    no_followers: Words
    no_adjective: Words
    duration_adjectives: Words
    year_before: Words
    ranked: Words
    ordinal_dates: Words
    age_after: Words
    abbreviations: Words


@dataclass(frozen=True)
class Lexicon:
    """Every table in the shape the rules look things up in."""

    cardinals: Mapping[str, int]
    """Units and tens."""
    scales: Mapping[str, int]
    suffixes: Mapping[str, int]
    rounded_suffixes: frozenset[str]
    ordinals: Mapping[str, int]
    parts: Mapping[str, int]
    vulgar: Mapping[str, float]
    vague: Mapping[str, int]
    part_follows: frozenset[str]
    half_follows: frozenset[str]
    no_quarter: frozenset[str]
    majority_words: frozenset[str]

    times_verbs: Mapping[str, float]
    times_plain: Mapping[str, float]
    times_counts: Mapping[str, float]
    times_not_before: frozenset[str]
    factor_follows: frozenset[str]
    frequency: frozenset[str]

    meaning: Mapping[Hedge, tuple[float | None, float | None]]
    """Per hedge the factors of the number that bound the truth; None for an open end."""
    hedges_before: Mapping[str, tuple[tuple[Phrase, Hedge], ...]]
    """By the last word of the phrase, longest phrase first."""
    hedges_after: Mapping[str, tuple[tuple[Phrase, Hedge], ...]]
    """By the first word of the phrase, longest phrase first."""
    padding: frozenset[str]
    not_after: frozenset[str]

    up: frozenset[str]
    down: frozenset[str]
    leaning: frozenset[str]
    more: frozenset[str]
    less: frozenset[str]
    stops: frozenset[str]
    level_before: frozenset[str]

    counted: frozenset[str]
    people: frozenset[str]

    months: frozenset[str]
    capital_months: frozenset[str]
    reason_before: Mapping[str, tuple[tuple[Phrase, NotAClaim], ...]]
    """By the last word of the phrase, longest phrase first."""
    reason_after: Mapping[str, tuple[tuple[Phrase, NotAClaim], ...]]
    """By the first word of the phrase, longest phrase first."""
    reason_sentence: Mapping[str, tuple[tuple[Phrase, NotAClaim], ...]]
    sentence_forms: Mapping[NotAClaim, frozenset[Form]]
    street_names: frozenset[str]
    weekdays: frozenset[str]
    no_followers: frozenset[str]
    no_adjective: frozenset[str]
    duration_adjectives: frozenset[str]
    year_before: frozenset[str]
    ranked: frozenset[str]
    ordinal_dates: frozenset[str]
    age_after: frozenset[str]
    abbreviations: frozenset[str]


@cache
def lexicon(folder: Path = SHIPPED) -> Lexicon:
    """Return the tables of a catalog folder.

    Raises:
        CatalogError: a file is missing, is not YAML, or does not fit its model.
    """
    words = folder / "lexicon"
    hedges = validate(_HedgeFile, read_yaml(folder / "hedges.yml"), folder / "hedges.yml")
    numbers = validate(_NumberFile, read_yaml(words / "numbers.yml"), words / "numbers.yml")
    times = validate(_TimesFile, read_yaml(words / "times.yml"), words / "times.yml")
    moves = validate(_DirectionFile, read_yaml(words / "directions.yml"), words / "directions.yml")
    counted = validate(_CountedFile, read_yaml(words / "counted.yml"), words / "counted.yml")
    out = validate(_ExclusionFile, read_yaml(words / "exclusions.yml"), words / "exclusions.yml")
    missing = set(get_args(Hedge)) - set(hedges.meaning)
    if missing:
        raise CatalogError(f"meaning of {sorted(missing)[0]!r} is missing", where=str(folder / "hedges.yml"))
    signs = {hedge: (*hedges.before.get(hedge, ()), *hedges.signs.get(hedge, ())) for hedge in hedges.meaning}
    return Lexicon(
        cardinals=_whole({**numbers.units, **numbers.tens}),
        scales=_whole(numbers.scales),
        suffixes=_whole(numbers.suffixes),
        rounded_suffixes=frozenset(numbers.rounded_suffixes),
        ordinals=_whole(numbers.ordinals),
        parts=_whole(numbers.parts),
        vulgar=numbers.vulgar,
        vague=_whole(numbers.vague),
        part_follows=frozenset(numbers.part_follows),
        half_follows=frozenset(numbers.half_follows),
        no_quarter=frozenset(numbers.no_quarter),
        majority_words=frozenset(numbers.majority_words),
        times_verbs=times.verbs,
        times_plain=times.plain,
        times_counts=times.counts,
        times_not_before=frozenset(times.not_before),
        factor_follows=frozenset(times.factor_follows),
        frequency=frozenset(times.frequency),
        meaning={hedge: _factors(slack) for hedge, slack in hedges.meaning.items()},
        hedges_before=_index(signs, -1),
        hedges_after=_index(hedges.after, 0),
        padding=frozenset(hedges.padding),
        not_after=frozenset(hedges.not_after),
        up=frozenset(moves.up),
        down=frozenset(moves.down),
        leaning=frozenset(moves.leaning),
        more=frozenset(moves.more),
        less=frozenset(moves.less),
        stops=frozenset(moves.stops),
        level_before=frozenset(moves.level_before),
        counted=frozenset(counted.people) | frozenset(counted.actions),
        people=frozenset(counted.people),
        months=frozenset(out.months),
        capital_months=frozenset(out.capital_months),
        reason_before=_index(out.before, -1, dots=False),
        reason_after=_index(out.after, 0, dots=False),
        reason_sentence=_index(out.sentence, 0),
        sentence_forms={reason: frozenset(forms) for reason, forms in out.sentence_forms.items()},
        street_names=frozenset(out.street_names),
        weekdays=frozenset(out.weekdays),
        no_followers=frozenset(out.no_followers),
        no_adjective=frozenset(out.no_adjective),
        duration_adjectives=frozenset(out.duration_adjectives),
        year_before=frozenset(out.year_before),
        ranked=frozenset(out.ranked),
        ordinal_dates=frozenset(out.ordinal_dates),
        age_after=frozenset(out.age_after),
        abbreviations=frozenset(out.abbreviations),
    )


def _whole(numbers: Mapping[str, float]) -> dict[str, int]:
    return {word: int(number) for word, number in numbers.items()}


def _factors(slack: Slack) -> tuple[float | None, float | None]:
    below = None if slack.below == "open" else 1 - slack.below / 100
    above = None if slack.above == "open" else 1 + slack.above / 100
    return below, above


def _index(
    table: Mapping[Meaning, Words], key: int, *, dots: bool = True
) -> dict[str, tuple[tuple[Phrase, Meaning], ...]]:
    """Return phrases by their first or last word; without `dots`, `Pub. L.` is stored as `pub l`."""
    found: dict[str, list[tuple[Phrase, Meaning]]] = {}
    for meaning, phrases in table.items():
        for text in phrases:
            phrase = tuple(t for t in words_of(text) if dots or t != ".")
            found.setdefault(phrase[key], []).append((phrase, meaning))
    return {word: tuple(sorted(items, key=lambda item: -len(item[0]))) for word, items in found.items()}
