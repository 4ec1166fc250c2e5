"""Which verdicts changed since a folder was last checked, and why."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from tallybook.claims.model import Check, Judged
from tallybook.publish.files import write_bytes
from tallybook.publish.verdicts.wording import WORDS, Checked, value_words

MEMORY = Path(".tallybook") / "last-check.json"
"""Where the verdicts of the last check are kept, under the store."""
FORM = 1
Known = Mapping[str, object]


@dataclass(frozen=True)
class Change:
    """A claim whose verdict differs from the last time."""

    document: str
    quote: str
    before: str
    after: str
    why: str

    def to_dict(self) -> dict[str, str]:
        """Return the change as plain data."""
        return {
            "document": self.document, "quote": self.quote, "before": self.before, "after": self.after, "why": self.why,
        }  # fmt: skip

    @property
    def line(self) -> str:
        """The change in one line."""
        before, after = (WORDS.get(v, v) for v in (self.before, self.after))  # type: ignore[call-overload]
        return f"{self.document}: “{' '.join(self.quote.split())}” was {before}, now {after}: {self.why}"


def recheck(checked: Sequence[Checked], store: Path, version: str) -> list[Change]:
    """Return the verdicts that changed since the last call for the same documents, and remember today's.

    Args:
        checked: the documents with their checks.
        store: the store's folder; the memory is `.tallybook/last-check.json` in it.
        version: of Tallybook, which can be a reason for a change.

    Raises:
        OutputError: the memory cannot be written.
    """
    place = store / MEMORY
    documents = _remembered(place)
    changes: list[Change] = []
    for one in checked:
        key = str(Path(one.check.name).resolve())
        last = documents.get(key)
        if isinstance(last, dict):
            changes.extend(_compared(one.check, last, version))
        documents[key] = _memory(one.check, version)
    place.parent.mkdir(parents=True, exist_ok=True)
    write_bytes(json.dumps({"form": FORM, "documents": documents}, ensure_ascii=True, indent=1).encode(), place)
    return changes


def _remembered(place: Path) -> dict[str, object]:
    """Return what was kept last time; nothing when there is none or it cannot be read."""
    try:
        kept = json.loads(place.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    documents = kept.get("documents") if isinstance(kept, dict) and kept.get("form") == FORM else None
    return documents if isinstance(documents, dict) else {}


def _memory(check: Check, version: str) -> dict[str, object]:
    return {
        "sha256": check.sha256,
        "version": version,
        "published": check.published.isoformat() if check.published else None,
        "claims": [
            {"quote": j.claim.quote, "start": j.claim.start, "verdict": j.verdict, "evidence": _evidence(j)}
            for j in check.claims
        ],
    }


def _evidence(judged: Judged) -> list[list[object]]:
    """Return the values a verdict rests on: measure, period, role, value, unit, vintage."""
    return [
        [e.measure, e.period.label if e.period else "", e.role, e.value, e.unit, e.vintage or e.document]
        for e in judged.evidence
    ]


def _compared(check: Check, last: Known, version: str) -> list[Change]:
    """Return the changes of one document. In an edited text claims are matched by their words, in order."""
    same_text = last.get("sha256") == check.sha256
    before: dict[object, list[Known]] = defaultdict(list)
    claims = last.get("claims")
    for claim in claims if isinstance(claims, list) else []:
        if isinstance(claim, dict):
            before[(claim.get("start"), claim.get("quote")) if same_text else claim.get("quote")].append(claim)
    changes = []
    for judged in check.claims:
        matches = before.get((judged.claim.start, judged.claim.quote) if same_text else judged.claim.quote)
        if not matches:
            continue
        then = matches.pop(0)
        if then.get("verdict") == judged.verdict:
            continue
        why = _why(judged, then) or _why_else(check, last, version, same_text)
        changes.append(Change(check.name, judged.claim.quote, str(then.get("verdict")), judged.verdict, why))
    return changes


def _why(judged: Judged, then: Known) -> str:
    """Return which official values are new, in words; nothing when they are the same."""
    kept = then.get("evidence")
    rows = [row for row in kept if isinstance(row, list) and len(row) == 6] if isinstance(kept, list) else []
    earlier = {tuple(row[:3]): row for row in rows}
    said = []
    for measure, period, role, value, unit, vintage in _evidence(judged):
        old = earlier.get((measure, period, role))
        name = f"{measure} {period}".strip()
        if old is None and rows:
            said.append(f"new evidence: {name} {_number(value, unit)} ({vintage})")
        elif old is not None and old[5] != vintage:
            said.append(
                f"a new vintage: {name} was {_number(old[3], old[4])} ({old[5]}), is {_number(value, unit)} ({vintage})"
            )
        elif old is not None and old[3] != value:
            said.append(
                f"a corrected value: {name} was {_number(old[3], old[4])}, is {_number(value, unit)} ({vintage})"
            )
    return "; ".join(said[:3])


def _why_else(check: Check, last: Known, version: str, same_text: bool) -> str:
    if not same_text:
        return "the text was edited"
    published = check.published.isoformat() if check.published else None
    if last.get("published") != published:
        return f"judged for {published or 'no date'}, before for {last.get('published') or 'no date'}"
    if last.get("version") != version:
        return f"Tallybook {version} weighs it differently than {last.get('version')}"
    return "the same evidence is weighed differently"


def _number(value: object, unit: object) -> str:
    return (
        value_words(float(value), "percent" if unit == "percent" else "") if isinstance(value, int | float) else "none"
    )
