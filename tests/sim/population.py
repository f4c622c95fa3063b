"""How large the invented GitHub of a simulation is. Small enough to be told to another process."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

from tests.fakes.clock import Clock
from tests.fakes.github_world import World

HOST, TOKEN = "api.github.com", "ghp_invented"
START = datetime(2026, 3, 2, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Population:
    """`size` repositories, of 1,000 how many change a day, people of each, and of 1,000 members who is not listed in a season."""

    size: int
    changing: int = 200
    people: int = 5
    leaving: int = 50
    seed: int = 1

    @classmethod
    def of(cls, size: int) -> Population:
        """Return what is assumed of so many projects: of many, fewer change and fewer people differ (apis, section 12)."""
        few = 10_000
        return cls(size) if size <= few else cls(size, changing=150, people=2)


def world_of(population: Population, clock: Clock) -> World:
    """Return the invented world of a population."""
    return World(
        clock,
        population.size,
        seed=population.seed,
        changing=population.changing,
        leaving=population.leaving,
        people_a_repository=population.people,
    )
