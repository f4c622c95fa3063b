"""Requirements files of pip: one requirement a line, with options, hashes, markers, continued lines and comments."""

from __future__ import annotations

import re
from collections.abc import Iterator

from packageurl import PackageURL
from packaging.requirements import InvalidRequirement, Requirement
from packaging.utils import canonicalize_name

from monitor.model.included import Included, Unresolved
from monitor.settings.include.purls import included, unresolved

_COMMENT = re.compile(r"(?:^|\s)#.*")
_OPTION = re.compile(r"\s+--(?:hash|config-settings|global-option)[= ].*")
_EGG = re.compile(r"#egg=([A-Za-z0-9._-]+)")
_MAIN_INDEX = frozenset({"-i", "--index-url", "--pypi-url"})
_MORE_INDEXES, _LINKS = frozenset({"--extra-index-url"}), frozenset({"-f", "--find-links"})
_GIT = re.compile(r"(?:^|@ ?|-e )git\+(https://[^\s@#]+?)(?:\.git)?(?:@[^\s#]*)?(?:#.*)?$")


def requirements(text: str, file: str) -> Iterator[Included | Unresolved]:
    """Yield the packages of a requirements file, and what of it names no package of the index.

    Options for indexes hold for the whole file, wherever they stand.
    """
    lines = list(_lines(text))
    indexes = _indexes(lines)
    for line in lines:
        if line.startswith("-"):
            yield from _option(line, file)
        elif found := _requirement(line, file, indexes):
            yield found


def _indexes(lines: list[str]) -> tuple[str, ...]:
    """Return where pip looks for every package of a file: the main index first, "" = the ecosystem's own."""
    options = [_worded(line) for line in lines if line.startswith("-")]
    mains = [value for word, value in options if word in _MAIN_INDEX]
    more = [value for word, value in options if word in _MORE_INDEXES or (word in _LINKS and "://" in value)]
    main = mains[-1] if mains else ""
    return (main, *more) if main or more else ()


def _worded(line: str) -> tuple[str, str]:
    """Return an option and its value, which stands behind a space or an equals sign."""
    word, _, rest = line.partition(" ")
    word, _, value = word.partition("=")
    return word, (value or rest).strip()


def _lines(text: str) -> Iterator[str]:
    for line in text.replace("\\\r\n", " ").replace("\\\n", " ").splitlines():
        bare = _COMMENT.sub("", line).strip()
        if bare:
            yield bare


def _option(line: str, file: str) -> Iterator[Included | Unresolved]:
    word, rest = _worded(line)
    if word in ("-e", "--editable"):
        yield _from_address(rest, file)
    elif word in ("-r", "--requirement"):
        yield unresolved(file, line, "names a further file; include it by a line of its own")
    elif word in _LINKS and "://" not in rest:
        yield unresolved(file, line, "names a folder of packages, which is not looked at")


def _requirement(line: str, file: str, indexes: tuple[str, ...]) -> Included | Unresolved | None:
    bare = _OPTION.sub("", line).strip()
    if bare.startswith((".", "/", "file:")) or "://" in bare.split(" @ ")[0]:
        return _from_address(bare, file)
    try:
        requirement = Requirement(bare)
    except InvalidRequirement:
        return unresolved(file, bare, "is no requirement that pip would read")
    if requirement.url:
        return _from_address(requirement.url, file)
    return included(PackageURL("pypi", None, canonicalize_name(requirement.name)), file, indexes=indexes)


def _from_address(text: str, file: str) -> Included | Unresolved:
    repository = _GIT.search(text)
    if repository and repository[1].startswith("https://github.com/"):
        owner_name = repository[1].removeprefix("https://github.com/").strip("/").split("/")
        if len(owner_name) == len(("owner", "name")):
            return included(PackageURL("github", owner_name[0], owner_name[1]), file)
    return unresolved(
        file, text, "is a file or an address of its own, not a package of the index; declare its repository by hand"
    )
