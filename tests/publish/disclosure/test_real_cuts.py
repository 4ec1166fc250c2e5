"""The declared cuts over the real files: nothing is given away, and what is published stays useful."""

from pathlib import Path

import pytest

from tallybook.base.catalog import open_catalog
from tallybook.base.engine import Local
from tallybook.base.errors import UsageError
from tallybook.measures.opened import OpenStore
from tallybook.publish.disclosure.audit import audit
from tallybook.publish.disclosure.base import Base, Workings, build
from tallybook.publish.disclosure.declared import cuts_of
from tallybook.publish.disclosure.published import Published
from tallybook.publish.disclosure.store import published_count
from tallybook.records.coverage import held
from tallybook.records.store import Store
from tallybook.sources.tables import record_table

pytestmark = pytest.mark.real

TABLES = ("removals", "arrests", "detainers", "encounters", "detentions")


@pytest.fixture(scope="module")
def everything(shared: Path, tmp_path_factory: pytest.TempPathFactory) -> OpenStore:
    opened = OpenStore(Store(tmp_path_factory.mktemp("real") / "store"), open_catalog())
    opened.ingest([p for p in sorted((shared / "data" / "records").rglob("*")) if p.suffix in (".gz", ".xlsx")])
    return opened


@pytest.fixture(scope="module")
def made(everything: OpenStore) -> dict[tuple[str, str], tuple[Base, Workings]]:
    found = {}
    for table in TABLES:
        for own in held(everything.catalog, table, everything.store.manifest.sheets):
            with Local() as engine:
                found[table, own.release] = build(
                    engine, everything.store, record_table(everything.catalog, table),
                    cuts_of(everything.catalog, table), own,
                )  # fmt: skip
    return found


def test_no_suppressed_cell_is_given_away(made: dict[tuple[str, str], tuple[Base, Workings]]) -> None:
    pairs = 0
    for name, (base, workings) in made.items():
        outcome = audit(base, workings)
        pairs += outcome.pairs
        assert outcome.safe, (name, outcome)
    assert pairs > 100


def test_the_national_tables_stay_useful(made: dict[tuple[str, str], tuple[Base, Workings]]) -> None:
    """The share of lines and of events that is suppressed, and that no exact value had to go."""
    for table, years in (("removals", (2016, 2017, 2019)), ("arrests", (2016, 2018))):
        base, _ = made[table, "2019-ICFO-53623"]
        for year in years:
            figures = base.figures[year]
            assert figures["suppressed"] <= 0.2 * figures["cells"]
            assert figures["events_suppressed"] <= 0.01 * figures["events"]
            assert figures["exact_suppressed"] == 0


def test_exact_cuts_are_what_the_tally_counts(everything: OpenStore) -> None:
    for by in ("area_of_responsibility,criminality", "month,gender", "citizenship"):
        for rule in ("locked", "same-year", "departed"):
            counted = everything.count("ice.removals", by, rule=rule, period="FY2016..FY2017")
            shown = published_count(
                everything.store, everything.catalog, "ice.removals", by, rule=rule, period="FY2016..FY2017"
            )
            assert [row["value"] for row in shown.rows] == [row["value"] for row in counted.rows]
            assert (shown.total, shown.complete) == (counted.value, counted.complete)


def test_what_is_shown_of_a_protected_cut_is_what_the_tally_counts(everything: OpenStore) -> None:
    counted = {
        (row["citizenship"], row["criminality"]): row["value"]
        for row in everything.count("ice.removals", "citizenship,criminality", period="FY2017").rows
    }
    shown = published_count(
        everything.store, everything.catalog, "ice.removals", "citizenship,criminality", period="FY2017"
    )
    listed = [row for row in shown.rows if not row["suppressed"] and row["citizenship"] != "(others)"]
    assert len(listed) > 80
    for row in listed:
        assert row["value"] == counted.get((row["citizenship"], row["criminality"]), 0)
        assert row["value"] == 0 or row["value"] >= 5
    assert shown.total == 226_119


def test_one_release_answers_for_the_events_of_a_year(everything: OpenStore) -> None:
    def asked(by: str) -> Published:
        return published_count(
            everything.store, everything.catalog, "ice.removals", by, rule="departed", period="FY2016",
            release="uw-v-dhs-seattle",
        )  # fmt: skip

    assert asked("gender").total
    with pytest.raises(UsageError, match="one rule only"):
        asked("citizenship,gender")
    found = published_count(everything.store, everything.catalog, "ice.removals", "citizenship,gender", period="FY2016")
    assert found.releases == ("2019-ICFO-53623",)
