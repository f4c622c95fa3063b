"""Situations as they are computed, about projects and people that do not exist: Lark's lead says goodbye, a second leaves."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from monitor.model.carrying import Departure, DepartureKind, Listing, Sign
from monitor.model.evidence import EvidenceLevel
from monitor.model.facts import Channel
from monitor.model.history import About, History, Measure, Person, Release, Statement
from monitor.model.limits import DEFAULT_LIMITS
from monitor.model.signals import Coverage, Signal
from monitor.model.situation import Situation
from monitor.model.target import NamedPerson, Project, Target, TargetKind
from monitor.scoring.situations import situations

NOW = datetime(2026, 3, 4, 9, 0, tzinfo=UTC)
GIT = "https://code.example/lark"
POST = "https://bsky.app/profile/ada.example/post/3k2"
LEFT_ON = date(2026, 2, 11)
SEEN = (Signal.ACTIVITY, Signal.TAGS, Signal.GOVERNANCE, Signal.STATEMENTS, Signal.MEMBERS, Signal.RELIANCE)


def goodbye(*successors: str) -> Departure:
    """Return the lead's own goodbye, relayed by the press."""
    signs = (
        Sign(
            DepartureKind.ANNOUNCED,
            EvidenceLevel.ANNOUNCED,
            LEFT_ON,
            POST,
            quote="I am stepping down",
            by_self=True,
        ),
        Sign(DepartureKind.REPORTED, EvidenceLevel.REPORTED, LEFT_ON + timedelta(days=2), "https://www.weekly.example/lark"),
    )
    return Departure("p-ada", "lead", EvidenceLevel.ANNOUNCED, LEFT_ON, signs, successors=successors)


def former() -> Departure:
    """Return a second member whose profile turned to "formerly"."""
    on = LEFT_ON + timedelta(days=9)
    sign = Sign(DepartureKind.FORMER, EvidenceLevel.OBSERVED, on, "https://code.example/bo", not_before=on - timedelta(days=1))
    return Departure("p-one", "maintainer", EvidenceLevel.OBSERVED, on, (sign,))


def releases(*days_after: int) -> tuple[Release, ...]:
    """Return monthly releases until the goodbye, and more so many days after it."""
    days = [*range(-610, -5, 30), *days_after]
    moments = [datetime.combine(LEFT_ON, NOW.time(), UTC) + timedelta(days=on) for on in days]
    return tuple(Release(f"4.{place}", Channel.TAG, at, f"{GIT}/releases/4.{place}") for place, at in enumerate(moments))


def downloads(share: float = 0.93) -> tuple[Measure, ...]:
    """Return daily counts that stand at `share` of what they were since the goodbye."""
    days = [LEFT_ON + timedelta(days=on) for on in range(-180, 120)]
    return tuple(
        Measure(
            on, "downloads_30d", 52_000 * (share if on >= LEFT_ON else 1), "pkg:pypi/lark", "", "https://packages.example/lark"
        )
        for on in days
    )


def lark_history(*departures: Departure, after: tuple[int, ...] = (), now: datetime = NOW) -> History:
    """Return what is known of Lark at `now`."""
    persons = {
        "p-ada": Person("p-ada", "Ada Quill", named=NamedPerson("Ada Quill", ("technical lead", "pre-training lead"), ("ada",))),
        "p-one": Person("p-one", "Bo Wren"),
    }
    coverage = tuple(Coverage(signal, GIT, "git", None, now, is_complete=True) for signal in SEEN)
    own = Statement(
        "entry",
        NOW - timedelta(days=12),
        "Lark 4.21 release notes",
        "Two fixes for the exporter.",
        "https://lark.example/421",
        EvidenceLevel.ANNOUNCED,
        "https://lark.example",
        NOW,
        about=About(is_project=True),
    )
    listed = Listing("p-one", "@bo", "maintainer", "Maintainers", "MAINTAINERS.md", GIT, f"{GIT}/MAINTAINERS.md", None)
    return History(
        project=Project("lark", "Lark", (Target(GIT, TargetKind.GIT, GIT),)),
        as_of=now,
        activity=(),
        releases=tuple(one for one in releases(*after) if one.released_at < now),
        states=(),
        persons=persons,
        coverage=coverage,
        measures=tuple(one for one in downloads() if one.on < now.date()),
        statements=(own,),
        listings=(listed,),
        departures=departures,
    )


def told(history: History, now: datetime = NOW) -> tuple[Situation, ...]:
    """Return the situations of a history."""
    return situations(replace(history, as_of=now), (), now, DEFAULT_LIMITS)


def louder() -> tuple[Situation, ...]:
    """Return the goodbye of a lead that a second departure made louder."""
    return told(lark_history(goodbye(), former()))


def cooling() -> tuple[Situation, ...]:
    """Return the same with a named successor: it cools."""
    return told(lark_history(goodbye("p-one")))
