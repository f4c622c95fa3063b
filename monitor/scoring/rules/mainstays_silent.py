"""Have people who carried the project fallen silent? Mainstays of any 12-month window of three years, beyond their own rhythm."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from monitor.model.finding import Evidence, EvidenceLevel, Finding, Outcome, RuleSpec, Value, Weight
from monitor.model.history import History
from monitor.model.limits import Limits
from monitor.model.signals import Signal
from monitor.scoring.metrics.activity import active_days, bots_of, human_commits, last_year
from monitor.scoring.metrics.departed import dead
from monitor.scoring.metrics.inactive_contributors import Mainstay, recent_mainstays
from monitor.scoring.sight import beyond_commits, link_of, look, said

RULE = RuleSpec(
    id="mainstays_silent",
    question="Have people who carried the project fallen silent?",
    why="The people who did half of the work know what nobody wrote down; without them a shrinking project can look well spread.",
    remedy="One of them is seen again, or others bring the work back to its former level.",
    family="mainstays",
    weight=Weight.WARNING,
    needs=(frozenset({Signal.ACTIVITY}),),
)
MESSAGES: Mapping[str, tuple[str, ...]] = {
    "mainstays_silent.silent": ("silent", "mainstays", "since", "active_days", "active_days_before"),
    "mainstays_silent.carried_on": ("silent", "mainstays", "since", "active_days", "active_days_before"),
    "mainstays_silent.all_seen": ("mainstays",),
    "mainstays_silent.no_mainstay": (),
    "mainstays_silent.last_seen": ("person", "last_seen_on", "silent_days", "usual_gap_days", "longest_gap_days"),
    "mainstays_silent.carried": ("person", "share", "from_on", "until_on"),
    "mainstays_silent.reason_unknown": (),
    "mainstays_silent.commit_by_one": (),
    "mainstays_silent.others_carry_on": ("active_days",),
}


def judge(history: History, now: datetime, limits: Limits) -> Iterable[Finding]:
    """Yield one finding about all silent mainstays; it is context where others kept up the work, a warning where not."""
    sight = look(RULE, history, now, limits, years=1)
    yield sight.refusal or sight.from_absence(_judge(history, now, limits))


def _judge(history: History, now: datetime, limits: Limits) -> Finding:
    gone = dead(history)
    everybody = [mainstay for mainstay in recent_mainstays(history, now, limits) if mainstay.person not in gone]
    silent = [mainstay for mainstay in everybody if mainstay.is_silent]
    if not everybody:
        return Finding(RULE.id, Outcome.NOT_APPLICABLE, RULE.weight, said("mainstays_silent.no_mainstay"))
    if not silent:
        return Finding(RULE.id, Outcome.OK, RULE.weight, said("mainstays_silent.all_seen", mainstays=len(everybody)))
    current = active_days(human_commits(last_year(history, now), bots_of(history)))
    return _at_risk(history, silent, len(everybody), current, now, limits)


def _at_risk(
    history: History, silent: Sequence[Mainstay], everybody: int, current: int, now: datetime, limits: Limits
) -> Finding:
    missed = [mainstay for mainstay in silent if not mainstay.carried_on]
    before = max(mainstay.tenure.project_days for mainstay in missed or silent)
    # The episode starts when the newest of them fell silent: one more is news, an older one leaving the three years is not.
    since = max(mainstay.rhythm.last_on for mainstay in silent)
    values: dict[str, Value] = {"silent": len(silent), "mainstays": everybody, "since": since}
    values |= {"active_days": current, "active_days_before": before}
    return Finding(
        RULE.id,
        Outcome.AT_RISK,
        Weight.WARNING if missed else Weight.CONTEXT,
        said("mainstays_silent.silent" if missed else "mainstays_silent.carried_on", **values),
        evidence=tuple(item for mainstay in silent for item in _evidence(history, mainstay)),
        unknowns=(said("mainstays_silent.reason_unknown"), beyond_commits(history, now, limits)),
        clears=(
            said("mainstays_silent.commit_by_one"),
            said("mainstays_silent.others_carry_on", active_days=round(limits.carried_on_share * before)),
        ),
        started_on=since,
        persons=tuple(mainstay.person for mainstay in silent),
    )


def _evidence(history: History, mainstay: Mainstay) -> Iterable[Evidence]:
    link = link_of(history, Signal.ACTIVITY)
    rhythm, tenure = mainstay.rhythm, mainstay.tenure
    last_seen = said(
        "mainstays_silent.last_seen",
        person=mainstay.person,
        last_seen_on=rhythm.last_on,
        silent_days=mainstay.wait_days,
        usual_gap_days=rhythm.told_days,
        longest_gap_days=rhythm.longest_days,
    )
    carried = said(
        "mainstays_silent.carried", person=mainstay.person, share=tenure.share, from_on=tenure.start, until_on=tenure.end
    )
    yield Evidence(last_seen, rhythm.last_on, link, EvidenceLevel.OBSERVED)
    yield Evidence(carried, tenure.end, link, EvidenceLevel.OBSERVED)
