"""Every number in a text: digits, words, percent, parts, factors and streaks, with hedge, range and direction."""

from tallybook.claims.quantities.hedges import as_change, bounds
from tallybook.claims.quantities.scan import quantities

__all__ = ["as_change", "bounds", "quantities"]
