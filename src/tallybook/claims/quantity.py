"""A quantity: a number as a text writes it, before anyone knows what it counts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from tallybook.claims.model import Hedge

Form = Literal["number", "percent", "points", "fraction", "times", "ordinal", "streak"]
"""`number` 409,849 · `percent` 55 percent · `points` 28 percentage points · `fraction` two in five, a third, half ·
`times` twice, tripled, sixfold, 3x · `ordinal` first, sixth · `streak` sixth straight, three years running."""

NotAClaim = Literal[
    "", "date", "clock", "phone", "money", "statute", "bill", "section", "label", "age", "vote", "address",
    "identifier", "duration", "list_number", "score", "page", "other",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Quantity:
    """One number in a text. `start`/`end` are characters of the text and take in the hedge and the percent sign."""

    start: int
    end: int
    number_start: int
    """Where the number itself starts, without its hedge."""
    number_end: int
    text: str
    form: Form
    value: float
    """As meant: 409849 for `409.849 persons`, 36000 for `36k`, 55 for `55 percent`, 40 for `two in five` (a fraction is
    always in percent), 2 for `doubled`, 0.5 for `halved`. Negative only where a sign is written: `-68%`."""
    step: float
    """The place of the last digit given: 1 for 409,849; 1000 for 36k; 0.1 for 54.6; 10000 for 1.17 million."""
    hedge: Hedge = "exact"
    low: float | None = None
    high: float | None = None
    """The range that the number and its hedge allow, by `catalog/hedges.yml`; None for an open end."""
    direction: int = 0
    """-1 for fell, down, fewer, cut; +1 for rose, up, more; 0 where the words give none."""
    not_a_claim: NotAClaim = ""
    """Why this number is no claim about enforcement; empty when it may be one."""
    spelled: bool = False
    """Whether it is written in words."""
    currency: str = ""
    unit_word: str = ""
    """The word right after the number and its percent sign, in lower case: `people`, `removals`, `a day`, `fewer` …"""
    per: str = ""
    """`day`, `week`, `month` or `year` where the text counts per time: `742 a day`, `1,280 arrests every day`."""
    upper: float | None = None
    """The upper end where the text gives a range (`between 389,000 and 397,000`); `value` is then the lower end."""
    rounded_to: float = 1
    """The place of the last digit that is not zero: 10000 for 410,000; never below `step`."""
