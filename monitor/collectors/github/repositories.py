"""The public repositories of an organisation, for lists that watch all of them: one conditional request a day for a hundred."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from monitor.collectors.fields import link, next_page, pages, text
from monitor.collectors.forge import number_of
from monitor.collectors.github.members import MOST_PAGES
from monitor.collectors.github.places import HEADERS, SOURCE, is_account, login_of, path_of, rest_base
from monitor.collectors.listing import is_doubted, listed_seen
from monitor.collectors.shape import Shape
from monitor.model.collecting import Answer, CollectorSpec, Context
from monitor.model.errors import NotFound
from monitor.model.facts import StateFact, Unchanged, Yield
from monitor.model.signals import Signal
from monitor.model.target import Target

SPEC = CollectorSpec(
    id="github_repositories",
    signals=frozenset({Signal.REPOSITORIES}),
    interval=timedelta(days=1),
    handles=lambda target: is_account(target) and target.is_listed,
    source=SOURCE,
)


def collect(target: Target, context: Context) -> Iterator[Yield]:
    """Yield the public repositories of an organisation or person; archived ones and forks are left out. Raises SourceError."""
    base, login = rest_base(target, context.bases), path_of(login_of(target))
    try:
        first = _asked(context, f"{base}/orgs/{login}/repos?type=public&sort=updated&per_page=100")
    except NotFound:
        first = _asked(context, f"{base}/users/{login}/repos?type=owner&sort=updated&per_page=100")
    if first.is_unchanged:
        yield Unchanged()
        return
    is_whole, listed = True, 0
    for number, answer in enumerate(pages(first, context, MOST_PAGES, HEADERS), start=1):
        shape = Shape.of(answer)
        for entry in shape.sequence(answer.json(), "the answer"):
            data = shape.mapping(entry, "a repository")
            listed += 1
            if not (data.get("archived") is True or data.get("fork") is True or data.get("private") is True):
                shape.text(data.get("full_name"), "full_name")
                page = link(data, "html_url", target.key)
                yield StateFact("repository", text(data, "full_name"), page, subject=number_of(data))
        is_whole = number < MOST_PAGES or not next_page(answer)
    yield from listed_seen(Signal.REPOSITORIES, context, listed, is_whole=is_whole)


def _asked(context: Context, url: str) -> Answer:
    return context.http.get(url, headers=HEADERS, is_conditional=not is_doubted(context))
