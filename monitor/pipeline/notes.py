"""What a human saw elsewhere, filed as a statement on one project: its own source, beside those of the collectors."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from urllib.parse import urlsplit

from monitor.model.attempt import OK, Attempt
from monitor.model.errors import SettingsError
from monitor.model.evidence import EvidenceLevel
from monitor.model.facts import StatementFact
from monitor.model.history import NOTE
from monitor.model.target import Project, Target, TargetKind
from monitor.model.text import clean, mask_addresses
from monitor.pipeline.house import House
from monitor.pipeline.naming import project_named
from monitor.store.attempts import save_attempt

# What is observed (E3) we observe ourselves.
LEVELS = ("E1", "E2", "E4", "E5")
LONGEST_QUOTE, LONGEST_NAME, LONGEST_URL = 500, 80, 500


@dataclass(frozen=True, slots=True)
class SeenElsewhere:
    """What is to be filed: where it stands, its words, who says it and when, how it is known, whom it is about ("" = open)."""

    url: str
    quote: str
    author: str
    said_on: datetime
    level: EvidenceLevel
    person: str = ""


def file_note(house: House, project: str, seen: SeenElsewhere) -> StatementFact:
    """Store what was seen as a statement on `project`; the same words at one page are stored once. Return what was stored.

    Raises SettingsError where there is no such project or person, or the page or words will not do, and StoreError.
    """
    declared = project_named(house.configuration, project)
    now = house.clock()
    if seen.said_on > now:
        raise SettingsError.plain("--said-on: lies ahead")
    fact = StatementFact(
        kind=NOTE,
        said_at=seen.said_on,
        title=_configured(declared, seen.person),
        quote=_words("--quote", seen.quote, LONGEST_QUOTE),
        link=_page(seen.url),
        level=seen.level,
        author_name=_words("--author", seen.author, LONGEST_NAME),
    )
    at = notes_of(declared)
    save_attempt(house.database, Attempt(at, NOTE, frozenset(), now, now, OK, now, facts=(fact,)))
    return fact


def notes_of(project: Project) -> Target:
    """Return the place under which the notes on a project are kept; it is no address that anybody looks at."""
    key = f"{NOTE}:{project.key}"
    return Target(key, TargetKind.FEED, key)


def with_notes(project: Project) -> Project:
    """Return a project with the place of its notes among its targets, so that they are loaded with the rest."""
    return replace(project, targets=(*project.targets, notes_of(project)))


def _configured(project: Project, name: str) -> str:
    wanted = clean(name, LONGEST_NAME).casefold()
    bare = wanted.removeprefix("@")
    forms = {person.name: {person.name, *person.accounts} for person in project.people}
    found = next((name for name, own in forms.items() if bare in {one.casefold().removeprefix("@") for one in own}), "")
    if wanted and not found:
        raise SettingsError.plain(f"--person: the configuration names nobody of {project.key} so under `people:`")
    return found


def _page(url: str) -> str:
    shown = clean(url, LONGEST_URL)
    try:
        parts = urlsplit(shown)
    except ValueError:
        parts = urlsplit("")
    if parts.scheme not in ("http", "https") or not parts.hostname or "@" in parts.netloc:
        raise SettingsError.plain("--url: give the http(s) address of the page where everybody can read it")
    return mask_addresses(shown)


def _words(option: str, text: str, limit: int) -> str:
    cleaned = mask_addresses(clean(text, limit))
    if not cleaned:
        raise SettingsError.plain(f"{option}: say it in words")
    return cleaned
