"""Who stands publicly in an organisation. Outsiders see public members only: who is missing left, or hid it: no longer listed."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from monitor.collectors.fields import bookmark, is_of_one_server, link, next_page, pages
from monitor.collectors.github.places import HEADERS, SOURCE, login_of, may_have_members, path_of, rest_base
from monitor.collectors.github.reading import account
from monitor.collectors.listing import is_doubted, members_seen
from monitor.collectors.shape import Shape
from monitor.model.collecting import Answer, CollectorSpec, Context
from monitor.model.errors import NotFound
from monitor.model.facts import StateFact, Unchanged, Yield
from monitor.model.signals import Signal
from monitor.model.target import Target

MOST_PAGES = 30
SPEC = CollectorSpec(
    id="github_members",
    signals=frozenset({Signal.MEMBERS}),
    interval=timedelta(days=1),
    handles=may_have_members,
    source=SOURCE,
    token="required",  # noqa: S106 - without one, sixty requests an hour are needed for what matters more
)


def collect(target: Target, context: Context) -> Iterator[Yield]:
    """Yield the public members of an organisation; a person's page has none, which is no fault. Raises SourceError."""
    url = f"{rest_base(target, context.bases)}/orgs/{path_of(login_of(target))}/public_members?per_page=100"
    try:
        first = context.http.get(url, headers=HEADERS, is_conditional=not is_doubted(context))
    except NotFound:
        # There is no organisation of that name: nobody can be a member of a person.
        yield from members_seen(context, 0, is_whole=True)
        return
    if first.is_unchanged:
        # Who leaves from a later page changes nothing on the first.
        later = _later_pages(context)
        if all(is_of_one_server(page, url) and context.http.get(page, headers=HEADERS).is_unchanged for page in later):
            yield Unchanged()
            return
        first = context.http.get(url, headers=HEADERS, is_conditional=False, is_kept=True)
    yield from _members(first, target, context)


def _members(first: Answer, target: Target, context: Context) -> Iterator[Yield]:
    read, listed = list(pages(first, context, MOST_PAGES, HEADERS, is_kept=True)), 0
    for answer in read:
        shape = Shape.of(answer)
        for entry in shape.sequence(answer.json(), "the answer"):
            listed += 1
            data = shape.mapping(entry, "a member")
            who = account(shape, {**data, "databaseId": data.get("id")}, context)
            if who:
                yield StateFact("member", f"{SOURCE}:{who.stable_id} {who.name}", link(data, "html_url", target.key))
    later = [answer.url for answer in read[1:]]
    yield from members_seen(context, listed, is_whole=not next_page(read[-1]), pages=later)


def _later_pages(context: Context) -> list[str]:
    """Return the addresses of the pages after the first, as they were found at the last whole look."""
    held = bookmark(context.cursor).get("pages")
    return [page for page in held if isinstance(page, str)] if isinstance(held, list) else []
