"""A report in each format that `mainstay report` knows, the mail among them as it would be sent."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping

from monitor.delivery import email, mime
from monitor.model.letter import Address, Attachment, Letter
from monitor.model.report import Report
from monitor.pipeline.house import House
from monitor.pipeline.letters import circumstances
from monitor.pipeline.publish import options_of
from monitor.report.document import to_document
from monitor.report.mail import report_letter
from monitor.report.markdown import report_markdown
from monitor.report.render import render_html, render_text

EMAIL = "email"
# Where the configuration names no mail server or no reader yet, a mail can be looked at all the same.
NO_SERVER = email.Options("localhost", "mainstay@example.invalid")
NOBODY = "reader@example.invalid"

TEXTS: Mapping[str, Callable[[Report], str]] = {
    "html": render_html,
    "text": render_text,
    "markdown": report_markdown,
    "json": lambda report: json.dumps(to_document(report), ensure_ascii=False, indent=1, sort_keys=True) + "\n",
}
FORMATS = (*TEXTS, EMAIL)


def render_as(form: str, house: House, report: Report, *, is_preview: bool = False) -> str:
    """Return a report in one of FORMATS: a mail as its whole source, or with `is_preview` its HTML part, for a browser.

    Raises DeliveryError where a mail cannot be made.
    """
    if form != EMAIL:
        return TEXTS[form](report)
    watchlist = next(one for one in house.configuration.portfolio.watchlists if one.key == report.watchlist)
    letter = report_letter(report, circumstances(house, watchlist, page_file=f"{report.watchlist}.html"))
    if is_preview:
        return letter.html
    return _source(house, report, letter, (*watchlist.recipients, NOBODY)[0])


def _source(house: House, report: Report, letter: Letter, recipient: str) -> str:
    options: email.Options = options_of(house, EMAIL) if house.configuration.channels.get(EMAIL) else NO_SERVER
    address = Address(house.key, report.watchlist, "preview", recipient, report.created_at)
    page = Attachment(report.watchlist, render_html(report)) if options.attach_page else None
    return mime.compose(letter, address, options, page).body.decode("ascii")
