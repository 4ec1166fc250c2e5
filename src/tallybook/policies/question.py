"""Questions about a case as people write them: a file or a mapping, read strictly, and the template of one."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from tallybook.base.errors import InputError, UnknownName, UsageError
from tallybook.policies.case import Findings, Unstated, read_date, read_facts, shown_value
from tallybook.policies.plan import Book
from tallybook.policies.policy import Policy
from tallybook.policies.web import DECISION_DATE

KEYS: Final = ("title", "date", "policy", "facts", "unknown", "unstated", "findings", "switches")
OTHER_WORDS: Final[Mapping[Any, str]] = {
    True: "date", "on": "date", "decision_date": "date", "judgement": "findings", "policies": "policy",
}  # fmt: skip
"""Other words for a key; YAML itself reads the word `on` as true."""
IDENTITY: Final = (
    "name", "first_name", "last_name", "surname", "full_name", "a_number", "alien_number", "alien_file_number",
    "birth_date", "date_of_birth", "dob", "address", "phone", "email", "passport", "ssn",
)  # fmt: skip
"""Keys that would say who somebody is. They are refused, so that nobody comes to think that they are needed."""


@dataclass(frozen=True)
class Question:
    """What is asked about a case, checked."""

    on: date
    facts: Mapping[str, Any]
    title: str = ""
    policies: tuple[str, ...] = ()
    unknown: tuple[str, ...] = ()
    findings: Findings = "none"
    unstated: Unstated = "unknown"
    switches: Mapping[str, Any] = frozenset()  # type: ignore[assignment]


def read_question(
    book: Book, data: Any, where: str, *, on: date | str | None = None, policies: Iterable[str] = (),
    findings: str = "", unstated: str = "", switches: Mapping[str, Any] | None = None,
) -> Question:  # fmt: skip
    """Return the question that a case file asks. What is given beside the file wins over what the file says.

    Raises:
        UsageError: a key, a fact or a value that does not exist, or no day.
        InputError: it is no mapping.
    """
    if not isinstance(data, Mapping):
        raise InputError(
            f"holds {type(data).__name__ if data is not None else 'nothing'}", where=where, expected="a case",
            next_step="'tallybook assess --template' writes one",
        )  # fmt: skip
    given = _keys(book, data, where)
    facts = given.get("facts") or {}
    if not isinstance(facts, Mapping):
        raise UsageError("facts is not a mapping", where=where, expected="fact: value")
    _refuse_identity(facts, where)
    day = on or given.get("date") or facts.get(DECISION_DATE)
    if day is None:
        raise UsageError(
            "no day of the decision is given", where=where, next_step="add 'date: YYYY-MM-DD', or use --on"
        )
    when = read_date(day, where, "date")
    own = facts.get(DECISION_DATE)
    if own is not None and read_date(own, where, DECISION_DATE) != when:
        raise UsageError(
            f"{DECISION_DATE} is {own} and the date asked about is {when}", where=where, expected="one day"
        )
    unknown = tuple(str(n) for n in _listed(given.get("unknown"), "unknown", where))
    for name in unknown:
        book.facts.fact(name, where)
    if clash := [name for name in unknown if facts.get(name) is not None]:
        raise UsageError(f"{', '.join(clash)} is stated and said to be unknown", where=where, expected="one of the two")
    chosen = {**_mapping(given.get("switches"), where), **(switches or {})}
    known_switches = {name for p in book.policies.values() for name in p.switches}
    for name in chosen:
        if name not in known_switches:
            raise UnknownName("switch", str(name), known_switches, where=where)
    return Question(
        on=when,
        facts=read_facts(book, {k: v for k, v in facts.items() if k != DECISION_DATE}, where),
        title=str(given.get("title") or ""),
        policies=tuple(policies) or tuple(str(n) for n in _listed(given.get("policy"), "policy", where)),
        unknown=unknown,
        findings=_choice(findings or given.get("findings"), "findings", ("none", "unknown"), "none", where),
        # Who lists what is unknown has gone through the facts: the others are then said to be absent.
        unstated=_choice(
            unstated or given.get("unstated"),
            "unstated",
            ("unknown", "absent"),
            "absent" if unknown else "unknown",
            where,
        ),
        switches=chosen,
    )


def template(book: Book, policies: Iterable[Policy], on: date | None = None) -> str:
    """Return a case file to fill in, with every fact that the policies ask for, its definition and what it may be."""
    chosen = tuple(policies)
    wanted: dict[str, None] = {}
    for p in chosen:
        plan = book.plan(p, on or (p.in_force[-1].from_ if p.in_force else date.today()), p.settings({}))
        for clause in p.clauses:
            wanted |= dict.fromkeys(plan.facts)
            wanted |= dict.fromkeys(_names(book, p, f"clause {clause.id}", clause.when))
        for factor in p.factors:
            wanted |= dict.fromkeys(_names(book, p, f"factor {factor.id}", factor.when))
    lines = [
        "# A case for 'tallybook assess'. Remove the # before what you know; what you leave out stays unknown.",
        "# State no name, number, birth date or address: none is needed, and none is read.",
        "title: ",
        f"date: {on.isoformat() if on else 'YYYY-MM-DD'}    # the day of the decision",
        f"# policy: [{', '.join(p.id for p in chosen)}]    # default: every policy in force on that day",
        "# unstated: absent    # to say that whatever is not stated here is not there  [default: unknown]",
        "# findings: unknown    # to leave officers' findings open  [default: none, that is, no finding recorded]",
        "facts:",
    ]
    for theme in book.facts.themes.values():
        names = [n for n in theme.facts if n in wanted and n != DECISION_DATE]
        if names:
            lines += ["", f"  # {theme.title}"]
        for name in names:
            fact = theme.facts[name]
            sort = {"flag": "true or false", "count": "a number, or {min: 1}", "date": "YYYY-MM-DD"}.get(
                fact.type, " | ".join(fact.values)
            )
            kind = {"judgement": "; an officer's finding", "legal": "; a legal classification"}.get(fact.kind, "")
            lines.append(f"  # {name}:    # {fact.definition} ({sort}{kind})")
    switches = {name: s for p in chosen for name, s in p.switches.items()}
    if switches:
        lines += ["", "# switches:    # readings of what a text leaves open"]
        for name, switch in switches.items():
            values = " | ".join(shown_value(v) for v in switch.values)
            lines.append(f"#   {name}: {shown_value(switch.default)}    # {values}: {switch.why}")
    return "\n".join(lines) + "\n"


def _names(book: Book, policy: Policy, place: str, text: str) -> tuple[str, ...]:
    from tallybook.base.conditions import names

    return tuple(n for n in names(book.tree(policy, place, text)) if n in book.facts.facts)


def _keys(book: Book, data: Mapping[Any, Any], where: str) -> dict[str, Any]:
    _refuse_identity(data, where)
    given = {
        OTHER_WORDS.get(key, str(key)): value for key, value in data.items() if key not in ("id", "expect", "note")
    }
    if "facts" not in given and given and all(k in KEYS or k in book.facts.facts for k in given):
        # A flat case: facts stand beside the few keys of the question.
        facts = {k: v for k, v in given.items() if k not in KEYS}
        given = {**{k: v for k, v in given.items() if k in KEYS}, "facts": facts}
    for key in given:
        if key not in KEYS:
            known = [*KEYS, *([] if "facts" in given else book.facts.facts)]
            raise UnknownName("key", key, known, where=where, listing="'tallybook assess --template' shows a case")
    return given


def _refuse_identity(data: Mapping[Any, Any], where: str) -> None:
    for key in data:
        if str(key).strip().lower().replace(" ", "_").replace("-", "_") in IDENTITY:
            raise UsageError(
                f"{key!r} would say who somebody is", where=where, expected="facts only", next_step="remove it"
            )


def _listed(value: Any, key: str, where: str) -> tuple[Any, ...]:
    if value is None:
        return ()
    if isinstance(value, str):
        return tuple(part.strip() for part in value.split(",") if part.strip())
    if isinstance(value, list | tuple | set | frozenset):
        return tuple(value)
    raise UsageError(f"{key} is {value!r}", where=where, expected="a list")


def _mapping(value: Any, where: str) -> Mapping[str, Any]:
    if value is None:
        return {}
    if not isinstance(value, Mapping):
        raise UsageError("switches is not a mapping", where=where, expected="switch: reading")
    return value


def _choice(value: Any, key: str, values: tuple[str, ...], default: str, where: str) -> Any:
    if value is None or value == "":
        return default
    if value not in values:
        raise UsageError(f"{key} is {value!r}", where=where, expected=f"one of {', '.join(values)}")
    return value
