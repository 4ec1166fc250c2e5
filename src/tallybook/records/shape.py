"""The shape of stored records: canonical columns, what is derived, and which rows are kept, left out or quarantined."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from tallybook.records.typing_sql import COUNTRIES, TypedField, name, quoted, states_expression, typed_fields
from tallybook.sources.cells import State
from tallybook.sources.recognise import Plan

HEADER_AGAIN = "header repeated"
LONE_CELL = "one cell only, and no date"

RECORDED, INFERRED = "recorded", "inferred_from_redaction"

CRIMINALITY = ("convicted", "pending", "other", "not_convicted")
"""`other` is ICE's third class (neither convicted nor charged); `not_convicted` says no more than that."""


@dataclass(frozen=True)
class Derived:
    """A column that follows from others."""

    name: str
    type: str
    label: str
    sql: str


def lookups(plan: Plan) -> dict[str, str]:
    """Return, by field, the name of the registered table that translates its text (`k` to `name` or more)."""
    have = {column.field for column in plan.mapped}
    found = {field: "lookup_country" for field in COUNTRIES if field in have}
    if "offence_code" in have:
        found["offence_code"] = "lookup_offence_code"
    if "offence" in have:
        found["offence"] = "lookup_offence_text"
    return found


def derived(plan: Plan) -> list[Derived]:
    """Return the derived columns that this sheet has the fields for."""
    by_field = {f.plan.field: f for f in typed_fields(plan)}
    found: list[Derived] = []
    criminality = _criminality(by_field)
    if criminality:
        value, basis = criminality
        found.append(Derived("criminality", "text", "Criminality: " + ", ".join(CRIMINALITY), value))
        found.append(Derived("criminality_basis", "text", f"How it is known: {RECORDED} or {INFERRED}", basis))
    codes = [f"l_{field}.ncic" for field in ("offence_code", "offence") if field in by_field]
    if codes:
        found.append(
            Derived("offence_ncic", "code", "Offence as a four-character code", f"coalesce({', '.join(codes)})")
        )
        groups = ", ".join(code.replace(".ncic", ".grp") for code in codes)
        found.append(Derived("offence_group", "text", "Group of the offence (an assumption)", f"coalesce({groups})"))
    return found


def _criminality(by_field: Mapping[str, TypedField]) -> tuple[str, str] | None:
    values, bases = [], []
    if field := by_field.get("criminality_class"):
        values.append(field.typed)
        bases.append(f"when {field.typed} is not null then {quoted(RECORDED)}")
    if field := by_field.get("threat_level"):
        # ICE gives levels 1 to 3 to convictions only, so a recorded level is a recorded conviction.
        values.append(f"case when {field.typed} is not null then 'convicted' end")
        bases.append(f"when {field.typed} is not null then {quoted(RECORDED)}")
    for field in by_field.values():
        for inference in field.plan.inferences:
            condition = f"{field.state} = {quoted(inference.state.value)}"
            values.append(f"case when {condition} then {quoted(inference.value)} end")
            known_by = INFERRED if inference.state is State.REDACTED else RECORDED
            bases.append(f"when {condition} then {quoted(known_by)}")
    return (f"coalesce({', '.join(values)})", f"case {' '.join(bases)} end") if values else None


def record_columns(plan: Plan) -> list[tuple[str, str]]:
    """Return the stored columns as name and SQL: fields, derived ones, then provenance."""
    columns: list[tuple[str, str]] = []
    translated = lookups(plan)
    for f in typed_fields(plan):
        if f.type in ("date", "datetime"):
            columns.append((f.plan.field, f"cast({f.typed} as date)"))
            if f.type == "datetime":
                midnight = f"{f.typed} = date_trunc('day', {f.typed})"
                columns.append((moment_of(f.plan.field), f"case when {midnight} then null else {f.typed} end"))
        elif translated.get(f.plan.field) == "lookup_country":
            columns.append((f.plan.field, f"coalesce(l_{f.plan.field}.name, {f.typed})"))
        else:
            columns.append((f.plan.field, f.typed))
    columns += [(item.name, item.sql) for item in derived(plan)]
    constants = plan.known.constants if plan.known else {}
    have = {column for column, _ in columns}
    columns += [
        (field, quoted(value)) for field, value in constants.items() if field in plan.table.fields and field not in have
    ]
    return [
        *columns,
        ("titled_fiscal_year", f"cast({plan.titled_year if plan.titled_year is not None else 'null'} as integer)"),
        ("release", quoted(plan.release)),
        ("file", quoted(plan.sheet.file)),
        ("sheet", quoted(plan.sheet.name)),
        ("row", '"row"'),
        ("states", states_expression(typed_fields(plan))),
    ]


def moment_of(field: str) -> str:
    """Return the name of the column with the time of day of a date field."""
    return field.removesuffix("_date") + "_at"


def kept(plan: Plan) -> str:
    """Return the SQL condition under which a row of typed values is kept."""
    if plan.covers is not None or plan.titled_year is not None:
        return "true"
    dates = [f.typed for f in typed_fields(plan) if f.plan.field in plan.table.dates]
    return "(" + " or ".join(f"{date} is not null" for date in dates) + ")"


def exclusions(plan: Plan) -> list[tuple[str, str]]:
    """Return the named rules by which rows are left out, each with its SQL condition; the first that holds counts."""
    fields = typed_fields(plan)
    dates = [f for f in fields if f.plan.field in plan.table.dates]
    again = [f"lower({f.text}) = {quoted(' '.join(f.plan.header.split()).lower())}" for f in (*dates, *fields[:2])]
    undated = " and ".join(f"{f.typed} is null" for f in dates)
    # Only rows without a date are looked at cell by cell.
    filled = " + ".join(f"(coalesce(cell_text({f.raw}), '') <> '')::int" for f in fields)
    lone = f"case when {undated} then ({filled}) <= 1 else false end"
    return [(HEADER_AGAIN, " and ".join(again)), (LONE_CELL, lone)]


def joined(plan: Plan, inner: str) -> str:
    """Return the FROM clause: typed rows with the look-up tables that translate them."""
    by_field = {f.plan.field: f for f in typed_fields(plan)}
    joins = "".join(
        f" left join {table} l_{field} on l_{field}.k = {by_field[field].typed}"
        for field, table in lookups(plan).items()
    )
    return f"({inner}) typed{joins}"


def records_query(plan: Plan, typed: str, left_out: Sequence[tuple[str, str]]) -> str:
    """Return the query of the rows to store."""
    columns = ", ".join(f"{sql} as {name(column)}" for column, sql in record_columns(plan))
    out = " or ".join(f"coalesce({condition}, false)" for _, condition in left_out)
    return f"select {columns} from {joined(plan, typed)} where {kept(plan)} and not ({out})"


def accounting_query(plan: Plan, typed: str, left_out: Sequence[tuple[str, str]]) -> str:
    """Return the query that counts every row of the sheet by what became of it, each in exactly one place."""
    cases = " ".join(
        f"when coalesce({condition}, false) then {quoted('excluded: ' + rule)}" for rule, condition in left_out
    )
    return (
        f"select case {cases} when {kept(plan)} then 'kept' else 'quarantined' end as fate, count(*) as n "
        f"from ({typed}) group by fate"
    )


def quarantined_rows_query(plan: Plan, typed: str, left_out: Sequence[tuple[str, str]]) -> str:
    """Return the query of whole rows that no rule can count: their texts without identifying columns, and why."""
    out = " or ".join(f"coalesce({condition}, false)" for _, condition in left_out)
    cells = ", ".join(f"{quoted(f.plan.header)}: {f.text}" for f in typed_fields(plan))
    dates = " or ".join(d.replace("_", " ") for d in plan.table.dates)
    reason = quoted(f"no readable {dates}, and no title that names a period")
    return (
        f"select {quoted(plan.release)} as release, {quoted(plan.sheet.file)} as file, "
        f'{quoted(plan.sheet.name)} as sheet, "row", {reason} as reason, MAP {{{cells}}} as cells '
        f"from ({typed}) where not {kept(plan)} and not ({out})"
    )


def quarantined_cells_query(plan: Plan, typed: str, left_out: Sequence[tuple[str, str]]) -> str:
    """Return the query of single cells in kept rows that could not be read, each with its address and reason."""
    out = " or ".join(f"coalesce({condition}, false)" for _, condition in left_out)
    parts = []
    for f in typed_fields(plan):
        if f.type in ("text", "code", "gender", "person"):
            continue
        parts.append(
            f"select {quoted(plan.release)} as release, {quoted(plan.sheet.file)} as file, "
            f'{quoted(plan.sheet.name)} as sheet, "row", '
            f'{quoted(plan.sheet.column_letter(f.plan.column))} as "column", '
            f"{quoted(f.plan.header)} as header, {quoted(f.plan.field)} as field, {f.text} as text, "
            f"{quoted(_expected(f))} as reason "
            f"from unreadable where {f.state} = 'v' and {f.typed} is null"
        )
    if not parts:
        return ""
    return (
        f"with unreadable as materialized (select * from ({typed}) where {kept(plan)} and not ({out}) "
        f"and contains({states_expression(typed_fields(plan))}, 'u')) " + " union all ".join(parts)
    )


def _expected(field: TypedField) -> str:
    words = {
        "date": "a date between 1900 and 2100", "datetime": "a date between 1900 and 2100",
        "integer": "a whole number", "number": "a number", "yes_no": "yes or no",
        "criminality": "a class of criminality", "threat_level": "1, 2 or 3",
    }  # fmt: skip
    return f"not {words.get(field.type, 'readable')}"
