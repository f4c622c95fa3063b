"""The error tree. Collectors raise SourceError and nothing else; the command line turns each branch into an exit code.

MainstayError
+-- SettingsError          the user's configuration (exit 2)
+-- StoreError             our own database (exit 3)
+-- DeliveryError          a channel could not deliver
+-- SourceError            a source could not be looked at: the signal becomes UNKNOWN, never "nothing there"
    +-- Unavailable        network, server, deadline, size cap
    +-- RateLimited        come back at `until`
    +-- NotFound           404 or 410: "no longer visible to us", not "deleted"
    +-- AccessDenied       401, 403, or refused by our own egress gate
    +-- Malformed          the answer does not say what its contract promises
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Self


class MainstayError(Exception):
    """Anything we foresaw going wrong; its text is fit for a user."""


@dataclass(frozen=True, slots=True)
class Problem:
    """One mistake in a configuration; `line` and `column` count from 1 and are 0 where nothing can be pointed at."""

    file: str
    line: int
    column: int
    key: str
    message: str

    def __str__(self) -> str:
        place = f"{self.file}:{self.line}:{self.column}" if self.line else self.file
        return ": ".join(part for part in (place, self.key, self.message) if part)


class SettingsError(MainstayError):
    """Everything that is wrong with the configuration, all at once."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        super().__init__("\n".join(str(problem) for problem in problems))
        self.problems = problems

    @classmethod
    def plain(cls, message: str, file: str = "") -> SettingsError:
        """Return an error that points at no line."""
        return cls((Problem(file, 0, 0, "", message),))


class StoreError(MainstayError):
    """Our own database: locked, full, corrupt, or of another version."""


class DeliveryError(MainstayError):
    """A channel could not deliver; `permanent` means that trying again cannot help.

    `everyone`: nobody can be reached by this channel now, so that others need not be tried before this one is tried again.
    """

    def __init__(self, message: str, *, permanent: bool, everyone: bool = False) -> None:
        super().__init__(message)
        self.permanent = permanent
        self.everyone = everyone


class SourceError(MainstayError):
    """A source could not be looked at. `code` is stored with the attempt and put into words by the report.

    `status` is the HTTP status that said so, 0 where none came; `said` the beginning of its body, foreign and never shown.
    `until`: asking again before then is of no use, None = try as usual.
    """

    code = "source_error"
    until: datetime | None = None
    status: int = 0
    said: bytes = b""

    def because(self, status: int, said: bytes = b"") -> Self:
        """Return this error with the status and body that it stands for."""
        self.status, self.said = status, said
        return self


class Unavailable(SourceError):
    """Network, name, TLS, server error, deadline or size cap."""

    code = "unavailable"


class RateLimited(SourceError):
    """The source asks us to come back at `until`."""

    code = "rate_limited"

    def __init__(self, message: str, until: datetime) -> None:
        super().__init__(message)
        self.until: datetime = until


class NotFound(SourceError):
    """The address answers, and says that there is nothing visible to us."""

    code = "not_found"


class AccessDenied(SourceError):
    """Refused: by the source, or by our own egress gate before anything was sent."""

    code = "access_denied"


class Malformed(SourceError):
    """The answer is not what its contract promises."""

    code = "malformed"
