"""Notes on a tally: what a reader must know of its records and of its measure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from tallybook.base.catalog import Catalog
from tallybook.base.conditions import names
from tallybook.base.periods import Period
from tallybook.measures.choice import Choice
from tallybook.measures.counting import Answer, Question
from tallybook.measures.measure import Measure
from tallybook.sources.layout import releases

Note = Mapping[str, str]
"""An `id`, the `text` and, where there is one, the `source`."""


def note(name: str, text: str, source: str = "") -> Note:
    """Return a note."""
    return {"id": name, "text": " ".join(text.split()), "source": source}


def about_records(
    question: Question, choice: Choice, answers: Sequence[Answer], catalog: Catalog, named: bool
) -> list[Note]:
    """Return the notes on the records: what is inferred, unknown, undated, narrower, identical or left aside."""
    found = []
    for part, one in zip(choice.parts, answers, strict=True):
        held_release = part.held
        if (inferred := sum(s.inferred for s in held_release.sheets)) and _uses(question, "criminality"):
            evidence = next((text for s in held_release.sheets for text in s.inferences), "")
            found.append(
                note(
                    "inferred-from-redaction",
                    f"A recorded conviction is inferred from redaction in {inferred:,} records of the files. "
                    f"{evidence}",
                    held_release.release,
                )
            )
        for field, text, close in one.unseen:
            hint = f" Did you mean {close!r}?" if close else ""
            found.append(
                note(
                    "value-not-found",
                    f"No record of the period has {field.replace('_', ' ')} {text!r}.{hint}",
                    held_release.release,
                )
            )
        if one.unknown:
            found.append(
                note(
                    "condition-unknown",
                    f"{one.unknown:,} records of the period do not say whether the condition holds; they do not count.",
                    held_release.release,
                )
            )
        undated = sum(s.undated.get(question.rule.within, 0) for s in held_release.sheets)
        if undated:
            found.append(
                note(
                    "undated",
                    f"{undated:,} records have no readable {question.rule.within.replace('_', ' ')} and count "
                    "in no period.",
                    held_release.release,
                )
            )
        if not held_release.national:
            scope = held_release.scope if held_release.scope != "unknown" else "a scope that nobody has described"
            found.append(note("scope", f"Release {held_release.release} covers {scope} only.", held_release.release))
        if question.dedupe != "none":
            found.append(
                note(
                    "deduplicated", f"Repeats of a person are left out ({question.dedupe}); official totals keep them."
                )
            )
        known = releases(catalog).get(held_release.release)
        if known is not None and known.people == "none" and (same := sum(s.identical for s in held_release.sheets)):
            found.append(
                note(
                    "identical-rows",
                    f"{same:,} of {sum(s.kept for s in held_release.sheets):,} records equal another in every field. "
                    "The release has no person id; they are different events and all count.",
                    held_release.release,
                )
            )
    if choice.others and not named:
        others = ", ".join(f"{h.release} ({h.scope})" for h in choice.others)
        found.append(note("other-releases", f"Also held, and not added: {others}. --release counts in one of them."))
    return found


def _uses(question: Question, name: str) -> bool:
    return name in question.by or (question.condition is not None and name in names(question.condition))


def about_measure(
    catalog: Catalog, item: Measure, rule: str, *, names_used: Sequence[str], period: Period | None,
    rows: Sequence[Mapping[str, Any]], by: Sequence[str],
) -> list[Note]:  # fmt: skip
    """Return the caveats of the catalog that apply to the measure, rule, release and period."""
    from tallybook.measures.caveat import caveats_for

    context: dict[str, Any] = {
        "measure": item.id, "agency": item.agency, "family": item.family, "unit": item.unit, "kind": "count",
        "rule": rule, "people": True,
    }  # fmt: skip
    if len(names_used) == 1:
        context["release"] = names_used[0]
    if period is not None:
        context |= {"start": period.start, "end": period.end, "period_kind": period.kind.value}
        if len(years := period.fiscal_years()) == 1:
            context["fiscal_year"] = float(years[0])
    if not by and rows:
        context["value"] = float(rows[0]["value"])
    return [note(c.id, c.text, c.source) for c in caveats_for(catalog, context)]
