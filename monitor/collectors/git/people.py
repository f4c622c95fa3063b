"""Counts and tags joined with identities: who did what on which day, ready to be yielded."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date

from monitor.collectors.git.identities import WITHHELD, Sighting, address_key, build_identities
from monitor.collectors.git.log import DAY_SECONDS, SPAN, Tally
from monitor.collectors.git.refs import Tag
from monitor.model.collecting import Context
from monitor.model.facts import ActivityFact, ActivityKind, RawIdentity

EPOCH = date(1970, 1, 1).toordinal()


@dataclass(frozen=True, slots=True)
class People:
    """Everybody seen in one repository, by address key; `numbered` holds the key of each account number of the tally."""

    identities: dict[str, RawIdentity]
    numbered: tuple[str, ...]

    def renamed(self, names: Mapping[str, str]) -> People:
        """Return the people, those accounts called so whose key is in `names`."""
        called = {key: replace(one, name=names[key]) if key in names else one for key, one in self.identities.items()}
        return replace(self, identities=called)

    def known(self) -> dict[str, RawIdentity]:
        """Return the identities that are not withheld."""
        return {key: identity for key, identity in self.identities.items() if identity is not WITHHELD}


def build_people(tally: Tally, tags: Iterable[Tag], context: Context) -> People:
    """Return the identities of all who wrote, merged, helped or tagged."""
    last: dict[int, int] = {}
    for counts in (tally.commits, tally.merges, tally.coauthored):
        for cell in counts:
            number, day = divmod(cell, SPAN)
            last[number] = max(day, last.get(number, 0))
    sightings = [Sighting(name, address, last.get(number, 0)) for (name, address), number in tally.accounts.items()]
    sightings += [Sighting(tag.tagger, tag.address, (tag.at or 0) // DAY_SECONDS) for tag in tags if tag.tagger or tag.address]
    identities = build_identities(sightings, context)
    return People(identities, tuple(address_key(name, address) for name, address in tally.accounts))


def build_activity(tally: Tally, people: People) -> Iterator[ActivityFact]:
    """Yield one fact per identity, day and kind."""
    of_number = [people.identities[key] for key in people.numbered]
    days: dict[int, date] = {}
    for kind, counts in (
        (ActivityKind.COMMIT, tally.commits),
        (ActivityKind.MERGE, tally.merges),
        (ActivityKind.COAUTHOR, tally.coauthored),
    ):
        sums: dict[tuple[str, int], list[int]] = {}
        for cell, count in counts.items():
            number, day = divmod(cell, SPAN)
            place = sums.setdefault((of_number[number].stable_id, day), [number, 0])
            place[1] += count
        for (_, day), (number, count) in sums.items():
            on = days.get(day)
            if on is None:
                on = days[day] = date.fromordinal(EPOCH + day)
            yield ActivityFact(of_number[number], on, kind, count)


def commits_by_address(tally: Tally, people: People) -> dict[str, int]:
    """Return how many commits each address wrote."""
    sums: dict[str, int] = {}
    for cell, count in tally.commits.items():
        key = people.numbered[cell // SPAN]
        sums[key] = sums.get(key, 0) + count
    return sums
