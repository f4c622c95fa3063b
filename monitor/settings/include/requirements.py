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
_GIT = re.compile(r"(?:^|@ ?|-e )git\+(https://[^\s@#]+?)(?:\.git)?(?:@[^\s#]*)?(?:#.*)?$")


def requirements(text: str, file: str) -> Iterator[Included | Unresolved]:
    """Yield the packages of a requirements file, and what of it names no package of the index."""
    for line in _lines(text):
        if line.startswith("-"):
            yield from _option(line, file)
        elif found := _requirement(line, file):
            yield found


def _lines(text: str) -> Iterator[str]:
    for line in text.replace("\\\r\n", " ").replace("\\\n", " ").splitlines():
        bare = _COMMENT.sub("", line).strip()
        if bare:
            yield bare


def _option(line: str, file: str) -> Iterator[Included | Unresolved]:
    word, _, rest = line.partition(" ")
    word, _, value = word.partition("=")
    rest = (value or rest).strip()
    if word in ("-e", "--editable"):
        yield _from_address(rest, file)
    elif word in ("-r", "--requirement"):
        yield unresolved(file, line, "names a further file; include it by a line of its own")
    elif word in ("-i", "--index-url", "--extra-index-url", "-f", "--find-links"):
        yield unresolved(file, word, "names another index; packages are looked up at the index that the settings name")


def _requirement(line: str, file: str) -> Included | Unresolved | None:
    bare = _OPTION.sub("", line).strip()
    if bare.startswith((".", "/", "file:")) or "://" in bare.split(" @ ")[0]:
        return _from_address(bare, file)
    try:
        requirement = Requirement(bare)
    except InvalidRequirement:
        return unresolved(file, bare, "is no requirement that pip would read")
    if requirement.url:
        return _from_address(requirement.url, file)
    return included(PackageURL("pypi", None, canonicalize_name(requirement.name)), file, is_direct=None)


def _from_address(text: str, file: str) -> Included | Unresolved:
    repository = _GIT.search(text)
    if repository and repository[1].startswith("https://github.com/"):
        owner_name = repository[1].removeprefix("https://github.com/").strip("/").split("/")
        if len(owner_name) == len(("owner", "name")):
            return included(PackageURL("github", owner_name[0], owner_name[1]), file)
    return unresolved(
        file, text, "is a file or an address of its own, not a package of the index; declare its repository by hand"
    )
