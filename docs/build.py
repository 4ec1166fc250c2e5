"""Writes the generated pages of this folder: commands, measures, caveats, codebook and sources of records.

`make docs` runs it; a test compares its pages with the ones in the folder.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import Any

import click
from pydantic import BaseModel

from tallybook.base.catalog import Catalog, open_catalog
from tallybook.cli.run import tallybook

HERE = Path(__file__).resolve().parent
GENERATED = "<!-- Written by `make docs`; change the catalog or the command, not this page. -->"
WIDTH = 100
UNSHOWN = {"id", "title", "cases", "check", "trap"}
"""Fields that readers see as the heading, and those that only tests read."""


def commands_page() -> str:
    """Return the page of commands: each one's help as the command line prints it."""
    wide = {"terminal_width": WIDTH, "max_content_width": WIDTH}
    root = click.Context(tallybook, info_name="tallybook", **wide, **tallybook.context_settings)
    lines = [
        "# Commands",
        "",
        GENERATED,
        "",
        "Every command ends with 0 when done, 1 when an input could not be read or used, 2 on wrong usage;",
        "an error is one line on stderr. Settings from the environment: [settings.md](settings.md).",
        "",
    ]
    for name in tallybook.list_commands(root):
        command = tallybook.get_command(root, name)
        assert command is not None
        ctx = click.Context(command, info_name=name, parent=root, **wide)
        lines += [f"## tallybook {name}", "", "```text", command.get_help(ctx).strip(), "```", ""]
    return _page(lines)


def catalog_page(title: str, about: str, items: dict[str, BaseModel], held: dict[str, str] | None = None) -> str:
    """Return a page of catalog items: one section each, its title first, then every field that holds something.

    `held` adds a line to an item: which published values there are for it.
    """
    lines = [f"# {title}", "", GENERATED, "", about, ""]
    for name, item in sorted(items.items()):
        lines += [f"## {name}", "", f"**{getattr(item, 'title', name)}**", ""]
        for field in type(item).model_fields:
            if field not in UNSHOWN:
                lines += _entry(field.replace("_", " "), getattr(item, field))
        if held is not None:
            lines.append(f"- values held: {held.get(name, 'none of its own')}")
        lines.append("")
    return _page(lines)


def values_held(catalog: Catalog) -> dict[str, str]:
    """Return for each series how many values it holds and for which span of time."""
    from tallybook.measures.series import series, series_files

    found = {}
    for name in series_files(catalog):
        values = series(catalog, name).values
        periods = [value.period for value in values if value.period]
        span = f", {min(p.start for p in periods)} to {max(p.end for p in periods)}" if periods else ""
        found[name] = f"{len(values):,}{span}"
    return found


def codebook_page(catalog: Catalog) -> str:
    """Return the codebook: every table with its rules and fields, and which releases have each field."""
    from tallybook.measures.dimensions import DERIVED
    from tallybook.sources.layout import layouts
    from tallybook.sources.tables import record_tables

    lines = [
        "# Codebook of records",
        "",
        GENERATED,
        "",
        "The tables that ingestion writes. A day is `DATE`; where a source has a time of day it stands beside it in a",
        "column that ends in `_at`. Every record also has `release`, `file`, `sheet`, `row`, `titled_fiscal_year` and",
        "`states`: one letter per field for value, blank, redacted, not-applicable or unreadable. Derived:",
        ", ".join(DERIVED) + ".",
        "",
    ]
    for table in record_tables(catalog).values():
        lines += [f"## {table.id}", "", f"One row is {table.unit}.", "", "| rule | what it counts |", "|---|---|"]
        lines += [f"| {name} | {rule.what} |" for name, rule in table.rules.items()]
        lines += ["", "| field | type | what it is | headers that mean it | releases with a layout that have it |",
                  "|---|---|---|---|---|"]  # fmt: skip
        for name, field in table.fields.items():
            have = [r for r, cs in layouts(catalog).items() if any(c.table == table.id and c.field == name for c in cs)]
            lines.append(f"| {name} | {field.type} | {field.label} | {', '.join(field.headers)} | {', '.join(have)} |")
        lines.append("")
    return _page(lines)


PROTECTION = """
## How suppression works

Each suppressed count comes with an exchange: two records of the same month and area (by every counting rule) that could
swap what they say of a sensitive field without any published number changing, while the suppressed one does. Whoever
knows every published number cannot tell the records from those after the exchange. An exchange touches suppressed
counts only, so it holds for all cuts at once: sums, differences and bounds included. Where no two records can swap, one
record that could say something else is taken, and the exact counts that this would change are suppressed as well.

An audit checks every table: it differences all pairs of cuts, narrows bounds over all sums, and carries out every
exchange.

## What is protected, and what is not

- Measures that are parts of one another (`ice.removals` and `ice.removals.criminal`) are slices of one table, so what
  is suppressed in one is suppressed in the other.
- A breakdown by two sensitive fields is published by the table's first rule only, so no difference of two rules tells
  it. One sensitive field is exact by every rule: two rules side by side say how many of a country left in another year.
- It is published from the release that comes first for the year, never from two releases of the same events.
- A suppressed count is kept from being known for certain, not from being guessed: it could be one more, or one less.
- Exact breakdowns by one field may be small: one removal to a country in a month is shown as one.
- Two generations of a store, compared by somebody who kept the older answers, are not protected against one another.
- The command line counts freely: the source files are public. The aim is not to make singling somebody out easier.
"""


def disclosure_page(catalog: Catalog) -> str:
    """Return the page of disclosure control: the rule as every page prints it, and the declared cuts of each table."""
    from tallybook.publish.disclosure.declared import declared

    lines = [
        "# Disclosure control",
        "",
        GENERATED,
        "",
        "The pages, the API, reports and shipped recounts publish declared cuts of the records only.",
        *PROTECTION.splitlines(),
        "",
    ]
    for name, cuts in sorted(declared(catalog).items()):
        lines += [f"## {name}", "", cuts.rule_text, "", "| breakdown | finest step of time | counts |", "|---|---|---|"]
        for cut in cuts.cuts:
            kind = "suppressed below " + str(cuts.smallest) if len(cuts.sensitive_in(cut.by)) >= 2 else "exact"
            by = " × ".join(part.replace("_", " ") for part in cut.by) or "total"
            lines.append(f"| {by} | {cut.time.replace('_', ' ')} | {kind} |")
        lines.append("")
    return _page(lines)


def pages(catalog: Catalog) -> dict[str, str]:
    """Return every generated page by file name."""
    from tallybook.measures.caveat import caveats
    from tallybook.measures.measure import measures
    from tallybook.sources.layout import releases

    return {
        "commands.md": commands_page(),
        "measures.md": catalog_page(
            "Measures",
            "What each measure counts, for whom, by which words the press names it, and what it is confused with.",
            dict(measures(catalog)),
            values_held(catalog),
        ),
        "caveats.md": catalog_page(
            "Caveats",
            "What a reader must know before using a figure; each is attached by rule to the figures it applies to.",
            dict(caveats(catalog)),
        ),
        "codebook.md": codebook_page(catalog),
        "disclosure.md": disclosure_page(catalog),
        "sources.md": catalog_page(
            "Sources of records",
            "The releases of record-level files that are known: who published and obtained them, and what to know.",
            dict(releases(catalog)),
        ),
    }


def _entry(label: str, value: Any) -> list[str]:
    if isinstance(value, BaseModel):
        value = {f.replace("_", " "): v for f in type(value).model_fields if not _empty(v := getattr(value, f))}
    if _empty(value):
        return []
    if isinstance(value, dict):
        return [f"- {label}:", *(f"  - {key}: {_inline(held)}" for key, held in value.items())]
    if isinstance(value, tuple | list):
        if all(isinstance(part, str) and len(part) < 40 for part in value):
            return [f"- {label}: {', '.join(value)}"]
        return [f"- {label}:", *(f"  - {_inline(part)}" for part in value)]
    return [f"- {label}: {_inline(value)}"]


def _empty(value: Any) -> bool:
    return value is None or value in ("", (), [], {})


def _inline(value: Any) -> str:
    if isinstance(value, BaseModel):
        held = ((f.replace("_", " "), getattr(value, f)) for f in type(value).model_fields)
        return "; ".join(f"{name}: {_inline(part)}" for name, part in held if not _empty(part))
    if isinstance(value, dict):
        return "; ".join(f"{key}: {_inline(part)}" for key, part in value.items())
    if isinstance(value, tuple | list):
        return ", ".join(map(_inline, value))
    if isinstance(value, bool):
        return "yes" if value else "no"
    return value.isoformat() if isinstance(value, date) else " ".join(str(value).split())


def _page(lines: Iterable[str]) -> str:
    return "\n".join(line.rstrip() for line in lines).rstrip() + "\n"


def main() -> int:
    """Write the pages; return the exit status."""
    for name, text in pages(open_catalog()).items():
        (HERE / name).write_text(text, encoding="utf-8")
        print(f"docs/{name}: {len(text.splitlines()):,} lines")
    return 0


if __name__ == "__main__":
    sys.exit(main())
