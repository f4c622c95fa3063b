"""The newest issues and change requests of a GitLab project, and when somebody else than the author first answered.

GET /projects/:id/issues and /merge_requests (newest first), and the notes of those that have any: notes of the system are no
answers. Notes may be told to members only; then what has notes is left out, for it would read as unanswered.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from monitor.collectors.fields import count, link, moment, next_page, number, ticket_number
from monitor.collectors.forge import account
from monitor.collectors.gitlab.places import SOURCE, fetch_project, is_project, project_url, source_of
from monitor.collectors.shape import Shape
from monitor.model.collecting import CollectorSpec, Context
from monitor.model.errors import AccessDenied, NotFound
from monitor.model.facts import ActivityFact, ActivityKind, Note, RawIdentity, Seen, TicketFact, TicketKind, Yield
from monitor.model.signals import Signal
from monitor.model.target import Target

# So many of each kind at a look; each with notes costs one more request.
NEWEST, NOTES = 20, 20
LISTS = ((TicketKind.CHANGE, "merge_requests"), (TicketKind.ISSUE, "issues"))
SPEC = CollectorSpec(
    id="gitlab_tickets",
    signals=frozenset({Signal.RESPONSIVENESS}),
    interval=timedelta(days=7),
    longest=timedelta(days=100),
    handles=is_project,
    source=SOURCE,
    requests=1 + len(LISTS) * (1 + NEWEST),
)


@dataclass
class _Look:
    """One look: where, and whether the host lets us read notes."""

    target: Target
    context: Context
    tells_notes: bool = True
    left_out: int = 0
    since: list[datetime] = field(default_factory=list)


def collect(target: Target, context: Context) -> Iterator[Yield]:
    """Yield the newest issues and change requests. Raises SourceError."""
    look = _Look(target, context)
    _, project = fetch_project(target, context)
    # What is switched off is not missing: nothing can wait there.
    lists = [(kind, name) for kind, name in LISTS if project.get(f"{name}_enabled") is not False]
    missing = 0
    for kind, name in lists:
        try:
            yield from _listed(look, kind, name)
        except (AccessDenied, NotFound):
            missing += 1
            if missing == len(lists):
                raise
            yield Note("list_not_shown", f"{name.replace('_', ' ')} are switched off here, or not for us")
    if look.left_out:
        yield Note("notes_not_shown", f"{look.left_out} with answers that are not for us to read are left out")
    is_whole = not look.left_out and not missing
    yield Seen(Signal.RESPONSIVENESS, max(look.since, default=None), context.now, is_complete=is_whole)


def _listed(look: _Look, kind: TicketKind, name: str) -> Iterator[Yield]:
    asked = {"order_by": "created_at", "sort": "desc", "per_page": NEWEST, "state": "all", "scope": "all"}
    answer = look.context.http.get(project_url(look.target, look.context, f"/{name}", **asked), is_conditional=False)
    shape = Shape.of(answer)
    listed = [shape.mapping(entry, f"an entry of {name}") for entry in shape.sequence(answer.json(), "the answer")]
    for entry in listed:
        yield from _ticket(look, shape, entry, kind, name)
    if next_page(answer) and listed:
        look.since.append(shape.moment(listed[-1].get("created_at"), "created_at"))


def _ticket(look: _Look, shape: Shape, data: Mapping[str, Any], kind: TicketKind, name: str) -> Iterator[Yield]:
    source = source_of(look.target)
    author, merger = account(data.get("author"), "username", source, look.context), data.get("merged_by")
    said = list(_answers(look, f"/{name}/{number(shape, data, 'iid')}/notes", data)) if count(data, "user_notes_count") else []
    if not look.tells_notes and count(data, "user_notes_count"):
        look.left_out += 1
        return
    merged = moment(shape, data, "merged_at")
    answers = [at for at, _ in said]
    if merged and _number(merger) not in (0, _number(data.get("author"))):
        answers.append(merged)
    yield from (ActivityFact(who, at.date(), ActivityKind.ANSWER, 1) for at, who in said[:1] if who)
    yield TicketFact(
        kind=kind,
        number=ticket_number(shape, data, "iid"),
        opened_at=shape.moment(data.get("created_at"), "created_at"),
        link=link(data, "web_url", look.target.key),
        first_answer_at=min(answers, default=None),
        closed_at=moment(shape, data, "closed_at") or merged,
        merged_at=merged,
        is_by_bot=author is not None and author.is_bot,
    )


def _answers(look: _Look, rest: str, ticket: Mapping[str, Any]) -> Iterator[tuple[datetime, RawIdentity | None]]:
    """Yield when somebody else than the author, and no machine, said something, and who, oldest first."""
    if not look.tells_notes:
        return
    asked = {"order_by": "created_at", "sort": "asc", "per_page": NOTES}
    try:
        answer = look.context.http.get(project_url(look.target, look.context, rest, **asked), is_conditional=False)
    except (AccessDenied, NotFound):
        look.tells_notes = False
        return
    shape = Shape.of(answer)
    for entry in shape.sequence(answer.json(), "the answer"):
        note = shape.mapping(entry, "a note")
        who = account(note.get("author"), "username", source_of(look.target), look.context)
        is_answer = note.get("system") is False and _number(note.get("author")) not in (0, _number(ticket.get("author")))
        if is_answer and not (who and who.is_bot):
            yield shape.moment(note.get("created_at"), "created_at"), who


def _number(person: object) -> int:
    return (count(person, "id") or 0) if isinstance(person, dict) else 0
