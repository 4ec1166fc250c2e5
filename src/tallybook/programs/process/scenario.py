"""Scenarios: the model of one catalog file: the days, the rule for detainers, the population, and every parameter."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from functools import lru_cache
from math import fsum
from pathlib import Path
from typing import Any, Final

from pydantic import Field, model_validator

from tallybook.base.catalog import Catalog, read_yaml, validate
from tallybook.base.errors import CatalogError, UnknownName
from tallybook.base.strict import Strict

ASSUMED: Final = "assumed"
CLOSE = 1e-9
LONGEST = 3660

PARAMETERS: Final = (
    "match", "convicted", "exercise", "possible", "outside", "without_detainer", "honoured", "removed", "returned",
    "relief", "released",
)  # fmt: skip
ENDINGS: Final = ("removed", "returned", "relief", "released")
RECORD, NO_RECORD, CHARGE = "record", "none", "charge"
DELAYS: Final = ("local_case", "pickup", "departure")


class Parameter(Strict):
    """A chance that the model takes: a value, or the published moment it is fitted to; never both."""

    value: float | None = Field(default=None, ge=0, le=1)
    fit: str = ""
    """The id of the published share that gives its value."""
    low: float = Field(ge=0, le=1)
    high: float = Field(ge=0, le=1)
    source: str = ASSUMED
    what: str

    @model_validator(mode="after")
    def _one(self) -> Parameter:
        if (self.value is None) == (not self.fit):
            raise ValueError("a parameter has either a value or a fit")
        if self.low > self.high or (self.value is not None and not self.low <= self.value <= self.high):
            raise ValueError(f"its range {self.low} to {self.high} does not hold its value")
        return self


class Value(Strict):
    """One value of a trait of people, with the share that has it and the facts that follow."""

    id: str
    share: float = Field(ge=0, le=1)
    facts: Mapping[str, bool | int | str] = {}
    unknown: tuple[str, ...] = ()
    """Facts that nobody at the desk knows."""


class Trait(Strict):
    """Something in which matched people differ."""

    source: str = ASSUMED
    values: tuple[Value, ...]

    @model_validator(mode="after")
    def _whole(self) -> Trait:
        _adds_up(v.share for v in self.values)
        if len({v.id for v in self.values}) != len(self.values):
            raise ValueError("two values have one id")
        return self


class Span(Strict):
    """A share that waits from so many days (or hours) up to so many, each as likely as the other."""

    least: int = Field(ge=0, le=LONGEST)
    most: int = Field(ge=0, le=LONGEST)
    share: float = Field(ge=0, le=1)

    @model_validator(mode="after")
    def _forward(self) -> Span:
        if self.most < self.least:
            raise ValueError(f"reaches from {self.least} to {self.most}")
        return self


class Delay(Strict):
    """How long something takes."""

    source: str = ASSUMED
    spans: tuple[Span, ...]

    @model_validator(mode="after")
    def _whole(self) -> Delay:
        _adds_up(s.share for s in self.spans)
        return self


class Detainers(Strict):
    """What says for whom a detainer may be issued: a policy of the catalog, or a condition where none can be read."""

    policy: str = ""
    where: str = ""
    source: str = ""

    @model_validator(mode="after")
    def _one(self) -> Detainers:
        if bool(self.policy) == bool(self.where):
            raise ValueError("give either a policy or a condition (where)")
        return self


class Scenario(Strict):
    """One way the process could run."""

    id: str = Field(pattern=r"^[a-z0-9][a-z0-9-]*$")
    title: str
    about: str
    start: date
    end: date
    observed_to: date
    """The last day that is seen: what has not happened by then is pending."""
    detainers: Detainers
    fitted_under: Detainers
    """The rule of the days whose published figures the parameters are fitted to."""
    levels: str
    facts: Mapping[str, bool | int | str] = {}
    parameters: Mapping[str, Parameter]
    traits: Mapping[str, Trait]
    local_case: Delay
    """Days from booking to the moment of release."""
    pickup: Delay
    """Hours from that moment until officers come."""
    departure: Delay
    """Days from custody to the end of the case."""

    @model_validator(mode="after")
    def _possible(self) -> Scenario:
        if not self.start <= self.end <= self.observed_to:
            raise ValueError("start, end and observed_to are out of order")
        if (self.observed_to - self.start).days > LONGEST * 2:
            raise ValueError("it runs for more than twenty years")
        if odd := set(self.parameters) ^ set(PARAMETERS):
            raise ValueError(f"parameters must be {', '.join(PARAMETERS)}; missing or odd: {', '.join(sorted(odd))}")
        for trait in (RECORD, CHARGE):
            if trait not in self.traits:
                raise ValueError(f"it has no trait {trait!r}")
        values = self.traits[RECORD].values
        if values[0].id != NO_RECORD or values[0].share == 1:
            raise ValueError(f"{RECORD} must begin with {NO_RECORD!r} and have others: 'convicted' settles their share")
        total = fsum(self.parameters[n].value or 0.0 for n in ENDINGS)
        if total > 1 + CLOSE:
            raise ValueError(f"{', '.join(ENDINGS)} add up to {total:g}, more than 1")
        return self

    @property
    def key(self) -> str:
        """The whole scenario as text: what computations are kept by."""
        return self.model_dump_json(by_alias=True)


def _adds_up(shares: Iterator[float]) -> None:
    total = fsum(shares)
    if abs(total - 1) > CLOSE:
        raise ValueError(f"the shares add up to {total:g}, not 1")


@lru_cache(maxsize=4)
def scenarios(catalog: Catalog) -> dict[str, Scenario]:
    """Return every scenario by id; one that is `based_on` another has its keys laid over the other's.

    Raises:
        CatalogError: a file does not fit.
    """
    raw: dict[str, tuple[dict[str, Any], Path]] = {}
    for _, file in catalog.files("scenarios", ".yml"):
        data = dict(read_yaml(file))
        data.pop("replaces", None)
        if data.get("id") != file.stem:
            raise CatalogError(f"id is {data.get('id')!r}", where=str(file), expected=f"{file.stem}, the file's name")
        raw[file.stem] = data, file
    return {name: validate(Scenario, _whole(raw, name, ()), raw[name][1]) for name in raw}


def _whole(raw: Mapping[str, tuple[dict[str, Any], Path]], name: str, seen: tuple[str, ...]) -> dict[str, Any]:
    data, file = raw[name]
    base = data.get("based_on")
    own = {key: value for key, value in data.items() if key != "based_on"}
    if base is None:
        return own
    if base not in raw or base in (*seen, name):
        raise CatalogError(f"based_on is {base!r}", where=str(file), expected="another scenario, not in a circle")
    under = _whole(raw, base, (*seen, name))
    merged = {k: {**(under.get(k) or {}), **(own.get(k) or {})} for k in ("parameters", "traits")}
    return {**under, **own, **merged}


def scenario(catalog: Catalog, name: str) -> Scenario:
    """Return a scenario by its id.

    Raises:
        UnknownName: there is none; the nearest is named.
    """
    known = scenarios(catalog)
    if name not in known:
        raise UnknownName("scenario", name, known)
    return known[name]
