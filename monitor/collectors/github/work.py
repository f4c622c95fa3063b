"""A close look at repositories where something changed: how soon people are answered, who governs, what is planned.

The dearest question (4 points for 8 repositories): woken by what changed, and asked of everything only once in a while.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from datetime import timedelta

from monitor.collectors.declared import DECLARED
from monitor.collectors.fields import count, link, moment, text
from monitor.collectors.files import FRONT_PAGES, GOVERNANCE, WATCHED
from monitor.collectors.github.batches import Batch, repository_field
from monitor.collectors.github.documents import documents
from monitor.collectors.github.graph import Node, Question
from monitor.collectors.github.logins import logins
from monitor.collectors.github.places import FORGE_HOST, SOURCE, is_repository, repository_of
from monitor.collectors.github.reading import is_told, nodes
from monitor.collectors.github.tickets import tickets
from monitor.model.collecting import CollectorSpec, Context, Pace, Result
from monitor.model.facts import MeasureFact, Seen, StateFact, Yield
from monitor.model.signals import Signal
from monitor.model.target import Target

FILES = {f"f{number}": path for number, path in enumerate((*GOVERNANCE, *WATCHED, *FRONT_PAGES, *DECLARED))}


def _file_field(alias: str, path: str) -> str:
    fields = "oid" if path in WATCHED else "oid text"
    return f"{alias}: object(expression: {json.dumps(f'HEAD:{path}')}) {{ ... on Blob {{ {fields} }} }}"


FRAGMENT = "\n".join(
    (
        "fragment Who on Actor { __typename login ... on User { databaseId } ... on Bot { databaseId } }",
        "fragment Work on Repository {",
        "nameWithOwner url hasIssuesEnabled isMirror",
        "changes: pullRequests(first: 15, orderBy: {field: CREATED_AT, direction: DESC}) { totalCount nodes {",
        "  number url createdAt closedAt mergedAt authorAssociation author { ...Who } mergedBy { ...Who }",
        "  reviews(first: 5) { totalCount nodes { createdAt author { ...Who } } }",
        "  comments(first: 5) { totalCount nodes { createdAt author { ...Who } } } } }",
        "issues(first: 15, orderBy: {field: CREATED_AT, direction: DESC}) { totalCount nodes {",
        "  number url createdAt closedAt authorAssociation author { ...Who }",
        "  comments(first: 5) { totalCount nodes { createdAt author { ...Who } } } } }",
        "defaultBranchRef { target { ... on Commit { history(first: 50) { nodes {",
        "  author { email user { __typename login databaseId } } } } } } }",
        "milestones(first: 50, states: OPEN, orderBy: {field: DUE_DATE, direction: ASC}) {",
        "  totalCount nodes { title url dueOn } }",
        "topForks: forks(first: 5, orderBy: {field: STARGAZERS, direction: DESC}) {",
        "  nodes { nameWithOwner url pushedAt stargazerCount owner { ... on User { databaseId } } } }",
        "codeowners { errors { path line kind message } }",
        *(_file_field(alias, path) for alias, path in FILES.items()),
        "}",
    )
)
SPEC = CollectorSpec(
    id="github_work",
    signals=frozenset({Signal.RESPONSIVENESS, Signal.GOVERNANCE, Signal.CODEOWNERS_ERRORS, Signal.ROADMAP, Signal.FORKS}),
    interval=timedelta(days=7),
    longest=timedelta(days=100),
    rest=timedelta(hours=20),
    handles=is_repository,
    batch=8,
    points=4,
    source=SOURCE,
    token="required",  # noqa: S106 - says that one is needed
)


def _facts(node: Node, target: Target, context: Context) -> Iterator[Yield]:
    yield from tickets(node, target, context)
    yield from logins(node, context)
    yield from documents(node, FILES, target, context)
    yield from forks(node, context)


def forks(node: Node, context: Context) -> Iterator[Yield]:
    """Yield the forks with most followers that somebody still pushes to, and how many follow them."""
    for entry in nodes(node.shape, node.data, "topForks"):
        name, pushed = text(entry, "nameWithOwner"), moment(node.shape, entry, "pushedAt")
        stars = count(entry, "stargazerCount")
        owner = entry.get("owner")
        number = owner.get("databaseId") if isinstance(owner, dict) else None
        if number is not None and context.is_forgotten(str(number)):
            continue
        if name and pushed and stars is not None:
            page = link(entry, otherwise=f"https://{FORGE_HOST}/{name}")
            yield StateFact("living_fork", f"{pushed:%Y-%m}", page, subject=name)
            yield MeasureFact("fork_stars", context.now.date(), stars, page, subject=name)
    yield Seen(Signal.FORKS, None, context.now, is_complete=is_told(node, "topForks"))


QUESTION = Question("github_work", FRAGMENT, repository_field("Work"))
_BATCH = Batch(QUESTION, repository_of, _facts)


def collect(target: Target, context: Context) -> Iterator[Yield]:
    """Yield what a close look at one repository shows: a batch of one."""
    return _BATCH.one(target, context)


def collect_many(targets: Sequence[Target], contexts: Mapping[str, Context], pace: Pace) -> Iterator[tuple[Target, Result]]:
    """Yield what a close look at each repository shows, or why it could not be told."""
    return _BATCH.many(targets, contexts, pace)
