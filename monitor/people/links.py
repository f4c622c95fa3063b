"""What people's own pages prove: accounts that link each other, or one that links another without contradiction. Pure.

A link is somebody's word about themselves, and no more: it counts for nothing where the linked account says otherwise, where
another one claims it too, or where the page names two accounts of one platform, of which one may be a colleague's.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Mapping

from monitor.model.joins import BOTH_PAGES, OWN_PAGE, Join
from monitor.people.pages import Page

FULL_NAME_WORDS = 2


def published_joins(pages: Mapping[str, Page]) -> Iterator[Join]:
    """Yield the joins that these pages (by account key) prove. Organisations are nobody's account."""
    people = {key: page for key, page in pages.items() if not page.is_organisation}
    met = Counter(page.address for page in pages.values())
    # Two accounts on one page: the login passed on, and which of them is meant cannot be told.
    by_address = {page.address: key for key, page in people.items() if page.address and met[page.address] == 1}
    linked = {
        key: frozenset(by_address[link] for link in page.links if link in by_address) - {key} for key, page in people.items()
    }
    organisations = frozenset(page.address for page in pages.values() if page.is_organisation)
    claims = Counter((people[key].source, other) for key, others in linked.items() for other in others)
    for key in sorted(linked):
        for other in sorted(linked[key]):
            one, two = people[key], people[other]
            if key in linked[other]:
                if key < other:
                    yield Join(key, other, BOTH_PAGES)
            elif claims[one.source, other] == 1 and _is_believed(one, two, organisations):
                yield Join(key, other, OWN_PAGE)


def _is_believed(one: Page, other: Page, organisations: Collection[str]) -> bool:
    """Return whether a link from `one` to `other` that is not returned proves that they are one person's."""
    is_sole = _alike(one.links, other.address, organisations) == {other.address}
    is_contradicted = bool(_alike(other.links, one.address, organisations))
    return one.source != other.source and is_sole and not is_contradicted and not _differ(one.name, other.name)


def _alike(links: Collection[str], address: str, organisations: Collection[str]) -> set[str]:
    """Return those links that may lead to a person's account on the platform where `address` is one."""
    host, _, path = address.partition("/")
    return {
        link
        for link in links
        if link.startswith(f"{host}/") and link.count("/") == path.count("/") + 1 and link not in organisations
    }


def _differ(one: str, other: str) -> bool:
    """Return whether two full names in Latin letters share no word: then they are hardly one person's."""
    words = [set(name.casefold().replace("-", " ").split()) for name in (one, other)]
    are_full = all(len(named) >= FULL_NAME_WORDS for named in words) and one.isascii() and other.isascii()
    return are_full and not words[0] & words[1]
