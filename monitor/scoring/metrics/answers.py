"""Time to First Response and Change Request Closure Ratio (CHAOSS), of the last half year and of the two years before."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from monitor.model.facts import TicketKind
from monitor.model.history import History, Ticket
from monitor.scoring.metrics.kaplan_meier import Curve, Wait, kaplan_meier

DAY = timedelta(days=1)
RECENT_DAYS, PAST_DAYS = 182, 2 * 365
Measure = Callable[[Ticket], Wait | None]


@dataclass(frozen=True, slots=True)
class Compared:
    """The curve of what was opened lately, and of what was opened before that."""

    recent: Curve
    past: Curve


def first_response(ticket: Ticket) -> Wait | None:
    """Return how long a ticket waited for its first answer; closed unanswered is censored there. None: a bot opened it."""
    if ticket.is_by_bot:
        return None
    if ticket.first_answer_at is not None:
        return Wait(_days(ticket.opened_at, ticket.first_answer_at), has_happened=True)
    return Wait(_days(ticket.opened_at, min(ticket.closed_at or ticket.seen_until, ticket.seen_until)), has_happened=False)


def closing(ticket: Ticket) -> Wait | None:
    """Return how long a change request waited to be merged or closed. None: it is none, or a bot opened it."""
    if ticket.kind is not TicketKind.CHANGE or ticket.is_by_bot:
        return None
    end = ticket.merged_at or ticket.closed_at
    return Wait(_days(ticket.opened_at, end or ticket.seen_until), has_happened=end is not None)


def compared(history: History, measure: Measure, now: datetime) -> Compared:
    """Return both curves of one measure at `now`."""
    border, start = now - RECENT_DAYS * DAY, now - (RECENT_DAYS + PAST_DAYS) * DAY
    recent = (t for t in history.tickets if border <= t.opened_at < now)
    past = (t for t in history.tickets if start <= t.opened_at < border)
    return Compared(_curve(recent, measure), _curve(past, measure))


def _curve(tickets: Iterable[Ticket], measure: Measure) -> Curve:
    return kaplan_meier([wait for ticket in tickets if (wait := measure(ticket))])


def _days(start: datetime, end: datetime) -> float:
    return max((end - start) / DAY, 0.0)
