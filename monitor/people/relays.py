"""Press that quotes and links a person's own post is that post, relayed: whether an article does both. Pure.

Careful on purpose: the linked page must lie below an account that the configuration calls the person's own, or be a statement of
theirs that we read; the article must quote words; and it must speak of one person only. Else it stays a report by others.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from monitor.model.evidence import EvidenceLevel
from monitor.model.history import History, Statement
from monitor.model.origins import page_of

# Three words between marks of quotation, or six signs of a script without spaces: less is a title or a nickname.
_QUOTED = re.compile(r"[\"“„«「『](?:[^\"”“»」』]*?\s){2,}[^\"”“»」』]+[\"”“»」』]|[“「『][^”」』]{6,}[”」』]")


def own_post_in(said: Statement, person: str, history: History) -> str:
    """Return the link of the post of `person` (a key) that an article quotes and links, "" where it does not do both."""
    if said.level is not EvidenceLevel.REPORTED or said.about.persons != (person,) or not _QUOTED.search(said.quote):
        return ""
    pages = [*_own_pages(history, person)]
    posts = {page_of(one.link) for one in history.statements if _is_own_word(one, person)}
    return next((link for link in said.cites if page_of(link) in posts or _is_below(page_of(link), pages)), "")


def _is_own_word(one: Statement, person: str) -> bool:
    return one.level is EvidenceLevel.ANNOUNCED and (
        one.author == person or (one.about.is_by_them and person in one.about.persons)
    )


def _own_pages(history: History, person: str) -> Iterable[str]:
    """Yield the pages of accounts that the configuration calls the person's own."""
    known = history.persons.get(person)
    if known is None or known.named is None:
        return
    yield from (page_of(text) for text in known.named.accounts if "://" in text)
    yield from (page_of(target.key) for target in history.project.targets if target.person == known.named.name)


def _is_below(page: str, accounts: Iterable[str]) -> bool:
    return any("/" in account and page.startswith(f"{account}/") for account in accounts)
