"""Decisions as reports list them, with review date and what came after; disputes beside the finding that they doubt. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from zoneinfo import ZoneInfo

from monitor.model.alerts import Silence, Silencing
from monitor.model.decisions import Choice, Decision, DecisionLine
from monitor.model.finding import Outcome, Weight
from monitor.model.own_house import OwnHouse
from monitor.model.report import Ask, FindingLine, ProjectLine, Row
from monitor.model.report_situation import SituationLine
from monitor.model.situation import SituationState
from monitor.model.text import clean
from monitor.report.own_house import ANSWERS
from monitor.report.words import capital, day

CHOICES: Mapping[Choice, str] = {
    Choice.ACCEPT: "accept the risk",
    Choice.PIN: "pin the version in use",
    Choice.MIRROR: "mirror it",
    Choice.SPONSOR: "sponsor it",
    Choice.SECOND: "second an engineer",
    Choice.FORK: "fork it",
    Choice.REPLACE: "replace it",
}
LONGEST_REASON = 500


def decision_lines(
    house: OwnHouse,
    projects: Sequence[ProjectLine],
    situations: Sequence[SituationLine],
    now: datetime,
    zone: str,
) -> tuple[DecisionLine, ...]:
    """Return the decisions on the projects of a list, in their order; those to look at again first."""
    by_key: dict[str, list[Decision]] = {}
    for one in house.decisions:
        by_key.setdefault(one.project, []).append(one)
    found = [
        _line(one, project, [s for s in situations if s.project == project.key], now, zone)
        for project in projects
        for one in by_key.get(project.key, ())
    ]
    return tuple(sorted(found, key=lambda line: not (line.is_due or line.since)))


def _line(one: Decision, project: ProjectLine, situations: Sequence[SituationLine], now: datetime, zone: str) -> DecisionLine:
    at = one.at.astimezone(ZoneInfo(zone))
    owner, reason = clean(one.owner), clean(one.reason, limit=LONGEST_REASON)
    is_due = one.review_on <= now.astimezone(ZoneInfo(zone)).date()
    about = next((f"{project.name}, {f.text}" for f in project.findings if f.id == one.finding), project.name)
    text = f"{about}: decided on {day(at)} by {owner} to {CHOICES[one.choice]}: {reason}"
    review = f"The review is due since {day(one.review_on)}" if is_due else f"Review on {day(one.review_on)}"
    since = tuple(dict.fromkeys(_known_since(one, project, situations)))
    reopened = f". Decided before this was known: {'; '.join(since)}" if since else ""
    return DecisionLine(
        project=project.key,
        name=project.name,
        finding=one.finding,
        choice=one.choice.value,
        owner=owner,
        reason=reason,
        at=one.at,
        review_on=one.review_on,
        is_due=is_due,
        since=since,
        text=f"{text}. {review}{reopened}",
    )


def _known_since(one: Decision, project: ProjectLine, situations: Sequence[SituationLine]) -> Iterable[str]:
    """Yield what was not known when it was decided: new facts at risk, situations that opened or got louder after it."""
    for finding in project.findings:
        if finding.outcome is Outcome.AT_RISK and finding.weight is Weight.FACT and finding.id not in one.known:
            yield finding.text
    for situation in situations:
        is_later = situation.opened_on > one.at.date()
        is_louder = situation.state is SituationState.LOUDER and situation.since > one.at.date()
        if is_later or is_louder:
            yield situation.title if is_later else f"{situation.title}: {situation.because}"


def with_reviews(asks: Sequence[Ask], decided: Sequence[DecisionLine]) -> tuple[Ask, ...]:
    """Return what is asked of the reader, where a project is decided about: when that is looked at again, until it is time."""
    resting = _resting(decided)
    return tuple(replace(ask, text=resting[ask.project]) if ask.project in resting else ask for ask in asks)


def rows_with_reviews(rows: Sequence[Row], decided: Sequence[DecisionLine]) -> tuple[Row, ...]:
    """Return the portfolio with the same in the place of what a reader is to do."""
    resting = _resting(decided)
    return tuple(replace(row, members=tuple(_decided(p, resting.get(p.key)) for p in row.members)) for row in rows)


def _decided(project: ProjectLine, text: str | None) -> ProjectLine:
    return replace(project, todo=text) if text and project.todo else project


def _resting(decided: Sequence[DecisionLine]) -> dict[str, str]:
    """Return what is said of each project that was decided about as a whole, until that is looked at again or more is known."""
    return {line.project: _until_review(line) for line in decided if not line.finding and not line.is_due and not line.since}


def _until_review(line: DecisionLine) -> str:
    return f"Decided: {CHOICES[Choice(line.choice)]} ({line.owner}). Nothing now; the review is on {day(line.review_on)}"


def with_answers(project: ProjectLine, house: OwnHouse, zone: str) -> ProjectLine:
    """Return the project with each answered finding told so, by whom and why; a headline that rests on a disputed one says so."""
    told = house.silences
    if not any(finding.id in told for finding in project.findings):
        return project
    findings = tuple(_answered(finding, told, zone) for finding in project.findings)
    return replace(project, findings=findings, headline=_headline(project, findings))


def _answered(finding: FindingLine, told: Mapping[str, Silence], zone: str) -> FindingLine:
    one = told.get(finding.id)
    if one is None or finding.outcome is not Outcome.AT_RISK:
        return finding
    on = day(one.at.astimezone(ZoneInfo(zone)))
    who, why = f"by {clean(one.owner)} on {on}", clean(one.reason, limit=LONGEST_REASON)
    if one.kind is Silencing.DISPUTED:
        return replace(finding, disputed=f"Disputed {who}: {why}")
    until = day(one.until.astimezone(ZoneInfo(zone)))
    return replace(finding, answered=f"{capital(ANSWERS[one.kind])} {who} until {until}: {why}")


def _headline(project: ProjectLine, findings: Sequence[FindingLine]) -> str:
    """Return a headline that rests on what nobody disputes, or says that all of it is disputed."""
    first = next((finding for finding in findings if finding.text == project.headline), None)
    if first is None or not first.disputed:
        return project.headline
    undisputed = [finding.text for finding in findings if finding.is_reason and not finding.disputed]
    return undisputed[0] if undisputed else f"Disputed: {first.text}"
