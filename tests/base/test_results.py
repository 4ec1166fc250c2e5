"""Results read the same as plain data and as frames."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import polars as pl
import pytest

from tallybook.base.results import Column, Result, Table, plain_data


@dataclass(frozen=True)
class Found(Result):
    when: date
    values: tuple[float, ...]

    def table(self) -> Table:
        return Table((Column("value", kind="number"),), tuple((value,) for value in self.values))


TABLE = Table(
    (
        Column("fiscal_year", kind="year"),
        Column("removals", kind="integer"),
        Column("share", kind="number"),
        Column("document"),
        Column("published", kind="date"),
        Column("official", kind="flag"),
    ),
    ((2012, 409849.0, 55, "a", date(2012, 12, 21), True), (None, None, None, None, None, None)),
)


def test_a_result_is_plain_data_and_frames():
    found = Found(date(2012, 12, 21), (409849.0, 54.99))
    assert found.to_dict() == {"when": "2012-12-21", "values": [409849, 54.99]}
    assert found.to_polars()["value"].to_list() == [409849.0, 54.99]
    assert found.to_pandas()["value"].tolist() == [409849.0, 54.99]


def test_frames_keep_types_and_gaps():
    frame = TABLE.to_polars()
    assert frame.dtypes == [pl.Int32, pl.Int64, pl.Float64, pl.String, pl.Date, pl.Boolean]
    assert frame["removals"].to_list() == [409849, None]
    assert str(TABLE.to_pandas()["removals"].dtype).startswith("int64")


def test_a_fraction_in_a_column_of_whole_numbers_is_refused():
    with pytest.raises(TypeError):
        Table((Column("removals", kind="integer"),), ((1.5,),)).to_polars()


def test_rows_that_do_not_fit_their_columns_are_refused():
    with pytest.raises(ValueError, match="row 1 has 2 cells for 1 columns"):
        Table((Column("a"),), ((1, 2),))
    with pytest.raises(ValueError, match="repeat"):
        Table((Column("a"), Column("a")), ())


def test_plain_data_goes_through_everything():
    assert plain_data({"a": (Found(date(2012, 1, 1), (1.0,)),), 2: {"y", "x"}}) == {
        "a": [{"when": "2012-01-01", "values": [1]}],
        "2": ["x", "y"],
    }
