"""The explanation of a tally: rule, condition, files with hashes, rows and the query, as plain text."""

from __future__ import annotations

from tallybook.measures.tally import Tally


def explanation(tally: Tally) -> str:
    """Return how a tally came about."""
    found = tally.provenance
    lines = [f"rule {found['rule']['id']}: {found['rule']['what']}"]
    if found.get("where"):
        lines.append(f"condition: {found['where']}")
    if found.get("source"):
        lines.append(f"source: {found['source']}")
    for part in found.get("parts", ()):
        days = f" for {part['period']['label']}" if part["period"] else ""
        lines.append(f"release {part['release']}{days}")
    lines.append(f"rows in the files: {found['rows']:,}")
    for file in found.get("files", ()):
        sheet = f", sheet {file['sheet']!r}" if file["sheet"] else ""
        lines.append(f"  {file['file']}{sheet}: {file['rows']:,} rows, sha256 {file['sha256']}")
    for query in found.get("queries", ()):
        lines += ["query:", query.strip()]
    return "\n".join(lines)
