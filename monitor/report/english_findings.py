"""English for the messages that rules publish: one template a code. Short, dated, sourced, kind; never a motive."""

from __future__ import annotations

from collections.abc import Mapping

_VIEW: Mapping[str, str] = {
    "view.not_promised": "No watched address shows {signal:signal}",
    "view.not_seen": "{signal:signal} could not be seen{seen_until:last_seen}",
    "view.partly_seen": (
        "Only a part of {signal:signal} was seen, so what seems missing may be where we could not look{seen_until:last_seen}"
    ),
    "view.too_short": "{signal:signal} were watched for too short a time",
    "unknown.signal_not_seen": "{signal:signal} not fully seen{seen_until:last_seen}",
    "unknown.no_issue_tracker": "Issues, reviews and chats are not looked at yet: work there does not show here",
    "unknown.squash_merges": "A squashed merge may credit one person with the work of several",
    "unknown.packages_not_watched": "No package of this project is watched: a release there would not show here",
    "unknown.tags_not_watched": "No repository of this project is watched: a tag there would not show here",
    "unknown.no_announcements": (
        "Blogs, forums and mailing lists are not looked at yet: an announcement there would not show here"
    ),
}

_ACTIVITY: Mapping[str, str] = {
    "activity_falling.falling": (
        "{active_days:n active day|active days} in the last {period_days:days}, where about {usual_days:num} would be usual "
        "(so few by chance: {chance:pct})"
    ),
    "activity_falling.steady": (
        "{active_days:n active day|active days} in the last {period_days:days}; about {usual_days:num} are usual"
    ),
    "activity_falling.too_young": "Too young to compare: first active day seen on {first_on:date}",
    "activity_falling.too_little": (
        "Too little to measure a fall: about {usual_days:num} active days in {period_days:days} are usual"
    ),
    "activity_falling.nothing": "No active day was seen, so nothing can be compared",
    "activity_falling.last_active": "Last active day seen: {last_on:date}, {silent_days:days} before this report",
    "activity_falling.active_days_again": "At least {active_days:n active day|active days} within {period_days:days}",
}

_PEOPLE: Mapping[str, str] = {
    "contributor_absence_factor.one_person": (
        "Contributor Absence Factor 1: one person made {share:pct} of {commits:n commit|commits} in the last 12 months, "
        "by {people:n person|people} in all"
    ),
    "contributor_absence_factor.spread_thin": (
        "Contributor Absence Factor rose from {factor_before} to {factor} because the work shrank: "
        "{commits:n commit|commits} in the last 12 months, {commits_before} in the 12 before"
    ),
    "contributor_absence_factor.several": (
        "Contributor Absence Factor {factor}: {factor:n person|people} of {people} made half of "
        "{commits:n commit|commits} in the last 12 months"
    ),
    "contributor_absence_factor.nobody": "No commit by a person was seen in the last 12 months",
    "contributor_absence_factor.counted": (
        "{commits:n commit|commits} by {people:n person|people} in the 12 months up to then; half of them by "
        "{factor:n person|people}"
    ),
    "contributor_absence_factor.second_person": "A second person makes a steady share of the commits",
    "elephant_factor.one_organisation": (
        "Elephant Factor 1: {people:n person|people} writing from {organisation} made {share:pct} of the "
        "commits in the last 12 months"
    ),
    "elephant_factor.one_person": "Half of the commits are by one person, so this is no question of organisations",
    "elephant_factor.several": (
        "Elephant Factor {factor}: half of the commits come from {factor:n organisation|organisations} of "
        "the {organisations} seen"
    ),
    "elephant_factor.no_hint": "Only {hinted_share:pct} of the commits hint at an organisation: too few to tell",
    "elephant_factor.nobody": "No commit by a person was seen in the last 12 months",
    "elephant_factor.counted": (
        "{people:n person|people} writing from {organisation} made {share:pct} of the commits in the 12 months up to then"
    ),
    "elephant_factor.domain_is_a_hint": (
        "A mail domain is only a hint: many people write from a private address, and some from a former one"
    ),
    "elephant_factor.second_organisation": "People of a second organisation make a steady share of the commits",
    "one_releaser.one": "All {releases:n release|releases} of the last 12 months were made by one person",
    "one_releaser.several": "{releasers:n person|people} made the {releases:n release|releases} of the last 12 months",
    "one_releaser.too_few": "{releases:n release|releases} in the last 12 months: too few to say who can release",
    "one_releaser.not_recorded": (
        "Who made the {releases:n release|releases} of the last 12 months is not recorded where we look"
    ),
    "one_releaser.last_release": "Last release: {version}",
    "one_releaser.others_may_hold_keys": "Others may hold the right to release without having used it",
    "one_releaser.second_person": "A second person tags or publishes a release",
}

_MAINSTAYS: Mapping[str, str] = {
    "mainstays_silent.silent": (
        "No public activity seen since {since:date} from {silent} of {mainstays:n mainstay|mainstays} in the "
        "sources watched; "
        "the last 12 months had {active_days:n active day|active days}, earlier ones {active_days_before}"
    ),
    "mainstays_silent.carried_on": (
        "No public activity seen since {since:date} from {silent} of {mainstays:n mainstay|mainstays} in the "
        "sources watched; "
        "others carried on: {active_days:n active day|active days} in the last 12 months, {active_days_before} before"
    ),
    "mainstays_silent.all_seen": ("{mainstays:n mainstay|mainstays} of the last three years, each seen within their own rhythm"),
    "mainstays_silent.no_mainstay": "Nobody made half of the work in any 12 months of the last three years",
    "mainstays_silent.last_seen": (
        "{person:person}: no public activity seen since {last_seen_on:date} in the sources watched: {silent_days:days}, "
        "where {usual_gap_days:days} are usual and {longest_gap_days:days} were the longest before"
    ),
    "mainstays_silent.carried": "{person:person}: {share:pct} of the commits from {from_on:date} to {until_on:date}",
    "mainstays_silent.reason_unknown": (
        "The reason is not known: work in private, in other places or a pause would look the same from here"
    ),
    "mainstays_silent.commit_by_one": "A commit by one of them in the watched repositories",
    "mainstays_silent.others_carry_on": ("Others bring the work to at least {active_days:n active day|active days} in 12 months"),
}

_RELEASES: Mapping[str, str] = {
    "release_overdue.on_time": (
        "{version} was released on {released_on:date}, {wait_days:days} ago; the usual window of the next "
        "one ends on {window_until:date}"
    ),
    "release_overdue.overdue": (
        "No release for {wait_days:days} since {version} on {released_on:date}; the usual window ended on "
        "{window_until:date} "
        "(a wait as long as this: {chance:pct})"
    ),
    "release_overdue.late": (
        "No release for {wait_days:days} since {version} on {released_on:date}; "
        "one came every {every_days:days}, so this one is {late_days:days} late"
    ),
    "release_overdue.never_released": "No release was ever seen, so none can be overdue",
    "release_overdue.last_release": "Last release: {version} on {released_on:date}",
    "release_overdue.rhythm": (
        "{gaps:n earlier gap|earlier gaps} between releases: the middle one {median_days:days}, the longest {longest_days:days}"
    ),
    "release_overdue.forecast": (
        "Chance of a release within {within_days:days}: {chance_within:pct}; "
        "expected between {expected_from:far} and {expected_until:far}, in the middle {expected_on:far}"
    ),
    "release_overdue.unreleased_work": "{active_days:n active day|active days} of work since that release",
    "release_overdue.nothing_promised": "The project promised no date for a release",
    "release_overdue.release": "A new release",
}

MESSAGES: Mapping[str, str] = {**_VIEW, **_ACTIVITY, **_PEOPLE, **_MAINSTAYS, **_RELEASES}
