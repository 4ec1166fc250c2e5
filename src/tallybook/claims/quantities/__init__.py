"""Every number in a text: digits, words, percent, parts, factors, streaks, with hedge, range, direction and exclusion."""

from tallybook.claims.quantities.hedges import bounds
from tallybook.claims.quantities.scan import quantities

__all__ = ["bounds", "quantities"]
