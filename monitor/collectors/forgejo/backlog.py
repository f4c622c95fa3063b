"""How much waits in a repository on Forgejo or Gitea: open issues and change requests, and how many issues were closed.

The repository counts what is open; /issues?state=closed tells the closed by its header. How many were merged is not told apart.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from monitor.collectors.fields import count, link, total_in
from monitor.collectors.forgejo.places import SOURCE, TOTAL, fetch_repository, is_repository, repository_url
from monitor.collectors.shape import Shape
from monitor.model.collecting import CollectorSpec, Context
from monitor.model.facts import MeasureFact, Note, Seen, Yield
from monitor.model.signals import Signal
from monitor.model.target import Target

SPEC = CollectorSpec(
    id="forgejo_backlog",
    signals=frozenset({Signal.BACKLOG}),
    interval=timedelta(days=1),
    longest=timedelta(days=14),
    handles=is_repository,
    source=SOURCE,
    requests=2,
)


def collect(target: Target, context: Context) -> Iterator[Yield]:
    """Yield the counts of a repository. Raises SourceError."""
    _, data = fetch_repository(target, context)
    page = link(data, "html_url", target.key)
    counts: dict[str, int | None] = {}
    if data.get("has_issues") is False or data.get("external_tracker"):
        yield Note("tracker_elsewhere", "issues are switched off here, so the tracker lives elsewhere or nowhere")
    else:
        counts |= {"open_issues": count(data, "open_issues_count"), "closed_issues": _closed(target, context)}
    if data.get("has_pull_requests") is not False:
        counts["open_changes"] = count(data, "open_pr_counter")
    for metric, value in counts.items():
        if value is not None:
            yield MeasureFact(metric, context.now.date(), value, page)
    yield Seen(Signal.BACKLOG, None, context.now, is_complete=None not in counts.values())


def _closed(target: Target, context: Context) -> int | None:
    """Return how many issues are closed, None where the header is missing or contradicts the list."""
    url = repository_url(target, context, "/issues", state="closed", type="issues", limit=1)
    answer = context.http.get(url, is_conditional=False)
    listed, total = Shape.of(answer).sequence(answer.json(), "the answer"), total_in(answer, TOTAL)
    return total if total is not None and total >= len(listed) else None
