"""The course of a programme by county: what each county's shade is on a day, and on which days it changes."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from tallybook.base.catalog import Catalog
from tallybook.base.periods import day_words, month_end
from tallybook.programs.agreements import EARLY_END, agreements_on
from tallybook.programs.counties import gazetteer
from tallybook.programs.secure_communities import activations, counties_active
from tallybook.programs.spells import Rolls, Spell, early_spells, rolls


@dataclass(frozen=True)
class Shade:
    """One class of counties: its key in the drawing, what it means, how dark it is (0 to 3)."""

    key: str
    words: str
    depth: int


@dataclass(frozen=True)
class Step:
    """One day of the slider: what to say about it."""

    day: date
    headline: str
    remark: str
    counts: tuple[int, ...]
    """Counties of each shade."""


@dataclass(frozen=True)
class Course:
    """A programme over its days."""

    title: str
    unit: str
    shades: tuple[Shade, ...]
    """From nothing to most; a county without any is of the first."""
    steps: tuple[Step, ...]
    at: int
    """The step that was asked for."""
    changes: dict[str, tuple[tuple[int, int], ...]]
    """For each shape, the steps at which its shade changes, with the shade from then on."""
    labels: dict[str, str]
    notes: tuple[str, ...]

    def shade_at(self, fips: str, step: int) -> int:
        """Return the shade of a county at a step."""
        return _at(self.changes.get(fips, ()), step)


def _at(changes: tuple[tuple[int, int], ...], step: int) -> int:
    place = bisect_right([s for s, _ in changes], step)
    return changes[place - 1][1] if place else 0


def course(catalog: Catalog, program: str, day: date, held: Rolls | None = None) -> Course:
    """Return the course of a programme, its steps the ends of months and the day itself."""
    if program == "secure-communities":
        return _secure_communities(catalog, day)
    return _agreements(catalog, day, held or rolls(catalog))


def _months(first: date, last: date, day: date) -> list[date]:
    found = {day}
    year, month = first.year, first.month
    while (year, month) <= (last.year, last.month):
        found.add(month_end(year, month))
        year, month = (year, month + 1) if month < 12 else (year + 1, 1)
    return sorted(found)


def _secure_communities(catalog: Catalog, day: date) -> Course:
    every = activations(catalog)
    first, last = min(a.activated for a in every.values()), max(a.activated for a in every.values())
    days = _months(date(first.year, first.month - 1, 1), date(last.year, last.month + 1, 1), day)
    changes: dict[str, tuple[tuple[int, int], ...]] = {}
    labels: dict[str, str] = {}
    # A county of today keeps its own date; where it took in a city of the list, the city's does not count.
    for activation in sorted(every.values(), key=lambda a: bool(a.county.now)):
        for fips in activation.county.shapes:
            at = next((i for i, d in enumerate(days) if d >= activation.activated), len(days))
            changes.setdefault(fips, ((at, 1),))
            labels.setdefault(fips, f"{activation.county.label}: since {day_words(activation.activated)}")
    steps = []
    for one in days:
        counted = counties_active(catalog, one)
        share = f", {counted.population_share:.1%} of the population" if counted.population_share is not None else ""
        steps.append(
            Step(
                one, f"{counted.active:,} of {counted.counties:,} counties{share if one >= first else ''}",
                f"Fingerprints checked: {counted.switched.sharing}. Targeting by: {counted.switched.targeting}.",
                (counted.counties - counted.active, counted.active),
            )
        )  # fmt: skip
    return Course(
        "Secure Communities by county", "counties",
        (Shade("no", "not active", 0), Shade("yes", "active", 2)),
        tuple(steps), days.index(day), changes, labels,
        (
            "Counties, not ICE's jurisdictions, which also include places in the territories.",
            "Counties whose codes have changed since are drawn under the later ones; cities that have joined a"
            " county are drawn with it.",
        ),
    )  # fmt: skip


def _agreements(catalog: Catalog, day: date, held: Rolls) -> Course:
    early = early_spells(catalog)
    last = max(day, held.days[-1])
    days = [d for d in _months(min(s.first_seen for s in early), last, day) if d <= last]
    days = sorted({*days, held.days[-1]})
    places = gazetteer(catalog)
    by_county: dict[str, list[Spell]] = {}
    for spell in (*early, *held.spells):
        for fips in spell.fips:
            for shape in places.counties[fips].shapes:
                by_county.setdefault(shape, []).append(spell)
    codes = {shape: c for c in places.counties.values() for shape in c.shapes if c.state.fips < "60"}
    changes = {fips: tuple(_changes(days, spells, held)) for fips, spells in by_county.items() if fips in codes}
    labels = {shape: county.label for shape, county in codes.items()}
    steps = []
    shown = [Counter(shade for fips in labels if (shade := _at(changes.get(fips, ()), i))) for i in range(len(days))]
    for number, one in enumerate(days):
        roster = agreements_on(catalog, one, held=held)
        are = "agreement is" if roster.unplaced == 1 else "agreements are"
        unplaced = f" {roster.unplaced:,} {are} in no county of the map." if roster.unplaced else ""
        known = {
            "roster": f"ICE's roster of {day_words(roster.as_of)}." if roster.as_of else "",
            "compiled list": "Compiled list; ends known to an interval.",
            "between lists": "No roster held between August 2017 and January 2021.", "none": "",
        }[roster.evidence]  # fmt: skip
        head = f"{roster.agreements.of('agreement')}, {roster.agencies.of('agency', 'agencies')}"
        head += f", {roster.states.of('state')}"
        found = shown[number]
        counts = (len(labels) - found.total(), found[1], found[2], found[3])
        steps.append(Step(one, head, f"{known}{unplaced}", counts))
    return Course(
        "287(g) agreements by county", "counties",
        (
            Shade("no", "none placed here", 0), Shade("maybe", "possible, not certain", 1),
            Shade("jail", "jail models only", 2), Shade("force", "task force", 3),
        ),
        tuple(steps), days.index(day), changes, labels,
        (
            "Agencies of states, and police of towns that ICE lists without a county, are not on the map.",
            "A county counts once, however many of its agencies have an agreement.",
        ),
    )  # fmt: skip


def _changes(days: list[date], spells: Iterable[Spell], held: Rolls) -> Iterable[tuple[int, int]]:
    own = list(spells)
    before = 0
    for number, day in enumerate(days):
        shade = _shade(own, day, held)
        if shade != before:
            yield number, shade
            before = shade


def _shade(spells: list[Spell], day: date, held: Rolls) -> int:
    """Return how dark a county is on a day: by the strongest agreement surely in force, else whether one may be."""
    as_of = held.day_on(day)
    found = 0
    for spell in spells:
        if as_of is not None:
            sure = not spell.early and spell.standing(as_of) == "listed"
            maybe = False
        elif day > EARLY_END:
            sure = bool(not spell.early and spell.first_seen == held.days[0] and spell.signed and spell.signed <= day)
            maybe = spell.early and spell.standing(EARLY_END) == "in force"
        else:
            standing = spell.standing(day) if spell.early else None
            sure, maybe = standing == "in force", standing == "possible"
        if sure:
            found = max(found, 3 if "TFM" in spell.models else 2)
        elif maybe:
            found = max(found, 1)
    return found
