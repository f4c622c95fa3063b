"""What files made for machines say of a project's state: .repostatus.org, codemeta.json and SECURITY-INSIGHTS (OpenSSF, 1 and 2).

Only the state, and the day until which the file says that it holds: the people in it are not read here.
A file that cannot be read says nothing, which is no change.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from datetime import date, datetime
from typing import Any

import yaml

from monitor.collectors.notices import STATUSES
from monitor.model.facts import StateFact

STATUS_FILE, CODEMETA = ".repostatus.org", "codemeta.json"
INSIGHTS = frozenset({"SECURITY-INSIGHTS.yml", ".github/security-insights.yml", "security-insights.yml"})
DECLARED = (STATUS_FILE, CODEMETA)
LONGEST = 65_536
# https://www.repostatus.org/#active, or the address of a badge.
_STATUS = re.compile(r"repostatus\.org/(?:#|badges/[a-z0-9.]{1,12}/)([a-z]{2,12})", re.IGNORECASE)
Json = Mapping[str, Any]


def declared_in(path: str, text: str, link: str) -> Iterator[StateFact]:
    """Yield the state that a file says ("repostatus", by the words of repostatus.org), and the day on which it ends to hold."""
    status, until = _declared(path, text[:LONGEST])
    if status in STATUSES:
        yield StateFact("repostatus", status, link, subject=path)
    if until:
        yield StateFact("insights_hold_until", until.isoformat(), link, subject=path)


def _declared(path: str, text: str) -> tuple[str, date | None]:
    if path == STATUS_FILE:
        return _named(text), None
    if path == CODEMETA:
        return _named(_mapping(_json(text)).get("developmentStatus")), None
    if path in INSIGHTS:
        return _insights(_mapping(_yaml(text)))
    return "", None


def _insights(document: Json) -> tuple[str, date | None]:
    """Return status and end of a document: `project-lifecycle.status` of version 1, `repository.status` of version 2."""
    first, second = _mapping(document.get("project-lifecycle")), _mapping(document.get("repository"))
    return _named(second.get("status") or first.get("status")), _day(_mapping(document.get("header")).get("expiration-date"))


def _named(value: object) -> str:
    """Return the state in a word, an address at repostatus.org, or the first of a list; "" for anything else."""
    said = value[0] if isinstance(value, list) and value else value
    if not isinstance(said, str):
        return ""
    found = _STATUS.search(said)
    return (found[1] if found else said).strip().lower()


def _day(value: object) -> date | None:
    """Return the day in a date of YAML or in a text."""
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    try:
        return date.fromisoformat(value[:10]) if isinstance(value, str) else None
    except ValueError:
        return None


def _mapping(value: object) -> Json:
    return value if isinstance(value, dict) else {}


def _json(text: str) -> object:
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return None


def _yaml(text: str) -> object:
    try:
        return yaml.load(text, Loader=_NoAliases)  # noqa: S506 - a safe loader that refuses aliases too
    except (yaml.YAMLError, RecursionError, ValueError):
        return None


class _NoAliases(yaml.SafeLoader):
    """A safe loader for which an alias is a fault: a small file could name a large one by them."""

    def compose_node(self, parent: Any, index: Any) -> Any:
        if self.check_event(yaml.AliasEvent):
            raise yaml.YAMLError("aliases are not read")
        return super().compose_node(parent, index)
