"""Typed reading of foreign JSON: each step that fails says what is wrong and on which host, as Malformed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlsplit

from monitor.model.collecting import Answer
from monitor.model.errors import Malformed


@dataclass(frozen=True, slots=True)
class Shape:
    """A reader of one answer; `what` is the place in it, as a user would look for it."""

    host: str

    @classmethod
    def of(cls, answer: Answer) -> Shape:
        """Return a reader whose errors name the host that gave `answer`."""
        return cls(urlsplit(answer.url).hostname or "")

    def wrong(self, problem: str) -> Malformed:
        """Return the error to raise for `problem`."""
        return Malformed(f"{self.host}: {problem}")

    def mapping(self, value: object, what: str) -> Mapping[str, Any]:
        """Return `value` if it is a JSON object."""
        if not isinstance(value, dict):
            raise self.wrong(f"{what} is not an object")
        return value

    def sequence(self, value: object, what: str) -> Sequence[Any]:
        """Return `value` if it is a JSON array."""
        if not isinstance(value, list):
            raise self.wrong(f"{what} is not an array")
        return value

    def text(self, value: object, what: str) -> str:
        """Return `value` if it is a JSON string."""
        if not isinstance(value, str):
            raise self.wrong(f"{what} is not a text")
        return value

    def moment(self, value: object, what: str) -> datetime:
        """Return `value`, an ISO 8601 text, as UTC; without a zone it is UTC, as both registries promise."""
        try:
            found = datetime.fromisoformat(self.text(value, what))
            return found.replace(tzinfo=UTC) if found.tzinfo is None else found.astimezone(UTC)
        except (ValueError, OverflowError) as error:
            raise self.wrong(f"{what} is not a date and time") from error
