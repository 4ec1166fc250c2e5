"""Presidencies: the days in office, and the fiscal years that the press counts for each."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from tallybook.base.periods import Period, fiscal_year_end, fiscal_year_of, fiscal_year_start, fiscal_years


# Nearly a third of the fiscal year of an inauguration belongs to the predecessor. The press counts it for the newcomer;
# `shared_year` and `predecessor_days` let every sentence say so.
@dataclass(frozen=True)
class Term:
    """A presidency: the days in office and the fiscal year it shares with its predecessor."""

    name: str
    start: date
    end: date | None

    @property
    def shared_year(self) -> int:
        """The fiscal year in which the presidency began."""
        return fiscal_year_of(self.start)

    @property
    def predecessor_days(self) -> int:
        """The days of the shared fiscal year before the inauguration."""
        return (self.start - fiscal_year_start(self.shared_year)).days

    def fiscal_years(self, until: date) -> Period:
        """Return the fiscal years, ended by `until`, that the press counts for the presidency.

        The first is the shared one; the last is the last that ended in office. Where none has ended yet it is the
        shared one alone, unfinished.
        """
        last_day = min(until, self.end or until)
        last = fiscal_year_of(last_day)
        if fiscal_year_end(last) > last_day:
            last -= 1
        return fiscal_years(self.shared_year, max(self.shared_year, last))


PRESIDENCIES = (
    Term("Reagan", date(1981, 1, 20), date(1989, 1, 19)),
    Term("George H. W. Bush", date(1989, 1, 20), date(1993, 1, 19)),
    Term("Clinton", date(1993, 1, 20), date(2001, 1, 19)),
    Term("George W. Bush", date(2001, 1, 20), date(2009, 1, 19)),
    Term("Obama", date(2009, 1, 20), date(2017, 1, 19)),
    Term("Trump (first term)", date(2017, 1, 20), date(2021, 1, 19)),
    Term("Biden", date(2021, 1, 20), date(2025, 1, 19)),
    Term("Trump (second term)", date(2025, 1, 20), None),
)


def president_on(day: date) -> Term | None:
    """Return who was president on a day, or None before 1981."""
    for term in PRESIDENCIES:
        if term.start <= day and (term.end is None or day <= term.end):
            return term
    return None
