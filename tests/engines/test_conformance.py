"""Every measure by every rule answers alike on every engine: DuckDB, Spark, and Polars as a peer."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import narwhals.stable.v2 as nw
import polars as pl
import pytest

from releases import LEVEL, removal, removals_text
from tallybook.base.catalog import open_catalog
from tallybook.base.errors import NoValue, UsageError
from tallybook.measures.measure import measures
from tallybook.measures.opened import OpenStore
from tallybook.measures.tally import count
from tallybook.policies.replay import replay
from tallybook.records.store import Store
from tallybook.sources.tables import record_table

if TYPE_CHECKING:
    from tallybook.base.engine import Engine

CATALOG = open_catalog()
COUNTED = sorted(m.id for m in measures(CATALOG).values() if m.records is not None)
BREAKDOWNS = ("fiscal_year", "month,gender", "citizenship,criminality", "area_of_responsibility")


class Peer:
    """Polars behind the three verbs that a count uses."""

    name = "polars"

    def __enter__(self) -> Peer:
        return self

    def __exit__(self, *_: object) -> None:
        return None

    def scan(self, paths: Sequence[Path]) -> nw.LazyFrame[Any]:
        frames = [pl.scan_parquet(path, hive_partitioning=False) for path in paths]
        return nw.from_native(pl.concat(frames, how="diagonal_relaxed"))

    def table(self, rows: pl.DataFrame) -> nw.LazyFrame[Any]:
        return nw.from_native(rows.lazy())

    def collect(self, frame: nw.LazyFrame[Any]) -> pl.DataFrame:
        found: pl.DataFrame = frame.collect("polars").to_native()
        return found

    def sql_text(self, _frame: nw.LazyFrame[Any]) -> str:
        return "a plan"


class Kept:
    """A cluster that stays open between questions: opening one takes seconds."""

    def __init__(self, running: Engine) -> None:
        self.running, self.name = running, running.name

    def __enter__(self) -> Engine:
        return self.running

    def __exit__(self, *_: object) -> None:
        return None


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> OpenStore:
    """Two years of removals, with blanks, redactions, late departures and days at both ends."""
    folder = tmp_path_factory.mktemp("conformance")
    opened = OpenStore(Store(folder / "store"), CATALOG)
    for year in (2016, 2017):
        rows = [
            removal(
                f"{m}/{d}/{year - (m > 9)}", f"{9 if m == 10 else m}/{d}/{year - (m > 9)}",
                level=(LEVEL, "NA", "")[(m + d) % 3], area=("Dallas", "Boston", "")[m % 3],
                Citizenship=("MEXICO", "HONDURAS", "", "CHINA, PEOPLES REPUBLIC OF")[d % 4],
                Gender=("Male", "Female", "")[(m * d) % 3],
            )
            for m in range(1, 13)
            for d in (1, 9, 28)
        ]  # fmt: skip
        opened.ingest([removals_text(folder / f"ICERemovals_FY{year}.csv", f"Removals for Fiscal Year {year}", rows)])
    return opened


@pytest.fixture(scope="module")
def real(shared: Path, tmp_path_factory: pytest.TempPathFactory) -> OpenStore:
    """The real releases beside the checkout."""
    opened = OpenStore(Store(tmp_path_factory.mktemp("conformance-real") / "store"), CATALOG)
    # The slices of 2025 are joined by hand out of several releases: no file of any.
    for release in sorted(p for p in (shared / "data" / "records").iterdir() if p.name != "2025-slices"):
        for file in sorted(release.iterdir()):
            opened.ingest([file])
    return opened


@pytest.fixture(scope="module")
def spark(spark_address: str) -> Iterator[Kept]:
    from tallybook.base.engine import Cluster

    with Cluster(spark_address) as running:
        yield Kept(running)


def questions(store: Store) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield every measure by every rule and breakdown that the store can answer."""
    for name in COUNTED:
        item = measures(CATALOG)[name]
        assert item.records is not None
        for rule in record_table(CATALOG, item.records.table).rules:
            for by in BREAKDOWNS:
                try:
                    count(store, CATALOG, name, by=by, rule=rule)
                except (NoValue, UsageError):
                    continue
                yield name, {"by": by, "rule": rule}


def answers(store: Store, asked: Sequence[tuple[str, dict[str, Any]]]) -> list[dict[str, Any]]:
    found = []
    for name, question in asked:
        tally = count(store, CATALOG, name, **question).to_dict()
        # The query and the engine's name are the engine's own.
        tally["provenance"] = {k: v for k, v in tally["provenance"].items() if k in ("unknown", "undated", "files")}
        found.append(tally)
    return found


def alike(monkeypatch: pytest.MonkeyPatch, opened: OpenStore, other: Any, every: int = 1) -> int:
    asked = list(questions(opened.store))[::every]
    here = answers(opened.store, asked)
    monkeypatch.setattr("tallybook.base.engine.open_engine", lambda *_: other)
    there = answers(opened.store, asked)
    for question, one, two in zip(asked, here, there, strict=True):
        assert one == two, question
    return len(asked)


def test_polars_counts_what_duckdb_counts(monkeypatch: pytest.MonkeyPatch, made: OpenStore) -> None:
    assert alike(monkeypatch, made, Peer()) > 20


@pytest.mark.real
def test_polars_counts_what_duckdb_counts_in_the_real_files(monkeypatch: pytest.MonkeyPatch, real: OpenStore) -> None:
    assert alike(monkeypatch, real, Peer(), every=3) > 20


@pytest.mark.spark
def test_spark_counts_what_duckdb_counts(monkeypatch: pytest.MonkeyPatch, made: OpenStore, spark: Kept) -> None:
    assert alike(monkeypatch, made, spark) > 20


@pytest.mark.spark
@pytest.mark.real
def test_spark_counts_the_real_files(monkeypatch: pytest.MonkeyPatch, real: OpenStore, spark: Kept) -> None:
    assert alike(monkeypatch, real, spark, every=5) > 10


@pytest.mark.spark
@pytest.mark.parametrize("policy", ["JOHNSON-2014P", "KELLY-2017"])
def test_spark_replays_what_duckdb_replays(
    monkeypatch: pytest.MonkeyPatch, made: OpenStore, spark: Kept, policy: str
) -> None:
    here = replay(made.store, CATALOG, "removals", [policy], by="fiscal_year").to_dict()
    monkeypatch.setattr("tallybook.base.engine.open_engine", lambda *_: spark)
    there = replay(made.store, CATALOG, "removals", [policy], by="fiscal_year").to_dict()
    for one in (here, there):
        del one["provenance"]
    assert here == there
