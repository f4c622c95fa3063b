"""Joins what included files name to what is declared: a package of a declared project is that project, others are new."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from packageurl import PackageURL

from monitor.model.included import Expansion, Included, Unresolved
from monitor.model.target import Entry, Impact, Project, Target, TargetKind
from monitor.settings.include.reading import read_included
from monitor.settings.indexes import Indexes
from monitor.settings.platforms import group_page, organisation_page, person_page
from monitor.settings.targets import parse_target
from monitor.settings.watch_forms import IncludeForm, WatchlistForm

DEFAULT_IMPACT = "medium"
LONGEST_KEY = 64
_NOT_IN_A_KEY = re.compile(r"[^a-z0-9._]+")


@dataclass(frozen=True, slots=True)
class Joined:
    """What the includes of all lists name: (watchlist, project, impact) in their order, and what cannot be watched."""

    lines: tuple[tuple[str, Project, Impact], ...]
    unresolved: tuple[Unresolved, ...]
    expansions: tuple[Expansion, ...]
    projects: Mapping[str, Project]

    @classmethod
    def of(cls, watchlists: Mapping[str, WatchlistForm], indexes: Indexes, forges: Mapping[str, str]) -> Joined:
        """Return what the includes of these lists name; `forges` says what hosts run.

        The files were read before, so that no mistake is left in them.
        """
        lines: list[tuple[str, Project, Impact]] = []
        unresolved: list[Unresolved] = []
        expansions: list[Expansion] = []
        for key, form in watchlists.items():
            for include in form.include or ():
                impact = Impact[(include.impact or DEFAULT_IMPACT).upper()]
                if include.file:
                    known = replace(indexes, mirrors=frozenset(include.mirrors or ()))
                    packages, left = read_included(include.file.name, include.file.read_bytes(), known)
                    lines += ((key, _package(found, forges), impact) for found in packages if _is_wanted(found, include))
                    unresolved += (replace(one, file=_shown(include.file)) for one in left)
                elif include.huggingface:
                    lines.append((key, _organisation(include.huggingface), impact))
                elif include.github:
                    expansions.append(_expansion(key, include, person_page("github", include.github)))
                elif include.gitlab:
                    expansions.append(_expansion(key, include, group_page(include.gitlab)))
                elif include.forgejo:
                    expansions.append(_expansion(key, include, organisation_page(include.forgejo)))
        return cls(tuple(lines), tuple(unresolved), tuple(expansions), {})

    def joined_to(self, declared: Mapping[str, Project]) -> Joined:
        """Return the same with all projects: a line whose target a declared project has is a line of that project."""
        owner = {target.key: key for key, project in declared.items() for target in project.targets}
        projects, lines = dict(declared), []
        for watchlist, project, impact in self.lines:
            target = project.targets[0].key
            if target not in owner:
                key = _free_key(project.key, target, projects)
                owner[target] = key
                projects[key] = replace(project, key=key)
            lines.append((watchlist, projects[owner[target]], impact))
        return replace(self, lines=tuple(lines), projects=projects)

    def entries(self, watchlist: str) -> tuple[Entry, ...]:
        """Return the lines that includes add to a list, each project once with its highest impact."""
        impacts: dict[str, Impact] = {}
        for key, project, impact in self.lines:
            if key == watchlist:
                impacts[project.key] = max(impact, impacts.get(project.key, impact))
        return tuple(Entry(project, impact) for project, impact in impacts.items())


def _is_wanted(found: Included, form: IncludeForm) -> bool:
    return not form.direct_only or found.is_direct is not False


def _package(found: Included, forges: Mapping[str, str]) -> Project:
    purl = PackageURL.from_string(found.purl) if found.purl.startswith("pkg:") else None
    kind = purl.type if purl else "repository"
    return Project(key_of(f"{kind}-{found.name}"), found.name, (parse_target(found.purl, base=Path(), forges=forges),))


def _organisation(name: str) -> Project:
    page = replace(person_page("huggingface", name), kind=TargetKind.HUB)
    return Project(key_of(f"hub-{name}"), name, (page,))


def _expansion(watchlist: str, form: IncludeForm, page: Target) -> Expansion:
    impact = form.impact or DEFAULT_IMPACT
    return Expansion(watchlist, page.key, page.forge, tuple(form.include or ("*",)), tuple(form.exclude or ()), impact)


def key_of(name: str) -> str:
    """Return the key of a project that nobody gave one."""
    return _NOT_IN_A_KEY.sub("-", name.lower()).strip("-._")[:LONGEST_KEY] or "project"


def _free_key(key: str, target: str, taken: Mapping[str, Project]) -> str:
    """Return a key that no other project has: two names may become one."""
    if key not in taken:
        return key
    mark = hashlib.sha256(target.encode()).hexdigest()[:8]
    return f"{key[: LONGEST_KEY - len(mark) - 1]}-{mark}"


def _shown(path: Path) -> str:
    return path.name
