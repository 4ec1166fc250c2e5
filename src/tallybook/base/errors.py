"""Every error a user can meet, in one tree.

A message says what was found, where, what was expected and what to do next, in one plain line. The command line prints
it and exits with `exit_status`; nothing else about an error reaches the user.
"""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches


class TallybookError(Exception):
    """The root of the tree. `exit_status` is what a command that ends in this error returns."""

    exit_status = 1

    def __init__(self, found: str, *, where: str = "", expected: str = "", next_step: str = "") -> None:
        self.found, self.where, self.expected, self.next_step = found, where, expected, next_step
        super().__init__(str(self))

    def __str__(self) -> str:
        """Return the one line: `where: found; expected …; next step`."""
        line = f"{self.where}: {self.found}" if self.where else self.found
        if self.expected:
            line += f"; expected {self.expected}"
        if self.next_step:
            line += f"; {self.next_step}"
        return " ".join(line.split())


class UsageError(TallybookError):
    """The question itself is malformed: an unknown measure, a bad period, an option that does not exist."""

    exit_status = 2


class UnknownName(UsageError):
    """A name that the catalog does not have. Carries the nearest valid names."""

    def __init__(self, kind: str, name: str, valid: Iterable[str], *, where: str = "", listing: str = "") -> None:
        names = sorted(set(valid))
        self.kind, self.name, self.nearest = kind, name, nearest(name, names)
        super().__init__(
            f"there is no {kind} {name!r}",
            where=where,
            expected=f"one of {', '.join(names)}" if 0 < len(names) <= 8 else "",
            next_step=(f"did you mean {self.nearest}?" if self.nearest else "")
            + (f" {listing}" if listing and not (0 < len(names) <= 8) else ""),
        )


class PeriodError(UsageError, ValueError):
    """Text that names no period, a day that does not exist, or a period that ends before it starts."""


class ConditionError(UsageError):
    """A condition that cannot be parsed or that mixes types. Says the column of the fault, counted from 1."""

    def __init__(
        self, found: str, *, where: str = "", expected: str = "", next_step: str = "", column: int | None = None
    ) -> None:
        self.column = column
        super().__init__(found, where=where, expected=expected, next_step=next_step)


class CatalogError(TallybookError):
    """A catalog file that cannot be read or does not fit its model. Names file, key and the nearest valid key."""


class InputError(TallybookError):
    """An input document or record file that is missing, unreadable or of no known kind."""


class OutputError(TallybookError):
    """A result that cannot be written where it was asked for."""


class EngineError(TallybookError):
    """An engine that is missing, does not answer, or cannot run a question within its limits."""


class NoValue(TallybookError):
    """A measure has no value for the period asked. Says which periods it does have."""


def nearest(name: str, valid: Iterable[str]) -> str:
    """Return the valid name closest to `name`, or an empty string when none is close."""
    names = list(valid)
    close = get_close_matches(name, names, n=1, cutoff=0.6)
    if close:
        return close[0]
    folded = {n.casefold(): n for n in names}
    close = get_close_matches(name.casefold(), list(folded), n=1, cutoff=0.5)
    return folded[close[0]] if close else ""
