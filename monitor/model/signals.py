"""The kinds of fact Mainstay knows of, and how well each was seen."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Signal(StrEnum):
    """A kind of fact. Collectors promise signals, rules need them, coverage is counted by them."""

    ACTIVITY = "activity"
    TAGS = "tags"
    DEFAULT_BRANCH = "default_branch"
    HISTORY_INTEGRITY = "history_integrity"
    AFFILIATION = "affiliation"
    DOCUMENTS = "documents"
    LISTS = "lists"
    PACKAGE_RELEASES = "package_releases"
    PACKAGE_STATUS = "package_status"
    PUBLISHERS = "publishers"
    REPOSITORY_STATE = "repository_state"
    FORGE_RELEASES = "forge_releases"
    BACKLOG = "backlog"
    RESPONSIVENESS = "responsiveness"
    GOVERNANCE = "governance"
    CODEOWNERS_ERRORS = "codeowners_errors"
    MEMBERS = "members"
    PROFILES = "profiles"
    MODELS = "models"
    STATEMENTS = "statements"
    ADVISORIES = "advisories"
    RELIANCE = "reliance"
    FORKS = "forks"
    ROADMAP = "roadmap"
    FOUNDATION = "foundation"
    REPOSITORIES = "repositories"
    WEIGHTS = "weights"
    HOUSE = "house"
    DISCUSSIONS = "discussions"


@dataclass(frozen=True, slots=True)
class Coverage:
    """How one signal of one target is seen: the window really looked at, and why not, where it was not.

    `seen_until` is the end of the last complete look (capped by the target's `observed_until`), None = never seen.
    `reason` is the code of the last failed attempt ("" when the last one succeeded), `detail` its cleaned text.
    """

    signal: Signal
    target: str
    collector: str
    seen_from: datetime | None
    seen_until: datetime | None
    is_complete: bool
    reason: str = ""
    detail: str = ""
    tried_at: datetime | None = None
    is_frozen: bool = False
