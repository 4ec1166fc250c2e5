"""Names that stand for conditions."""

import doctest
from importlib import import_module

import pytest

from tallybook.base.conditions import expand, parse
from tallybook.base.errors import ConditionError


def test_the_example_in_the_documentation_runs() -> None:
    result = doctest.testmod(import_module("tallybook.base.conditions.define"))
    assert (result.failed, result.attempted) == (0, 2)


def test_definitions_use_each_other_and_keep_their_grouping() -> None:
    known = {"bad": parse("worse or a >= 2"), "worse": parse("b and not c")}
    assert expand(parse("not bad and x = 1 and worse"), known) == parse(
        "not ((b and not c) or a >= 2) and x = 1 and (b and not c)"
    )
    assert expand(parse("x"), known) == parse("x")


@pytest.mark.parametrize(
    ("text", "known", "says"),
    [
        ("a", {"a": "b or c", "b": "not a"}, "a → b → a: 'a' is defined by itself"),
        ("x or a = 1", {"a": "b"}, "column 6: 'a' stands for a condition; expected it alone"),
        ("a is known", {"a": "b"}, "stands for a condition"),
    ],
)
def test_definitions_that_cannot_be_used(text: str, known: dict[str, str], says: str) -> None:
    with pytest.raises(ConditionError) as caught:
        expand(parse(text), {name: parse(meaning) for name, meaning in known.items()})
    assert says in str(caught.value)
