"""English for rules on answers, backlogs and reliance."""

from __future__ import annotations

from collections.abc import Mapping

MESSAGES: Mapping[str, str] = {
    "answers_slower.fell": (
        "{recent:pct} of what was opened in the last half year got a first answer within {within_days:days}, "
        "{past:pct} in the two years before ({tickets} and {tickets_before} looked at)"
    ),
    "answers_slower.holds": (
        "{recent:pct} of what was opened in the last half year got a first answer within {within_days:days}, "
        "{past:pct} before ({tickets} and {tickets_before} looked at)"
    ),
    "answers_slower.too_few": (
        "{tickets:n ticket|tickets} of the last half year and {tickets_before} before were looked at: "
        "under {least} are too few to compare"
    ),
    "answers_slower.nothing": "No issue or change request was seen",
    "answers_slower.median": "Half got an answer within {recent_days:days}, before within {past_days:days}",
    "answers_slower.never_half": "Half have not got an answer yet; before, half had one within {past_days:days}",
    "answers_slower.elsewhere_unknown": "Answers in chats, mails and forums are not seen",
    "answers_slower.share_back": "About {past:pct} get an answer within {within_days:days} again",
    "changes_waiting.fell": (
        "{recent:pct} of the change requests of the last half year were decided within {within_days:days}, "
        "{past:pct} in the two years before ({tickets} and {tickets_before} looked at)"
    ),
    "changes_waiting.holds": (
        "{recent:pct} of the change requests of the last half year were decided within {within_days:days}, "
        "{past:pct} before ({tickets} and {tickets_before} looked at)"
    ),
    "changes_waiting.too_few": (
        "{tickets:n change request|change requests} of the last half year and {tickets_before} before were looked at: "
        "under {least} are too few to compare"
    ),
    "changes_waiting.nothing": "No change request was seen",
    "changes_waiting.median": "Half were decided within {recent_days:days}, before within {past_days:days}",
    "changes_waiting.never_half": "Half are not decided yet; before, half were within {past_days:days}",
    "changes_waiting.elsewhere_unknown": "Changes that are offered in other places are not seen",
    "changes_waiting.share_back": "About {past:pct} are decided within {within_days:days} again",
    "backlog_growing.growing": (
        "{now_open} issues and change requests are open, {then_open} on {then_on:date}: {growth:pct} more"
    ),
    "backlog_growing.steady": "{now_open} issues and change requests are open, {then_open} on {then_on:date}",
    "backlog_growing.too_young": "Not watched for {days:days} yet, so nothing can be compared",
    "backlog_growing.nothing": "No count of open issues or change requests was seen",
    "backlog_growing.counted": "{open} open on {counted_on:date}",
    "backlog_growing.closed": "{closed:n issue was|issues were} closed since {since_on:date}",
    "backlog_growing.merged": "{merged:n change request was|change requests were} merged since {since_on:date}",
    "backlog_growing.stale_unknown": "How many of them still matter is not known",
    "backlog_growing.shrinks": "No more than about {then_open} are open",
    "reliance_falling.fell": ("{metric}: about {recent} lately, about {before} {weeks:n week|weeks} ago ({fall:pct} less)"),
    "reliance_falling.holds": "{metrics:n count|counts} of reliance hold against their own past",
    "reliance_falling.too_young": "Not counted for {weeks:n week|weeks} yet, so nothing can be compared",
    "reliance_falling.nothing": "No count of downloads or dependents was seen",
    "reliance_falling.counted": "{metric}: {value} on {counted_on:date}",
    "reliance_falling.mirrors_unknown": "Downloads from mirrors and caches, and a change in how they are counted, are not seen",
    "reliance_falling.back": "The count comes back towards {before}",
}
