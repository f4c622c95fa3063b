"""Who stands publicly in the organisation that owns a repository on Forgejo or Gitea. A person's own repository has none.

GET /orgs/:org/public_members. Who is missing left, or hid it: no longer listed.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from urllib.parse import quote

from monitor.collectors.fields import link, next_page, pages
from monitor.collectors.forge import account, checked_part
from monitor.collectors.forgejo.places import PAGE_SIZE, SOURCE, fetch_repository, interface, is_repository, source_of
from monitor.collectors.listing import members_seen
from monitor.collectors.shape import Shape
from monitor.model.collecting import CollectorSpec, Context
from monitor.model.errors import NotFound
from monitor.model.facts import StateFact, Yield
from monitor.model.signals import Signal
from monitor.model.target import Target

MOST_PAGES = 10
SPEC = CollectorSpec(
    id="forgejo_members",
    signals=frozenset({Signal.MEMBERS}),
    interval=timedelta(days=1),
    handles=is_repository,
    source=SOURCE,
    requests=2,
)


def collect(target: Target, context: Context) -> Iterator[Yield]:
    """Yield the public members of the owning organisation. Raises SourceError."""
    shape, repository = fetch_repository(target, context)
    owner = checked_part(shape, shape.mapping(repository.get("owner"), "owner").get("login"), "login")
    url = f"{interface(target, context)}/orgs/{quote(owner, safe='')}/public_members?limit={PAGE_SIZE}"
    try:
        first = context.http.get(url, is_conditional=False)
    except NotFound:
        # The repository answered, so its owner is there, and is no organisation.
        yield StateFact("owner_type", "user", target.key)
        yield from members_seen(context, 0, is_whole=True)
        return
    yield StateFact("owner_type", "organisation", target.key)
    source, last, listed = source_of(target), first, 0
    for last in pages(first, context, MOST_PAGES):
        shape = Shape.of(last)
        for entry in shape.sequence(last.json(), "the answer"):
            listed += 1
            data = shape.mapping(entry, "a member")
            who = account(data, "login", source, context)
            if who:
                yield StateFact("member", f"{source}:{who.stable_id} {who.name}", link(data, "html_url", target.key))
    yield from members_seen(context, listed, is_whole=not next_page(last))
