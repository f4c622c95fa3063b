"""Situations as a report tells them: worded, compared with the last report, those that changed first. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from monitor.model.finding import Evidence, Message, Outcome
from monitor.model.limits import Limits
from monitor.model.report import ProjectLine
from monitor.model.report_evidence import EvidenceLine
from monitor.model.report_situation import QuestionLine, SituationLine, SituationNews
from monitor.model.situation import CRITERIA, Question, Situation, SituationKind, SituationState
from monitor.model.text import mask_addresses
from monitor.report.english_findings import MESSAGES as OF_RULES
from monitor.report.english_situations import AFTER_DEATH, KINDS, MESSAGES, STATES, WOULD_CHANGE
from monitor.report.english_situations import CRITERIA as MOVES
from monitor.report.headline import inside
from monitor.report.links import shown_link
from monitor.report.previous import Previous, PreviousSituation
from monitor.report.words import Words, capital, counted, day

WORDS: Mapping[str, str] = {**OF_RULES, **MESSAGES}
# The rules without which nobody can say that what opened a situation is not so any more.
RULES_OF: Mapping[SituationKind, frozenset[str]] = {
    SituationKind.END: frozenset({"index_status", "statement_of_end", "repository_state"}),
    SituationKind.LICENCE: frozenset({"licence_changed", "model_terms_changed"}),
    SituationKind.SILENCE: frozenset({"project_silent"}),
    SituationKind.TRANSFER: frozenset({"repository_moved"}),
    SituationKind.PUBLISHER: frozenset({"publisher_changed"}),
    SituationKind.MODEL_OVERDUE: frozenset({"model_overdue"}),
}
_LOUDEST = (SituationState.LOUDER, SituationState.OPEN, SituationState.COOLING, SituationState.CLOSED)


@dataclass(frozen=True, slots=True)
class Telling:
    """What all situations of one project share: its key and name, its words, the limits, and the day of the report."""

    project: str
    name: str
    words: Words
    limits: Limits
    today: date


def situation_lines(found: Iterable[Situation], telling: Telling) -> tuple[SituationLine, ...]:
    """Return the situations of one project in words, not compared with anything yet."""
    return tuple(_line(one, telling) for one in found)


def _line(one: Situation, telling: Telling) -> SituationLine:
    words = telling.words
    return SituationLine(
        id=one.id,
        project=telling.project,
        name=telling.name,
        kind=one.kind,
        title=_said(one.title, words),
        opened_on=one.opened_on,
        days=max(0, (telling.today - one.opened_on).days),
        state=one.state,
        since=one.since,
        because=words.say(one.because),
        level=one.level,
        timeline=tuple(_fact(fact, words) for fact in one.timeline),
        questions=tuple(_question(question, words) for question in one.questions),
        would_change=_would_change(one.kind, one.state, telling.limits),
        summary=words.say(one.summary) if one.summary else "",
    )


def _fact(fact: Evidence, words: Words) -> EvidenceLine:
    return EvidenceLine(_said(fact.what, words), fact.at, shown_link(fact.link), fact.level)


def _said(message: Message, words: Words) -> str:
    return capital(words.say(message))


def _question(question: Question, words: Words) -> QuestionLine:
    return QuestionLine(
        code=question.code,
        asks=_said(question.asks, words),
        answer=_fact(question.answer, words) if question.answer else None,
        so_far=_said(question.so_far, words),
        settles=_said(question.settles, words),
    )


def _would_change(kind: SituationKind, state: SituationState, limits: Limits) -> tuple[str, ...]:
    """Return what would move it on from its state."""
    ways = {
        SituationState.OPEN: (SituationState.LOUDER, SituationState.COOLING),
        SituationState.LOUDER: (SituationState.COOLING,),
        SituationState.COOLING: (SituationState.LOUDER, SituationState.CLOSED),
    }
    values = {"quiet": limits.situation_quiet_days, "cool": limits.situation_cool_days}
    told = AFTER_DEATH if kind is SituationKind.DEATH else WOULD_CHANGE
    return tuple(told[way].format(**values) for way in ways.get(state, ()))


def compared(lines: Sequence[SituationLine], projects: Sequence[ProjectLine], last: Previous | None) -> tuple[SituationLine, ...]:
    """Return the situations with what is new since the last report: changed ones first, by the weight of their projects."""
    found = [_compared(line, last) for line in lines] if last else list(lines)
    found += _gone(lines, projects, last) if last else []
    order = {project.key: place for place, project in enumerate(projects)}
    return tuple(
        sorted(
            found,
            key=lambda one: (
                not one.is_changed,
                one.state is SituationState.CLOSED,
                order.get(one.project, len(order)),
                _LOUDEST.index(one.state),
                -one.opened_on.toordinal(),
            ),
        )
    )


def _compared(line: SituationLine, last: Previous) -> SituationLine:
    before = last.situations.get(line.id)
    if before is None:
        # A closing that nobody was told of before is no news: it was so before the list began, or was told long ago.
        is_news = line.state is not SituationState.CLOSED and line.project in last.projects
        return replace(line, change=SituationNews.NEW, news=("A new situation",)) if is_news else line
    fresh = frozenset() if before.settled is None else frozenset(q.code for q in line.settled) - before.settled
    questions = tuple(replace(q, is_new=q.code in fresh) for q in line.questions)
    news = [f"Settled: {q.asks}" for q in questions if q.is_new]
    if before.state != line.state.value:
        was = STATES.get(before.state_as_known(), before.state)
        return replace(
            line,
            questions=questions,
            change=SituationNews.MOVED,
            news=(f"{capital(STATES[line.state])}, was {was}: {line.because}", *news),
        )
    return replace(line, questions=questions, change=SituationNews.SETTLED if news else SituationNews.NOTHING, news=tuple(news))


def _gone(lines: Sequence[SituationLine], projects: Sequence[ProjectLine], last: Previous) -> Iterable[SituationLine]:
    """Yield the situations of the last report that nothing tells now: held where we could not look, else closed."""
    told, by_key = {line.id for line in lines}, {project.key: project for project in projects}
    for before in last.situations.values():
        project = by_key.get(before.project)
        kind = before.kind_as_known()
        if before.id in told or project is None or kind is None or before.state == SituationState.CLOSED.value:
            continue
        yield _left(before, project, kind)


def _left(before: PreviousSituation, project: ProjectLine, kind: SituationKind) -> SituationLine:
    is_unseen = any(f.outcome is Outcome.UNKNOWN and f.rule in RULES_OF.get(kind, ()) for f in project.findings)
    held = "it could not be looked at again, and is held as it was"
    gone = "what opened it is not told by any source any more"
    return SituationLine(
        id=before.id,
        project=project.key,
        name=project.name,
        kind=kind,
        # What no source tells any more is not said again of anybody.
        title=before.title if is_unseen else f"Taken back: {KINDS[kind]} of {day(before.opened_on)}",
        opened_on=before.opened_on,
        days=0,
        state=before.state_as_known() if is_unseen else SituationState.CLOSED,
        since=before.since,
        because=held if is_unseen else gone,
        level=before.level,
        summary="" if is_unseen else f"Closed: {gone}",
        change=SituationNews.HELD if is_unseen else SituationNews.GONE,
        news=(capital(held if is_unseen else gone),),
    )


def situation_news(lines: Sequence[SituationLine]) -> str:
    """Return what leads the news: the situations that changed, in a sentence; "" where none did."""
    changed = [line for line in lines if line.is_changed]
    if not changed:
        return ""
    told = "; ".join(_in_news(line) for line in changed[:2])
    more = f"; and {len(changed) - 2} more" if len(changed) > 2 else ""  # noqa: PLR2004 - two are named
    count = "One situation" if len(changed) == 1 else f"{len(changed)} situations"
    return f"{count} changed: {told}{more}."


def _in_news(line: SituationLine) -> str:
    if line.change is SituationNews.NEW:
        return f"{line.name}: {inside(line.title)} (new)"
    if line.change is SituationNews.SETTLED:
        return f"{line.name}: {counted(len(line.news), 'question')} settled"
    return f"{line.name} is {STATES[line.state]}: {line.because}"


def criteria_lines(limits: Limits) -> tuple[tuple[str, str], ...]:
    """Return (what moves a situation, why) for the method of a report."""
    values = {name: getattr(limits, name) for name in ("cluster_days", "situation_quiet_days", "situation_cool_days")}
    return tuple(
        (f"{capital(STATES[one.towards])}: {MOVES[one.code].format(**values)}", mask_addresses(one.why)) for one in CRITERIA
    )


def opened_text(line: SituationLine) -> str:
    """Return since when a situation is open and where it stands, in one line."""
    state = "" if line.state is SituationState.OPEN else f"; {STATES[line.state]} since {day(line.since)}: {line.because}"
    ago = f", {counted(line.days, 'day')} ago" if line.days else ""
    return f"Opened on {day(line.opened_on)}{ago}{state}"
