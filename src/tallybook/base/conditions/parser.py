"""The parser: text to a tree, by hand, so that every error names its column and what was expected there."""

from __future__ import annotations

import re
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from typing import Final

from tallybook.base.conditions.tree import (
    COMPARISONS,
    ORDERED,
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
from tallybook.base.errors import ConditionError

KEYWORDS: Final = frozenset({"and", "or", "not", "in", "between", "is", "like", "true", "false"})

MEANT: Final = {
    "&": "write 'and'", "&&": "write 'and'", "|": "write 'or'", "||": "write 'or'", "!": "write 'not'",
    "<>": "write '!='", "=>": "write '>='", "=<": "write '<='", "~": "write 'not', or 'like' for a pattern",
    ",": "numbers are written without commas", "‘": "use straight quotes", "“": "use straight quotes",
    "null": "write 'NAME is unknown' or 'NAME is known'", "none": "write 'NAME is unknown' or 'NAME is known'",
}  # fmt: skip
"""What somebody used to another language means, for the last part of a message."""

DEEPEST: Final = 60
"""How far parentheses and `not` may nest: far above any rule, far below what the interpreter's stack allows."""

LARGEST: Final = 2**53
"""The largest whole number that every engine compares exactly with a decimal one."""

_TOKEN: Final = re.compile(
    r"""
    (?P<space>\s+)
  | (?P<date>\d+-\d+(?:-\d+)?(?![\w.]))
  | (?P<number>-?(?:\d+(?:\.\d+)?|\.\d+)(?:[eE][+-]?\d+)?(?![\w.]))
  | (?P<word>[A-Za-z_][A-Za-z0-9_]*)
  | (?P<text>'(?:[^']|'')*'|"(?:[^"]|"")*")
  | (?P<sign>&&|\|\||<>|=>|=<|==|!=|<=|>=|[=<>(),&|!~])
  | (?P<wrong>\d[\w.]*|.)
    """,
    re.VERBOSE | re.DOTALL,
)


@dataclass(frozen=True, slots=True)
class _Token:
    kind: str
    text: str
    column: int

    @property
    def word(self) -> str:
        """The keyword this is, in lower case, or an empty string."""
        low = self.text.lower()
        return low if self.kind == "word" and low in KEYWORDS else ""


def parse(text: str) -> Tree:
    """Return the tree of a condition.

    Raises:
        ConditionError: the text is no condition; says the column and what was expected there.

    Example:
        >>> str(parse("agency == 'ICE' and not convictions >= 1"))
        "agency = 'ICE' and not convictions >= 1"
    """
    return _Parser(text).whole()


class _Parser:
    def __init__(self, text: str) -> None:
        self.text = text
        self.tokens = [
            _Token(match.lastgroup or "", match.group(), match.start() + 1)
            for match in _TOKEN.finditer(text)
            if match.lastgroup != "space"
        ]
        self.tokens.append(_Token("end", "", len(text.rstrip()) + 1))
        self.place = 0
        self.depth = 0

    # -- moving along -------------------------------------------------------------------------------------------------
    @property
    def now(self) -> _Token:
        return self.tokens[self.place]

    def take(self) -> _Token:
        token = self.now
        self.place += token.kind != "end"
        return token

    def took(self, *texts: str) -> _Token | None:
        """Return the next token, moved past, where it is one of these signs or keywords."""
        token = self.now
        if (token.kind == "sign" and token.text in texts) or (token.word and token.word in texts):
            return self.take()
        return None

    def fault(self, token: _Token, found: str = "", expected: str = "", next_step: str = "") -> ConditionError:
        if not found:
            found = "the condition ends here" if token.kind == "end" else f"{_short(token.text)} is not expected here"
            if token.kind == "wrong" and token.text in "'\"":
                found, expected = f"the text that {token.text} opens is never closed", f"a closing {token.text}"
            next_step = next_step or MEANT.get(token.text.lower(), "")
        before = self.text[: token.column - 1]
        line = before.count("\n") + 1
        column = token.column - before.rfind("\n") - 1
        place = f"line {line}, column {column}" if "\n" in self.text.strip() else f"column {column}"
        return ConditionError(
            found,
            where=f"condition {_short(self.text.strip(), 80)}, {place}",
            expected=expected,
            next_step=next_step,
            column=token.column,
        )

    # -- conditions ---------------------------------------------------------------------------------------------------
    def whole(self) -> Tree:
        if self.now.kind == "end":
            raise self.fault(self.now, "it is empty", "a condition such as agency = 'ICE' and convictions >= 1")
        tree = self.either()
        if self.now.kind != "end":
            bare = isinstance(tree, Name) and not self.now.word and self.now.text not in MEANT
            raise self.fault(
                self.now,
                expected="a comparison, 'and', 'or' or the end" if bare else "'and', 'or' or the end",
                next_step="there is no '(' for it" if self.now.text == ")" else "",
            )
        return tree

    def either(self) -> Tree:
        column = self.now.column
        parts = [self.both()]
        while self.took("or"):
            parts.append(self.both())
        return parts[0] if len(parts) == 1 else Or(tuple(parts), column)

    def both(self) -> Tree:
        column = self.now.column
        parts = [self.single()]
        while self.took("and"):
            parts.append(self.single())
        return parts[0] if len(parts) == 1 else And(tuple(parts), column)

    def single(self) -> Tree:
        self.depth += 1
        if self.depth > DEEPEST:
            raise self.fault(self.now, "it nests too deeply", f"at most {DEEPEST} levels")
        try:
            if start := self.took("not"):
                return Not(self.single(), start.column)
            if start := self.took("("):
                tree = self.either()
                if not self.took(")"):
                    if self.now.kind == "end":
                        raise self.fault(start, "this '(' is never closed", "a ')'")
                    raise self.fault(self.now, expected="'and', 'or' or ')'")
                return tree
            return self.leaf()
        finally:
            self.depth -= 1

    def leaf(self) -> Tree:
        left = self.operand("a name, a value, 'not' or '('")
        column = left.column
        if sign := self.took(*COMPARISONS, "=="):
            return self.compared(left, sign, column)
        if self.took("is"):
            return self.known(left, column)
        negated = self.took("not")
        tree: Tree
        if self.took("in"):
            tree = Among(self.only_name(left, "in"), self.items(), column)
        elif self.took("between"):
            tree = self.within(left, column)
        elif self.took("like"):
            tree = Like(self.only_name(left, "like"), self.pattern(), column)
        elif negated:
            raise self.fault(self.now, expected="'in', 'between' or 'like' after 'not'")
        elif isinstance(left, Literal) and left.kind is not Kind.TRUTH:
            raise self.fault(self.now, expected=f"a comparison: {left} alone is not a condition")
        else:
            return left
        return Not(tree, column) if negated else tree

    def compared(self, left: Operand, sign: _Token, column: int) -> Compare:
        operator = "=" if sign.text == "==" else sign.text
        right = self.operand("a value or a name")
        for side in (left, right):
            if operator in ORDERED and isinstance(side, Literal) and side.kind is Kind.TRUTH:
                raise self.fault(sign, f"{side} has no order", "= or !=")
        self.same_kind(left, right)
        return Compare(left, operator, right, column)

    def within(self, value: Operand, column: int) -> Within:
        low = self.operand("the low end, a value or a name")
        if not self.took("and"):
            raise self.fault(self.now, expected="'and' and the high end")
        high = self.operand("the high end, a value or a name")
        self.same_kind(value, low)
        self.same_kind(value, high)
        self.same_kind(low, high)
        for end in (low, high):
            if isinstance(end, Literal) and end.kind is Kind.TRUTH:
                raise self.fault(self.at(end), f"{end} has no order", "a number, a date or text")
        if isinstance(low, Literal) and isinstance(high, Literal) and high.value < low.value:  # type: ignore[operator]
            raise self.fault(self.at(low), f"nothing lies between {low} and {high}", "the low end first")
        return Within(value, low, high, column)

    def known(self, left: Operand, column: int) -> Tree:
        name = self.only_name(left, "is")
        word = self.take()
        if word.text.lower() == "known":
            return Known(name, column)
        if word.text.lower() == "unknown":
            return Not(Known(name, column), column)
        raise self.fault(word, expected="'known' or 'unknown'")

    def items(self) -> tuple[Literal, ...]:
        if not self.took("("):
            raise self.fault(self.now, expected="a list in parentheses, such as (1, 2)")
        found: list[Literal] = []
        while True:
            item = self.operand("a value")
            if isinstance(item, Name):
                raise self.fault(self.at(item), f"{item} is a name", "a value", f"write '{item}' if it is text")
            if found:
                self.same_kind(found[0], item)
            found.append(item)
            if self.took(")"):
                return tuple(found)
            if not self.took(","):
                raise self.fault(self.now, expected="',' or ')'")

    def pattern(self) -> str:
        token = self.take()
        if token.kind != "text":
            raise self.fault(token, expected="a pattern in quotes, such as 'ice.*'")
        return _unquoted(token.text)

    # -- operands -----------------------------------------------------------------------------------------------------
    def operand(self, expected: str) -> Operand:
        token = self.now
        if token.kind == "word" and token.word in ("", "true", "false"):
            if token.text.lower() in ("null", "none"):
                raise self.fault(token, expected=expected)
            self.take()
            return Literal(token.word == "true", token.column) if token.word else Name(token.text, token.column)
        if token.kind in ("text", "number", "date"):
            self.take()
            return Literal(getattr(self, f"read_{token.kind}")(token), token.column)
        if token.kind == "wrong" and token.text[0].isdigit():
            raise self.fault(token, f"{_short(token.text)} is no number and no date", "410000, 54.9 or 2012-12-21")
        raise self.fault(token, expected=expected)

    def read_text(self, token: _Token) -> str:
        return _unquoted(token.text)

    def read_number(self, token: _Token) -> int | float:
        whole = token.text.lstrip("-").isdigit()
        value = float(token.text)
        if abs(value) > LARGEST:
            raise self.fault(token, f"{_short(token.text)} is too large", f"a number up to {LARGEST}")
        return int(token.text) if whole else value

    def read_date(self, token: _Token) -> date:
        if re.fullmatch(r"\d{4}-\d\d-\d\d", token.text):
            with suppress(ValueError):
                return date.fromisoformat(token.text)
        raise self.fault(token, f"{_short(token.text)} is not a date", "YYYY-MM-DD, such as 2012-12-21")

    def only_name(self, operand: Operand, word: str) -> Name:
        if isinstance(operand, Literal):
            raise self.fault(self.at(operand), f"{_short(str(operand))} is a value", f"a name before '{word}'")
        return operand

    def same_kind(self, left: Operand, right: Operand) -> None:
        if isinstance(left, Literal) and isinstance(right, Literal) and left.kind is not right.kind:
            raise self.fault(
                self.at(right),
                f"{_short(str(right))} is {right.kind} and {_short(str(left))} is {left.kind}",
                "both of one kind",
            )

    def at(self, operand: Operand) -> _Token:
        return _Token("word", str(operand), operand.column)


def _unquoted(text: str) -> str:
    quote = text[0]
    return text[1:-1].replace(quote * 2, quote)


def _short(text: str, limit: int = 40) -> str:
    shown = repr(" ".join(text.split()))
    return shown if len(shown) <= limit else f"{shown[: limit - 1]}…'"
