"""Which account of the forge a commit's address belongs to, as the forge itself says: a proof that joins the two."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from monitor.collectors.github.graph import Node
from monitor.collectors.github.reading import account
from monitor.model.collecting import Context
from monitor.model.facts import ACCOUNT_OF_COMMIT, LinkFact, RawIdentity

GIT = "git"


def logins(node: Node, context: Context) -> Iterator[LinkFact]:
    """Yield a link from each address among the newest commits to its account. The address never leaves here."""
    joined: set[tuple[str, str]] = set()
    for commit in _commits(node):
        author = commit.get("author")
        who = author if isinstance(author, dict) else {}
        address, owner = who.get("email"), account(node.shape, who.get("user"), context)
        if not isinstance(address, str) or "@" not in address or owner is None:
            continue
        stable_id = context.pseudonym(address.strip().lower())
        if (stable_id, owner.stable_id) not in joined and not context.is_forgotten(stable_id):
            joined.add((stable_id, owner.stable_id))
            # Without a name it is a reference: how the account is called is for git's own collector to say.
            yield LinkFact(RawIdentity(GIT, stable_id, ""), owner, ACCOUNT_OF_COMMIT)


def _commits(node: Node) -> Iterator[Mapping[str, Any]]:
    branch = node.data.get("defaultBranchRef")
    target = branch.get("target") if isinstance(branch, dict) else None
    history = target.get("history") if isinstance(target, dict) else None
    if history is not None:
        for commit in node.shape.sequence(node.shape.mapping(history, "history").get("nodes"), "history.nodes"):
            if commit is not None:
                yield node.shape.mapping(commit, "a commit")
