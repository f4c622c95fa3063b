"""What pydantic says, in words for users and with the place in the file. A value is quoted only where it cannot be a secret."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from typing import Any, get_args, get_origin

from pydantic import ValidationError

from monitor.model.errors import Problem
from monitor.settings.document import Document, Location
from monitor.settings.forms import Form
from monitor.settings.root_form import RootForm
from monitor.settings.words import did_you_mean

SECRET_KEYS = frozenset({"tokens", "database", "database_file", "password", "password_file"})
KEY_ERROR = "[key]"
_MAPPING = "expected a mapping: lines like `key: value`"
_SHAPES = {
    "list_type": "expected a list: lines that begin with `- `, or [one, two]",
    "dict_type": _MAPPING,
    "model_type": _MAPPING,
    "string_type": "expected text",
}
_KINDS = {bool: "yes or no", int: "a number", float: "a number", date: "a date", datetime: "a time", bytes: "bytes"}
_SENTENCES = _SHAPES | {
    "int_type": "expected a whole number",
    "bool_type": "expected yes or no (true or false)",
    "int_from_float": "expected a whole number",
    "float_type": "expected a number",
    "finite_number": "expected a number",
    "greater_than": "must be more than {gt:g}",
    "greater_than_equal": "must be at least {ge:g}",
    "less_than_equal": "must be at most {le:g}",
    "too_short": "needs at least one entry",
    "string_pattern_mismatch": "must be small letters, digits, `.`, `_` or `-`, at most 64, and begin with a letter or digit",
}


def complaints(error: ValidationError, document: Document) -> Iterator[Problem]:
    """Yield a Problem for each mistake that pydantic found, except where the document has one already."""
    for details in error.errors(include_url=False, include_input=False):
        kind, location = details["type"], details["loc"]
        context = details.get("ctx", {})
        if _is_refused(document, location):
            continue
        if kind == "extra_forbidden":
            yield _unknown_key(document, location)
        elif kind == "missing":
            yield _missing(document, location)
        elif location and location[-1] == KEY_ERROR:
            yield _bad_key(document, location[:-1], _sentence(kind, context, details["msg"]))
        else:
            known = document.known(location)
            yield document.problem(known, _about_value(document, known, kind, context, details["msg"]))


def _is_refused(document: Document, location: Location) -> bool:
    return any(location[:end] in document.refused for end in range(len(location) + 1))


def _unknown_key(document: Document, location: Location) -> Problem:
    known = _form_at(location[:-1]).model_fields
    hint = did_you_mean(str(location[-1]), [field.alias or name for name, field in known.items()])
    shown = location[:-1] if location[0] in SECRET_KEYS and len(location) > 1 else location
    return document.problem(location, f"unknown key{hint}", at_key=True, key=shown)


def _missing(document: Document, location: Location) -> Problem:
    known = document.known(location)
    if known == location:
        return document.problem(location, "is empty", at_key=True)
    return document.problem(known, "is missing", at_key=True, key=location)


def _bad_key(document: Document, location: Location, sentence: str) -> Problem:
    shown = location[:-1] if location[0] in SECRET_KEYS else location
    return document.problem(location, f"as a key: {sentence}", at_key=True, key=shown)


def _about_value(document: Document, location: Location, kind: str, context: dict[str, Any], text: str) -> str:
    value = document.value(location)
    if value is None and kind in _SHAPES:
        return f"is empty; {_SHAPES[kind]}"
    source = document.places[location].source
    if kind == "literal_error":
        return f"{_sentence(kind, context, text)}{did_you_mean(source.lower(), _words(context))}"
    if kind == "string_type" and source and not SECRET_KEYS.intersection(location):
        return f'expected text, and YAML reads this as {_KINDS.get(type(value), "something else")}; put it in quotes: "{source}"'
    return _sentence(kind, context, text)


def _words(context: dict[str, Any]) -> tuple[str, ...]:
    return tuple(str(context.get("expected", "")).replace(" or ", ", ").replace("'", "").split(", "))


def _sentence(kind: str, context: dict[str, Any], text: str) -> str:
    if kind == "value_error":
        return str(context["error"])
    if kind == "literal_error":
        words = _words(context)
        return f"expected {'one of ' if len(words) > 1 else ''}{', '.join(words)}"
    template = _SENTENCES.get(kind)
    return template.format(**context) if template else text


def _form_at(location: Location) -> type[Form]:
    """Return the form of the mapping at `location`."""
    form: type[Form] = RootForm
    steps = iter(location)
    for step in steps:
        inner, is_container = _inner_form(form.model_fields[str(step)].annotation)
        if inner is None:
            break
        form = inner
        if is_container:
            next(steps, None)
    return form


def _inner_form(annotation: Any) -> tuple[type[Form] | None, bool]:
    """Return the form inside of an annotation, and whether it stands in a list or mapping."""
    if isinstance(annotation, type) and issubclass(annotation, Form):
        return annotation, False
    for part in get_args(annotation):
        inner, is_container = _inner_form(part)
        if inner is not None:
            return inner, is_container or get_origin(annotation) in (list, dict)
    return None, False
