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
    answers_slower,
    backlog_growing,
    breaking_more_often,
    changes_waiting,
    codeowners_errors,
    company_leaving,
    contributor_absence_factor,
    dates_passed,
    death,
    departing,
    departure,
    departure_after_release,
    departures_cluster,
    documents_stale,
    elephant_factor,
    foundation_moved,
    funding_gone,
    governance_changed,
    history_rewritten,
    house_silent,
    house_smaller,
    index_status,
    is_fork,
    last_hand_gone,
    latest_yanked,
    lead_without_successor,
    licence_changed,
    living_fork,
    mainstays_silent,
    maintainers_inactive,
    model_breaks,
    model_overdue,
    model_terms_changed,
    model_withdrawn,
    one_releaser,
    only_bots_alive,
    people_heard,
    policy_gone,
    project_silent,
    publisher_changed,
    quiet,
    release_overdue,
    release_replaced,
    reliance_falling,
    repository_moved,
    repository_state,
    roadmap_changed,
    shared_person,
    stall_foretold,
    statement_of_departure,
    statement_of_end,
    tracker_off,
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
    "statement_of_end": statement_of_end,
    "latest_yanked": latest_yanked,
    "foundation_moved": foundation_moved,
    "licence_changed": licence_changed,
    "advisory_unfixed": advisory_unfixed,
    "publisher_changed": publisher_changed,
    "repository_state": repository_state,
    "model_withdrawn": model_withdrawn,
    "model_terms_changed": model_terms_changed,
    "repository_moved": repository_moved,
    "release_replaced": release_replaced,
    "statement_of_departure": statement_of_departure,
    "death": death,
    "departure": departure,
    "departures_cluster": departures_cluster,
    "lead_without_successor": lead_without_successor,
    "last_hand_gone": last_hand_gone,
    "company_leaving": company_leaving,
    "history_rewritten": history_rewritten,
    "project_silent": project_silent,
    "only_bots_alive": only_bots_alive,
    "activity_falling": activity_falling,
    "release_overdue": release_overdue,
    "model_overdue": model_overdue,
    "mainstays_silent": mainstays_silent,
    "answers_slower": answers_slower,
    "changes_waiting": changes_waiting,
    "reliance_falling": reliance_falling,
    "stall_foretold": stall_foretold,
    "quiet": quiet,
    "contributor_absence_factor": contributor_absence_factor,
    "elephant_factor": elephant_factor,
    "departure_after_release": departure_after_release,
    "shared_person": shared_person,
    "people_heard": people_heard,
    "maintainers_inactive": maintainers_inactive,
    "one_releaser": one_releaser,
    "breaking_more_often": breaking_more_often,
    "backlog_growing": backlog_growing,
    "tracker_off": tracker_off,
    "governance_changed": governance_changed,
    "codeowners_errors": codeowners_errors,
    "policy_gone": policy_gone,
    "funding_gone": funding_gone,
    "dates_passed": dates_passed,
    "roadmap_changed": roadmap_changed,
    "documents_stale": documents_stale,
    "living_fork": living_fork,
    "is_fork": is_fork,
    "model_breaks": model_breaks,
    "house_smaller": house_smaller,
    "house_silent": house_silent,
}


def all_messages() -> dict[str, tuple[str, ...]]:
    """Return every message code that a finding may use, with the names of its values."""
    found = {**sight.MESSAGES, **departing.MESSAGES}
    for rule in RULES.values():
        found.update(rule.MESSAGES)
    return found
