"""Since when a project is watched, as what was found tells: of what came before, only what sources still told is known. Pure."""

from __future__ import annotations

from datetime import date

from monitor.model.history import History


def first_look_on(history: History) -> date | None:
    """Return the day of our first look at the project, as what it found says; None where that is not told, or after `as_of`.

    A history that was collected later than it is judged for tells of no watch: then nothing was "before" it.
    """
    looks = [state.seen_from.date() for state in history.states if state.held_from is None or state.seen_from >= state.held_from]
    looks += [measure.on for measure in history.measures] + [said.seen_at.date() for said in history.statements]
    first = min(looks, default=None)
    return None if first is None or first > history.as_of.date() else first
