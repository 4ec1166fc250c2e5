"""The third reading: why a condition holds, does not, or cannot be told for a case."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from tallybook.base.conditions.reading import Case, holds, is_known, value_of
from tallybook.base.conditions.tree import And, Literal, Not, Or, Scalar, Tree, leaf_names

_WORDS = {True: "true", False: "false", None: "unknown"}


@dataclass(frozen=True)
class Explanation:
    """A part of a condition with its value, the facts that decided it, and its own parts."""

    text: str
    value: bool | None
    facts: tuple[tuple[str, Any], ...]
    """The facts that decided, with their values: of a true `and` all parts', of a false one the first false part's."""
    parts: tuple[Explanation, ...] = ()

    def lines(self, depth: int = 0) -> list[str]:
        """Return the explanation as indented lines, one for each part."""
        facts = ", ".join(f"{name}: {shown(value)}" for name, value in self.facts)
        line = f"{'  ' * depth}{_WORDS[self.value]:<7}  {self.text}" + (
            f"   [{facts}]" if facts and not self.parts else ""
        )
        return [line, *(deeper for part in self.parts for deeper in part.lines(depth + 1))]

    def __str__(self) -> str:
        return "\n".join(self.lines())

    def to_dict(self) -> dict[str, Any]:
        """Return the explanation as plain data; ranges in words, dates as ISO text, unknown as None."""
        return {
            "text": self.text,
            "value": self.value,
            "facts": {name: _plain(value) for name, value in self.facts},
            "parts": [part.to_dict() for part in self.parts],
        }


def explain(tree: Tree, case: Case) -> Explanation:
    """Return each part of a condition with its value for a case and the facts that decided.

    Raises:
        ConditionError: a fact is of another kind than what it is compared with.

    Example:
        >>> from tallybook.base.conditions import parse
        >>> print(explain(parse("age < 16 or (felonies >= 1 and not pardoned)"), {"age": 30, "felonies": 2}))
        unknown  age < 16 or (felonies >= 1 and not pardoned)
          false    age < 16   [age: 30]
          unknown  felonies >= 1 and not pardoned
            true     felonies >= 1   [felonies: 2]
            unknown  not pardoned
              unknown  pardoned   [pardoned: unknown]
    """
    value = holds(tree, case)
    if isinstance(tree, Not):
        if isinstance(tree.part, And | Or | Not) or leaf_names(tree.part) == (tree.part,):
            parts: tuple[Explanation, ...] = (explain(tree.part, case),)
            return Explanation(str(tree), value, parts[0].facts, parts)
        return Explanation(str(tree), value, explain(tree.part, case).facts)
    if isinstance(tree, And | Or):
        parts = tuple(explain(part, case) for part in tree.parts)
        alike = tuple(part for part in parts if part.value is value)
        one_decides = value is isinstance(tree, Or)
        facts = tuple(dict(fact for part in (alike[:1] if one_decides else alike) for fact in part.facts).items())
        return Explanation(str(tree), value, facts, parts)
    return Explanation(str(tree), value, tuple((name.name, value_of(name, case)) for name in leaf_names(tree)))


def missing(tree: Tree, case: Case) -> tuple[str, ...]:
    """Return the unknown facts that the answer depends on, in order; none where the answer is known.

    Raises:
        ConditionError: a fact is of another kind than what it is compared with.

    Example:
        >>> from tallybook.base.conditions import parse
        >>> missing(parse("(a and b) or c"), {"a": False})
        ('c',)
    """
    if holds(tree, case) is not None:
        return ()
    if isinstance(tree, Not):
        return missing(tree.part, case)
    if isinstance(tree, And | Or):
        return tuple(dict.fromkeys(name for part in tree.parts for name in missing(part, case)))
    return tuple(dict.fromkeys(n.name for n in leaf_names(tree) if not is_known(value_of(n, case))))


def shown(value: Scalar | Any | None) -> str:
    """Return a fact's value as the language writes it; a missing one is `unknown`, a range is in words."""
    if value is None:
        return "unknown"
    return str(Literal(value)) if isinstance(value, bool | int | float | str | date) else str(value)


def _plain(value: Any) -> Any:
    if value is None or isinstance(value, bool | int | float | str):
        return value
    return value.isoformat() if isinstance(value, date) else str(value)
