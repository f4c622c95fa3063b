"""Does the release rhythm hold? What was released since a situation opened, against the project's own rhythm before."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta

from monitor.model.finding import Evidence, Message
from monitor.model.history import Release
from monitor.model.signals import Signal
from monitor.model.situation import Question, SituationState, Turn
from monitor.scoring.metrics.model_families import base_releases
from monitor.scoring.metrics.release_frequency import Cadence, cadence_of, finals, merged_releases, usual_window
from monitor.scoring.sight import RELEASES
from monitor.scoring.situations.scene import Scene, fact, message

SHOWN = 3
SEEN_IN = (*sorted(RELEASES), Signal.MODELS)


@dataclass(frozen=True, slots=True)
class Rhythm:
    """The rhythm before the opening, and what came after. `usual_days` and `window_days` are gaps as they were until then.

    `late` are (day from which a release was overdue, the release that ended the wait or None), oldest first.
    """

    cadence: Cadence
    usual_days: int
    window_days: float
    after: tuple[Release, ...]
    late: tuple[tuple[date, Release | None], ...]
    is_seen: bool


def rhythm_of(scene: Scene) -> Rhythm | None:
    """Return the rhythm around the opening; None where too few releases came before it.

    The rhythm of a family of models is that of its base models, where there are enough of them.
    """
    models = base_releases(scene.history, scene.now)
    for releases, signals in ((models, (Signal.MODELS,)), (finals(merged_releases(scene.history, scene.now)), SEEN_IN[:-1])):
        cadence = _before(scene, releases)
        if cadence is not None and len(cadence.gaps) >= scene.limits.stream_min_gaps and cadence.median_gap:
            return _since(scene, cadence, releases, is_seen=scene.is_seen(*signals))
    return None


def _before(scene: Scene, releases: Sequence[Release]) -> Cadence | None:
    opened = datetime.combine(scene.opened_on + timedelta(days=1), time(), UTC)
    return cadence_of(replace(scene.history, releases=tuple(releases)), min(opened, scene.now), scene.limits)


def _since(scene: Scene, cadence: Cadence, releases: Sequence[Release], *, is_seen: bool) -> Rhythm:
    window = usual_window(cadence, scene.limits)[1]
    after = tuple(one for one in releases if one.released_at.date() > scene.opened_on)
    late = []
    for before, following in zip((cadence.last, *after), (*after, None), strict=True):
        until = following.released_at.date() if following else scene.today
        overdue_on = max(_after(before, window), scene.opened_on)
        # A wait that nobody could see the end of is not overdue for us.
        if overdue_on < until and (following or is_seen):
            late.append((overdue_on, following))
    return Rhythm(cadence, round(cadence.median_gap or 0), window, after, tuple(late), is_seen)


def _after(release: Release, days: float) -> date:
    ahead = min(days, (date.max - release.released_at.date()).days - 1)
    return (release.released_at + timedelta(days=ahead)).date() + timedelta(days=1)


def rhythm_turns(scene: Scene, rhythm: Rhythm | None) -> list[Turn]:
    """Return where the rhythm moved the situation: overdue, released again, held for one usual gap."""
    if rhythm is None:
        return []
    turns = [turn for on, ended in rhythm.late for turn in _late_turns(rhythm, on, ended)]
    held_on = _held_on(scene, rhythm)
    if held_on:
        turns.append(Turn("rhythm_held", SituationState.COOLING, _held(rhythm, held_on), held_on))
    return turns


def _late_turns(rhythm: Rhythm, on: date, ended: Release | None) -> list[Turn]:
    late = fact("overdue", on, _last_before(rhythm, on).link, version=_last_before(rhythm, on).version, on=on)
    turns = [Turn("release_overdue", SituationState.LOUDER, late, on, stands=True)]
    if ended:
        back = fact("released", ended.released_at, ended.link, version=ended.version, on=ended.released_at.date())
        turns.append(Turn("released_again", SituationState.COOLING, back, ended.released_at.date()))
    return turns


def _last_before(rhythm: Rhythm, on: date) -> Release:
    earlier = [one for one in rhythm.after if one.released_at.date() < on]
    return earlier[-1] if earlier else rhythm.cadence.last


def _held_on(scene: Scene, rhythm: Rhythm) -> date | None:
    """Return the day on which one usual gap had passed since the opening, with a release since and none late before it."""
    if not rhythm.after:
        return None
    gap_over = scene.opened_on + timedelta(days=rhythm.usual_days)
    on = max(gap_over, rhythm.after[0].released_at.date())
    is_late = any(late_on <= on for late_on, _ in rhythm.late)
    return on if on < scene.today and not is_late else None


def _held(rhythm: Rhythm, on: date) -> Evidence:
    last = [one for one in rhythm.after if one.released_at.date() <= on][-1]
    return fact(
        "rhythm.held", on, last.link, version=last.version, on=last.released_at.date(), gap_days=rhythm.usual_days, held_on=on
    )


def released_since(rhythm: Rhythm | None) -> list[Evidence]:
    """Return the first releases since the opening, for the timeline."""
    after = rhythm.after[:SHOWN] if rhythm else ()
    return [fact("released", one.released_at, one.link, version=one.version, on=one.released_at.date()) for one in after]


def ask_rhythm(scene: Scene, rhythm: Rhythm | None) -> Question:
    """Return whether the release rhythm holds: yes after one usual gap, no while or after a release was overdue."""
    answer, so_far = _rhythm_answer(scene, rhythm)
    return Question("rhythm", message("rhythm.asks"), answer, so_far, message("rhythm.settles"))


def _rhythm_answer(scene: Scene, rhythm: Rhythm | None) -> tuple[Evidence | None, Message]:
    if rhythm is None:
        return None, message("rhythm.too_few")
    known, held_on = message("rhythm.known"), _held_on(scene, rhythm)
    late_on, ended = rhythm.late[-1] if rhythm.late else (None, None)
    if late_on and ended is None:
        last, since = _last_before(rhythm, late_on), late_on
        released_on = last.released_at.date()
        return fact("rhythm.overdue", since, last.link, version=last.version, released_on=released_on, on=since), known
    if held_on:
        return _held(rhythm, held_on), known
    if ended:
        at = ended.released_at
        return fact("rhythm.late", at, ended.link, version=ended.version, on=at.date(), overdue_on=late_on), known
    if not rhythm.is_seen:
        return None, message("rhythm.not_seen")
    until = _after(rhythm.after[-1] if rhythm.after else rhythm.cadence.last, rhythm.window_days) - timedelta(days=1)
    return None, message("rhythm.waiting", gap_days=rhythm.usual_days, until=until)
