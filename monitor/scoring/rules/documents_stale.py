"""Did documentation and security policy stand still while releases went on? Only where work goes on: a quiet project may rest."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime

from monitor.model.finding import Evidence, EvidenceLevel, Finding, Outcome, RuleSpec, Value, Weight
from monitor.model.history import History, Release, State
from monitor.model.limits import Limits
from monitor.model.signals import Signal
from monitor.scoring.metrics.activity import active_days, bots_of, human_commits, last_year
from monitor.scoring.metrics.release_frequency import finals, merged_releases
from monitor.scoring.metrics.versions import major_of
from monitor.scoring.sight import look, said

RULE = RuleSpec(
    id="documents_stale",
    question="Do documentation and security policy keep up with the releases?",
    why="What nobody writes down any more is carried in few heads; an old policy may name versions that nobody serves.",
    remedy="The document changes, or the project says where it is written now.",
    family="governance",
    weight=Weight.CONTEXT,
    needs=(frozenset({Signal.DOCUMENTS}), frozenset({Signal.ACTIVITY})),
)
MESSAGES: Mapping[str, tuple[str, ...]] = {
    "documents_stale.documentation": ("path", "same_on", "releases", "version", "released_on"),
    "documents_stale.policy": ("path", "same_on", "version", "released_on"),
    "documents_stale.kept": ("files",),
    "documents_stale.quiet": (),
    "documents_stale.none": (),
    "documents_stale.same": ("path",),
    "documents_stale.release": ("version",),
    "documents_stale.elsewhere_unknown": ("path",),
    "documents_stale.changed": ("path",),
}
FOLDERS = ("doc", "docs", "documentation")
FRONT_PAGE, POLICY = "readme", "security"


def judge(history: History, now: datetime, limits: Limits) -> Iterable[Finding]:
    """Yield one finding for each document that stood still, or one that all moved with the releases."""
    sight = look(RULE, history, now, limits)
    standing = [state for state in history.state("document") if state.seen_from <= now and _holds(state, now)]
    if sight.refusal:
        yield sight.refusal
    elif not standing:
        yield sight.from_presence(Finding(RULE.id, Outcome.NOT_APPLICABLE, RULE.weight, said("documents_stale.none")))
    elif active_days(human_commits(last_year(history, now), bots_of(history))) <= limits.quiet_max_active_days:
        yield Finding(RULE.id, Outcome.NOT_APPLICABLE, RULE.weight, said("documents_stale.quiet"))
    else:
        found = list(_stale(standing, finals(merged_releases(history, now)), now, limits))
        kept = Finding(RULE.id, Outcome.OK, RULE.weight, said("documents_stale.kept", files=len(standing)))
        yield from (sight.from_presence(finding) for finding in found or [kept])


def _holds(state: State, now: datetime) -> bool:
    return state.seen_until is None or state.seen_until > now


def _stale(standing: Sequence[State], releases: Sequence[Release], now: datetime, limits: Limits) -> Iterator[Finding]:
    with_folder = {state.target for state in standing if _name(state) in FOLDERS}
    for state in sorted(standing, key=lambda found: (found.target, found.subject)):
        if _name(state) == POLICY:
            yield from _old_policy(state, releases, now, limits)
        elif _name(state) in FOLDERS or state.target not in with_folder:
            yield from _old_documentation(state, releases, now, limits)


def _old_policy(state: State, releases: Sequence[Release], now: datetime, limits: Limits) -> Iterator[Finding]:
    since = _since(state)
    majors = _new_majors(releases, since)
    if majors and (now - since).days >= limits.policy_stale_days:
        yield _finding(state, majors[-1], "documents_stale.policy")


def _old_documentation(state: State, releases: Sequence[Release], now: datetime, limits: Limits) -> Iterator[Finding]:
    since = _since(state)
    later = [release for release in releases if release.released_at > since]
    if len(later) >= limits.documents_min_releases and (now - since).days >= limits.documents_stale_days:
        yield _finding(state, later[-1], "documents_stale.documentation", releases=len(later))


def _since(state: State) -> datetime:
    return state.held_from or state.seen_from


def _name(state: State) -> str:
    return state.subject.partition(".")[0].casefold()


def _new_majors(releases: Sequence[Release], since: datetime) -> list[Release]:
    """Return the first releases of majors above all that were out by `since`, oldest first; none where nothing was out."""
    known = [major for r in releases if r.released_at <= since and (major := major_of(r.version)) is not None]
    highest, found = max(known, default=None), list[Release]()
    for release in releases:
        major = major_of(release.version)
        if release.released_at > since and highest is not None and major is not None and major > highest:
            highest = major
            found.append(release)
    return found


def _finding(state: State, newest: Release, code: str, **numbers: Value) -> Finding:
    path, since = state.subject, _since(state)
    common: dict[str, Value] = {
        "path": path,
        "same_on": since.date(),
        "version": newest.version,
        "released_on": newest.released_at.date(),
    }
    return Finding(
        RULE.id,
        Outcome.AT_RISK,
        RULE.weight,
        said(code, **common, **numbers),
        evidence=(
            Evidence(said("documents_stale.same", path=path), since, state.link, EvidenceLevel.RECORDED),
            Evidence(
                said("documents_stale.release", version=newest.version), newest.released_at, newest.link, EvidenceLevel.RECORDED
            ),
        ),
        unknowns=(said("documents_stale.elsewhere_unknown", path=path),),
        clears=(said("documents_stale.changed", path=path),),
        started_on=since.date(),
        subject=f"{state.target} {path}",
    )
