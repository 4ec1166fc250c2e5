"""Measures: a file for every series, one meaning for each, wholes and parts that add up, and words that read."""

from __future__ import annotations

import csv
import re
from collections import Counter
from itertools import product

import pytest

from tallybook.base.catalog import Catalog
from tallybook.base.conditions import names, parse
from tallybook.base.errors import CatalogError, UnknownName
from tallybook.measures.measure import Measure, measure, measures
from tallybook.measures.series import Value, has_series, series, series_files

CATALOG = Catalog()
MEASURES = measures(CATALOG)
EACH = pytest.mark.parametrize("item", MEASURES.values(), ids=list(MEASURES))

COUNTED_FROM_RECORDS = {"ice.encounters"}
STATED_IN_WORDS = {"definition.fiscal_year", "sc.start"}

FAMILIES = """
    removals returns repatriations arrests encounters apprehensions inadmissible expulsions detainers detained adp alos
    bookins bookouts releases facilities beds deaths monitored jurisdictions counties programme_start agreements
    agencies pending receipts completions decisions orders in_absentia asylum_denials self_deported definition
    claims_of_removals claims_of_arrests
"""


def test_every_series_has_a_measure():
    assert set(series_files(CATALOG)) - set(MEASURES) == set()


def test_every_measure_has_a_series_or_follows_from_others():
    for item in MEASURES.values():
        if (
            item.nature != "date"
            and not has_series(CATALOG, item.id)
            and item.id not in COUNTED_FROM_RECORDS | STATED_IN_WORDS
        ):
            assert item.sum_of or item.minus, item.id
    assert all(not has_series(CATALOG, name) for name in COUNTED_FROM_RECORDS | STATED_IN_WORDS)


@EACH
def test_series_come_in_the_units_the_measure_names(item):
    if has_series(CATALOG, item.id):
        assert set(series(CATALOG, item.id).units()) <= {item.unit, *item.units_also}


def test_no_two_measures_share_agency_family_and_features():
    kinds = Counter((m.agency, m.family, m.narrowed_to) for m in MEASURES.values())
    assert [kind for kind, count in kinds.items() if count > 1] == []


@EACH
def test_families_and_features_are_words_of_the_reader(item):
    assert item.family in FAMILIES.split()
    assert all(re.fullmatch(r"[a-z0-9]+(_[a-z0-9]+)*", f) for f in item.features)
    assert item.agency in {"ICE", "DHS", "CBP", "EOIR"} or item.family == "definition"


@EACH
def test_words_are_lower_case_and_given_once(item):
    assert len(item.words) >= 3
    assert len(set(item.words)) == len(item.words)
    assert all(w == " ".join(w.lower().split()) for w in item.words)


def test_no_word_names_two_measures_of_one_agency_and_family():
    named = Counter((m.agency, m.family, word) for m in MEASURES.values() for word in m.words)
    assert [key for key, count in named.items() if count > 1] == []


@EACH
def test_chains_of_wholes_and_of_parts_end(item):
    seen = [item.id]
    while whole := MEASURES[seen[-1]].part_of:
        assert whole not in seen, " > ".join([*seen, whole])
        seen.append(whole)

    def walk(name: str, above: tuple[str, ...]) -> None:
        assert name not in above, " > ".join([*above, name])
        for part in (*MEASURES[name].sum_of, *MEASURES[name].minus):
            walk(part, (*above, name))

    walk(item.id, ())


@EACH
def test_a_complement_is_mutual_and_of_the_same_whole(item):
    if item.complement:
        other = MEASURES[item.complement]
        assert (other.complement, other.part_of) == (item.id, item.part_of)


@EACH
def test_a_difference_has_two_terms_and_nothing_is_confused_with_itself(item):
    assert len(item.minus) in (0, 2)
    assert len(item.sum_of) != 1 or item.id == "ice.admin_arrests.criminal"
    assert item.id not in item.confused_with


@EACH
def test_a_part_counted_from_records_says_which_rows(item):
    if item.records is None:
        return
    if item.records.where:
        assert names(parse(item.records.where))
    elif item.part_of:
        whole = MEASURES[item.part_of].records
        assert whole is None or whole.table != item.records.table


# --- identities on the published figures


Figures = dict[tuple[str, object], list[Value]]


def published(item: Measure) -> Figures:
    found: Figures = {}
    if has_series(CATALOG, item.id):
        for v in series(CATALOG, item.id).values:
            if v.official and v.period is not None and v.unit == item.unit and v.confidence != "low":
                found.setdefault((v.where, v.period), []).append(v)
    return found


PUBLISHED = {name: published(item) for name, item in MEASURES.items()}


def mismatches(whole: str, parts: tuple[str, ...], signs: tuple[int, ...]):
    """Yield each period in which all are published, and whether any vintages of whole and parts agree."""
    tables = [PUBLISHED[part] for part in parts]
    # Averages are printed to two decimals, each rounded on its own.
    slack = 0.06 if MEASURES[whole].nature == "average" else 0.0
    for key, values in PUBLISHED[whole].items():
        if all(key in table for table in tables):
            sums = [
                sum(sign * v.value for sign, v in zip(signs, chosen, strict=True))
                for chosen in product(*(table[key] for table in tables))
            ]
            yield key, any(abs(total - v.value) <= slack for total in sums for v in values)


def identities():
    for item in MEASURES.values():
        if item.sum_of:
            yield item.id, item.sum_of, (1,) * len(item.sum_of)
        if item.minus:
            yield item.id, item.minus, (1, -1)
        if item.complement and item.id < item.complement:
            yield item.part_of, (item.id, item.complement), (1, 1)
        classes = tuple(f"{item.id}.{kind}" for kind in ("convicted", "pending", "no_conviction_no_charge"))
        if all(has_series(CATALOG, name) for name in classes):
            yield item.id, classes, (1, 1, 1)


def test_parts_add_up_to_their_wholes_wherever_all_are_published():
    compared, failed = 0, []
    for whole, parts, signs in identities():
        for (where, period), holds in mismatches(whole, parts, signs):
            compared += 1
            if not holds:
                failed.append((whole, where or period.label))
    assert failed == []
    assert compared > 1000


def test_the_five_categories_of_2011_are_the_whole():
    parts = ("criminal", "repeat_violators", "recent_border_crossers", "fugitives", "other_removable")
    year = next(p for p in series(CATALOG, "ice.removals.fugitives").periods())
    values = [series(CATALOG, f"ice.removals.{part}").current(year).value for part in parts]
    assert sum(values) == series(CATALOG, "ice.removals").current(year).value == 396_906


# --- the files beside the checkout


@pytest.mark.real
def test_every_measure_of_the_compiled_list_is_there_with_unit_agency_and_rule(shared):
    with (shared / "facts" / "measures.csv").open(encoding="utf-8", newline="") as handle:
        rows = list(csv.DictReader(handle))
    assert len(rows) > 40
    for row in rows:
        item = MEASURES[row["id"]]
        units = {u.replace(" and ", "+") for u in row["unit"].split(" or ")}
        assert units <= {item.unit, *item.units_also, *item.unit.split()}, item.id
        assert item.agency in row["agency"] or item.publisher, item.id
        if row["records_table"] and item.records:
            assert (item.records.table, item.records.rule) == (row["records_table"], row["default_rule"])
        for other in filter(None, re.split(r"[;,]\s*", row["often_confused_with"])):
            assert other in (*item.confused_with, item.complement), (item.id, other)


@pytest.mark.real
def test_every_measure_of_the_compiled_values_is_there(shared):
    for file in (shared / "facts" / "official").glob("*.csv"):
        with file.open(encoding="utf-8", newline="") as handle:
            for row in csv.DictReader(handle):
                if "measure" in row:
                    name = row["measure"].partition(".country.")[0]
                    assert name in MEASURES or name == "ice.admin_arrests.convicted_or_pending_pct", name


# --- bad files


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ("famly: removals\n", "unknown key 'famly'; did you mean 'family'?"),
        ("part_of: ice.removal\n", "names 'ice.removal', which does not exist; did you mean 'ice.removals'?"),
        ("breaks:\n  - day: june\n    what: x\n    source: y\n", "breaks.0.day"),
        ("nature: guess\n", "nature"),
        ("sources: []\n", "given twice"),
    ],
)
def test_a_bad_overlay_measure_is_one_plain_line(tmp_path, change, says):
    (tmp_path / "measures").mkdir()
    good = (
        "id: x.y\ntitle: X\nunit: removals\nagency: ICE\nwhat: X.\nfamily: removals\nfeatures: [x]\n"
        "words: [x]\nsources: [a report]\n"
    )
    (tmp_path / "measures" / "x.y.yml").write_text(good, encoding="utf-8")
    assert "x.y" in measures(Catalog((tmp_path,)))
    (tmp_path / "measures" / "x.y.yml").write_text(good + change, encoding="utf-8")
    with pytest.raises(CatalogError) as caught:
        measures(Catalog((tmp_path,)))
    assert says in str(caught.value)
    assert "x.y.yml" in str(caught.value)
    assert "\n" not in str(caught.value)


def test_an_unknown_measure_names_the_nearest():
    with pytest.raises(UnknownName, match=r"did you mean ice\.removals\.criminal\?"):
        measure(CATALOG, "ice.removals.crimnal")
