"""`.mailmap`: the project's own word on which accounts are one person. Read on purpose, believed with care."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from monitor.model.facts import LinkFact, RawIdentity
from monitor.model.text import MASK, clean_name

PROOF = "mailmap"
# From so many commits on, two accounts without a common word in their names are taken for two people.
SWAP_COMMITS = 5
FULL_NAME_WORDS = 2
MAX_LINES = 20_000
_LINE = re.compile(r"([^<>]*)<([^<>]*)>(?:([^<>]*)<([^<>]*)>)?[^<>]*")
_WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class Entry:
    """One line: the account `address` (used as `name`, "" = under any name) belongs to these ("" = not said)."""

    proper_name: str
    proper_address: str
    name: str
    address: str


def parse_mailmap(text: str) -> Iterator[Entry]:
    """Yield the entries of a .mailmap (gitmailmap(5)); lines that make no sense are passed over."""
    for line in text.splitlines()[:MAX_LINES]:
        found = _LINE.fullmatch(line.split("#", 1)[0].strip())
        if not found:
            continue
        first_name, first, second_name, second = (part.strip() if part is not None else None for part in found.groups())
        if second is None:
            yield Entry(first_name or "", "", "", (first or "").lower())
        else:
            yield Entry(first_name or "", (first or "").lower(), second_name or "", second.lower())


def build_links(
    entries: Iterable[Entry], identities: Mapping[str, RawIdentity], commits: Mapping[str, int]
) -> tuple[list[LinkFact], int]:
    """Return the links between accounts that both occur, and how many were refused as a likely swap of two people.

    `identities` and `commits` are keyed by lower-cased address; `commits` counts what an address wrote.
    """
    pairs: dict[tuple[str, str], None] = {}
    homes: dict[str, str] = {}
    for entry in entries:
        if entry.address in identities and _is_meant(entry, identities[entry.address]):
            other = _proper_account(entry, identities, homes)
            if other and identities[other] != identities[entry.address]:
                pairs[(other, entry.address)] = None
    links = []
    for first, second in pairs:
        if not _is_swap(identities[first], identities[second], min(commits.get(first, 0), commits.get(second, 0))):
            links.append(LinkFact(identities[first], identities[second], PROOF))
    return links, len(pairs) - len(links)


def names_by(entries: Iterable[Entry], identities: Mapping[str, RawIdentity], links: Iterable[LinkFact]) -> dict[str, str]:
    """Return the name that the project itself gives each account (by lower-cased address): who changed theirs is called by it.

    A name that another account bears, which no accepted link joins, stays with that account.
    """
    joined = {frozenset((link.first.stable_id, link.second.stable_id)) for link in links}
    bearers: dict[str, set[str]] = {}
    for identity in identities.values():
        bearers.setdefault(identity.name.casefold(), set()).add(identity.stable_id)
    found: dict[str, str] = {}
    for entry in entries:
        name = clean_name(entry.proper_name)
        meant = [entry.address] if entry.address in identities and _is_meant(entry, identities[entry.address]) else []
        for address in (*meant, *([entry.proper_address] if entry.proper_address in identities else [])):
            own = identities[address].stable_id
            others = (other for other in bearers.get(name.casefold(), ()) if other != own)
            if name and all(frozenset((own, other)) in joined for other in others):
                found[address] = name
    return found


def _is_meant(entry: Entry, identity: RawIdentity) -> bool:
    """An entry for one name at a shared address speaks of that name alone."""
    return not entry.name or clean_name(entry.name).casefold() == identity.name.casefold()


def _proper_account(entry: Entry, identities: Mapping[str, RawIdentity], homes: dict[str, str]) -> str:
    """Return the address that the entry joins to: the proper one, else the first that was given the same full name."""
    if entry.proper_address in identities:
        homes.setdefault(entry.proper_name.casefold(), entry.proper_address)
        return entry.proper_address
    name = entry.proper_name.casefold()
    if len(_WORD.findall(name)) < FULL_NAME_WORDS:
        return ""
    return homes.setdefault(name, entry.address)


def _is_swap(first: RawIdentity, second: RawIdentity, commits: int) -> bool:
    if commits < SWAP_COMMITS:
        return False
    return not _words(first.name) & _words(second.name)


def _words(name: str) -> set[str]:
    return set(_WORD.findall(name.replace(MASK, "").casefold()))
