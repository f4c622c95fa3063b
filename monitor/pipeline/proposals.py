"""Which addresses the watched ones name that are not watched yet, by project."""

from __future__ import annotations

from pathlib import Path

from monitor.model.included import Proposal
from monitor.pipeline.house import House
from monitor.settings.targets import parse_target
from monitor.store.proposals import load_proposals


def proposals_of(house: House) -> dict[str, tuple[Proposal, ...]]:
    """Return the proposals for each project that has one; what it watches already, or could not watch, is left out.

    Raises StoreError.
    """
    found = load_proposals(house.database)
    proposed: dict[str, tuple[Proposal, ...]] = {}
    for key, project in house.configuration.portfolio.projects.items():
        own = {target.key for target in project.targets}
        keys = {(p.found_at, p.address): p for p in found if p.found_at in own}
        new = {address: p for p in keys.values() if (address := _canonical(p.address)) and address not in own}
        if new:
            proposed[key] = tuple(Proposal(p.found_at, address, p.link) for address, p in sorted(new.items()))
    return proposed


def _canonical(address: str) -> str:
    try:
        return parse_target(address, base=Path()).key
    except ValueError:
        return ""
