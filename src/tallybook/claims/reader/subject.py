"""Subjects: which measure a number counts, weighed from its words, from what came before, and by its value."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cached_property, lru_cache

from tallybook.base.catalog import Catalog
from tallybook.base.periods import Period
from tallybook.claims.reader.kin import (
    DENIALS,
    IMPLIED,
    KIN,
    OF_ITSELF,
    PROGRAMME_FAMILIES,
    SHARED_FAMILIES,
    THREE_CLASSES,
    implied,
)
from tallybook.claims.reader.lexicon import Cue
from tallybook.measures.measure import Measure, measures
from tallybook.measures.series import Value, all_values, has_series, series, series_files


@dataclass(frozen=True)
class Scope:
    """What the text around one number offers, with how close it stands (larger is closer)."""

    families: dict[str, float] = field(default_factory=dict)
    features: dict[str, float] = field(default_factory=dict)
    """1 and more: in the number's own clause; less: elsewhere in the sentence or carried over."""
    agencies: dict[str, float] = field(default_factory=dict)
    programmes: frozenset[str] = frozenset()
    total: bool = False
    """Whether the words speak of a total, so that no feature is carried over."""

    @cached_property
    def nearest_agency(self) -> float:
        """How close the closest agency stands."""
        return max(self.agencies.values(), default=0.0)

    @cached_property
    def nearest_family(self) -> float:
        """How close the closest family stands."""
        return max(self.families.values(), default=0.0)

    @cached_property
    def has_own_features(self) -> bool:
        """Whether any feature stands in the number's own stretch of words."""
        return any(weight >= 0.9 for weight in self.features.values())

    @cached_property
    def denied(self) -> bool:
        """Whether the number's own words deny a conviction or a charge."""
        return any(self.features.get(f, 0.0) >= 0.85 for f in DENIALS)


@dataclass
class Discourse:
    """What a reader remembers from the text so far."""

    agencies: Counter[str] = field(default_factory=Counter)
    families: Counter[str] = field(default_factory=Counter)
    programmes: set[str] = field(default_factory=set)
    last: Measure | None = None
    """The measure of the claim before."""
    last_period: Period | None = None
    paragraph: Measure | None = None
    """The measure of the last claim in this paragraph."""
    paragraph_period: Period | None = None
    heading: Scope = field(default_factory=Scope)
    main_family: str = ""
    """The family named most in the whole text."""

    def leading_agency(self) -> str:
        """Return the agency named most so far, or an empty string."""
        counted = self.agencies.most_common(1)
        return counted[0][0] if counted else ""


@dataclass(frozen=True)
class Choice:
    """A measure with its score and the periods at which its values equal the number."""

    measure: Measure
    score: float
    anchors: tuple[Value, ...] = ()


@lru_cache(maxsize=4)
def anchors(catalog: Catalog) -> dict[float, tuple[Value, ...]]:
    """Return every published value by its number: what tells which series an exact figure was taken from."""
    found: dict[float, list[Value]] = {}
    for value in all_values(catalog):
        if not value.where and value.period is not None:
            found.setdefault(value.value, []).append(value)
    return {number: tuple(rows) for number, rows in found.items()}


def spans_gap(cue: Cue, start: int, end: int) -> int:
    """Return how many characters lie between a cue and a stretch of text."""
    if cue.end <= start:
        return start - cue.end
    return max(0, cue.start - end)


def choose(
    catalog: Catalog,
    scope: Scope,
    discourse: Discourse,
    number: float | None = None,
    named: Iterable[Period] = (),
    carry: bool = True,
    prefer: Measure | None = None,
    rough: bool = False,
) -> list[Choice]:
    """Return the measures the text can mean, best first; empty where nothing in it names one.

    Args:
        catalog: the catalog.
        scope: the cues around the number.
        discourse: what came before.
        number: the value as written, when it is exact enough (four digits or more) to point at a series.
        named: periods named near the number.
        rough: whether the number is too round to point at any series but an agency's own announced claims.
        prefer: the measure counted just before in the same sentence, which a comparison goes on from.
        carry: whether a measure named earlier may stand in where the clause names none.
    """
    periods = tuple(dict.fromkeys(named))
    hits = anchors(catalog).get(number, ()) if number is not None else ()
    by_measure: dict[str, list[Value]] = {}
    table = measures(catalog)
    for hit in hits:
        if not rough or (hit.measure in table and table[hit.measure].nature == "claim"):
            by_measure.setdefault(hit.measure, []).append(hit)
    scores = _Scores(scope, discourse, carry)
    exact = carry and number is not None and number >= 10000 and not scope.families
    by_ice = scope.agencies.get("ICE", 0.0) >= 0.9
    held = series_files(catalog)
    found: list[Choice] = []
    for item in _within_reach(catalog, scope, discourse, by_measure, carry):
        mine = tuple(by_measure.get(item.id, ()))
        family = scores.family(item)
        if family <= 0 and mine and exact:
            said = scope.agencies.get(item.agency, 0.0) >= 1.0
            family = 0.8 if said else 0.5 if discourse.families[item.family] else 0.0
        if item.nature == "claim":
            if by_ice:
                continue
            if mine:
                family = max(family, 2.9)
        if family <= 0 or item.nature in ("definition", "date"):
            continue
        if item.nature == "average" and ("per_day" in item.features or "monthly_mean" in item.features):
            continue
        score = family + scores.features(item) + scores.agency(item)
        score += scores.programme(item)
        if mine and (item.nature == "claim" or item.family in scope.families or scope.nearest_family < 2.9):
            bonus = _anchor_score(mine, periods)
            score += min(bonus, 0.3) if _contradicts(item, scope) else bonus
        if not (item.minus or item.sum_of):
            if periods and not _alive(catalog, item.id, periods):
                score -= 1.6
            if item.id not in held:
                score -= 0.8
        if prefer is item:
            score += 1.6
        if item.nature == "claim" and not mine and item.family != "self_deported":
            score -= 1.0
        found.append(Choice(item, score, mine))
    found.sort(key=_best_first)
    return found


def _best_first(choice: Choice) -> tuple[float, int, str]:
    return -choice.score, len(choice.measure.features), choice.measure.id


class _Scores:
    """What the words around a number are worth for each measure: worked out once for all that rest on the same."""

    def __init__(self, scope: Scope, discourse: Discourse, carry: bool) -> None:
        self._scope, self._discourse, self._carry = scope, discourse, carry
        self._leading = discourse.leading_agency()
        self._families: dict[str, float] = {}
        self._features: dict[tuple[str, tuple[str, ...]], float] = {}
        self._agencies: dict[tuple[str, bool], float] = {}
        self._programmes: dict[str, float] = {}

    def family(self, item: Measure) -> float:
        """Return what its family is worth."""
        if item is self._discourse.paragraph:
            return _family_score(item, self._scope, self._discourse, self._carry)
        known = self._families.get(item.family)
        if known is None:
            known = self._families[item.family] = _family_score(item, self._scope, self._discourse, self._carry)
        return known

    def features(self, item: Measure) -> float:
        """Return what its features are worth, present and missing."""
        key = item.family, item.features
        known = self._features.get(key)
        if known is None:
            known = self._features[key] = _feature_score(item, self._scope, self._discourse)
        return known

    def agency(self, item: Measure) -> float:
        """Return what its agency is worth."""
        key = item.agency, item.family in SHARED_FAMILIES
        known = self._agencies.get(key)
        if known is None:
            known = self._agencies[key] = _agency_score(item, self._scope, self._discourse, self._leading)
        return known

    def programme(self, item: Measure) -> float:
        """Return what its programme is worth."""
        known = self._programmes.get(item.family)
        if known is None:
            known = self._programmes[item.family] = _programme_score(item, self._scope, self._discourse)
        return known


def _within_reach(
    catalog: Catalog, scope: Scope, discourse: Discourse, by_measure: Mapping[str, list[Value]], carry: bool
) -> Iterator[Measure]:
    """Yield the measures whose family the words, the text before or the number itself bring up."""
    families = set(scope.families)
    if carry:
        families |= {
            f
            for m in (discourse.paragraph, discourse.last)
            if m is not None
            for kin in KIN
            if m.family in kin
            for f in kin
        }
        families |= {m.family for m in (discourse.paragraph, discourse.last) if m is not None} | set(
            discourse.heading.families
        )
        if discourse.main_family:
            families.add(discourse.main_family)
    grouped = _by_family(catalog)
    for family in families:
        yield from grouped.get(family, ())
    table = measures(catalog)
    for name in by_measure:
        if name in table and table[name].family not in families:
            yield table[name]


@lru_cache(maxsize=4)
def _by_family(catalog: Catalog) -> dict[str, tuple[Measure, ...]]:
    grouped: dict[str, list[Measure]] = {}
    for item in measures(catalog).values():
        grouped.setdefault(item.family, []).append(item)
    return {family: tuple(items) for family, items in grouped.items()}


def _family_score(item: Measure, scope: Scope, discourse: Discourse, carry: bool) -> float:
    direct = scope.families.get(item.family, 0.0)
    if item.family == "detained" and "deaths" in scope.families:
        return 0.0
    if not carry or direct >= 1.2:
        return direct
    carried = 0.0
    if discourse.paragraph is not None and discourse.paragraph.family == item.family:
        carried = 1.2 + (0.9 if discourse.paragraph is item and not scope.has_own_features and not scope.total else 0.0)
    elif discourse.last is not None and discourse.last.family == item.family:
        carried = 1.05
    elif any(
        m is not None and any({m.family, item.family} <= kin for kin in KIN)
        for m in (discourse.paragraph, discourse.last)
    ):
        carried = 0.7
    elif item.family in discourse.heading.families:
        carried = 0.8
    elif discourse.main_family == item.family:
        carried = 0.6
    return max(direct, carried)


def _contradicts(item: Measure, scope: Scope) -> bool:
    """Whether the number's own words name features that the measure has none of, or lay it on another agency."""
    whose = scope.nearest_agency
    if whose >= 1.2 and item.agency and scope.agencies.get(item.agency, 0.0) < 0.9 and item.family in SHARED_FAMILIES:
        return True
    own = {f for f, weight in scope.features.items() if weight >= 0.9 and f not in ("nationwide", "no_record")}
    return bool(own) and not own & (set(item.features) | implied(tuple(item.features), scope.denied))


@lru_cache(maxsize=256)
def features_of(catalog: Catalog, family: str, agency: str) -> frozenset[str]:
    """Return the features by which any of an agency's measures of a family is narrowed."""
    found = {f for item in _by_family(catalog).get(family, ()) if item.agency == agency for f in item.features}
    return frozenset(found | OF_ITSELF.get(family, frozenset()) | ({"no_record"} if found & DENIALS else set()))


@lru_cache(maxsize=512)
def _span(catalog: Catalog, measure: str) -> tuple[date, date] | None:
    """Return the first and last day of the periods a measure has values for, with two years on either side."""
    if not has_series(catalog, measure):
        return None
    periods = [p for p in series(catalog, measure).periods() if p]
    room = timedelta(days=730)
    return (min(p.start for p in periods) - room, max(p.end for p in periods) + room) if periods else None


def _alive(catalog: Catalog, measure: str, periods: tuple[Period, ...]) -> bool:
    """Whether a measure existed, give or take two years, in any of the periods named."""
    span = _span(catalog, measure)
    if span is None:
        return True
    first, last = span
    return any(p.end >= first and p.start <= last for p in periods)


def _feature_score(item: Measure, scope: Scope, discourse: Discourse) -> float:
    mine = set(item.features)
    if item.family == "expulsions":
        mine |= {"title42"}
    if "no_record" in scope.features:
        three = item.family in THREE_CLASSES
        if ("no_conviction_no_charge" if three else "noncriminal") in mine:
            mine = mine | {"no_record"}
    said = implied(tuple(sorted(mine)), scope.denied)
    score = 0.0
    for feature, weight in scope.features.items():
        if feature in mine:
            score += 1.6 * min(weight, 1.0) if weight >= 0.85 else 0.0
        elif feature not in said and weight >= 1.0 and feature not in ("nationwide", "trac"):
            implied_by_text = any(feature in IMPLIED.get(other, ()) for other in scope.features if other in mine)
            score -= 0.0 if implied_by_text else 1.5
    carried = discourse.paragraph or discourse.last
    if "nationwide" in scope.features and mine & {"southwest", "northern", "other_border"}:
        score -= 2.5
    mine -= {"title42"}
    if "no_record" in mine:
        mine = mine - {"no_record", "no_conviction_no_charge", "noncriminal"}
    for feature in mine:
        if scope.features.get(feature, 0.0) >= 0.85:
            continue
        if feature in scope.features:
            score -= 0.5
            continue
        if carried is not None and feature in carried.features and carried.family == item.family:
            score -= 0.5
        elif feature in discourse.heading.features:
            score -= 0.4
        else:
            score -= 1.3
    return score


def _agency_score(item: Measure, scope: Scope, discourse: Discourse, leading: str) -> float:
    if not item.agency:
        return 0.0
    near = scope.nearest_agency
    if item.agency in scope.agencies:
        return 0.5 + scope.agencies[item.agency]
    if near >= 1.0:
        return -3.2 if near >= 1.2 and item.family in SHARED_FAMILIES else -1.2
    last = discourse.paragraph or discourse.last
    score = 0.4 if item.agency == leading else 0.0
    if last is not None and last.agency == item.agency:
        score += 0.8 if discourse.paragraph is not None else 0.4
    return score


def _programme_score(item: Measure, scope: Scope, discourse: Discourse) -> float:
    for programme, families in PROGRAMME_FAMILIES.items():
        if item.family in families:
            if programme in scope.programmes:
                return 0.8
            return 0.0 if programme in discourse.programmes else -3.0
    return 0.0


def _anchor_score(hits: tuple[Value, ...], periods: tuple[Period, ...]) -> float:
    best = 0.0
    for hit in hits:
        assert hit.period is not None
        if hit.value < 1000 and not any(
            hit.period == p or (p.days == 1 and hit.period.days <= 31 and abs((p.end - hit.period.end).days) <= 16)
            for p in periods
        ):
            continue
        if not periods:
            best = max(best, 2.0)
        elif hit.period in periods:
            best = max(best, 3.0)
        elif any(p.overlap_days(hit.period) or abs((p.end - hit.period.end).days) <= 31 for p in periods):
            best = max(best, 2.0)
        else:
            best = max(best, 0.7)
    return best
