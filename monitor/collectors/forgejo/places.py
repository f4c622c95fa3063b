"""Where Forgejo or Gitea is asked and about what. Lists come in pages of at most 50; X-Total-Count tells how long they are.

An answer of 301 leads a moved repository to its new name. Each host numbers repositories and accounts for itself.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import quote, urlencode

from monitor.collectors.forge import base_of, host_of, parts_of
from monitor.collectors.shape import Shape
from monitor.model.collecting import Answer, Context
from monitor.model.errors import Malformed
from monitor.model.target import Target, TargetKind

SOURCE, HOME, INTERFACE = "forgejo", "codeberg.org", "/api/v1"
# What servers allow by default, whatever is asked for.
PAGE_SIZE = 50
TOTAL = "x-total-count"


def is_repository(target: Target) -> bool:
    """Return whether `target` is a repository on a host that runs Forgejo or Gitea."""
    return target.kind is TargetKind.GIT and target.forge == SOURCE


def source_of(target: Target) -> str:
    """Return what accounts and repositories of this host are numbered by."""
    return host_of(target)


def interface(target: Target, context: Context) -> str:
    """Return the address of the interface that answers for a target."""
    return base_of(target, context.bases, SOURCE, HOME, INTERFACE)


def owner_and_name(target: Target) -> tuple[str, str]:
    """Return the owner and the name of a repository. Raises Malformed."""
    parts = parts_of(target)
    if len(parts) != len(("owner", "name")):
        raise Malformed(f"{target.key} is no repository on Forgejo or Gitea: it is https://host/owner/name")
    return parts[0], parts[1]


def repository_url(target: Target, context: Context, rest: str = "", **query: object) -> str:
    """Return the address of a repository, or of what belongs to it. Raises Malformed for what can be none."""
    owner, name = owner_and_name(target)
    asked = f"?{urlencode(query)}" if query else ""
    return f"{interface(target, context)}/repos/{quote(owner, safe='')}/{quote(name, safe='')}{rest}{asked}"


def fetch_repository(target: Target, context: Context) -> tuple[Shape, Mapping[str, Any]]:
    """Return what a repository says of itself, whole and not by what we hold. Raises SourceError."""
    return object_in(context.http.get(repository_url(target, context), is_conditional=False))


def object_in(answer: Answer) -> tuple[Shape, Mapping[str, Any]]:
    """Return the one object of an answer with a reader for it. Raises Malformed."""
    shape = Shape.of(answer)
    return shape, shape.mapping(answer.json(), "the answer")
