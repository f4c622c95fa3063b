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

    `denied` stands before words that are not said, `otherwise` holds the same words in another sense. Around them, `past` with
    one of `past_forms`, `returned`, `temporary` and `untrue` say that it is none of today, as does a question that begins with
    none of `asked_of_what_is`; `joining` says for what, `machines` that no person is meant.
    """

    surely: tuple[str, ...] = ()
    perhaps: tuple[str, ...] = ()
    whence: tuple[str, ...] = ()
    denied: tuple[str, ...] = ()
    otherwise: tuple[str, ...] = ()
    past_forms: tuple[str, ...] = ()
    past: tuple[str, ...] = ()
    returned: tuple[str, ...] = ()
    temporary: tuple[str, ...] = ()
    untrue: tuple[str, ...] = ()
    asked_of_what_is: tuple[str, ...] = ()
    joining: tuple[str, ...] = ()
    machines: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class SuccessionWords:
    """Words that name who follows: the successor stands right before those of `takes`, right behind those of `given`.

    `between` may stand between a name and the words ("Bo *will* succeed"), `denied` before them says that nobody does; one of
    `surnames` begins a Chinese name that nobody configured.
    """

    takes: tuple[str, ...] = ()
    given: tuple[str, ...] = ()
    between: tuple[str, ...] = ()
    denied: tuple[str, ...] = ()
    surnames: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class DeathWords:
    """Words of a death: those that stand `behind` a name, and those `before` one.

    `between` may stand between both, `others` there say that it is about somebody else, `denied` that it is not so.
    """

    behind: tuple[str, ...] = ()
    before: tuple[str, ...] = ()
    between: tuple[str, ...] = ()
    others: tuple[str, ...] = ()
    denied: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PrivateWords:
    """Words about health or family: `surely` beside a role too, `perhaps` only beside a name, or where a person speaks."""

    surely: tuple[str, ...] = ()
    perhaps: tuple[str, ...] = ()


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
