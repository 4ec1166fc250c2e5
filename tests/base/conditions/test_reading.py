"""One case: three values, ranges, explanations, what is missing, and the check before any reading."""

import doctest
import operator
from datetime import date, datetime
from decimal import Decimal
from enum import Enum, IntEnum, StrEnum
from importlib import import_module
from types import ModuleType

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tallybook.base.conditions import Between, check, explain, holds, missing, parse
from tallybook.base.errors import ConditionError

# The package's function of the same name hides the module from an import statement.
MODULES = [import_module(f"tallybook.base.conditions.{name}") for name in ("parser", "reading", "explain")]


class Agency(StrEnum):
    ICE = "ICE"


class Old(str, Enum):  # noqa: UP042 - the sort whose str() is the member's name
    ICE = "ICE"


class Count(IntEnum):
    TWO = 2


@pytest.mark.parametrize("module", MODULES, ids=lambda module: module.__name__)
def test_the_examples_in_the_documentation_run(module: ModuleType) -> None:
    result = doctest.testmod(module)
    assert result.failed == 0
    assert result.attempted


@pytest.mark.parametrize(
    ("text", "case", "answer"),
    [
        ("a and b", {"a": False}, False),
        ("a and b", {"a": True}, None),
        ("a or b", {"b": True}, True),
        ("a or b", {"a": None, "b": False}, None),
        ("not a", {}, None),
        ("a = 1", {"a": None}, None),
        ("a != 1", {}, None),
        ("a in (1, 2)", {"a": 2}, True),
        ("a in (1, 2)", {"a": 3}, False),
        ("a in (1, 2)", {}, None),
        ("a between 1 and b", {"a": 0}, False),
        ("a between 1 and b", {"a": 2}, None),
        ("a between 1 and b", {"a": 2, "b": 2}, True),
        ("a is known", {}, False),
        ("a is unknown", {"a": None}, True),
        ("a is known", {"a": False}, True),
        ("a > 1", {"a": float("nan")}, None),
        ("a is known", {"a": float("nan")}, False),
        ("t like 'ice.removals*'", {"t": "ice.removals.criminal"}, True),
        ("t like 'ice.removals*'", {"t": "ICE.removals"}, False),
        ("t like 'a.c'", {"t": "abc"}, False),
        ("t like 'a?c'", {"t": "abc"}, True),
        ("t like 'a'", {"t": "a\n"}, False),
        ("t like 'a*'", {"t": "a\nb"}, True),
        ("t like 'a*'", {}, None),
        ("d <= 2012-12-21", {"d": datetime(2012, 12, 21, 23, 59)}, True),
        ("d = e", {"d": datetime(2012, 12, 21, 23, 59), "e": date(2012, 12, 21)}, True),
        ("t = 'ICE'", {"t": Agency.ICE}, True),
        ("a >= 0.5", {"a": Decimal("0.5")}, True),
        ("t = 'ICE' and t like 'I*'", {"t": Old.ICE}, True),
        ("a = 2 and a < 3.5", {"a": Count.TWO}, True),
        ("true", {}, True),
        ("false or a", {}, None),
    ],
)
def test_holds(text: str, case: dict[str, object], answer: bool | None) -> None:
    assert holds(parse(text), case) is answer


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        ("n >= 1", True), ("n > 1", None), ("n >= 2", None), ("n < 1", False), ("n = 0", False), ("n = 1", None),
        ("n != 0", True), ("n in (0, -1)", False), ("n in (0, 1)", None), ("n between 0 and 5", None),
        ("n between -5 and 0", False), ("1 <= n", True), ("n is known", False), ("n < m", None), ("n = n", None),
    ],
)  # fmt: skip
def test_at_least_one_number_unknown(text: str, answer: bool | None) -> None:
    assert holds(parse(text), {"n": Between(1), "m": 9}) is answer


@given(
    st.tuples(st.integers(-4, 4), st.integers(0, 3)),
    st.tuples(st.integers(-4, 4), st.integers(0, 3)),
    st.sampled_from(["=", "!=", "<", "<=", ">", ">="]),
)
def test_a_range_says_what_all_its_members_say(a: tuple[int, int], b: tuple[int, int], sign: str) -> None:
    apply = {"=": operator.eq, "!=": operator.ne, "<": operator.lt, "<=": operator.le, ">": operator.gt,
             ">=": operator.ge}[sign]  # fmt: skip
    members = {apply(x, y) for x in range(a[0], sum(a) + 1) for y in range(b[0], sum(b) + 1)}
    expected = members.pop() if len(members) == 1 else None
    case = {"a": Between(a[0], sum(a)), "b": Between(b[0], sum(b))}
    assert holds(parse(f"a {sign} b"), case) is expected


def test_values_of_an_array_library_are_read_as_plain_ones() -> None:
    rows = pl.DataFrame({"n": [2, None], "x": [0.5, float("nan")], "b": [True, None]}).with_columns(
        d=date(2012, 12, 21)
    )
    np = pytest.importorskip("numpy")
    case = {"n": np.int64(2), "x": np.float64(0.5), "b": np.bool_(True), "d": np.datetime64("2012-12-21")}
    tree = parse("n = 2 and x < 1 and b and d = 2012-12-21")
    assert holds(tree, case) is True
    assert holds(tree, rows.row(0, named=True)) is True
    assert holds(parse("x > 1"), {"x": np.float64("nan")}) is None
    assert holds(parse("d > 2012-01-01"), {"d": np.datetime64("NaT")}) is None
    assert missing(tree, rows.row(1, named=True)) == ("n", "x", "b")
    with pytest.raises(ConditionError, match="is of type ndarray"):
        holds(parse("n = 2"), {"n": np.array([1, 2])})


def test_a_range_of_one_is_that_number() -> None:
    assert holds(parse("n = 2 and n is known"), {"n": Between(2, 2)}) is True


def test_a_range_must_not_run_backwards() -> None:
    with pytest.raises(ConditionError, match="a range from 3 to 1"):
        Between(3, 1)
    assert [str(Between(1)), str(Between(1, 3)), str(Between(2, 2))] == ["at least 1", "1 to 3", "2"]


@pytest.mark.parametrize(
    ("text", "case", "says"),
    [
        ("a = 1", {"a": "1"}, "column 1: 'a' is text and 1 is a number"),
        ("a < 'x'", {"a": 1}, "both of one kind"),
        ("a = true", {"a": 1}, "'a' is a number and true is true or false"),
        ("a < b", {"a": True, "b": False}, "no order"),
        ("a", {"a": 1}, "'a' alone is a number"),
        ("a like 'x'", {"a": 1}, "'a' is a number; expected text"),
        ("a = 1", {"a": [1]}, "is of type list"),
        ("a > 2012-01-01", {"a": Between(1)}, "'a' is a number and 2012-01-01 is a date"),
        ("b or a in ('x')", {"a": 3}, "column 6: 'a' is a number"),
    ],
)
def test_a_fact_of_the_wrong_kind_is_an_error_not_an_answer(text: str, case: dict[str, object], says: str) -> None:
    with pytest.raises(ConditionError) as caught:
        holds(parse(text), case)
    assert says in str(caught.value)


def test_explanation_shows_each_part_and_what_decided() -> None:
    tree = parse("(age < 16 or felonies >= 1) and not pardoned and day > 2012-01-01 and label like 'x*'")
    case = {"age": 40, "felonies": Between(1), "pardoned": False, "day": date(2012, 3, 4), "label": "it's"}
    told = explain(tree, case)
    assert str(told).splitlines() == [
        "false    (age < 16 or felonies >= 1) and not pardoned and day > 2012-01-01 and label like 'x*'",
        "  true     age < 16 or felonies >= 1",
        "    false    age < 16   [age: 40]",
        "    true     felonies >= 1   [felonies: at least 1]",
        "  true     not pardoned",
        "    false    pardoned   [pardoned: false]",
        "  true     day > 2012-01-01   [day: 2012-03-04]",
        "  false    label like 'x*'   [label: 'it''s']",
    ]
    assert told.facts == (("label", "it's"),)
    assert told.parts[0].facts == (("felonies", Between(1)),)
    plain = told.to_dict()
    assert plain["parts"][0]["facts"] == {"felonies": "at least 1"}
    assert plain["parts"][2]["facts"] == {"day": "2012-03-04"}
    assert explain(parse("x is unknown"), {}).to_dict() == {
        "text": "x is unknown", "value": True, "facts": {"x": None}, "parts": [],
    }  # fmt: skip


@pytest.mark.parametrize(
    ("text", "case", "asked"),
    [
        ("a and b", {}, ("a", "b")),
        ("a and b", {"a": True}, ("b",)),
        ("a and b", {"a": False}, ()),
        ("(a and b) or c", {"a": False}, ("c",)),
        ("not (n >= 2 or n >= 3)", {"n": Between(1)}, ("n",)),
        ("x between low and 5", {"x": 3}, ("low",)),
        ("a is known", {}, ()),
    ],
)
def test_missing_names_what_the_answer_waits_for(text: str, case: dict[str, object], asked: tuple[str, ...]) -> None:
    assert missing(parse(text), case) == asked


TYPES: dict[str, type] = {"n": int, "country": str, "day": date, "seen": datetime, "ok": bool, "agency": str}
CLOSED = {"agency": ("ICE", "CBP")}


@pytest.mark.parametrize(
    ("text", "column", "says"),
    [
        ("contry = 'MEXICO'", 1, "there is no 'contry'; did you mean country?"),
        ("country = MEXICO", 11, "write 'MEXICO' in quotes if it is text"),
        ("ok and zzzzzz", 8, "there is no 'zzzzzz'; expected one of agency, country"),
        ("day >= '2012-01-01'", 8, "write the date without quotes"),
        ("country = 3", 11, "'country' is text and 3 is a number"),
        ("n in (1) or n = day", 17, "'n' is a number and 'day' is a date"),
        ("n between 1 and day", 17, "both of one kind"),
        ("ok between ok and ok", 1, "no order"),
        ("country in (1, 2)", 13, "both of one kind"),
        ("n", 1, "'n' alone is a number"),
        ("ok < ok", 1, "no order"),
        ("n like 'x'", 1, "expected text before 'like'"),
        ("agency = 'ICEE'", 10, "'agency' is never 'ICEE'; expected one of CBP, ICE; did you mean 'ICE'?"),
        ("'DHS' != agency", 1, "'agency' is never 'DHS'"),
        ("agency not in ('ICE', 'cpb')", 23, "is never 'cpb'"),
        ("day is known and qqq is known", 18, "there is no 'qqq'"),
    ],
)
def test_check_finds_wrong_names_types_and_values(text: str, column: int, says: str) -> None:
    with pytest.raises(ConditionError) as caught:
        check(parse(text), TYPES, CLOSED)
    assert caught.value.column == column
    assert says in str(caught.value)


def test_check_passes_what_fits() -> None:
    fits = "n > 1 and day = seen and ok = true and agency in ('ICE') and country like 'M*' and country < 'N' or true"
    assert check(parse(fits), TYPES, CLOSED) is None  # type: ignore[func-returns-value]
