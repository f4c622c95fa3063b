"""One governance file, whatever its form: from its path and text to the people it lists. It never fails."""

from __future__ import annotations

from collections.abc import Iterable

from monitor.people.governance.codeowners import read_codeowners
from monitor.people.governance.documents import read_document
from monitor.people.governance.listed import EMERITUS, MAINTAINER, Listed, Words
from monitor.people.governance.owners_file import read_owners
from monitor.people.governance.structured import is_kernel_form, read_kernel_form, read_toml

LONGEST = 262_144
MARKUP = (".md", ".markdown", ".rst", ".adoc")


def read_listed(path: str, text: str, words: Words) -> tuple[Listed, ...]:
    """Return whom a file lists, in its order."""
    return tuple(dict.fromkeys(_read(path, text[:LONGEST], words)))


def _read(path: str, text: str, words: Words) -> Iterable[Listed]:
    name = path.rsplit("/", 1)[-1]
    stem, upper = name.partition(".")[0].upper(), name.upper()
    if upper == "CODEOWNERS":
        return read_codeowners(text, words)
    if stem in ("OWNERS", "OWNERS_ALIASES") and not name.lower().endswith(MARKUP):
        return read_owners(path, text, words)
    if name.lower().endswith(".toml") or (stem == "MAINTAINERS" and "[people" in text and "=" in text):
        return read_toml(text, words)
    if is_kernel_form(text):
        return read_kernel_form(text, words)
    return read_document(text, words, _default(stem), is_markup=name.lower().endswith(MARKUP))


def _default(stem: str) -> tuple[str, str]:
    """Return (heading, role) of those who stand in a file above any heading: its name says what it lists."""
    if "EMERITUS" in stem or "ALUMNI" in stem:
        return stem.capitalize(), EMERITUS
    if "MAINTAINERS" in stem or stem in ("COMMITTERS", "OWNERS"):
        return stem.lower(), MAINTAINER
    return "", ""
