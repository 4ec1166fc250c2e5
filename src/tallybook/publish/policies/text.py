"""An assessment as text for a terminal, and as Markdown."""

from __future__ import annotations

import textwrap

from tallybook.base.periods import day_words
from tallybook.policies.answers import DISCLAIMERS, Answer, Assessment, cited
from tallybook.publish.policies.wording import (
    TRUTH,
    assumed,
    basis,
    capital,
    change_line,
    days,
    facts_of,
    reading_lines,
    stated,
    stretch_line,
    verdict,
)


def as_text(assessment: Assessment, width: int = 100) -> str:
    """Return an assessment as plain text, folded to a width."""
    lines: list[str] = []

    def put(text: str, indent: int = 0, hang: int | None = None) -> None:
        lines.extend(
            textwrap.wrap(
                text,
                width,
                initial_indent=" " * indent,
                subsequent_indent=" " * (indent if hang is None else hang),
                break_long_words=False,
                break_on_hyphens=False,
            )
        )

    put(heading(assessment))
    put(f"Facts: {stated(assessment)}", 0, 2)
    put(f"Assumed: {assumed(assessment)}", 0, 2)
    for note in (*(stretch_line(s) for s in (*assessment.gaps, *assessment.overlaps)), *assessment.notes):
        put(note, 0, 2)
    for answer in assessment.answers:
        lines.append("")
        put(f"{answer.policy.id}  {answer.policy.title}, {days(answer.interval)}")
        put(answer.policy.citation, 2)
        put(verdict(answer), 2, 4)
        for line in _around(answer):
            put(line, 2, 4)
        if answer.changes:
            lines.append("  Would change it:")
            for change in answer.changes:
                put(change_line(answer, change), 4, 6)
        if answer.clauses:
            lines.append("  Clauses:")
        for c in answer.clauses:
            facts = f"   [{facts_of(c)}]" if c.reads else ""
            put(f"{TRUTH[c.value]:<8}{c.clause.id:<6} {c.clause.text}{facts}  ({basis(c)})", 4, 19)
        for f in answer.factors:
            care = ", particular care" if f.factor.care else ""
            put(f"{TRUTH[f.value]:<8}weighs {f.factor.weighs}{care}: {f.factor.text}  ({f.factor.basis})", 4, 12)
    lines.append("")
    for text in (f"Catalogue last checked on {day_words(assessment.checked)}.", *DISCLAIMERS):
        put(text)
    return "\n".join(lines) + "\n"


def as_markdown(assessment: Assessment) -> str:
    """Return an assessment as Markdown, with the sources of every clause."""
    out = [f"# {heading(assessment)}", "", f"**Facts:** {_md(stated(assessment))}", ""]
    out += [f"**Assumed:** {_md(assumed(assessment))}", ""]
    for note in (*(stretch_line(s) for s in (*assessment.gaps, *assessment.overlaps)), *assessment.notes):
        out += [_md(note), ""]
    for answer in assessment.answers:
        out += [f"## {answer.policy.id}: {_md(answer.policy.title)}", ""]
        out += [f"{_md(answer.policy.citation)}; {days(answer.interval)}", "", f"**{_md(verdict(answer))}**", ""]
        out += [f"- {_md(line)}" for line in _around(answer)]
        if answer.changes:
            out += ["", "Would change it:", "", *(f"- {_md(change_line(answer, c))}" for c in answer.changes)]
        if answer.clauses:
            out += ["", "| clause | section | text | holds | facts | outcome | basis | source |", "|" + "---|" * 8]
            for c in answer.clauses:
                row = (
                    c.clause.id, c.clause.section, c.clause.text, TRUTH[c.value], facts_of(c),
                    answer.title(c.clause.outcome), basis(c), "; ".join(cited(answer.policy, c.clause.sources)),
                )  # fmt: skip
                out.append("| " + " | ".join(_md(x) for x in row) + " |")
        if answer.factors:
            out += ["", "| factor | weighs | there | basis |", "|---|---|---|---|"]
            for f in answer.factors:
                weighs = f.factor.weighs + (", particular care" if f.factor.care else "")
                out.append(f"| {_md(f.factor.text)} | {weighs} | {TRUTH[f.value]} | {f.factor.basis} |")
        out.append("")
    out += [f"Catalogue last checked on {day_words(assessment.checked)}.", "", *(f"> {d}" for d in DISCLAIMERS)]
    return "\n".join(out) + "\n"


def heading(assessment: Assessment) -> str:
    """Return the first line of an assessment."""
    title = f"{assessment.question.title}: " if assessment.question.title else ""
    return f"{title}policies on {day_words(assessment.on)}" if title else f"Policies on {day_words(assessment.on)}"


def _around(answer: Answer) -> list[str]:
    """Return what belongs beside an answer: other readings, ways out, orders over it, switches, notes."""
    lines = reading_lines(answer)
    lines += [f"Way out of {answer.title(w.outcome)} ({w.basis}): {w.text}" for w in answer.ways_out]
    lines += [f"{capital(why)}: see {name}" for name, why in answer.gives_way]
    lines += [f"Over it on that day: {o.what}" for o in answer.overlays]
    if answer.interval is not None and answer.interval.basis == "recalled":
        lines.append("Its dates are recalled, not read in a document.")
    for name, switch in answer.policy.switches.items():
        if answer.settings[name] != switch.default:
            lines.append(f"Read with {name}: {answer.settings[name]} ({switch.why})")
    return lines


def _md(text: str) -> str:
    return text.replace("|", "\\|").replace("\n", " ")
