"""The quality report of a sheet as one page of HTML: what is missing, what the dates say, what was set aside."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape
from typing import Any

_STYLE = (
    "body{font:16px/1.5 system-ui,sans-serif;margin:2rem auto;max-width:70rem;padding:0 1rem;color:#1a1a1a;"
    "background:#fff}"
    "table{border-collapse:collapse;width:100%;margin:1rem 0}caption{text-align:left;font-weight:600;padding:.3rem 0}"
    "th,td{text-align:left;padding:.2rem .6rem;border-bottom:1px solid #ccc}td.n,th.n{text-align:right;"
    "font-variant-numeric:tabular-nums}.bar{background:#2b5c8a;height:.8rem}"
    "@media(prefers-color-scheme:dark){body{color:#eee;background:#161616}th,td{border-color:#444}.bar{background:#7fb2e5}}"
)

_STATES = ("value", "blank", "redacted", "not-applicable", "unreadable")


def page(report: Mapping[str, Any]) -> str:
    """Return the page of a report as `Quality.to_json` writes it."""
    rows = report["rows"]
    name = " / ".join(part for part in (report["file"], report["sheet"]) if part)
    counted = [("rows read", rows["read"]), ("kept", rows["kept"]), ("quarantined", rows["quarantined"])]
    counted += [(f"left out: {rule}", number) for rule, number in rows["excluded"].items()]
    counted.append(("equal to another row in every field", report["identical_rows"]))
    parts = [
        f"<h1>{escape(name)}</h1>",
        f"<p>Release {escape(report['release'])}, table {escape(report['table'])}. {escape(report['title'])}</p>",
        _table("Rows", ("", "rows"), [(label, f"{number:,}") for label, number in counted]),
        _fields(report["fields"]),
    ]
    if report["dates"]:
        parts.append(_months(report["dates"]))
    return (
        '<!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width">'
        f"<title>Quality of {escape(name)}</title><style>{_STYLE}</style><main>{''.join(parts)}</main></html>\n"
    )


def _fields(fields: Mapping[str, Mapping[str, Any]]) -> str:
    lines = []
    for field, found in fields.items():
        span = f"{found['least']} to {found['greatest']}" if found.get("least") is not None else ""
        lines.append((field, *(f"{found[state]:,}" for state in _STATES), f"{found.get('different', 0):,}", span))
    return _table("Fields", ("field", *_STATES, "different values (about)", "least to greatest"), lines)


def _months(dates: Mapping[str, Any]) -> str:
    most = max(dates["months"].values())
    lines = "".join(
        f'<tr><th scope="row">{month}</th><td class="n">{number:,}</td>'
        f'<td><div class="bar" style="width:{100 * number / most:.1f}%"></div></td></tr>'
        for month, number in dates["months"].items()
    )
    outside = f" {dates['outside_title']:,} lie outside the period of the title." if dates["outside_title"] else ""
    words = dates["field"].replace("_", " ")
    return (
        f"<h2>{escape(words)}</h2>"
        f"<p>{dates['dated']:,} rows, from {dates['earliest']} to {dates['latest']}.{outside}</p>"
        f'<table><caption>Rows by month</caption><tr><th>month</th><th class="n">rows</th><th></th></tr>{lines}</table>'
    )


def _table(caption: str, header: tuple[str, ...], rows: list[tuple[str, ...]]) -> str:
    def cell(tag: str, place: int, text: str) -> str:
        kind = ' class="n"' if 0 < place < 7 else ""
        return f"<{tag}{kind}>{escape(text)}</{tag}>"

    head = "".join(cell("th", n, text) for n, text in enumerate(header))
    body = "".join("<tr>" + "".join(cell("td", n, text) for n, text in enumerate(row)) + "</tr>" for row in rows)
    return f"<table><caption>{caption}</caption><tr>{head}</tr>{body}</table>"
