"""CHAOSS Contributor Absence Factor, and the mainstays: the people it counts."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from monitor.model.history import Activity
from monitor.model.limits import Limits
from monitor.scoring.metrics.activity import commits_by_person, person_days


def mainstays(commits: Mapping[str, int], share: float) -> tuple[str, ...]:
    """Return the fewest persons who together made at least `share` of the commits, most first, ties by key.

    As in the backtest's definition; empty where nobody committed.
    """
    wanted = share * sum(commits.values())
    reached, chosen = 0, []
    for person, count in sorted(commits.items(), key=lambda item: (-item[1], item[0])):
        if reached >= wanted:
            break
        reached += count
        chosen.append(person)
    return tuple(chosen)


def contributor_absence_factor(commits: Mapping[str, int], limits: Limits, nobody: Collection[str] = ()) -> int | None:
    """Return the fewest people with half of the commits; None where there is too little work, or it hangs on who `nobody` is.

    `nobody` are keys that sum up unknown people: the factor is told where it is the same whether they are one or very many.
    """
    if sum(commits.values()) < limits.absence_min_commits:
        return None
    named = {person: count for person, count in commits.items() if person not in nobody}
    if sum(named.values()) < limits.absence_share * sum(commits.values()):
        return None
    as_one, wanted = len(mainstays(commits, limits.absence_share)), limits.absence_share * sum(commits.values())
    as_many = len(mainstays(named, wanted / sum(named.values())))
    return as_one if as_one == as_many else None


def mainstays_of(rows: Sequence[Activity], limits: Limits, nobody: Collection[str] = ()) -> tuple[str, ...]:
    """Return the mainstays of a window's commits who did enough to be called so; `nobody` are keys that hold no role."""
    commits = commits_by_person(rows)
    if sum(commits.values()) < limits.absence_min_commits:
        return ()
    chosen = [person for person in mainstays(commits, limits.absence_share) if person not in nobody]
    days = person_days(rows, frozenset(chosen))
    return tuple(p for p in chosen if commits[p] >= limits.mainstay_min_commits or len(days[p]) >= limits.mainstay_min_days)
