"""Histories made by hand: a fixed NOW, a few words each for activity, releases, states and coverage."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, date, datetime, timedelta

from monitor.model.facts import ActivityKind, Channel
from monitor.model.finding import Finding
from monitor.model.history import Activity, History, Person, Release, State
from monitor.model.limits import DEFAULT_LIMITS, Limits
from monitor.model.signals import Coverage, Signal
from monitor.model.target import Project, Target, TargetKind
from monitor.scoring.rules import RULES

NOW = datetime(2026, 7, 1, tzinfo=UTC)
GIT = "https://git.example/p.git"
PACKAGE = "pkg:pypi/p"
GIT_SIGNALS = (Signal.ACTIVITY, Signal.TAGS, Signal.AFFILIATION, Signal.HISTORY_INTEGRITY)
WEEKLY = range(1, 1400, 7)
PACKAGE_SIGNALS = (Signal.PACKAGE_RELEASES, Signal.PACKAGE_STATUS)


def ago(days: float) -> datetime:
    """Return the moment so many days before NOW."""
    return NOW - timedelta(days=days)


def day(days: int) -> date:
    """Return the day so many days before NOW's."""
    return ago(days).date()


def commits(person: str, days: Iterable[int], amount: int = 1, kind: ActivityKind = ActivityKind.COMMIT) -> list[Activity]:
    """Return `amount` commits by one person on each of these days before NOW."""
    return [Activity(day(on), person, kind, amount) for on in days]


def release(version: str, days: float, **others: object) -> Release:
    """Return a release so many days before NOW; `others` are fields of Release."""
    fields: dict[str, object] = {"channel": Channel.TAG, "link": f"{GIT}#{version}", **others}
    return Release(version=version, released_at=ago(days), **fields)  # type: ignore[arg-type]


def releases_every(gap: int, count: int, last: int, **others: object) -> list[Release]:
    """Return `count` releases with one gap between them, the last so many days before NOW."""
    return [release(f"1.{place}", last + gap * (count - 1 - place), **others) for place in range(count)]


def state(attribute: str, value: str, target: str = PACKAGE, days: float = 10, until: float | None = None) -> State:
    """Return a state seen from so many days before NOW, until so many (None: it holds)."""
    return State(target, attribute, value, f"{target}#state", ago(days), None if until is None else ago(until))


def view(signal: Signal, target: str = GIT, days: float | None = 0, since: datetime | None = None, **others: object) -> Coverage:
    """Return a coverage line last complete so many days before NOW; None: never seen."""
    fields: dict[str, object] = {"is_complete": True, **others}
    return Coverage(signal, target, "test", since, None if days is None else ago(days), **fields)  # type: ignore[arg-type]


def views(signals: Sequence[Signal] = GIT_SIGNALS, target: str = GIT, days: float | None = 0) -> list[Coverage]:
    """Return coverage lines of one target."""
    return [view(signal, target, days) for signal in signals]


def history(
    activity: Iterable[Activity] = (),
    releases: Iterable[Release] = (),
    states: Iterable[State] = (),
    coverage: Iterable[Coverage] | None = None,
    bots: Iterable[str] = (),
    domains: Mapping[str, str] | None = None,
) -> History:
    """Return a sorted History of what is given and before NOW; a git target, freshly seen unless `coverage` says otherwise."""
    rows = tuple(sorted(row for row in activity if row.on < NOW.date()))
    made = sorted((r for r in releases if r.released_at < NOW), key=lambda r: r.released_at)
    keys = {row.person for row in rows} | {r.by for r in made if r.by}
    hints = domains or {}
    persons = {key: Person(key, key, (hints[key],) if key in hints else (), is_bot=key in set(bots)) for key in keys}
    targets = (Target(GIT, TargetKind.GIT, GIT),)
    lines = views() if coverage is None else coverage
    return History(Project("p", "P", targets), NOW, rows, tuple(made), tuple(states), persons, tuple(lines))


def judged(rule: str, of: History, now: datetime = NOW, limits: Limits = DEFAULT_LIMITS) -> Finding:
    """Return the one finding of a rule."""
    (finding,) = RULES[rule].judge(of, now, limits)
    return finding


def irregular(last: int) -> list[Release]:
    """Return seven releases with gaps of 20 to 150 days, the last so many days before NOW."""
    return [release(f"1.{place}", last + age) for place, age in enumerate((0, 30, 90, 110, 190, 250, 400))]
