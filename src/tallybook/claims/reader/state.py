"""State: what the reader carries from sentence to sentence."""

from __future__ import annotations

from dataclasses import dataclass, field

from tallybook.base.catalog import Catalog
from tallybook.claims.document import Document
from tallybook.claims.model import Claim
from tallybook.claims.reader.clock import Clock
from tallybook.claims.reader.lexicon import Cue, Lexicon
from tallybook.claims.reader.near import Seen
from tallybook.claims.reader.scope import Reach, Sentence
from tallybook.claims.reader.setting import Setting
from tallybook.claims.reader.subject import Discourse

_MEMORY = 120
"""How many counts back a comparison may look."""
MINIMUM = 1.0
"""The score below which a number is taken to be about something else."""


@dataclass
class Reader:
    """A document being read: its catalog and clock, the claims found so far and what the text has spoken of."""

    catalog: Catalog
    document: Document
    words: Lexicon
    clock: Clock
    discourse: Discourse = field(default_factory=Discourse)
    claims: list[Claim] = field(default_factory=list)
    seen: list[Seen] = field(default_factory=list)
    """The counts read so far, for comparisons that name no period."""
    block: int = 0
    cues: list[list[Cue]] = field(default_factory=list)
    """The cues of each block."""

    def around(self, sentence: Sentence, at: Reach) -> Setting:
        """Return what surrounds a number of a sentence."""
        return Setting(
            self.catalog,
            sentence,
            at,
            self.discourse,
            self.seen[-_MEMORY:],
            self.clock,
            self.document.published,
            self.block,
        )
