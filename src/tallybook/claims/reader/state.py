"""State: what the reader carries from sentence to sentence."""

from __future__ import annotations

from dataclasses import dataclass, field

from tallybook.base.catalog import Catalog
from tallybook.claims.document import Document
from tallybook.claims.model import Claim
from tallybook.claims.reader.lexicon import Cue, Lexicon
from tallybook.claims.reader.near import Seen
from tallybook.claims.reader.subject import Discourse
from tallybook.claims.reader.times import Clock

MINIMUM = 1.0
"""The score below which a number is taken to be about something else."""


@dataclass
class Reader:
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
