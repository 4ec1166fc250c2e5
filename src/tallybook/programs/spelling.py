"""Which spellings on ICE's rosters name one agency, by four rules, the first that fits.

`form`: the names are equal without case, punctuation and the ways to abbreviate or name an office.
`lead`: they are equal once a leading "city of" or the state's own name is left out of either.
`slip`: word by word they are equal or nearly so; words that only say what kind of office it is may be added.
`longer`: one is the other with a division or an office added.

The last two also need evidence from the rosters themselves (see `register`): a shared signing day, the new spelling
first listed when the old one goes, never both at once.
"""

from __future__ import annotations

import re
from difflib import SequenceMatcher
from functools import lru_cache

WORDS = {
    "dept": "department", "pd": "police department", "so": "sheriff", "st": "saint", "co": "county", "ft": "fort",
    "twp": "township", "dps": "department of public safety", "bocc": "board of county commissioners", "and": "",
}  # fmt: skip
LEADS = ("the ", "city of ", "town of ", "village of ", "borough of ", "state of ", "office of the ")
GENERIC = frozenset(
    (
        "police",
        "department",
        "office",
        "services",
        "service",
        "agency",
        "bureau",
        "inc",
        "of",
        "the",
        "city",
        "town",
        "borough",
    )
)

CLOSE = 0.65
"""How alike two words must be to be a slip of each other (the share of letters they have in common, in order)."""


@lru_cache(maxsize=16_384)
def form(name: str) -> str:
    """Return a name without case, punctuation and the ways to abbreviate or to name a sheriff's office.

    Example:
        >>> form("St Johns County Sheriff’s Office") == form("St. Johns County Sheriffs Dept.")
        True
    """
    plain = re.sub(r"['’‘`]", "", name.casefold())
    plain = re.sub(r"[^a-z0-9]+", " ", plain).strip()
    plain = " ".join(" ".join(WORDS.get(word, word) for word in plain.split()).split())
    plain = re.sub(r"\b(?:county )?sher+iff?s?(?: (?:offices?|department|offic))?\b", _sheriff, plain)
    return " ".join(plain.split())


def _sheriff(found: re.Match[str]) -> str:
    return "county sheriff" if found[0].startswith("county") else "sheriff"


def lead(name: str, state: str, code: str) -> str:
    """Return the form of a name without a leading "city of" or the name or code of its state.

    Example:
        >>> lead("Alaska Department of Corrections", "Alaska", "AK")
        'department of corrections'
        >>> lead("Oklahoma County Sheriff's Office", "Oklahoma", "OK")
        'oklahoma county sheriff'
    """
    plain = form(name)
    for start in (*LEADS, f"{form(state)} ", f"{code.lower()} "):
        rest = plain.removeprefix(start)
        # A county or a city that bears the state's name is not the state's.
        if rest != plain and not rest.startswith(("county", "city", "parish")):
            return rest
    return plain


def slip(one: str, two: str) -> bool:
    """Return whether two forms differ by slips of the pen alone, or by words that only name a kind of office.

    Example:
        >>> slip(form("Dimmit Couny Sheriff's Office"), form("Dimmit County Sheriff's Office"))
        True
        >>> slip(form("Moore County Sheriff's Office"), form("Trousdale County Sheriff's Office"))
        False
    """
    left, right = one.split(), two.split()
    for kind, a, b, c, d in SequenceMatcher(None, left, right, autojunk=False).get_opcodes():
        if kind == "equal":
            continue
        gone, come = left[a:b], right[c:d]
        if kind == "replace" and len(gone) == len(come) and all(map(alike, gone, come)):
            continue
        if not GENERIC.issuperset({*gone, *come}):
            return False
    return True


def alike(one: str, two: str) -> bool:
    """Return whether two words could be one misspelt. A kind of office is never another kind misspelt."""
    if {one, two} & GENERIC and one[:1] != two[:1]:
        return False
    return SequenceMatcher(None, one, two, autojunk=False).ratio() >= CLOSE


def longer(one: str, two: str) -> bool:
    """Return whether one form is the other with words added at an end, as a division or an office is."""
    short, long = sorted((one.split(), two.split()), key=len)
    return len(short) >= 3 and len(long) > len(short) and (long[: len(short)] == short or long[-len(short) :] == short)
