"""Offences: codes whatever happened to them on the way, descriptions, groups."""

import csv
from pathlib import Path

import pytest

from tallybook.base.catalog import open_catalog
from tallybook.records.offences import by_code, by_description, group_of


def test_codes_keep_their_letters_and_get_back_a_lost_zero() -> None:
    found = by_code(open_catalog(), ["0301", "301", "301.0", "13ab", "5404", "5401", "2999", "NONE", "12345", "99"])
    assert {text: (o.code, o.group) for text, o in found.items()} == {
        "0301": ("0301", "immigration"), "301": ("0301", "immigration"), "301.0": ("0301", "immigration"),
        "13ab": ("13AB", "assault"), "5404": ("5404", "driving under the influence"), "5401": ("5401", "traffic"),
        "2999": ("2999", "property damage"),
    }  # fmt: skip


def test_descriptions_go_by_the_list_and_else_by_their_first_words() -> None:
    texts = ["Driving Under Influence Liquor", "DRIVING UNDER INFLUENCE DRUGS", "Cocaine - Possession",
             "Escape (identify type institution in comments)", "Licensing Violation"]  # fmt: skip
    found = by_description(open_catalog(), texts)
    assert {text: (o.code, o.group) for text, o in found.items()} == {
        texts[0]: ("5404", "driving under the influence"), texts[1]: ("5403", "driving under the influence"),
        texts[2]: ("", "drugs"), texts[3]: ("", "flight or escape"),
    }  # fmt: skip


@pytest.mark.real
def test_every_ncic_code_has_a_group_and_nearly_every_description_seen(shared: Path) -> None:
    catalog = open_catalog()
    with (shared / "facts/codes/niem_ncic2000_off_codes.tsv").open(encoding="utf-8") as handle:
        assert [
            row["code"] for row in csv.DictReader(handle, delimiter="\t") if not group_of(catalog, row["code"])
        ] == []
    with (shared / "facts/codes/ice_msc_descriptions_observed_seattle.tsv").open(encoding="utf-8") as handle:
        seen = {row["description"]: int(row["n_rows_all_sheets"]) for row in csv.DictReader(handle, delimiter="\t")}
    placed = by_description(catalog, seen)
    assert sum(n for text, n in seen.items() if text in placed and placed[text].group) > 0.99 * sum(seen.values())
