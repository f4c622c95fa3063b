"""Where GitLab is asked and about what: a project's address as its interface names it.

Without a token a project shows a part of itself: name, branch, stars, forks. A moved project answers by 301 with its number.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import quote, urlencode

from monitor.collectors.forge import base_of, host_of, parts_of
from monitor.collectors.shape import Shape
from monitor.model.collecting import Answer, Context
from monitor.model.target import Target, TargetKind

SOURCE, HOME, INTERFACE = "gitlab", "gitlab.com", "/api/v4"


def is_project(target: Target) -> bool:
    """Return whether `target` is a repository on a host that runs GitLab."""
    return target.kind is TargetKind.GIT and target.forge == SOURCE


def source_of(target: Target) -> str:
    """Return what accounts and projects of this host are numbered by: each host counts for itself."""
    host = host_of(target)
    return SOURCE if host == HOME else host


def interface(target: Target, context: Context) -> str:
    """Return the address of the interface that answers for a target."""
    return base_of(target, context.bases, SOURCE, HOME, INTERFACE)


def project_url(target: Target, context: Context, rest: str = "", **query: object) -> str:
    """Return the address of a project, or of what belongs to it. Raises Malformed for what can be no project."""
    name = quote("/".join(parts_of(target)), safe="")
    asked = f"?{urlencode(query)}" if query else ""
    return f"{interface(target, context)}/projects/{name}{rest}{asked}"


def fetch_project(target: Target, context: Context) -> tuple[Shape, Mapping[str, Any]]:
    """Return what a project says of itself, whole and not by what we hold. Raises SourceError."""
    answer = context.http.get(project_url(target, context), is_conditional=False)
    return object_in(answer)


def object_in(answer: Answer) -> tuple[Shape, Mapping[str, Any]]:
    """Return the one object of an answer with a reader for it. Raises Malformed."""
    shape = Shape.of(answer)
    return shape, shape.mapping(answer.json(), "the answer")
