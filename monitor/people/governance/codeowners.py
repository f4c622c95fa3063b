"""CODEOWNERS: a pattern of paths and the accounts that are asked; teams and addresses name no person here."""

from __future__ import annotations

import re
from collections.abc import Iterator

from monitor.people.governance.listed import MAINTAINER, Listed, Words, login_in

LISTED_AS = "code owner"
# GitLab: [Section] or ^[Section][2], with owners of its own behind it.
_SECTION = re.compile(r"\^?\[[^\]]*\](?:\[\d+\])?")
_COMMENT = re.compile(r"(?:^|\s)#.*")


def read_codeowners(text: str, words: Words) -> Iterator[Listed]:
    """Yield each person once for each pattern."""
    for line in text.splitlines():
        bare = _COMMENT.sub("", line).strip()
        section = _SECTION.match(bare)
        fields = bare[section.end() :].split() if section else bare.split()
        is_bare = bool(section) or bare.startswith("@")
        pattern = section[0].strip("^") if section else "*" if is_bare else next(iter(fields), "")
        owners = fields if is_bare else fields[1:]
        for owner in dict.fromkeys(owners):
            login = login_in(owner) if owner.startswith("@") and "/" not in owner else ""
            if login and words.is_person(login):
                yield Listed(login, "", MAINTAINER, LISTED_AS, pattern)
