"""Lists that watch an organisation: its repositories, as they were last seen, become projects of the list."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from fnmatch import fnmatchcase
from urllib.parse import urlsplit

from monitor.model.included import Expansion
from monitor.model.target import Entry, Impact, Portfolio, Project, Target, TargetKind, Watchlist
from monitor.settings.configuration import Configuration
from monitor.settings.joining import key_of
from monitor.store.accounts import load_repositories
from monitor.store.engine import Database


def expanded(configuration: Configuration, database: Database, now: datetime) -> Configuration:
    """Return the configuration with the projects that its organisations publish. Raises StoreError.

    What an organisation no longer lists stays for some months: that it was archived is what the list watches for.
    """
    if not configuration.expansions:
        return configuration
    since = now - timedelta(days=configuration.limits.unlisted_days)
    found = load_repositories(database, sorted({expansion.account for expansion in configuration.expansions}), since)
    portfolio = configuration.portfolio
    for expansion in configuration.expansions:
        portfolio = _with(portfolio, expansion, found.get(expansion.account, ()))
    return replace(configuration, portfolio=portfolio)


def listed_accounts(configuration: Configuration) -> Iterator[Target]:
    """Yield the pages of the organisations whose repositories are to be told."""
    for account, forge in dict.fromkeys((expansion.account, expansion.forge) for expansion in configuration.expansions):
        yield Target(account, TargetKind.ACCOUNT, account, forge=forge, is_listed=True)


def _with(portfolio: Portfolio, expansion: Expansion, names: tuple[str, ...]) -> Portfolio:
    projects = dict(portfolio.projects)
    owner = {target.key: key for key, project in projects.items() for target in project.targets}
    keys, home = [], "{0.scheme}://{0.netloc}".format(urlsplit(expansion.account))
    for name in names:
        if _is_wanted(name.rpartition("/")[2], expansion):
            url = f"{home}/{name}"
            if url not in owner:
                key = key_of(name.replace("/", "-"))
                owner[url] = key
                projects[key] = Project(key, name, (Target(url, TargetKind.GIT, url, forge=expansion.forge),))
            keys.append(owner[url])
    lists = tuple(_longer(w, keys, expansion) if w.key == expansion.watchlist else w for w in portfolio.watchlists)
    return replace(portfolio, projects=projects, watchlists=lists)


def _is_wanted(name: str, expansion: Expansion) -> bool:
    is_in = any(fnmatchcase(name, pattern) for pattern in expansion.include)
    return is_in and not any(fnmatchcase(name, pattern) for pattern in expansion.exclude)


def _longer(watchlist: Watchlist, keys: list[str], expansion: Expansion) -> Watchlist:
    known = {entry.project for entry in watchlist.entries}
    more = (Entry(key, Impact[expansion.impact.upper()]) for key in dict.fromkeys(keys) if key not in known)
    return replace(watchlist, entries=(*watchlist.entries, *more))
