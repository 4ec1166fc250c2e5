"""Check: a text pasted or uploaded, its claims with their verdicts where they stand."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Annotated

from fastapi import File, Form, Response, UploadFile
from fastapi.responses import JSONResponse, RedirectResponse
from markupsafe import Markup

from tallybook.base.errors import UsageError
from tallybook.measures.measure import titles
from tallybook.publish import verdicts
from tallybook.publish.verdicts.wording import NO_CLAIMS, dated, summary
from tallybook.web import shares
from tallybook.web.site import OfSite, Site
from tallybook.web.view import Pages, View

if TYPE_CHECKING:
    from tallybook.claims.model import Check

pages = Pages("Check", "/check", 1)

TITLE = "Check a text"
ABOUT = (
    "Paste a text, and every number in it about immigration enforcement is held against the official figures. "
    "Each gets a verdict, the figures it rests on and, where it fails, a correction with its source. "
    "Nothing you paste is kept unless you ask for a link."
)
EXAMPLE = Path(__file__).parent.parent / "templates" / "example.md"
PASTED = "pasted text"

Text = Annotated[str, Form()]
Upload = Annotated[UploadFile | None, File()]


@dataclass(frozen=True)
class Sent:
    """What a visitor sent: the bytes, what they are called, and the day given with them."""

    name: str
    data: bytes
    published: date | None
    text: str = ""


@pages.page("/check", "check.html")
def form(site: OfSite, example: bool = False) -> View:
    """Return the form; with `example`, filled in and answered."""
    if not example:
        return View(TITLE, ABOUT, {"check": None}, _blank())
    text = EXAMPLE.read_text(encoding="utf-8")
    return _view(site, Sent(EXAMPLE.name, text.encode(), None, text))


@pages.page("/check", "check.html", methods=("POST",))
def checked(
    site: OfSite, text: Text = "", published: Text = "", keep: Text = "", upload: Upload = None
) -> View | Response:
    """Return the text with its verdicts; with `keep`, the address under which it is kept."""
    sent = _sent(text, published, upload)
    if not keep:
        return _view(site, sent)
    _read(site, sent)
    made = shares.keep(site.folder, sent.name, sent.data, sent.published)
    return RedirectResponse(f"/check/{made.key}", 303)


@pages.router.post("/check/as/{form_name}")
def taken(site: OfSite, form_name: str, text: Text = "", published: Text = "", upload: Upload = None) -> Response:
    """Return the check as a file to take away."""
    return _file(site, _sent(text, published, upload), form_name)


@pages.page("/check/{key}", "check.html")
def shared(site: OfSite, key: str) -> View:
    """Return a kept text, checked again by what is known today."""
    found = shares.kept(site.folder, key)
    return _view(site, _opened(found), found)


@pages.router.get("/check/{key}/as/{form_name}")
def shared_file(site: OfSite, key: str, form_name: str) -> Response:
    """Return a kept text's check as a file to take away."""
    return _file(site, _opened(shares.kept(site.folder, key)), form_name)


@pages.page("/check/{key}/delete", "check.html", methods=("POST",))
def deleted(site: OfSite, key: str) -> View:
    """Delete a kept text."""
    shares.delete(site.folder, key)
    return View(TITLE, ABOUT, {"check": None, "deleted": True}, {**_blank(), "deleted": True})


def _blank() -> dict[str, object]:
    return {"text": "", "published": "", "name": "", "shared": None, "deleted": False, "fragment": "", "headline": ""}


def _sent(text: str, published: str, upload: UploadFile | None) -> Sent:
    """Return what was sent; an upload goes before the text box.

    Raises:
        UsageError: nothing was sent, or the day is none.
    """
    from tallybook.base.periods import partial_date

    day = partial_date(published).last if published.strip() else None
    if upload is not None and upload.filename:
        return Sent(PurePosixPath(upload.filename.replace("\\", "/")).name[:200], upload.file.read(), day)
    if not text.strip():
        raise UsageError("there is no text to check", next_step="paste one, or choose a file")
    # Browsers send line ends as CR LF; counted as one sign each, offsets are those of the text that was pasted.
    plain = text.replace("\r\n", "\n")
    return Sent(PASTED, plain.encode("utf-8", "surrogatepass"), day, plain)


def _opened(found: shares.Shared) -> Sent:
    text = found.data.decode("utf-8", "replace") if found.name == PASTED else ""
    return Sent(found.name, found.data, found.published, text)


def _read(site: Site, sent: Sent) -> verdicts.Checked:
    from tallybook.claims.check import check_document

    with site.turn():
        document = site.loaded(sent.data, sent.name, sent.published)
        return verdicts.Checked(document, check_document(site.catalog, document, site.store.store))


def _view(site: Site, sent: Sent, kept: shares.Shared | None = None) -> View:
    one = _read(site, sent)
    check: Check = one.check
    shown = {
        "text": sent.text, "published": sent.published.isoformat() if sent.published else "", "name": sent.name,
        "shared": kept, "deleted": False, "headline": summary(check.claims) if check.claims else NO_CLAIMS,
        "dated": dated(check),
        # The fragment's own templates escape every text of the document.
        "fragment": Markup(verdicts.as_fragment(one, titles=titles(site.catalog))) if check.claims else "",  # noqa: S704
        "corrections": [j for j in check.claims if j.correction],
    }  # fmt: skip
    data = {"check": check, **({"kept": kept.kept} if kept else {})}
    return View(check.title or TITLE if kept else TITLE, "" if kept else ABOUT, data, shown)


def _file(site: Site, sent: Sent, form_name: str) -> Response:
    from datetime import UTC, datetime

    from tallybook.base.errors import UnknownName

    forms = ("json", "html", "claimreview")
    if form_name not in forms:
        raise UnknownName("form of a check", form_name, forms)
    one = _read(site, sent)
    if form_name == "html":
        body, media, ending = verdicts.as_page([one], titles=titles(site.catalog)), "text/html; charset=utf-8", "html"
    elif form_name == "claimreview":
        body = verdicts.as_claimreview([one], datetime.now(UTC).date())
        media, ending = "application/ld+json", "claimreview.json"
    else:
        body, media, ending = verdicts.as_json([one]), JSONResponse.media_type, "json"
    headers = {"Content-Disposition": f'attachment; filename="tallybook-check.{ending}"', "Cache-Control": "no-store"}
    return Response(body.encode("utf-8", "replace"), 200, headers, media)


@pages.router.get("/static/verdicts.css")
def style() -> Response:
    """Return the rules of the marked text, from where the page of a check has them too."""
    return Response(_style(), media_type="text/css", headers={"Cache-Control": "no-cache"})


@cache
def _style() -> str:
    return verdicts.style_sheet()
