"""The conventions of the development set: value, hedge and range of every expected claim that holds a number."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tallybook.claims.quantities import as_change, quantities
from tallybook.claims.quantity import Quantity

pytestmark = pytest.mark.real


def _pieces(raw: str) -> Iterator[tuple[int, str]]:
    """Yield paragraphs, and for tables cells, with their place."""
    for block in re.finditer(r"(?:.+\n?)+", raw):
        if block[0].lstrip().startswith("|"):
            yield from ((block.start() + c.start(), c[0]) for c in re.finditer(r"[^|\n]+", block[0]))
        else:
            yield block.start(), block[0]


def _found(raw: str) -> list[tuple[int, int, Quantity]]:
    return [(at + q.start, at + q.end, q) for at, text in _pieces(raw) for q in quantities(text)]


def _documents(shared: Path) -> Iterator[tuple[str, dict[str, Any]]]:
    for file in sorted((shared / "articles").glob("*.json")):
        expected = json.loads(file.read_text(encoding="utf-8"))
        document = file.parent / expected["document"]["file"]
        if document.suffix != ".html":
            yield document.read_text(encoding="utf-8"), expected


def _near(a: float | None, b: float | None) -> bool:
    return a == b if a is None or b is None else abs(a - b) <= 0.002 * max(abs(a), abs(b)) + 1e-9


def _reading(q: Quantity, claim: dict[str, Any]) -> tuple[float, float | None, float | None]:
    asserted = claim["asserted"]
    if asserted["value"] < 0:
        return as_change(q)
    scale = 100.0 if asserted["unit"] == "x" and q.form == "fraction" else 1.0
    return q.value / scale, q.low and q.low / scale, q.high and q.high / scale


def _claims(expected: dict[str, Any]) -> Iterator[dict[str, Any]]:
    for claim in expected["claims"]:
        streak = claim["asserted"]["unit"].startswith("consecutive") and re.search(
            r"straight|row|running", claim["quote"]
        )
        stated = re.search(r"[0-9]", claim["quote"]) or claim["kind"] in ("share", "ratio", "change", "rate")
        if claim["asserted"]["value"] is not None and (streak or (stated and claim["kind"] not in ("rank", "date"))):
            yield claim


def test_values_hedges_and_ranges(shared: Path) -> None:
    asked, misses = 0, []
    for raw, expected in _documents(shared):
        numbers = _found(raw)
        for claim in _claims(expected):
            asserted = claim["asserted"]
            asked += 1
            inside = [
                q for start, end, q in numbers if start < claim["end"] and end > claim["start"] and not q.not_a_claim
            ]
            if not any(
                q.hedge == asserted["hedge"]
                and all(map(_near, _reading(q, claim), (asserted["value"], asserted["low"], asserted["high"])))
                for q in inside
            ):
                misses.append((claim["id"], claim["quote"]))
    assert asked > 300
    assert len(misses) <= 0.03 * asked, misses


def test_directions_of_changes(shared: Path) -> None:
    asked, misses = 0, []
    for raw, expected in _documents(shared):
        numbers = _found(raw)
        for claim in _claims(expected):
            value = claim["asserted"]["value"]
            if claim["kind"] != "change" or not str(claim["asserted"]["unit"]).startswith("percent"):
                continue
            asked += 1
            inside = [
                q
                for start, end, q in numbers
                if start < claim["end"] and end > claim["start"] and _near(abs(q.value), abs(value))
            ]
            if not any(q.direction == (1 if value > 0 else -1) for q in inside):
                misses.append((claim["id"], claim["quote"]))
    assert asked > 30
    assert len(misses) <= 0.15 * asked, misses


def test_ignored_numbers_have_a_reason(shared: Path) -> None:
    """Dates, laws, phones, votes, ages and the like; not headlines or restatements, which only the whole text tells."""
    asked, misses = 0, []
    for raw, expected in _documents(shared):
        for start, end, q in _found(raw):
            for other in expected.get("other_numbers", []):
                told = re.search(r"restate|headline|method|capacity|projection", other.get("note") or "")
                if other["treat"] == "ignore" and start < other["end"] and end > other["start"] and not told:
                    asked += 1
                    if not q.not_a_claim:
                        misses.append((expected["document"]["id"], q.text, other["quote"]))
    assert asked > 120
    assert len(misses) <= 0.03 * asked, misses
