"""The JSON of a check: every key of the contract, version 1, with its type, for every sentence of the project's own."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import pytest
from tests.checked_sentences import CASES, Case

from tallybook.base.catalog import open_catalog
from tallybook.claims.check import check_text

PERIOD = {"start": str, "end": str, "label": str}
SHAPE: dict[str, Any] = {
    "id": str, "quote": str, "start": int, "end": int, "kind": str,
    "attribution": {"speaker": (str, None), "stance": str},
    "measure": (str, None), "where": {}, "period": (PERIOD, None), "base_period": (PERIOD, None),
    "asserted": {"value": (float, None), "unit": str, "hedge": str, "low": (float, None), "high": (float, None)},
    "verdict": str, "reason": str, "correction": (str, None),
    "would_hold_for": ({"measure": str, "rule": str, "period": PERIOD, "vintage": str, "value": float}, None),
    "evidence": [{"kind": str, "measure": str, "period": (PERIOD, None), "value": (float, None), "vintage": str,
                  "document": str, "url": str, "status": str, "basis": str, "rule": str, "rows": (int, None),
                  "complete": bool}],
    "caveats": [{"id": str, "text": str, "source": str}],
}  # fmt: skip
"""The contract, version 1: every key with its type; more keys may follow, none may be missing."""


def fits(value: object, shape: Any, where: str) -> None:
    if isinstance(shape, tuple):
        if value is None:
            assert None in shape, where
            return
        shape = next(s for s in shape if s is not None)
    if isinstance(shape, list):
        assert isinstance(value, list), where
        for i, item in enumerate(value):
            fits(item, shape[0], f"{where}[{i}]")
    elif isinstance(shape, dict):
        assert isinstance(value, dict), where
        for key, inner in shape.items():
            assert key in value, f"{where}.{key} is missing"
            fits(value[key], inner, f"{where}.{key}")
    elif shape is float:
        assert isinstance(value, int | float), where
        assert not isinstance(value, bool), where
    else:
        assert type(value) is shape, f"{where}: {value!r}"


@pytest.mark.parametrize("one", CASES, ids=lambda c: c.text[:70])
def test_contract(one: Case) -> None:
    checked = check_text(open_catalog(), one.text, date.fromisoformat(one.on), name="a.txt").to_dict()
    told = json.loads(json.dumps(checked, allow_nan=False))
    assert told["contract"] == 1
    assert isinstance(told["tallybook"], str)
    assert told["document"]["published"] == one.on
    assert len(told["document"]["sha256"]) == 64
    assert isinstance(told["document"]["title"], str)
    ids = [claim["id"] for claim in told["claims"]]
    assert len(set(ids)) == len(ids)
    for claim in told["claims"]:
        fits(claim, SHAPE, "claim")
        assert set(claim) == set(SHAPE)
        assert one.text[claim["start"] : claim["end"]] == claim["quote"]
