"""A repository that a forge does not show: "no longer visible to us", and never at the first look.

It needs three checks over at least 24 hours, each while something else that is known to be public answered on the same host.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from monitor.collectors.fields import bookmark, to_cursor
from monitor.model.collecting import Context
from monitor.model.facts import Cursor, Note, Seen, StateFact, Yield
from monitor.model.signals import Signal
from monitor.model.target import Target

CHECKS, AT_LEAST = 3, timedelta(hours=24)


def not_visible(target: Target, context: Context) -> Iterator[Yield]:
    """Yield what one more look without a repository means, where the host itself was seen to answer."""
    since, checks = _counted(context)
    held = {**bookmark(context.cursor), "missing_since": since.isoformat(), "missing_checks": checks}
    yield Cursor(to_cursor(**held))
    is_gone = checks >= CHECKS and context.now - since >= AT_LEAST
    if is_gone:
        yield StateFact("visible", "gone", target.key, held_from=since)
    else:
        told = f"nothing visible to us at look {checks} since {since:%Y-%m-%d %H:%M} UTC; {CHECKS} over a day are needed"
        yield Note("not_visible_yet", told)
    yield Seen(Signal.REPOSITORY_STATE, None, context.now, is_complete=is_gone)


def _counted(context: Context) -> tuple[datetime, int]:
    """Return since when, and at how many looks with this one, nothing was visible."""
    held = bookmark(context.cursor)
    since, checks = held.get("missing_since"), held.get("missing_checks")
    if isinstance(since, str) and isinstance(checks, int) and not isinstance(checks, bool):
        try:
            found = datetime.fromisoformat(since)
        except ValueError:
            return context.now, 1
        if found.tzinfo:
            return found, checks + 1
    return context.now, 1
