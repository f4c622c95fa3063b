"""What a version number says by itself: whether it is final, and which promise of compatibility it belongs to."""

from __future__ import annotations

import re

from packaging.version import InvalidVersion, Version

# Semantic versions with a "v", and such as Python's rules do not read, like 1.2.3-foo.
_SEMANTIC = re.compile(r"v?(?P<major>[0-9]{1,9})(?:\.[0-9]+)*(?P<pre>-[0-9A-Za-z.-]+)?(?:\+.*)?", re.ASCII)
_NUMBERS = re.compile(r"[0-9]+", re.ASCII)
_LONGEST_NUMBER = 12
# A year in front is a date, not a promise.
FIRST_YEAR = 1990


def is_final(version: str) -> bool:
    """Return whether `version` is no pre-release, by Python's rules (PEP 440), else by those of semantic versions."""
    try:
        return not Version(version).is_prerelease
    except InvalidVersion:
        found = _SEMANTIC.fullmatch(version)
        return not (found and found["pre"])


def order_of(version: str) -> tuple[int, ...]:
    """Return the numbers in a version, by which those of one day are ordered: 10.0 comes after 9.9."""
    return tuple(int(digits[:_LONGEST_NUMBER]) for digits in _NUMBERS.findall(version))


def major_of(version: str) -> tuple[int, int] | None:
    """Return (epoch, major), within which nothing may break; None for what is no version, for dates, and for 0.x: no promise."""
    try:
        parsed = Version(version)
        epoch, major = parsed.epoch, parsed.major
    except InvalidVersion:
        found = _SEMANTIC.fullmatch(version)
        if not found:
            return None
        epoch, major = 0, int(found["major"])
    return None if major >= FIRST_YEAR or (major == 0 and epoch == 0) else (epoch, major)
