"""English for situations: titles, what moved them, their timeline, their questions and answers. Act, date, never a motive."""

from __future__ import annotations

from collections.abc import Mapping

from monitor.model.situation import SituationKind, SituationState

KINDS: Mapping[SituationKind, str] = {
    SituationKind.DEPARTURE: "departure",
    SituationKind.END: "end of a project",
    SituationKind.LICENCE: "change of terms",
    SituationKind.SILENCE: "silence",
    SituationKind.TRANSFER: "transfer",
    SituationKind.PUBLISHER: "change of publishers",
    SituationKind.MODEL_OVERDUE: "overdue model",
    SituationKind.DEATH: "a death",
}
STATES: Mapping[SituationState, str] = {
    SituationState.OPEN: "open",
    SituationState.LOUDER: "louder",
    SituationState.COOLING: "cooling",
    SituationState.CLOSED: "closed",
}
# What has to come for a situation to move, in words.
CRITERIA: Mapping[str, str] = {
    "another_departure": "another departure within {cluster_days} days",
    "release_overdue": "a release is overdue by the project's own usual window",
    "reliance_fell": "downloads, dependents or derivatives fall to half of what they were",
    "successor_named": "a successor is named",
    "rhythm_held": "a release in time, one full usual gap after it opened",
    "released_again": "the release that was waited for",
    "returned": "who had left is seen at work again",
    "no_longer_so": "what opened it is not so any more",
    "no_further_sign": "{situation_quiet_days} days without a further sign",
    "cool_for_long": "{situation_cool_days} days of staying cool",
    "all_settled": "every question is settled, while it is not louder",
    "too_old": "two years since it opened",
}
# By kind: what makes it louder or cooler that a reader can wait for.
WOULD_CHANGE: Mapping[SituationState, str] = {
    SituationState.LOUDER: "It gets louder with another departure, an overdue release, or reliance that falls",
    SituationState.COOLING: "It cools with a named successor, a release in time, or {quiet} days without a further sign",
    SituationState.CLOSED: "It closes once it was cool for {cool} days, or every question is settled",
}
# Beside the name of somebody who died, neither further departures nor successors are spoken of.
AFTER_DEATH: Mapping[SituationState, str] = {
    **WOULD_CHANGE,
    SituationState.LOUDER: "It gets louder with an overdue release, or reliance that falls",
    SituationState.COOLING: "It cools with a release in time, or {quiet} days without a further sign",
}

_TITLES: Mapping[str, str] = {
    "departure.announced": "A departure of {person} was announced on {on:date}",
    "departure.recorded": "A departure of {person} is recorded since {on:date}",
    "departure.announced_and_others": (
        "A departure of {person} was announced on {on:date}; {others:n further departure|further departures} since"
    ),
    "departure.recorded_and_others": (
        "A departure of {person} is recorded since {on:date}; {others:n further departure|further departures} since"
    ),
    "departure.died": "The project or its steward said on {on:date} that {person} has died",
    "silence.title": "No work seen in the project since {last_on:date}, beyond its own rhythm",
    "model_overdue.title": (
        "The next base model after {model} of {released_on:date} is overdue by the house's own rhythm since {opened_on:date}"
    ),
    "summary": (
        "Opened on {opened_on:date}, closed on {closed_on:date} after {days:n day|days}; "
        "{settled:num} of {questions:n question|questions} settled"
    ),
}
_BECAUSE: Mapping[str, str] = {
    "because.opened": "open since {on:date}, nothing has moved it yet",
    "because.another_departure": "another departure on {on:date}",
    "because.release_overdue": "the release after {version} is overdue since {on:date}",
    "because.reliance_fell": "{metric:metric} at {share:pct} of what they were, counted on {on:date}",
    "because.successor_named": "a successor is named since {on:date}",
    "because.rhythm_held": "the release rhythm held: {version} came on {on:date}, one usual gap of {gap_days:days} has passed",
    "because.released_again": "{version} came on {on:date}",
    "because.returned": "who had left is seen at work again since {on:date}",
    "because.no_longer_so": "what opened it is not so any more since {on:date}",
    "because.no_further_sign": "no further sign for {days:n day|days} since {since:date}",
    "because.cool_for_long": "it stayed cool since {since:date}",
    "because.all_settled": "all of its {questions:n question|questions} are settled",
    "because.held": (
        "what would make it louder is held since {on:date}: the same was seen at many unrelated projects at once, "
        "more likely a trouble of our sight than theirs"
    ),
    "because.too_old": "it opened on {since:date}; what is known by now is told by the project's findings",
}
_FACTS: Mapping[str, str] = {
    "returned": "{person} was seen at work again",
    "contradicted.listed": "Against it: {path} still named {person} when it was last looked at",
    "contradicted.at_work": "Against it: work of {person} was seen in the project",
    "released": "{version} was released",
    "overdue": "The release after {version} became overdue, by the gaps that were usual before this opened",
    "silence.last": "Last work seen on {last_on:date}; so long a silence is told after {patience_days:days}",
    "silence.ended": "Work was seen again",
}
_QUESTIONS: Mapping[str, str] = {
    "roadmap.asks": "Who owns the roadmap?",
    "roadmap.listed": "{person} is listed as “{heading}” in {path} since {on:date}",
    "roadmap.successor": "{person}, named as successor on {on:date}",
    "roadmap.successor_in_words": "Named as successor on {on:date}: “{words}”",
    "roadmap.none": "We found no named owner; we looked at {searched:signals}",
    "roadmap.not_seen": "Not known: no source that would name one was looked at",
    "roadmap.settles": "A source of the project names who decides what comes next",
    "function.asks": "Who runs “{name}”?",
    "function.listed": "{person} is listed for “{name}” in {path} since {on:date}",
    "function.none": "We found nobody else listed for it; we looked at {searched:signals}",
    "function.not_seen": "Not known: no source that would name one was looked at",
    "function.settles": "Somebody is listed or announced for “{name}”",
    "releases.asks": "Who makes the releases?",
    "releases.others": "{hands:n other person|other people} released since, first {version} on {on:date}",
    "releases.by_unknown": "{releases:n release|releases} since, and no source says by another hand",
    "releases.none": "No release since",
    "releases.settles": "A release by a hand that stays",
    "successor.asks": "Is a successor named?",
    "successor.named": "{person} was named as successor on {on:date}",
    "successor.named_in_words": "One was named on {on:date}: “{words}”",
    "successor.listed": "{person} was added to {path} on {on:date}, where the place became free",
    "successor.none": "We found no named successor; we looked at {searched:signals}",
    "successor.not_seen": "Not known: no source that would name one was looked at",
    "successor.settles": "The project or the person names one, or somebody takes the place in a list",
    "others.asks": "Has anybody else left?",
    "others.left": "{departures:n further departure|further departures} seen, the newest, of {person}, on {on:date}",
    "others.none": "No further departure was seen in the quarter after {since:date}; we looked at {searched:signals}",
    "others.none_yet": "None was seen in {days:n day|days}; we looked at {searched:signals}",
    "others.none_since": (
        "What came before {since:date} we did not see; none was seen since, where we looked at {searched:signals}"
    ),
    "others.not_seen": "Not known: no source that would show it was looked at",
    "others.settles_when_seen": "A further departure, or a whole view of lists, members and profiles",
    "others.settles": "A further departure; or none until {on:date}, with every source seen",
    "structure.asks": "Is the team's structure changing?",
    "structure.changed": "{changes:n change|changes} seen, the newest on {on:date}",
    "structure.listed": "{person} was listed in {path} on {on:date}",
    "structure.owner": "The owner of the repository is “{value}” since {on:date}",
    "structure.member": "A further member of the organisation was shown on {on:date}",
    "structure.none": "No further change was seen in the quarter after {since:date}; we looked at {searched:signals}",
    "structure.none_yet": "No further change was seen in {days:n day|days}; we looked at {searched:signals}",
    "structure.none_since": (
        "What came before {since:date} we did not see; no further change was seen since, where we looked at {searched:signals}"
    ),
    "structure.not_seen": "Not known: no source that would show it was looked at",
    "structure.settles_when_seen": "A change in lists, members or owner, or a whole view of them",
    "structure.settles": "A change in lists, members or owner; or none until {on:date}, with every source seen",
    "rhythm.asks": "Does the release rhythm hold?",
    "rhythm.held": "It held: {version} came on {on:date}, and one usual gap of {gap_days:days} had passed on {held_on:date}",
    "rhythm.overdue": (
        "No release since {version} of {released_on:date}; by the gaps that were usual before this opened, "
        "the next is overdue since {on:date}"
    ),
    "rhythm.late": "{version} came on {on:date}, after it had been overdue since {overdue_on:date}",
    "rhythm.known": "Told by the project's own gaps between releases",
    "rhythm.too_few": "Too few releases came before to tell a rhythm",
    "rhythm.not_seen": "Not known: the releases were not wholly seen",
    "rhythm.waiting": "The usual gap is {gap_days:days}; the usual window of the next release ends on {until:date}",
    "rhythm.settles": "A release in time after one usual gap, or a wait beyond the usual window",
    "reliance.asks": "Is reliance holding?",
    "reliance.holds": "{metric:metric}: {share:pct} of what they were ({now:num}, before {before:num}), counted on {on:date}",
    "reliance.fell": "{metric:metric} fell to {share:pct} ({now:num}, before {before:num}), counted on {on:date}",
    "reliance.known": "Told by the source's own counts",
    "reliance.not_seen": "Not known: nobody counts downloads or dependents in what we watch",
    "reliance.too_young": "Too few counts before or since: {weeks:n week|weeks} of each are needed",
    "reliance.settles": "Weekly counts before and after, compared with each other",
    "steward.asks": "Did the project or its steward speak on it?",
    "steward.spoke": "Yes, on {on:date}: “{words}”",
    "steward.silent": (
        "No word on it was seen in {days:n day|days}, and {others:n statement|statements} on other things, in the sources watched"
    ),
    "steward.silent_since": (
        "What was said before {since:date} we did not see; no word on it was seen since, "
        "and {others:n statement|statements} on other things, in the sources watched"
    ),
    "steward.not_seen": "Not known: no feed of the project or its steward was looked at ({days:n day|days} since)",
    "steward.settles": "A post, a notice or a release note of the project or its steward that speaks of it",
    "fork.asks": "Does somebody carry the code on elsewhere?",
    "fork.living": "{forks:n fork|forks} pushed to in the month of the opening or later, first seen on {on:date}: {fork}",
    "fork.none": "No living fork was seen",
    "fork.not_seen": "Not known: forks were not looked at",
    "fork.settles": "A fork with work of its own and people behind it",
    "replacement.asks": "What does the project name instead?",
    "replacement.named": "“{words}”, seen since {on:date}",
    "replacement.none": "No replacement was named in what we saw",
    "replacement.settles": "The project or its index names what to use instead",
}
# A timeline gives the day of each act: only an interval is told in words.
_SIGNS: Mapping[str, str] = {
    "announced": "A departure of {person} was announced",
    "announced_by_self": "{person} announced a departure",
    "emeritus": "{person} was moved to emeritus in {path}",
    "delisted": "{person} was taken out of {path}",
    "role_lowered": "{person} was listed in a lower role in {path}",
    "membership_ended": "{person} was no longer shown as a member of the organisation",
    "publisher_removed": "{person} was no longer among those who may publish",
    "former": "The public profile of {person} named the organisation as a former one",
    "silent": "No public activity of {person} was seen in the sources watched",
    "reported": "A departure of {person} was reported by others",
    "died": "The project or its steward said that {person} has died",
    "death_reported": "It was reported by others that {person} has died",
}

_WHEN: Mapping[str, str] = {"": "", ".between": " between {not_before:date} and {on:date}"}


def _signs() -> dict[str, str]:
    found = {}
    for code, act in _SIGNS.items():
        for between, when in _WHEN.items():
            for quoted, words in (("", ""), (".quoted", ": “{words}”")):
                last_seen = " since {not_before:date}" if between else " since {on:date}"
                since = last_seen if code == "silent" else when
                found[f"sign.{code}{between}{quoted}"] = f"{act}{since}{words}"
    return found


MESSAGES: Mapping[str, str] = {
    f"situation.{code}": words for code, words in {**_TITLES, **_BECAUSE, **_FACTS, **_QUESTIONS, **_signs()}.items()
}
