"""What people and organisations say of themselves on their pages: 50 of them in one question of one point.

Kept is what concerns work: name, bio, company, status, public organisations, links. An account is its number: another number
under the same login is somebody else.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from datetime import timedelta

from monitor.collectors.fields import link, text
from monitor.collectors.github.batches import Batch
from monitor.collectors.github.graph import Node, Question
from monitor.collectors.github.places import SOURCE, is_account, login_of
from monitor.collectors.github.reading import nodes
from monitor.model.collecting import CollectorSpec, Context, Pace, Result
from monitor.model.errors import NotFound
from monitor.model.facts import Seen, StateFact, Unchanged, Yield
from monitor.model.signals import Signal
from monitor.model.target import Target

FRAGMENT = """fragment Account on RepositoryOwner { __typename login url
  ... on User { databaseId name bio company websiteUrl status { message organization { login } }
    socialAccounts(first: 5) { nodes { url } } organizations(first: 20) { nodes { login } } }
  ... on Organization { databaseId name archivedAt isVerified websiteUrl }
}"""
SPEC = CollectorSpec(
    id="github_accounts",
    signals=frozenset({Signal.PROFILES}),
    interval=timedelta(days=1),
    longest=timedelta(days=7),
    handles=is_account,
    batch=50,
    points=1,
    source=SOURCE,
    token="required",  # noqa: S106 - says that one is needed
)


def _field(target: Target) -> str:
    return f"repositoryOwner(login: {json.dumps(login_of(target))}) {{ ...Account }}"


def _facts(node: Node, target: Target, context: Context) -> Iterator[Yield]:
    data, number = node.data, node.data.get("databaseId")
    login = text(data, "login", 80)
    if not isinstance(number, int) or isinstance(number, bool) or not login:
        raise node.shape.wrong("an account has no number or no login")
    if context.is_forgotten(str(number)) or context.is_forgotten(login):
        yield Unchanged()
        return
    subject, page = f"{SOURCE}:{number}", link(data, otherwise=target.key)
    if login.casefold() != login_of(target).casefold():
        raise NotFound(f"{node.shape.host}: the account has another login now")
    yield StateFact("login", login, page, subject=subject)
    for name, value in _said(node):
        if value:
            yield StateFact(name, value, page, subject=subject)
    yield Seen(Signal.PROFILES, None, context.now, is_complete=not node.faults)


def _said(node: Node) -> Iterator[tuple[str, str]]:
    data = node.data
    yield "name", text(data, "name", 80)
    for name in ("bio", "company"):
        yield name, text(data, name)
    status = data.get("status")
    yield "status", text(status, "message") if isinstance(status, dict) else ""
    yield "link", link(data, "websiteUrl")
    yield from (("link", link(entry)) for entry in nodes(node.shape, data, "socialAccounts"))
    yield from (("organisation", text(entry, "login", 80)) for entry in nodes(node.shape, data, "organizations"))
    yield "archived", "yes" if text(data, "archivedAt") else ""
    yield "account_type", {"Organization": "organisation", "User": "person"}.get(str(data.get("__typename")), "")


QUESTION = Question("github_accounts", FRAGMENT, _field)
_BATCH = Batch(QUESTION, login_of, _facts)


def collect(target: Target, context: Context) -> Iterator[Yield]:
    """Yield what one account's page says: a batch of one."""
    return _BATCH.one(target, context)


def collect_many(targets: Sequence[Target], contexts: Mapping[str, Context], pace: Pace) -> Iterator[tuple[Target, Result]]:
    """Yield what each page says, or why it could not be told."""
    return _BATCH.many(targets, contexts, pace)
