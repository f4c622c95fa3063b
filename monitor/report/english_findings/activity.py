"""English for rules on activity that falls, and silence."""

from __future__ import annotations

from collections.abc import Mapping

MESSAGES: Mapping[str, str] = {
    "activity_falling.falling": (
        "{active_days:n active day|active days} in the last {period_days:days}, where about "
        "{usual_days:whole} would be usual "
        "(so few by chance: {chance:pct})"
    ),
    "activity_falling.steady": (
        "{active_days:n active day|active days} in the last {period_days:days}; about {usual_days:whole} are usual"
    ),
    "activity_falling.within_chance": (
        "{active_days:n active day|active days} in the last {period_days:days}, where about {usual_days:whole} are usual: "
        "by chance alone so few come in {chance:pct} of such periods, too often to call it a fall"
    ),
    "activity_falling.too_little": "Too little activity since {first_on:date} to measure a fall against",
    "activity_falling.nothing": "No active day was seen, so nothing can be compared",
    "activity_falling.last_active": "Last active day seen: {last_on:date}, {silent_days:days} before this report",
    "activity_falling.active_days_again": "At least {active_days:n active day|active days} within {period_days:days}",
    "project_silent.silent": (
        "No commit by a person seen since {last_on:date}: {silent_days:days}, where nine in ten of its own gaps were within "
        "{usual_gap_days:days}; "
        "{active_days:n active day|active days} in the last 12 months"
    ),
    "project_silent.stalled": (
        "Stalled since {since:date}: {active_days:n active day|active days} in the last 12 months, the last on {last_on:date}"
    ),
    "project_silent.active": (
        "Last active on {last_on:date}, {silent_days:days} ago; {active_days:n active day|active days} in the last 12 months"
    ),
    "project_silent.active_lately": "Last active on {last_on:date}, {silent_days:days} ago",
    "project_silent.nothing": "No active day was ever seen",
    "project_silent.last_active": (
        "Last active day seen: {last_on:date}; before it nine in ten of the last gaps between active days "
        "(up to 50) were within {usual_gap_days:days}, and the longest of all was {longest_gap_days:days}"
    ),
    "project_silent.may_be_finished": "It may be finished: silence alone does not tell",
    "project_silent.active_days_again": "People commit on at least {active_days:n day|days} of a year",
    "only_bots_alive.only_bots": (
        "Only bots were active in the last {period_days:days}: {bot_days:n day|days}; the last commit by a "
        "person was on {last_human_on:date}"
    ),
    "only_bots_alive.no_bots": "{bot_days:n bot day|bot days} in the last {period_days:days}",
    "only_bots_alive.people": "People are active: last on {last_human_on:date}",
    "only_bots_alive.last_bot": "Last automatic commit: {last_bot_on:date}",
    "only_bots_alive.bots_by_name": (
        "Bots are told by the names of their accounts: one that works under a person's name counts as that person"
    ),
    "only_bots_alive.commit_by_person": "A commit by a person",
    "quiet.quiet": (
        "Quiet and steady: {active_days:n active day|active days} in the last 12 months, "
        "{active_days_before} in the 12 before; "
        "the last on {last_on:date}"
    ),
    "quiet.not_quiet": "{active_days:n active day|active days} in the last 12 months, {active_days_before} in the 12 before",
    "quiet.active_days": (
        "{active_days:n active day|active days} in the last 12 months, {active_days_before} in the 12 "
        "before; the last on {last_on:date}"
    ),
    "quiet.obligations_unchecked": "Security problems that were reported and not published cannot be seen",
    "quiet.fewer_or_more_days": "Fewer than {fewest_days:n active day|active days} in a year, or more than {most_days}",
}
