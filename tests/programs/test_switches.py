"""Programme events, and what was switched on by them."""

from datetime import date

import pytest

from tallybook.base.catalog import Catalog
from tallybook.base.errors import CatalogError
from tallybook.programs.agreements import first_listed
from tallybook.programs.secure_communities import launched, nationwide
from tallybook.programs.spells import early_spells
from tallybook.programs.switches import event, events, switched

CATALOG = Catalog()


def test_events_carry_the_days_that_the_data_give():
    assert event(CATALOG, "secure-communities-launched").when.first == launched(CATALOG).activated
    assert event(CATALOG, "secure-communities-nationwide").when.first == nationwide(CATALOG)
    assert event(CATALOG, "287g-first-agreement").when.first == min(s.first_seen for s in early_spells(CATALOG))
    assert event(CATALOG, "287g-task-forces-return").when.first == first_listed(CATALOG, "TFM")[0]
    assert event(CATALOG, "nothing") is None


def test_events_are_in_order_and_each_has_a_source():
    found = events(CATALOG).events
    assert [e.when.first for e in found] == sorted(e.when.first for e in found)
    assert all(e.source and e.what for e in found)
    assert {e.program for e in found} == {"secure-communities", "287g", "detainers"}


@pytest.mark.parametrize(
    ("day", "sharing", "targeting"),
    [
        ((2008, 10, 26), "no", "none"),
        ((2008, 10, 27), "by county", "secure communities"),
        ((2013, 1, 22), "everywhere", "secure communities"),
        ((2014, 11, 20), "everywhere", "priority enforcement program"),
        ((2017, 1, 25), "everywhere", "secure communities"),
        ((2021, 1, 20), "everywhere", "none by order"),
    ],
)
def test_sharing_and_targeting_are_switched_apart(day, sharing, targeting):
    state = switched(CATALOG, date(*day))
    assert (state.sharing, state.targeting) == (sharing, targeting)
    assert bool(state.by) is (sharing != "no")


def test_an_event_of_the_users_own(tmp_path):
    folder = tmp_path / "programs" / "events"
    folder.mkdir(parents=True)
    text = (
        "id: mine\nday: 2030-01-01\nprogram: secure-communities\ntitle: T\nwhat: W\nsource: S\nsets: {sharing: 'no'}\n"
    )
    (folder / "mine.yml").write_text(text)
    catalog = Catalog((tmp_path,))
    assert switched(catalog, date(2030, 1, 1)).sharing == "no"
    (folder / "mine.yml").write_text(text.replace("source", "sauce"))
    with pytest.raises(CatalogError, match="unknown key 'sauce'; did you mean 'source'"):
        events(Catalog((tmp_path,)))
    (folder / "mine.yml").write_text(text.replace("2030-01-01", "some day"))
    with pytest.raises(CatalogError, match="is not a date"):
        events(Catalog((tmp_path,)))
