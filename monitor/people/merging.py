"""Accounts to persons: joined by proof into what is one person for sure, and by full name into what is counted as one. Pure.

The same full name of two or more words within one project is the heuristic that gambit (2021) measures at F1 0.985: good enough
to count with, and too little to say something about a person. One-word names never join, nor does a name that two people bear who
are proven to be different: they have different accounts on one platform, or the configuration tells them apart. Only where one
person alone bears the name of somebody whom the configuration knows is it theirs: the user says that they work here.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from monitor.model.facts import RawIdentity
from monitor.model.joins import BY_HAND, CONFIGURED, SAME_NAME, Correction, CorrectionKind, Join, parts_of
from monitor.model.text import MASK

WITHHELD = "withheld"
FULL_NAME_WORDS = 2
# A person has one git name for each address, but on platforms an account of its own number.
MANY = frozenset({"git", "configured"})


class Groups:
    """Union-find over account keys."""

    def __init__(self, keys: Iterable[str]) -> None:
        self._parent = {key: key for key in keys}

    def __contains__(self, key: str) -> bool:
        return key in self._parent

    def root(self, key: str) -> str:
        """Return what all members of a group have in common."""
        while self._parent[key] != key:
            self._parent[key] = self._parent[self._parent[key]]
            key = self._parent[key]
        return key

    def join(self, first: str, second: str) -> bool:
        """Make one group of two; return whether they were two."""
        one, other = self.root(first), self.root(second)
        self._parent[other] = one
        return one != other

    def members(self) -> dict[str, list[str]]:
        """Return the keys of each group, by its root, both in the order in which they were given."""
        found: dict[str, list[str]] = {}
        for key in self._parent:
            found.setdefault(self.root(key), []).append(key)
        return found


@dataclass(frozen=True, slots=True)
class Merged:
    """`proven` groups by proof, `counted` by full name too; `joins` made them, in no order."""

    proven: Groups
    counted: Groups
    joins: tuple[Join, ...] = field(default=())


def merge(
    identities: Mapping[str, RawIdentity],
    proofs: Iterable[Join],
    owners: Mapping[str, str],
    corrections: Sequence[Correction] = (),
) -> Merged:
    """Return the groups of accounts (by key). `owners`: who each account is by the configuration, as far as it says.

    A bot and a person are never one, but by hand.
    """
    proven, counted, joins = Groups(identities), Groups(identities), []
    alone = {correction.first for correction in corrections if correction.kind is CorrectionKind.SPLIT}
    free = {key: identity for key, identity in identities.items() if key not in alone}
    held = (join for join in proofs if not {join.first, join.second} & alone and _may_be_one(identities, join))
    for join in (*held, *_by_hand(corrections)):
        if join.first in proven and join.second in proven and join.first != join.second:
            joins.append(join)
            proven.join(join.first, join.second)
    joins += _by_configured_name(free, proven, owners)
    for key in identities:
        counted.join(proven.root(key), key)
    joins += _by_name(free, proven, counted, owners)
    return Merged(proven, counted, tuple(joins))


def _may_be_one(identities: Mapping[str, RawIdentity], join: Join) -> bool:
    found = [identities[key] for key in (join.first, join.second) if key in identities]
    return len({identity.is_bot for identity in found}) == 1


def _by_hand(corrections: Iterable[Correction]) -> Iterator[Join]:
    for said in corrections:
        if said.kind is CorrectionKind.JOIN:
            yield Join(said.first, said.second, f"{BY_HAND}: {said.reason}")


def _bearers(identities: Mapping[str, RawIdentity]) -> dict[str, list[str]]:
    """Return the accounts by the full name that they bear."""
    bearers: dict[str, list[str]] = {}
    for key, identity in identities.items():
        if name := full_name(identity):
            bearers.setdefault(name, []).append(key)
    return bearers


def _by_configured_name(identities: Mapping[str, RawIdentity], proven: Groups, owners: Mapping[str, str]) -> Iterator[Join]:
    """Join the accounts that the configuration gives a person with the one person who bears the very name."""
    bearers, marks = _bearers(identities), _marks(proven, owners)
    for key, owner in owners.items():
        roots = dict.fromkeys(proven.root(bearer) for bearer in bearers.get(" ".join(owner.casefold().split()), ()))
        if len(roots) == 1 and proven.root(key) not in roots and key in identities:
            (other,) = roots
            if not _are_two(marks[proven.root(key)], marks[other]) and proven.join(key, other):
                marks = _marks(proven, owners)
                yield Join(key, other, CONFIGURED)


def _by_name(identities: Mapping[str, RawIdentity], proven: Groups, counted: Groups, owners: Mapping[str, str]) -> Iterator[Join]:
    """Join by name what nothing keeps apart; yield each join that made one group of two."""
    bearers = _bearers(identities)
    marks = _marks(proven, owners)
    for keys in bearers.values():
        roots = list(dict.fromkeys(counted.root(key) for key in keys))
        # One name, and proof of two people: whose the other accounts of that name are, cannot be told.
        if _are_two(*(marks[root] for root in roots)):
            continue
        for key in keys[1:]:
            if counted.join(keys[0], key):
                yield Join(keys[0], key, SAME_NAME)
        marks[counted.root(keys[0])] = {kind: mark for root in roots for kind, mark in marks[root].items()}


def _are_two(*groups: Mapping[str, str]) -> bool:
    """Return whether two of these groups are proven to be different people."""
    seen: dict[str, str] = {}
    return any(seen.setdefault(kind, mark) != mark for group in groups for kind, mark in group.items())


def _marks(proven: Groups, owners: Mapping[str, str]) -> dict[str, dict[str, str]]:
    """Return by group what a person has only one of: the account on each platform, and their name in the configuration."""
    marks: dict[str, dict[str, str]] = {}
    for root, keys in proven.members().items():
        # Whoever is proven to have two accounts on one platform has them as one.
        found = {source: root for key in keys if (source := parts_of(key)[0]) not in MANY}
        for key in keys:
            if key in owners:
                found["owner"] = owners[key]
        marks[root] = found
    return marks


def full_name(identity: RawIdentity) -> str:
    """Return the name to join on, or "" for bots, masked names and names of one word."""
    words = identity.name.casefold().split()
    if identity.is_bot or identity.stable_id == WITHHELD or MASK in identity.name or len(words) < FULL_NAME_WORDS:
        return ""
    return " ".join(words)
