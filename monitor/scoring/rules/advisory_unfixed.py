"""Is a security advisory left without a fix? Open for longer than a fix usually takes: recorded by the advisory databases."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime

from monitor.model.finding import Evidence, EvidenceLevel, Finding, Outcome, RuleSpec, Value, Weight
from monitor.model.history import History, State
from monitor.model.limits import Limits
from monitor.model.signals import Signal
from monitor.scoring.metrics.activity import days_between
from monitor.scoring.metrics.states import held_from, holding
from monitor.scoring.metrics.versions import is_final
from monitor.scoring.sight import look, said

RULE = RuleSpec(
    id="advisory_unfixed",
    question="Is a security advisory left without a fix?",
    why="Every version that you could update to is affected; a project that is carried fixes such flaws.",
    remedy="The project publishes a release with a fix, or the advisory is withdrawn; until then look for a work-around in it.",
    family="security",
    weight=Weight.WARNING,
    needs=(frozenset({Signal.ADVISORIES}),),
)
MESSAGES: Mapping[str, tuple[str, ...]] = {
    "advisory_unfixed.open": ("advisory", "package", "published_on", "open_days", "severity"),
    "advisory_unfixed.fresh": ("advisory", "package", "published_on", "severity", "days"),
    "advisory_unfixed.young": ("advisories", "days"),
    "advisory_unfixed.prerelease_only": ("advisory", "version"),
    "advisory_unfixed.none_open": ("advisories",),
    "advisory_unfixed.none_listed": (),
    "advisory_unfixed.listed": ("advisory", "summary"),
    "advisory_unfixed.listed_bare": ("advisory",),
    "advisory_unfixed.also_known_as": ("others",),
    "advisory_unfixed.databases_lag": (),
    "advisory_unfixed.use_unknown": (),
    "advisory_unfixed.fix": ("package",),
}
UNFIXED, FIXED, WITHDRAWN = "unfixed", "fixed in ", "withdrawn"
# What alone may make a fact of it: the two highest words of the CVSS scale.
SEVERE = frozenset({"high", "critical"})
Key = tuple[str, str]


def judge(history: History, now: datetime, limits: Limits) -> Iterable[Finding]:
    """Yield one finding for each advisory that is open for long, or one that there is none."""
    sight = look(RULE, history, now, limits)
    listed = holding(history, "advisory", now)
    open_now = {key: state for key, state in listed.items() if state.value == UNFIXED}
    old = {key: state for key, state in open_now.items() if _open_days(state, now) > limits.advisory_open_days}
    # A new one of the gravest kind is said at once; time for a fix is time, so it is context until then.
    fresh = {k: s for k, s in open_now.items() if k not in old and _told(history, "advisory_severity", k, now) in SEVERE}
    # What was open at the last look stays so while the databases do not answer: only "none" needs a fresh one.
    if old or fresh:
        found = sorted([*old.items(), *fresh.items()])
        yield from (sight.from_presence(_at_risk(history, key, state, now, limits)) for key, state in found)
    else:
        yield sight.refusal or sight.from_presence(_ok(listed, open_now, limits))


def _open_days(state: State, now: datetime) -> int:
    return days_between(held_from(state).date(), now)


def _ok(listed: Mapping[Key, State], open_now: Mapping[Key, State], limits: Limits) -> Finding:
    headline = said("advisory_unfixed.none_listed")
    in_prerelease = [(key[1], state.value) for key, state in sorted(listed.items()) if _is_prerelease_only(state.value)]
    if open_now:
        headline = said("advisory_unfixed.young", advisories=len(open_now), days=limits.advisory_open_days)
    elif in_prerelease:
        advisory, value = in_prerelease[0]
        headline = said("advisory_unfixed.prerelease_only", advisory=advisory, version=value.removeprefix(FIXED))
    elif listed:
        headline = said("advisory_unfixed.none_open", advisories=len(listed))
    return Finding(RULE.id, Outcome.OK, RULE.weight, headline)


def _is_prerelease_only(value: str) -> bool:
    versions = value.removeprefix(FIXED).split(", ") if value.startswith(FIXED) else []
    return bool(versions) and not any(is_final(version) for version in versions)


def _at_risk(history: History, key: Key, state: State, now: datetime, limits: Limits) -> Finding:
    package, advisory = key
    severity = _told(history, "advisory_severity", key, now) or "unknown"
    open_days, published_on = _open_days(state, now), held_from(state).date()
    is_fact = severity in SEVERE and open_days > limits.advisory_fact_days
    values: dict[str, Value] = {"advisory": advisory, "package": package, "published_on": published_on}
    headline = said("advisory_unfixed.open", **values, open_days=open_days, severity=severity)
    weight = Weight.FACT if is_fact else RULE.weight
    if open_days <= limits.advisory_open_days:
        headline = said("advisory_unfixed.fresh", **values, severity=severity, days=limits.advisory_open_days)
        weight = Weight.CONTEXT
    return Finding(
        RULE.id,
        Outcome.AT_RISK,
        weight,
        headline,
        evidence=tuple(_evidence(history, key, state, now)),
        unknowns=(said("advisory_unfixed.databases_lag"), said("advisory_unfixed.use_unknown")),
        clears=(said("advisory_unfixed.fix", package=package),),
        started_on=published_on,
        subject=advisory,
    )


def _evidence(history: History, key: Key, state: State, now: datetime) -> Iterable[Evidence]:
    summary, others = (_told(history, name, key, now) for name in ("advisory_summary", "advisory_aliases"))
    what = said("advisory_unfixed.listed_bare", advisory=key[1])
    if summary:
        what = said("advisory_unfixed.listed", advisory=key[1], summary=summary)
    yield Evidence(what, held_from(state), state.link, EvidenceLevel.RECORDED)
    if others:
        known = said("advisory_unfixed.also_known_as", others=others)
        yield Evidence(known, held_from(state), state.link, EvidenceLevel.RECORDED)


def _told(history: History, attribute: str, key: Key, now: datetime) -> str:
    found = holding(history, attribute, now).get(key)
    return found.value if found else ""
