"""Forgetting an account everywhere we wrote it: the database, and the reports in `state_dir` that may hold its name."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path

from monitor.delivery import CHANNELS
from monitor.delivery.erasing import without_names
from monitor.delivery.files import write_whole
from monitor.model.errors import SettingsError
from monitor.model.joins import parts_of
from monitor.model.text import clean
from monitor.pipeline.house import House
from monitor.pipeline.judge import load_history
from monitor.store.forget import forget, load_ids, load_names, load_places, load_words
from monitor.store.outbox import rewrite_bodies

# Ids in git are keyed hashes: so many characters of one may stand for it. A number is given whole.
GIT, SHORTEST_ID = "git", 6
_ADDRESS = re.compile(r"(?P<bare>[^\s@<>]+@[^\s@<>]+)|[^<>@]*<(?P<inner>[^\s@<>]+@[^\s@<>]+)>")


@dataclass(frozen=True, slots=True)
class Erased:
    """From how many targets an account was erased, and in how many report files its name was withheld.

    `others` are accounts that are proven to be the same person's, "source:id": they were left as they are.
    """

    targets: int
    files: int
    others: tuple[str, ...] = ()


def forget_everywhere(house: House, account: str) -> Erased:
    """Erase `account` (a mail address, or the id of a stored account) and never collect it again.

    Raises StoreError and DeliveryError, and SettingsError for what is neither, for that would promise what cannot be kept.
    Files and messages go first: if one cannot be written, the name is still known and the command can be given again.
    """
    address = _address(account)
    stable_id = house.pseudonym(address) if address else _stable_id(house, clean(account))
    names = load_names(house.database, stable_id)
    if not names and not address:
        shown = clean(account, limit=60)
        raise SettingsError.plain(f"{shown!r}: no account with this id is stored; give the mail address as used in commits")
    names |= _configured_names(house, stable_id, names)
    words = load_words(house.database, stable_id, names)
    withheld, others = names | words, _others_of(house, stable_id)
    files = sum(_withhold(path, withheld) for path in sorted((house.configuration.state_dir / "reports").glob("*")))
    if withheld:
        rewrite_bodies(house.database, lambda channel, body: _body_without(channel, body, withheld))
    return Erased(forget(house.database, stable_id, house.clock(), names=names, words=words), files, others)


def _others_of(house: House, stable_id: str) -> tuple[str, ...]:
    """Return the other accounts of whoever owns one, wherever it was seen."""
    places = load_places(house.database, stable_id)
    projects = [one for one in house.configuration.portfolio.projects.values() if places & {target.key for target in one.targets}]
    persons = [person for project in projects for person in load_history(house, project, house.clock()).persons.values()]
    own = [[account.key for account in person.accounts if not account.is_by_name] for person in persons]
    theirs = {key for keys in own if any(parts_of(key)[1] == stable_id for key in keys) for key in keys}
    return tuple(sorted(key for key in theirs if parts_of(key)[1] != stable_id))


def _stable_id(house: House, account: str) -> str:
    """Return the stable id in `account`, which may have its source before it; of one that nobody could type, a beginning."""
    if load_names(house.database, account):
        return account
    source, stable_id = parts_of(account)
    found = load_ids(house.database, source, stable_id) if source == GIT and len(stable_id) >= SHORTEST_ID else frozenset()
    if len(found) > 1 and stable_id not in found:
        raise SettingsError.plain(f"{account}: {len(found)} accounts begin so; give more of the id")
    return next(iter(found)) if len(found) == 1 else stable_id


def _address(account: str) -> str:
    """Return the mail address in `account`, also out of `Name <address>` or `mailto:address`; "" where there is none."""
    found = _ADDRESS.fullmatch(account.strip().removeprefix("mailto:"))
    return found["bare"] or found["inner"] if found else ""


def _configured_names(house: House, stable_id: str, names: Collection[str]) -> frozenset[str]:
    """Return what the configuration calls the person behind an account: reports may have used that name."""
    accounts = {stable_id, *(name.casefold() for name in names)}
    projects = house.configuration.portfolio.projects.values()
    named = (person for project in projects for key, person in house.named(project).items() if key in accounts)
    return frozenset(person.name for person in named)


def _body_without(channel: str, body: bytes, names: Collection[str]) -> bytes:
    """Bytes for a channel that is no longer there can be sent to nobody: they go."""
    return CHANNELS[channel].withhold(body, names) if channel in CHANNELS else b""


def _withhold(path: Path, names: Collection[str]) -> bool:
    if not path.is_file():
        return False
    text = path.read_text(encoding="utf-8", errors="replace")
    erased = without_names(text, names)
    if erased != text:
        write_whole(path, erased)
    return erased != text
