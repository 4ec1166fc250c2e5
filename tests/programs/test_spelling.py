"""Which spellings are one agency, and which only look like it."""

import pytest

from tallybook.programs.spelling import form, lead, longer, slip


@pytest.mark.parametrize(
    ("one", "two"),
    [
        ("Pasco County Sheriff’s Office", "Pasco County Sheriff's Office"),
        ("St Johns County Sheriff's Office", "St. Johns County Sheriffs Department"),
        ("Tampa PD", "Tampa Police Department"),
        ("Panama City Police Dept.", "PANAMA CITY POLICE DEPARTMENT"),
        ("Iowa Dept. of Public Safety", "Iowa Department of Public Safety"),
        ("Miami-Dade Sheriff's Office", "Miami Dade Sheriff's Office"),
    ],
)
def test_equal_in_form(one, two):
    assert form(one) == form(two)


@pytest.mark.parametrize(
    ("one", "two", "state", "code"),
    [
        ("Department of Corrections", "Virginia Department of Corrections", "Virginia", "VA"),
        ("City of Melbourne Police Department", "Melbourne Police Department", "Florida", "FL"),
        ("MT Department of Justice", "Montana Department of Justice", "Montana", "MT"),
    ],
)
def test_equal_without_a_lead(one, two, state, code):
    assert lead(one, state, code) == lead(two, state, code)


@pytest.mark.parametrize(
    ("one", "two"),
    [
        ("Alachua Police Departent", "Alachua Police Department"),
        ("Dimmit Couny Sheriff's Office", "Dimmit County Sheriff's Office"),
        ("Mantiowoc County Sheriff's Office", "Manitowoc County Sheriff's Office"),
        ("Idaho State Police", "Idaho State Police Department"),
        ("Quarryville Police Department", "Quarryville Borough Police Department"),
    ],
)
def test_slips(one, two):
    assert slip(form(one), form(two)) and slip(form(two), form(one))


@pytest.mark.parametrize(
    ("one", "two"),
    [
        ("Moore County Sheriff's Office", "Trousdale County Sheriff's Office"),
        ("Cambria County Sheriff's Office", "Cambria County Prison"),
        ("Addison Borough Constable's Office", "Lansdowne Borough Constable's Office"),
        ("Harrison County Sheriff's Office", "Morgan County Sheriff's Office"),
        ("Milford Police Department", "Milford County Sheriff's Office"),
    ],
)
def test_not_slips(one, two):
    assert not slip(form(one), form(two))


def test_longer():
    assert longer(
        form("Gulf County Board of County Commissioners"),
        form("Gulf County Board of County Commissioners /Detention Facility"),
    )
    assert not longer(form("Gulf County"), form("Gulf County Sheriff's Office"))
    assert not longer(form("Lake City Police Department"), form("Salt Lake City Police Office"))
