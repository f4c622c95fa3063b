"""Does the house take part in what is asked about its models? Its share of the newest discussions against its own past."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta
from statistics import median

from monitor.model.finding import Evidence, EvidenceLevel, Finding, Outcome, RuleSpec, Weight
from monitor.model.history import History
from monitor.model.limits import Limits
from monitor.model.signals import Signal
from monitor.scoring.sight import link_of, look, said

RULE = RuleSpec(
    id="house_silent",
    question="Does the house take part in what is asked about its models?",
    why="Weights rest once they are published; whether somebody still stands behind them shows where users ask.",
    remedy="The house takes part in as many of the newest discussions as before.",
    family="responsiveness",
    weight=Weight.CONTEXT,
    needs=(frozenset({Signal.DISCUSSIONS}),),
)
MESSAGES: Mapping[str, tuple[str, ...]] = {
    "house_silent.fell": ("recent", "past", "asked", "since_on"),
    "house_silent.holds": ("recent", "asked"),
    "house_silent.too_young": ("days",),
    "house_silent.too_few": ("asked", "least"),
    "house_silent.joined": ("joined", "asked", "counted_on"),
    "house_silent.elsewhere_unknown": (),
    "house_silent.back": ("past",),
}
# Of each look the questions of half a year: a past that shares none of them is at least as old.
APART_DAYS, LEAST, FALL = 182, 10, 0.5


def judge(history: History, now: datetime, limits: Limits) -> Iterable[Finding]:
    """Yield one finding on the share of the newest discussions in which the house takes part."""
    sight = look(RULE, history, now, limits)
    yield sight.refusal or sight.from_count(_judge(history, now))


def _judge(history: History, now: datetime) -> Finding:
    shares = _shares(history, now)
    if not shares:
        return Finding(RULE.id, Outcome.NOT_APPLICABLE, RULE.weight, said("house_silent.too_few", asked=0, least=LEAST))
    newest = max(shares)
    joined, asked = shares[newest]
    earlier = [j / a for on, (j, a) in shares.items() if on <= newest - timedelta(days=APART_DAYS) and a >= LEAST]
    if asked < LEAST:
        few = said("house_silent.too_few", asked=asked, least=LEAST)
        return Finding(RULE.id, Outcome.OK, RULE.weight, few)
    if not earlier:
        return Finding(RULE.id, Outcome.OK, RULE.weight, said("house_silent.too_young", days=APART_DAYS))
    recent, past = joined / asked, median(earlier)
    if recent > past * FALL:
        return Finding(RULE.id, Outcome.OK, RULE.weight, said("house_silent.holds", recent=recent, asked=asked))
    since = newest - timedelta(days=APART_DAYS)
    counted = said("house_silent.joined", joined=joined, asked=asked, counted_on=newest)
    return Finding(
        RULE.id,
        Outcome.AT_RISK,
        RULE.weight,
        said("house_silent.fell", recent=recent, past=past, asked=asked, since_on=since),
        evidence=(Evidence(counted, newest, link_of(history, Signal.DISCUSSIONS), EvidenceLevel.OBSERVED),),
        unknowns=(said("house_silent.elsewhere_unknown"),),
        clears=(said("house_silent.back", past=past),),
        started_on=since,
    )


def _shares(history: History, now: datetime) -> dict[date, tuple[int, int]]:
    """Return (joined, asked) of each day on which both were counted, over all houses of the project."""
    totals: dict[date, list[float]] = {}
    for place, metric in enumerate(("discussions_joined", "discussions_asked")):
        for measure in history.measured(metric, ""):
            if measure.on <= now.date():
                totals.setdefault(measure.on, [0.0, 0.0])[place] += measure.value
    return {on: (int(joined), int(asked)) for on, (joined, asked) in totals.items() if asked}
