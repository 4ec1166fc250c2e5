"""Citations: who published a figure, in which document, table and vintage, and how Tallybook was asked for it."""

from __future__ import annotations

import json
import re
import shlex
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any, Literal

from tallybook import __version__
from tallybook.base.periods import Kind, Period
from tallybook.base.results import Result, Table
from tallybook.measures.figures import Figure
from tallybook.measures.listing import SeriesTable
from tallybook.measures.series import Value
from tallybook.measures.tally import Tally
from tallybook.publish.report import Account, Amount, Source, date_words, shown

Style = Literal["plain", "bibtex", "csl"]
STYLES: tuple[Style, ...] = ("plain", "bibtex", "csl")

Citable = Value | Figure | Result | Table | Source

OWN = "Tallybook"
FILES = 4
"""A citation names this many files of a count at most; all of them are in its provenance."""
UNCONFIRMED = "recalled, not yet confirmed against the document"


@dataclass(frozen=True)
class Citation:
    """One source as it is cited."""

    publisher: str
    title: str
    """The document's own title; of a count, what was counted."""
    table: str = ""
    vintage: str = ""
    published: str | None = None
    """A date, month, year, or two of them joined by `..`; None where it is not recorded."""
    url: str = ""
    status: str = ""
    basis: str = ""
    figure: str = ""
    """The figure that is cited, in words and digits."""
    data: tuple[str, ...] = ()
    """The files counted, each with its hash."""
    query: str = ""
    """The command or address that gives the figure again."""
    dataset: bool = False
    """Whether it is a count of Tallybook's own and not a document of a publisher."""

    @property
    def plain(self) -> str:
        """The citation in running text."""
        known = date_words(self.published) if self.published else "publication date not recorded"
        dated = "" if self.dataset else known
        vintage = f"vintage {self.vintage}" if self.vintage and self.vintage not in self.title else ""
        parts = [
            f"{self.figure}:" if self.figure else "",
            _stopped(", ".join(p for p in (self.publisher, f"“{self.title}”" if self.title else "", self.table) if p)),
            _stopped("; ".join(p for p in (dated, vintage, self.caution) if p)),
            self.url,
            _stopped(f"Counted from {self._files()}" if self.data else ""),
            _stopped(self.via),
        ]
        return " ".join(p for p in parts if p)

    @property
    def caution(self) -> str:
        """What keeps it from being the publisher's confirmed word, or nothing."""
        status = "" if self.dataset or self.status in ("", "published") else self.status.replace("_", " ")
        return "; ".join(p for p in (status, UNCONFIRMED if self.basis == "recalled" else "") if p)

    @property
    def via(self) -> str:
        """By which version and question the figure was had."""
        name = f"{OWN} {__version__}"
        return f"{'By' if self.dataset else 'Via'} {name}" + (f": {self.query}" if self.query else "")

    @property
    def key(self) -> str:
        """A short name made of publisher, year and the first word of the title."""
        words = re.findall(r"[a-z0-9]+", self.title.lower())
        first = next((w for w in words if len(w) > 3 and not w.isdigit()), "figure")
        publisher = "".join(re.findall(r"[a-z0-9]+", self.publisher.lower()))[:16]
        return f"{publisher or 'source'}{(self.published or 'nd')[:4]}{first}"

    @property
    def bibtex(self) -> str:
        """The citation as a BibTeX entry."""
        year, month = (*(self.published or "").split("..", 1)[0].split("-"), "", "")[:2]
        fields = {
            "author": f"{{{_tex(self.publisher)}}}", "title": f"{{{_tex(self.title or self.table)}}}",
            "year": year, "month": str(int(month)) if month else "", "url": re.sub(r"[{}\s]", "", self.url),
            "note": _tex(self._note()),
        }  # fmt: skip
        lines = "".join(f"  {name} = {{{text}}},\n" for name, text in fields.items() if text)
        return f"@{'dataset' if self.dataset else 'techreport' if self.table else 'misc'}{{{self.key},\n{lines}}}\n"

    def csl(self) -> dict[str, Any]:
        """Return the citation as an item of CSL-JSON."""
        found: dict[str, Any] = {
            "id": self.key, "type": "dataset" if self.dataset else "report", "title": self.title or self.table,
            "author": [{"literal": self.publisher}], "publisher": self.publisher,
        }  # fmt: skip
        if self.published:
            ends = self.published.split("..", 1)
            found["issued"] = {"date-parts": [[int(n) for n in end.split("-")] for end in ends]}
        found |= {
            name: text
            for name, text in (
                ("URL", self.url), ("number", self.table), ("version", self.vintage),
                ("status", self.caution), ("note", self._note()),
            )
            if text
        }  # fmt: skip
        return found

    def _note(self) -> str:
        parts = (
            self.figure, self.table, f"vintage {self.vintage}" if self.vintage else "", self.caution,
            f"counted from {self._files()}" if self.data else "", self.via,
        )  # fmt: skip
        return "; ".join(p for p in parts if p)

    def _files(self) -> str:
        more = len(self.data) - FILES
        return "; ".join(self.data[:FILES]) + (f"; and {more:,} more files" if more > 0 else "")


def citations(thing: Citable, query: str = "") -> tuple[Citation, ...]:
    """Return how a figure or a result is cited: one citation a publication it rests on, or one for a count.

    Args:
        thing: a value, figure, tally, listing, account or any other result.
        query: the command or address that gives it again; without one, a command is made up where one can be.
    """
    if isinstance(thing, Value):
        return (_of_value(thing, query),)
    if isinstance(thing, Figure):
        own = query or f"tallybook series {thing.measure} --period {_spelled(thing.period)}"
        return _each(_of_value(part, own) for part in thing.parts)
    if isinstance(thing, Source):
        return (_of_source(thing, query),)
    if isinstance(thing, Tally):
        return (_of_tally(thing, query),)
    if isinstance(thing, SeriesTable):
        own = query or f"tallybook series {thing.measure}" + (
            f" --as-of {thing.as_of.isoformat()}" if thing.as_of is not None else ""
        )
        values = (*thing.values, *(part for made in thing.derived for part in made.parts))
        return _each(replace(_of_value(v, own), figure="") for v in values)
    if isinstance(thing, Account):
        return tuple(_of_source(s, query or thing.rerun.command) for s in thing.sources)
    table = thing.table()
    return (Citation(OWN, table.title or "Result", data=table.sources, query=query, dataset=True),)


def cite(thing: Citable, style: str = "plain", query: str = "") -> str:
    """Return the citation of a figure or result as text: `plain`, `bibtex` or `csl` (a JSON list).

    Raises:
        UnknownName: there is no such style.
    """
    found = citations(thing, query)
    if style == "csl":
        return as_csl(found)
    if style == "bibtex":
        return as_bibtex(found)
    if style != "plain":
        from tallybook.base.errors import UnknownName

        raise UnknownName("citation style", style, STYLES)
    return "\n".join(one.plain for one in found)


def amount_citations(account: Account, amount: Amount, query: str = "") -> tuple[Citation, ...]:
    """Return how one figure of an account is cited."""
    by_number = {s.number: s for s in account.sources}
    said = f"{amount.measure}, {amount.period.label}, {_counted(amount.value, amount.unit)}"
    own = query or account.rerun.command
    return tuple(replace(_of_source(by_number[n], own), figure=said) for n in amount.sources)


def as_bibtex(found: Iterable[Citation]) -> str:
    """Return citations as a BibTeX file, no two entries under one key."""
    return "\n".join(one.bibtex.replace(f"{{{one.key},", f"{{{key},", 1) for one, key in _keyed(found))


def as_csl(found: Iterable[Citation]) -> str:
    """Return citations as a CSL-JSON list, no two items under one id."""
    items = [{**one.csl(), "id": key} for one, key in _keyed(found)]
    return json.dumps(items, ensure_ascii=False, indent=2)


def _keyed(found: Iterable[Citation]) -> list[tuple[Citation, str]]:
    seen: dict[str, int] = {}
    out = []
    for one in found:
        seen[one.key] = seen.get(one.key, 0) + 1
        # A number after a hyphen cannot meet another key: keys have none.
        out.append((one, one.key if seen[one.key] == 1 else f"{one.key}-{seen[one.key]}"))
    return out


def _counted(value: float, unit: str) -> str:
    return shown(value, unit) if unit == "percent" else f"{shown(value)} {unit}"


def _each(found: Iterable[Citation]) -> tuple[Citation, ...]:
    return tuple(dict.fromkeys(found))


def _of_value(value: Value, query: str) -> Citation:
    period = value.period.label if value.period else value.period_note
    narrowed = f" ({value.where})" if value.where else ""
    own = query
    if not own:
        own = f"tallybook series {value.measure}" + (f" --where {shlex.quote(value.where)}" if value.where else "")
        own += f" --period {_spelled(value.period)}" if value.period else ""
    return Citation(
        value.publisher, value.document, value.table, value.vintage, str(value.published) if value.published else None,
        value.url, value.status, value.basis,
        f"{value.measure}{narrowed}, {period}, {_counted(value.value, value.unit)}",
        (), own,
    )  # fmt: skip


def _of_source(source: Source, query: str) -> Citation:
    return Citation(
        source.publisher, source.document, source.table, source.vintage, source.published, source.url, source.status,
        source.basis, "", (), query,
    )  # fmt: skip


def _of_tally(tally: Tally, query: str) -> Citation:
    found: Mapping[str, Any] = tally.provenance
    files = tuple(
        f"{f['file']}{' / ' + f['sheet'] if f['sheet'] else ''} (sha256 {f['sha256']})" for f in found.get("files", ())
    )
    whole = "" if tally.complete else ", not complete"
    said = f"{tally.measure} by rule {tally.rule}" + (f", {tally.period.label}" if tally.period else "") + whole
    said += f"; release {', '.join(tally.releases)}"
    figure = f"{tally.value:,} {tally.unit or 'records'}" if not tally.by and tally.rows else ""
    return Citation(
        OWN, said, "", "", None, "", "record_count", "", figure, files,
        query or command_of(tally), dataset=True,
    )  # fmt: skip


def command_of(tally: Tally) -> str:
    """Return the command that counts a tally again."""
    parts = ["tallybook count", tally.measure, f"--rule {tally.rule}"]
    parts += [f"--by {','.join(tally.by)}"] if tally.by else []
    # The condition holds the measure's own one too; said twice it changes nothing.
    parts += [f"--where {shlex.quote(tally.provenance['where'])}"] if tally.provenance.get("where") else []
    parts += [f"--period {_spelled(tally.period)}"] if tally.period else []
    parts += [f"--release {release}" for release in tally.releases[:1] if len(tally.releases) == 1]
    dedupe = tally.provenance.get("dedupe", "none")
    parts += [f"--dedupe {dedupe}"] if dedupe != "none" else []
    return " ".join(parts)


def _spelled(period: Period) -> str:
    return period.start.isoformat() if period.kind is Kind.DATE else period.label


def _stopped(text: str) -> str:
    return text if not text or text.endswith((".", "?", "!")) else f"{text}."


def _tex(text: str) -> str:
    special = {"\\": r"\textbackslash{}", "~": r"\textasciitilde{}", "^": r"\textasciicircum{}"}
    return "".join(special.get(c, f"\\{c}" if c in "&%$#_{}" else c) for c in " ".join(text.split()))
