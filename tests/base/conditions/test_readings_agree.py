"""Python, DuckDB and Polars give the same answer for random conditions over random rows, nulls included."""

from datetime import date, datetime, timedelta

import duckdb
import narwhals.stable.v2 as nw
import polars as pl
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tallybook.base.conditions import check, explain, expr, holds, missing, names, parse
from tallybook.base.conditions.tree import (
    Among,
    And,
    Compare,
    Known,
    Like,
    Literal,
    Name,
    Not,
    Or,
    Tree,
    Within,
)

TYPES: dict[str, type] = {
    "n": int, "m": int, "x": float, "s": str, "t": str, "d": date, "e": date, "w": datetime, "b": bool, "c": bool,
}  # fmt: skip
SCHEMA = {
    "n": pl.Int64, "m": pl.Int32, "x": pl.Float64, "s": pl.String, "t": pl.String, "d": pl.Date, "e": pl.Date,
    "w": pl.Datetime("us"), "b": pl.Boolean, "c": pl.Boolean,
}  # fmt: skip

days = st.integers(0, 40).map(lambda n: date(2012, 9, 15) + timedelta(n))
times = st.tuples(days, st.integers(0, 86399)).map(
    lambda p: datetime(p[0].year, p[0].month, p[0].day) + timedelta(0, p[1])
)
texts = st.text(st.sampled_from("aAbé'\"*?.%_\\[]( \n"), max_size=4)
floats = st.one_of(st.sampled_from([-1.5, 0.0, 0.1, 1.0, 2.5]), st.floats(-1e9, 1e9, allow_nan=False))
VALUES = {int: st.integers(-3, 5), float: floats, str: texts, date: days, datetime: times, bool: st.booleans()}
ROWS = st.lists(
    st.fixed_dictionaries({name: st.none() | VALUES[kind] for name, kind in TYPES.items()}), min_size=1, max_size=6
)
FAMILIES = {"number": ("n", "m", "x"), "text": ("s", "t"), "date": ("d", "e", "w"), "truth": ("b", "c")}
LITERALS = {
    "number": st.one_of(VALUES[int], floats).map(Literal),
    "text": texts.map(Literal),
    "date": days.map(Literal),
    "truth": st.booleans().map(Literal),
}


@st.composite
def leaf(draw: st.DrawFn) -> Tree:
    family = draw(st.sampled_from(["number", "text", "date", "truth"]))
    name = st.sampled_from(FAMILIES[family]).map(Name)
    operand = name | LITERALS[family]
    kind = draw(st.sampled_from(["compare", "flipped", "among", "within", "known", "bare", "like"]))
    if kind == "among":
        return Among(draw(name), tuple(draw(st.lists(LITERALS[family], min_size=1, max_size=4))))
    if kind == "known":
        return Known(draw(name))
    if kind == "like":
        return Like(draw(st.sampled_from(FAMILIES["text"]).map(Name)), draw(texts))
    if kind == "within" and family != "truth":
        low, high = draw(operand), draw(operand)
        if isinstance(low, Literal) and isinstance(high, Literal) and high.value < low.value:  # type: ignore[operator]
            low, high = high, low
        return Within(draw(operand), low, high)
    if kind in ("compare", "flipped"):
        sign = draw(st.sampled_from(["=", "!="] if family == "truth" else ["=", "!=", "<", "<=", ">", ">="]))
        left, right = draw(name), draw(operand)
        return Compare(left, sign, right) if kind == "compare" else Compare(right, sign, left)
    return draw(st.sampled_from(FAMILIES["truth"]).map(Name) | LITERALS["truth"])


trees = st.recursive(
    leaf(),
    lambda inner: st.one_of(
        inner.map(Not),
        st.lists(inner, min_size=2, max_size=4).map(lambda parts: And(tuple(parts))),
        st.lists(inner, min_size=2, max_size=4).map(lambda parts: Or(tuple(parts))),
    ),
    max_leaves=8,
)
relaxed = settings(deadline=None, max_examples=250, suppress_health_check=[HealthCheck.too_slow])


def over(frame: object, conditions: list[Tree]) -> list[tuple[bool | None, ...]]:
    """Evaluate each condition over the rows of a native frame, in row order."""
    lazy = nw.from_native(frame).lazy()
    answered = lazy.with_columns(*[expr(tree, TYPES).alias(f"answer{i}") for i, tree in enumerate(conditions)])
    native = answered.sort("row").collect("polars").to_native()
    return native.select([f"answer{i}" for i in range(len(conditions))]).rows()


@relaxed
@given(st.lists(trees, min_size=1, max_size=5), ROWS)
def test_three_engines_agree(conditions: list[Tree], rows: list[dict[str, object]]) -> None:
    for tree in conditions:
        check(tree, TYPES)
    python = [tuple(holds(tree, row) for tree in conditions) for row in rows]
    frame = pl.DataFrame(rows, schema=SCHEMA).with_columns(row=pl.int_range(pl.len()))
    assert over(frame, conditions) == python
    with duckdb.connect() as connection:
        connection.register("cases", frame.to_arrow())
        assert over(connection.table("cases"), conditions) == python


@relaxed
@given(trees)
def test_printed_conditions_parse_back_to_the_same_tree(tree: Tree) -> None:
    again = parse(str(tree))
    assert again == tree
    assert hash(again) == hash(tree)
    assert str(again) == str(tree)


@relaxed
@given(trees, ROWS)
def test_absent_is_the_same_as_null_and_explanations_carry_the_answer(
    tree: Tree, rows: list[dict[str, object]]
) -> None:
    for row in rows:
        answer = holds(tree, row)
        assert holds(tree, {name: value for name, value in row.items() if value is not None}) is answer
        explanation = explain(tree, row)
        assert explanation.value is answer
        assert {name for name, _ in explanation.facts} <= set(names(tree))
        # The facts said to decide do decide: with every other fact unknown the answer stands.
        if answer is not None:
            assert holds(tree, dict(explanation.facts)) is answer


@relaxed
@given(trees, ROWS, ROWS)
def test_what_is_known_stays_when_more_is_learnt(
    tree: Tree, rows: list[dict[str, object]], others: list[dict[str, object]]
) -> None:
    """An answer never changes when an unknown fact becomes known, unless the condition asks what is known."""
    if "known" in str(tree):
        return
    for row, other in zip(rows, others, strict=False):
        answer = holds(tree, row)
        learnt = {name: other[name] if value is None else value for name, value in row.items()}
        if answer is not None:
            assert holds(tree, learnt) is answer
            assert missing(tree, row) == ()
        else:
            asked = missing(tree, row)
            assert asked
            assert all(row[name] is None for name in asked)
            # Learning anything but the facts named leaves it open.
            aside = {name: None if name in asked else value for name, value in learnt.items()}
            assert holds(tree, aside) is None
