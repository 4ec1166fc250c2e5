"""Typing as SQL: for each field of a sheet, its value, its state, and what follows from both.

Everything is computed from the raw text in one pass. A record keeps one letter per mapped field (`states`), in the
order of the sheet's plan, so that every value of every field is a value, blank, redacted, not-applicable or unreadable,
and the letters add up to the rows.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from tallybook.sources.cells import BLANK, NOT_APPLICABLE, REDACTED, State
from tallybook.sources.recognise import ColumnPlan, Plan
from tallybook.sources.tables import Type

FOUR_DIGIT_YEARS = (
    "%m/%d/%Y", "%m/%d/%Y %H:%M", "%m/%d/%Y %H:%M:%S", "%m/%d/%Y %I:%M:%S %p", "%m/%d/%Y %I:%M %p", "%m-%d-%Y",
)  # fmt: skip
"""Read everywhere: with four digits of year and the month first, as US agencies write, nothing is ambiguous."""

EARLIEST, LATEST = "1900-01-01", "2100-12-31"
"""Days outside cannot be right for anybody in a record: `01/01/0001`, years 0999 and 8017 are what they catch."""

AREAS = ("area_of_responsibility",)
COUNTRIES = ("citizenship", "birth_country", "departure_country")

_SUSPECT = "([{<bBnNrR-–—"
"""First letters of everything that is not a plain value; anything else skips the patterns."""

_SPACES = (" ", "\t", "\n", "\r", "\u00a0")


def quoted(text: str) -> str:
    """Return a SQL string literal."""
    return "'" + text.replace("'", "''") + "'"


def name(identifier: str) -> str:
    """Return a quoted SQL name."""
    return '"' + identifier.replace('"', '""') + '"'


def macros(release_dates: Sequence[str]) -> list[str]:
    """Return the macros that typing uses, for a release with these date formats of its own.

    Each tries what nearly every cell is first, so that the slow ways see the few others only.
    """
    formats = ", ".join(quoted(f) for f in FOUR_DIGIT_YEARS)
    own = "".join(f", within_reason(try_strptime(t, {quoted(f)}))" for f in release_dates)
    spaces = " || ".join(f"chr({ord(space)})" for space in _SPACES)
    behind = " or ".join(f"suffix(x, chr({ord(space)}))" for space in _SPACES)
    suspect = ", ".join(str(ord(letter)) for letter in _SUSPECT)
    plain = f"try_cast(t as timestamp) between timestamp '{EARLIEST}' and timestamp '{LATEST} 23:59:59'"
    written = f"within_reason(try_strptime(t, [{formats}]))"
    return [
        f"create or replace temp macro cell_text(x) as case when x < '!' or {behind} or prefix(x, chr(160)) "
        f"then trim(x, {spaces}) else x end",
        f"""create or replace temp macro cell_state(t) as case
            when t is null or t = '' then 'b'
            when unicode(t) not in ({suspect}) then 'v'
            when regexp_matches(t, {quoted(BLANK)}) then 'b'
            when length(t) <= 20 and regexp_matches(t, {quoted(NOT_APPLICABLE)}) then 'n'
            when regexp_matches(t, {quoted(REDACTED)}) then 'r'
            else 'v' end""",
        "create or replace temp macro one_spaced(t) as "
        "case when contains(t, '  ') or contains(t, chr(10)) then regexp_replace(t, '\\s+', ' ', 'g') else t end",
        f"create or replace temp macro within_reason(d) as case when d between timestamp '{EARLIEST}' "
        f"and timestamp '{LATEST} 23:59:59' then d end",
        f"""create or replace temp macro text_moment(t) as case when t is null then null
            when {plain} then try_cast(t as timestamp) else coalesce({written}{own}) end""",
        f"""create or replace temp macro sheet_moment(t) as case when t is null then null
            when {plain} then try_cast(t as timestamp)
            when regexp_full_match(t, '[2-7]\\d{{4}}(\\.\\d+)?')
            then timestamp '1899-12-30' + to_seconds(cast(round(cast(t as double) * 86400) as bigint))
            else coalesce({written}{own}) end""",
    ]


@dataclass(frozen=True)
class TypedField:
    """A field of a sheet as SQL over its raw column."""

    plan: ColumnPlan
    type: Type
    index: int

    @property
    def raw(self) -> str:
        """The cell as the sheet has it."""
        return f"c{self.plan.column}"

    @property
    def text(self) -> str:
        """The raw cell without white space around it."""
        return f"t{self.plan.column}"

    @property
    def state(self) -> str:
        """The state by the text alone."""
        return f"s{self.plan.column}"

    @property
    def typed(self) -> str:
        """The name of the typed value, null where there is none."""
        return f"v{self.plan.column}"

    def value(self, kind: str, release: str) -> str:
        """Return the SQL of the typed value, for a cell whose state is a value."""
        t = self.text
        match self.type:
            case "date" | "datetime":
                return f"{'sheet_moment' if kind == 'xlsx' else 'text_moment'}({t})"
            case "text" if self.plan.field in AREAS:
                return f"regexp_replace(one_spaced({t}), '(?i)\\s+area of responsibility$', '')"
            case "text" | "gender":
                return f"one_spaced({t})"
            case "code":
                return f"regexp_replace({t}, '\\.0+$', '')"
            case "integer":
                whole = f"regexp_full_match({t}, '-?\\d{{1,9}}(\\.0+)?')"
                return f"case when {whole} then cast(cast({t} as double) as integer) end"
            case "number":
                return f"try_cast(replace(replace({t}, '$', ''), ',', '') as double)"
            case "yes_no":
                return (
                    f"case when upper({t}) in ('YES', 'Y', 'TRUE', '1') then true "
                    f"when upper({t}) in ('NO', 'N', 'FALSE', '0') then false end"
                )
            case "criminality":
                return (
                    f"case when regexp_matches({t}, '(?i)^(1\\b|1 |convict|criminal$)') then 'convicted' "
                    f"when regexp_matches({t}, '(?i)^(2\\b|pending)') then 'pending' "
                    f"when regexp_matches({t}, '(?i)^(3\\b|other)') then 'other' "
                    f"when regexp_matches({t}, '(?i)^non-?\\s*criminal') then 'not_convicted' end"
                )
            case "threat_level":
                level = f"regexp_full_match({t}, '(?i)(level )?[123](\\.0+)?')"
                return f"case when {level} then cast(regexp_extract({t}, '[123]') as integer) end"
            case "person":
                # The release's own id plus the store's secret: two stores, or two releases, never share one.
                return f"left(sha256($secret || chr(0) || {quoted(release)} || chr(0) || {t}), 32)"


def typed_fields(plan: Plan) -> list[TypedField]:
    """Return the mapped columns of a plan with their types, in its order."""
    return [TypedField(column, plan.table.fields[column.field].type, n) for n, column in enumerate(plan.mapped)]


def raw_query(plan: Plan, source: str) -> str:
    """Return the query of all non-empty rows below the header: row number, trimmed texts, states by text."""
    fields = typed_fields(plan)
    width = plan.sheet.data.num_columns
    anything = ", ".join(f"nullif(cell_text(c{n}), '')" for n in range(width))
    texts = "".join(f", {f.raw}, cell_text({f.raw}) as {f.text}" for f in fields)
    states = "".join(f", cell_state({f.text}) as {f.state}" for f in fields)
    return f'select *{states} from (select "row"{texts} from {source} where coalesce({anything}) is not null)'


def typed_query(plan: Plan, source: str) -> str:
    """Return the query of typed values (`v…`) with final states (`s…`), before anything is derived or filtered."""
    fields = typed_fields(plan)
    values = "".join(
        f", case when {f.state} = 'v' then {f.value(plan.sheet.kind, plan.release)} end as {f.typed}" for f in fields
    )
    return f"select *{values} from ({raw_query(plan, source)})"


def states_expression(fields: Sequence[TypedField]) -> str:
    """Return the letters of all fields, `u` where there was text and no value came of it."""
    if not fields:
        return "''"
    return " || ".join(
        f"{f.state}"
        if f.type in ("text", "code", "gender", "person")
        else f"case when {f.state} = 'v' and {f.typed} is null then '{State.UNREADABLE.value}' else {f.state} end"
        for f in fields
    )
