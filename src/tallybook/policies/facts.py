"""Facts: the one typed catalogue of what a clause may ask, with what follows from what and which records supply it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any, Final, Literal

from pydantic import Field, field_validator, model_validator

from tallybook.base.catalog import Catalog
from tallybook.base.conditions import parse
from tallybook.base.errors import CatalogError, UnknownName
from tallybook.base.strict import Strict

FactType = Literal["flag", "count", "choice", "date"]

TYPES: Final[Mapping[FactType, type]] = {"flag": bool, "count": int, "choice": str, "date": date}
WORDS: Final[Mapping[FactType, str]] = {
    "flag": "true or false", "count": "a whole number, or a range such as {min: 1}", "choice": "one of its values",
    "date": "a date as YYYY-MM-DD",
}  # fmt: skip


class Range(Strict):
    """A count known only within limits; without `max` there is no upper one."""

    min: int = Field(default=0, ge=0)
    max: int | None = None

    @model_validator(mode="after")
    def _ordered(self) -> Range:
        if self.max is not None and self.max < self.min:
            raise ValueError(f"max {self.max} is below min {self.min}")
        return self


class Supply(Strict):
    """How a record supplies a fact: a value, or a column's own, where a condition on the record holds."""

    tables: tuple[str, ...] = ()
    """The tables it is read from; empty for any that has the fields."""
    releases: tuple[str, ...] = ()
    """The releases it is true of; empty for any."""
    when: str = "true"
    is_: bool | int | str | Range | None = Field(default=None, alias="is")
    column: str | None = None
    note: str = ""

    @model_validator(mode="after")
    def _one_of_two(self) -> Supply:
        if (self.is_ is None) == (self.column is None):
            raise ValueError("needs either 'is' or 'column'")
        return self

    @field_validator("when")
    @classmethod
    def _parsed(cls, text: str) -> str:
        parse(text)
        return text


class Fact(Strict):
    """One thing a clause may ask about a case."""

    type: FactType
    kind: Literal["record", "legal", "judgement"]
    """Read from a record or history; a legal classification; or an officer's finding, which no record holds."""
    definition: str
    unit: str = ""
    values: tuple[str, ...] = ()
    absent: bool | int | str | None = None
    """Its value where everything that is not stated is said not to be there; none where that has no meaning."""
    presumed: bool = False
    """Whether a question takes it for granted unless the case says otherwise, and says so."""
    records: tuple[Supply, ...] = ()

    @model_validator(mode="after")
    def _whole(self) -> Fact:
        if (self.type == "choice") != bool(self.values):
            raise ValueError("'values' belongs to a fact of type choice, and every such fact needs it")
        for value in (self.absent, *(s.is_ for s in self.records if s.is_ is not None)):
            if value is not None and not _fits(self, value):
                raise ValueError(f"{value!r} is no value of a {self.type}")
        if self.presumed and self.absent is None:
            raise ValueError("what is presumed needs an 'absent' value")
        return self


class Implication(Strict):
    """Something that is always so, or that follows where something else is so."""

    if_: str | None = Field(default=None, alias="if")
    then: str | None = None
    always: str | None = None
    why: str

    @model_validator(mode="after")
    def _form(self) -> Implication:
        if (self.always is None) != (self.if_ is not None and self.then is not None):
            raise ValueError("needs 'always', or 'if' and 'then'")
        return self


class Theme(Strict):
    """One file of `catalog/facts`: facts that belong together, and what follows from what among them."""

    id: str
    title: str
    facts: dict[str, Fact]
    rules: tuple[Implication, ...] = ()


@dataclass(frozen=True)
class FactBook:
    """Every fact by name, and every implication."""

    themes: Mapping[str, Theme]
    facts: Mapping[str, Fact]

    @property
    def types(self) -> dict[str, type]:
        """The Python type of each fact, for checking conditions."""
        return {name: TYPES[fact.type] for name, fact in self.facts.items()}

    @property
    def values(self) -> dict[str, tuple[str, ...]]:
        """The closed list of values of each choice."""
        return {name: fact.values for name, fact in self.facts.items() if fact.values}

    def implications(self) -> tuple[Implication, ...]:
        """Return every implication, theme by theme."""
        return tuple(rule for theme in self.themes.values() for rule in theme.rules)

    def fact(self, name: str, where: str = "") -> Fact:
        """Return a fact.

        Raises:
            UnknownName: there is none of that name; the nearest is named.
        """
        found = self.facts.get(name)
        if found is None:
            raise UnknownName("fact", name, self.facts, where=where, listing="'tallybook assess --template' lists all")
        return found


def _fits(fact: Fact, value: Any) -> bool:
    if isinstance(value, Range):
        return fact.type == "count"
    if fact.type == "flag":
        return isinstance(value, bool)
    if fact.type == "count":
        return isinstance(value, int) and not isinstance(value, bool) and value >= 0
    return fact.type == "choice" and value in fact.values


@lru_cache(maxsize=4)
def fact_book(catalog: Catalog) -> FactBook:
    """Return the facts of a catalog.

    Raises:
        CatalogError: a file does not fit, or two themes name one fact.
    """
    themes = catalog.load("facts", Theme)
    facts: dict[str, Fact] = {}
    for theme in themes.values():
        for name, fact in theme.facts.items():
            if name in facts:
                raise CatalogError(f"fact {name!r} is in two files", where=f"facts/{theme.id}.yml")
            facts[name] = fact
    return FactBook(themes, facts)
