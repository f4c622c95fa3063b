"""Whose pages are looked at because of a project: the organisation that owns its repository, and who works there most.

They are no part of the configuration: once a day they are told anew from what was seen, and kept in the store.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from monitor.model.signals import Coverage, Signal
from monitor.model.target import Project, Target, TargetKind
from monitor.pipeline.house import House
from monitor.store.accounts import load_accounts, refresh_accounts

# Who holds the roles of a project is nearly always among its five most active people (reference: apis, section 12).
PEOPLE_A_TARGET = 5
LOOK_BACK = timedelta(days=365)
REFRESH = timedelta(hours=20)
ACCOUNTS = "accounts at work here"
NEVER = datetime.min.replace(tzinfo=UTC)


def watched_projects(house: House) -> Mapping[str, Project]:
    """Return the configured projects, each with the accounts that are looked at because of it. Raises StoreError."""
    projects = house.configuration.portfolio.projects
    accounts = load_accounts(house.database)
    if not accounts:
        return projects
    return {key: _with_accounts(project, accounts) for key, project in projects.items()}


def with_accounts(house: House, project: Project) -> Project:
    """Return one project with the accounts that are looked at because of it. Raises StoreError."""
    return _with_accounts(project, load_accounts(house.database, [target.key for target in project.targets]))


def _with_accounts(project: Project, accounts: Mapping[str, Mapping[str, bool]]) -> Project:
    own = {target.key for target in project.targets}
    found = {key: person for target in project.targets for key, person in accounts.get(target.key, {}).items() if key not in own}
    more = tuple(Target(key, TargetKind.ACCOUNT, key, forge="github", is_person=person) for key, person in found.items())
    return replace(project, targets=project.targets + more) if more else project


def unnamed(coverage: Iterable[Coverage], project: Project) -> tuple[Coverage, ...]:
    """Return the coverage with one line for all pages that nobody configured: reports name people only whom the user names.

    It is as good as the best of them: that one account is gone is no blind spot on the project.
    """
    own = {target.key for target in project.targets}
    lines = list(coverage)
    kept = [line for line in lines if line.target in own]
    groups: dict[tuple[str, Signal], list[Coverage]] = {}
    for line in lines:
        if line.target not in own:
            groups.setdefault((line.collector, line.signal), []).append(line)
    return (*kept, *(_joined(group) for group in groups.values()))


def _joined(group: Sequence[Coverage]) -> Coverage:
    best = max(group, key=lambda line: (not line.reason, line.is_complete, line.seen_until or NEVER))
    return replace(best, target=ACCOUNTS)


def tell_accounts(house: House, now: datetime) -> None:
    """Bring the accounts up to date, at most once in `REFRESH`. Raises StoreError."""
    refresh_accounts(house.database, now, since=now - LOOK_BACK, most=PEOPLE_A_TARGET, not_after=now - REFRESH)
