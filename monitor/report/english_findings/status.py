"""English for rules on what an index or a history says by itself."""

from __future__ import annotations

from collections.abc import Mapping

MESSAGES: Mapping[str, str] = {
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
    "latest_yanked.withdrawn": "{version}, released on {released_on:date}, is marked as yanked by its index",
    "latest_yanked.withdrawn_between": (
        "{version} is marked as yanked by its index: not yet on {not_before:date}, seen so on {seen_on:date}"
    ),
    "latest_yanked.reason": "Given reason: “{reason}”",
    "latest_yanked.withdrawn_when": "The index does not say when it was withdrawn",
    "latest_yanked.new_release": "A new release that is not withdrawn",
    "history_rewritten.rewritten": "The public history was rewritten; seen on {seen_on:date}",
    "history_rewritten.intact": "No rewrite was seen since our first look on {since:date}",
    "history_rewritten.seen": "Seen: {what}",
    "history_rewritten.why_unknown": (
        "The reason is not known: a clean-up, a moved branch or a stolen key would look the same from here"
    ),
    "history_rewritten.not_compared": (
        "Cannot be told: the history was rewritten, and commits that were taken away look like silence"
    ),
    "history_rewritten.time_passes": "Nothing more happens until {until_on:date}: the warning ends by itself",
}
