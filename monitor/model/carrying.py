"""Who carries a project as its sources record it: who is listed, who belonged where, who departed. Dated facts, no motives."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from monitor.model.evidence import EvidenceLevel


@dataclass(frozen=True, slots=True)
class Listing:
    """One unbroken time of one person on one list of a project, as its governance files say.

    `person` is a key of `History.persons`, "" where no account of the project could be proven to be the listed one; `handle` is
    what the file says ("@login" or a name). `role` is "maintainer", "reviewer", "helper" or "emeritus", `listed_as` its
    heading, `group` the alias or pattern it holds for. `since` is when the version that lists them first was committed (None:
    before the oldest version we read), `until` when they were listed no longer (None: still). `ended_by` names how it ended:
    "" (it did not), "removed", "emeritus", "role_lowered", or what is no departure: "file_gone", "moved", "team", "renamed",
    "returned", "brief", "helper", "followed" (by less than a month after a step down), "raised", "below" (the whole repository's
    lists were left before).
    """

    person: str
    handle: str
    role: str
    listed_as: str
    path: str
    target: str
    link: str
    since: datetime | None
    until: datetime | None = None
    ended_by: str = ""
    group: str = ""
    successors: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Affiliation:
    """Where a person said or showed to belong, and when we saw it: the text was first seen at `seen_from`, last at `seen_until`.

    `kind` is "company", "former" ("formerly at X"), "member" (of an organisation on a platform) or "domain" (of mail addresses).
    `seen_until` None: it still stands. `not_before` is when we last saw the page without it: it came in between; None: it stood
    there at our first look.
    """

    person: str
    organisation: str
    kind: str
    text: str
    link: str
    level: EvidenceLevel
    seen_from: datetime
    seen_until: datetime | None = None
    not_before: datetime | None = None


class DepartureKind(StrEnum):
    """How a departure shows. The value is stable; words are made in `report/`."""

    ANNOUNCED = "announced"
    EMERITUS = "emeritus"
    DELISTED = "delisted"
    ROLE_LOWERED = "role_lowered"
    MEMBERSHIP_ENDED = "membership_ended"
    PUBLISHER_REMOVED = "publisher_removed"
    FORMER = "former"
    SILENT = "silent"
    REPORTED = "reported"
    DIED = "died"
    DEATH_REPORTED = "death_reported"


OF_DEATH = frozenset({DepartureKind.DIED, DepartureKind.DEATH_REPORTED})


@dataclass(frozen=True, slots=True)
class Sign:
    """One dated sign of a departure. `not_before` .. `on` is the interval in which it happened; equal where the day is known.

    `origin` joins what relays one source (a press article that links the person's own post has the post's link as origin).
    """

    kind: DepartureKind
    level: EvidenceLevel
    on: date
    link: str
    not_before: date | None = None
    quote: str = ""
    path: str = ""
    origin: str = ""
    by_self: bool | None = None


@dataclass(frozen=True, slots=True)
class Departure:
    """One person's departure from a project, as all its signs together tell it.

    `person` is a key of `History.persons`, "" where the sign names nobody whom we can tell; `role` the highest role they held
    ("lead", "maintainer", "mainstay", "releaser", ...). `level` is the best of the `signs` (oldest first); `on` the day of the
    earliest sign of that level. `is_before_watch`: it happened before we first looked. `returned_on`: they were seen at work or
    listed again after it, None = not. `contradicted_by`: signs of staying (a link each). `successors` are person keys or
    handles that a source names; empty says only that we found none. `candidates` worked beside them: no forecast, and no ranking.
    """

    person: str
    role: str
    level: EvidenceLevel
    on: date
    signs: tuple[Sign, ...]
    is_before_watch: bool = False
    returned_on: date | None = None
    contradicted_by: tuple[str, ...] = ()
    successors: tuple[str, ...] = ()
    candidates: tuple[str, ...] = ()

    @property
    def is_death(self) -> bool:
        """Return whether they are said to have died: then nothing is told of a departure, a return or silence."""
        return any(sign.kind in OF_DEATH for sign in self.signs)
