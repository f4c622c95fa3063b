"""Version tags: which tags name a version, what the version is, whether it is a prerelease, and which line it belongs to."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Set
from dataclasses import dataclass

from packaging.version import InvalidVersion, Version

MAX_TAG_LENGTH = 128
FULL_PARTS = 3
DATE_DIGITS = 8
GLUED_PREFIX_LETTERS = 2

# Said before a version without naming anything: they tell no line apart.
GENERIC = frozenset(
    {"v", "ver", "version", "versions", "r", "rel", "release", "releases", "tag", "tags", "stable", "final", "ga", "lts"}
)
_PRERELEASE = """
alpha beta rc cr pre prerelease preview dev devel nightly snapshot canary next insider insiders ea eap edge milestone test
testing unstable exp experimental weekly
"""
PRERELEASE = frozenset(_PRERELEASE.split())
# Marks of places in history, as people set them around their work.
_MARKS = """
branch before after issue bug pr pull merge merged backup archive archived ci wip tmp start end sprint feature fix attic old
base broken failed commit tree deprecated experiment
"""
MARKS = frozenset(_MARKS.split())

_NUMBERS = r"(?P<numbers>\d+(?:[._-]\d+)*)"
_KNOWN = "|".join(
    sorted(
        PRERELEASE | {"final", "ga", "release", "stable", "lts", "rtm", "gold", "post", "patch", "build", "rev", "hotfix"},
        key=len,
    )[::-1]
)
_QUALIFIER = rf"(?:[._-]?(?:{_KNOWN}|sp(?=\d)|[abcmpru](?=[._-]?\d)|v(?=\d{{4}}))(?:[._-]?\d+(?:[._-]\d+)*)?)"
_VERSION = re.compile(
    rf"{_NUMBERS}(?P<letter>[a-z](?![a-z0-9]))?(?P<qualifiers>{_QUALIFIER}*)(?P<other>[._-][a-z][a-z0-9]*)?(?P<build>\+[a-z0-9.-]+)?",
    re.ASCII | re.IGNORECASE,
)
_PATCH_LETTER = re.compile(r"\d+(?:\.\d+){2,}[a-z]", re.ASCII | re.IGNORECASE)
_WORDS = re.compile(r"[a-z]+", re.ASCII | re.IGNORECASE)
_SHORT_PRERELEASE = re.compile(r"[\d._-][abcm][._-]?\d", re.ASCII | re.IGNORECASE)
_SEPARATORS = "-_/@=+. "
_SPLIT = re.compile(r"[-_/@=+. ]+")


@dataclass(frozen=True, slots=True)
class TagVersion:
    """A version read from a tag. `prefix` is what named it ("pkg" of "pkg/v1.2.3"), lower-cased, "" where only a "v" did."""

    version: str
    prefix: str
    is_prerelease: bool
    numbers: tuple[int, ...]
    is_plain: bool


def parse_tag(name: str) -> TagVersion | None:
    """Return the version that the tag `name` (without refs/tags/) stands for, None where it is no version."""
    if len(name) > MAX_TAG_LENGTH:
        return None
    for start in _starts(name):
        found = _VERSION.fullmatch(name, start)
        version = _read(name[:start], found) if found else None
        if version:
            return version
    return None


def _starts(name: str) -> Iterator[int]:
    """Yield where a version could begin: after a separator or a "v" first, then where letters run into digits ("go1.21")."""
    for place, character in enumerate(name):
        if "0" <= character <= "9" and _is_separated(name[:place]):
            yield place
    glued = re.match(r"[a-z]+(?=\d)", name, re.ASCII | re.IGNORECASE)
    if glued:
        yield glued.end()


def _is_separated(before: str) -> bool:
    bare = before[:-1] if before[-1:] in "vVrR" else before
    return not bare or (bare[-1] in _SEPARATORS and not (bare[-1] == "." and bare[-2:-1].isdigit()))


def _read(before: str, found: re.Match[str]) -> TagVersion | None:
    words = [word for word in _SPLIT.split(before.lower()) if word]
    numbers = tuple(int(number) for number in re.split(r"[._-]", found["numbers"]))
    if MARKS.intersection(words) or not _is_enough(words, numbers, found):
        return None
    text = _written(found)
    return TagVersion(
        version=text,
        prefix=_prefix(before.lower()),
        is_prerelease=bool(PRERELEASE.intersection(words)) or is_prerelease(text),
        numbers=numbers,
        is_plain=found[0] == found["numbers"],
    )


def _is_enough(words: list[str], numbers: tuple[int, ...], found: re.Match[str]) -> bool:
    """Tell a version from a mere number: "v5", "b1234", "20240501" and "jdk-17+35" are enough, "milestones-5" is not."""
    other = (found["other"] or "")[1:].lower()
    if other:
        return len(numbers) >= FULL_PARTS and other not in MARKS
    if len(numbers) > 1 or found["build"] or len(found["numbers"]) == DATE_DIGITS:
        return True
    return all(word in GENERIC or word in PRERELEASE or len(word) <= GLUED_PREFIX_LETTERS for word in words)


def _written(found: re.Match[str]) -> str:
    text = found[0]
    if "." not in text:
        text = text.replace("_", ".")
    if re.fullmatch(r"\d+(-\d+)+", text):
        text = text.replace("-", ".")
    return text


def _prefix(before: str) -> str:
    """Return what is left of the words before a version when those that tell nothing apart are taken from both ends."""
    text = before.rstrip(_SEPARATORS)
    idle = GENERIC | PRERELEASE
    while text:
        first, last = _SPLIT.split(text)[0], _SPLIT.split(text)[-1]
        if last in idle:
            text = text[: -len(last)].rstrip(_SEPARATORS)
        elif first in idle:
            text = text[len(first) :].lstrip(_SEPARATORS)
        else:
            break
    return text


def is_prerelease(version: str) -> bool:
    """Return whether `version` is one, by PEP 440 where it parses, else by its words.

    One letter after three numbers is a patch ("1.1.1k"), although PEP 440 would read "1.0.2a" as an alpha.
    """
    if _PATCH_LETTER.fullmatch(version):
        return False
    try:
        return Version(version).is_prerelease
    except InvalidVersion:
        public = version.split("+", 1)[0]
        has_word = any(word.lower() in PRERELEASE for word in _WORDS.findall(public))
        return has_word or bool(_SHORT_PRERELEASE.search(public))


def streams_of(tags: Mapping[str, TagVersion], project: str) -> dict[str, str]:
    """Return the release line of each tag: "" for the main one, else the package or line that its prefix names.

    The main line is what has no prefix or the project's own name; a prefix that all tags share tells nothing apart either.
    """
    prefixes = {tag.prefix for tag in tags.values()}
    own = _plain(project)
    is_alone = len(prefixes) == 1
    return {name: "" if is_alone or _plain(tag.prefix) in ("", own) else tag.prefix for name, tag in tags.items()}


def _plain(name: str) -> str:
    return "".join(_SPLIT.split(name.lower()))


def aliases_of(tags: Mapping[str, TagVersion], streams: Mapping[str, str], dates: Mapping[str, int]) -> frozenset[str]:
    """Return the tags that only point along a line: "v4" where "v4.0.0", or any older "v4.…", exists; such tags move.

    `dates` are any comparable moments of the tags.
    """
    oldest: dict[tuple[str, tuple[int, ...]], int] = {}
    firsts: set[tuple[str, tuple[int, ...]]] = set()
    for name, tag in tags.items():
        for end in range(1, len(tag.numbers)):
            place = (streams[name], tag.numbers[:end])
            oldest[place] = min(dates[name], oldest.get(place, dates[name]))
            if not any(tag.numbers[end:]):
                firsts.add(place)
    return frozenset(
        name
        for name, tag in tags.items()
        if tag.is_plain and _is_alias((streams[name], tag.numbers), dates[name], oldest, firsts)
    )


def _is_alias(
    place: tuple[str, tuple[int, ...]],
    at: int,
    oldest: Mapping[tuple[str, tuple[int, ...]], int],
    firsts: Set[tuple[str, tuple[int, ...]]],
) -> bool:
    return place in firsts or oldest.get(place, at + 1) <= at
