"""The words that help to tell of what and of whom a text speaks: data of `config/vocabulary/`."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class NameWords:
    """`plain`: names of projects that are plain words too; `project` and `role`: words that say that a name or a person is meant.

    `first_person` and `third_person`: who speaks, of whom.
    `after_short_names` holds the characters that may follow a Chinese name of two.
    """

    plain: frozenset[str] = frozenset()
    project: frozenset[str] = frozenset()
    role: frozenset[str] = frozenset()
    first_person: frozenset[str] = frozenset()
    third_person: frozenset[str] = frozenset()
    after_short_names: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class DepartureWords:
    """Words of a departure: those that are enough (`surely`), and those that need to say what is left (`perhaps`, `whence`).

    `denied` stands before words that are not said, `otherwise` holds the same words in another sense.
    """

    surely: tuple[str, ...] = ()
    perhaps: tuple[str, ...] = ()
    whence: tuple[str, ...] = ()
    denied: tuple[str, ...] = ()
    otherwise: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class AffiliationWords:
    """Words of belonging: before an organisation (`former`, `former_title`, `current`), behind it (`alumni`).

    `now` ends what was said of the past, `titles` are no organisations, `nowhere` stands where there is none, `otherwise` holds
    the same words in another sense.
    """

    former: tuple[str, ...] = ()
    former_title: tuple[str, ...] = ()
    current: tuple[str, ...] = ()
    now: tuple[str, ...] = ()
    alumni: tuple[str, ...] = ()
    titles: tuple[str, ...] = ()
    nowhere: tuple[str, ...] = ()
    otherwise: tuple[str, ...] = ()
