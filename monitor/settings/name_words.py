"""Loads the words that help to tell of what a text speaks, from this installation's own `config/vocabulary/`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields
from functools import lru_cache
from pathlib import Path

from monitor.model.errors import SettingsError
from monitor.model.governance_words import GovernanceWords
from monitor.model.name_words import AffiliationWords, DeathWords, DepartureWords, NameWords, PrivateWords, SuccessionWords
from monitor.paths import data_dir, version_of
from monitor.settings.document import Document
from monitor.settings.yaml_reader import read_document

_LISTS = {
    "plain": "plain_words",
    "project": "project_words",
    "role": "role_words",
    "first_person": "first_person",
    "third_person": "third_person",
}


def load_name_words(path: Path | None = None) -> NameWords:
    """Return the words in `path`, of the installation by default. Raises SettingsError where it is not such a file."""
    lists, file = _mapping(path, "names.yaml")
    read = {name: frozenset(_words(lists.get(key), key, file)) for name, key in _LISTS.items()}
    return NameWords(**read, after_short_names=frozenset(str(lists.get("after_short_names", ""))))


def load_departures(path: Path | None = None) -> DepartureWords:
    """Return the words of a departure. Raises SettingsError."""
    lists, file = _mapping(path, "departures.yaml")
    return DepartureWords(**{field.name: _words(lists.get(field.name), field.name, file) for field in fields(DepartureWords)})


def load_successions(path: Path | None = None) -> SuccessionWords:
    """Return the words that name who follows. Raises SettingsError."""
    lists, file = _mapping(path, "successions.yaml")
    return SuccessionWords(**{field.name: _words(lists.get(field.name), field.name, file) for field in fields(SuccessionWords)})


def load_deaths(path: Path | None = None) -> DeathWords:
    """Return the words that say that somebody has died. Raises SettingsError."""
    lists, file = _mapping(path, "deaths.yaml")
    return DeathWords(**{field.name: _words(lists.get(field.name), field.name, file) for field in fields(DeathWords)})


def load_private(path: Path | None = None) -> PrivateWords:
    """Return the words about somebody's health or family. Raises SettingsError."""
    lists, file = _mapping(path, "private.yaml")
    return PrivateWords(**{field.name: _words(lists.get(field.name), field.name, file) for field in fields(PrivateWords)})


def load_affiliations(path: Path | None = None) -> AffiliationWords:
    """Return the words of belonging to an organisation. Raises SettingsError."""
    lists, file = _mapping(path, "affiliations.yaml")
    return AffiliationWords(**{field.name: _words(lists.get(field.name), field.name, file) for field in fields(AffiliationWords)})


def load_governance(path: Path | None = None) -> GovernanceWords:
    """Return the words of governance files. Raises SettingsError."""
    lists, file = _mapping(path, "governance.yaml")
    return GovernanceWords(**{field.name: _words(lists.get(field.name), field.name, file) for field in fields(GovernanceWords)})


def load_endings(path: Path | None = None) -> Mapping[str, tuple[str, ...]]:
    """Return the words of each kind of end, the kinds in the order in which they are tried. Raises SettingsError."""
    lists, file = _mapping(path, "endings.yaml")
    return {kind: _words(words, kind, file) for kind, words in lists.items()}


def _mapping(path: Path | None, name: str) -> tuple[Mapping[str, object], str]:
    source = path or data_dir("config") / "vocabulary" / name
    document = _document(source, version_of(source))
    if document.problems:
        raise SettingsError(tuple(document.problems))
    if not isinstance(document.data, dict):
        raise SettingsError.plain("is no mapping of lists", document.file)
    return document.data, document.file


# A vocabulary is read once in a process, and anew when its file changes.
@lru_cache(maxsize=64)
def _document(path: Path, _version: tuple[int, int]) -> Document:
    return read_document(path)


def _words(value: object, key: str, file: str) -> tuple[str, ...]:
    if not isinstance(value, list) or not all(isinstance(word, str) for word in value):
        raise SettingsError.plain(
            f"{key}: is not a list of words; what could be read as a number, or yes or no, goes in quotes", file
        )
    return tuple(value)
