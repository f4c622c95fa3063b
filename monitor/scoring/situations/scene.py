"""What the questions of one situation look at: the history since it opened, and how well we saw it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from monitor.model.evidence import EvidenceLevel
from monitor.model.finding import Evidence, Message, Value
from monitor.model.history import History, Statement
from monitor.model.limits import Limits
from monitor.model.signals import Signal
from monitor.model.watching import first_look_on
from monitor.scoring.metrics.activity import end_day
from monitor.scoring.sight import has_whole_signal, is_fresh, said

# The history of a repository tells of its lists what was before our first look.
WHOLE_PAST = frozenset({Signal.LISTS})


@dataclass(frozen=True, slots=True)
class Scene:
    """One situation's place: its history at `now`, when it opened, and the `persons` (keys) it is about."""

    history: History
    now: datetime
    limits: Limits
    opened_on: date
    persons: frozenset[str] = frozenset()

    @property
    def today(self) -> date:
        """Return the first day that is not over at `now`."""
        return end_day(self.now)

    @property
    def days(self) -> int:
        """Return the whole days since the situation opened."""
        return max(0, (self.now.date() - self.opened_on).days)

    def watched_from(self, *signals: Signal) -> date:
        """Return the day since the opening from which all of `signals` that are freshly seen were watched.

        Nothing came before it as far as we know, and that is no answer.
        """
        begun = [self._begun(signal) for signal in signals if signal.value in self.searched(signal)]
        return max([self.opened_on, *(on for on in begun if on is not None)])

    def _begun(self, signal: Signal) -> date | None:
        """Return since when a signal is watched: our first look, or from how far back it told; None where that is not known."""
        if signal in WHOLE_PAST:
            return None
        first = first_look_on(self.history)
        lines = [line for line in self.history.coverage if line.signal is signal]
        told = [line.seen_from.date() for line in lines if line.seen_from is not None]
        return min([first, *told]) if first is not None else None

    def is_quarter_over(self, *signals: Signal) -> bool:
        """Return whether `signals` were watched for long enough that "nothing came" is an answer."""
        return (self.now.date() - self.watched_from(*signals)).days >= self.limits.situation_answer_days

    def answer_day(self, *signals: Signal) -> date:
        """Return the day on which "nothing came" became an answer."""
        return self.watched_from(*signals) + timedelta(days=self.limits.situation_answer_days)

    def is_seen(self, *signals: Signal) -> bool:
        """Return whether one of `signals` is wholly and freshly seen wherever it is promised."""
        return has_whole_signal((line for line in self.history.coverage if line.signal in signals), self.now, self.limits)

    def searched(self, *signals: Signal) -> str:
        """Return which of `signals` were freshly looked at, joined by commas; "" = none of them."""
        fresh = {line.signal.value for line in self.history.coverage if is_fresh(line, self.now, self.limits)}
        return ",".join(signal.value for signal in signals if signal.value in fresh)

    def since(self, on: date) -> bool:
        """Return whether a day lies after the opening and is known."""
        return self.opened_on <= on < self.today

    def link(self, *signals: Signal) -> str:
        """Return a page where one of `signals` can be checked, "" where no target shows any."""
        return next((line.target for signal in signals for line in self.history.coverage if line.signal is signal), "")

    def own_words(self) -> Iterable[Statement]:
        """Yield what project or steward said of the project since shortly before the opening, oldest first.

        The words of the very people that the situation is about are left out, and so are notices and reactions.
        """
        start = self.opened_on - timedelta(days=self.limits.situation_before_days)
        for one in self.history.statements:
            is_own = one.level is EvidenceLevel.ANNOUNCED and one.about.is_project and not one.about.is_by_them
            is_theirs = one.author in self.persons and one.author != ""
            if is_own and not is_theirs and start <= one.said_at.date() < self.today:
                yield one


def fact(
    code: str, at: date | datetime, link: str, level: EvidenceLevel = EvidenceLevel.RECORDED, /, **values: Value
) -> Evidence:
    """Return a dated, linked fact in a situation's words."""
    return Evidence(message(code, **values), at, link, level)


def message(code: str, /, **values: Value) -> Message:
    """Return a message of a situation; `code` without its room's name."""
    return said(f"situation.{code}", **values)
