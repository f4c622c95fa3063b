"""One mention in a governance file, and what the words of a heading say of the role of those who stand below it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from monitor.model.governance_words import GovernanceWords

MAINTAINER, REVIEWER, HELPER, EMERITUS, NOBODY = "maintainer", "reviewer", "helper", "emeritus", "nobody"
# The higher, the more a role decides; who is emeritus holds none any more.
RANKS: Mapping[str, int] = {MAINTAINER: 3, REVIEWER: 2, HELPER: 1, EMERITUS: 0}
LONGEST_HANDLE = 39
_PARTS = re.compile(r"[^\W\d_]+|\d+")
_LOGIN = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9_.-]{0,37}[A-Za-z0-9_])?")
_MACHINE = re.compile(r"(?i)\[bot\]|[-_](?:ro)?bot$|^(?:ro)?bot[-_]|[-_]robot|^dependabot|^renovate|^github-actions")
_CJK = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")


@dataclass(frozen=True, slots=True)
class Listed:
    """One person in one place of a file: `login` is "" where the file gives a name alone, `group` the alias or pattern."""

    login: str
    name: str
    role: str
    listed_as: str
    group: str = ""

    @property
    def handle(self) -> str:
        """Return what the file says: "@login", or the name."""
        return f"@{self.login}" if self.login else self.name


@dataclass(frozen=True, slots=True)
class Words:
    """The vocabulary, ready to be looked up in."""

    roles: Mapping[str, Sequence[tuple[str, ...]]] = field(repr=False)
    names: frozenset[str] = field(repr=False)
    accounts: frozenset[str] = field(repr=False)
    statuses: frozenset[str] = field(repr=False)
    teams: frozenset[str] = field(repr=False)
    placeholders: frozenset[str] = field(repr=False)

    @classmethod
    def of(cls, words: GovernanceWords) -> Words:
        """Return the vocabulary made ready."""
        given = {EMERITUS: words.emeritus, HELPER: words.helper, REVIEWER: words.reviewer, MAINTAINER: words.maintainer}
        return cls(
            roles={role: [parts(text) for text in texts] for role, texts in (given | {NOBODY: words.nobody}).items()},
            names=_keys(words.name_columns),
            accounts=_keys(words.account_columns),
            statuses=_keys(words.status_columns),
            teams=frozenset(text.casefold() for text in words.teams),
            placeholders=frozenset(text.casefold() for text in words.placeholders),
        )

    def role_in(self, text: str) -> str:
        """Return the role that a heading, key or status names, "nobody" where it introduces none, "" where it does not tell."""
        said = parts(text)
        for role in (EMERITUS, NOBODY, HELPER, REVIEWER, MAINTAINER):
            if any(_holds(said, wanted, text) for wanted in self.roles[role]):
                return role
        return ""

    def is_team(self, handle: str) -> bool:
        """Return whether a handle names several people: one of its parts says so."""
        said = _PARTS.findall(handle.casefold())
        return len(said) > 1 and not self.teams.isdisjoint(said)

    def is_person(self, handle: str) -> bool:
        """Return whether a handle may be one person's: no team, no machine, no placeholder."""
        bare = handle.strip().casefold()
        return bool(bare) and bare not in self.placeholders and not _MACHINE.search(bare)


def _keys(texts: Iterable[str]) -> frozenset[str]:
    return frozenset(" ".join(parts(text)) for text in texts)


def parts(text: str) -> tuple[str, ...]:
    """Return the words of a text in lower case and in the singular, marks and letters of other scripts apart."""
    return tuple(_singular(word) for word in _PARTS.findall(text.casefold()))


def _singular(word: str) -> str:
    if word.endswith("ies") and len(word) > len("ties"):
        return f"{word[:-3]}y"
    return word[:-1] if word.endswith("s") and not word.endswith(("ss", "us")) and len(word) > len("its") else word


def _holds(said: Sequence[str], wanted: Sequence[str], text: str) -> bool:
    if wanted and _CJK.search(wanted[0]):
        return "".join(wanted) in text
    return any(tuple(said[place : place + len(wanted)]) == tuple(wanted) for place in range(len(said) - len(wanted) + 1))


def login_in(text: str) -> str:
    """Return a text that is a login, without its @, "" for anything else."""
    bare = text.strip().removeprefix("@")
    return bare if _LOGIN.fullmatch(bare) and len(bare) <= LONGEST_HANDLE else ""
