"""Who is who as text and as a document: persons by role, their accounts, what joins these, and whose hands are on the keys.

For the operator's own terminal: it shows what public sources show, accounts by opaque ids, and never an address.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any

from monitor.model.assessment import RoleHolder
from monitor.model.history import Person
from monitor.model.joins import Account, CorrectionKind, Join, parts_of
from monitor.model.text import clean, clean_name
from monitor.model.who import Able, KeyHands, WhoIsWho
from monitor.report.english import ROLES
from monitor.report.words import counted, short_day

VERSION = "mainstay.people/1"
# Of the id of an account in git, so much tells it apart.
SHOWN_ID = 12
KEYS = {"merge": "merged", "tag": "tagged", "publish": "published"}
WHY = {
    "listed": "listed as maintainer",
    "member": "may write, says the host",
    "publisher": "may publish, says the index",
    "before": "did so before",
}


def shown_people(who: WhoIsWho, *, is_all: bool = False) -> list[Person]:
    """Return whom to show: those with a role, more than one account or a name in the configuration; bots only with `is_all`."""
    people = (person for person in who.persons.values() if not person.is_withheld)
    chosen = [
        person
        for person in people
        if is_all or (not person.is_bot and (person.key in who.roles or len(person.accounts) > 1 or person.named))
    ]
    return sorted(chosen, key=lambda person: (person.key not in who.roles, name_of(person).casefold(), person.key))


def name_of(person: Person) -> str:
    """Return what a person is called: by the configuration, else by the source."""
    return clean_name(person.named.name if person.named else person.name) or "(unnamed)"


def shown_id(account: str) -> str:
    """Return the id of an account in so many characters that it can be typed and told apart."""
    source, stable_id = parts_of(account)
    return f"{source}:{stable_id[:SHOWN_ID] if source == 'git' else clean(stable_id)}"


def render_who(who: WhoIsWho, *, is_all: bool = False) -> str:
    """Return who is who as text for a terminal."""
    people = shown_people(who, is_all=is_all)
    left = sum(1 for person in who.persons.values() if not person.is_withheld) - len(people)
    lines = [f"{who.name} ({who.project}): who is who, as seen before {short_day(who.as_of)}", ""]
    lines += [line for key in who.keys for line in _key_lines(who, key)]
    for person in people:
        lines += ["", *_person_lines(who, person)]
    if left:
        lines += ["", f"and {counted(left, 'account', 'accounts')} without a role here; --all shows them"]
    return "\n".join([*lines, "", *_correction_lines(who), _HOW.format(project=who.project)]) + "\n"


_HOW = """\
Accounts are joined by proof. What is counted by full name alone is marked, and says nothing about anybody.
Wrong? mainstay people split {project} ACCOUNT, or mainstay people join {project} ACCOUNT ACCOUNT --reason TEXT"""


def _key_lines(who: WhoIsWho, hands: KeyHands) -> Iterator[str]:
    verb = KEYS[hands.key]
    if hands.did is None:
        yield f"  {verb} in the last 12 months: not known: nothing that was seen says who"
    else:
        names = ", ".join(sorted(name_of(who.persons[key]) for key in hands.did))
        yield f"  {verb} in the last 12 months: {counted(len(hands.did), 'person', 'people')}{f': {names}' if names else ''}"
    for able in hands.could:
        yield f"    could, and was not seen to: {_able_name(who, able)} ({WHY[able.why]}{_since(able)})"


def _able_name(who: WhoIsWho, able: Able) -> str:
    person = who.persons.get(able.person)
    return name_of(person) if person else clean_name(able.handle)


def _since(able: Able) -> str:
    if able.on is None:
        return ""
    return f", last on {short_day(able.on)}" if able.why == "before" else f", seen since {short_day(able.on)}"


def _person_lines(who: WhoIsWho, person: Person) -> Iterator[str]:
    yield name_of(person) + (" (a machine)" if person.is_bot else "")
    if person.named and person.named.roles:
        yield f"  configured: {', '.join(map(clean_name, person.named.roles))}"
    for holder in who.roles.get(person.key, ()):
        yield f"  {ROLES.get(holder.role, clean(holder.role))}: {_evidence(holder)}"
    for account in person.accounts:
        yield f"  account {_account_words(account)}"
    for join in person.joins:
        yield f"  {shown_id(join.first)} = {shown_id(join.second)}: {clean(join.proof)}"


def _evidence(holder: RoleHolder) -> str:
    how = holder.level.value if holder.level else "your configuration"
    listed = f'"{clean(holder.listed_as, 80)}"' if holder.listed_as else ""
    return ", ".join(part for part in (listed, _days(holder.first_seen_on, holder.last_seen_on), how, holder.link) if part)


def _days(first: date | None, last: date | None) -> str:
    if first and last:
        return f"{short_day(first)} to {short_day(last)}" if first != last else short_day(first)
    return f"since {short_day(first)}" if first else ""


def _account_words(account: Account) -> str:
    name = clean_name(account.name)
    page = f" {account.page}" if account.page else ""
    return f"{shown_id(account.key)} {name}{page}{', counted by full name alone' if account.is_by_name else ''}"


def _correction_lines(who: WhoIsWho) -> Iterator[str]:
    for said in who.corrections:
        what = "stands alone" if said.kind is CorrectionKind.SPLIT else f"= {shown_id(said.second)}"
        yield f"Corrected on {short_day(said.at)}: {shown_id(said.first)} {what}: {clean(said.reason, 500)}"


def who_document(who: WhoIsWho, *, is_all: bool = False) -> dict[str, Any]:
    """Return who is who as a versioned document."""
    return {
        "version": VERSION,
        "project": who.project,
        "as_of": who.as_of.strftime("%Y-%m-%dT%H:%M:%SZ"),
        "keys": [_key_document(hands) for hands in who.keys],
        "people": [_person_document(who, person) for person in shown_people(who, is_all=is_all)],
        "corrections": [
            {"kind": said.kind.value, "accounts": [key for key in (said.first, said.second) if key], "reason": said.reason}
            for said in who.corrections
        ],
    }


def _key_document(hands: KeyHands) -> dict[str, Any]:
    could = [
        {
            "person": able.person or None,
            "handle": clean_name(able.handle),
            "why": able.why,
            "on": _iso(able.on),
            "link": able.link,
        }
        for able in hands.could
    ]
    return {"key": hands.key, "did": None if hands.did is None else sorted(hands.did), "could": could}


def _person_document(who: WhoIsWho, person: Person) -> dict[str, Any]:
    return {
        "person": person.key,
        "name": name_of(person),
        "is_bot": person.is_bot,
        "is_named": person.named is not None,
        "is_proven": person.is_proven,
        "roles": [_role_document(holder) for holder in who.roles.get(person.key, ())],
        "accounts": [
            {"account": a.key, "name": clean_name(a.name), "page": a.page, "is_by_name": a.is_by_name} for a in person.accounts
        ],
        "joins": list(_joins(person.joins)),
    }


def _role_document(holder: RoleHolder) -> dict[str, Any]:
    return {
        "role": holder.role,
        "first_seen_on": _iso(holder.first_seen_on),
        "last_seen_on": _iso(holder.last_seen_on),
        "level": holder.level.value if holder.level else None,
        "link": holder.link,
        "listed_as": clean(holder.listed_as, 80),
    }


def _joins(joins: Iterable[Join]) -> Iterator[dict[str, Any]]:
    return ({"accounts": [join.first, join.second], "proof": clean(join.proof)} for join in joins)


def _iso(on: date | None) -> str | None:
    return on.isoformat() if on else None
