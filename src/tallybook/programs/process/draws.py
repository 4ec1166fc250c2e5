"""Random draws by counter: the draw of a booking at a stage depends on the seed, the stage and its number alone.

So neither blocks nor threads nor the machine change a result, and two scenarios share their draws. Only whole-number
arithmetic and comparisons are used.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from itertools import accumulate
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Bits = NDArray[np.uint64]
    Whole = NDArray[np.int64]

STEP = 0x9E3779B97F4A7C15
BITS = 53


def bits(seed: int, stage: str, numbers: Bits) -> Bits:
    """Return 64 random bits for each booking number at a stage (SplitMix64 over a counter)."""
    import numpy as np

    digest = hashlib.sha256(f"{seed}/{stage}".encode()).digest()
    z = (numbers + np.uint64(1)) * np.uint64(STEP) + np.uint64(int.from_bytes(digest[:8], "little"))
    z = (z ^ (z >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    z = (z ^ (z >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return z ^ (z >> np.uint64(31))


def happens(seed: int, stage: str, numbers: Bits, chance: Any) -> NDArray[np.bool_]:
    """Return whether something happens to each, with one chance for all or one for each."""
    import numpy as np

    limits = np.asarray(np.asarray(chance, dtype=np.float64) * float(1 << BITS), dtype=np.uint64)
    return (bits(seed, stage, numbers) >> np.uint64(64 - BITS)) < limits


def pick(seed: int, stage: str, numbers: Bits, weights: Sequence[float]) -> Whole:
    """Return which of several things each gets, by their weights."""
    import numpy as np

    total = list(accumulate(float(w) for w in weights))
    edges = np.array([min(int(t / total[-1] * (1 << BITS)), 1 << BITS) for t in total[:-1]], dtype=np.uint64)
    return np.searchsorted(edges, bits(seed, stage, numbers) >> np.uint64(64 - BITS), side="right").astype(np.int64)


def below(seed: int, stage: str, numbers: Bits, limits: Any) -> Whole:
    """Return a whole number from 0 up to a limit, one for all or one for each."""
    import numpy as np

    high = bits(seed, stage, numbers) >> np.uint64(32)
    return ((high * np.asarray(limits, dtype=np.uint64)) >> np.uint64(32)).astype(np.int64)
