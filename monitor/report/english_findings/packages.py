"""English for rules on packages, their licences and what foundations say: advisories, breaks, publishers."""

from __future__ import annotations

from collections.abc import Mapping

MESSAGES: Mapping[str, str] = {
    "advisory_unfixed.open": (
        "{advisory} on {package} has no fix {open_days:days} after it was published on {published_on:date} (severity: {severity})"
    ),
    "advisory_unfixed.fresh": (
        "{advisory} ({severity}) in {package:place}, published on {published_on:date}, has no fix yet; "
        "it counts as a warning after {days:days}"
    ),
    "advisory_unfixed.young": "{advisories:n advisory|advisories} without a fix, each published within the last {days:days}",
    "advisory_unfixed.prerelease_only": "No advisory is left open; {advisory} is fixed only in a pre-release so far: {version}",
    "advisory_unfixed.none_open": "None of {advisories:n advisory|advisories} is without an end",
    "advisory_unfixed.none_listed": "The advisory databases list nothing",
    "advisory_unfixed.listed": "{advisory}: “{summary}”",
    "advisory_unfixed.listed_bare": "{advisory} is listed without a fix",
    "advisory_unfixed.also_known_as": "Also known as {others}",
    "advisory_unfixed.databases_lag": "Databases lag: a fix may exist that nobody entered yet",
    "advisory_unfixed.use_unknown": "Whether your use of it can be reached by the flaw is not known here",
    "advisory_unfixed.fix": "A release of {package} with a fix that the databases name, or the advisory is withdrawn",
    "breaking_more_often.more": (
        "{breaks:n breaking change|breaking changes} in the last {recent_days:days}, "
        "{breaks_before} in the {days_before:days} before "
        "(by chance: {chance:pct})"
    ),
    "breaking_more_often.as_before": (
        "{breaks:n breaking change|breaking changes} in the last {recent_days:days}, "
        "{breaks_before} in the {days_before:days} before"
    ),
    "breaking_more_often.too_young": "Too young to compare: {days_before:days} of releases before the last two years",
    "breaking_more_often.no_release": "No release was seen",
    "breaking_more_often.major": "{version}: the first release of a new major version",
    "breaking_more_often.yanked": "{version} was withdrawn (yanked)",
    "breaking_more_often.size_unknown": "How much each of them breaks is not known: a major version may change little",
    "breaking_more_often.calmer": "Two years with no more breaking changes than before",
    "publisher_changed.replaced": (
        "Nobody who could publish {package} before can now: {before:n account|accounts} then, {after:n other|others} since;"
        " seen on {seen_on:date}"
    ),
    "publisher_changed.list_changed": (
        "Who may publish {package} changed: {added:n account|accounts} more and {removed:n account|accounts} less;"
        " seen on {seen_on:date}"
    ),
    "publisher_changed.newcomer": (
        "{version} of {package}, on {released_on:date}, is the first release by {person:person}, "
        "after {quiet_days:days} without any"
    ),
    "publisher_changed.same": "No other publishers than before were seen in the last half year",
    "publisher_changed.before": "{publishers:n account|accounts} could publish then",
    "publisher_changed.after": "{publishers:n account|accounts} can publish now, by the list at this address",
    "publisher_changed.released": "{version} was published by {person:person}",
    "publisher_changed.quiet_since": "The release before was {version}",
    "publisher_changed.reason_unknown": "The reason is not known: most such changes are a planned hand-over",
    "publisher_changed.time_passes": "Nothing more happens until {until_on:date}: the finding ends by itself",
    "licence_changed.changed": "The recorded licence of {target:place} changed from {before} to {after}; seen on {seen_on:date}",
    "licence_changed.not_recognised": (
        "The licence of {target:place} is no longer recognised; it was {before}; seen on {seen_on:date}"
    ),
    "licence_changed.same": "No other licence than before was seen in the last half year",
    "licence_changed.back": "The recorded licence of {target:place} is {licence} again since {seen_on:date}",
    "licence_changed.not_seen_twice": (
        "No licence of {target:place} was recognised in the last look, where {licence} was before: a second look decides"
    ),
    "licence_changed.before": "Licence before: {licence}",
    "licence_changed.after": "Licence now: {licence}",
    "licence_changed.read_by_machine": "Licences are recognised by machine: read the text before you act",
    "licence_changed.time_passes": "Nothing more happens until {until_on:date}: the finding ends by itself",
    "foundation_moved.retired": "The {foundation} lists the project as {state} since {since:date}",
    "foundation_moved.hosted": "The {foundation} lists the project as {state}",
    "foundation_moved.no_foundation": "None of the foundations that are read lists the project",
    "foundation_moved.recorded": "Listed as {state} by the {foundation}",
    "foundation_moved.hosted_again": "The {foundation} lists the project as active again",
}
