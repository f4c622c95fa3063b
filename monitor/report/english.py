"""English for everything that is not a rule's own message: sources, signals, reasons, standings, changes, stamps."""

from __future__ import annotations

from collections.abc import Mapping

from monitor.model.assessment import Standing
from monitor.model.finding import EvidenceLevel, Level, Weight
from monitor.model.report import ChangeKind
from monitor.model.target import Impact

MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)

NUMBER_WORDS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")

SIGNALS: Mapping[str, str] = {
    "activity": "commits",
    "tags": "tags",
    "default_branch": "default branch",
    "history_integrity": "whole history",
    "documents": "documentation",
    "lists": "lists of maintainers",
    "affiliation": "mail domains",
    "package_releases": "package versions",
    "package_status": "package status",
    "publishers": "who may publish",
    "repository_state": "state of the repository",
    "forge_releases": "releases of the forge",
    "backlog": "open issues and change requests",
    "responsiveness": "answers to issues and change requests",
    "governance": "governance files",
    "codeowners_errors": "errors in CODEOWNERS",
    "members": "public members",
    "profiles": "public profiles",
    "models": "published models",
    "statements": "public statements",
    "advisories": "security advisories",
    "reliance": "downloads and dependents",
    "forks": "living forks",
    "roadmap": "roadmap and milestones",
    "foundation": "state at its foundation",
    "repositories": "repositories of an organisation",
    "weights": "weights and tokenizer",
    "house": "the organisation’s overview",
    "discussions": "discussions about models",
}

# What of a repository changed.
ATTRIBUTES: Mapping[str, str] = {
    "repository_id": "number at its host",
    "full_name": "name at its host",
    "owner": "owner",
}

METRICS: Mapping[str, str] = {
    "downloads_30d": "downloads of 30 days",
    "dependents": "dependents",
    "dependent_repositories": "dependent repositories",
    "derivatives": "models derived from it",
}

SOURCES: Mapping[str, str] = {
    "git": "git",
    "note": "filed by hand",
    "python_index": "Python package index",
    "npm": "npm registry",
    "github_state": "GitHub",
    "github_counts": "GitHub",
    "github_work": "GitHub",
    "github_accounts": "GitHub profiles",
    "github_members": "GitHub organisations",
    "github_plain": "GitHub",
    "osv": "OSV",
    "deps_dev": "deps.dev",
    "deps_links": "deps.dev",
    "gitlab_state": "GitLab",
    "gitlab_releases": "GitLab",
    "gitlab_backlog": "GitLab",
    "gitlab_tickets": "GitLab",
    "gitlab_files": "GitLab",
    "gitlab_members": "GitLab members",
    "gitlab_groups": "GitLab",
    "forgejo_organisations": "organisations on Forgejo or Gitea",
    "forgejo_state": "Forgejo or Gitea",
    "forgejo_releases": "Forgejo or Gitea",
    "forgejo_backlog": "Forgejo or Gitea",
    "forgejo_tickets": "Forgejo or Gitea",
    "forgejo_files": "Forgejo or Gitea",
    "forgejo_members": "organisations on Forgejo or Gitea",
    "ecosystems": "ecosyste.ms (CC-BY-SA 4.0)",
    "ecosystems_counts": "ecosyste.ms (CC-BY-SA 4.0)",
    "cncf": "CNCF landscape",
    "apache": "Apache projects",
    "github_repositories": "GitHub organisations",
    "hub_models": "Hugging Face Hub",
    "hub_weights": "Hugging Face Hub",
    "hub_house": "Hugging Face Hub",
    "hub_members": "Hugging Face organisations",
    "hub_profiles": "Hugging Face profiles",
    "feeds": "feed",
    "bluesky": "Bluesky",
    "mastodon": "Mastodon",
    "x_api": "X",
}

REASONS: Mapping[str, str] = {
    "unavailable": "could not be reached",
    "rate_limited": "asked us to come back later",
    "not_found": "no longer visible to us",
    "never_visible": "nothing visible there, the address may be wrong",
    "no_commits": "the repository holds no commits",
    "access_denied": "access was refused",
    "malformed": "gave an answer that could not be read",
    "source_error": "could not be looked at",
    "bug": "a fault of ours stopped the look",
    "never_looked": "not looked at yet",
    "stale": "last seen too long ago",
    "frozen": "a frozen copy, nothing is known after its date",
    "partial": "seen in part",
}

WHAT_TO_DO_ABOUT: Mapping[str, str] = {
    "unavailable": "Nothing now: the next look may find it. If this stays, check that this machine can reach the address",
    "rate_limited": "Nothing now: we come back when the source allows it. A token of your own raises the limit",
    "not_found": "Check the address: the project may have moved",
    "never_visible": "Check the address: we never saw anything there",
    "no_commits": "Nothing now: we look again, and judge once there is a commit",
    "access_denied": "Check the address, and the token or network rule that it needs",
    "malformed": "Nothing now: we look again. If this stays, please report it to us",
    "bug": "Please report it to us: the fault is ours",
    "nothing_yet": "Nothing: there was nothing to see yet. Look at a later day",
    "nothing_shows_work": "Let a source look that shows whether work goes on: its repository, its package or its models",
    "never_looked": "Let one run of Mainstay finish",
    "stale": "Let one run of Mainstay finish, or see why the last ones failed",
    "frozen": "Watch the live address if you need to know more than this copy holds",
    "partial": "Read what follows with care: we saw only a part",
}

STANDINGS: Mapping[Standing, str] = {
    Standing.ACTIVE: "",
    Standing.QUIET: "quiet",
    Standing.SUPERSEDED: "superseded, see the family",
    Standing.ENDED: "ended",
    Standing.UNKNOWN: "",
}

CHANGES: Mapping[ChangeKind, str] = {
    ChangeKind.WORSE: "worse",
    ChangeKind.ADDED: "added",
    ChangeKind.BETTER: "better",
    ChangeKind.CLEARED: "cleared",
    ChangeKind.UNSEEN: "out of sight",
    ChangeKind.SEEN: "in sight",
    ChangeKind.WATCHED: "now watched",
    ChangeKind.REMOVED: "no longer watched",
}

LEVELS: Mapping[Level, str] = {Level.ALERT: "alert", Level.WATCH: "watch", Level.UNKNOWN: "unknown", Level.OK: "ok"}

IMPACTS: Mapping[Impact, str] = {
    Impact.CRITICAL: "critical",
    Impact.HIGH: "high",
    Impact.MEDIUM: "medium",
    Impact.LOW: "low",
}

WEIGHTS: Mapping[Weight, str] = {
    Weight.FACT: "fact",
    Weight.WARNING: "warning",
    Weight.CONTEXT: "context, raises nothing by itself",
}

EVIDENCE_LEVELS: Mapping[EvidenceLevel, str] = {
    EvidenceLevel.ANNOUNCED: "announced by the person or project",
    EvidenceLevel.RECORDED: "recorded by a platform or in a repository",
    EvidenceLevel.OBSERVED: "observed by us in public data",
    EvidenceLevel.REPORTED: "reported by others",
    EvidenceLevel.REACTION: "a reaction, input to no rule",
}

# The right of reply; every kind of report says it.
REPLY = (
    "If this is wrong about you or your project, tell whoever sent it, with the number of the finding. What a project or a "
    "person says itself, in a notice on its front page, a feed or a post that is watched, counts as announced (E1)."
)

ROLES: Mapping[str, str] = {
    "lead": "lead",
    "mainstay": "mainstay",
    "maintainer": "maintainer",
    "releaser": "releaser",
    "publisher": "publisher",
    "merger": "merger",
    "reviewer": "reviewer",
    "member": "member of the organisation",
}

# What a stamp says for the code of a finding that is a fact; a code not named here is stamped with its rule in words.
STAMPS: Mapping[str, str] = {
    "index_status.archived": "archived",
    "index_status.deprecated": "deprecated",
    "index_status.quarantined": "quarantined",
    "index_status.unpublished": "unpublished",
    "index_status.other": "marked by its index",
    "latest_yanked.yanked": "newest release yanked",
    "model_withdrawn.gone": "model withdrawn",
    "model_terms_changed.licence": "licence changed",
    "model_terms_changed.gated": "access terms changed",
    "licence_changed.changed": "licence changed",
    "licence_changed.not_recognised": "licence changed",
    "foundation_moved.retired": "retired by its foundation",
    "repository_state.archived": "archived",
    "repository_state.archived_seen": "archived",
    "repository_state.disabled": "switched off",
    "repository_state.locked": "locked by its host",
    "repository_state.blocked": "blocked by its host",
    "repository_state.closed": "no longer public",
    "repository_moved.name_taken": "name re-used",
    "advisory_unfixed.open": "advisory without a fix",
    "statement_of_departure.announced": "departure announced",
    "statement_of_departure.announced_of_somebody": "departure announced",
    "statement_of_departure.relayed": "departure announced",
    "death.announced": "a death was announced",
    "departure.delisted": "departure recorded",
    "departure.emeritus": "departure recorded",
    "departure.role_lowered": "lesser role recorded",
    "departure.membership_ended": "membership no longer shown",
    "statement_of_end.unmaintained": "no longer maintained",
    "statement_of_end.maintainers_sought": "seeks a maintainer",
    "statement_of_end.deprecated": "deprecated",
    "statement_of_end.moved": "moved",
    "statement_of_end.archived": "archived",
    "statement_of_end.notice": "notice of an end",
    "statement_of_end.status": "marked by itself as ended",
}
