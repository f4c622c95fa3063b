"""What the rules on departures say alike: a sign as evidence, in words of act, place, date and level."""

from __future__ import annotations

from collections.abc import Mapping

from monitor.model.carrying import OF_DEATH, Departure, DepartureKind, Sign
from monitor.model.finding import Evidence, Value
from monitor.scoring.metrics.departed import surest
from monitor.scoring.sight import said

MESSAGES: Mapping[str, tuple[str, ...]] = {
    "departing.announced": ("person", "on", "words"),
    "departing.relayed": ("person", "on", "words", "origin"),
    "departing.reported": ("person", "on", "words"),
    "departing.delisted": ("person", "on", "path"),
    "departing.emeritus": ("person", "on", "path"),
    "departing.role_lowered": ("person", "on", "path"),
    "departing.membership_ended": ("person", "not_before", "on"),
    "departing.publisher_removed": ("person", "not_before", "on"),
    "departing.former": ("person", "not_before", "on", "words"),
    "departing.silent": ("person", "last_seen_on", "on"),
    "departing.died": ("person", "on"),
    "departing.death_reported": ("person", "on"),
    "departing.reason_unknown": (),
}
_IN_FILES = frozenset({DepartureKind.DELISTED, DepartureKind.EMERITUS, DepartureKind.ROLE_LOWERED})


def as_evidence(person: str, sign: Sign) -> Evidence:
    """Return one sign of a departure as evidence; of an interval both ends are told."""
    values: dict[str, Value] = {"person": person, "on": sign.on}
    code = sign.kind.value
    if sign.kind in _IN_FILES:
        values["path"] = sign.path
    elif sign.kind is DepartureKind.SILENT:
        values["last_seen_on"] = sign.not_before
    elif sign.kind in (DepartureKind.ANNOUNCED, DepartureKind.REPORTED):
        values["words"] = sign.quote
    elif sign.kind not in OF_DEATH:
        values["not_before"] = sign.not_before or sign.on
    if sign.kind is DepartureKind.FORMER:
        values["words"] = sign.quote
    if is_relayed(sign):
        code = "relayed"
        values["origin"] = sign.origin
    return Evidence(said(f"departing.{code}", **values), sign.on, sign.link, sign.level)


def is_relayed(sign: Sign) -> bool:
    """Return whether an announcement is known from a page that quotes and links it."""
    return sign.kind is DepartureKind.ANNOUNCED and bool(sign.by_self) and sign.origin not in ("", sign.link)


def best_evidence(departure: Departure) -> Evidence:
    """Return the surest sign of a departure as evidence."""
    return as_evidence(departure.person, surest(departure))
