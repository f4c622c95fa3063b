"""How a case is written: what happens, until when it is played, and what the report must and must not say then."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from monitor.model.facts import Channel
from monitor.model.finding import Level
from tests.scenarios.tale import ADA, BEN, CYD, TODAY, Tale

DAY = timedelta(days=1)
LONG_AGO, AHEAD = date(2023, 1, 2), date(2026, 12, 31)


@dataclass(frozen=True, slots=True)
class Case:
    """`says` and `never` are looked for in the report's text, `nowhere` in every format and message.

    `about`: whom findings may be about, by the name reports use.
    """

    name: str
    script: Callable[[Tale], None]
    level: Level
    says: tuple[str, ...] = ()
    never: tuple[str, ...] = ()
    about: frozenset[str] = frozenset()
    alerts: int = 0
    days: int = 6
    every_days: int = 1
    nowhere: tuple[str, ...] = ()


@dataclass
class Book:
    """The cases in the order in which they were written."""

    cases: list[Case] = field(default_factory=list)

    def case(
        self,
        level: Level,
        *says: str,
        never: tuple[str, ...] = (),
        nowhere: tuple[str, ...] = (),
        about: tuple[str, ...] = (),
        alerts: int = 0,
        days: int = 6,
        every_days: int = 1,
    ) -> Callable[[Callable[[Tale], None]], Callable[[Tale], None]]:
        """Return what writes a script into the book, under its own name."""

        def write(script: Callable[[Tale], None]) -> Callable[[Tale], None]:
            name = script.__name__.replace("_", " ")
            self.cases.append(Case(name, script, level, says, never, frozenset(about), alerts, days, every_days, nowhere))
            return script

        return write


def on(days: float) -> datetime:
    """Return the moment so many days after the first look (before it, where negative)."""
    return TODAY + timedelta(days=days)


def steady(tale: Tale, *, ada_until: date = AHEAD, ben_until: date = AHEAD, releases: bool = True) -> None:
    """Let Ada, Ben and Cyd work as ever, and a version appear every thirty days, tagged and published by Ada or Ben."""
    tale.works(ADA, LONG_AGO, ada_until, 3)
    tale.works(BEN, LONG_AGO, ben_until, 4)
    tale.works(CYD, LONG_AGO, AHEAD, 8)
    for place in range(60 if releases else 0):
        at = on(-900 + 30 * place)
        by = ADA if place % 2 == 0 and at.date() < ada_until else BEN
        for channel in (Channel.TAG, Channel.PACKAGE):
            tale.releases(f"1.{place}", at, by=by, channel=channel)
