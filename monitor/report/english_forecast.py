"""The words of forecasts: questions, exact meanings, reasons, and why there is none."""

from __future__ import annotations

from collections.abc import Mapping

QUESTIONS: Mapping[str, str] = {
    "stall": "Does the work stall within 12 months?",
    "gone": "Are all mainstays gone within 12 months?",
}
SENTENCES: Mapping[str, str] = {
    "stall": "{chance} that the work stalls by {until}",
    "gone": "{chance} that none of the {mainstays} is at work any more by {until}",
}
MEANINGS: Mapping[str, str] = {
    "stall": "Stalled: fewer than 3 days with a commit in the 12 months",
    "gone": "Gone: none of the people with half of the last year’s commits makes one in the last nine of the 12 months",
}
RECORD = "Of {count} forecasts {expected} on projects the model had not seen, {seen} came true"
SOURCE = "Made on {on} from the commits up to that day, by model {model}"
# A reason's label, and the unit of its value: a format of words.formatted, or a plain number.
REASONS: Mapping[str, tuple[str, str]] = {
    "days_since_commit": ("time since the last commit", "days"),
    "active_months": ("months with commits, of the last 12", ""),
    "active_days": ("days with commits in the last 12 months", ""),
    "active_days_90": ("days with commits in the last 90 days", ""),
    "year_before": ("days with commits, 13 to 24 months ago", ""),
    "pauses": ("longest pause of the last two years", "days"),
    "age": ("age of the history", "span"),
    "weekend": ("share of active days on weekends", "share"),
    "stay_count": ("mainstays", ""),
    "stay_tenure": ("time since the first commit of the longest-serving mainstay", "span"),
    "stay_days_90": ("most days in the last 90 on which one mainstay committed", ""),
    "stay_months": ("most months of the last 12 in which one mainstay committed", ""),
    "stay_recency": ("time since a mainstay’s last commit", "days"),
}
REASON = "{label}: {now} (typical: {peers})"
REASON_BEFORE = "{label}: {now} (typical: {peers}; six months ago: {before})"
NONE: Mapping[str, str] = {
    "settled": "No forecast: a fact settles it",
    "season": "No forecast: repositories of this family follow one another, and an old one may rest",
    "mirror": "No forecast: this is a mirror, the work is done elsewhere",
    "weights": "No forecast: weights without a code history rest once they are published",
    "no_history": "No forecast: it is made from commits, and no repository of the project is looked at",
    "not_seen": "No forecast: we have not seen the whole last year",
    "too_little": "No forecast: fewer than 20 commits, or than 3 days with commits in the last year, are too little to go by",
}
NOT_GONE_FEW = (
    "No forecast on the mainstays: fewer than three people made half of the last year’s commits; it would be about a person"
)
NOT_GONE_KNOWN = "No forecast on the mainstays: a departure is on record, and stands above"
LOSS = "About {share} of the work of the {mainstays} together may fall away within 12 months, if people go as they went elsewhere"
MARKS = "A forecast makes a project one to watch at most, from {marks}"
TRACK = (
    "Model {model} learned from {repositories} public repositories as they stood from {first} to {last}, and was judged on "
    "those that it had not seen. Each dot stands for a tenth of the forecasts: on the line, as many came true as were foretold"
)
