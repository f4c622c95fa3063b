"""Does the project keep the dates that it names? Milestones that stand open after their day, those of long ago left out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime

from monitor.model.finding import Evidence, EvidenceLevel, Finding, Message, Outcome, RuleSpec, Weight
from monitor.model.history import History
from monitor.model.limits import Limits
from monitor.model.signals import Signal
from monitor.scoring.metrics.named_dates import NamedDate, named_dates
from monitor.scoring.metrics.states import holding
from monitor.scoring.sight import look, said

RULE = RuleSpec(
    id="dates_passed",
    question="Does the project keep the dates that it names?",
    why="A milestone that stands open long after its day says that plans and hands no longer meet.",
    remedy="The milestones are closed, or name other dates.",
    family="releases",
    weight=Weight.CONTEXT,
    needs=(frozenset({Signal.ROADMAP, Signal.GOVERNANCE}),),
)
# A month late is everyday; what was due more than two years ago is forgotten, and says nothing about today.
LATE_DAYS, FORGOTTEN_DAYS = 30, 730
SHOWN = 5
MESSAGES: Mapping[str, tuple[str, ...]] = {
    "dates_passed.late": ("milestones", "title", "due_on", "late_days"),
    "dates_passed.insights": ("path", "until_on", "late_days"),
    "dates_passed.held_until": ("path", "until_on"),
    "dates_passed.renewed": ("path",),
    "dates_passed.kept": ("milestones", "days"),
    "dates_passed.no_date": (),
    "dates_passed.due": ("title", "due_on"),
    "dates_passed.may_be_done": (),
    "dates_passed.closed": (),
}


def judge(history: History, now: datetime, limits: Limits) -> Iterable[Finding]:
    """Yield one finding: context where dates have passed, OK where none has, NOT_APPLICABLE where none is named."""
    sight = look(RULE, history, now, limits)
    named = [one for one in named_dates(history, now) if _late_days(one, now.date()) <= FORGOTTEN_DAYS]
    late = [one for one in named if _late_days(one, now.date()) > LATE_DAYS]
    found = [*([_late(late, now.date())] if late else []), *_outdated(history, now)]
    if found:
        yield from (sight.from_presence(finding) for finding in found)
    elif sight.refusal:
        yield sight.refusal
    else:
        kept = said("dates_passed.kept", milestones=len(named), days=LATE_DAYS)
        outcome = Outcome.OK if named else Outcome.NOT_APPLICABLE
        headline = kept if named else said("dates_passed.no_date")
        yield sight.from_presence(Finding(RULE.id, outcome, RULE.weight, headline))


def _outdated(history: History, now: datetime) -> Iterator[Finding]:
    """Yield the security insights that say themselves that they no longer hold."""
    for (target, path), state in sorted(holding(history, "insights_hold_until", now).items()):
        until = date.fromisoformat(state.value)
        if (now.date() - until).days > LATE_DAYS:
            held = said("dates_passed.held_until", path=path, until_on=until)
            yield Finding(
                RULE.id,
                Outcome.AT_RISK,
                RULE.weight,
                said("dates_passed.insights", path=path, until_on=until, late_days=(now.date() - until).days),
                evidence=(Evidence(held, until, state.link, EvidenceLevel.ANNOUNCED),),
                clears=(said("dates_passed.renewed", path=path),),
                started_on=until,
                subject=f"{target} {path}",
            )


def _late_days(named: NamedDate, today: date) -> int:
    return (today - named.on).days


def _late(late: Sequence[NamedDate], today: date) -> Finding:
    first = late[0]
    days = _late_days(first, today)
    return Finding(
        RULE.id,
        Outcome.AT_RISK,
        RULE.weight,
        said("dates_passed.late", milestones=len(late), title=first.title, due_on=first.on, late_days=days),
        evidence=tuple(Evidence(_due(one), one.on, one.state.link, EvidenceLevel.RECORDED) for one in late[:SHOWN]),
        unknowns=(said("dates_passed.may_be_done"),),
        clears=(said("dates_passed.closed"),),
        started_on=first.on,
    )


def _due(named: NamedDate) -> Message:
    return said("dates_passed.due", title=named.title, due_on=named.on)
