"""The registry of rules: explicit, one line a rule. A rule is a module with RULE, MESSAGES and judge."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Protocol

from monitor.model.finding import Finding, RuleSpec
from monitor.model.history import History
from monitor.model.limits import Limits
from monitor.scoring import sight
from monitor.scoring.rules import (
    activity_falling,
    advisory_unfixed,
    breaking_more_often,
    contributor_absence_factor,
    elephant_factor,
    foundation_moved,
    history_rewritten,
    index_status,
    latest_yanked,
    licence_changed,
    mainstays_silent,
    one_releaser,
    only_bots_alive,
    project_silent,
    publisher_changed,
    quiet,
    release_overdue,
)


class Rule(Protocol):
    """What a rule module holds. MESSAGES: each code that its findings use, with the names of its values."""

    RULE: RuleSpec
    MESSAGES: Mapping[str, tuple[str, ...]]

    def judge(self, history: History, now: datetime, limits: Limits) -> Iterable[Finding]:
        """Yield the rule's answers on `history` at `now`."""
        ...


# The order is that of the report: facts, warnings, context.
RULES: Mapping[str, Rule] = {
    "index_status": index_status,
    "latest_yanked": latest_yanked,
    "foundation_moved": foundation_moved,
    "licence_changed": licence_changed,
    "advisory_unfixed": advisory_unfixed,
    "publisher_changed": publisher_changed,
    "history_rewritten": history_rewritten,
    "project_silent": project_silent,
    "only_bots_alive": only_bots_alive,
    "activity_falling": activity_falling,
    "release_overdue": release_overdue,
    "mainstays_silent": mainstays_silent,
    "quiet": quiet,
    "contributor_absence_factor": contributor_absence_factor,
    "elephant_factor": elephant_factor,
    "one_releaser": one_releaser,
    "breaking_more_often": breaking_more_often,
}


def all_messages() -> dict[str, tuple[str, ...]]:
    """Return every message code that a finding may use, with the names of its values."""
    found = dict(sight.MESSAGES)
    for rule in RULES.values():
        found.update(rule.MESSAGES)
    return found
