"""Every message that a situation publishes, and the values that it gives: words are made of them in `report/`."""

from __future__ import annotations

from collections.abc import Mapping

from monitor.model.carrying import DepartureKind
from monitor.scoring.situations.departing import PLACED

TITLES: Mapping[str, tuple[str, ...]] = {
    "departure.announced": ("person", "on"),
    "departure.recorded": ("person", "on"),
    "departure.announced_and_others": ("person", "on", "others"),
    "departure.recorded_and_others": ("person", "on", "others"),
    "departure.died": ("person", "on"),
    "silence.title": ("last_on",),
    "model_overdue.title": ("model", "released_on", "opened_on"),
    "summary": ("opened_on", "closed_on", "days", "settled", "questions"),
}
BECAUSE: Mapping[str, tuple[str, ...]] = {
    "because.opened": ("on",),
    "because.another_departure": ("on",),
    "because.release_overdue": ("version", "on"),
    "because.reliance_fell": ("metric", "before", "now", "share", "on"),
    "because.successor_named": ("on",),
    "because.rhythm_held": ("version", "on", "gap_days", "held_on"),
    "because.released_again": ("version", "on"),
    "because.returned": ("on",),
    "because.no_longer_so": ("on",),
    "because.no_further_sign": ("days", "since"),
    "because.cool_for_long": ("since",),
    "because.all_settled": ("questions",),
    "because.too_old": ("since",),
    "because.held": ("on",),
}
FACTS: Mapping[str, tuple[str, ...]] = {
    "returned": ("person", "on"),
    "contradicted.listed": ("person", "path", "on"),
    "contradicted.at_work": ("person", "on"),
    "released": ("version", "on"),
    "overdue": ("version", "on"),
    "silence.last": ("last_on", "patience_days"),
    "silence.ended": ("on",),
}
QUESTIONS: Mapping[str, tuple[str, ...]] = {
    "roadmap.asks": (),
    "roadmap.listed": ("person", "path", "heading", "on"),
    "roadmap.successor": ("person", "on"),
    "roadmap.successor_in_words": ("words", "on"),
    "roadmap.none": ("searched",),
    "roadmap.not_seen": (),
    "roadmap.settles": (),
    "function.asks": ("name",),
    "function.listed": ("person", "path", "name", "on"),
    "function.none": ("searched",),
    "function.not_seen": (),
    "function.settles": ("name",),
    "releases.asks": (),
    "releases.others": ("hands", "version", "on"),
    "releases.by_unknown": ("releases",),
    "releases.none": (),
    "releases.settles": (),
    "successor.asks": (),
    "successor.named": ("person", "on"),
    "successor.named_in_words": ("words", "on"),
    "successor.listed": ("person", "path", "on"),
    "successor.none": ("searched",),
    "successor.not_seen": (),
    "successor.settles": (),
    "others.asks": (),
    "others.left": ("departures", "on", "person"),
    "others.none": ("since", "searched"),
    "others.none_yet": ("days", "searched"),
    "others.none_since": ("since", "searched"),
    "others.not_seen": (),
    "others.settles_when_seen": (),
    "others.settles": ("on",),
    "structure.asks": (),
    "structure.changed": ("changes", "on"),
    "structure.listed": ("person", "path", "on"),
    "structure.owner": ("value", "on"),
    "structure.member": ("on",),
    "structure.none": ("since", "searched"),
    "structure.none_yet": ("days", "searched"),
    "structure.none_since": ("since", "searched"),
    "structure.not_seen": (),
    "structure.settles_when_seen": (),
    "structure.settles": ("on",),
    "rhythm.asks": (),
    "rhythm.held": ("version", "on", "gap_days", "held_on"),
    "rhythm.overdue": ("version", "released_on", "on"),
    "rhythm.late": ("version", "on", "overdue_on"),
    "rhythm.known": (),
    "rhythm.too_few": (),
    "rhythm.not_seen": (),
    "rhythm.waiting": ("gap_days", "until"),
    "rhythm.settles": (),
    "reliance.asks": (),
    "reliance.holds": ("metric", "before", "now", "share", "on"),
    "reliance.fell": ("metric", "before", "now", "share", "on"),
    "reliance.known": (),
    "reliance.not_seen": (),
    "reliance.too_young": ("weeks",),
    "reliance.settles": (),
    "steward.asks": (),
    "steward.spoke": ("on", "words"),
    "steward.silent": ("days", "others"),
    "steward.silent_since": ("since", "others"),
    "steward.not_seen": ("days", "others"),
    "steward.settles": (),
    "fork.asks": (),
    "fork.living": ("fork", "forks", "on"),
    "fork.none": (),
    "fork.not_seen": (),
    "fork.settles": (),
    "replacement.asks": (),
    "replacement.named": ("words", "on"),
    "replacement.none": (),
    "replacement.settles": (),
}


def _signs() -> dict[str, tuple[str, ...]]:
    """Return the codes of the signs of a departure: each act, with an interval or a quote where there is one."""
    found = {}
    for kind in (*DepartureKind, "announced_by_self"):
        base = ("person", "on", "path") if kind in PLACED else ("person", "on")
        for between in ((), ("not_before",)):
            for quoted in ((), ("words",)):
                code = f"sign.{kind}{'.between' if between else ''}{'.quoted' if quoted else ''}"
                found[code] = (*base, *between, *quoted)
    return found


MESSAGES: Mapping[str, tuple[str, ...]] = {
    f"situation.{code}": values for code, values in {**TITLES, **BECAUSE, **FACTS, **QUESTIONS, **_signs()}.items()
}
