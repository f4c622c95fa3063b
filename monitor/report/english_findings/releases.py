"""English for rules on the rhythm of releases."""

from __future__ import annotations

from collections.abc import Mapping

MESSAGES: Mapping[str, str] = {
    "release_overdue.on_time": (
        "{version} was released on {released_on:date}, {wait_days:days} ago; the usual window of the next "
        "one ends on {window_until:date}"
    ),
    "release_overdue.overdue": (
        "No release for {wait_days:days} since {version} on {released_on:date}; the usual window ended on "
        "{window_until:date} "
        "(by its own rhythm {chance:pct} of waits last as long)"
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
        "(by its own rhythm {chance:pct} of waits last as long)"
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
    "roadmap_changed.file": "{path} has another text than before, changed between {not_before:date} and {seen_on:date}",
    "roadmap_changed.put_off": (
        "The milestone {title} was put off from {due_on:date} to {later_on:date}; seen on {seen_on:date}"
    ),
    "roadmap_changed.same": "No roadmap and no named date was seen to change lately",
    "roadmap_changed.another_text": "Another text of {path}",
    "roadmap_changed.was_due": "{title}: due on {due_on:date}, as seen before",
    "roadmap_changed.is_due": "{title}: due on {due_on:date}",
    "roadmap_changed.meaning_unknown": "What the change means for the plan is not ours to say: read it",
    "roadmap_changed.read": "Nothing more happens: it is told for a quarter",
    "dates_passed.late": (
        "{milestones:n milestone stands open after its day|milestones stand open after their days}; the one that waits longest, "
        "{title}, was due on {due_on:date}, {late_days:days} ago"
    ),
    "dates_passed.insights": "{path} says of itself that it held until {until_on:date}, {late_days:days} ago",
    "dates_passed.held_until": "{path}: holds until {until_on:date}",
    "dates_passed.renewed": "{path} names a later day",
    "dates_passed.kept": "{milestones:n open milestone names|open milestones name} a date, none passed by more than {days:days}",
    "dates_passed.no_date": "No open milestone names a date that still counts",
    "dates_passed.due": "{title}: due on {due_on:date}, and open",
    "dates_passed.may_be_done": "Whether the work is done and only the milestone was left open is not known",
    "dates_passed.closed": "The milestones are closed, or name other dates",
    "release_overdue.nothing_promised": "No date that the project promised for a release was seen",
    "release_overdue.date_named": "Whether the date that an open milestone names, {title} on {due_on:date}, is one of a release",
    "release_overdue.release": "A new release",
}
