"""What a file of dependencies names: packages that can be watched, and entries that cannot, each with its reason."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Included:
    """One package as a file names it: `purl` without version, `is_direct` where the file tells (None = it does not).

    `indexes` are addresses in the indexes that it comes from (the first) or may come from too, "" = the ecosystem's own; none
    where the file does not say.
    """

    purl: str
    name: str
    is_direct: bool | None = None
    indexes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Unresolved:
    """An entry that names nothing that can be watched: from which file, what it says, and why not. Listed, never dropped."""

    file: str
    entry: str
    reason: str


@dataclass(frozen=True, slots=True)
class Expansion:
    """An organisation whose repositories or models are to be watched: told by its own source, kept by globs on the names.

    `account` is its page, `forge` the software that runs there.
    """

    watchlist: str
    account: str
    forge: str = "github"
    include: tuple[str, ...] = ("*",)
    exclude: tuple[str, ...] = ()
    impact: str = "medium"


@dataclass(frozen=True, slots=True)
class Proposal:
    """An address that a watched one names: `found_at` is the watched target, `link` where it says so."""

    found_at: str
    address: str
    link: str
