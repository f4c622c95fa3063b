"""Who publishes and who may publish an npm package: names of accounts, never their addresses."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from monitor.collectors.shape import Shape
from monitor.model.collecting import Context
from monitor.model.facts import Note, RawIdentity, Seen, StateFact, Yield
from monitor.model.signals import Signal
from monitor.model.text import clean, clean_name

SOURCE = "npm"


@dataclass(frozen=True, slots=True)
class Publishers:
    """The accounts in one packument. `maintainers` is None where the answer has no such field."""

    shape: Shape
    context: Context
    maintainers: tuple[RawIdentity, ...] | None
    has_publishers: bool

    @classmethod
    def read(cls, shape: Shape, maintainers: object, versions: Mapping[str, Mapping[str, Any]], context: Context) -> Publishers:
        """Return the accounts of a packument. Raises Malformed."""
        has_publishers = any(data.get("_npmUser") is not None for data in versions.values())
        if maintainers is None:
            return cls(shape, context, None, has_publishers)
        people = [_account(shape, entry, context) for entry in shape.sequence(maintainers, "maintainers")]
        return cls(shape, context, tuple(person for person in people if person), has_publishers)

    @property
    def are_served(self) -> bool:
        """Return whether the answer tells of people at all."""
        return self.maintainers is not None or self.has_publishers

    def of(self, version: Mapping[str, Any]) -> RawIdentity | None:
        """Return who published this version, None where it is not said or never to be collected."""
        user = version.get("_npmUser")
        return None if user is None else _account(self.shape, user, self.context)

    def facts(self, link: str, now: datetime) -> Iterator[Yield]:
        """Yield who may publish now, and whether who published what could be seen."""
        if self.maintainers is not None:
            yield StateFact("publishers", ",".join(sorted({person.name for person in self.maintainers})), link)
        if self.maintainers is None or not self.has_publishers:
            yield Note("publishers_not_served", "maintainers or publishers are not in the answer; a mirror may have dropped them")
        yield Seen(Signal.PUBLISHERS, None, now, is_complete=self.maintainers is not None and self.has_publishers)


def _account(shape: Shape, entry: object, context: Context) -> RawIdentity | None:
    user = shape.mapping(entry, "an account")
    login = clean(shape.text(user.get("name"), "the name of an account"), limit=80).replace(",", " ").strip()
    stable_id = context.pseudonym(login) if "@" in login else login
    if not login or context.is_forgotten(stable_id):
        return None
    # A trusted publisher is a workflow that publishes without any person's key.
    is_bot = "trustedPublisher" in user or login in context.bots
    return RawIdentity(SOURCE, stable_id, clean_name(login), is_bot=is_bot)
