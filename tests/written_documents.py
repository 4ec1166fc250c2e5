"""The project's own documents (`tests/documents`): invented notes with every claim listed, and how a check did on them.

A found claim stands for an expected one when the quotes overlap and both give the same number. Everything else that a
document says of enforcement is listed too, as numbers that are no claim (`ignore`) or that nothing can check.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).resolve().parent / "documents"

HOLDS = frozenset({"supported", "supported_at_publication", "approximate"})
FAILS = frozenset({"wrong", "misleading"})

Claim = dict[str, Any]


@dataclass(frozen=True, eq=False)
class Written:
    """A document with its claims as a careful reader lists them."""

    id: str
    file: Path
    published: str | None
    claims: tuple[Claim, ...]
    others: tuple[Claim, ...]

    @property
    def date(self) -> date | None:
        return date.fromisoformat(self.published) if self.published else None

    @property
    def raw(self) -> str:
        return self.file.read_text(encoding="utf-8")


def documents(folder: Path = FOLDER) -> Iterator[Written]:
    """Every document of a folder with its expected claims."""
    for file in sorted(folder.glob("*.json")):
        told = json.loads(file.read_text(encoding="utf-8"))
        head = told["document"]
        yield Written(
            file.stem, folder / head["file"], head["published"], tuple(told["claims"]), tuple(told["other_numbers"])
        )


def family(verdict: str) -> str:
    """`holds`, `fails` or `open`: what a verdict comes to."""
    return "holds" if verdict in HOLDS else "fails" if verdict in FAILS else "open"


def accepted(claim: Claim) -> set[str]:
    """The verdicts that count as right."""
    return {claim["verdict"], *claim.get("verdict_alt", ())}


def measures_of(claim: Claim) -> set[str | None]:
    """The measures that count as right."""
    return {claim["measure"], *claim.get("measure_alt", ())}


def overlap(a: Claim, b: Claim) -> int:
    """How many characters two quotes share."""
    return int(min(a["end"], b["end"])) - int(max(a["start"], b["start"]))


def _numbers(claim: Claim) -> list[float]:
    """The number of a claim in every way that people put it: 1.5 times is 150 percent, and 50 percent more."""
    value = claim["asserted"]["value"]
    if value is None:
        return []
    size = abs(float(value))
    if claim["kind"] != "ratio":
        return [size]
    times = size / 100 if claim["asserted"]["unit"] == "percent" else size
    return [times, 100 * times, abs(100 * (times - 1)), 1 / times if times else 0.0]


def same_number(a: Claim, b: Claim) -> bool:
    """Whether two claims give one number; a statement of order agrees with any other."""
    if "rank" in (a["kind"], b["kind"]):
        return bool(a["kind"] == b["kind"])
    mine, theirs = _numbers(a), _numbers(b)
    if not mine or not theirs:
        return bool(a["kind"] == b["kind"])
    return any(abs(x - y) <= 0.005 * max(x, y, 1e-9) for x in mine for y in theirs)


def pairs(expected: tuple[Claim, ...], found: list[Claim]) -> list[tuple[Claim, Claim]]:
    """Each expected claim with the found one that stands for it, the tightest overlaps first, none used twice."""
    ranked = sorted(
        ((overlap(e, f) / max(e["end"] - e["start"], f["end"] - f["start"]), f["measure"] in measures_of(e), i, j)
         for i, e in enumerate(expected) for j, f in enumerate(found) if overlap(e, f) > 0 and same_number(e, f)),
        key=lambda row: (not row[1], -row[0]),
    )  # fmt: skip
    left, right, kept = set(), set(), []
    for *_, i, j in ranked:
        if i not in left and j not in right:
            left.add(i)
            right.add(j)
            kept.append((expected[i], found[j]))
    return kept


def same_period(expected: Claim, found: Claim) -> bool:
    """Whether the days agree; a comparison may name either of its two periods, a single day be out by a month."""
    if not (expected.get("period") or {}).get("start"):
        return True
    mine = found["period"]
    wanted = [expected["period"], *([expected["base_period"]] if expected.get("base_period") else [])]
    if mine is None:
        return False
    if any((w["start"], w["end"]) == (mine["start"], mine["end"]) for w in wanted):
        return True
    if expected["period"]["start"] == expected["period"]["end"]:
        day = _days(expected["period"]["start"])
        return any(abs(_days(mine[end]) - day) <= 31 for end in ("start", "end"))
    return len(wanted) == 2 and (mine["start"], mine["end"]) == (
        min(w["start"] for w in wanted), max(w["end"] for w in wanted),
    )  # fmt: skip


def _days(text: str) -> int:
    return date.fromisoformat(text).toordinal()


@dataclass
class Score:
    """Counts of what was right, with a line for everything that was not."""

    right: Counter[str] = field(default_factory=Counter)
    of: Counter[str] = field(default_factory=Counter)
    slips: list[str] = field(default_factory=list)

    def note(self, name: str, good: bool, slip: str) -> None:
        self.right[name] += good
        self.of[name] += 1
        if not good:
            self.slips.append(f"{name}: {slip}")

    def rate(self, name: str) -> float:
        return self.right[name] / self.of[name]

    def table(self) -> str:
        return "  ".join(f"{name} {self.right[name]}/{self.of[name]}" for name in self.of)

    def add(self, document: Written, found: list[Claim]) -> None:
        """Count one document: recall, precision, measure, period, verdict, verdict in families, and silence."""
        matched = pairs(document.claims, found)
        standing = {id(f) for _, f in matched}
        for expected in document.claims:
            hit = next((f for e, f in matched if e is expected), None)
            name = f"{document.id} [{expected['quote']}]"
            self.note("recall", hit is not None, name)
            if hit is None:
                continue
            self.note("measure", hit["measure"] in measures_of(expected), f"{name} {hit['measure']}")
            self.note("period", same_period(expected, hit), f"{name} {hit['period']}")
            self.note("verdict", hit["verdict"] in accepted(expected), f"{name} {expected['verdict']} {hit['verdict']}")
            good = family(hit["verdict"]) in {family(v) for v in accepted(expected)}
            self.note("family", good, f"{name} {expected['verdict']} {hit['verdict']}")
            if family(expected["verdict"]) == "fails" and expected.get("verdict_alt") is None:
                passed = family(hit["verdict"]) == "holds"
                self.note("not passed", not passed, f"{name} {hit['verdict']}")
        for claim in found:
            if claim["measure"] is None or _said_again(claim, document):
                continue
            good = id(claim) in standing
            self.note("precision", good, f"{document.id} [{claim['quote']}] {claim['measure']} {claim['verdict']}")
        for other in document.others:
            if other["treat"] != "ignore":
                continue
            hits = [f for f in found if overlap(other, f) > 0 and f["measure"] is not None and id(f) not in standing]
            hits = [f for f in hits if not _said_again(f, document)]
            self.note("silence", not hits, f"{document.id} [{other['quote']}]")


def _said_again(claim: Claim, document: Written) -> bool:
    """Whether a found claim repeats a listed one elsewhere in the text, or is open about a number listed as such."""
    for expected in document.claims:
        if claim["measure"] in measures_of(expected) and same_number(expected, claim) and overlap(expected, claim) <= 0:
            return True
    return claim["verdict"] == "uncheckable" and any(overlap(o, claim) > 0 for o in document.others)
