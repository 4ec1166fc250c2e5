"""What a title, a sheet's name or a file's name says it covers."""

import pytest

from tallybook.sources.titles import coverage, named_year


@pytest.mark.parametrize(
    ("title", "label"),
    [
        ("ICE Removals for FY2018", "FY2018"),
        ("ERO Encounters for FY2019 YTD (10/1/2018 - 8/31/2019)", "2018-10-01..2019-08-31"),
        ("FY2012 - FY2019 YTD (01/01/2012 - 07/06/2019) ERO Administrative Arrests", "2012-01-01..2019-07-06"),
        ("ERO_Arrests_FY2012-FY2014-REDACTED_raw.xlsx", "FY2012-FY2014"),
        ("2023-ICFO_42034_Removals_FY13-12_LESA-STU_FINAL- Redacted_raw.xlsx", "FY2012-FY2013"),
        ("2023-ICFO_42034_Admin Arrests_FY23-17_LESA.xlsx", "FY2017-FY2023"),
        ("lea-detainers-FY11_12_raw.txt", "FY2011-FY2012"),
        ("detainersfy9_raw.csv", "FY2009"),
        ("2026-ICLI-00005_Arrests_FY24_20260311_Redacted.xlsx", "FY2024"),
        ("10 14-03290_FY12_Highlighted_raw.xlsx", "FY2012"),
        ("Removals, fiscal year 2016", "FY2016"),
    ],
)
def test_the_period_a_text_names(title: str, label: str) -> None:
    found = coverage(title, "title")
    assert found is not None
    assert found.period.label == label


@pytest.mark.parametrize(
    "title",
    ["Prior FY2023", "ICE Detentions_FY2011 and Prior_LESA", "FY15YTD", "FOIA 15-06333 Detail", "Sheet1", "Summary"],
)
def test_texts_that_say_no_whole_period(title: str) -> None:
    assert coverage(title, "title") is None


def test_the_one_year_named_even_to_date() -> None:
    assert named_year("rif-FOIA 15-87693 _07262015_LESA-STU_FINAL FY15YTD.xlsx") == 2015
    assert named_year("FY2012 - FY2019") is None
    assert named_year("Prior FY2023") is None
