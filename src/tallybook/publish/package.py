"""A result as a data package: CSV, what its columns mean, where it comes from and how to cite it, in one ZIP file.

The descriptor follows the Data Package and Table Schema specifications, so that whatever reads those (frictionless, R
packages, spreadsheet add-ons) gets typed columns, and `frictionless validate` holds the rows to it.
"""

from __future__ import annotations

import hashlib
import io
import json
import zipfile
from collections.abc import Mapping, Sequence
from textwrap import fill
from typing import Any

from tallybook import __version__
from tallybook.base.results import Kind, Result, Table
from tallybook.publish.citations import Citation, as_bibtex, as_csl
from tallybook.publish.dictionary import Entry
from tallybook.publish.encodings import INERT, as_csv, inert

TYPES: Mapping[Kind, str] = {
    "text": "string", "integer": "integer", "number": "number", "year": "year", "date": "date", "flag": "boolean",
}  # fmt: skip
FIXED = (2000, 1, 1, 0, 0, 0)
"""The time of every file inside: the same figures give the same package."""
WIDTH = 100


def as_package(
    result: Result | Table, name: str, told: Sequence[Entry], dictionary: Table, cited: Sequence[Citation]
) -> bytes:
    """Return the package as the bytes of a ZIP file.

    Args:
        result: what to package.
        name: its name: lower-case letters, digits, dots and hyphens.
        told: the dictionary, entry by entry.
        dictionary: the dictionary as a table.
        cited: how it is cited.
    """
    table = result.table()
    data, words = as_csv(table).encode(), as_csv(dictionary).encode()
    title = table.title or name
    resources = [
        _resource(name, f"data/{name}.csv", title, data, [_field(entry) for entry in told]),
        _resource(
            "dictionary", "dictionary.csv", "Data dictionary", words,
            [{"name": c.name, "type": "string", "title": c.heading, "description": c.meaning}
             for c in dictionary.columns],
        ),
    ]  # fmt: skip
    descriptor = {
        "profile": "tabular-data-package",
        "name": name,
        "title": title,
        "description": " ".join((*table.notes, INERT)),
        "version": __version__,
        "contributors": [{"title": f"Tallybook {__version__}", "role": "wrangler"}],
        "sources": _sources(cited),
        "resources": resources,
    }
    files = {
        "datapackage.json": _json(descriptor),
        f"data/{name}.csv": data,
        "dictionary.csv": words,
        "README.md": _readme(name, title, table, told, cited).encode(),
        "citations.bib": as_bibtex(cited).encode(),
        "citations.json": as_csl(cited).encode(),
    }
    sink = io.BytesIO()
    with zipfile.ZipFile(sink, "w", zipfile.ZIP_DEFLATED) as packed:
        for path, content in files.items():
            member = zipfile.ZipInfo(path, FIXED)
            member.compress_type, member.external_attr = zipfile.ZIP_DEFLATED, 0o644 << 16
            packed.writestr(member, content)
    return sink.getvalue()


def _resource(name: str, path: str, title: str, data: bytes, fields: list[dict[str, Any]]) -> dict[str, Any]:
    return {
        "profile": "tabular-data-resource", "name": name, "path": path, "title": title, "format": "csv",
        "mediatype": "text/csv", "encoding": "utf-8", "bytes": len(data),
        "hash": f"sha256:{hashlib.sha256(data).hexdigest()}",
        "dialect": {"delimiter": ",", "lineTerminator": "\n", "quoteChar": '"', "doubleQuote": True, "header": True},
        "schema": {"fields": fields, "missingValues": [""]},
    }  # fmt: skip


def _field(entry: Entry) -> dict[str, Any]:
    found = {
        "name": inert(entry.column.name), "type": TYPES[entry.column.kind], "title": entry.column.heading,
        "description": "; ".join(t for t in (entry.meaning, entry.values, f"missing: {entry.missing}") if t),
        "unit": entry.unit, "source": entry.source,
    }  # fmt: skip
    return {key: text for key, text in found.items() if text}


def _sources(cited: Sequence[Citation]) -> list[dict[str, str]]:
    return [{"title": c.plain} | ({"path": c.url} if c.url.startswith(("http://", "https://")) else {}) for c in cited]


def _readme(name: str, title: str, table: Table, told: Sequence[Entry], cited: Sequence[Citation]) -> str:
    def items(texts: Sequence[str]) -> list[str]:
        return [fill(f"- {' '.join(t.split())}", WIDTH, subsequent_indent="  ", break_long_words=False) for t in texts]

    columns = [
        f"`{e.column.name}`" + (f" ({e.unit})" if e.unit else "") + f": {e.meaning or e.column.heading}" for e in told
    ]
    lines = [
        f"# {' '.join(title.split())}", "",
        f"{len(table.rows):,} rows in `data/{name}.csv` (UTF-8, comma-separated, one header line).", "",
        "## Columns", "", *items(columns), "",
    ]  # fmt: skip
    if table.notes:
        lines += ["## Notes", "", *items(table.notes), ""]
    lines += ["## Sources", "", *items([c.plain for c in cited]), ""]
    lines += [
        "## Files", "",
        f"- `data/{name}.csv`: the data",
        "- `dictionary.csv`: every column with type, unit, meaning, missing values and source",
        "- `datapackage.json`: the same for programs (`frictionless validate datapackage.json` checks the data)",
        "- `citations.bib`, `citations.json`: the sources for a reference manager", "",
        fill(INERT, WIDTH), "",
        f"Made by Tallybook {__version__}.", "",
    ]  # fmt: skip
    return "\n".join(lines)


def _json(data: Mapping[str, Any]) -> bytes:
    return json.dumps(data, ensure_ascii=False, indent=2).encode() + b"\n"
