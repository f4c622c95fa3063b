"""What a report says of our own doings: that it is late, what did not arrive, what was answered, held back and told. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from zoneinfo import ZoneInfo

from monitor.model.alerts import AlertState, Held, Notice, Reason, Silence, Silencing
from monitor.model.finding import Level
from monitor.model.outbox import RecipientState, Undelivered
from monitor.model.own_house import AnswerLine, OwnHouse
from monitor.model.report import ProjectLine
from monitor.model.text import clean
from monitor.report.english import LEVELS
from monitor.report.words import counted, day, moment

ANSWERS: Mapping[Silencing, str] = {
    Silencing.ACKNOWLEDGED: "acknowledged",
    Silencing.SNOOZED: "snoozed",
    Silencing.DISPUTED: "disputed",
}
REASONS: Mapping[Reason, str] = {
    Reason.CONFIRMED: "seen in two looks a day apart",
    Reason.FACT: "announced, or recorded by a platform",
    Reason.LEFT: "no longer so in three looks, each a day apart",
    Reason.UNSTABLE: "it changed more than three times in 90 days",
}
# What the held-back section of a report leaves to `explain`: it is no decision that a reader waits for.
LONGEST_REASON = 300
QUIET = frozenset({Held.NOTHING, Held.BASELINE, Held.UNKNOWN})


def notes(house: OwnHouse, zone: str) -> tuple[str, ...]:
    """Return what readers must know of this report and earlier ones. Addresses are not shown: `mainstay doctor` names them."""
    late = (f"This report is late: it was due on {moment(house.due_at, zone)}.",) if house.due_at else ()
    return (*late, *_undelivered(house.undelivered, zone))


def _undelivered(messages: Sequence[Undelivered], zone: str) -> Iterable[str]:
    for state, one, many in (
        (RecipientState.REFUSED, "was refused for good", "were refused for good"),
        (RecipientState.EXPIRED, "was given up", "were given up"),
        (RecipientState.PENDING, "is not accepted yet", "are not accepted yet"),
    ):
        found = [message for message in messages if message.state == state]
        if found:
            newest = max(found, key=lambda message: message.created_at)
            made = day(newest.created_at.astimezone(ZoneInfo(zone)))
            why = clean(newest.detail) or "no reason was given"
            number, what = counted(len(found), "message"), one if len(found) == 1 else many
            yield f"{number} of this list {what}, the newest of {made}: {why}. The command “mainstay doctor” says to whom."


def answers(house: OwnHouse, projects: Sequence[ProjectLine], zone: str) -> tuple[AnswerLine, ...]:
    """Return how findings that are open were answered, so that silence is visible."""
    return tuple(
        _answer(house.silences[finding_id], project, text, zone)
        for project in projects
        for finding_id, text in _open(project)
        if finding_id in house.silences
    )


def _open(project: ProjectLine) -> Iterable[tuple[str, str]]:
    """Yield (id, words) of what is at risk, or held open while it cannot be judged."""
    yield from ((finding.id, finding.text) for finding in project.findings if finding.outcome == "at_risk")
    yield from ((held.id, held.text) for held in project.held)


def _answer(silence: Silence, project: ProjectLine, text: str, zone: str) -> AnswerLine:
    at, until = silence.at.astimezone(ZoneInfo(zone)), silence.until.astimezone(ZoneInfo(zone))
    owner, reason = clean(silence.owner), clean(silence.reason, limit=500)
    words = f"{project.name}: {text} - {ANSWERS[silence.kind]} by {owner} on {day(at)} until {day(until)}: {reason}"
    return AnswerLine(silence.finding, project.key, silence.kind.value, owner, reason, silence.at, silence.until, words)


def costs(house: OwnHouse) -> tuple[str, ...]:
    """Return what each source was asked on each of the last days, newest first: counted by us, in the source's own unit."""
    return tuple(
        f"{day(usage.on)}: {clean(usage.source)}: {counted(usage.requests, 'request')}, {usage.unchanged} unchanged, "
        f"{usage.refused} refused" + (f", {counted(usage.points, 'point')}" if usage.points else "")
        for usage in sorted(house.usage, key=lambda usage: (-usage.on.toordinal(), usage.source))
    )


def not_watched(house: OwnHouse) -> tuple[str, ...]:
    """Return the entries of included files that nothing watches, each with its reason."""
    return tuple(f"{clean(one.file)}: {clean(one.entry)}: {clean(one.reason, limit=LONGEST_REASON)}" for one in house.unresolved)


def proposed(house: OwnHouse, projects: Sequence[ProjectLine]) -> tuple[str, ...]:
    """Return the addresses that watched ones name themselves and that are not watched."""
    return tuple(
        f"{project.name}: {clean(proposal.address)} (named at {clean(proposal.found_at)})"
        for project in projects
        for proposal in house.proposals.get(project.key, ())
    )


def held_alerts(house: OwnHouse, projects: Sequence[ProjectLine], zone: str) -> tuple[str, ...]:
    """Return which changes of level are not told between reports, and why."""
    return tuple(
        f"{project.name}: {_held(house.states[project.key], project.level, zone)}"
        for project in projects
        if project.key in house.states and house.states[project.key].held not in QUIET
    )


def _held(state: AlertState, level: Level, zone: str) -> str:
    since = f" (since {moment(state.held_at, zone)})" if state.held_at else ""
    return f"{_WHY_HELD[state.held].format(level=LEVELS[level], told=LEVELS[state.told])}{since}"


_WHY_HELD: Mapping[Held, str] = {
    Held.BASELINE: "no alert, it was so when a level was first known",
    Held.UNKNOWN: "nothing told, it cannot be judged; what was told before stands",
    Held.FIRST: "{level}, not told yet: a second look at least a day later must see it too",
    Held.LEAVING: "no longer {told}, not told yet: three looks, each at least a day after the one before, must see it",
    Held.UNSTABLE: "changes of level are not told: there were more than three in 90 days",
    Held.SILENCED: "{level}, not told: every finding behind it was answered",
}


def alerts_on(project: ProjectLine, house: OwnHouse, zone: str) -> tuple[str, ...]:
    """Return what readers of a list were told of one project between reports, and why nothing is told now, oldest first."""
    lines = [_told(notice, zone) for notice in house.notices if notice.project == project.key]
    state = house.states.get(project.key)
    if state and state.held:
        lines.append(_held(state, project.level, zone))
    return tuple(lines)


def _told(notice: Notice, zone: str) -> str:
    was = f", was {LEVELS[notice.was]}" if notice.was is not None and notice.was != notice.level else ""
    return f"told on {moment(notice.at, zone)}: {LEVELS[notice.level]}{was}; {REASONS[notice.reason]}"
