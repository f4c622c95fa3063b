"""How many origins statements have: who relays one post, or says the same at the same page, is no second one.

Several origins may have one publisher: two entries of one feed are two, and one source.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from urllib.parse import urlsplit

from monitor.model.history import Statement


def page_of(link: str) -> str:
    """Return an address as one page is told by: host without "www.", path without its last slash.

    Query and fragment do not count. A post on X is the same at its former host.
    """
    try:
        parts = urlsplit(link)
    except ValueError:
        return link
    host = (parts.hostname or "").removeprefix("www.").replace("twitter.com", "x.com")
    return f"{host}{parts.path.rstrip('/')}".casefold()


def origins(statements: Sequence[Statement], project: Collection[str] = ()) -> tuple[tuple[Statement, ...], ...]:
    """Return the statements in groups of one origin each, in their order.

    Two belong together where one cites the other, or both cite the same page. That both link to a site's front page or to a page
    of the `project` itself says nothing.
    """
    common = {page_of(address) for address in project}
    groups: list[tuple[set[str], list[Statement]]] = []
    for said in statements:
        cited = {page for link in said.cites if "/" in (page := page_of(link))}
        pages = {page_of(said.link)} | cited - common
        joined = [group for group in groups if group[0] & pages]
        groups = [group for group in groups if not group[0] & pages]
        groups.append((pages.union(*(group[0] for group in joined)), [one for group in joined for one in group[1]] + [said]))
    order = {id(said): place for place, said in enumerate(statements)}
    found = [tuple(sorted(members, key=lambda said: order[id(said)])) for _, members in groups]
    return tuple(sorted(found, key=lambda members: order[id(members[0])]))


def publishers(groups: Sequence[Sequence[Statement]]) -> int:
    """Return how many sources groups of one origin each have: those that stood on one site in one feed or account are one."""
    joined: list[set[tuple[str, str]]] = []
    for group in groups:
        places = {(said.target, page_of(said.link).partition("/")[0]) for said in group}
        same = [known for known in joined if known & places]
        joined = [known for known in joined if not known & places] + [places.union(*same)]
    return len(joined)
