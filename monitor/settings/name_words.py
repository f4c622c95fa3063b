"""Loads the words that help to tell of what a text speaks, from this installation's own `config/vocabulary/names.yaml`."""

from __future__ import annotations

from pathlib import Path

from monitor.model.errors import SettingsError
from monitor.model.name_words import NameWords
from monitor.paths import data_dir
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
    document = read_document(path or data_dir("config") / "vocabulary" / "names.yaml")
    if document.problems:
        raise SettingsError(tuple(document.problems))
    if not isinstance(document.data, dict):
        raise SettingsError.plain("is no mapping of lists", document.file)
    lists = {name: _words(document.data.get(key), key, document.file) for name, key in _LISTS.items()}
    return NameWords(**lists, after_short_names=frozenset(str(document.data.get("after_short_names", ""))))


def _words(value: object, key: str, file: str) -> frozenset[str]:
    if not isinstance(value, list) or not all(isinstance(word, str) for word in value):
        raise SettingsError.plain(
            f"{key}: is not a list of words; put what could be read as a number or yes or no in quotes", file
        )
    return frozenset(value)
