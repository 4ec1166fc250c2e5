"""What the language accepts, and one plain line with the right column for everything else."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tallybook.base.conditions import names, parse
from tallybook.base.conditions.tree import And, Compare, Known, Like, Literal, Name, Not, Or, Within
from tallybook.base.errors import ConditionError


@pytest.mark.parametrize(
    ("text", "printed"),
    [
        ("agency == 'ICE'", "agency = 'ICE'"),
        ('agency = "ICE"', "agency = 'ICE'"),
        ("name = 'O''Brien'", "name = 'O''Brien'"),
        ("removable", "removable"),
        ("NOT removable AND x IN (1,2.5,-3)", "not removable and x in (1, 2.5, -3)"),
        ("x not in ('a')", "x not in ('a')"),
        ("not x in ('a')", "x not in ('a')"),
        ("a or b and c", "a or (b and c)"),
        ("(a or b) and c", "(a or b) and c"),
        ("not (a and b)", "not (a and b)"),
        ("not not a", "not not a"),
        ("day between 2009-10-01 and 2010-09-30 and ok", "day between 2009-10-01 and 2010-09-30 and ok"),
        ("x not between 1 and 2", "x not between 1 and 2"),
        ("2012-12-21 between start and finish", "2012-12-21 between start and finish"),
        ("months <= recent_months", "months <= recent_months"),
        ("x is known and y is unknown", "x is known and y is unknown"),
        ("measure like 'ice.removals*'", "measure like 'ice.removals*'"),
        ("measure not like '*?'", "measure not like '*?'"),
        ("5<x", "5 < x"),
        ("x = 1e3", "x = 1000.0"),
        ("true", "true"),
        ("flag != FALSE", "flag != false"),
    ],
)
def test_prints_as_it_reads(text: str, printed: str) -> None:
    tree = parse(text)
    assert str(tree) == printed
    assert parse(printed) == tree


def test_binding_and_columns() -> None:
    tree = parse("not a = 1 and b or c is known")
    assert tree == Or((And((Not(Compare(Name("a"), "=", Literal(1))), Name("b"))), Known(Name("c"))))
    assert isinstance(tree, Or)
    assert [part.column for part in tree.parts] == [1, 20]


def test_one_is_not_true() -> None:
    assert parse("x = 1") != parse("x = true")
    assert parse("x = 1") == parse("x = 1.0")


def test_dates_and_patterns_are_read_as_such() -> None:
    assert parse("d between 2012-01-01 and 2012-02-29") == Within(
        Name("d"), Literal(date(2012, 1, 1)), Literal(date(2012, 2, 29))
    )
    assert parse("m like 'a*'") == Like(Name("m"), "a*")


def test_names_once_each_in_order() -> None:
    assert names(parse("b = 1 and (a or not b) and c between d and 5 and e like 'x' and f is unknown and 1 = 1")) == (
        "b", "a", "c", "d", "e", "f",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("text", "column", "says"),
    [
        ("", 1, "it is empty"),
        ("   ", 1, "it is empty"),
        ("a =", 4, "ends here; expected a value or a name"),
        ("a b", 3, "expected a comparison, 'and', 'or' or the end"),
        ("a = 1 b", 7, "expected 'and', 'or' or the end"),
        ("a and (b", 7, "this '(' is never closed"),
        ("(a b)", 4, "expected 'and', 'or' or ')'"),
        ("a)", 2, "there is no '(' for it"),
        ("a = 'x", 5, "never closed"),
        ("a && b", 3, "write 'and'"),
        ("a <> 1", 3, "write '!='"),
        ("a = null", 5, "NAME is unknown"),
        ("None = a", 1, "NAME is unknown"),
        ("a is empty", 6, "expected 'known' or 'unknown'"),
        ("1 is known", 1, "is a value; expected a name before 'is'"),
        ("a in 1", 6, "a list in parentheses"),
        ("a in ()", 7, "expected a value"),
        ("a in (b)", 7, "write 'b' if it is text"),
        ("a in (1, 'x')", 10, "both of one kind"),
        ("a in (1 2)", 9, "expected ',' or ')'"),
        ("a not = 1", 7, "'in', 'between' or 'like'"),
        ("a between 5 and 1", 11, "nothing lies between 5 and 1"),
        ("a between 1, 2", 12, "numbers are written without commas"),
        ("a between false and true", 11, "no order"),
        ("a between 1 and 2012-01-01", 17, "both of one kind"),
        ("a >= 410,000", 9, "without commas"),
        ("a like b", 8, "a pattern in quotes"),
        ("'a' like 'b'", 1, "expected a name before 'like'"),
        ("a < true", 3, "true has no order"),
        ("1", 2, "1 alone is not a condition"),
        ("1 = 'a'", 5, "'1' is a number; expected both of one kind"),
        ("a = 2012-13-01", 5, "is not a date; expected YYYY-MM-DD"),
        ("a = 2013-02-29", 5, "is not a date"),
        ("a = 2012-3-4", 5, "is not a date"),
        ("a = 12abc", 5, "is no number and no date"),
        ("a = 1.2.3", 5, "is no number and no date"),
        ("a = 90071992547409930", 5, "too large"),
        ("a = 1e999", 5, "too large"),
        ("1 < a < 5", 7, "'<' is not expected here"),
        ("in = 3", 1, "'in' is not expected here"),
        ("a = ‘x’", 5, "use straight quotes"),
        ("(" * 100, 61, "nests too deeply"),
        ("not " * 5000 + "a", 241, "nests too deeply"),
    ],
)
def test_errors_say_where_and_what(text: str, column: int, says: str) -> None:
    with pytest.raises(ConditionError) as caught:
        parse(text)
    assert caught.value.column == column
    assert says in str(caught.value)
    assert f"column {column}" in str(caught.value)
    assert caught.value.exit_status == 2


def test_errors_in_several_lines_name_the_line() -> None:
    with pytest.raises(ConditionError, match="line 2, column 7: 'b' is not expected here"):
        parse("x = 1\nand a b\n")


TEXT = """a b1 and or not in between is like known unknown ( ) , = != < >= 1 -2.5 1e9 2012-12-21 2012-99-99 'x' '' 5x
true null & ~ \""""
WORDS = TEXT.split()


@settings(deadline=None, max_examples=400)
@given(
    st.text(max_size=40)
    | st.lists(
        st.sampled_from(
            [
                "a",
                "b1",
                "and",
                "or",
                "not",
                "in",
                "between",
                "is",
                "like",
                "known",
                "unknown",
                "(",
                ")",
                ",",
                "=",
                "!=",
                "<",
                ">=",
                "1",
                "-2.5",
                "1e9",
                "2012-12-21",
                "2012-99-99",
                "'x'",
                "''",
                '"',
                "true",
                "null",
                "&",
                "~",
                "\n",
                "5x",
            ]
        ),
        max_size=12,
    ).map(" ".join)
)
def test_garbage_is_a_condition_or_one_plain_line(text: str) -> None:
    try:
        tree = parse(text)
    except ConditionError as error:
        assert "\n" not in str(error)
        assert error.column is not None
        assert 1 <= error.column <= len(text) + 1
    else:
        assert parse(str(tree)) == tree
