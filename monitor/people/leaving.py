"""Who departed, told by all signs together: announced, recorded, observed, reported. Pure; no motive, no guess.

The signs of one person within half a year are one departure. Its level is that of the surest sign; silence alone is none.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

from monitor.model.carrying import OF_DEATH, Departure, DepartureKind, Sign
from monitor.model.evidence import EvidenceLevel
from monitor.model.history import History
from monitor.model.limits import Limits
from monitor.model.watching import first_look_on
from monitor.people.holding import role_before
from monitor.people.leaving_observed import silence_of, told_in_profiles
from monitor.people.leaving_recorded import told_in_records
from monitor.people.leaving_said import announcements_of_successors, told_in_statements
from monitor.people.leaving_signs import Told
from monitor.people.successors import candidates

_LEVELS = tuple(EvidenceLevel)
SURE = (EvidenceLevel.ANNOUNCED, EvidenceLevel.RECORDED)
# A planned hand-over is often told shortly before who leaves says goodbye.
NAMED_BEFORE = timedelta(days=14)
# Who leaves winds up what is open: only work well after speaks against it.
WINDING_UP = timedelta(days=14)


def with_departures(history: History, now: datetime, limits: Limits) -> History:
    """Return `history` with its departures known at `now`, oldest first; who is known by a list alone becomes a person."""
    told = [*told_in_statements(history, now), *told_in_records(history, now), *told_in_profiles(history, now)]
    bearers = {one.bearer.key: one.bearer for one in told if one.bearer and one.bearer.key not in history.persons}
    nobody = {key for key, person in history.persons.items() if person.is_bot or person.is_withheld}
    wider = replace(history, persons={**history.persons, **bearers})
    first = first_look_on(history)
    by_person: dict[str, list[Told]] = {}
    for one in sorted(told, key=lambda one: (one.sign.on, one.sign.level, one.sign.link)):
        if one.person not in nobody:
            by_person.setdefault(one.person, []).append(one)
    found = [
        _departure(wider, person, episode, first, now, limits)
        for person, signs in by_person.items()
        for episode in _episodes(signs, limits)
    ]
    return replace(wider, departures=tuple(sorted(found, key=lambda one: (one.on, one.person))))


def _episodes(told: Sequence[Told], limits: Limits) -> Iterable[list[Told]]:
    """Yield the signs of one person in groups: who left, came back and leaves years later departs twice."""
    episode: list[Told] = []
    for one in told:
        if episode and (one.sign.on - episode[-1].sign.on).days > limits.departure_episode_days:
            yield episode
            episode = []
        episode.append(one)
    if episode:
        yield episode


def _departure(
    history: History, person: str, told: Sequence[Told], first: date | None, now: datetime, limits: Limits
) -> Departure:
    signs = list(dict.fromkeys(one.sign for one in told))
    level = min((sign.level for sign in signs), key=_LEVELS.index)
    on = min(sign.on for sign in signs if sign.level is level)
    is_death = any(sign.kind in OF_DEATH for sign in signs)
    back_on = None if is_death else _returned_on(history, person, signs, now, limits)
    silence = silence_of(history, person, now, limits) if person and back_on is None and not is_death else None
    return Departure(
        person=person,
        role=role_before(history, person, on, [one.role for one in told]),
        level=level,
        on=on,
        signs=tuple(sorted([*signs, *([silence] if silence else [])], key=lambda sign: sign.on)),
        is_before_watch=first is not None and on < first,
        returned_on=back_on,
        contradicted_by=() if is_death else tuple(_against(history, person, on, level, now)),
        successors=_successors(history, person, told, on, now),
        candidates=candidates(history.activity, person, on, _listed_on(history, on)) if person and not is_death else (),
    )


def _returned_on(history: History, person: str, signs: Sequence[Sign], now: datetime, limits: Limits) -> date | None:
    """Return the day on which they were seen at work well after the last sign, or listed again; None = not."""
    if not person:
        return None
    last = max(sign.on for sign in signs)
    since = last + timedelta(days=limits.came_back_after_days)
    days = [row.on for row in history.activity if row.person == person and since < row.on < now.date()]
    listed = [one for one in history.listings if one.person == person and one.role != "emeritus" and one.until is None]
    days += [one.since.date() for one in listed if one.since and last < one.since.date() <= now.date() and _was_off(signs)]
    return min(days, default=None)


def _successors(history: History, person: str, told: Sequence[Told], on: date, now: datetime) -> tuple[str, ...]:
    """Return whom the signs name, and whom project or person named as a successor since shortly before."""
    since = datetime.combine(on, time(), UTC) - NAMED_BEFORE
    later = announcements_of_successors(history, (person,), since, now) if any(one.sign.level in SURE for one in told) else ()
    return tuple(dict.fromkeys([name for one in told for name in one.successors] + list(later)))


def _listed_on(history: History, on: date) -> frozenset[str]:
    """Return who stood on a list of maintainers right before a day."""
    standing = (one for one in history.listings if one.role == "maintainer" and (one.since is None or one.since.date() < on))
    return frozenset(one.person for one in standing if one.person and (one.until is None or one.until.date() >= on))


def _was_off(signs: Iterable[Sign]) -> bool:
    """Return whether one of the signs took them off a list, so that standing on one again is a return."""
    return any(sign.kind in (DepartureKind.DELISTED, DepartureKind.EMERITUS) for sign in signs)


def _against(history: History, person: str, on: date, level: EvidenceLevel, now: datetime) -> Iterable[str]:
    """Yield what speaks against a departure: they stand on a list still, or work on although nobody announced a day."""
    if not person:
        return
    for one in history.listings:
        is_on = one.person == person and one.role != "emeritus" and one.until is None
        if is_on and (one.since is None or one.since.date() <= on):
            yield one.link
    wound_up = on + WINDING_UP
    if level is not EvidenceLevel.ANNOUNCED and any(
        r.person == person and wound_up < r.on < now.date() for r in history.activity
    ):
        yield next((target.key for target in history.project.targets), "")
