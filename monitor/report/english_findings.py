"""English for the messages that rules publish: one template a code. Short, dated, sourced, kind; never a motive."""

from __future__ import annotations

from collections.abc import Mapping

_EVENTS: Mapping[str, str] = {
    "event.mainstay_last_seen": "Last public activity seen of a mainstay who has not been seen since",
    "event.history_rewritten": "Public history rewritten",
    "event.archived": "Package marked as archived",
    "event.deprecated": "Package marked as deprecated",
    "event.quarantined": "Package in quarantine at its index",
    "event.unpublished": "Package no longer published",
    "event.active": "Package marked as active",
    "event.status": "Package given another status by its index",
}

_VIEW: Mapping[str, str] = {
    "view.not_promised": "No watched address shows {signal:signal}",
    "view.not_seen": "{signal:signal} could not be seen{seen_until:last_seen}",
    "view.partly_seen": (
        "Only a part of {signal:signal} was seen, so what seems missing may be where we could not look{seen_until:last_seen}"
    ),
    "unknown.signal_not_seen": "{signal:signal} not fully seen{seen_until:last_seen}",
    "unknown.no_issue_tracker": "Issues, reviews and chats are not looked at yet: work there does not show here",
    "unknown.squash_merges": "A squashed merge may credit one person with the work of several",
    "unknown.packages_not_watched": "No package of this project is watched: a release there would not show here",
    "unknown.tags_not_watched": "No repository of this project is watched: a tag there would not show here",
}

_ACTIVITY: Mapping[str, str] = {
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
    "contributor_absence_factor.too_little": (
        "{commits:n commit|commits} by people in the last 12 months: too little work to tell how few carry it"
    ),
    "contributor_absence_factor.unnamed": (
        "{share:pct} of the commits of the last 12 months are kept without a person, so how few made half of them cannot be told"
    ),
    "contributor_absence_factor.work_comes_back": (
        "The work comes back to {commits:n commit|commits} in 12 months, made by more than one person"
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
    "one_releaser.one_of_known": (
        "{known} of the {releases:n release|releases} of the last 12 months were made by one person; "
        "who made the other {unknown} is not known"
    ),
    "one_releaser.several": "{releasers:n person|people} released in the last 12 months",
    "one_releaser.too_few": "{releases:n release|releases} in the last 12 months: too few to say who can release",
    "one_releaser.not_recorded": (
        "Who made {unknown} of the {releases:n release|releases} of the last 12 months is not recorded where we look"
    ),
    "one_releaser.last_release": "Last release: {version}",
    "one_releaser.others_may_hold_keys": "Others may hold the right to release without having used it",
    "one_releaser.second_person": "A second person tags or publishes a release",
}

_MAINSTAYS: Mapping[str, str] = {
    "mainstays_silent.silent": (
        "No public activity seen in the sources watched since {since:date} from {silent} of {mainstays:n person|people} "
        "who carried the project in the last three years; "
        "the last 12 months had {active_days:n active day|active days}, earlier ones {active_days_before}"
    ),
    "mainstays_silent.carried_on": (
        "No public activity seen in the sources watched since {since:date} from {silent} of {mainstays:n person|people} "
        "who carried the project in the last three years; "
        "others carried on: {active_days:n active day|active days} in the last 12 months, {active_days_before} before"
    ),
    "mainstays_silent.all_seen": (
        "{mainstays:n person|people} carried the project in the last three years, each seen within their own rhythm"
    ),
    "mainstays_silent.no_mainstay": "Nobody made half of the work in any 12 months of the last three years",
    "mainstays_silent.last_seen": (
        "{person:person}: no public activity seen since {last_seen_on:date} in the sources watched: {silent_days:days}; "
        "nine in ten of the gaps before were within {usual_gap_days:days}, and the longest was {longest_gap_days:days}"
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
    "release_overdue.stable_on_time": (
        "The last stable release, {version}, is of {released_on:date}, {wait_days:days} ago; the usual window of the next "
        "one ends on {window_until:date}"
    ),
    "release_overdue.stable_overdue": (
        "No stable release for {wait_days:days} since {version} on {released_on:date}; the usual window ended on "
        "{window_until:date} "
        "(a wait as long as this: {chance:pct})"
    ),
    "release_overdue.stable_late": (
        "No stable release for {wait_days:days} since {version} on {released_on:date}; "
        "one came every {every_days:days}, so this one is {late_days:days} late"
    ),
    "release_overdue.prereleases": (
        "No stable release since {released_on:date}; {prereleases:n pre-release|pre-releases} since, "
        "the newest {version} on {newest_on:date}"
    ),
    "release_overdue.never_released": "No release was ever seen, so none can be overdue",
    "release_overdue.last_release": "Last release: {version} on {released_on:date}",
    "release_overdue.rhythm": (
        "{gaps:n earlier gap|earlier gaps} between releases: the middle one {median_days:days}, the longest {longest_days:days}; "
        "releases less than two days apart were taken as one"
    ),
    "release_overdue.forecast": (
        "Chance of a release within {within_days:days}: {chance_within:pct}; "
        "expected between {expected_from:far} and {expected_until:far}, in the middle {expected_on:far}"
    ),
    "release_overdue.unreleased_work": "{active_days:n active day|active days} of work since that release",
    "release_overdue.nothing_promised": "The project promised no date for a release",
    "release_overdue.release": "A new release",
}

_STATUS: Mapping[str, str] = {
    "index_status.archived": "{package} is marked as archived since {since:date}",
    "index_status.deprecated": "{package} is marked as deprecated since {since:date}",
    "index_status.quarantined": "{package} is in quarantine at its index since {since:date}",
    "index_status.unpublished": "{package} is no longer published since {since:date}",
    "index_status.other": "{package} is marked as “{status}” since {since:date}",
    "index_status.active": "No mark of an end on {packages:n package|packages}",
    "index_status.none_recorded": "The index records no status",
    "index_status.marked": "{package}: status “{status}” recorded by its index",
    "index_status.reason": "Given reason: “{reason}”",
    "index_status.active_again": "{package} is marked active again",
    "latest_yanked.yanked": (
        "The newest release, {version} of {released_on:date}, was withdrawn (yanked); the one before is {version_before}"
    ),
    "latest_yanked.available": "The newest release, {version} of {released_on:date}, is available",
    "latest_yanked.no_release": "No release was seen",
    "latest_yanked.withdrawn": "{version} is marked as yanked by its index",
    "latest_yanked.reason": "Given reason: “{reason}”",
    "latest_yanked.withdrawn_when": "The index does not say when it was withdrawn",
    "latest_yanked.new_release": "A new release that is not withdrawn",
    "history_rewritten.rewritten": "The public history was rewritten; seen on {seen_on:date}",
    "history_rewritten.intact": "Every look found the history that we had seen before",
    "history_rewritten.seen": "Seen: {what}",
    "history_rewritten.why_unknown": (
        "The reason is not known: a clean-up, a moved branch or a stolen key would look the same from here"
    ),
    "history_rewritten.not_compared": (
        "Cannot be told: the history was rewritten, and commits that were taken away look like silence"
    ),
    "history_rewritten.time_passes": "Nothing more happens until {until_on:date}: the warning ends by itself",
}

_SILENCE: Mapping[str, str] = {
    "project_silent.silent": (
        "No public activity seen since {last_on:date}: {silent_days:days}, where nine in ten of its own gaps were within "
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
    "quiet.obligations_unchecked": "Whether open security reports wait for an answer is not looked at yet",
    "quiet.fewer_or_more_days": "Fewer than {fewest_days:n active day|active days} in a year, or more than {most_days}",
}

MESSAGES: Mapping[str, str] = {**_EVENTS, **_STATUS, **_SILENCE, **_VIEW, **_ACTIVITY, **_PEOPLE, **_MAINSTAYS, **_RELEASES}
