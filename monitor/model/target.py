"""What is watched: targets (addresses), projects, families and the user's own words about them."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from enum import IntEnum, StrEnum


class TargetKind(StrEnum):
    """Which collectors can read an address."""

    GIT = "git"
    PACKAGE = "package"
    HUB = "hub"
    FEED = "feed"
    ACCOUNT = "account"


@dataclass(frozen=True, slots=True)
class Target:
    """One address of a project.

    `key` is canonical and unique: the git URL without credentials, the absolute path as file:// URL, the purl without version,
    the page of a model hub's organisation or model, the URL of a feed, or the page of a person's account. `address` is what is
    opened (for git it may be a plain path). `observed_until`: a frozen copy, nothing is known after it. `forge`: the software
    on the host of a repository ("github", "gitlab", "forgejo", "" = unknown). `is_own`: a feed or account that speaks for the
    project or person. `person`: whose account it is, as the configuration names them. `is_listed`: tell its repositories.
    `is_person`: the account is known to be a person's, no organisation's.
    """

    key: str
    kind: TargetKind
    address: str
    observed_until: datetime | None = None
    forge: str = ""
    is_own: bool = False
    person: str = ""
    is_listed: bool = False
    is_person: bool = False


class Impact(IntEnum):
    """How much the user depends on a project."""

    LOW = 1
    MEDIUM = 2
    HIGH = 3
    CRITICAL = 4


@dataclass(frozen=True, slots=True)
class Steward:
    """Who is behind a project, as the user's configuration says."""

    organisation: str = ""
    feeds: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class NamedPerson:
    """A person whom the user's configuration names; `accounts` are git names or addresses that are theirs."""

    name: str
    roles: tuple[str, ...] = ()
    accounts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Project:
    """A watched thing, declared once under its slug `key`."""

    key: str
    name: str
    targets: tuple[Target, ...]
    steward: Steward = Steward()
    people: tuple[NamedPerson, ...] = ()
    owner: str = ""
    systems: tuple[str, ...] = ()
    plan: str = ""
    family: str = ""


@dataclass(frozen=True, slots=True)
class Family:
    """Projects that follow one another, shown as one row; an older member with a newer sibling is superseded."""

    key: str
    name: str


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of a watchlist: a project and what it means to this list's readers."""

    project: str
    impact: Impact


@dataclass(frozen=True, slots=True)
class Watchlist:
    """A list of projects with its readers: `schedule` is a crontab line in `zone` (IANA name)."""

    key: str
    title: str
    entries: tuple[Entry, ...]
    zone: str = "UTC"
    schedule: str = "@weekly"
    recipients: tuple[str, ...] = ()
    channels: tuple[str, ...] = ("files",)
    alert_at: str = "alert"
    names: str = "configured"


@dataclass(frozen=True, slots=True)
class Portfolio:
    """Everything one configuration watches."""

    projects: dict[str, Project] = field(default_factory=dict)
    families: dict[str, Family] = field(default_factory=dict)
    watchlists: tuple[Watchlist, ...] = ()
