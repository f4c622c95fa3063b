"""Model families: which releases begin a generation, and which family and generation a model belongs to."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from monitor.model.history import History, Release, State

# What the collector of models writes behind a family in the name of a stream.
_BASE_STREAM = re.compile(r"(?P<family>.*) \(base\)")
_GENERATION = re.compile(r"(?P<line>.*?)[-_ ]?v?(?P<number>\d+(?:\.\d+)?)(?P<rest>[-_ ].*)?$", re.IGNORECASE)


def base_releases(history: History, now: datetime) -> list[Release]:
    """Return the base models that appeared before `now`, oldest first, as one stream: the rhythm is the house's."""
    found = (r for r in history.models if r.released_at < now and _BASE_STREAM.fullmatch(r.stream))
    # The version of a model is its name: there is no order among names but that of time.
    return [replace(release, stream="", is_prerelease=False) for release in sorted(found, key=lambda r: r.released_at)]


@dataclass(frozen=True, slots=True)
class Generation:
    """`line` is what the family is called without its number ("Lark"), `number` the generation as written."""

    line: str
    number: float


def generation_of(family: str) -> Generation | None:
    """Return the generation in the name of a family ("Qwen2.5-VL" is 2.5 of Qwen-VL); None where there is no number."""
    found = _GENERATION.fullmatch(family)
    if not found:
        return None
    rest = (found["rest"] or "").strip("-_ ")
    line = "-".join(part for part in (found["line"].strip("-_ "), rest) if part)
    return Generation(line.casefold(), float(found["number"])) if line else None


def states_of(history: History, attribute: str, now: datetime) -> Mapping[str, State]:
    """Return what holds of an attribute at `now`, by model."""
    holding = (s for s in history.state(attribute) if s.seen_from <= now and (s.seen_until is None or s.seen_until > now))
    return {state.subject: state for state in holding if state.subject}


def first_states(history: History, attribute: str, now: datetime) -> Mapping[str, State]:
    """Return by model what an attribute first was that holds in some value at `now`: a model as published, as far as we saw."""
    held = states_of(history, attribute, now)
    first: dict[str, State] = {}
    for state in sorted(history.state(attribute), key=lambda one: one.seen_from):
        if state.subject in held and state.seen_from <= now:
            first.setdefault(state.subject, state)
    return first
