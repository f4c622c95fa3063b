"""Did the last person depart who published or merged? Hands on the keys in the year before, all of whom departed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime, timedelta

from monitor.model.carrying import Departure
from monitor.model.finding import Finding, Outcome, RuleSpec, Weight
from monitor.model.history import History
from monitor.model.limits import Limits
from monitor.scoring.metrics.activity import YEAR_DAYS, end_day
from monitor.scoring.metrics.departed import WHERE, lost
from monitor.scoring.metrics.hands_on_keys import Hands, hands_on_keys
from monitor.scoring.rules.departing import best_evidence
from monitor.scoring.sight import look, said

RULE = RuleSpec(
    id="last_hand_gone",
    question="Did the last person depart who published or merged?",
    why="A fix that nobody may merge or publish reaches nobody, and keys that nobody holds can be taken.",
    remedy="Somebody else is seen publishing or merging.",
    family="people",
    weight=Weight.WARNING,
    needs=(WHERE,),
)
MESSAGES: Mapping[str, tuple[str, ...]] = {
    "last_hand_gone.publishers": ("people", "since"),
    "last_hand_gone.mergers": ("people", "since"),
    "last_hand_gone.none": ("days",),
    "last_hand_gone.others_may": (),
    "last_hand_gone.somebody_publishes": (),
    "last_hand_gone.somebody_merges": (),
}


def judge(history: History, now: datetime, limits: Limits) -> Iterable[Finding]:
    """Yield a finding for each key of whose holders, seen in the year before, none is left."""
    sight = look(RULE, history, now, limits)
    found = list(_found(history, lost(history, now, limits.departure_days), now))
    if found:
        yield from map(sight.from_presence, found)
        return
    none = Finding(RULE.id, Outcome.OK, RULE.weight, said("last_hand_gone.none", days=limits.departure_days))
    yield sight.refusal or sight.from_presence(none)


def _found(history: History, leavers: list[Departure], now: datetime) -> Iterator[Finding]:
    counted = [one for one in leavers if not (one.is_before_watch or one.contradicted_by)]
    if not counted:
        return
    last = max(one.on for one in counted)
    before = hands_on_keys(history, last - timedelta(days=YEAR_DAYS), last + timedelta(days=1))
    since = hands_on_keys(history, last + timedelta(days=1), end_day(now))
    gone = frozenset(one.person for one in counted)
    for key, clears in (("publishers", "somebody_publishes"), ("mergers", "somebody_merges")):
        held, new = _hands(before, key), _hands(since, key)
        if held and held <= gone and not new - gone:
            yield _finding(key, clears, [one for one in counted if one.person in held])


def _hands(hands: Hands, key: str) -> frozenset[str]:
    return (hands.publishers if key == "publishers" else hands.mergers) or frozenset()


def _finding(key: str, clears: str, leavers: list[Departure]) -> Finding:
    since = max(one.on for one in leavers)
    persons = tuple(sorted({one.person for one in leavers}))
    return Finding(
        RULE.id,
        Outcome.AT_RISK,
        RULE.weight,
        said(f"last_hand_gone.{key}", people=len(persons), since=since),
        evidence=tuple(map(best_evidence, leavers)),
        unknowns=(said("last_hand_gone.others_may"),),
        clears=(said(f"last_hand_gone.{clears}"),),
        started_on=since,
        subject=key,
        persons=persons,
    )
