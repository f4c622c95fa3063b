"""Situations: an event that matters opens one; new evidence answers its questions, makes it louder, cools it, closes it.

Everything is computed from the History and the findings at `now`: the same after a restart, and on any past day.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime

from monitor.model.evidence import EvidenceLevel
from monitor.model.finding import Evidence, Finding, Message
from monitor.model.history import History
from monitor.model.limits import Limits
from monitor.model.situation import Question, Situation, SituationKind, SituationState, Turn
from monitor.scoring.metrics.activity import end_day
from monitor.scoring.situations import asking, hands
from monitor.scoring.situations.course import Course, day_of, walk
from monitor.scoring.situations.departing import SURE, Leaving, departure_timeline, departure_turns, leavings, told_apart
from monitor.scoring.situations.openings import ABOUT, Opening, openings
from monitor.scoring.situations.reliance import ask_reliance, reliance_of, reliance_turns
from monitor.scoring.situations.rhythm import ask_rhythm, released_since, rhythm_of, rhythm_turns
from monitor.scoring.situations.scene import Scene, message

# Projects that end, or are waited for, owe no release: for these the rhythm is no question.
RHYTHM_ASKED = frozenset({SituationKind.LICENCE, SituationKind.TRANSFER, SituationKind.PUBLISHER})
WAITS = frozenset({SituationKind.SILENCE, SituationKind.MODEL_OVERDUE})
FORK_ASKED = frozenset({SituationKind.END, SituationKind.LICENCE, SituationKind.SILENCE})
# Answers that are events of their own; the others rest on what the timeline tells anyway.
TOLD_ANSWERS = frozenset({"situation.steward.spoke"})
OTHERS_ASKED = frozenset({SituationKind.SILENCE, SituationKind.TRANSFER, SituationKind.PUBLISHER, SituationKind.MODEL_OVERDUE})


def situations(history: History, findings: Sequence[Finding], now: datetime, limits: Limits) -> tuple[Situation, ...]:
    """Return the situations of a project at `now`, the newest first; those closed longer ago than a quarter are left out."""
    found = [*_of_people(history, now, limits), *_of_project(history, findings, now, limits)]
    told = (one for one in found if _is_told(one, end_day(now), limits))
    return tuple(sorted(told, key=lambda one: (-one.opened_on.toordinal(), one.kind, one.subject)))


def _is_told(one: Situation, today: date, limits: Limits) -> bool:
    return one.state is not SituationState.CLOSED or (today - one.since).days <= limits.situation_closed_days


def _is_young(opened_on: date, today: date, limits: Limits) -> bool:
    """Return whether a situation could still be told: nothing older is looked at, however long the history is."""
    return opened_on < today and (today - opened_on).days <= limits.situation_longest_days + limits.situation_closed_days


def _of_people(history: History, now: datetime, limits: Limits) -> Iterator[Situation]:
    today = end_day(now)
    for story in leavings(history, today, limits):
        if _is_young(story.opened_on, today, limits):
            yield _departure(Scene(history, now, limits, story.opened_on, story.persons), story)


def _departure(scene: Scene, story: Leaving) -> Situation:
    rhythm, counts, successor = rhythm_of(scene), reliance_of(scene), hands.successor_of(scene, story)
    turns = [
        *departure_turns(story, scene.today),
        *rhythm_turns(scene, rhythm),
        *reliance_turns(counts),
        *hands.successor_turns(successor),
    ]
    questions = [
        hands.ask_roadmap(scene, story, successor),
        *hands.ask_functions(scene, story),
        hands.ask_releases(scene),
        hands.ask_successor(scene, successor),
        *(() if story.first.is_death else (asking.ask_others(scene, story.others),)),
        asking.ask_structure(scene),
        ask_rhythm(scene, rhythm),
        ask_reliance(scene, counts),
        asking.ask_steward(scene),
    ]
    title = message(f"departure.{_title_code(story)}", person=story.first.person, on=story.opened_on, others=len(story.others))
    facts = [*departure_timeline(scene, story), *released_since(rhythm), *asking.structure_changes(scene)]
    kind = SituationKind.DEATH if story.first.is_death else SituationKind.DEPARTURE
    opening = Opening(kind, story.first.person or "somebody", story.opened_on, title, tuple(facts))
    roles = tuple(sorted({(one.person, one.role) for one in story.everybody if one.person}))
    return _made(scene, opening, turns, questions, roles=roles, level=_level(story))


def _title_code(story: Leaving) -> str:
    if story.first.is_death:
        return "died"
    is_announced = any(sign.level is EvidenceLevel.ANNOUNCED for sign in story.first.signs)
    return f"{'announced' if is_announced else 'recorded'}{'_and_others' if story.others else ''}"


def _level(story: Leaving) -> EvidenceLevel:
    return min(sign.level for sign in story.first.signs if sign.level in SURE)


def _of_project(history: History, findings: Sequence[Finding], now: datetime, limits: Limits) -> Iterator[Situation]:
    today, events = end_day(now), list(openings(history, findings, now, limits))
    is_ended = any(one.kind is SituationKind.END for one in events)
    for opening in events:
        # What has ended is not waited for.
        is_moot = is_ended and opening.kind in WAITS
        if not is_moot and _is_young(opening.opened_on, today, limits):
            yield _event(Scene(history, now, limits, opening.opened_on, frozenset(opening.persons)), opening)


def _event(scene: Scene, opening: Opening) -> Situation:
    kind, counts = opening.kind, reliance_of(scene)
    rhythm = rhythm_of(scene) if kind in RHYTHM_ASKED else None
    turns = [*opening.turns, *rhythm_turns(scene, rhythm), *reliance_turns(counts)]
    start, end = scene.opened_on, scene.today
    others = told_apart([one for one in scene.history.departures if start <= one.on < end and one.level in SURE])
    questions = [asking.ask_steward(scene, ABOUT[kind])]
    questions += [asking.ask_replacement(scene, ABOUT[kind])] if kind is SituationKind.END else []
    questions += [asking.ask_fork(scene)] if kind in FORK_ASKED else []
    questions += [asking.ask_others(scene, others), asking.ask_structure(scene)] if kind in OTHERS_ASKED else []
    questions += [hands.ask_releases(scene)] if kind is SituationKind.TRANSFER else []
    questions += [ask_rhythm(scene, rhythm)] if kind in RHYTHM_ASKED else []
    questions.append(ask_reliance(scene, counts))
    return _made(scene, opening, turns, questions)


def _made(
    scene: Scene,
    opening: Opening,
    turns: Sequence[Turn],
    questions: Sequence[Question],
    *,
    roles: tuple[tuple[str, str], ...] = (),
    level: EvidenceLevel = EvidenceLevel.RECORDED,
) -> Situation:
    course = walk(scene.opened_on, turns, questions, scene.today, scene.limits, stands=opening.kind in WAITS)
    answers = [one.answer for one in questions if one.answer]
    facts = [*opening.facts, *(turn.evidence for turn in turns), *(one for one in answers if one.what.code in TOLD_ANSWERS)]
    if course.state is SituationState.CLOSED:
        # What came after the end is told by the project's findings.
        facts = [one for one in facts if day_of(one.at) <= course.since]
    keys = {*scene.persons, *_keys([*facts, *answers], scene.history)}
    return Situation(
        project=scene.history.project.key,
        kind=opening.kind,
        subject=opening.subject,
        opened_on=opening.opened_on,
        title=opening.title,
        state=course.state,
        since=course.since,
        because=course.because,
        timeline=_timeline(facts),
        questions=tuple(questions),
        persons=tuple(sorted(keys)),
        roles=roles,
        summary=_summary(opening, course, questions),
        level=level,
    )


def _keys(facts: Iterable[Evidence], history: History) -> set[str]:
    """Return the persons that facts speak of, as far as they are persons that we know."""
    named = (str(one.what.values.get("person") or "") for one in facts)
    return {key for key in named if key in history.persons}


def _timeline(facts: Iterable[Evidence]) -> tuple[Evidence, ...]:
    """Return the facts each once, oldest first. One page may tell the same of several people; then it tells of no nobody."""
    once: dict[tuple[str, date, str], dict[str, Evidence]] = {}
    for one in facts:
        once.setdefault((one.what.code, day_of(one.at), one.link), {})[str(one.what.values.get("person", ""))] = one
    told = [one for of in once.values() for person, one in of.items() if person or len(of) == 1]
    return tuple(sorted(told, key=lambda one: (day_of(one.at), one.level, one.link, str(one.what.values.get("person", "")))))


def _summary(opening: Opening, course: Course, questions: Sequence[Question]) -> Message | None:
    if course.state is not SituationState.CLOSED:
        return None
    return message(
        "summary",
        opened_on=opening.opened_on,
        closed_on=course.since,
        days=(course.since - opening.opened_on).days,
        settled=sum(one.answer is not None for one in questions),
        questions=len(questions),
    )
