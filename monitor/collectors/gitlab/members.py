"""Who is a member of a GitLab project, as far as the host shows it: to those with a token only, so without one nothing is asked.

GET /projects/:id/members/all: id, username, access_level (40 maintainer, 50 owner).
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from urllib.parse import urlsplit

from monitor.collectors.fields import count, link, next_page, pages
from monitor.collectors.forge import account
from monitor.collectors.gitlab.places import SOURCE, is_project, project_url, source_of
from monitor.collectors.shape import Shape
from monitor.model.collecting import CollectorSpec, Context
from monitor.model.errors import AccessDenied
from monitor.model.facts import Seen, StateFact, Unchanged, Yield
from monitor.model.signals import Signal
from monitor.model.target import Target

MOST_PAGES = 10
# Below this, a member may read and report, and decides nothing.
DEVELOPER = 30
SPEC = CollectorSpec(
    id="gitlab_members",
    signals=frozenset({Signal.MEMBERS}),
    interval=timedelta(days=1),
    handles=is_project,
    source=SOURCE,
)


def collect(target: Target, context: Context) -> Iterator[Yield]:
    """Yield the members of a project who may write to it. Raises SourceError."""
    url = project_url(target, context, "/members/all", per_page=100)
    if not context.http.has_token(url):
        raise AccessDenied(f"{urlsplit(url).hostname}: shows members to those with a token only; name one under tokens:")
    first = context.http.get(url)
    if first.is_unchanged:
        yield Unchanged()
        return
    source, last, listed = source_of(target), first, 0
    for last in pages(first, context, MOST_PAGES):
        shape = Shape.of(last)
        for entry in shape.sequence(last.json(), "the answer"):
            listed += 1
            data = shape.mapping(entry, "a member")
            who = account(data, "username", source, context)
            if who and (count(data, "access_level") or 0) >= DEVELOPER:
                yield StateFact("member", f"{source}:{who.stable_id} {who.name}", link(data, "web_url", target.key))
    # Somebody owns every project: a list of nobody was not shown to us.
    yield Seen(Signal.MEMBERS, None, context.now, is_complete=bool(listed) and not next_page(last))
