"""The accounts of a project beside those that act: profiles and memberships, with the pages that tell and link them. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from urllib.parse import urlsplit

from monitor.model.facts import RawIdentity
from monitor.model.history import State
from monitor.model.joins import parts_of
from monitor.model.target import Target

# Pages of accounts whose source is no host; on others the source is the host itself.
HOSTS = {"github": "github.com", "gitlab": "gitlab.com", "huggingface": "huggingface.co"}
_SAME_HOST = {"twitter.com": "x.com", "mobile.twitter.com": "x.com"}


@dataclass(frozen=True, slots=True)
class Page:
    """What the page of one account shows now: `address` as `address_of` writes it, `links` likewise, in no order.

    `owners` are the configured names of those whose page it is, as the user wrote it.
    """

    key: str
    login: str = ""
    name: str = ""
    link: str = ""
    address: str = ""
    links: frozenset[str] = frozenset()
    is_organisation: bool = False
    owners: frozenset[str] = frozenset()

    @property
    def source(self) -> str:
        """Return where the account is."""
        return parts_of(self.key)[0]


def account_key(identity: RawIdentity) -> str:
    """Return "source:stable id"."""
    return f"{identity.source}:{identity.stable_id}"


def address_of(link: str) -> str:
    """Return host and path of a page as they are compared: in lower case, without scheme, "www." and slash at the end."""
    try:
        parts = urlsplit(link)
        host = (parts.netloc or "").casefold().rpartition("@")[2].removeprefix("www.")
    except ValueError:
        return ""
    path = parts.path.strip("/").casefold()
    return f"{_SAME_HOST.get(host, host)}/{path}" if host and path else ""


def pages_of(states: Sequence[State], identities: Iterable[RawIdentity], targets: Sequence[Target]) -> dict[str, Page]:
    """Return the page of each account that has one, by account key: profiles, members, and accounts of forges at work."""
    paged = (identity for identity in identities if _host_of(identity.source) and not identity.is_bot)
    pages = {account_key(identity): _page_of(identity) for identity in paged}
    profiles: dict[str, list[State]] = {}
    for state in _members(states, targets):
        key, _, login = state.value.partition(" ")
        pages[key] = replace(pages.get(key, Page(key)), login=login, link=state.link, address=address_of(state.link))
    for state in states:
        if state.seen_until is None and state.attribute != "member" and ":" in state.subject:
            profiles.setdefault(state.subject, []).append(state)
    for key, said in profiles.items():
        if any(state.attribute == "login" for state in said):
            pages[key] = _profile(pages.get(key, Page(key)), said)
    return _with_owners(pages, states, targets)


def _members(states: Sequence[State], targets: Sequence[Target]) -> Iterator[State]:
    """Yield the memberships that stand, and those that ended of people whose page the configuration names.

    A login can pass to another account: then the page is that of the account which was seen there first.
    """
    named = {address_of(target.key) for target in targets if target.person}
    holder: dict[str, str] = {}
    for state in sorted((state for state in states if state.attribute == "member"), key=lambda state: state.seen_from):
        account, address = state.value.partition(" ")[0], address_of(state.link)
        if holder.setdefault(address, account) == account and (state.seen_until is None or address in named):
            yield state


def _with_owners(pages: dict[str, Page], states: Sequence[State], targets: Sequence[Target]) -> dict[str, Page]:
    """Return the pages, those that the configuration gives to a person with that name.

    A login can pass to somebody else: the account that was seen there first is meant, and where nobody can tell, none is.
    """
    first: dict[str, str] = {}
    for state in sorted((state for state in states if state.attribute == "login"), key=lambda state: state.seen_from):
        first.setdefault(state.target, state.subject)
    met = Counter(page.address for page in pages.values())
    for target in targets:
        address = address_of(target.key)
        for key, page in pages.items() if target.person else ():
            is_first = first[target.key] == key if target.key in first else met[address] == 1
            if page.address == address and is_first:
                pages[key] = replace(page, owners=page.owners | {target.person})
    return pages


def _host_of(source: str) -> str:
    return HOSTS.get(source, source if "." in source else "")


def _page_of(identity: RawIdentity) -> Page:
    link = f"https://{_host_of(identity.source)}/{identity.name}"
    return Page(account_key(identity), identity.name, link=link, address=address_of(link))


def _profile(known: Page, said: Sequence[State]) -> Page:
    values: dict[str, list[str]] = {}
    for state in said:
        values.setdefault(state.attribute, []).append(state.value)
    link = next(state.link for state in said if state.attribute == "login")
    return Page(
        key=known.key,
        login=values["login"][-1],
        name=values.get("name", [""])[-1],
        link=link,
        address=address_of(link),
        links=frozenset(map(address_of, values.get("link", ()))) - {""},
        is_organisation="organisation" in values.get("account_type", ()),
    )
