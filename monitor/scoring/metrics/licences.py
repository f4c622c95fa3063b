"""When two words of machines for a licence mean one and the same, and when they mean that none was found."""

from __future__ import annotations

# What a machine says that found no licence, or none that it knows: the text may be new, or only written otherwise.
NOTHING = frozenset({"", "none", "noassertion", "non-standard", "unknown", "other", "custom"})
# Old names of the same licences (SPDX list, deprecated identifiers).
_SUFFIXES = (("-or-later", "+"), ("-only", ""))


def is_nothing(licence: str) -> bool:
    """Return whether a word for a licence says that none was found or known."""
    return _plain(licence) in NOTHING


def is_same(before: str, after: str) -> bool:
    """Return whether a change is none, or one for the better: a licence where none was found."""
    return _plain(before) == _plain(after) or is_nothing(before)


def is_again(before: str, after: str) -> bool:
    """Return whether two words name the same licence, so that the one is back where the other was."""
    return _plain(before) == _plain(after) and not is_nothing(before)


def _plain(licence: str) -> str:
    """Return one spelling of a licence: case and the old short names of the GNU licences make no other one."""
    plain = " ".join(licence.casefold().split())
    for long, short in _SUFFIXES:
        plain = plain.replace(long, short)
    return plain
