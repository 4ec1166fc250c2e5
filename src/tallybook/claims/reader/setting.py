"""Setting: everything around one number that its periods are read from."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from tallybook.base.catalog import Catalog
from tallybook.claims.reader.clock import Clock
from tallybook.claims.reader.near import Seen
from tallybook.claims.reader.scope import Reach, Sentence
from tallybook.claims.reader.subject import Discourse


@dataclass(frozen=True)
class Setting:
    """A number's place in its sentence, what the text said before it, and the dates it is read against."""

    catalog: Catalog
    sentence: Sentence
    at: Reach
    discourse: Discourse
    seen: Sequence[Seen]
    """The counts read so far."""
    clock: Clock
    published: date | None
    block: int = 0
    """Which block of the document it stands in."""

    @property
    def today(self) -> date | None:
        """The document's date, or the day it seems to be from."""
        return self.published or self.clock.guessed
