"""Reads what an OpenAPI or Swagger document promises: which requests are known, and what their answers look like."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache
from typing import Any
from urllib.parse import parse_qsl, unquote

from jsonschema import Draft202012Validator

METHODS = ("get", "post")
_PLACEHOLDER = re.compile(r"\{([^{}]+)\}")
_NUMBER = re.compile(r"-?[0-9]+")
Document = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Parameter:
    """A value in the path or the query; `schema` is plain JSON schema."""

    name: str
    schema: Document = field(repr=False)
    is_required: bool = False


@dataclass(frozen=True, slots=True)
class Operation:
    """One known request; `pattern` matches the path as sent, still encoded."""

    method: str
    template: str
    pattern: re.Pattern[str]
    path: Sequence[Parameter]
    query: Mapping[str, Parameter]
    answers: Mapping[str, Document] = field(default_factory=dict, repr=False)


def operation(
    method: str, template: str, path: Sequence[Parameter], query: Sequence[Parameter], answers: Document | None = None
) -> Operation:
    """Return an operation; a path parameter whose schema says `x-multi-segment` may hold slashes."""
    wide = {parameter.name for parameter in path if parameter.schema.get("x-multi-segment")}
    pieces = _PLACEHOLDER.split(template)
    text = "".join(re.escape(p) if n % 2 == 0 else (r"(.+)" if p in wide else r"([^/]+)") for n, p in enumerate(pieces))
    by_name = {parameter.name: parameter for parameter in path}
    ordered = [by_name.get(name) or Parameter(name, {"type": "string"}) for name in pieces[1::2]]
    return Operation(method, template, re.compile(text), ordered, {p.name: p for p in query}, answers or {})


def operations_in(document: Document) -> list[Operation]:
    """Return what a document knows, the most particular template first."""
    found = []
    for template, item in document["paths"].items():
        for method in METHODS:
            if method in item:
                stated = item.get("parameters", []) + item[method].get("parameters", [])
                given = [_resolved(document, parameter) for parameter in stated]
                path = [_parameter(document, entry) for entry in given if entry["in"] == "path"]
                query = [_parameter(document, entry) for entry in given if entry["in"] == "query"]
                found.append(operation(method.upper(), template, path, query, item[method].get("responses", {})))
    return particular_first(found)


def particular_first(operations: list[Operation]) -> list[Operation]:
    """Return operations in the order in which they are tried: the fewer placeholders, the earlier."""
    return sorted(operations, key=lambda known: (len(known.path), -len(known.template)))


def _parameter(document: Document, entry: Document) -> Parameter:
    # Swagger 2 has the schema beside the name.
    schema = dict(_expanded(document, entry.get("schema", entry)))
    if entry.get("x-multi-segment"):
        schema["x-multi-segment"] = True
    is_text = isinstance(entry.get("required"), bool) and entry["required"]
    return Parameter(entry["name"], {k: v for k, v in schema.items() if k not in ("required", "in", "name")}, is_text)


def _resolved(document: Document, entry: Document) -> Document:
    while "$ref" in entry:
        found: Any = document
        for part in entry["$ref"].removeprefix("#/").split("/"):
            found = found[part.replace("~1", "/").replace("~0", "~")]
        entry = found
    return entry


def _expanded(document: Document, entry: Any) -> Any:
    if isinstance(entry, list):
        return [_expanded(document, part) for part in entry]
    if not isinstance(entry, dict):
        return entry
    return {key: _expanded(document, part) for key, part in _resolved(document, entry).items() if key != "example"}


def request_complaints(operations: Sequence[Operation], method: str, path: str, query: str) -> list[str]:
    """Return what is wrong with a request: an unknown path or parameter, a value of the wrong kind, one that is missing."""
    for known in operations:
        matched = known.pattern.fullmatch(path)
        if matched and known.method == method:
            values = zip(known.path, matched.groups(), strict=True)
            wrong = [complaint for parameter, text in values for complaint in _misfit(parameter, [unquote(text)])]
            return wrong + list(_query_complaints(known, query))
    return [f"{method} {path} is in no contract"]


def _query_complaints(known: Operation, query: str) -> Iterator[str]:
    given: dict[str, list[str]] = {}
    for name, value in parse_qsl(query, keep_blank_values=True, strict_parsing=bool(query)):
        given.setdefault(name, []).append(value)
    for name, values in given.items():
        parameter = known.query.get(name) or known.query.get(f"{name}[]")
        if parameter is None:
            yield f"{known.template} knows no parameter {name}"
        else:
            yield from _misfit(parameter, values)
    yield from (f"{known.template} needs {p.name}" for p in known.query.values() if p.is_required and p.name not in given)


def _misfit(parameter: Parameter, values: list[str]) -> Iterator[str]:
    whole = [[kind for text in values for kind in (as_said(text),)], values, [p for v in values for p in v.split(",")]]
    alone: list[object] = [values[0], as_said(values[0])] if len(values) == 1 else []
    if parameter.schema.get("format") == "date-time" and not _is_moment(values[0]):
        yield f"{parameter.name}={values[0]} is no date with time"
    elif not any(_validator(parameter).is_valid(candidate) for candidate in [*alone, *whole]):
        yield f"{parameter.name}={','.join(values)} does not fit {_short(parameter.schema)}"


def as_said(text: str) -> object:
    """Return the number or truth value that a text says, else the text."""
    if _NUMBER.fullmatch(text):
        return int(text)
    return {"true": True, "false": False}.get(text, text)


def _is_moment(text: str) -> bool:
    try:
        return datetime.fromisoformat(text).tzinfo is not None
    except ValueError:
        return False


def _validator(parameter: Parameter) -> Draft202012Validator:
    return Draft202012Validator(parameter.schema)


def _short(schema: Document) -> str:
    return str({key: schema[key] for key in ("type", "enum", "minimum", "maximum", "oneOf", "anyOf") if key in schema})


def answer_complaints(document: Document, known: Operation, status: int, body: object) -> list[str]:
    """Return where a body differs from what the document promises for this status; nothing where it promises nothing."""
    answer = known.answers.get(str(status))
    if answer is None:
        return [f"{known.template} never answers {status}"]
    content = _resolved(document, answer).get("content", {}).get("application/json", {})
    if "schema" not in content:
        return []
    validator = Draft202012Validator({**_nulls(content["schema"]), "components": _components(id(document), _Held(document))})
    return [f"{error.json_path}: {error.message[:200]}" for error in validator.iter_errors(body)]


@dataclass(frozen=True)
class _Held:
    document: Document = field(hash=False, compare=False, repr=False)


@cache
def _components(_key: int, held: _Held) -> Any:
    return _nulls(held.document.get("components", {}))


def _nulls(node: Any) -> Any:
    """Return OpenAPI 3.0's `nullable` as JSON schema says it."""
    if isinstance(node, list):
        return [_nulls(part) for part in node]
    if not isinstance(node, dict):
        return node
    found = {key: _nulls(part) for key, part in node.items() if key not in ("nullable", "example", "examples")}
    if node.get("nullable") is not True:
        return found
    if isinstance(found.get("type"), str):
        more = {"enum": [*found["enum"], None]} if "enum" in found else {}
        return found | {"type": [found["type"], "null"]} | more
    return {"anyOf": [found, {"type": "null"}]}
