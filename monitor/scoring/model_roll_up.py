"""The roll-up of a house of models: families with their sizes and licences, rhythm of base models, licences along the chain."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime

from monitor.model.assessment import KeyNumbers
from monitor.model.history import History, Release, State
from monitor.model.limits import Limits
from monitor.model.model_families import LicenceStep, ModelRollUp, ShippedFamily
from monitor.model.signals import Signal
from monitor.scoring.metrics.model_families import base_releases, states_of
from monitor.scoring.metrics.release_frequency import Cadence, cadence_of, usual_window
from monitor.scoring.sight import has_whole_signal, link_of

_SIZE = re.compile(r"(?:(\d+)x)?(\d+(?:\.\d+)?)([mbt])", re.IGNORECASE)
_UNITS = {"m": 1e-3, "b": 1.0, "t": 1e3}


def model_roll_up(history: History, numbers: KeyNumbers, now: datetime, limits: Limits) -> ModelRollUp | None:
    """Return what the house shipped by `now`; None for a project without models."""
    released = {one.version: one for one in history.models if one.released_at < now}
    if not released:
        return None
    bases = base_releases(history, now)
    cadence = cadence_of(replace(history, releases=tuple(bases)), now, limits)
    steps, foreign = _steps(history, now)
    rhythm = cadence if cadence and len(cadence.gaps) >= limits.stream_min_gaps else None
    return ModelRollUp(
        families=_families(history, released, {one.version for one in bases}, now),
        base_models=len(bases),
        seen_on=now.date(),
        link=link_of(history, Signal.MODELS),
        last_base=bases[-1].version if bases else "",
        last_base_on=bases[-1].released_at.date() if bases else None,
        gaps=len(cadence.gaps) if cadence else 0,
        median_days=_median(rhythm),
        window_until=rhythm.day_after(usual_window(rhythm, limits)[1]) if rhythm else None,
        steps=steps,
        foreign_bases=foreign,
        members=_members(history, now, limits),
        committers=numbers.people_year,
        releasers=numbers.releasers_year,
    )


def _median(cadence: Cadence | None) -> int | None:
    return round(cadence.median_gap) if cadence and cadence.median_gap is not None else None


def _families(history: History, released: Mapping[str, Release], bases: set[str], now: datetime) -> tuple[ShippedFamily, ...]:
    named = states_of(history, "model_family", now)
    members: dict[str, list[str]] = {}
    for model, release in released.items():
        family = named[model].value if model in named else release.stream.rpartition(" (")[0]
        members.setdefault(family or model, []).append(model)
    attributes = [states_of(history, attribute, now) for attribute in ("model_size", "licence", "gated")]
    found = [_family(name, [released[model] for model in models], bases, *attributes) for name, models in members.items()]
    return tuple(sorted(found, key=lambda one: (-one.last_on.toordinal(), one.name)))


def _family(
    name: str,
    models: list[Release],
    bases: set[str],
    sizes: Mapping[str, State],
    licences: Mapping[str, State],
    gates: Mapping[str, State],
) -> ShippedFamily:
    ordered = sorted(models, key=lambda one: one.released_at)
    keys = [one.version for one in ordered]
    said = {sizes[key].value for key in keys if key in sizes and sizes[key].value}
    counted = Counter(licences[key].value for key in keys if key in licences)
    return ShippedFamily(
        name=name,
        first_on=ordered[0].released_at.date(),
        last_on=ordered[-1].released_at.date(),
        link=ordered[0].link,
        models=len(keys),
        bases=sum(key in bases for key in keys),
        sizes=tuple(sorted(said, key=size_of)),
        licences=tuple(sorted(counted.items(), key=lambda pair: (-pair[1], pair[0]))),
        gated=sum(key in gates and gates[key].value not in ("", "no") for key in keys),
    )


def size_of(text: str) -> tuple[float, str]:
    """Return the parameters that a size says, in thousand millions, for sorting ("8x7B" is 56); what says none comes last."""
    found = _SIZE.match(text)
    if not found:
        return float("inf"), text
    return float(found[2]) * _UNITS[found[3].lower()] * int(found[1] or 1), text


def _steps(history: History, now: datetime) -> tuple[tuple[LicenceStep, ...], int]:
    """Return the steps of the chain at which the licence is another, and how many models stand on one that is not watched."""
    licences, watched = states_of(history, "licence", now), states_of(history, "model_kind", now)
    steps, foreign = [], set()
    for state in _holding(history.state("base_model"), now):
        own, base = licences.get(state.subject), licences.get(state.value)
        if state.value not in watched and base is None:
            foreign.add(state.subject)
        elif own is not None and base is not None and own.value.casefold() != base.value.casefold():
            steps.append(LicenceStep(state.subject, own.value, state.value, base.value, own.link))
    return tuple(sorted(steps, key=lambda step: (step.base, step.model))), len(foreign)


def _holding(states: Iterable[State], now: datetime) -> Iterable[State]:
    return (s for s in states if s.subject and s.seen_from <= now and (s.seen_until is None or s.seen_until > now))


def _members(history: History, now: datetime, limits: Limits) -> int | None:
    """Return how many members the hub's organisation shows; None where they were not wholly seen."""
    hubs = {line.target for line in history.coverage if line.signal is Signal.MODELS}
    views = [line for line in history.coverage if line.signal is Signal.MEMBERS and line.target in hubs]
    if not has_whole_signal(views, now, limits):
        return None
    shown = (s for s in history.state("member") if s.target in hubs and s.seen_from <= now)
    return len({s.value for s in shown if s.seen_until is None or s.seen_until > now})
