"""One tree of errors; each message is one plain line with what, where, expected and next."""

import pytest

from tallybook.base import errors
from tallybook.base.errors import (
    ConditionError,
    InputError,
    PeriodError,
    TallybookError,
    UnknownName,
    UsageError,
    nearest,
)

TREE = [kind for kind in vars(errors).values() if isinstance(kind, type) and issubclass(kind, TallybookError)]


def test_a_message_says_what_where_expected_and_next_in_one_line() -> None:
    error = InputError("has no\n text", where="a.pdf", expected="a text layer", next_step="run it through OCR")
    assert str(error) == "a.pdf: has no text; expected a text layer; run it through OCR"
    assert error.args == (str(error),)
    assert (error.found, error.where, error.expected, error.next_step) == (
        "has no\n text", "a.pdf", "a text layer", "run it through OCR",
    )  # fmt: skip
    assert str(InputError("is gone")) == "is gone"


@pytest.mark.parametrize("kind", TREE, ids=lambda kind: kind.__name__)
def test_every_error_has_a_status_and_says_when_it_is_raised(kind: type[TallybookError]) -> None:
    assert kind.exit_status == (2 if issubclass(kind, UsageError) else 1)
    assert kind.__doc__


def test_an_unknown_name_carries_the_nearest_valid_one() -> None:
    error = UnknownName("measure", "ice.removal", ["ice.removals", "dhs.removals"])
    assert error.nearest == "ice.removals"
    assert str(error) == (
        "there is no measure 'ice.removal'; expected one of dhs.removals, ice.removals; did you mean ice.removals?"
    )


def test_many_valid_names_are_not_all_listed() -> None:
    error = UnknownName("measure", "zzz", [f"name{i}" for i in range(9)], listing="'tallybook series' lists all")
    assert str(error) == "there is no measure 'zzz'; 'tallybook series' lists all"
    assert error.nearest == ""


@pytest.mark.parametrize(
    ("name", "valid", "close"),
    [
        ("remvals", ["removals", "arrests"], "removals"),
        ("REMOVALS", ["removals", "arrests"], "removals"),
        ("xyz", ["removals", "arrests"], ""),
        ("removals", [], ""),
    ],
)
def test_nearest(name: str, valid: list[str], close: str) -> None:
    assert nearest(name, valid) == close


def test_a_condition_error_knows_its_column_and_a_period_error_is_a_value_error() -> None:
    assert ConditionError("x", column=3).column == 3
    assert ConditionError("x").column is None
    assert issubclass(PeriodError, ValueError)
