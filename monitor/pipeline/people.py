"""Who is who in a project, for the operator who asks; and the operator's corrections."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from monitor.model.assessment import RoleHolder
from monitor.model.errors import SettingsError
from monitor.model.joins import Account, Correction, CorrectionKind, parts_of
from monitor.model.text import clean, mask_addresses
from monitor.model.who import WhoIsWho
from monitor.pipeline.house import House
from monitor.pipeline.judge import load_history
from monitor.pipeline.naming import project_named
from monitor.scoring.keys import key_hands
from monitor.scoring.roles import role_holders
from monitor.store.joins import load_corrections, save_correction

# Ids in git are keyed hashes: so many characters of one may stand for it. A number is given whole.
GIT, SHORTEST_ID = "git", 6
LONGEST_REASON = 500
MOST_SHOWN = 5


def look_at_people(house: House, project: str) -> WhoIsWho:
    """Return who is who in a project, from what is stored. Raises SettingsError for one that is not there, and StoreError."""
    declared = project_named(house.configuration, project)
    now = house.clock()
    history = load_history(house, declared, now)
    roles: dict[str, tuple[RoleHolder, ...]] = {}
    for holder in role_holders(history, now, house.configuration.limits):
        roles[holder.person] = (*roles.get(holder.person, ()), holder)
    corrections = load_corrections(house.database, declared.key)
    return WhoIsWho(
        declared.key, declared.name, now, history.persons, roles, key_hands(history, now, house.configuration.limits), corrections
    )


def split(house: House, project: str, account: str, reason: str) -> Correction:
    """Store that an account of a project stands alone; return the correction. Raises SettingsError and StoreError."""
    who = look_at_people(house, project)
    found = _account(who, account)
    return _save(house, who.project, Correction(CorrectionKind.SPLIT, found.key, "", _words(reason), house.clock()))


def join(house: House, project: str, first: str, second: str, reason: str) -> Correction:
    """Store that two accounts of a project are one person's; return the correction. Raises SettingsError and StoreError."""
    who = look_at_people(house, project)
    one, other = _account(who, first), _account(who, second)
    if one.key == other.key:
        raise SettingsError.plain(f"{first} and {second} are one account already")
    bots = {account.key: person.is_bot for person in who.persons.values() for account in person.accounts}
    if bots[one.key] != bots[other.key]:
        raise SettingsError.plain(f"{first} and {second}: a machine's account and a person's are never one")
    return _save(house, who.project, Correction(CorrectionKind.JOIN, one.key, other.key, _words(reason), house.clock()))


def _save(house: House, project: str, said: Correction) -> Correction:
    save_correction(house.database, project, said)
    return said


def _account(who: WhoIsWho, asked: str) -> Account:
    """Return the one account that is meant: by its id, the beginning of it, or the login behind its source."""
    wanted = asked.strip()
    accounts = [account for person in who.persons.values() for account in person.accounts]
    exact = [account for account in accounts if account.key == wanted]
    near = exact or [account for account in accounts if _is_meant(account, wanted)]
    if len(near) == 1:
        return near[0]
    shown = clean(mask_addresses(wanted), limit=60)
    if not near:
        raise SettingsError.plain(f"{shown}: no such account in {who.project}; `mainstay people {who.project}` shows their ids")
    raise SettingsError.plain(f"{shown}: which one? {', '.join(_keys(near))}")


def _is_meant(account: Account, wanted: str) -> bool:
    source, rest = parts_of(wanted)
    is_begun = source == GIT and len(rest) >= SHORTEST_ID and account.key.startswith(wanted)
    return is_begun or (bool(rest) and account.source == source and account.name.casefold() == rest.casefold())


def _keys(accounts: Sequence[Account]) -> Iterable[str]:
    return sorted(account.key for account in accounts)[:MOST_SHOWN]


def _words(reason: str) -> str:
    cleaned = clean(reason, LONGEST_REASON)
    if not cleaned:
        raise SettingsError.plain("--reason: say it in words")
    if cleaned != mask_addresses(cleaned):
        raise SettingsError.plain("--reason: holds a mail address, which is not stored; write a name")
    return cleaned
