"""What the words of a mail need beside the report: where its page is, and how readers leave the list."""

from __future__ import annotations

from datetime import datetime
from urllib.parse import quote

from monitor.delivery import email, mime
from monitor.model.letter import Circumstances
from monitor.model.target import Watchlist
from monitor.pipeline.house import House
from monitor.pipeline.publish import options_of

MAIL = "email"


def circumstances(house: House, watchlist: Watchlist, *, page_file: str = "", due_at: datetime | None = None) -> Circumstances:
    """Return what a mail of this list says of itself; `page_file` is the name of its page, "" without one."""
    if not house.configuration.channels.get(MAIL):
        return Circumstances(schedule=watchlist.schedule, due_at=due_at, page_file=page_file)
    options: email.Options = options_of(house, MAIL)
    return Circumstances(
        schedule=watchlist.schedule,
        due_at=due_at,
        page_url=f"{options.page_url.rstrip('/')}/{quote(page_file)}" if options.page_url and page_file else "",
        page_file=page_file,
        is_attached=options.attach_page,
        unsubscribe=mime.unsubscribe_address(options),
    )
