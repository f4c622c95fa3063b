"""CHAOSS Contributor Absence Factor, and the mainstays: the people it counts."""

from __future__ import annotations

from collections.abc import Mapping


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


def contributor_absence_factor(commits: Mapping[str, int], share: float) -> int | None:
    """Return how many mainstays there are; None where nobody committed."""
    return len(mainstays(commits, share)) or None
