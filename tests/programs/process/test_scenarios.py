"""Scenario files that cannot be are refused in one plain line; those that ship are sound."""

from pathlib import Path
from typing import Any

import pytest
import yaml

from tallybook.base.catalog import Catalog, open_catalog
from tallybook.base.errors import CatalogError, TallybookError, UnknownName, UsageError
from tallybook.programs.process.cells import cells
from tallybook.programs.process.fitting import fitted
from tallybook.programs.process.scenario import PARAMETERS, scenario, scenarios


def overlay(folder: Path, **changes: Any) -> Catalog:
    (folder / "scenarios").mkdir()
    data = {"id": "mine", "based_on": "before-2012-guidance", **changes}
    (folder / "scenarios" / "mine.yml").write_text(yaml.safe_dump(data), encoding="utf-8")
    return open_catalog(folder)


def parameter(**changes: Any) -> dict[str, Any]:
    return {"low": 0, "high": 1, "what": "made for a test", **changes}


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"parameters": {"honoured": parameter(value=1.2)}}, "honoured"),
        ({"parameters": {"honoured": parameter(value=-0.1)}}, "honoured"),
        ({"parameters": {"honoured": parameter(value=0.5, fit="removed of booked")}}, "either a value or a fit"),
        ({"parameters": {"relief": parameter(value=0.6), "released": parameter(value=0.6)}}, "more than 1"),
        ({"parameters": {"luck": parameter(value=0.6)}}, "luck"),
        ({"start": "2013-06-01", "end": "2013-01-01"}, "out of order"),
        ({"traits": {"history": {"values": [{"id": "half", "share": 0.5}]}}}, "add up to 0.5"),
        ({"detainers": {"policy": "MORTON-2012D", "where": "true"}}, "either a policy or a condition"),
        ({"based_on": "nothing"}, "based_on"),
        ({"colour": "red"}, "colour"),
    ],
)  # fmt: skip
def test_an_impossible_file_is_refused(tmp_path: Path, changes: dict[str, Any], said: str) -> None:
    with pytest.raises(CatalogError, match=said) as fault:
        scenarios(overlay(tmp_path, **changes))
    assert "\n" not in str(fault.value)
    assert "mine.yml" in str(fault.value)


def test_facts_that_contradict_each_other_are_refused(tmp_path: Path) -> None:
    values = [{"id": "odd", "share": 1, "facts": {"felony_convictions": 3, "criminal_convictions": 1}}]
    catalog = overlay(tmp_path, traits={"history": {"values": values}})
    with pytest.raises(TallybookError, match="cannot all be so"):
        cells(catalog, scenario(catalog, "mine"))


def test_assumptions_that_no_fit_can_meet_are_refused(tmp_path: Path) -> None:
    standing = [
        {"id": "removable", "share": 0.05, "facts": {"reason_to_believe_removable": True}},
        {"id": "not", "share": 0.95, "facts": {"reason_to_believe_removable": False}},
    ]
    catalog = overlay(tmp_path, traits={"standing": {"values": standing}})
    with pytest.raises(UsageError, match="exercise would have to be"):
        fitted(catalog, scenario(catalog, "mine"))


def test_an_unknown_scenario_names_the_nearest(catalog: Catalog) -> None:
    with pytest.raises(UnknownName, match="guidance-2012"):
        scenario(catalog, "guidance-2013")


def test_scenarios_based_on_another_differ_only_in_what_they_say(catalog: Catalog) -> None:
    before, after = (scenario(catalog, n).model_dump() for n in ("before-2012-guidance", "guidance-2012"))
    assert {k for k in before if before[k] != after[k]} == {"id", "title", "about", "detainers"}


def test_every_parameter_says_where_it_is_from(catalog: Catalog) -> None:
    for item in scenarios(catalog).values():
        assert set(item.parameters) == set(PARAMETERS)
        assert all(p.source for p in item.parameters.values())
        assert all(t.source for t in item.traits.values())
