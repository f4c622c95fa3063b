"""Which project a reader means: by its key in the configuration, or by the name that reports show."""

from __future__ import annotations

from difflib import get_close_matches

from monitor.model.errors import SettingsError
from monitor.model.target import Project
from monitor.model.text import clean, mask_addresses
from monitor.settings.configuration import Configuration

LONGEST_NAME, MOST_SHOWN = 80, 20


def project_named(configuration: Configuration, wanted: str) -> Project:
    """Return the project with this key, or the one with this name; capitals make no difference where that is clear.

    Raises SettingsError, naming the nearest, where there is none or several are called so.
    """
    projects = configuration.portfolio.projects
    if wanted in projects:
        return projects[wanted]
    meant = wanted.strip().casefold()
    found = [project for key, project in projects.items() if meant in (key.casefold(), project.name.casefold())]
    if len(found) == 1:
        return found[0]
    raise SettingsError.plain(_none_or_several(projects, wanted, [project.key for project in found]), str(configuration.path))


def _none_or_several(projects: dict[str, Project], wanted: str, found: list[str]) -> str:
    shown = clean(mask_addresses(wanted), limit=LONGEST_NAME)
    if found:
        return f"{shown}: which one? {', '.join(found)}"
    words = {word.casefold(): key for key, project in projects.items() for word in (project.name, key)}
    close = get_close_matches(wanted.casefold(), words, n=1)
    hint = f" did you mean `{words[close[0]]}`?" if close else ""
    more = f" and {len(projects) - MOST_SHOWN} more" if len(projects) > MOST_SHOWN else ""
    return f"{shown}: no such project;{hint} there are: {', '.join(list(projects)[:MOST_SHOWN])}{more}"
