"""The course of a situation: its turns in the order of their days, walked by the written criteria to the state of today."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from monitor.model.finding import Message
from monitor.model.limits import Limits
from monitor.model.situation import Question, SituationState, Turn
from monitor.scoring.sight import said


@dataclass(frozen=True, slots=True)
class Course:
    """Where a situation stands, since when and why; `last_on` is its last sign, `is_held` where a turn still stands."""

    state: SituationState
    since: date
    because: Message
    last_on: date
    is_held: bool = False


def walk(
    opened_on: date,
    turns: Iterable[Turn],
    questions: Iterable[Question],
    today: date,
    limits: Limits,
    *,
    stands: bool = False,
) -> Course:
    """Return where a situation stands at the end of the day before `today`, the same whenever it is asked.

    What opened it `stands` where it is a wait that lasts until a turn ends it: days alone do not cool it.
    """
    opened = said("situation.because.opened", on=opened_on)
    course = Course(SituationState.OPEN, opened_on, opened, opened_on, is_held=stands)
    known = (turn for turn in turns if opened_on <= turn.on < today)
    for turn in sorted(known, key=lambda turn: (turn.on, turn.towards is SituationState.LOUDER)):
        course = _let_pass(course, turn.on, limits)
        if course.state is SituationState.CLOSED:
            return course
        course = _turned(course, turn)
    course = _let_pass(course, today, limits)
    return _aged(_settled(course, list(questions), today), opened_on, today, limits)


def _turned(course: Course, turn: Turn) -> Course:
    if turn.towards is SituationState.COOLING and course.state is SituationState.COOLING:
        # It has been cool since the first reason for it.
        return course
    because = said(f"situation.because.{turn.code}", **turn.evidence.what.values)
    is_loud = turn.towards is SituationState.LOUDER
    return Course(turn.towards, turn.on, because, turn.on if is_loud else course.last_on, is_loud and turn.stands)


def _let_pass(course: Course, until: date, limits: Limits) -> Course:
    """Return the course after days without any sign."""
    quiet_from = course.last_on + timedelta(days=limits.situation_quiet_days)
    if course.state is not SituationState.COOLING and not course.is_held and quiet_from < until:
        because = said("situation.because.no_further_sign", days=limits.situation_quiet_days, since=course.last_on)
        course = replace(course, state=SituationState.COOLING, since=quiet_from, because=because)
    closed_on = course.since + timedelta(days=limits.situation_cool_days)
    if course.state is SituationState.COOLING and closed_on < until:
        return _closed(course, closed_on, said("situation.because.cool_for_long", since=course.since))
    return course


def _settled(course: Course, questions: list[Question], today: date) -> Course:
    answers = [question.answer for question in questions]
    is_loud = course.state is SituationState.LOUDER
    if is_loud or course.state is SituationState.CLOSED or not answers:
        return course
    days = [answer.at for answer in answers if answer is not None]
    last = max((day_of(at) for at in days), default=today)
    if len(days) < len(answers) or last >= today:
        return course
    return _closed(course, max(last, course.since), said("situation.because.all_settled", questions=len(answers)))


def _aged(course: Course, opened_on: date, today: date, limits: Limits) -> Course:
    ends_on = opened_on + timedelta(days=limits.situation_longest_days)
    if course.state is SituationState.CLOSED or ends_on >= today:
        return course
    return _closed(course, ends_on, said("situation.because.too_old", since=opened_on))


def _closed(course: Course, on: date, because: Message) -> Course:
    return Course(SituationState.CLOSED, on, because, course.last_on)


def day_of(at: date | datetime) -> date:
    """Return the UTC day of a day or a moment."""
    return at.date() if isinstance(at, datetime) else at
