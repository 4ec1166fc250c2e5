"""Detainers by source, and what became of them."""

from datetime import date

import pytest

from tallybook.base.catalog import Catalog
from tallybook.base.errors import NoValue
from tallybook.base.periods import fiscal_year, fiscal_years, month, parse_period
from tallybook.measures.series import series
from tallybook.programs.detainers import KINDS, declined, detainers, groups, lifted_as_citizen

CATALOG = Catalog()
EXTRACT = "NPR-FOIA-2015"


def by_source(period) -> dict[str, int]:
    return {i.source: i.count for i in detainers(CATALOG, period).issued}


@pytest.mark.parametrize(
    ("year", "count"),
    [(2008, 212_406), (2009, 248_272), (2010, 290_304), (2011, 317_347), (2012, 286_530), (2013, 216_730),
     (2014, 164_186), (2015, 79_053)],
)  # fmt: skip
def test_fiscal_years_of_the_extract(year, count):
    found = next(i for i in detainers(CATALOG, fiscal_year(year)).issued if i.source == EXTRACT)
    assert found.count == count
    assert found.complete is (year != 2015)
    assert found.months == (12 if year != 2015 else 10)


def test_all_of_the_extract():
    assert by_source(fiscal_years(2008, 2015))[EXTRACT] == 1_814_828


def test_two_sources_of_one_year_stand_side_by_side():
    found = by_source(fiscal_year(2012))
    assert (found[EXTRACT], found["TRAC325"], found["TRAC511"]) == (286_530, 273_982, 276_181)
    assert found[EXTRACT] / found["TRAC325"] == pytest.approx(1.046, abs=0.0005)
    assert any("never joined" in note for note in detainers(CATALOG, fiscal_year(2012)).notes())


@pytest.mark.parametrize(("number", "ratio"), [(10, 1.045), (11, 1.051)])
def test_months_of_two_sources(number, ratio):
    found = by_source(month(2011, number))
    assert found[EXTRACT] / found["TRAC325"] == pytest.approx(ratio, abs=0.0005)


def test_sixteen_months_of_two_sources():
    assert by_source(parse_period("2011-10..2013-01"))[EXTRACT] == 362_602
    held = series(CATALOG, "ice.detainers").values
    trac = sum(v.value for v in held if v.vintage == "TRAC325" and v.period_kind in ("fiscal_year", "interval"))
    assert trac == 347_691
    assert 362_602 / trac == pytest.approx(1.043, abs=0.0005)


def test_declines():
    assert [declined(CATALOG, year) for year in range(2007, 2016)] == [
        11, 64, 66, 121, 279, 942, 2_378, 13_595, 2_785,
    ]  # fmt: skip
    assert declined(CATALOG, 2016) is None


def test_us_citizens():
    assert lifted_as_citizen(CATALOG) == 693


@pytest.mark.parametrize(
    ("year", "total", "booked", "recorded"),
    [(2007, 39_124, 0.29, 0.78), (2008, 228_077, 0.33, 0.71), (2009, 256_947, 0.36, 0.59),
     (2012, 272_878, 0.41, 0.51), (2014, 147_849, 0.34, 0.51), (2015, 49_653, 0.20, 0.33)],
)  # fmt: skip
def test_outcomes_add_up_with_the_unknown_and_give_the_known_shares(year, total, booked, recorded):
    found = detainers(CATALOG).kinds(year)
    assert tuple(found) == KINDS
    assert sum(found.values()) == total
    assert found["booked into ICE custody"] / total == pytest.approx(booked, abs=0.005)
    assert 1 - found["not recorded"] / total == pytest.approx(recorded, abs=0.006)


def test_the_unknown_is_in_every_format():
    result = detainers(CATALOG, fiscal_year(2012))
    assert any(row[3] == "not recorded" for row in result.table().rows)
    assert any("not recorded" in note for note in result.notes())


def test_forms_of_2014_and_2015():
    forms = {(year, form.partition(" ")[0]): n for year, form, n in detainers(CATALOG).types}
    assert (forms[2014, "I247D"], forms[2014, "I247N"]) == (6, 4)
    assert (forms[2015, "I247D"], forms[2015, "I247N"]) == (2_805, 542)
    assert forms[2014, "not"] == 147_849 - 29_400


def test_every_lift_reason_is_in_a_group():
    assert len(groups(CATALOG)) == 12


def test_a_year_that_nobody_counted():
    with pytest.raises(NoValue, match=r"FY2001.*expected a period from 2007-10-01"):
        detainers(CATALOG, fiscal_year(2001))


def test_a_period_cut_short_is_not_called_complete():
    found = [i for i in detainers(CATALOG, parse_period("2015-01..2015-12")).issued if i.source == EXTRACT]
    assert [(i.complete, i.period.end) for i in found] == [(False, date(2015, 12, 31))]
