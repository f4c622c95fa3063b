"""OWNERS and OWNERS_ALIASES: keys and lists of logins, or bare lines of logins. Read line by line, as comments carry meaning.

What is commented out is listed nowhere, but for emeritus lists, which many keep in comments.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from monitor.people.governance.listed import EMERITUS, MAINTAINER, NOBODY, Listed, Words, login_in

BARE, ALIASES = "owners", "aliases"
_KEY = re.compile(r"\s*(?P<out>#\s*)?(?P<quote>[\"']?)(?P<key>[^\s\"':#-][^\"':#]{0,80})(?P=quote):(?P<rest>\s.*)?")
_ITEM = re.compile(r"\s*(?P<out>#\s*)?-\s*[\"']?(?P<who>@?[\w.-]+)[\"']?\s*(?:#.*)?")
_BARE = re.compile(r"@?[\w.-]+(?=\s*(?:#.*)?$)")
_REMARK = re.compile(r"\s*#\s*(?P<key>[\w-]{3,40})\s*")
_INLINE = re.compile(r"\[(?P<who>[^\]]*)\]")


@dataclass(frozen=True, slots=True)
class _Place:
    """Below which key a line stands."""

    key: str = ""
    role: str = ""
    group: str = ""


def read_owners(path: str, text: str, words: Words) -> Iterator[Listed]:
    """Yield each person once for each list that the file holds."""
    is_aliases = path.rsplit("/", 1)[-1].upper().startswith("OWNERS_ALIASES")
    place, aside = _Place("", "" if is_aliases else MAINTAINER), _Place()
    seen = set()
    for line in text.splitlines():
        item, key = _ITEM.fullmatch(line), _KEY.fullmatch(line)
        who: list[str] = []
        where = place
        if item:
            where = aside if item["out"] else place
            who = [item["who"]]
        elif key:
            where = _below(key["key"].strip(), words, is_aliases=is_aliases)
            inline = _INLINE.search(key["rest"] or "")
            who = inline["who"].split(",") if inline else []
            if key["out"]:
                aside = where
            else:
                place, aside = where, _Place()
        elif (remark := _REMARK.fullmatch(line)) and words.role_in(remark["key"]) == EMERITUS:
            aside = _Place(remark["key"], EMERITUS, remark["key"] if is_aliases else "")
        elif not place.key and (bare := _BARE.match(line)):
            who = [bare[0]]
        if where is aside and where.role != EMERITUS:
            continue
        for login in _people(who, where, words):
            found = Listed(login, "", where.role, where.key or BARE, where.group)
            if found not in seen:
                seen.add(found)
                yield found


def _below(key: str, words: Words, *, is_aliases: bool) -> _Place:
    role = words.role_in(key)
    if is_aliases and key.casefold() != ALIASES:
        return _Place(key, MAINTAINER if role in ("", NOBODY) else role, key)
    return _Place(key, "" if role == NOBODY else role)


def _people(who: list[str], where: _Place, words: Words) -> Iterator[str]:
    if not where.role:
        return
    for text in who:
        login = login_in(text.strip().strip("\"'"))
        if login and words.is_person(login) and not words.is_team(login):
            yield login
