"""Verdicts out: a check for the terminal, as JSON, as a page or part of one, and as ClaimReview."""

from tallybook.publish.verdicts.claimreview import as_claimreview
from tallybook.publish.verdicts.json_form import as_json
from tallybook.publish.verdicts.page import as_fragment, as_page, style_sheet
from tallybook.publish.verdicts.recheck import Change, recheck
from tallybook.publish.verdicts.screen import as_screen
from tallybook.publish.verdicts.wording import Checked, Unread

__all__ = [
    "Change", "Checked", "Unread", "as_claimreview", "as_fragment", "as_json", "as_page", "as_screen", "recheck",
    "style_sheet",
]  # fmt: skip
