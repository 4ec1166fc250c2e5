"""Published figures on the programmes, and what follows from them."""

import pytest

from tallybook.base.catalog import Catalog
from tallybook.programs.published import funnels, published
from tallybook.programs.spells import early_removals

CATALOG = Catalog()


def test_the_funnel_of_secure_communities_to_march_2011():
    country, california = funnels(CATALOG)
    assert country.booked_of_submissions == pytest.approx(0.0273, abs=0.00005)
    assert country.removed_of_booked == pytest.approx(0.516, abs=0.0005)
    assert country.convicted_of_removed == pytest.approx(0.712, abs=0.0005)
    assert california.place == "CA"
    assert california.booked_of_submissions == pytest.approx(0.0439, abs=0.00005)
    assert california.removed_of_booked == pytest.approx(0.495, abs=0.0005)


def test_detainers_by_match():
    figures = published(CATALOG, "secure-communities")
    window = "2008-10..2009-08-31"
    share = figures.value("detainers issued", window) / figures.value("matches", window)
    assert share == pytest.approx(0.201, abs=0.0005)
    assert figures.value("matches", "FY2050") is None


def test_every_figure_has_a_document():
    found = published(CATALOG).figures
    assert len(found) > 40 and all(f.source for f in found)
    assert not [f for f in found if f.source.startswith("same as")]


def test_removals_under_the_early_agreements():
    agencies, identified, removed = early_removals(CATALOG)
    assert (identified, removed) == (268_065, 175_104)
    assert agencies == 70
