"""English for rules on who carries the work."""

from __future__ import annotations

from collections.abc import Mapping

MESSAGES: Mapping[str, str] = {
    "maintainers_inactive.some": (
        "{silent} of {listed:n listed maintainer or reviewer|listed maintainers and reviewers}: "
        "no work seen since {since:date} or longer"
    ),
    "maintainers_inactive.none": (
        "Work was seen lately of {listed:n listed maintainer or reviewer|listed maintainers and reviewers} "
        "whose accounts are known"
    ),
    "maintainers_inactive.nobody_told": "Nobody who is listed could be proven to be an account of the project",
    "maintainers_inactive.last_seen": "{person}, listed as {role}: no work seen since {last_seen_on:date}, {days:days}",
    "maintainers_inactive.others_unproven": "{unproven:n more is|more are} listed whose accounts could not be proven",
    "maintainers_inactive.seen_again": "Work by one of them is seen",
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
    "elephant_factor.narrowed": (
        "Elephant Factor 1, {factor_before} in the 12 months up to {until_on:date}: {people:n person|people} writing from "
        "{organisation} made {share:pct} of the commits in the last 12 months"
    ),
    "elephant_factor.widened": (
        "Elephant Factor {factor}, {factor_before} in the 12 months up to {until_on:date}: half of the commits come from "
        "{factor:n organisation|organisations} of the {organisations} seen"
    ),
    "elephant_factor.year": (
        "Elephant Factor {factor} in the 12 months up to then: {people:n person|people} writing from {organisation} made "
        "{share:pct} of the commits"
    ),
    "elephant_factor.one_person": "Half of the commits are by one person, so this is no question of organisations",
    "elephant_factor.several": (
        "Elephant Factor {factor}: half of the commits come from {factor:n organisation|organisations} of "
        "the {organisations} seen"
    ),
    "elephant_factor.no_hint": "Too few of the commits ({hinted_share:pct}) hint at an organisation to tell",
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
