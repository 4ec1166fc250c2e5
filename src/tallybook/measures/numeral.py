"""Numerals: one number as a person types it, with how finely it was given."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

from tallybook.base.errors import UsageError

SCALES = {
    "k": 3, "thousand": 3, "tsd": 3, "m": 6, "mn": 6, "mio": 6, "million": 6, "millions": 6, "b": 9, "bn": 9,
    "billion": 9,
}  # fmt: skip
PERCENT = ("%", "percent", "per cent", "pct")

GROUPED = re.compile(r"\d{1,3}(?:([,.'’   ])\d{3})(?:\1\d{3})*\Z")
MIXED = re.compile(r"(\d{1,3}(?:[,.'’   ]\d{3})+)([.,])(\d+)\Z")
PLAIN = re.compile(r"(\d+)(?:([.,])(\d+))?\Z")


@dataclass(frozen=True, slots=True)
class Numeral:
    """A number and the size of its last digit: 1 for 409,849; 10,000 for 410,000; 100,000 for 1.6 million."""

    value: float
    step: float
    percent: bool = False
    grouped: bool = False
    """Whether the separators were read as groups of thousands."""

    @property
    def low(self) -> float:
        """The smallest number that rounds to it."""
        return self.value - self.step / 2

    @property
    def high(self) -> float:
        """The largest number that rounds to it."""
        return self.value + self.step / 2


def numerals(text: str) -> list[Numeral]:
    """Return every way to read `text` as a number, the likeliest first.

    Knows `409,849`, `409849`, `409.849` and `409 849` (groups of thousands as Europe writes them; the decimal reading
    is kept beside), `1.6 million`, `1,6 Mio`, `36k`, `55%` and `54,99 percent`.

    Raises:
        UsageError: the text is no number.
    """
    bare = " ".join(text.strip().casefold().split())
    percent = False
    for word in PERCENT:
        if bare.endswith(word):
            bare, percent = bare[: -len(word)].strip(), True
            break
    power = 0
    if scaled := re.search(r"(?<=\d)\s*([a-z]+)\.?\Z", bare):
        if scaled[1] not in SCALES:
            raise _refused(text)
        power, bare = SCALES[scaled[1]], bare[: scaled.start()].strip()
    found: list[Numeral] = []
    if (match := GROUPED.fullmatch(bare)) and not power and not percent:
        found.append(_whole(re.sub(r"\D", "", bare), percent))
        if match[1] == "." and bare.count(".") == 1:
            whole, _, rest = bare.partition(".")
            found.append(_decimal(whole, rest, 0, percent))
    elif (match := MIXED.fullmatch(bare)) and match[2] not in match[1]:
        found.append(_decimal(re.sub(r"\D", "", match[1]), match[3], power, percent))
    elif match := PLAIN.fullmatch(bare):
        found.append(_decimal(match[1], match[3], power, percent) if match[3] or power else _whole(match[1], percent))
    if not found:
        raise _refused(text)
    return found


def _whole(digits: str, percent: bool) -> Numeral:
    value = int(digits)
    bare = digits.rstrip("0")
    zeros = len(digits) - len(bare) if bare else 0
    # 400,000 is read to two digits, as 390,000 or 410,000 would be: one digit alone would take in all from 350,000.
    zeros = max(0, min(zeros, len(str(value)) - 2))
    return Numeral(float(value), float(1 if percent else 10**zeros), percent, grouped=len(digits) > 3)


def _decimal(whole: str, rest: str | None, power: int, percent: bool) -> Numeral:
    digits = len(rest or "")
    value = Decimal(f"{whole}.{rest or 0}").scaleb(power)
    step = Decimal(1).scaleb(power - digits)
    # `2 million` alone has one digit; it is read to two, as 2.0 million would be.
    if power and len((whole + (rest or "")).lstrip("0")) == 1:
        step /= 10
    return Numeral(float(value), float(step), percent)


def _refused(text: str) -> UsageError:
    return UsageError(
        f"{text!r} is not a number", expected="a number such as 409,849, 409.849, 1.6 million, 36k or 55%"
    )
