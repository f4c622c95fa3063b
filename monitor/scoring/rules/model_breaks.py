"""Does a new generation of models break with the last one? Another architecture, tokenizer or licence than its predecessor's."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime, timedelta
from itertools import pairwise

from monitor.model.finding import Evidence, EvidenceLevel, Finding, Outcome, RuleSpec, Weight
from monitor.model.history import History, Release
from monitor.model.limits import Limits
from monitor.model.signals import Signal
from monitor.scoring.metrics.model_families import Generation, base_releases, first_states, generation_of, states_of
from monitor.scoring.sight import look, said

RULE = RuleSpec(
    id="model_breaks",
    question="Does a new generation of models break with the last one?",
    why="Another architecture, tokenizer or licence means new serving code and new advice before you can follow.",
    remedy="Plan the move as a change of its own; the older weights stay usable.",
    family="terms",
    weight=Weight.CONTEXT,
    needs=(frozenset({Signal.MODELS}),),
)
MESSAGES: Mapping[str, tuple[str, ...]] = {
    "model_breaks.architecture": ("model", "before_model", "before", "after", "released_on"),
    "model_breaks.licence": ("model", "before_model", "before", "after", "released_on"),
    "model_breaks.tokenizer": ("model", "before_model", "before", "after", "released_on"),
    "model_breaks.none": (),
    "model_breaks.says": ("model", "value"),
    "model_breaks.tokenizer_unknown": (),
    "model_breaks.time_passes": ("until_on",),
}
ATTRIBUTES = ("architecture", "licence")


def judge(history: History, now: datetime, limits: Limits) -> Iterable[Finding]:
    """Yield one finding for each break of a generation that appeared in the last year, or one that there is none."""
    sight = look(RULE, history, now, limits)
    found = list(_breaks(history, now, limits))
    if found:
        yield from (sight.from_presence(finding) for finding in found)
    else:
        none = Finding(RULE.id, Outcome.OK, RULE.weight, said("model_breaks.none"))
        yield sight.refusal or sight.from_presence(none)


def _breaks(history: History, now: datetime, limits: Limits) -> Iterator[Finding]:
    families = states_of(history, "model_family", now)
    lines: dict[str, dict[float, Release]] = {}
    for release in base_releases(history, now):
        generation = _generation(release, {name: state.value for name, state in families.items()})
        if generation:
            # The first base model of a generation stands for it.
            lines.setdefault(generation.line, {}).setdefault(generation.number, release)
    for generations in lines.values():
        numbers = sorted(generations)
        for before, after in pairwise(numbers):
            if generations[after].released_at > now - timedelta(days=limits.generation_days):
                yield from _compared(history, generations[before], generations[after], now, limits)


def _generation(release: Release, families: Mapping[str, str]) -> Generation | None:
    return generation_of(families.get(release.version, ""))


def _compared(history: History, old: Release, new: Release, now: datetime, limits: Limits) -> Iterator[Finding]:
    was, is_now = (_vocabulary(history, one, now) for one in (old, new))
    is_cut_seen = bool(was.keys() & is_now.keys())
    for attribute in ATTRIBUTES:
        states = first_states(history, attribute, now)
        before, after = states.get(old.version), states.get(new.version)
        if before and after and before.value != after.value and "none" not in (before.value, after.value):
            yield _finding(attribute, (old, before.value), (new, after.value), limits, is_cut_seen=is_cut_seen)
    differing = sorted(path for path in was.keys() & is_now.keys() if was[path] != is_now[path])
    if differing:
        texts = [", ".join(f"{path} {held[path]}" for path in differing) for held in (was, is_now)]
        yield _finding("tokenizer", (old, texts[0]), (new, texts[1]), limits, is_cut_seen=True)


def _vocabulary(history: History, release: Release, now: datetime) -> Mapping[str, str]:
    """Return the digest of each file of a model's vocabulary as first seen, nothing where none was looked at."""
    state = first_states(history, "vocabulary", now).get(release.version)
    return dict(part.split(":", 1) for part in state.value.split() if ":" in part) if state else {}


def _finding(attribute: str, old: tuple[Release, str], new: tuple[Release, str], limits: Limits, *, is_cut_seen: bool) -> Finding:
    (before, was), (after, is_now) = old, new
    on = after.released_at.date()
    return Finding(
        RULE.id,
        Outcome.AT_RISK,
        RULE.weight,
        said(
            f"model_breaks.{attribute}",
            model=after.version,
            before_model=before.version,
            before=was,
            after=is_now,
            released_on=on,
        ),
        evidence=tuple(
            Evidence(said("model_breaks.says", model=r.version, value=value), r.released_at, r.link, EvidenceLevel.RECORDED)
            for r, value in (old, new)
        ),
        unknowns=() if is_cut_seen else (said("model_breaks.tokenizer_unknown"),),
        clears=(said("model_breaks.time_passes", until_on=on + timedelta(days=limits.generation_days)),),
        started_on=on,
        subject=f"{attribute} {after.version}",
    )
