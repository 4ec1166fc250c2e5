"""Say what each policy in force says about a case, clause by clause.

`tallybook assess case.yml --on 2013-03-01`; `tallybook assess --template` writes a case to fill in.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from tallybook.cli import options

if TYPE_CHECKING:
    from tallybook.base.catalog import Catalog


@click.command()
@click.argument("case", metavar="CASE.yml|-", required=False)
@click.option("--on", metavar="YYYY-MM-DD", default=None, help="Day of the decision.  [default: the date in the case]")
@click.option("--policy", metavar="ID,…", default="", help="Policies to ask.  [default: every one in force that day]")
@click.option(
    "--findings", type=click.Choice(["none", "unknown"]), default=None,
    help="Officers' findings that the case does not state: none recorded, or unknown.  [default: none]",
)  # fmt: skip
@click.option(
    "--unstated", type=click.Choice(["unknown", "absent"]), default=None,
    help="Other facts that the case does not state.  [default: unknown]",
)  # fmt: skip
@click.option(
    "--switch", "switches", metavar="NAME=READING", multiple=True, help="A reading of what a text leaves open."
)
@click.option("--template", is_flag=True, help="Write a case to fill in, with every fact that the policies ask for.")
@options.output(("table", "json", "markdown", "html"))
@options.catalog
def command(
    *, case: str | None, on: str | None, policy: str, findings: str | None, unstated: str | None,
    switches: tuple[str, ...], template: bool, output: options.Output, catalog: Catalog,
) -> None:  # fmt: skip
    """Say what each policy in force says about a case, clause by clause.

    CASE is a YAML file with the day and the facts of a decision, or - for standard input. What it leaves out stays
    unknown: the answer is then every outcome still possible, and the facts that would change it. It is not legal
    advice; no identity is asked for or kept.
    """
    if template:
        output.write_text(_template(catalog, policy, on))
        return
    if case is None:
        raise click.UsageError("no case is given; --template writes one to fill in")
    from tallybook.cli.switches import read_switches
    from tallybook.policies.assess import assess

    assessment = assess(
        _read(case), on, policy=policy, findings=findings or "", unstated=unstated or "",
        switches=read_switches(switches), catalog=catalog, where="standard input" if case == "-" else case,
    )  # fmt: skip
    if output.format == "json":
        import json

        output.write_text(json.dumps(assessment.to_dict(), ensure_ascii=False, indent=1))
    elif output.format == "html":
        from tallybook.publish.policies.page import as_page

        output.write_text(as_page(assessment))
    elif output.format == "markdown":
        from tallybook.publish.policies.text import as_markdown

        output.write_text(as_markdown(assessment))
    else:
        import shutil

        from tallybook.publish.policies.text import as_text

        output.write_text(as_text(assessment, min(shutil.get_terminal_size((100, 24)).columns, 120)))


def _template(catalog: Catalog, policy: str, on: str | None) -> str:
    from tallybook.base.errors import NoValue
    from tallybook.policies.case import read_date
    from tallybook.policies.force import in_force
    from tallybook.policies.plan import book
    from tallybook.policies.policy import policies
    from tallybook.policies.policy import policy as named
    from tallybook.policies.question import template

    day = read_date(on, "--on") if on else None
    every = tuple(policies(catalog).values())
    names = [name for name in (part.strip() for part in policy.split(",")) if name]
    chosen = tuple(named(catalog, name) for name in names) or (in_force(every, day) if day else every)
    if not any(p.clauses or p.factors for p in chosen):
        raise NoValue(f"no policy is in force on {day}")
    return template(book(catalog), chosen, day)


def _read(case: str) -> Any:
    from tallybook.base.catalog import yaml_load
    from tallybook.base.errors import InputError

    where = "standard input" if case == "-" else case
    try:
        text = sys.stdin.buffer.read().decode() if case == "-" else Path(case).read_text(encoding="utf-8")
    except UnicodeDecodeError:
        raise InputError("is not UTF-8 text", where=where, expected="a YAML file") from None
    except OSError as error:
        raise InputError(f"cannot be read ({(error.strerror or str(error)).lower()})", where=where) from None
    try:
        return yaml_load(text)
    except ValueError as error:
        raise InputError(f"is not valid YAML ({error})", where=where, next_step="correct that line") from None
