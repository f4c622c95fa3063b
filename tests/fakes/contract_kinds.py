"""Contracts that are no OpenAPI documents: Bluesky's lexicons, annotations of deps.dev, what the Hub's library asks, GitLab."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from tests.fakes.openapi import Operation, Parameter, operation, particular_first

TEXT, COUNT, YES_NO = {"type": "string"}, {"type": "integer", "minimum": 1}, {"type": "boolean"}
MOMENT = {"type": "string", "format": "date-time"}
_GET = re.compile(r'\bget: "([^"]+)"')
_POST = re.compile(r'\bpost: "([^"]+)"')
_RPC = re.compile(r"rpc \w+\((\w+)\) returns \(\w+\) \{(.*?)\n  \}", re.DOTALL)
_FIELD = re.compile(r"^  (?:repeated |optional )?(\w+) (\w+) = [0-9]+;", re.MULTILINE)
_SCALARS = {"string": TEXT, "bytes": TEXT, "bool": YES_NO, "int32": {"type": "integer"}, "int64": {"type": "integer"}}
_BRACKETS = re.compile(r"\[([^\]]+)\]")
_PAGED = {"page": COUNT, "per_page": {"type": "integer", "minimum": 1, "maximum": 100}}
# GitLab publishes no trimmed document here; these are the requests and parameters of its REST reference (apis, section 3).
_GITLAB: dict[str, dict[str, Any]] = {
    "/version": {},
    "/metadata": {},
    "/projects": {**_PAGED, "visibility": {"enum": ["public", "internal", "private"]}},
    "/projects/{id}": {"license": YES_NO, "statistics": YES_NO},
    "/projects/{id}/releases": {**_PAGED, "order_by": {"enum": ["released_at", "created_at"]}, "sort": {"enum": ["asc", "desc"]}},
    "/projects/{id}/repository/commits": {
        **_PAGED,
        **{"since": MOMENT, "until": MOMENT, "ref_name": TEXT, "path": TEXT, "author": TEXT, "with_stats": YES_NO, "all": YES_NO},
    },
    "/projects/{id}/repository/tags": {
        **_PAGED,
        **{"order_by": {"enum": ["name", "updated", "version"]}, "sort": {"enum": ["asc", "desc"]}, "search": TEXT},
    },
    "/projects/{id}/repository/branches": {**_PAGED, "search": TEXT},
    "/projects/{id}/repository/contributors": {**_PAGED, "order_by": TEXT, "sort": {"enum": ["asc", "desc"]}},
    "/projects/{id}/repository/files/{file_path}": {"ref": TEXT},
    "/projects/{id}/repository/files/{file_path}/raw": {"ref": TEXT, "lfs": YES_NO},
    "/projects/{id}/repository/tree": {**_PAGED, "path": TEXT, "ref": TEXT, "recursive": YES_NO, "pagination": TEXT},
    "/projects/{id}/issues_statistics": {"created_after": MOMENT, "created_before": MOMENT},
    "/projects/{id}/issues": {
        **_PAGED,
        **{"state": {"enum": ["opened", "closed", "all"]}, "order_by": TEXT, "sort": {"enum": ["asc", "desc"]}},
        **{"created_after": MOMENT, "updated_after": MOMENT, "scope": TEXT, "with_labels_details": YES_NO},
    },
    "/projects/{id}/issues/{iid}/notes": {**_PAGED, "order_by": TEXT, "sort": {"enum": ["asc", "desc"]}},
    "/projects/{id}/merge_requests": {
        **_PAGED,
        **{
            "state": {"enum": ["opened", "closed", "locked", "merged", "all"]},
            "order_by": TEXT,
            "sort": {"enum": ["asc", "desc"]},
        },
        **{"created_after": MOMENT, "updated_after": MOMENT, "scope": TEXT, "view": TEXT},
    },
    "/projects/{id}/merge_requests/{iid}/notes": {**_PAGED, "order_by": TEXT, "sort": {"enum": ["asc", "desc"]}},
    "/projects/{id}/milestones": {**_PAGED, "state": {"enum": ["active", "closed"]}, "title": TEXT, "search": TEXT},
    "/projects/{id}/members": {**_PAGED, "query": TEXT},
    "/projects/{id}/members/all": {**_PAGED, "query": TEXT},
    "/projects/{id}/forks": {**_PAGED, "order_by": TEXT, "sort": {"enum": ["asc", "desc"]}, "simple": YES_NO},
    "/projects/{id}/events": {**_PAGED, "action": TEXT, "target_type": TEXT, "before": TEXT, "after": TEXT},
    "/groups/{id}": {"with_projects": YES_NO},
    "/groups/{id}/projects": {**_PAGED, "include_subgroups": YES_NO, "archived": YES_NO, "order_by": TEXT, "simple": YES_NO},
    "/groups/{id}/members": {**_PAGED, "query": TEXT},
    "/groups/{id}/members/all": {**_PAGED, "query": TEXT},
    "/users": {**_PAGED, "username": TEXT, "search": TEXT},
    "/users/{id}": {},
}


def gitlab() -> list[Operation]:
    """Return the requests that GitLab's REST reference names and a collector may use."""
    found = [operation("GET", template, [], _parameters(query)) for template, query in _GITLAB.items()]
    return particular_first(found)


def _parameters(schemas: dict[str, Any], required: tuple[str, ...] = ()) -> list[Parameter]:
    return [Parameter(name, schema, name in required) for name, schema in schemas.items()]


def lexicons(folder: Path) -> list[Operation]:
    """Return the queries of the lexicons in a folder, below /xrpc."""
    found = []
    for file in sorted(folder.glob("*.json")):
        document = json.loads(file.read_text())
        main = document["defs"].get("main", {})
        if main.get("type") == "query":
            said = main.get("parameters", {})
            known = {name: _lexicon_schema(schema) for name, schema in said.get("properties", {}).items()}
            found.append(operation("GET", f"/xrpc/{document['id']}", [], _parameters(known, tuple(said.get("required", ())))))
    return found


def _lexicon_schema(schema: dict[str, Any]) -> dict[str, Any]:
    # Lengths of lists have another name there; formats are for humans.
    kept: dict[str, Any] = {key: schema[key] for key in ("type", "minimum", "maximum", "items", "maxLength") if key in schema}
    if kept.get("type") == "array":
        kept["maxItems"] = kept.pop("maxLength", 10_000)
        kept["items"] = {"type": kept["items"]["type"]}
    return kept


def protos(*files: Path) -> list[Operation]:
    """Return the requests that the `google.api.http` annotations of proto files name; nested fields as `key.name`."""
    found = []
    for file in files:
        text = file.read_text()
        for message, options in _RPC.findall(text):
            query = _parameters(dict(_fields(text, message)))
            found += [operation("GET", template, [], _without(query, template)) for template in _GET.findall(options)]
            found += [operation("POST", template, [], []) for template in _POST.findall(options)]
    return particular_first(found)


def _without(query: list[Parameter], template: str) -> list[Parameter]:
    """Return what is not already in the path, in the spelling of JSON and in that of the file."""
    left = [parameter for parameter in query if f"{{{parameter.name}}}" not in template]
    return left + [Parameter(_camel(parameter.name), parameter.schema) for parameter in left]


def _camel(name: str) -> str:
    return re.sub(r"_([a-z])", lambda found: found[1].upper(), name)


def _fields(text: str, message: str, prefix: str = "") -> Iterator[tuple[str, dict[str, Any]]]:
    body = re.search(rf"^message {message} \{{(.*?)^\}}", text, re.DOTALL | re.MULTILINE)
    for kind, name in _FIELD.findall(body[1]) if body else ():
        if kind in _SCALARS:
            yield prefix + name, _SCALARS[kind]
        elif re.search(rf"^message {kind} \{{", text, re.MULTILINE) and not prefix:
            yield from _fields(text, kind, f"{name}.")
        else:
            yield prefix + name, TEXT


def hub_library(file: Path) -> list[Operation]:
    """Return the requests of the Hub's own library that its published document does not contain."""
    found = []
    for entry in json.loads(file.read_text())["requests"]:
        query = _parameters(dict(map(_hub_parameter, entry.get("query", ()))))
        paged = _parameters({"limit": COUNT, "cursor": TEXT, "p": {"type": "integer"}}) if entry.get("paging") else []
        found += [operation("GET", template, [], [*query, *paged]) for template in _with_and_without(entry["get"])]
    return particular_first(found)


def _hub_parameter(said: str) -> tuple[str, dict[str, Any]]:
    name, _, values = said.partition("=")
    if "<" in values or not values:
        return name.split()[0], {"anyOf": [{"type": "string"}, {"type": "integer"}, {"type": "array"}, {"type": "boolean"}]}
    return name, {"anyOf": [{"enum": values.split("|")}, {"type": "boolean"}]}


def _with_and_without(template: str) -> list[str]:
    optional = _BRACKETS.search(template)
    return [_BRACKETS.sub("", template), _BRACKETS.sub(r"\1", template)] if optional else [template]
