"""Releases and backlogs of repositories: the newest releases, how many issues and change requests are open and were closed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import timedelta

from monitor.collectors.fields import link, moment, text
from monitor.collectors.github.batches import Batch, repository_field
from monitor.collectors.github.graph import Node, Question
from monitor.collectors.github.places import SOURCE, is_repository, repository_of
from monitor.collectors.github.reading import account, count, is_told, nodes
from monitor.model.collecting import CollectorSpec, Context, Pace, Result
from monitor.model.facts import Channel, MeasureFact, Note, ReleaseFact, Seen, Yield
from monitor.model.signals import Signal
from monitor.model.target import Target

FRAGMENT = """fragment Counts on Repository {
  nameWithOwner url hasIssuesEnabled
  releases(first: 10, orderBy: {field: CREATED_AT, direction: DESC}) {
    totalCount nodes { tagName url publishedAt isPrerelease isDraft author { __typename login databaseId } } }
  openIssues: issues(states: OPEN) { totalCount } closedIssues: issues(states: CLOSED) { totalCount }
  openChanges: pullRequests(states: OPEN) { totalCount } mergedChanges: pullRequests(states: MERGED) { totalCount }
}"""
METRICS = (
    ("open_issues", "openIssues"),
    ("closed_issues", "closedIssues"),
    ("open_changes", "openChanges"),
    ("merged_changes", "mergedChanges"),
)
# Clocks differ; a release dated further ahead than this is not believed.
SPEC = CollectorSpec(
    id="github_counts",
    signals=frozenset({Signal.FORGE_RELEASES, Signal.BACKLOG}),
    interval=timedelta(hours=6),
    longest=timedelta(days=7),
    rest=timedelta(hours=6),
    handles=is_repository,
    batch=30,
    points=2,
    source=SOURCE,
    token="required",  # noqa: S106 - says that one is needed
)


def _facts(node: Node, target: Target, context: Context) -> Iterator[Yield]:
    yield from _releases(node, target, context)
    yield from _backlog(node, target, context)


def _releases(node: Node, target: Target, context: Context) -> Iterator[Yield]:
    if not is_told(node, "releases"):
        yield Seen(Signal.FORGE_RELEASES, None, context.now, is_complete=False)
        return
    found = [release for entry in nodes(node.shape, node.data, "releases") if (release := _release(node, entry, target, context))]
    yield from found
    total = count(node.shape, node.data, "releases") or 0
    # Older ones than the page shows were seen at an earlier look or never: only the time since the oldest shown is wholly seen.
    since = None if total <= len(found) else min((release.released_at for release in found), default=context.now)
    yield Seen(Signal.FORGE_RELEASES, since, context.now, is_complete=True)


def _release(node: Node, entry: Mapping[str, object], target: Target, context: Context) -> ReleaseFact | None:
    at, tag = moment(node.shape, entry, "publishedAt", context.now), text(entry, "tagName", 200)
    if entry.get("isDraft") is True or at is None or not tag:
        return None
    return ReleaseFact(
        version=tag,
        channel=Channel.FORGE,
        released_at=at,
        link=link(entry, otherwise=target.key),
        is_prerelease=entry.get("isPrerelease") is True,
        by=account(node.shape, entry.get("author"), context),
    )


def _backlog(node: Node, target: Target, context: Context) -> Iterator[Yield]:
    page = link(node.data, otherwise=target.key)
    has_issues = node.data.get("hasIssuesEnabled") is not False
    told = 0
    for metric, field in METRICS:
        value = None if field in node.faults else count(node.shape, node.data, field)
        # Where the tracker is switched off, nothing is open there because nothing can be.
        if value is not None and (has_issues or "issues" not in metric):
            told += 1
            yield MeasureFact(metric, context.now.date(), value, page)
    if not has_issues:
        yield Note("tracker_elsewhere", "issues are switched off here, so the tracker lives elsewhere or nowhere")
    is_whole = told == len(METRICS) if has_issues else told > 0
    yield Seen(Signal.BACKLOG, None, context.now, is_complete=is_whole)


QUESTION = Question("github_counts", FRAGMENT, repository_field("Counts"))
_BATCH = Batch(QUESTION, repository_of, _facts)


def collect(target: Target, context: Context) -> Iterator[Yield]:
    """Yield releases and counts of one repository: a batch of one."""
    return _BATCH.one(target, context)


def collect_many(targets: Sequence[Target], contexts: Mapping[str, Context], pace: Pace) -> Iterator[tuple[Target, Result]]:
    """Yield releases and counts of each repository, or why they could not be told."""
    return _BATCH.many(targets, contexts, pace)
