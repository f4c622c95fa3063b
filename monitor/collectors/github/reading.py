"""Small readers of what only GitHub answers so: accounts, and connections with their counts; what may be null stays None."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from monitor.collectors.git.bots import is_bot
from monitor.collectors.github.graph import Node
from monitor.collectors.github.places import SOURCE
from monitor.collectors.shape import Shape
from monitor.model.collecting import Context
from monitor.model.facts import RawIdentity
from monitor.model.text import clean_name

_LOGIN = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9_-]{0,70})(?:\[bot\])?")


def account(shape: Shape, data: object, context: Context) -> RawIdentity | None:
    """Return the account in an actor or user; None for a deleted one, and for one that is never to be collected again."""
    if data is None:
        return None
    actor = shape.mapping(data, "an account")
    login, number = actor.get("login"), actor.get("databaseId")
    if not isinstance(login, str) or not _LOGIN.fullmatch(login) or not isinstance(number, int) or isinstance(number, bool):
        return None
    stable_id = str(number)
    if context.is_forgotten(stable_id) or context.is_forgotten(login):
        return None
    is_machine = actor.get("__typename") == "Bot" or is_bot(login, "", context.bots)
    return RawIdentity(SOURCE, stable_id, clean_name(login), is_bot=is_machine)


def count(shape: Shape, data: Mapping[str, Any], name: str) -> int | None:
    """Return the totalCount of a connection that may be null."""
    value = data.get(name)
    if value is None:
        return None
    total = shape.mapping(value, name).get("totalCount")
    if not isinstance(total, int) or isinstance(total, bool) or not 0 <= total < 2**53:
        raise shape.wrong(f"{name}.totalCount is no count")
    return total


def is_told(node: Node, name: str) -> bool:
    """Return whether the page of a connection was told: there, free of faults and of nulls, and not empty beside a count."""
    connection = node.data.get(name)
    if name in node.faults or not isinstance(connection, dict):
        return False
    listed = connection.get("nodes")
    is_page = isinstance(listed, list) and None not in listed
    return is_page and bool(listed or not connection.get("totalCount"))


def nodes(shape: Shape, data: Mapping[str, Any], name: str) -> Iterator[Mapping[str, Any]]:
    """Yield the nodes of a connection; null ones, which the token may not see, are passed over."""
    connection = data.get(name)
    if connection is None:
        return
    for node in shape.sequence(shape.mapping(connection, name).get("nodes"), f"{name}.nodes"):
        if node is not None:
            yield shape.mapping(node, f"an entry of {name}")
