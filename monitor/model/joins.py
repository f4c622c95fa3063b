"""Who is who: accounts of a person, what joins two of them, and how the operator corrects it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import NamedTuple

# Reasons of a join; `.mailmap` and the account of a commit come with the facts. The last one is no proof.
CONFIGURED = "your configuration"
OWN_PAGE = "their own page links it"
BOTH_PAGES = "both pages link each other"
BY_HAND = "joined by hand"
SAME_NAME = "same full name"


_KEY = re.compile(r"([^:]*(?::[0-9]{1,5}(?=:))?):(.*)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Account:
    """An account of a person: `key` is "source:stable id", `page` where everybody can read it ("" = unknown).

    `is_by_name`: it is counted with the person because it bears the same full name, and nothing proves that it is theirs.
    """

    key: str
    name: str = ""
    page: str = ""
    is_by_name: bool = False

    @property
    def source(self) -> str:
        """Return where the account is."""
        return parts_of(self.key)[0]


def parts_of(key: str) -> tuple[str, str]:
    """Return source and stable id of an account's key; a source may be a host with its port, and an id may hold colons."""
    found = _KEY.match(key)
    return (found[1], found[2]) if found else ("", key)


class Join(NamedTuple):
    """Two accounts, by their keys, and why they are one person's."""

    first: str
    second: str
    proof: str


class CorrectionKind(StrEnum):
    """What the operator corrected. The value is stored."""

    SPLIT = "split"
    JOIN = "join"


@dataclass(frozen=True, slots=True)
class Correction:
    """The operator's word on who is who in one project; it holds for every moment, earlier ones too.

    SPLIT: the account `first` stands alone, whatever joins it, but for a JOIN by hand. JOIN: both accounts are one person's.
    """

    kind: CorrectionKind
    first: str
    second: str
    reason: str
    at: datetime
