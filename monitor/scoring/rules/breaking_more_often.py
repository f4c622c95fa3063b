"""Do breaking changes come more often than before? Major versions and withdrawn releases, against the project's own past."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta
from math import comb

from monitor.model.facts import Channel
from monitor.model.finding import Evidence, EvidenceLevel, Finding, Outcome, RuleSpec, Weight
from monitor.model.history import History, Release
from monitor.model.limits import Limits
from monitor.model.signals import Signal
from monitor.scoring.metrics.release_frequency import finals
from monitor.scoring.metrics.versions import major_of
from monitor.scoring.sight import look, said

RULE = RuleSpec(
    id="breaking_more_often",
    question="Do breaking changes come more often than before?",
    why="Each major version costs those who depend on it work; a project that breaks more often than it used to costs more.",
    remedy="Plan time for updates, or stay on a line that the project still serves.",
    family="releases",
    weight=Weight.CONTEXT,
    needs=(frozenset({Signal.PACKAGE_RELEASES, Signal.TAGS}),),
)
MESSAGES: Mapping[str, tuple[str, ...]] = {
    "breaking_more_often.more": ("breaks", "recent_days", "breaks_before", "days_before", "chance"),
    "breaking_more_often.as_before": ("breaks", "recent_days", "breaks_before", "days_before"),
    "breaking_more_often.too_young": ("days_before",),
    "breaking_more_often.no_release": (),
    "breaking_more_often.major": ("version",),
    "breaking_more_often.yanked": ("version",),
    "breaking_more_often.size_unknown": (),
    "breaking_more_often.calmer": (),
}
MOST_EVIDENCE = 5


def judge(history: History, now: datetime, limits: Limits) -> Iterable[Finding]:
    """Yield one finding for each line of releases that breaks more often than it did, or one that none does."""
    sight = look(RULE, history, now, limits)
    lines = _lines(history, now)
    found = [(name, _judge(releases, now, limits)) for name, releases in sorted(lines.items())]
    risks = [finding for _, finding in found if finding.outcome is Outcome.AT_RISK]
    if sight.refusal:
        yield sight.refusal
    elif risks:
        yield from (sight.from_count(finding) for finding in risks)
    elif found:
        # The line with the longest past has the most to say.
        longest = max(lines, key=lambda name: len(lines[name]))
        yield sight.from_count(dict(found)[longest])
    else:
        none = Finding(RULE.id, Outcome.NOT_APPLICABLE, RULE.weight, said("breaking_more_often.no_release"))
        yield sight.from_presence(none)


def _lines(history: History, now: datetime) -> dict[str, list[Release]]:
    """Return final releases by package, or where no package is watched by repository and line of tags."""
    released = finals(release for release in history.releases if release.released_at < now)
    packages = [release for release in released if release.channel is Channel.PACKAGE]
    chosen = packages or [release for release in released if release.channel is Channel.TAG]
    lines: dict[str, list[Release]] = {}
    for release in chosen:
        lines.setdefault(f"{release.target} {release.stream}".strip(), []).append(release)
    return lines


def _judge(releases: list[Release], now: datetime, limits: Limits) -> Finding:
    since = now - timedelta(days=limits.breaking_recent_days)
    days_before = (since - releases[0].released_at).days
    if days_before < limits.breaking_past_days:
        young = said("breaking_more_often.too_young", days_before=max(days_before, 0))
        return Finding(RULE.id, Outcome.NOT_APPLICABLE, RULE.weight, young)
    breaks = breaking(releases)
    recent = [release for release in breaks if release.released_at >= since]
    before = len(breaks) - len(recent)
    chance = chance_of(len(recent), before, limits.breaking_recent_days / (limits.breaking_recent_days + days_before))
    numbers: dict[str, int] = {
        "breaks": len(recent),
        "recent_days": limits.breaking_recent_days,
        "breaks_before": before,
        "days_before": days_before,
    }
    if len(recent) < limits.breaking_min_recent or chance > limits.breaking_tail:
        return Finding(RULE.id, Outcome.OK, RULE.weight, said("breaking_more_often.as_before", **numbers))
    return Finding(
        RULE.id,
        Outcome.AT_RISK,
        RULE.weight,
        said("breaking_more_often.more", **numbers, chance=chance),
        evidence=tuple(map(_evidence, recent[-MOST_EVIDENCE:])),
        unknowns=(said("breaking_more_often.size_unknown"),),
        clears=(said("breaking_more_often.calmer"),),
        started_on=recent[0].released_at.date(),
        subject=releases[0].target,
    )


def breaking(releases: Iterable[Release]) -> list[Release]:
    """Return the releases that broke something, oldest first: the first of each higher major, and one withdrawn on each day."""
    found: list[Release] = []
    highest: tuple[int, int] | None = None
    yanked_on: set[date] = set()
    for release in releases:
        major = major_of(release.version)
        if release.is_yanked:
            if release.released_at.date() not in yanked_on:
                yanked_on.add(release.released_at.date())
                found.append(release)
        elif major is not None and (highest is None or major > highest):
            # What came first broke nothing that anybody used.
            found += [release] if highest is not None else []
            highest = major
    return found


def chance_of(recent: int, before: int, share: float) -> float:
    """Return P(as many recent ones or more), if all came at one rate: a binomial tail, given their number (Przyborowski 1940)."""
    total = recent + before
    return sum(comb(total, k) * share**k * (1 - share) ** (total - k) for k in range(recent, total + 1))


def _evidence(release: Release) -> Evidence:
    code = "breaking_more_often.yanked" if release.is_yanked else "breaking_more_often.major"
    return Evidence(said(code, version=release.version), release.released_at, release.link, EvidenceLevel.RECORDED)
