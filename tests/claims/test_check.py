"""Short texts through the whole check: each claim with its measure, period, verdict, remedy, caveats and evidence."""

from __future__ import annotations

import csv
import json
from datetime import date
from functools import cache
from itertools import combinations
from typing import Any

import pytest
from tests.checked_sentences import CASES, COUNTS, KNOWN_FAULTS, Case
from tests.series_files import FOLDER, every_row

from tallybook.base.catalog import open_catalog
from tallybook.claims.check import check_text
from tallybook.claims.model import VERDICTS


@cache
def claims_of(one: Case) -> tuple[dict[str, Any], ...]:
    checked = check_text(open_catalog(), one.text, date.fromisoformat(one.on)).to_dict()
    return tuple(json.loads(json.dumps(checked))["claims"])


@pytest.mark.parametrize(
    "one",
    [*CASES, *(pytest.param(c, marks=pytest.mark.xfail(strict=True, reason="known fault")) for c in KNOWN_FAULTS)],
    ids=lambda c: c.text[:70],
)
def test_sentence(one: Case) -> None:
    found = claims_of(one)
    told = [(c["quote"], c["kind"], c["measure"], c["verdict"], c["reason"]) for c in found]
    assert len(found) == len(one.wants), told
    for want in one.wants:
        named = [c for c in found if want.has in c["quote"]]
        assert len(named) == 1, told
        claim = named[0]
        said, period, base = claim["asserted"], claim["period"], claim["base_period"]
        assert (claim["kind"], claim["measure"], claim["verdict"]) == (want.kind, want.measure, want.verdict), told
        assert (period and period["label"]) == want.period
        assert (base and base["label"]) == want.base
        assert said["hedge"] == want.hedge
        assert (said["value"] is None) == (want.value is None)
        assert want.value is None or abs(said["value"] - want.value) <= 0.005 * abs(want.value)
        assert want.unit in (None, said["unit"])
        assert (claim["attribution"]["stance"], claim["attribution"]["speaker"]) == (want.stance, want.speaker)
        assert set(want.caveats) <= {c["id"] for c in claim["caveats"]}, [c["id"] for c in claim["caveats"]]
        would = claim["would_hold_for"]
        assert (would and (would["measure"], would["period"]["label"], would["value"])) == want.would, would
        assert (claim["correction"] is None) == (want.fix is None), claim["correction"]
        assert want.fix is None or want.fix in claim["correction"], claim["correction"]
        rests = {(e["value"], e["vintage"], e["basis"]) for e in claim["evidence"]}
        for value, vintage, basis in want.rests:
            assert any(v == value and vintage in name and b == basis for v, name, b in rests), rests


def test_every_kind_and_verdict_is_there() -> None:
    wants = [want for one in CASES for want in one.wants]
    assert {w.kind for w in wants} == {"count", "share", "ratio", "change", "rank", "rate", "date", "other"}
    assert {w.verdict for w in wants} == set(VERDICTS)
    assert {w.hedge for w in wants} >= {"exact", "about", "nearly", "more_than", "at_least", "less_than"}
    assert {w.stance for w in wants} == {"asserted", "quoted", "rejected"}
    assert len(wants) >= 60


def test_the_same_text_is_told_the_same() -> None:
    one = COUNTS[2]
    first = check_text(open_catalog(), one.text, date.fromisoformat(one.on)).to_dict()
    again = check_text(open_catalog(), one.text, date.fromisoformat(one.on)).to_dict()
    assert json.dumps(first) == json.dumps(again)


def test_without_a_date_today_s_values_count_and_the_notes_say_so() -> None:
    told = check_text(open_catalog(), "DHS removed 419,384 people in fiscal year 2012.").to_dict()
    assert any("today" in note for note in told["notes"])  # type: ignore[attr-defined]
    assert told["claims"][0]["verdict"] == "supported_at_publication"  # type: ignore[index]


@cache
def printed() -> set[tuple[str, str, str, float, str, str]]:
    """Every published value, as the csv files have it: measure, start, end, value, status, basis."""
    return {(m, r["start"], r["end"], float(r["value"]), r["status"], r["basis"]) for m, r in every_row()}


@pytest.mark.parametrize("one", [c for c in CASES if c.wants], ids=lambda c: c.text[:70])
def test_evidence_is_in_the_files(one: Case) -> None:
    """Each line of evidence is a row of a shipped file, or a total of rows that stand with it."""
    for claim in claims_of(one):
        held = [e for e in claim["evidence"] if e["kind"] == "series" and e["value"] is not None]
        for line in held:
            period = line["period"]
            key = (line["measure"], period["start"], period["end"], float(line["value"]), line["status"], line["basis"])
            made = line["document"].startswith(("sum", "difference"))
            assert key in printed() or made, line
            if made:
                values = [e["value"] for e in held if e["role"] == "part"]
                assert _adds_up(line["value"], values), line


def _adds_up(total: float, values: list[float]) -> bool:
    """Whether some of the values, added or one less the others, give the total."""
    for size in range(2, len(values) + 1):
        for chosen in combinations(values, size):
            if abs(sum(chosen) - total) < 0.5 or abs(2 * max(chosen) - sum(chosen) - total) < 0.5:
                return True
    return False


@pytest.mark.parametrize("one", [c for c in CASES if c.wants], ids=lambda c: c.text[:70])
def test_what_was_known_then_was_out_by_then(one: Case) -> None:
    for claim in claims_of(one):
        for line in claim["evidence"]:
            if line.get("role") == "as then known" and line.get("published"):
                assert line["published"][:4] <= one.on[:4], line


@pytest.mark.parametrize("one", [c for c in CASES if c.wants], ids=lambda c: c.text[:70])
def test_verdicts_are_borne_out(one: Case) -> None:
    for claim in claims_of(one):
        said = claim["asserted"]
        if claim["verdict"] in ("supported", "supported_at_publication", "approximate"):
            assert claim["evidence"], claim["reason"]
        if claim["verdict"] in ("supported", "supported_at_publication"):
            assert claim["correction"] is None
            assert claim["would_hold_for"] is None
        if claim["correction"] is not None:
            assert claim["correction"].endswith(".")
            assert "\n" not in claim["correction"]
        if said["low"] is not None and said["high"] is not None:
            assert said["low"] <= said["high"]
        if claim["measure"] is None:
            assert claim["verdict"] == "uncheckable"
        ends = claim["period"] and claim["period"]["end"]
        if claim["verdict"] == "wrong" and ends is not None and claim["kind"] == "count":
            assert ends <= one.on, "a period that was not over is never wrong"


def test_caveats_are_of_the_catalog() -> None:
    ids = {file.stem for file in (FOLDER.parent / "caveats").glob("*.yml")}
    used = {c["id"] for one in CASES for claim in claims_of(one) for c in claim["caveats"]}
    assert used <= ids
    assert len(used) >= 20


def test_place_that_no_series_has_is_not_judged_by_the_whole() -> None:
    told = check_text(open_catalog(), "ICE removed 12,345 people from Chicago in fiscal year 2012.", date(2013, 1, 10))
    assert {judged.verdict for judged in told.claims} <= {"uncheckable"}


def test_rows_of_the_series_are_read_by_the_csv_module_alone() -> None:
    """The independent reader agrees with a plain look into one file."""
    with (FOLDER / "ice.removals.csv").open(encoding="utf-8", newline="") as handle:
        values = {(r["start"], float(r["value"])) for r in csv.DictReader(handle) if not r["where"]}
    assert {(start, v) for m, start, _, v, _, _ in printed() if m == "ice.removals"} >= values
