"""How much waits in a GitLab project: open and closed issues, open and merged change requests.

GET /projects/:id/issues_statistics, and the X-Total header of /merge_requests?state=..., which GitLab leaves out above 10,000.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from monitor.collectors.fields import link, number, total_in
from monitor.collectors.gitlab.places import SOURCE, fetch_project, is_project, object_in, project_url
from monitor.collectors.shape import Shape
from monitor.model.collecting import CollectorSpec, Context
from monitor.model.errors import AccessDenied, NotFound
from monitor.model.facts import MeasureFact, Note, Seen, Yield
from monitor.model.signals import Signal
from monitor.model.target import Target

SPEC = CollectorSpec(
    id="gitlab_backlog",
    signals=frozenset({Signal.BACKLOG}),
    interval=timedelta(days=1),
    longest=timedelta(days=14),
    handles=is_project,
    source=SOURCE,
    requests=4,
)
Counts = dict[str, int | None]


def collect(target: Target, context: Context) -> Iterator[Yield]:
    """Yield the counts of a project. Raises SourceError."""
    _, project = fetch_project(target, context)
    page = link(project, "web_url", target.key)
    has_issues = project.get("issues_enabled") is not False
    has_changes = project.get("merge_requests_enabled") is not False
    counts: Counts = {}
    if has_issues:
        counts |= _issues(target, context)
    else:
        yield Note("tracker_elsewhere", "issues are switched off here, so the tracker lives elsewhere or nowhere")
    if has_changes:
        counts |= {f"{name}_changes": _changes(target, context, state) for name, state in STATES}
    for metric, value in counts.items():
        if value is not None:
            yield MeasureFact(metric, context.now.date(), value, page)
    if None in counts.values():
        yield Note("count_not_told", "the host does not count lists this long, or not for us")
    yield Seen(Signal.BACKLOG, None, context.now, is_complete=None not in counts.values())


STATES = (("open", "opened"), ("merged", "merged"))


def _issues(target: Target, context: Context) -> Counts:
    """Return the counts of issues by the statistics, or by the lists where those are not for us."""
    try:
        answer = context.http.get(project_url(target, context, "/issues_statistics"), is_conditional=False)
    except (AccessDenied, NotFound):
        return {f"{name}_issues": _total(target, context, "/issues", state) for name, state in ISSUES}
    shape, data = object_in(answer)
    counts = shape.mapping(shape.mapping(data.get("statistics"), "statistics").get("counts"), "statistics.counts")
    return {f"{name}_issues": number(shape, counts, state) for name, state in ISSUES}


ISSUES = (("open", "opened"), ("closed", "closed"))


def _changes(target: Target, context: Context, state: str) -> int | None:
    return _total(target, context, "/merge_requests", state)


def _total(target: Target, context: Context, rest: str, state: str) -> int | None:
    """Return how many there are, None where the host does not count them. A list shorter than its page counts itself."""
    answer = context.http.get(project_url(target, context, rest, state=state, per_page=1), is_conditional=False)
    listed = Shape.of(answer).sequence(answer.json(), "the answer")
    total = total_in(answer, "x-total")
    return total if total is not None and total >= len(listed) else None
