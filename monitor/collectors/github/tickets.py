"""Issues and change requests as they wait for an answer, and who reviews and answers.

Time to First Response (CHAOSS): the first answer by somebody else than the author, and by no bot. A merge by another is one.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import date, datetime
from typing import Any

from monitor.collectors.fields import MOST_NUMBER, link, moment
from monitor.collectors.github.graph import Node
from monitor.collectors.github.reading import account, count, is_told, nodes
from monitor.model.collecting import Context
from monitor.model.facts import ActivityFact, ActivityKind, Note, RawIdentity, Seen, TicketFact, TicketKind, Yield
from monitor.model.signals import Signal
from monitor.model.target import Target

INSIDE = frozenset({"OWNER", "MEMBER", "COLLABORATOR"})
Said = tuple[datetime, RawIdentity, ActivityKind]


def tickets(node: Node, target: Target, context: Context) -> Iterator[Yield]:
    """Yield the newest issues and change requests with their first answers, and the days on which who reviewed or answered."""
    if node.data.get("isMirror") is True:
        yield Note("review_elsewhere", "a mirror: issues and reviews live where it is mirrored from")
        yield Seen(Signal.RESPONSIVENESS, None, context.now, is_complete=False)
        return
    days: Counter[tuple[RawIdentity, date, ActivityKind]] = Counter()
    since: list[datetime] = []
    for name, kind in (("changes", TicketKind.CHANGE), ("issues", TicketKind.ISSUE)):
        listed = list(nodes(node.shape, node.data, name))
        for entry in listed:
            said = list(_said(node, entry, context))
            days.update((who, at.date(), what) for at, who, what in said)
            ticket = _ticket(node, entry, kind, said, target)
            if ticket:
                yield ticket
        if (count(node.shape, node.data, name) or 0) > len(listed):
            since += [node.shape.moment(entry.get("createdAt"), "createdAt") for entry in listed[-1:]]
    yield from (ActivityFact(who, on, what, amount) for (who, on, what), amount in days.items())
    # Where the tracker is switched off, its list may be missing: nothing can wait there.
    told = ("changes",) if node.data.get("hasIssuesEnabled") is False else ("changes", "issues")
    is_whole = all(is_told(node, name) for name in told)
    yield Seen(Signal.RESPONSIVENESS, max(since, default=None), context.now, is_complete=is_whole)


def _said(node: Node, entry: Mapping[str, Any], context: Context) -> Iterator[Said]:
    """Yield who else than the author said something first on a ticket: reviews and comments, in no order."""
    author = _login(entry.get("author"))
    for name, kind in (("reviews", ActivityKind.REVIEW), ("comments", ActivityKind.ANSWER)):
        for said in nodes(node.shape, entry, name):
            at, who = moment(node.shape, said, "createdAt"), account(node.shape, said.get("author"), context)
            if at and who and not who.is_bot and _login(said.get("author")) != author:
                yield at, who, kind


def _ticket(node: Node, entry: Mapping[str, Any], kind: TicketKind, said: list[Said], target: Target) -> TicketFact | None:
    """Return the ticket, None where its first answer lies behind what was shown: that would read as no answer."""
    number = entry.get("number")
    if not isinstance(number, int) or isinstance(number, bool) or not 0 <= number < MOST_NUMBER:
        raise node.shape.wrong("number is no number")
    answers = [at for at, _, _ in said]
    merged, author = moment(node.shape, entry, "mergedAt"), _login(entry.get("author"))
    if merged and _login(entry.get("mergedBy")) not in ("", author):
        answers.append(merged)
    if not answers and _has_more(node, entry):
        return None
    author_data = entry.get("author")
    return TicketFact(
        kind=kind,
        number=number,
        opened_at=node.shape.moment(entry.get("createdAt"), "createdAt"),
        link=link(entry, otherwise=target.key),
        first_answer_at=min(answers, default=None),
        closed_at=moment(node.shape, entry, "closedAt"),
        merged_at=merged,
        is_inside=entry["authorAssociation"] in INSIDE if isinstance(entry.get("authorAssociation"), str) else None,
        is_by_bot=isinstance(author_data, dict) and author_data.get("__typename") == "Bot",
    )


def _has_more(node: Node, entry: Mapping[str, Any]) -> bool:
    return any(
        (count(node.shape, entry, name) or 0) > len(list(nodes(node.shape, entry, name))) for name in ("reviews", "comments")
    )


def _login(data: object) -> str:
    login = data.get("login") if isinstance(data, dict) else None
    return login if isinstance(login, str) else ""
