"""English for rules on what cannot be seen, and the marks in a picture."""

from __future__ import annotations

from collections.abc import Mapping

MESSAGES: Mapping[str, str] = {
    "event.mainstay_last_seen": "Last public activity seen of a mainstay who has not been seen since",
    "event.history_rewritten": "Public history rewritten",
    "event.archived": "Package marked as archived",
    "event.deprecated": "Package marked as deprecated",
    "event.quarantined": "Package in quarantine at its index",
    "event.unpublished": "Package no longer published",
    "event.active": "Package marked as active",
    "event.status": "Package given another status by its index",
    "view.common_mode": (
        "“{what}” at {projects} of {of} unrelated projects at once, on {suspected_on}: more likely our sight than theirs, so it "
        "is not judged unless it lasts a week"
    ),
    "view.tracker_off": "Issues are switched off there: what is open is counted elsewhere, or nowhere",
    "view.tracker_elsewhere": "Issues are kept elsewhere, at {tracker}, which is not looked at",
    "view.mirror": "This is a mirror: people answer and decide elsewhere",
    "view.not_promised": "No source in use shows {signal:signal} of what is watched",
    "view.not_seen": "{signal:signal} could not be seen{seen_until:last_seen}",
    "view.partly_seen": (
        "Only a part of {signal:signal} was seen, so what seems missing may be where we could not look{seen_until:last_seen}"
    ),
    "unknown.signal_not_seen": "{signal:signal} not fully seen{seen_until:last_seen}",
    "unknown.dates_set_aside": "{what} with dates that cannot be true (before 1970-01-02, or in the future) are not counted",
    "unknown.no_issue_tracker": "Issues and reviews were not seen, chats are not read: work there does not show here",
    "unknown.newest_answers_only": "Of issues and reviews the newest are read, of chats nothing: other work does not show here",
    "unknown.squash_merges": "A squashed merge may credit one person with the work of several",
    "unknown.packages_not_watched": "No package of this project is watched: a release there would not show here",
    "unknown.tags_not_watched": "No repository of this project is watched: a tag there would not show here",
}
