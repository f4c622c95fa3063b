"""The state of repositories, often and for all: archived, locked, moved, owner, licence; and whether anything changed there.

GraphQL's scalar fields of up to 100 repositories in one question of one point. What changed wakes the dearer looks.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timedelta

from monitor.collectors.fields import bookmark, count, link, moment, text, to_cursor, yes_no
from monitor.collectors.forge import checked_id
from monitor.collectors.github.batches import Batch, repository_field
from monitor.collectors.github.graph import Node, Question
from monitor.collectors.github.places import SOURCE, is_repository, repository_of
from monitor.collectors.github.presence import missing
from monitor.model.collecting import CollectorSpec, Context, Pace, Result
from monitor.model.facts import Cursor, MeasureFact, Seen, StateFact, Wake, Yield
from monitor.model.signals import Signal
from monitor.model.target import Target

FRAGMENT = """fragment State on Repository {
  databaseId nameWithOwner url isArchived archivedAt isDisabled isLocked isMirror visibility pushedAt
  stargazerCount forkCount licenseInfo { spdxId } fundingLinks { url }
  hasIssuesEnabled isSecurityPolicyEnabled
  owner { __typename login ... on User { databaseId } ... on Organization { databaseId } }
  parent { nameWithOwner } defaultBranchRef { name target { oid } } latestRelease { tagName publishedAt }
}"""
PROBE = 'repository(owner: "octocat", name: "Hello-World") { id }'
# What is told of every repository: where one of these is missing, the answer is not whole, and no state may end by it.
FLAGS = ("isArchived", "isDisabled", "isLocked", "isMirror", "hasIssuesEnabled")
WORDS = ("nameWithOwner", "visibility")
# What may be null, and then says that there is none.
OBJECTS = ("licenseInfo", "parent", "defaultBranchRef")
WOKEN = ("github_counts", "github_work")
SPEC = CollectorSpec(
    id="github_state",
    signals=frozenset({Signal.REPOSITORY_STATE}),
    interval=timedelta(hours=1),
    longest=timedelta(hours=12),
    handles=is_repository,
    batch=100,
    points=1,
    source=SOURCE,
    token="required",  # noqa: S106 - says that one is needed
)


def _facts(node: Node, target: Target, context: Context) -> Iterator[Yield]:
    page = link(node.data, otherwise=target.key)
    yield from (StateFact(name, value, page, since) for name, value, since in _states(node, context.now) if value)
    for funding in _funding(node):
        yield StateFact("funding", funding, page)
    yield from _measures(node, context, page)
    before, now = bookmark(context.cursor), _signs(node)
    if before.get("signs") not in (None, now):
        yield from map(Wake, WOKEN)
    yield Cursor(to_cursor(signs=now))
    yield Seen(Signal.REPOSITORY_STATE, None, context.now, is_complete=_is_whole(node))


def _is_whole(node: Node) -> bool:
    data = node.data
    is_told = all(isinstance(data.get(name), bool) for name in FLAGS) and all(text(data, name) for name in WORDS)
    is_readable = all(isinstance(data.get(name, ""), dict | None) for name in OBJECTS)
    return is_told and is_readable and data.get("databaseId") is not None and not node.faults


def _states(node: Node, now: datetime) -> Iterator[tuple[str, str, datetime | None]]:
    data, shape = node.data, node.shape
    yield "visible", "yes", None
    archived = moment(shape, data, "archivedAt", now)
    yield "archived", yes_no(data.get("isArchived")), archived if data.get("isArchived") is True else None
    for name, field in (("disabled", "isDisabled"), ("locked", "isLocked"), ("mirror", "isMirror")):
        yield name, yes_no(data.get(field)), None
    yield "visibility", text(data, "visibility").lower(), None
    is_numbered = data.get("databaseId") is not None
    yield "repository_id", f"{SOURCE}:{checked_id(shape, data, 'databaseId')}" if is_numbered else "", None
    yield "full_name", text(data, "nameWithOwner"), None
    yield from ((name, value, None) for name, value in _owner(node))
    yield "licence", _named(node, "licenseInfo", "spdxId", "NOASSERTION"), None
    branch = data.get("defaultBranchRef")
    yield "default_branch", text(branch, "name") if isinstance(branch, dict) else "", None
    yield "security_policy", yes_no(data.get("isSecurityPolicyEnabled")), None
    yield "has_issues", yes_no(data.get("hasIssuesEnabled")), None
    parent = data.get("parent")
    yield "fork_of", text(parent, "nameWithOwner") if isinstance(parent, dict) else "", None


def _named(node: Node, field: str, name: str, nameless: str = "") -> str:
    """Return what the object in a field is called, "none" where the host says that there is none, "" where it does not say."""
    if field not in node.data or field in node.faults:
        return ""
    value = node.data[field]
    if isinstance(value, dict):
        return text(value, name) or nameless
    return "none" if value is None else ""


def _owner(node: Node) -> Iterator[tuple[str, str]]:
    owner = node.shape.mapping(node.data.get("owner"), "owner")
    yield "owner", text(owner, "login")
    yield "owner_type", {"Organization": "organisation", "User": "user"}.get(str(owner.get("__typename")), "")
    number = count(owner, "databaseId")
    yield "owner_id", f"{SOURCE}:{number}" if number else ""


def _funding(node: Node) -> list[str]:
    links = node.shape.sequence(node.data.get("fundingLinks") or [], "fundingLinks")
    found = (link(node.shape.mapping(entry, "a funding link")) for entry in links)
    return sorted({address for address in found if address})


def _measures(node: Node, context: Context, page: str) -> Iterator[MeasureFact]:
    for metric, field in (("stars", "stargazerCount"), ("forks", "forkCount")):
        value = node.data.get(field)
        if isinstance(value, int) and not isinstance(value, bool) and 0 <= value < 2**53:
            yield MeasureFact(metric, context.now.date(), value, page)


def _signs(node: Node) -> list[str]:
    """Return what changes when something is pushed or released. `updatedAt` is left out: it moves with every star."""
    branch, release = node.data.get("defaultBranchRef"), node.data.get("latestRelease")
    head = branch.get("target") if isinstance(branch, dict) else None
    return [
        text(node.data, "pushedAt"),
        text(head, "oid") if isinstance(head, dict) else "",
        text(release, "tagName") if isinstance(release, dict) else "",
    ]


QUESTION = Question("github_state", FRAGMENT, repository_field("State"), PROBE)
_BATCH = Batch(QUESTION, repository_of, _facts, missing)


def collect(target: Target, context: Context) -> Iterator[Yield]:
    """Yield the state of one repository: a batch of one."""
    return _BATCH.one(target, context)


def collect_many(targets: Sequence[Target], contexts: Mapping[str, Context], pace: Pace) -> Iterator[tuple[Target, Result]]:
    """Yield the state of each repository, or why it could not be told."""
    return _BATCH.many(targets, contexts, pace)
