"""Governance files, front page, errors in CODEOWNERS and milestones, as one close look at a repository shows them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from monitor.collectors.declared import declared_in
from monitor.collectors.fields import link, moment, text
from monitor.collectors.files import FRONT_PAGES, GOVERNANCE, ROADMAPS, WATCHED, kept_text
from monitor.collectors.github.graph import Node
from monitor.collectors.github.reading import count, is_told, nodes
from monitor.collectors.notices import notices_in
from monitor.model.collecting import Context
from monitor.model.facts import Seen, StateFact, Yield
from monitor.model.signals import Signal
from monitor.model.target import Target


def documents(node: Node, files: Mapping[str, str], target: Target, context: Context) -> Iterator[Yield]:
    """Yield the files (alias to path) that are there, and what the forge says of CODEOWNERS and milestones."""
    page = link(node.data, otherwise=target.key)
    for alias, path in files.items():
        blob = node.data.get(alias)
        if isinstance(blob, dict) and isinstance(blob.get("oid"), str):
            yield from _file(path, blob, f"{page}/blob/HEAD/{path}")
    yield from _notices(node, files, page, context)
    yield Seen(Signal.GOVERNANCE, None, context.now, is_complete=not node.faults & files.keys())
    yield from _owners_errors(node, page, context)
    faulty = frozenset(path for alias, path in files.items() if alias in node.faults)
    yield from _milestones(node, faulty, page, context)


def _file(path: str, blob: Mapping[str, Any], address: str) -> Iterator[Yield]:
    if path in WATCHED or path in FRONT_PAGES:
        yield StateFact("file_digest", blob["oid"][:64], address, subject=path)
    if path in GOVERNANCE and isinstance(blob.get("text"), str):
        yield StateFact("governance_text", kept_text(blob["text"]), address, subject=path)
    if isinstance(blob.get("text"), str):
        yield from declared_in(path, blob["text"], address)


def _notices(node: Node, files: Mapping[str, str], page: str, context: Context) -> Iterator[Yield]:
    """Yield what the first front page that is there says of the project."""
    alias_of = {path: alias for alias, path in files.items()}
    for path in FRONT_PAGES:
        blob = node.data.get(alias_of.get(path, ""))
        if isinstance(blob, dict) and isinstance(blob.get("text"), str):
            yield from notices_in(blob["text"], f"{page}/blob/HEAD/{path}", context.now)
            return


def _owners_errors(node: Node, page: str, context: Context) -> Iterator[Yield]:
    owners = node.data.get("codeowners")
    if owners is not None:
        for entry in node.shape.sequence(node.shape.mapping(owners, "codeowners").get("errors"), "codeowners.errors"):
            error = node.shape.mapping(entry, "an error in CODEOWNERS")
            path, line = text(error, "path"), error.get("line")
            said = f"line {line}: {text(error, 'kind', 80)}" if isinstance(line, int) else text(error, "kind", 80)
            yield StateFact("codeowners_error", said, f"{page}/blob/HEAD/{path}", subject=path)
    yield Seen(Signal.CODEOWNERS_ERRORS, None, context.now, is_complete="codeowners" not in node.faults)


def _milestones(node: Node, faulty: frozenset[str], page: str, context: Context) -> Iterator[Yield]:
    for entry in nodes(node.shape, node.data, "milestones"):
        due = moment(node.shape, entry, "dueOn")
        value = f"open, due {due.date()}" if due else "open, no date"
        yield StateFact("milestone", value, link(entry, otherwise=page), subject=text(entry, "title", 120))
    total = count(node.shape, node.data, "milestones")
    listed = len(list(nodes(node.shape, node.data, "milestones")))
    is_whole = is_told(node, "milestones") and total is not None and total <= listed
    yield Seen(Signal.ROADMAP, None, context.now, is_complete=is_whole and not faulty & ROADMAPS)
