"""Counties and states: which county or state a text names, and which codes of other years mean the same place."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from functools import lru_cache

from tallybook.base.catalog import Catalog, read_csv
from tallybook.base.errors import CatalogError, UnknownName

STATES = ("fips", "code", "name")
COUNTIES = ("fips", "name", "now")

KINDS = re.compile(
    r"\b(county|conty|countey|parish|borough|census area|municipality|district|municipio|city and borough)$"
)
FIRST_CITY = 510
"""Codes from here on are cities that belong to no county (Virginia, Baltimore, St. Louis, Carson City)."""


@dataclass(frozen=True)
class State:
    """A state, the District of Columbia or a territory."""

    fips: str
    code: str
    name: str


@dataclass(frozen=True)
class County:
    """A county or what counts as one."""

    fips: str
    name: str
    state: State
    now: tuple[str, ...]
    """The codes of the same ground in the county shapes, where they differ from its own."""

    @property
    def label(self) -> str:
        """The name with its state: `Harris, TX`."""
        return f"{self.name}, {self.state.code}"

    @property
    def shapes(self) -> tuple[str, ...]:
        """The codes under which its ground is drawn."""
        return self.now or (self.fips,)


class Gazetteer:
    """All counties and states."""

    def __init__(self, states: Mapping[str, State], counties: Mapping[str, County]) -> None:
        self.states, self.counties = states, counties
        self._state_by_text = {s.name.casefold(): s for s in states.values()} | {
            s.code.casefold(): s for s in states.values()
        }
        self._by_name: dict[tuple[str, str], list[County]] = {}
        for county in counties.values():
            self._by_name.setdefault((county.state.code, plain_county(county.name)), []).append(county)

    def state_name(self, code: str) -> str:
        """Return a state's name, or the code itself where there is no such state."""
        found = self._state_by_text.get(code.casefold())
        return found.name if found else code

    def state(self, text: str) -> State | None:
        """Return the state that a name, a postal code or a slip of either means, or None."""
        wanted = " ".join(text.split()).casefold()
        if wanted in self._state_by_text:
            return self._state_by_text[wanted]
        close = get_close_matches(wanted, [s for s in self._state_by_text if len(s) > 2], n=1, cutoff=0.85)
        return self._state_by_text[close[0]] if close else None

    def county(self, state: str, text: str, *, close: bool = False) -> County | None:
        """Return the county of a state (by code) that a text names, or None.

        Where a city that belongs to no county has a county's name, only "city" in the text means the city.

        Args:
            state: the state's postal code.
            text: such as `Harris County`, `St. Tammany Parish` or `Baltimore city`.
            close: also take a name that is one slip away from exactly one county's.
        """
        wanted = plain_county(text)
        found = self._by_name.get((state, wanted), [])
        if not found and close and wanted:
            names = [name for code, name in self._by_name if code == state]
            near = get_close_matches(wanted, names, n=2, cutoff=0.85)
            found = self._by_name[(state, near[0])] if len(near) == 1 else []
        if len(found) < 2:
            return found[0] if found else None
        city = bool(re.search(r"\bcity\b", text.casefold()))
        return next((c for c in found if (int(c.fips[2:]) >= FIRST_CITY) == city), None)

    def place(self, text: str) -> tuple[State, County | None]:
        """Return the state, and the county where one is named, that a place on the command line means.

        Accepts a county's FIPS code (`48201`), `Harris, TX`, `Harris County, Texas`, `TX` and `Texas`.

        Raises:
            UnknownName: there is no such county or state; names the nearest.
        """
        text = " ".join(text.split())
        if re.fullmatch(r"\d{4,5}", text):
            code = text.zfill(5)
            if code not in self.counties:
                raise UnknownName("county with the FIPS code", text, self.counties, where="--place")
            return self.counties[code].state, self.counties[code]
        head, comma, tail = text.rpartition(",")
        state = self.state(tail.strip())
        if state is None:
            names = [s.name for s in self.states.values()]
            raise UnknownName("state", tail.strip(), names, where="--place", listing="or give a county as 'Harris, TX'")
        if not comma:
            return state, None
        county = self.county(state.code, head)
        if county is None:
            raise UnknownName(
                f"county in {state.name} called",
                head,
                [c.name for c in self.counties.values() if c.state == state],
                where="--place",
            )
        return state, county


def plain_county(text: str) -> str:
    """Return a county's name without case, accents of punctuation, and the word for what it is.

    Example:
        >>> plain_county("St. Tammany Parish"), plain_county("Prince George's")
        ('saint tammany', 'prince georges')
    """
    plain = re.sub(r"['’‘`.]", "", text.casefold())
    plain = re.sub(r"[^a-zà-ÿ]+", " ", plain).strip()
    plain = re.sub(r"^(st|ste)\b", lambda m: {"st": "saint", "ste": "sainte"}[m[1]], plain)
    plain = KINDS.sub("", plain).strip()
    return re.sub(r"^(de|du|la|le) (?=[a-z])", r"\1", re.sub(r" city$", "", plain))


@lru_cache(maxsize=4)
def gazetteer(catalog: Catalog) -> Gazetteer:
    """Return the counties and states of the catalog.

    Raises:
        CatalogError: a file does not fit, or a county lies in no state.
    """
    states: dict[str, State] = {}
    counties: dict[str, County] = {}
    for _, file in catalog.files("programs/places", ".csv"):
        if file.stem == "states":
            states.update((row["fips"], State(**row)) for _, row in read_csv(file, STATES))
    for _, file in catalog.files("programs/places", ".csv"):
        if file.stem != "counties":
            continue
        for line, row in read_csv(file, COUNTIES):
            if row["fips"][:2] not in states or len(row["fips"]) != 5:
                raise CatalogError(f"code {row['fips']!r} is in no state", where=f"{file}, line {line}")
            counties[row["fips"]] = County(row["fips"], row["name"], states[row["fips"][:2]], tuple(row["now"].split()))
    return Gazetteer(states, counties)
