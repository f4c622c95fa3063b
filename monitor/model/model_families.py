"""What a house of models shipped: its families, sizes and licences, and the rhythm of its base models."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class ShippedFamily:
    """One family as the hub shows it; counts are of models, `sizes` as written, smallest first, `licences` with their counts.

    `first_on` and `last_on` are the days on which the hub first showed its first and its newest model.
    """

    name: str
    first_on: date
    last_on: date
    link: str
    models: int
    bases: int
    sizes: tuple[str, ...]
    licences: tuple[tuple[str, int], ...]
    gated: int = 0


@dataclass(frozen=True, slots=True)
class LicenceStep:
    """A model that is under another licence than the one it was made from, as both cards say."""

    model: str
    licence: str
    base: str
    base_licence: str
    link: str


@dataclass(frozen=True, slots=True)
class ModelRollUp:
    """All families of one project, newest first, as of `seen_on`; None = unknown.

    `median_days` is the middle gap between days with base models, `window_until` the end of the usual window of the next.
    `foreign_bases` counts models made from models that are not watched here; `members` are those whom the hub shows, `committers`
    and `releasers` people of the last 12 months. Who wrote the cards no source tells.
    """

    families: tuple[ShippedFamily, ...]
    base_models: int
    seen_on: date
    link: str
    last_base: str = ""
    last_base_on: date | None = None
    gaps: int = 0
    median_days: int | None = None
    window_until: date | None = None
    steps: tuple[LicenceStep, ...] = ()
    foreign_bases: int = 0
    members: int | None = None
    committers: int | None = None
    releasers: int | None = None
