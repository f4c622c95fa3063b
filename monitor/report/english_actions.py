"""What the reader of a report can do about a finding, in English; the project's own way out is the rule's remedy."""

from __future__ import annotations

from collections.abc import Mapping

# By the rule that made the level.
READER_ACTIONS: Mapping[str, str] = {
    "index_status": "Plan the move: choose a successor or carry the code yourself, and set a date",
    "statement_of_end": "Plan the move: follow what the project names, or choose a successor, and set a date",
    "statement_of_departure": "Ask the steward who owns the roadmap now, and pin the version you use",
    "death": "Give the project time, and pin the version you use",
    "departure": "Ask the project who carries on what they did, and pin the version you use",
    "departures_cluster": "Ask the steward who carries the work now, and look at alternatives before you need one",
    "lead_without_successor": "Ask the steward who owns the roadmap now, and whether you may have a say in it",
    "last_hand_gone": "Ask who may merge and publish a fix now, and mirror what you use",
    "company_leaving": "Ask the organisation what it plans, and how the work is paid for next year",
    "stall_foretold": "Ask what is planned for the next year, and look at alternatives while there is time",
    "maintainers_inactive": "Ask who decides and merges now",
    "shared_person": "Plan for these projects together, and ask for a second pair of hands in each",
    "departure_after_release": "Ask what is planned after the release",
    "latest_yanked": "Pin the version before the withdrawn one",
    "foundation_moved": "Plan the move: ask who carries on elsewhere, and set a date",
    "licence_changed": "Stay on the last version under the old licence until somebody has read the new one",
    "advisory_unfixed": "Read the advisory for a work-around, and find out whether your use of it is affected",
    "publisher_changed": "Pin the version before, and check that the hand-over was announced",
    "history_rewritten": "Compare what you built with what is there now, and mirror it",
    "project_silent": "Pin and mirror what you use, and ask the steward who answers a security report",
    "only_bots_alive": "Pin what you use, and ask the steward whether a person still looks after it",
    "activity_falling": "Mirror what you use, and look at alternatives before you need one",
    "release_overdue": "Pin the last release, and ask whether another one is planned",
    "mainstays_silent": "Ask the steward who carries the work now, and pin the version you use",
    "contributor_absence_factor": "Offer a second pair of hands, or sponsor the project",
    "elephant_factor": "Ask the steward how the work is paid for next year",
    "one_releaser": "Ask for a second releaser, or sponsor one",
    "breaking_more_often": "Plan time for updates, or choose a line that is served for long",
    "repository_state": "Plan the move: mirror what you use, choose a successor or carry the code yourself, and set a date",
    "repository_moved": "Check who owns it now before the next update, and write the new address into the configuration",
    "release_replaced": "Compare what you use with what stands there now, and pin by content",
    "model_terms_changed": "Keep a copy under the terms you took it, and have the new ones read",
    "model_withdrawn": "Keep a copy of what you use with its licence, and choose what to use instead",
    "model_overdue": "Ask the steward what is planned, and choose by your own evaluation what you would move to",
    "answers_slower": "Offer help with answering, and ask who looks after reports",
    "changes_waiting": "Offer a reviewer, and keep your own changes in a branch that you can carry",
    "reliance_falling": "Look at where others went, and whether you want to follow",
    "backlog_growing": "Offer help with sorting what is open",
    "governance_changed": "Read the change, and write down who decides now",
    "documents_stale": "Offer to bring the document up to date, and ask where users should look until then",
    "policy_gone": "Ask where security reports go now",
    "is_fork": "Watch the place that it was forked from as well",
    "house_smaller": "Ask the house who carries its models now, and keep a copy of the weights you use",
    "house_silent": "Ask elsewhere who stands behind the models, and keep a copy of the weights you use",
    "tracker_off": "Ask where reports belong now, and keep your own list until you know",
    "funding_gone": "Ask how the work is paid for now, and whether you can help",
    "roadmap_changed": "Read the change, and see whether it touches what you wait for",
    "codeowners_errors": "Ask who reviews changes to those files now",
    "dates_passed": "Ask what holds the named dates up, and whether you can help",
    "living_fork": "Look at the fork, and ask its people what they plan",
    "model_breaks": "Plan the move to the new generation as a change of its own",
}
# The same where a successor is named.
FOLLOWED_ACTIONS: Mapping[str, str] = {
    "statement_of_departure": "Read how the work is handed over to whom was named, and pin the version you use until it is",
    "departure": "Read how the work is handed over to whom was named, and pin the version you use until it is",
}
ANY_ACTION = "Read the reasons, and decide who keeps an eye on it"
