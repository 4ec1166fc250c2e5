"""Published counts: what a question gets, what it is refused, and that the store may change beneath."""

import threading
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from releases import LEVEL, removal, removals_text
from tallybook.base.catalog import open_catalog
from tallybook.base.errors import NoValue, TallybookError, UnknownName, UsageError
from tallybook.base.periods import fiscal_year
from tallybook.measures.choice import Part
from tallybook.measures.opened import OpenStore
from tallybook.publish.disclosure.asking import first_in_order, wanted
from tallybook.publish.disclosure.declared import cuts_of
from tallybook.publish.disclosure.published import Published
from tallybook.publish.disclosure.store import PublishedStore, published_count
from tallybook.records.coverage import held
from tallybook.records.store import Store

Y16, Y17 = "ICE Removals for FY2016", "ICE Removals for FY2017"


def rows(year: int, more: int = 0) -> list[list[str]]:
    """Return removals of a year: many Mexicans, Hondurans of whom two have a conviction, few of Peru and Belize."""
    found = []
    for area in ("Dallas", "Boston"):
        for day, country, level, number in (
            (f"1/5/{year}", "MEXICO", LEVEL, 40 + more), (f"1/6/{year}", "MEXICO", "NA", 30),
            (f"2/5/{year}", "HONDURAS", LEVEL, 1), (f"2/6/{year}", "HONDURAS", "NA", 35),
            (f"1/5/{year}", "PERU", LEVEL, 10), (f"1/5/{year}", "BELIZE", "NA", 15), (f"1/9/{year}", "PERU", "NA", 5),
            (f"2/6/{year}", "GUATEMALA", LEVEL, 25), (f"2/9/{year}", "GUATEMALA", "NA", 31),
        ):  # fmt: skip
            found += [removal(day, level=level, area=area, Citizenship=country)] * number
            found += [removal(day, level=level, area=area, Citizenship=country, Gender="Female")] * (number // 5)
    return found


@pytest.fixture
def opened(tmp_path: Path) -> OpenStore:
    store = OpenStore(Store(tmp_path / "store"), open_catalog())
    store.ingest([removals_text(tmp_path / f"{t}.csv", t, rows(y)) for t, y in ((Y16, 2016), (Y17, 2017))])
    return store


@pytest.fixture
def ask(opened: OpenStore) -> Callable[..., Published]:
    def asking(measure: str = "ice.removals", by: str = "", **question: Any) -> Published:
        return published_count(opened.store, opened.catalog, measure, by, **question)

    return asking


def test_one_sensitive_field_is_exact_and_as_the_tally_gives_it(
    opened: OpenStore, ask: Callable[..., Published]
) -> None:
    for by in ("", "month", "citizenship", "area_of_responsibility,citizenship", "fiscal_year,criminality",
               "month,area_of_responsibility,gender", "calendar_year,criminality", "release"):  # fmt: skip
        for rule in ("locked", "departed", "same-year"):
            for period in (None, "FY2016", "2016-01..2016-02"):
                if period == "2016-01..2016-02" and by == "area_of_responsibility,citizenship":
                    continue
                counted = opened.count("ice.removals", by, rule=rule, period=period)
                shown = ask(by=by, rule=rule, period=period)
                assert [{**r, "suppressed": False} for r in counted.rows] == list(shown.rows)
                assert (shown.total, shown.complete, shown.period) == (counted.value, counted.complete, counted.period)
                assert [c["id"] for c in shown.caveats] == [c["id"] for c in counted.caveats]


def test_two_sensitive_fields_are_suppressed_with_their_complements(ask: Callable[..., Published]) -> None:
    found = ask(by="citizenship,criminality", period="FY2016")
    values = {(r["citizenship"], r["criminality"]): r["value"] for r in found.rows}
    assert values["Honduras", "convicted"] is None
    assert values["Honduras", "not_convicted"] is None
    assert values["Mexico", "convicted"] == 96
    assert sum(1 for v in values.values() if v is None) == found.suppressed >= 4
    assert found.total == ask(period="FY2016").total
    assert ask("ice.removals.criminal", "citizenship", period="FY2016").rows[0]["suppressed"] in (True, False)
    assert ask("ice.removals.criminal", period="FY2016", keep={"citizenship": "HONDURAS"}).rows == (
        {"value": None, "suppressed": True},
    )
    assert ask("ice.removals.criminal", period="FY2016", keep={"citizenship": "mexico"}).total == 96


def test_a_value_that_stands_with_others_is_not_told_alone(ask: Callable[..., Published]) -> None:
    found = ask(by="criminality", period="FY2016", keep={"citizenship": "Peru"})
    assert all(row["suppressed"] for row in found.rows)
    assert ask(period="FY2016", keep={"citizenship": "Peru"}).total == 36
    assert "Peru" not in {r["citizenship"] for r in ask(by="citizenship,criminality", period="FY2016").rows}


@pytest.mark.parametrize(
    ("question", "words"),
    [
        ({"period": "2016-01-05"}, "whole months"),
        ({"by": "citizenship,criminality", "period": "2016-01"}, "by fiscal year only"),
        ({"by": "month,citizenship,criminality"}, "by fiscal year only"),
        ({"by": "facility,gender"}, "not among the declared cuts"),
        ({"by": "citizenship,criminality", "rule": "departed"}, "one rule only"),
        ({"keep": {"citizenship": "Narnia"}}, "no citizenship 'Narnia'"),
        ({"keep": {"birth_year": 1980}}, "no dimension 'birth_year'"),
        ({"keep": {"month": "2016-01"}}, "cannot be held"),
        ({"by": "month", "rule": "as-titled"}, "fiscal year only"),
        ({"by": "removal_date"}, "no dimension 'removal_date'"),
        ({"by": "person"}, "no dimension 'person'"),
    ],
)
def test_what_is_finer_than_declared_is_refused(
    ask: Callable[..., Published], question: dict[str, Any], words: str
) -> None:
    with pytest.raises((UsageError, UnknownName), match=words):
        ask(**question)


def test_the_answer_carries_the_rule_and_where_it_comes_from(opened: OpenStore, ask: Callable[..., Published]) -> None:
    found = ask(by="gender", period="FY2016")
    assert found.note == cuts_of(opened.catalog, "removals").rule_text
    assert (found.generation, found.shipped) == (opened.store.manifest.generation, False)
    assert found.provenance["files"][0]["file"] == f"{Y16}.csv"
    table = found.table()
    assert found.note in table.notes
    assert [c.name for c in table.columns] == ["gender", "value", "suppressed"]
    assert found.to_dict()["cut"] == {"by": ["area_of_responsibility", "gender"], "time": "month"}


def test_no_part_of_two_rules_or_measures_gives_a_small_count(ask: Callable[..., Published]) -> None:
    """All less criminal is noncriminal: measures are slices of one table, so what one hides the others hide."""
    whole = {r["citizenship"]: r["value"] for r in ask(by="citizenship", period="FY2016").rows}
    some = {r["citizenship"]: r["value"] for r in ask("ice.removals.criminal", "citizenship", period="FY2016").rows}
    rest = {r["citizenship"]: r["value"] for r in ask("ice.removals.noncriminal", "citizenship", period="FY2016").rows}
    for country, number in whole.items():
        one, other = some.get(country), rest.get(country)
        if country in some and country in rest:
            assert (one is None) == (other is None)
            if one is not None and other is not None:
                assert one + other == number
                assert min(one, other) == 0 or min(one, other) >= 5


def test_an_empty_store_answers_from_the_shipped_recounts(tmp_path: Path) -> None:
    found = PublishedStore(Store(tmp_path / "none"), open_catalog()).count("ice.removals", period="FY2016")
    assert (found.total, found.shipped, found.rule) == (240_255, True, "locked")
    with pytest.raises(NoValue, match="cannot be asked for month"):
        PublishedStore(Store(tmp_path / "none"), open_catalog()).count("ice.removals", "month")


def ingested(store: OpenStore, folder: Path, title: str, found: Sequence[Sequence[str]]) -> None:
    store.ingest([removals_text(folder / f"{title}.csv", title, found)], replace=True)


def test_the_old_generation_answers_until_the_new_one_is_ready(opened: OpenStore, tmp_path: Path) -> None:
    shown = PublishedStore(opened.store, opened.catalog)
    shown.warm()
    first = shown.count("ice.removals", period="FY2016")
    assert shown.refresh() is False
    ingested(opened, tmp_path, Y16, rows(2016, more=5))
    assert shown.count("ice.removals", period="FY2016") == first
    assert shown.refresh(wait=True) is True
    second = shown.count("ice.removals", period="FY2016")
    assert (second.total or 0) - (first.total or 0) == 12
    assert second.generation > first.generation
    assert second.total == opened.count("ice.removals", period="FY2016").value


def test_a_table_first_asked_for_after_its_files_went_is_read_anew(opened: OpenStore, tmp_path: Path) -> None:
    shown = PublishedStore(opened.store, opened.catalog)
    ingested(opened, tmp_path, Y16, rows(2016, more=5))
    assert shown.count("ice.removals", period="FY2016").total == opened.count("ice.removals", period="FY2016").value


def test_records_that_are_gone_for_good_are_an_error_of_one_line(opened: OpenStore) -> None:
    shown = PublishedStore(opened.store, opened.catalog)
    for path in opened.store.paths(opened.store.manifest.sheets):
        path.unlink()
    with pytest.raises(TallybookError, match="are missing"):
        shown.count("ice.removals", period="FY2016")


def test_many_threads_get_answers_of_one_generation_each(opened: OpenStore, tmp_path: Path) -> None:
    shown = PublishedStore(opened.store, opened.catalog)
    shown.warm()
    totals: dict[int, set[int | None]] = {}
    wrong: list[BaseException] = []
    done = threading.Event()

    def asking() -> None:
        try:
            while not done.is_set():
                found = shown.count("ice.removals", "citizenship", period="FY2016")
                totals.setdefault(found.generation, set()).add(found.total)
        except BaseException as error:  # noqa: BLE001
            wrong.append(error)

    threads = [threading.Thread(target=asking) for _ in range(4)]
    for thread in threads:
        thread.start()
    ingested(opened, tmp_path, Y16, rows(2016, more=5))
    shown.refresh(wait=True)
    shown.count("ice.removals", "citizenship", period="FY2016")
    done.set()
    for thread in threads:
        thread.join()
    assert not wrong
    assert all(len(found) == 1 for found in totals.values())


def test_two_fields_come_from_the_release_that_is_first_for_the_year(opened: OpenStore) -> None:
    """Where a release that comes first covers the year too, another one is refused for two fields, not for one."""
    (first,) = held(opened.catalog, "removals", opened.store.manifest.sheets)
    second = replace(first, release="another", rank=1)
    part = Part(second, fiscal_year(2016))
    two = wanted(opened.catalog, "ice.removals", by="citizenship,gender", period="FY2016", release="another")
    with pytest.raises(UsageError, match="published from release 2019-ICFO-53623 only, not another"):
        first_in_order(two, [part], [first, second])
    first_in_order(two, [Part(first, fiscal_year(2016))], [first, second])
    one = wanted(opened.catalog, "ice.removals", by="citizenship", period="FY2016", release="another")
    first_in_order(one, [part], [first, second])


def test_a_published_query_does_not_say_where_the_store_lies(opened: OpenStore, ask: Callable[..., Published]) -> None:
    for by in ("month", "fiscal_year,citizenship,criminality"):
        told = str(ask(by=by).to_dict())
        assert "parquet" in told
        assert str(opened.store.folder) not in told
