"""How well a rule can see: fresh, partly seen, not seen, or nothing there to look at. Not looked is not nothing there."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta

from monitor.model.finding import Finding, Message, Outcome, RuleSpec, Value
from monitor.model.history import History
from monitor.model.limits import Limits
from monitor.model.signals import Coverage, Signal
from monitor.scoring.metrics.activity import YEAR_DAYS, end_day
from monitor.scoring.metrics.states import current

RELEASES = frozenset({Signal.TAGS, Signal.PACKAGE_RELEASES})

# Codes that belong to no single rule: what is not seen, what nobody looks at, what is marked in a picture.
MESSAGES: Mapping[str, tuple[str, ...]] = {
    "view.common_mode": ("what", "projects", "of", "suspected_on"),
    "view.mirror": (),
    "view.tracker_off": (),
    "view.tracker_elsewhere": ("tracker",),
    "view.not_promised": ("signal",),
    "view.not_seen": ("signal", "seen_until"),
    "view.partly_seen": ("signal", "seen_until"),
    "unknown.signal_not_seen": ("signal", "seen_until"),
    "unknown.no_issue_tracker": (),
    "unknown.newest_answers_only": (),
    "unknown.dates_set_aside": ("what",),
    "unknown.squash_merges": (),
    "unknown.packages_not_watched": (),
    "unknown.tags_not_watched": (),
    # Marks on the time axis of a picture.
    "event.mainstay_last_seen": (),
    "event.history_rewritten": (),
    "event.archived": (),
    "event.deprecated": (),
    "event.quarantined": (),
    "event.unpublished": (),
    "event.active": (),
    "event.status": (),
}


def said(code: str, **values: Value) -> Message:
    """Return a message of `code` with its typed values."""
    return Message(code, values)


def set_aside(history: History, now: datetime) -> tuple[Message, ...]:
    """Return what was left out of a history because its date cannot be true: it may be the newest work of all."""
    held = (s for s in history.state("dates_set_aside") if s.seen_from <= now and (s.seen_until is None or s.seen_until > now))
    return tuple(said("unknown.dates_set_aside", what=state.value) for state in held)


def beyond_commits(history: History, now: datetime, limits: Limits) -> Message:
    """Return what of the work beside commits does not show: none of it, or all but the newest issues and reviews."""
    is_seen = any(line.signal is Signal.RESPONSIVENESS and is_fresh(line, now, limits) for line in history.coverage)
    return said("unknown.newest_answers_only" if is_seen else "unknown.no_issue_tracker")


def mirrored(rule: RuleSpec, history: History, now: datetime) -> Finding | None:
    """Return NOT_APPLICABLE where all that should show what `rule` needs are mirrors: people work and answer elsewhere."""
    needed = {line.target for line in history.coverage if any(line.signal in group for group in rule.needs)}
    mirrors = {state.target for state in current(history, "mirror", now, subject="") if state.value == "yes"}
    if needed and needed <= mirrors:
        return Finding(rule.id, Outcome.NOT_APPLICABLE, rule.weight, said("view.mirror"))
    return None


def trackers_off(history: History, now: datetime) -> frozenset[str]:
    """Return the targets whose issue tracker is switched off: what was counted there before is no count of today."""
    return frozenset(state.target for state in current(history, "has_issues", now, subject="") if state.value == "no")


def untracked(rule: RuleSpec, history: History, now: datetime) -> Finding:
    """Return NOT_APPLICABLE for a rule on issues where the trackers are switched off, with where they are, if that is told."""
    places = [state.value for state in current(history, "tracker", now, subject="")]
    headline = said("view.tracker_elsewhere", tracker=places[0]) if places else said("view.tracker_off")
    return Finding(rule.id, Outcome.NOT_APPLICABLE, rule.weight, headline)


def is_fresh(line: Coverage, now: datetime, limits: Limits) -> bool:
    """Return whether a target's signal was looked at lately enough to be judged."""
    return line.seen_until is not None and line.seen_until >= now - timedelta(days=limits.stale_after_days)


def is_whole(line: Coverage, now: datetime, limits: Limits) -> bool:
    """Return whether what is absent from this view is really absent."""
    return line.is_complete and is_fresh(line, now, limits)


def is_span_seen(lines: Iterable[Coverage], start: date, end: date, now: datetime, limits: Limits) -> bool:
    """Return whether every one of `lines`, at least one, was wholly looked at from `start` to `end`; the latest days may lag."""
    first, last = (datetime.combine(on, time(), UTC) for on in (start, end))
    until = min(last, now - timedelta(days=limits.stale_after_days))
    seen = [
        line.is_complete
        and (line.seen_from is None or line.seen_from <= first)
        and line.seen_until is not None
        and line.seen_until >= until
        for line in lines
    ]
    return bool(seen) and all(seen)


def is_year_seen(history: History, signals: Collection[Signal], now: datetime, limits: Limits, years: int = 1) -> bool:
    """Return whether the last 12 months (or as many years) of `signals` were wholly seen wherever they are promised."""
    end = end_day(now)
    lines = [line for line in history.coverage if line.signal in signals]
    return is_span_seen(lines, end - timedelta(days=YEAR_DAYS * years), end, now, limits)


@dataclass(frozen=True, slots=True)
class Sight:
    """What a rule may say: `refusal` is its answer when it can't judge, `blind` the needed signals that are not wholly seen.

    `absence_blind` are signals without which "nothing there" cannot be said.
    """

    rule: RuleSpec
    refusal: Finding | None
    blind: tuple[Coverage, ...]
    absence_blind: tuple[Coverage, ...]

    @property
    def unknowns(self) -> tuple[Message, ...]:
        """Return the blind spots in the order of their signals."""
        lines = {line.signal: line for line in self.blind}
        return tuple(
            said("unknown.signal_not_seen", signal=signal.value, seen_until=lines[signal].seen_until) for signal in sorted(lines)
        )

    def from_absence(self, finding: Finding) -> Finding:
        """Return a finding that rests on something missing: only OK stands where the rest may be where we could not look."""
        return self._clouded(finding, (Outcome.AT_RISK, Outcome.NOT_APPLICABLE), self.absence_blind)

    def from_presence(self, finding: Finding) -> Finding:
        """Return a finding that rests on something seen: only AT_RISK stands where the rest may be where we could not look."""
        return self._clouded(finding, (Outcome.OK, Outcome.NOT_APPLICABLE), self.blind)

    def from_count(self, finding: Finding) -> Finding:
        """Return a finding whose numbers hold only where everything was seen: nothing stands where something was not."""
        return self._clouded(finding, tuple(Outcome), self.blind)

    def _clouded(self, finding: Finding, outcomes: Collection[Outcome], blind: tuple[Coverage, ...]) -> Finding:
        if finding.outcome in outcomes and blind:
            return _unknown(self.rule, "view.partly_seen", blind)
        return replace(finding, unknowns=(*self.unknowns, *finding.unknowns))


def look(rule: RuleSpec, history: History, now: datetime, limits: Limits, years: int = 0) -> Sight:
    """Return how well the signals that `rule` needs are seen: now, and over the last `years` that it counts."""
    groups = [[line for line in history.coverage if line.signal in group] for group in rule.needs]
    blind = tuple(line for lines in groups for line in lines if not is_whole(line, now, limits) or _is_young(line, now, years))
    absence_blind = tuple(line for lines in groups if not _has_whole(lines, blind) for line in lines if line in blind)
    return Sight(rule, _refusal(rule, groups, now, limits), blind, absence_blind)


def has_whole_signal(lines: Iterable[Coverage], now: datetime, limits: Limits) -> bool:
    """Return whether one of the signals of `lines` is wholly seen, at every target that should show it."""
    by_signal: dict[Signal, bool] = {}
    for line in lines:
        by_signal[line.signal] = by_signal.get(line.signal, True) and is_whole(line, now, limits)
    return any(by_signal.values())


def _is_young(line: Coverage, now: datetime, years: int) -> bool:
    """Return whether a view began within the years that are counted."""
    since = end_day(now) - timedelta(days=YEAR_DAYS * years)
    return years > 0 and line.seen_from is not None and line.seen_from > datetime.combine(since, time(), UTC)


def _has_whole(lines: Collection[Coverage], blind: Collection[Coverage]) -> bool:
    return bool({line.signal for line in lines} - {line.signal for line in blind})


def _refusal(rule: RuleSpec, groups: list[list[Coverage]], now: datetime, limits: Limits) -> Finding | None:
    for group, lines in zip(rule.needs, groups, strict=True):
        if not lines:
            return Finding(rule.id, Outcome.NOT_APPLICABLE, rule.weight, said("view.not_promised", signal=min(group).value))
    for lines in groups:
        if not any(is_fresh(line, now, limits) for line in lines):
            return _unknown(rule, "view.not_seen", lines)
    return None


def _unknown(rule: RuleSpec, code: str, lines: Iterable[Coverage]) -> Finding:
    missing = sorted({line.signal for line in lines})
    seen = [line.seen_until for line in lines if line.seen_until]
    headline = said(code, signal=missing[0].value, seen_until=max(seen, default=None))
    return Finding(rule.id, Outcome.UNKNOWN, rule.weight, headline, missing=tuple(missing))


def link_of(history: History, signal: Signal) -> str:
    """Return the address where a signal can be checked, "" where no target shows it."""
    return next((line.target for line in history.coverage if line.signal is signal), "")


def is_promised(history: History, signal: Signal) -> bool:
    """Return whether any target of the project should show `signal`."""
    return any(line.signal is signal for line in history.coverage)
