"""Lists of people with a form of their own: the kernel's MAINTAINERS (M: and R: lines below a section) and TOML."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping

from monitor.people.governance.listed import MAINTAINER, NOBODY, REVIEWER, Listed, Words, login_in
from monitor.people.governance.mentions import as_name, people_in

_ENTRY = re.compile(r"(?P<kind>[A-Z]):\s+(?P<text>.*)")
_KINDS: Mapping[str, str] = {"M": MAINTAINER, "P": MAINTAINER, "R": REVIEWER}
LEAST_ENTRIES = 3
_GITHUB = ("github", "login", "username", "github_username", "handle")
_NAME = ("name", "full_name")
DEEPEST = 6


def is_kernel_form(text: str) -> bool:
    """Return whether a file is in the kernel's form."""
    kinds = [found["kind"] for line in text.splitlines() if (found := _ENTRY.fullmatch(line.rstrip()))]
    return len(kinds) >= LEAST_ENTRIES and not {"M", "S", "F"}.isdisjoint(kinds)


def read_kernel_form(text: str, words: Words) -> Iterator[Listed]:
    """Yield the maintainers and reviewers of each section."""
    section = ""
    for line in text.splitlines():
        entry = _ENTRY.fullmatch(line.rstrip())
        if not entry:
            section = line.strip() or section
            continue
        role = _KINDS.get(entry["kind"])
        for one in people_in(entry["text"], words, is_row=True) if role else ():
            yield Listed(one.login, one.name, str(role), entry["kind"], section)


def read_toml(text: str, words: Words) -> Iterator[Listed]:
    """Yield the people of lists in TOML; what is no TOML names nobody."""
    try:
        document = tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError):
        return
    known = {key.casefold(): entry for key, entry in _mapping(document.get("people")).items() if isinstance(entry, dict)}
    yield from _lists(document, (), known, words)


def _lists(node: object, path: tuple[str, ...], known: Mapping[str, Mapping[str, object]], words: Words) -> Iterator[Listed]:
    for key, value in _mapping(node).items():
        here = (*path, str(key))
        if isinstance(value, list):
            role = _role_of(here, words)
            for entry in value if role else ():
                person = _person(entry, known, words)
                if person:
                    yield Listed(*person, role, " ".join(here))
        elif len(here) < DEEPEST and here != ("people",):
            yield from _lists(value, here, known, words)
        elif here == ("people",):
            yield from _lists({k: v for k, v in _mapping(value).items() if isinstance(v, list)}, here, known, words)


def _role_of(path: tuple[str, ...], words: Words) -> str:
    """Return the role that the innermost telling key of a path gives, a maintainer's where the list is one of people."""
    for key in reversed(path):
        role = words.role_in(key)
        if role:
            return "" if role == NOBODY else role
    return MAINTAINER if path[-1].casefold() == "people" else ""


def _person(entry: object, known: Mapping[str, Mapping[str, object]], words: Words) -> tuple[str, str] | None:
    about = _mapping(known.get(str(entry).casefold()) if isinstance(entry, str) else entry)
    fields = {str(key).casefold(): value for key, value in about.items()}
    login = login_in(next((str(fields[key]) for key in _GITHUB if key in fields), entry if isinstance(entry, str) else ""))
    name = as_name(next((str(fields[key]) for key in _NAME if key in fields), "" if login else str(entry)), words)
    is_one = words.is_person(login or name) and not (login and words.is_team(login))
    return (login, name) if (login or name) and is_one else None


def _mapping(value: object) -> Mapping[str, object]:
    return value if isinstance(value, dict) else {}
