"""One project as a report shows it: headline, reasons, what is known and not, who, sources, and what the reader can do."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from monitor.model.assessment import Assessment, Standing, Verdict
from monitor.model.finding import Level, Message, Outcome, RuleSpec, Weight
from monitor.model.forecast import TrackRecord
from monitor.model.history import Person
from monitor.model.limits import Limits
from monitor.model.picture import Picture
from monitor.model.report import EventLabel, FindingLine, HeldFinding, ProjectLine
from monitor.model.report_coverage import SourceLine, View
from monitor.model.target import Entry, Portfolio, Project
from monitor.model.text import clean, mask_addresses
from monitor.report import findings as in_words
from monitor.report.coverage import FAILING, READERS_OWN, cause, gravity, source_lines
from monitor.report.english import STANDINGS, WHAT_TO_DO_ABOUT
from monitor.report.english_actions import ANY_ACTION, FOLLOWED_ACTIONS, READER_ACTIONS
from monitor.report.forecasting import forecast_part, marks_text
from monitor.report.model_families import models_part
from monitor.report.people import person_lines, roster
from monitor.report.previous import PreviousProject
from monitor.report.situations import WORDS as SITUATION_WORDS
from monitor.report.situations import Telling, situation_lines
from monitor.report.statements import said_part
from monitor.report.words import Words, capital, day, reason

OWN_WORDS_LIMIT = 600
# A release that is expected later than in a year is nothing to wait for.
LONGEST_WAIT = 365
# What a project must be seen doing before it can be called ok comes first where we say what we could not see.
CORE_SIGNALS = frozenset({"activity", "tags", "package_releases", "models"})
# A plan for the end is advice where something ends, not where one of several people leaves.
ENDS = frozenset(
    {
        "index_status",
        "statement_of_end",
        "repository_state",
        "project_silent",
        "mainstays_silent",
        "last_hand_gone",
        "only_bots_alive",
    }
)
WHY_NOTHING = {
    "never_looked": "nothing was looked at yet",
    "nothing_yet": "what was seen holds nothing from before this day",
    "nothing_shows_work": "no source that is on shows commits, packages or models of it",
}
SAID_BY_SOURCES = frozenset({"view.not_seen", "view.partly_seen", "unknown.signal_not_seen"})


@dataclass(frozen=True, slots=True)
class Setting:
    """What all projects of one report share."""

    portfolio: Portfolio
    rules: Mapping[str, RuleSpec]
    names: str
    as_of: datetime
    limits: Limits
    track: TrackRecord | None = None


def project_line(
    entry: Entry,
    assessment: Assessment,
    verdict: Verdict,
    people: Mapping[str, Person],
    before: PreviousProject | None,
    setting: Setting,
) -> ProjectLine:
    """Return all that the report says of one project of the list."""
    project = setting.portfolio.projects[entry.project]
    who = roster(assessment, people, setting.names)
    words = Words(who.name_of)
    findings = in_words.finding_lines(assessment, verdict, setting.rules, who, words)
    sources = source_lines(assessment.coverage, setting.as_of, setting.limits)
    sibling = _name(setting.portfolio, assessment.newer_sibling)
    today, name = setting.as_of.date(), clean(project.name) or project.key
    telling = Telling(project.key, name, Words(who.name_of, SITUATION_WORDS), setting.limits, today)
    headline = _headline(assessment, verdict, findings, sources, words, sibling)
    return ProjectLine(
        key=project.key,
        name=name,
        level=verdict.level,
        last_known_level=_last_known(verdict.level, before),
        standing=assessment.standing,
        standing_text=_standing_text(assessment, findings),
        impact=entry.impact,
        headline=headline,
        todo=_todo(project, verdict.level, findings, sources),
        numbers=replace(assessment.numbers, last_version=mask_addresses(clean(assessment.numbers.last_version, limit=60))),
        picture=assessment.picture,
        owner=clean(project.owner, limit=OWN_WORDS_LIMIT),
        systems=tuple(clean(system) for system in project.systems),
        plan=clean(project.plan, limit=OWN_WORDS_LIMIT),
        steward=clean(project.steward.organisation),
        family=project.family,
        newer_sibling=assessment.newer_sibling,
        newer_sibling_name=sibling,
        because=verdict.because,
        findings=findings,
        held=held_open(findings, before),
        known=in_words.known(findings),
        unknown=_unknown(findings, sources, verdict.level, _told_by_sources(assessment, words)),
        would_change=in_words.would_change(findings),
        actions=_actions(assessment, verdict.level, findings, sources, today),
        people=person_lines(assessment, who, people),
        stamps=in_words.stamps(findings),
        events=_events(assessment.picture, words),
        sources=sources,
        models=models_part(assessment.models),
        forecast=forecast_part(assessment.forecast, setting.track, marks_text(setting.limits.forecast_for_watch)),
        situations=situation_lines(assessment.situations, telling),
        said=said_part(assessment.heard, setting.names, people),
        is_fully_seen=bool(sources) and all(line.view == View.FRESH for line in sources),
    )


def _standing_text(assessment: Assessment, findings: Sequence[FindingLine]) -> str:
    """A stamp says more than "ended"."""
    is_stamped = assessment.standing == Standing.ENDED and in_words.stamps(findings)
    return "" if is_stamped else STANDINGS[assessment.standing]


def _last_known(level: Level, before: PreviousProject | None) -> Level | None:
    if level != Level.UNKNOWN:
        return level
    return before.last_known_level if before else None


def _name(portfolio: Portfolio, key: str) -> str:
    """Return the name of a project of the portfolio, or the key itself; "" for no key."""
    return clean(portfolio.projects[key].name) if key in portfolio.projects else clean(key)


def held_open(findings: Sequence[FindingLine], before: PreviousProject | None) -> tuple[HeldFinding, ...]:
    """Return what was open at the last report and cannot be judged now: unknown neither clears nor raises."""
    unjudged = {f.rule for f in findings if f.outcome == Outcome.UNKNOWN}
    at_risk = {(f.rule, f.subject) for f in findings if f.outcome == Outcome.AT_RISK}
    still = before.open.items() if before else ()
    return tuple(held for where, held in sorted(still) if held.rule in unjudged and where not in at_risk)


def _headline(
    assessment: Assessment,
    verdict: Verdict,
    findings: Sequence[FindingLine],
    sources: Sequence[SourceLine],
    words: Words,
    sibling: str,
) -> str:
    reasons = [f.text for f in findings if f.is_reason]
    if reasons:
        return reasons[0]
    if verdict.level == Level.UNKNOWN:
        return f"We cannot say: {_why_unseen(sources, findings)}"
    if assessment.standing == Standing.SUPERSEDED and sibling:
        return f"Superseded by {sibling}, see the family"
    if assessment.standing_reason:
        return words.say(assessment.standing_reason)
    said = [f.text for f in findings if f.outcome == Outcome.AT_RISK] if verdict.level > Level.OK else []
    return said[0] if said else _calm(assessment)


def _calm(assessment: Assessment) -> str:
    last = assessment.numbers.last_activity_on
    return f"Nothing stands out; last public activity seen on {day(last)}" if last else "Nothing stands out"


def _why_unseen(sources: Sequence[SourceLine], findings: Sequence[FindingLine]) -> str:
    ordered = sorted(sources, key=lambda line: line.signal not in CORE_SIGNALS)
    failing = dict.fromkeys(_source_says(line) for line in ordered if line.view != View.FRESH)
    open_questions = [f.text for f in findings if f.outcome == Outcome.UNKNOWN]
    nothing = WHY_NOTHING[_nothing(sources)]
    return next(iter(failing), "") or next(iter(open_questions), nothing)


def _source_says(line: SourceLine) -> str:
    return f"{line.source} {line.text}" if line.text.startswith("could ") else f"{line.source}: {line.text}"


def _todo(project: Project, level: Level, findings: Sequence[FindingLine], sources: Sequence[SourceLine]) -> str:
    if level == Level.OK:
        return ""
    if level == Level.UNKNOWN:
        return _ways_to_see(sources)[0]
    if level == Level.ALERT and project.plan and any(f.is_reason and f.rule in ENDS for f in findings):
        return f"Your plan: {clean(project.plan).rstrip('.')}"
    return _reader_actions(findings)[0]


def _reader_actions(findings: Sequence[FindingLine]) -> list[str]:
    known = [_reader_action(f) for f in findings if f.is_reason and f.rule in READER_ACTIONS]
    return list(dict.fromkeys(known)) or [ANY_ACTION]


def _reader_action(finding: FindingLine) -> str:
    """Return what the reader can do about a reason; who follows is asked only where nobody is named."""
    is_followed = finding.rule in FOLLOWED_ACTIONS and f"{finding.rule}.successor_unknown" not in finding.open_codes
    return (FOLLOWED_ACTIONS if is_followed else READER_ACTIONS)[finding.rule]


def _ways_to_see(sources: Sequence[SourceLine]) -> list[str]:
    """Return what the reader can do about what was not seen, beginning with what no level can be told without."""
    said = [line for line in sources if line.view in FAILING] or [line for line in sources if line.reason]
    causes = [(line, cause(line.reason, line.detail, is_seen=line.seen_until is not None)) for line in said]
    causes.sort(key=lambda pair: (pair[0].signal not in CORE_SIGNALS, gravity(pair[1])))
    ways = list(dict.fromkeys(_way(line, code) for line, code in causes))
    return ways or [WHAT_TO_DO_ABOUT[_nothing(sources)]]


def _nothing(sources: Sequence[SourceLine]) -> str:
    """Return why nothing is to be judged although no source failed."""
    if not sources:
        return "never_looked"
    return "nothing_yet" if any(line.signal in CORE_SIGNALS for line in sources) else "nothing_shows_work"


def _way(line: SourceLine, code: str) -> str:
    way = WHAT_TO_DO_ABOUT.get(code, WHAT_TO_DO_ABOUT["bug"])
    return way.replace("the address", f"the address {line.target}", 1) if code in READERS_OWN else way


def _actions(
    assessment: Assessment, level: Level, findings: Sequence[FindingLine], sources: Sequence[SourceLine], today: date
) -> tuple[str, ...]:
    actions = _reader_actions(findings) if level > Level.OK else []
    if level == Level.UNKNOWN:
        actions += _ways_to_see(sources)
    expected = assessment.numbers.release_expected_by
    if level > Level.OK and assessment.standing != Standing.ENDED and expected and _is_worth_a_wait(findings, expected, today):
        actions.append(f"Wait until {day(expected)}: the next release is expected by then")
    return tuple(dict.fromkeys(actions))


def _is_worth_a_wait(findings: Sequence[FindingLine], expected: date, today: date) -> bool:
    """Return whether waiting for a release is advice: soon, and where nothing is a fact that time does not mend."""
    is_fact = any(f.is_reason and f.weight == Weight.FACT for f in findings)
    return not is_fact and today <= expected <= today + timedelta(days=LONGEST_WAIT)


def _told_by_sources(assessment: Assessment, words: Words) -> frozenset[str]:
    """Return the sentences that only say that a signal was not seen: the line of its source says that with the reason."""
    messages = [message for f in assessment.findings for message in (f.headline, *f.unknowns)]
    return frozenset(words.say(message) for message in messages if message.code in SAID_BY_SOURCES)


def _unknown(
    findings: Sequence[FindingLine], sources: Sequence[SourceLine], level: Level, told_by_sources: frozenset[str]
) -> tuple[str, ...]:
    unseen = [_unseen_text(line) for line in sources if line.view not in (View.FRESH, View.FROZEN)] if level != Level.OK else []
    told = [text for text in in_words.unknown(findings) if not (unseen and text in told_by_sources)]
    return tuple(dict.fromkeys([*told, *unseen]))


def _unseen_text(line: SourceLine) -> str:
    return f"{capital(line.signal_words)} from {line.source}: {line.text or reason(line.reason)}"


def _events(picture: Picture, words: Words) -> tuple[EventLabel, ...]:
    ordered = sorted(picture.events, key=lambda event: event.on)
    return tuple(EventLabel(number, event.on, words.say(Message(event.code))) for number, event in enumerate(ordered, start=1))
