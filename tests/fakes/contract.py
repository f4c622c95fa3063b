"""Whether a request is one that its source describes: path, parameters and their kinds, or the fields of a question.

One table by base address. The descriptions lie beside the checkout; a test that needs them is skipped where they are not.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping, Sequence
from functools import cache, lru_cache
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
import yaml
from graphql import GraphQLError, parse, validate

from tests.fakes import contract_kinds as kinds
from tests.fakes.graphql_cost import cost_of
from tests.fakes.graphql_plan import shape_of
from tests.fakes.graphql_schema import schema
from tests.fakes.openapi import Operation, answer_complaints, operation, operations_in, request_complaints

CONTRACTS = Path(__file__).parents[3] / "shared/contracts"
GITHUB = "https://api.github.com"
VERSIONS = frozenset({"2022-11-28", "2026-03-10"})
# Where each source is asked; enterprise hosts and other instances are named by the test.
BASES: Mapping[str, str] = {
    GITHUB: "github",
    "https://gitlab.com/api/v4": "gitlab",
    "https://codeberg.org/api/v1": "forgejo",
    "https://huggingface.co": "huggingface",
    "https://api.deps.dev": "deps_dev",
    "https://packages.ecosyste.ms/api/v1": "ecosystems/packages",
    "https://repos.ecosyste.ms/api/v1": "ecosystems/repos",
    "https://issues.ecosyste.ms/api/v1": "ecosystems/issues",
    "https://commits.ecosyste.ms/api/v1": "ecosystems/commits",
    "https://timeline.ecosyste.ms/api/v1": "ecosystems/timeline",
    "https://public.api.bsky.app": "bluesky",
    "https://api.bsky.app": "bluesky",
    "https://mastodon.social": "mastodon",
}
# Later pages lead to durable ids, of which the description knows only the readable form.
_DURABLE = (
    (re.compile(r"/repositories/[0-9]+(?=/|$)"), "/repos/owner/repo"),
    (re.compile(r"/organizations/[0-9]+(?=/|$)"), "/orgs/org"),
    (re.compile(r"/user/[0-9]+(?=/)"), "/users/username"),
)


def shared(path: str) -> Path:
    """Return a file or folder of the official descriptions; a test that needs it skips where it is not there."""
    found = CONTRACTS / path
    if not found.exists():
        pytest.skip(f"the official descriptions ({path}) are not beside this checkout")
    return found


@cache
def document(path: str) -> Any:
    """Return a description as data; the keys of YAML answers are texts, as in JSON."""
    file = shared(path)
    if file.suffix == ".json":
        return json.loads(file.read_text())
    return json.loads(json.dumps(yaml.safe_load(file.read_text()), default=str))


def _openapi(path: str) -> Callable[[], list[Operation]]:
    return lambda: operations_in(document(path))


def _hub() -> list[Operation]:
    known = operations_in(document("huggingface/hub-openapi.trimmed.json"))
    # A wildcard at the end of a path may stand for nothing: the root of a repository.
    known += [
        operation(one.method, one.template.removesuffix("/{path}"), one.path[:-1], list(one.query.values()), one.answers)
        for one in known
        if one.path and one.path[-1].schema.get("description") == "Wildcard path parameter"
    ]
    return known + kinds.hub_library(shared("huggingface/library-shapes.json"))


SOURCES: Mapping[str, Callable[[], list[Operation]]] = {
    "github": _openapi("github/rest-openapi.trimmed.json"),
    "gitlab": kinds.gitlab,
    "forgejo": _openapi("forgejo/v1-swagger.trimmed.json"),
    "huggingface": _hub,
    "deps_dev": lambda: kinds.protos(shared("deps.dev/v3-api.proto"), shared("deps.dev/v3alpha-api.proto")),
    "bluesky": lambda: kinds.lexicons(shared("bluesky")),
    "mastodon": _openapi("mastodon/openapi.trimmed.json"),
    **{f"ecosystems/{name}": _openapi(f"ecosystems/{name}.openapi.yaml") for name in ("packages", "repos", "issues", "commits")},
    "ecosystems/timeline": _openapi("ecosystems/timeline.openapi.yaml"),
}


@cache
def operations(source: str) -> Sequence[Operation]:
    """Return the requests that a source knows."""
    return SOURCES[source]()


def check_request(
    method: str, url: str, headers: Mapping[str, str] | None = None, body: bytes = b"", *, at: Mapping[str, str] | None = None
) -> None:
    """Fail where the request is not one that its source describes. `at` names further bases: address to source."""
    wrong = complaints(method, url, headers or {}, body, at=at)
    assert [] == wrong, f"{method} {url}: {'; '.join(wrong)}"


Law = Callable[[str, str, Mapping[str, str], bytes], list[str]]


def law() -> Law | None:
    """Return what a wire asks about every request; None where the descriptions are not beside this checkout."""
    return complaints if CONTRACTS.is_dir() else None


def complaints(
    method: str, url: str, headers: Mapping[str, str], body: bytes = b"", *, at: Mapping[str, str] | None = None
) -> list[str]:
    """Return everything that is wrong with a request, nothing where its source would understand it."""
    bases = {**BASES, **(at or {})}
    base = max((known for known in bases if url == known or url.startswith((f"{known}/", f"{known}?"))), key=len, default="")
    if not base:
        return ["no contract is known for this address"]
    parts = urlsplit(url)
    path = parts.path.removeprefix(urlsplit(base).path.rstrip("/")) or "/"
    lower = {name.lower(): value for name, value in headers.items()}
    if bases[base] == "github":
        return _github(method, path, parts.query, lower, body)
    return request_complaints(operations(bases[base]), method, path, parts.query)


def _github(method: str, path: str, query: str, headers: Mapping[str, str], body: bytes) -> list[str]:
    wrong = [] if headers.get("user-agent") else ["GitHub refuses requests without User-Agent"]
    if headers.get("x-github-api-version", "2022-11-28") not in VERSIONS:
        wrong.append(f"the version {headers['x-github-api-version']} is not supported")
    if path == "/graphql":
        return wrong + (_graphql(body) if method == "POST" else ["GraphQL is asked by POST"])
    # The first page of a durable id is where a rename leads: a plain repository.
    for pattern, readable in _DURABLE:
        path = pattern.sub(readable, path, count=1)
    return wrong + request_complaints(operations("github"), method, path, query)


def _graphql(body: bytes) -> list[str]:
    try:
        asked = json.loads(body)
        query, variables = asked["query"], asked.get("variables") or {}
    except (ValueError, KeyError, TypeError):
        return ["the body is no question: an object with a query is expected"]
    return list(question_complaints(shape_of(query).text, json.dumps(variables)))


@lru_cache(maxsize=500)
def question_complaints(query: str, variables: str = "{}") -> Sequence[str]:
    """Return what the official GraphQL schema, and the limits beside it, find wrong with a question."""
    try:
        asked = parse(query)
    except GraphQLError as error:
        return (error.message,)
    refused = cost_of(schema(), asked, json.loads(variables)).refusal
    return *(error.message for error in validate(schema(), asked)), *((refused,) if refused else ())


def check_answer(source: str, method: str, path: str, status: int, body: object) -> None:
    """Fail where a body is not what the description of the source promises for this request and status."""
    operation = next((o for o in operations(source) if o.method == method and o.pattern.fullmatch(path)), None)
    assert operation, f"{method} {path} is in no contract"
    described = {"github": "github/rest-openapi.trimmed.json", "huggingface": "huggingface/hub-openapi.trimmed.json"}[source]
    assert [] == answer_complaints(document(described), operation, status, body)[:5]
