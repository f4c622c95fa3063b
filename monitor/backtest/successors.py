"""How often the true successor was among our candidates, and how often "none was named" was right."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from monitor.model.history import Activity
from monitor.people.governance.listed import MAINTAINER
from monitor.people.governance.spells import DEPARTURES, Spell
from monitor.people.successors import candidates

Row = Mapping[str, str]


def judged_successors(
    labels: Iterable[Row],
    spells: Mapping[str, Sequence[Spell]],
    activity: Mapping[str, Sequence[Activity]],
    truth: Callable[[str], str],
) -> dict[str, Any]:
    """Return the hit rate among at most three candidates on the day of each labelled departure, and that of "none named".

    A successor who never commits cannot be a candidate and counts against us.
    """
    hits, asked, none, right = 0, 0, 0, 0
    for row in labels:
        repo, at = row["repo"], datetime.fromtimestamp(int(row["left_at"]), UTC)
        leaver = truth(row["person"])
        named = _named(spells.get(repo, ()), leaver, at)
        wanted = {truth(person) for person in row["successors"].split(";") if person}
        if wanted:
            asked += 1
            hits += bool(wanted & set(candidates(activity.get(repo, ()), leaver, at.date(), _listed(spells.get(repo, ()), at))))
        if named is not None and not named:
            none, right = none + 1, right + (not wanted)
    return {
        "departures_with_successor": asked,
        "hit_in_first_three": round(hits / asked, 4) if asked else None,
        "none_named": none,
        "none_named_was_right": round(right / none, 4) if none else None,
    }


def _named(spells: Iterable[Spell], leaver: str, at: datetime) -> tuple[str, ...] | None:
    """Return whom the lists name in the place of the leaver, None where we saw no departure."""
    found = (one for one in spells if one.person == leaver and one.until == at and one.ended_by in DEPARTURES)
    return next((one.successors for one in found), None)


def _listed(spells: Iterable[Spell], at: datetime) -> frozenset[str]:
    """Return who was listed as maintainer right before a moment."""
    return frozenset(
        one.person
        for one in spells
        if one.listed.role == MAINTAINER and (one.since is None or one.since < at) and (one.until is None or one.until >= at)
    )
