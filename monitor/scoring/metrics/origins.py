"""How many independent origins statements have: who relays one post, or says the same at the same page, is no second one."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from monitor.model.assessment import Heard, Origin
from monitor.model.evidence import EvidenceLevel
from monitor.model.history import History, Statement
from monitor.model.limits import Limits

# A report shows no more: the newest, and what speaks of a departure or an end.
MOST_SHOWN = 5
_LEVELS = tuple(EvidenceLevel)


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


def heard(history: History, now: datetime, limits: Limits) -> Heard:
    """Return what was lately said about the project, by itself, its people or others; statements on other things are left out."""
    since = now - timedelta(days=limits.statement_days)
    about = [said for said in history.statements if since <= said.said_at <= now and is_about(said)]
    groups = origins(about, [target.key for target in history.project.targets])
    found = [Origin(min(group, key=_surest), len({page_of(said.link) for said in group})) for group in groups]
    chosen = sorted(found, key=lambda one: (not _speaks_of_end(one.statement), -one.statement.said_at.timestamp()))[:MOST_SHOWN]
    newest = sorted(chosen, key=lambda one: one.statement.said_at, reverse=True)
    return Heard(limits.statement_days, len(about), len(found), tuple(newest))


def is_about(said: Statement) -> bool:
    """Return whether a statement speaks of the project, or of the departure of one of its people in their own words."""
    is_theirs = said.level is EvidenceLevel.ANNOUNCED and bool(said.about.persons and said.about.departure)
    return said.about.is_project or is_theirs


def _surest(said: Statement) -> tuple[int, datetime]:
    return _LEVELS.index(said.level), said.said_at


def _speaks_of_end(said: Statement) -> bool:
    return bool(said.about.departure or said.about.ending)
