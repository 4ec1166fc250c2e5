"""Partial reading: what is left of a condition once some names are known."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tallybook.base.conditions import FALSE, TRUE, Between, bind, holds, parse, residual
from tallybook.base.conditions.tree import And, Compare, Literal, Name, Not, Or, Tree

leaves = st.one_of(
    st.sampled_from("abc").map(Name),
    st.builds(
        Compare, st.sampled_from("nm").map(Name), st.sampled_from([">=", "<", "="]), st.integers(0, 3).map(Literal)
    ),
)
trees: st.SearchStrategy[Tree] = st.recursive(
    leaves,
    lambda inner: st.one_of(
        inner.map(Not),
        st.lists(inner, min_size=2, max_size=3).map(tuple).map(And),
        st.lists(inner, min_size=2, max_size=3).map(tuple).map(Or),
    ),
    max_leaves=8,
)
cases = st.fixed_dictionaries(
    {}, optional={**dict.fromkeys("abc", st.booleans()), **dict.fromkeys("nm", st.integers(0, 3))}
)


@given(trees, cases, cases)
def test_what_is_left_answers_as_the_whole_does(tree: Tree, first: dict, rest: dict) -> None:
    left = residual(tree, first)
    whole = holds(tree, {**rest, **first})
    if left is TRUE or left is FALSE:
        assert holds(tree, first) is (left is TRUE)
    else:
        assert holds(tree, first) is None
        assert holds(left, {**rest, **first}) is whole


@given(trees, cases, cases)
def test_a_bound_name_is_as_good_as_a_fact(tree: Tree, bound: dict, rest: dict) -> None:
    assert holds(bind(tree, bound), rest) is holds(tree, {**rest, **bound})


@pytest.mark.parametrize(
    ("text", "values", "left"),
    [
        ("agency in ('ICE', 'CBP') and x", {"agency": "ICE"}, "x"),
        ("agency in ('ICE', 'CBP') and x", {"agency": "USCIS"}, "false"),
        ("n between low and high", {"low": 1, "high": 3}, "n between 1 and 3"),
        ("months <= recent", {"recent": 36}, "months <= 36"),
        ("not (strict and x)", {"strict": False}, "true"),
        ("name like 'a*' or x", {"name": "abc"}, "true"),
    ],
)
def test_switches_are_written_out(text: str, values: dict, left: str) -> None:
    assert str(bind(parse(text), values)) == left


def test_a_range_that_decides_is_as_good_as_a_number() -> None:
    assert residual(parse("n >= 1 and x"), {"n": Between(2)}) == Name("x")
    assert str(residual(parse("n >= 3 or x"), {"n": Between(0, 2)})) == "x"


def test_a_condition_of_which_nothing_is_known_is_itself() -> None:
    tree = parse("(a and not b) or n >= 2")
    assert residual(tree, {}) is tree
