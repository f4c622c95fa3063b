"""The newest issues and change requests on Forgejo or Gitea, and when somebody else than the author first answered.

GET /repos/:owner/:name/issues?type=...&sort=latest, and /issues/comments?since=..., which holds the comments of all of them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from monitor.collectors.fields import count, link, moment, next_page, number, pages, ticket_number
from monitor.collectors.forge import account
from monitor.collectors.forgejo.places import (
    PAGE_SIZE,
    SOURCE,
    fetch_repository,
    is_repository,
    repository_url,
    source_of,
)
from monitor.collectors.shape import Shape
from monitor.model.collecting import CollectorSpec, Context
from monitor.model.facts import ActivityFact, ActivityKind, Note, RawIdentity, Seen, TicketFact, TicketKind, Yield
from monitor.model.signals import Signal
from monitor.model.target import Target

NEWEST, MOST_PAGES = 20, 6
KINDS = ((TicketKind.CHANGE, "pulls"), (TicketKind.ISSUE, "issues"))
_NUMBER = re.compile(r"/(?:issues|pulls)/([0-9]{1,9})$")
SPEC = CollectorSpec(
    id="forgejo_tickets",
    signals=frozenset({Signal.RESPONSIVENESS}),
    interval=timedelta(days=7),
    longest=timedelta(days=100),
    handles=is_repository,
    source=SOURCE,
    requests=1 + len(KINDS) + MOST_PAGES,
)


@dataclass(frozen=True, slots=True)
class _Comment:
    """One comment: on which ticket, by which account number, who that is, when."""

    ticket: int
    author: int
    who: RawIdentity | None
    at: datetime


def collect(target: Target, context: Context) -> Iterator[Yield]:
    """Yield the newest issues and change requests. Raises SourceError."""
    _, repository = fetch_repository(target, context)
    if repository.get("mirror") is True:
        yield Note("review_elsewhere", "a mirror: issues and reviews live where it is mirrored from")
        yield Seen(Signal.RESPONSIVENESS, None, context.now, is_complete=False)
        return
    listed, since = _listed(target, context, repository)
    # A ticket whose comments all lie behind the last page would read as unanswered.
    comments, is_whole = (
        _comments(target, context, listed) if any(count(data, "comments") for _, _, data in listed) else ([], True)
    )
    left_out = 0
    for shape, kind, data in listed:
        said = [comment for comment in comments if comment.ticket == number(shape, data, "number")]
        if count(data, "comments") and not said and not is_whole:
            left_out += 1
            continue
        yield from _ticket(shape, kind, data, said, target, context)
    if left_out:
        yield Note("comments_not_read", f"{left_out} tickets whose comments lie further back are left out")
    yield Seen(Signal.RESPONSIVENESS, since, context.now, is_complete=not left_out)


Listed = list[tuple[Shape, TicketKind, Mapping[str, Any]]]


def _listed(target: Target, context: Context, repository: Mapping[str, Any]) -> tuple[Listed, datetime | None]:
    """Return the newest of each kind that is not switched off, and since when they were all seen (None: ever)."""
    found: Listed = []
    since: list[datetime] = []
    for kind, name in KINDS:
        if repository.get("has_pull_requests" if name == "pulls" else "has_issues") is False:
            continue
        url = repository_url(target, context, "/issues", type=name, state="all", sort="latest", limit=NEWEST)
        answer = context.http.get(url, is_conditional=False)
        shape = Shape.of(answer)
        entries = [shape.mapping(entry, "a ticket") for entry in shape.sequence(answer.json(), "the answer")]
        found += [(shape, kind, data) for data in entries]
        if next_page(answer) and entries:
            since.append(shape.moment(entries[-1].get("created_at"), "created_at"))
    return found, max(since, default=None)


def _comments(target: Target, context: Context, listed: Listed) -> tuple[list[_Comment], bool]:
    """Return the comments since the oldest of these tickets, and whether those are all."""
    oldest = min(shape.moment(data.get("created_at"), "created_at") for shape, _, data in listed)
    since = oldest.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    first = context.http.get(
        repository_url(target, context, "/issues/comments", since=since, limit=PAGE_SIZE), is_conditional=False
    )
    found: list[_Comment] = []
    last = first
    for last in pages(first, context, MOST_PAGES):
        shape = Shape.of(last)
        for entry in shape.sequence(last.json(), "the answer"):
            found += _comment(shape, shape.mapping(entry, "a comment"), target, context)
    return sorted(found, key=lambda comment: comment.at), not next_page(last)


def _comment(shape: Shape, data: Mapping[str, Any], target: Target, context: Context) -> list[_Comment]:
    place = _NUMBER.search(link(data, "pull_request_url") or link(data, "issue_url"))
    at = moment(shape, data, "created_at")
    if not place or at is None:
        return []
    user = data.get("user")
    return [_Comment(int(place[1]), _id(user), account(user, "login", source_of(target), context), at)]


def _ticket(
    shape: Shape, kind: TicketKind, data: Mapping[str, Any], comments: list[_Comment], target: Target, context: Context
) -> Iterator[Yield]:
    author = account(data.get("user"), "login", source_of(target), context)
    answers = [c for c in comments if c.author not in (0, _id(data.get("user"))) and not (c.who and c.who.is_bot)]
    if answers and answers[0].who:
        yield ActivityFact(answers[0].who, answers[0].at.date(), ActivityKind.ANSWER, 1)
    change = data.get("pull_request")
    yield TicketFact(
        kind=kind,
        number=ticket_number(shape, data, "number"),
        opened_at=shape.moment(data.get("created_at"), "created_at"),
        link=link(data, "html_url", target.key),
        first_answer_at=answers[0].at if answers else None,
        closed_at=moment(shape, data, "closed_at"),
        merged_at=moment(shape, change, "merged_at") if isinstance(change, dict) else None,
        is_by_bot=author is not None and author.is_bot,
    )


def _id(user: object) -> int:
    return (count(user, "id") or 0) if isinstance(user, dict) else 0
