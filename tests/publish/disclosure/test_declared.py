"""The declared cuts: what a file may say, and what the shipped files say."""

import pytest
from pydantic import ValidationError

from tallybook.base.catalog import open_catalog
from tallybook.base.errors import CatalogError, NoValue
from tallybook.publish.disclosure.declared import Cuts, cuts_of, declared
from tallybook.sources.tables import record_tables


def file(**changed: object) -> dict[str, object]:
    plain = {
        "table": "removals", "smallest": 5, "sensitive": ["citizenship", "criminality", "threat_level"],
        "together": [["criminality", "threat_level"]], "cuts": [{"by": ["citizenship"], "time": "month"}],
    }  # fmt: skip
    return {**plain, **changed}


@pytest.mark.parametrize(
    ("cut", "words"),
    [
        ({"by": ["citizenship", "criminality"], "time": "month"}, "time must be fiscal_year"),
        ({"by": ["criminality", "threat_level"], "time": "fiscal_year"}, "much of the same thing"),
        ({"by": ["facility", "citizenship"], "time": "fiscal_year"}, "finer than an area"),
        ({"by": ["citizenship", "citizenship"], "time": "fiscal_year"}, "twice"),
        ({"by": ["citizenship"], "time": "day"}, "month"),
        ({"by": ["citizenship"], "time": "month", "where": "gender = 'Male'"}, "where"),
    ],
)
def test_a_cut_that_could_single_somebody_out_is_refused(cut: dict[str, object], words: str) -> None:
    with pytest.raises(ValidationError, match=words):
        Cuts.model_validate(file(cuts=[cut]))


def test_every_table_has_its_cuts_and_names_the_fields_of_the_rule() -> None:
    assert set(declared(open_catalog())) == set(record_tables(open_catalog()))
    for cuts in declared(open_catalog()).values():
        assert {"citizenship", "gender", "birth_year", "criminality", "offence_group"} <= set(cuts.sensitive)
        assert cuts.smallest == 5


def test_the_rule_in_words_says_what_the_file_says() -> None:
    text = cuts_of(open_catalog(), "removals").rule_text
    for words in ("below 5", "fewer than 50 events", "citizenship, gender, birth year", "by month or coarser"):
        assert words in text


def test_a_table_without_cuts_publishes_nothing() -> None:
    with pytest.raises(NoValue, match=r"add cuts/visits\.yml"):
        cuts_of(open_catalog(), "visits")


def test_a_dimension_that_the_table_lacks_is_named(tmp_path) -> None:  # type: ignore[no-untyped-def]
    folder = tmp_path / "cuts"
    folder.mkdir()
    (folder / "encounters.yml").write_text(
        "replaces: encounters\ntable: encounters\nsmallest: 5\nsensitive: [gender]\n"
        "cuts: [{by: [lift_reason], time: month}]\n", encoding="utf-8",
    )  # fmt: skip
    with pytest.raises(CatalogError, match="'lift_reason' is no dimension of encounters"):
        declared(open_catalog(tmp_path))


def test_parts_of_a_protected_cut_are_protected_too() -> None:
    cuts = Cuts.model_validate(file(cuts=[{"by": ["area_of_responsibility", "citizenship", "criminality"],
                                           "time": "fiscal_year"}]))  # fmt: skip
    have = frozenset({"area_of_responsibility", "citizenship", "criminality"})
    assert {frozenset(by) for by in cuts.protected(have)} == {have, frozenset({"citizenship", "criminality"})}
    assert frozenset({"area_of_responsibility", "citizenship"}) in {frozenset(cut.by) for cut in cuts.exact(have)}
