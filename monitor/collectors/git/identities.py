"""Accounts as seen in one repository: one identity per address, which itself never leaves this room."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from monitor.collectors.git.bots import is_bot
from monitor.collectors.git.domains import domain_of, shared_domains
from monitor.model.collecting import Context
from monitor.model.facts import RawIdentity
from monitor.model.text import MASK, clean_name

SOURCE = "git"
# One word, so that nobody is joined to it by name.
WITHHELD = RawIdentity(SOURCE, "withheld", "(withheld)")
UNNAMED = "(unnamed)"


@dataclass(frozen=True, slots=True)
class Sighting:
    """One name and address as written, and the last day (since 1970) on which it was."""

    name: bytes
    address: bytes
    last_day: int


def address_key(name: bytes, address: bytes) -> str:
    """Return what tells accounts apart: the lower-cased address, or the name where the address is empty."""
    key = address.decode("utf-8", "surrogateescape").strip().lower()
    return key or f"{name.decode('utf-8', 'surrogateescape').strip().lower()} (no address)"


def build_identities(sightings: Iterable[Sighting], context: Context) -> dict[str, RawIdentity]:
    """Return the identity of each address key. Whoever asked to be forgotten is the one withheld identity.

    An account bears the name that was used last. Its domain is told only where at least three accounts share it.
    """
    names: dict[str, tuple[int, bytes]] = {}
    for seen in sightings:
        key = address_key(seen.name, seen.address)
        if key not in names or seen.last_day > names[key][0]:
            names[key] = (seen.last_day, seen.name)
    stable = {key: context.pseudonym(key) for key in names}
    known = {key for key in names if not context.is_forgotten(stable[key])}
    shared = shared_domains(known)
    return {key: _identity(key, stable[key], names[key][1], shared, context) if key in known else WITHHELD for key in names}


def _identity(key: str, stable_id: str, name: bytes, shared: frozenset[str], context: Context) -> RawIdentity:
    written = name.decode("utf-8", "replace")
    # An address is what the table here knows it to be, even where it does not look like one.
    shown = MASK if "@" in key and key in written.lower() else clean_name(written) or UNNAMED
    domain = domain_of(key)
    return RawIdentity(SOURCE, stable_id, shown, domain if domain in shared else "", is_bot(shown, key, context.bots))
