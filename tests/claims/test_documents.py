"""The project's own documents, scored: floors under what the check finds, gets right and leaves alone."""

from __future__ import annotations

from typing import Any

import pytest
from tests.written_documents import FOLDER, Score, Written, documents, overlap, pairs, same_number

from tallybook.base.catalog import Catalog, open_catalog
from tallybook.claims.check import check_document
from tallybook.claims.loading import load

DOCUMENTS = tuple(documents())

FLOORS = {
    "recall": 0.92, "precision": 0.96, "measure": 0.94, "period": 0.89, "verdict": 0.885, "family": 0.90,
    "not passed": 0.92, "silence": 0.97,
}  # fmt: skip
"""A few points below what the check reaches on these documents."""


def checked(catalog: Catalog, document: Written) -> dict[str, Any]:
    return check_document(catalog, load(str(document.file))).to_dict()


@pytest.fixture(scope="module")
def score() -> Score:
    catalog, total = open_catalog(), Score()
    for document in DOCUMENTS:
        total.add(document, checked(catalog, document)["claims"])
    return total


@pytest.mark.parametrize("name", FLOORS)
def test_floor(score: Score, name: str) -> None:
    slips = [slip for slip in score.slips if slip.startswith(f"{name}:")]
    assert score.rate(name) >= FLOORS[name], "\n".join([score.table(), *slips])


def test_the_set_is_whole() -> None:
    assert len(DOCUMENTS) == 36
    assert sum(len(d.claims) for d in DOCUMENTS) == 517
    for document in DOCUMENTS:
        raw = document.raw
        for claim in (*document.claims, *document.others):
            assert raw[claim["start"] : claim["end"]] == claim["quote"], document.id


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda d: d.id)
def test_quotes_and_dates(document: Written) -> None:
    result = checked(open_catalog(), document)
    assert result["document"]["published"] in (document.published, None)
    raw = document.raw
    for claim in result["claims"]:
        assert raw[claim["start"] : claim["end"]] == claim["quote"]


def test_most_dates_are_found() -> None:
    dated = [d.id for d in DOCUMENTS if load(str(d.file)).published is not None]
    assert len(dated) >= 27, sorted({d.id for d in DOCUMENTS} - set(dated))


def test_the_scorer_tells_right_from_wrong() -> None:
    """Expected claims taken as found score full marks; each kind of slip costs what it should."""
    perfect, worse = Score(), Score()
    for document in DOCUMENTS:
        found = [dict(c) for c in document.claims]
        perfect.add(document, found)
        worse.add(document, [{**c, "asserted": {**c["asserted"], "value": _off(c)}, "kind": _kind(c)} for c in found])
    assert all(perfect.right[name] == perfect.of[name] for name in perfect.of), perfect.slips[:9]
    assert worse.right["recall"] < 0.05 * worse.of["recall"]
    one = next(d for d in DOCUMENTS if len(d.claims) > 5)
    shifted = [{**c, "period": {"start": "1990-10-01", "end": "1991-09-30"}, "measure": "x"} for c in one.claims]
    bad = Score()
    bad.add(one, shifted)
    assert bad.right["measure"] == 0
    assert bad.right["period"] == 0
    assert bad.right["recall"] == len(one.claims)


def _off(claim: dict[str, Any]) -> float | None:
    value = claim["asserted"]["value"]
    return None if value is None else 1.37 * value + 11


def _kind(claim: dict[str, Any]) -> str:
    return "other" if claim["kind"] in ("rank", "date") else claim["kind"]


def test_pairs_use_nothing_twice() -> None:
    document = next(d for d in DOCUMENTS if len(d.claims) > 10)
    found = [dict(c) for c in document.claims] * 2
    kept = pairs(document.claims, found)
    assert len(kept) == len(document.claims)
    assert len({id(f) for _, f in kept}) == len(kept)
    assert all(overlap(e, f) > 0 and same_number(e, f) for e, f in kept)


def test_folder_holds_nothing_else() -> None:
    names = {f.stem for f in FOLDER.iterdir()}
    assert names == {d.id for d in DOCUMENTS}
