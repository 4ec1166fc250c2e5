"""The reading over columns: a condition as a Narwhals expression, so that engines answer alike. Null is unknown."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from functools import reduce
from typing import TYPE_CHECKING, Any

from tallybook.base.conditions.reading import glob
from tallybook.base.conditions.tree import (
    Among,
    And,
    Compare,
    Kind,
    Known,
    Like,
    Literal,
    Name,
    Not,
    Operand,
    Or,
    Tree,
    Within,
)

if TYPE_CHECKING:
    import narwhals.stable.v2 as nw


def expr(tree: Tree, types: Mapping[str, type] | None = None) -> nw.Expr:
    """Return a condition as a Narwhals expression: true, false, or null where a missing value could decide.

    The language knows days, not times: a column compared with a date is read as its day. `types` says which columns
    are times, for comparisons of two columns.
    """
    return _Columns(types or {}).read(tree)


class _Columns:
    def __init__(self, types: Mapping[str, type]) -> None:
        import narwhals.stable.v2 as nw

        self.nw = nw
        self.types = types

    def read(self, tree: Tree) -> nw.Expr:
        match tree:
            case Literal(value=value):
                return self.nw.lit(value)
            case Name(name=name):
                return self.nw.col(name)
            case Compare(left=left, operator=sign, right=right):
                return self.compared(left, sign, right)
            case Among(name=name, items=items):
                return self.among(name, items)
            case Within(value=value, low=low, high=high):
                return self.compared(value, ">=", low) & self.compared(value, "<=", high)
            case Like(name=name, pattern=pattern):
                return self.nw.col(name.name).str.contains(rf"\A(?:{glob(pattern)})\z")
            case Known(name=name):
                return ~self.nw.col(name.name).is_null()
            case Not(part=part):
                return ~self.read(part)
            case And(parts=parts):
                return reduce(lambda a, b: a & b, map(self.read, parts))
            case Or(parts=parts):
                return reduce(lambda a, b: a | b, map(self.read, parts))

    def compared(self, left: Operand, sign: str, right: Operand) -> nw.Expr:
        a, b = self.operand(left, right), self.operand(right, left)
        answers: dict[str, Any] = {
            "=": a.__eq__, "!=": a.__ne__, "<": a.__lt__, "<=": a.__le__, ">": a.__gt__, ">=": a.__ge__,
        }  # fmt: skip
        answer: nw.Expr = answers[sign](b)
        return answer

    def among(self, name: Name, items: tuple[Literal, ...]) -> nw.Expr:
        column = self.operand(name, items[0])
        if items[0].kind is Kind.NUMBER:  # Polars refuses to look for whole numbers among decimal ones
            return column.cast(self.nw.Float64()).is_in([float(item.value) for item in items])  # type: ignore[arg-type]
        return column.is_in([item.value for item in items])

    def operand(self, operand: Operand, other: Operand) -> nw.Expr:
        if isinstance(operand, Literal):
            return self.nw.lit(operand.value)
        column = self.nw.col(operand.name)
        against_date = isinstance(other, Literal) and other.kind is Kind.DATE
        if against_date or self.types.get(operand.name) is datetime:
            return column.cast(self.nw.Date())
        return column
