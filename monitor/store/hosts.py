"""What the HTTP client must remember between runs: what servers gave us to ask with, and when they want to be left alone."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import bindparam, insert, select, update

from monitor.model.attempt import Validators
from monitor.store.engine import Database
from monitor.store.look import storable
from monitor.store.tables.facts import SOURCE, TARGET
from monitor.store.tables.upkeep import HOST_BUDGET, HTTP_VALIDATOR, validators_from

# Built once: putting a statement together costs more than running it.
_HELD = (
    select(HTTP_VALIDATOR)
    .join_from(TARGET, SOURCE)
    .join(HTTP_VALIDATOR)
    .where(
        TARGET.c.key == bindparam("target"),
        SOURCE.c.collector == bindparam("collector"),
        HTTP_VALIDATOR.c.credential == bindparam("credential"),
        HTTP_VALIDATOR.c.url == bindparam("url"),
    )
)


@dataclass(frozen=True, slots=True)
class StoredValidators:
    """What one source holds, a collector on a target, by credential and URL.

    Only read here: `save_attempt` stores them with the facts that they vouch for, so that a source without a good look has none.
    """

    database: Database
    target: str
    collector: str

    def load_validators(self, credential: str, url: str) -> Validators | None:
        """Return what the server last gave us for `url` under `credential`, None if nothing. Raises StoreError."""
        asked = {"target": self.target, "collector": self.collector, "credential": credential, "url": url}
        with self.database.read() as connection:
            row = connection.execute(_HELD, asked).first()
        return None if row is None else validators_from(row)


@dataclass(frozen=True, slots=True)
class StoredHosts:
    """When each host wants to be asked again, for each credential."""

    database: Database

    def load_not_before(self, host: str, credential: str) -> datetime | None:
        """Return the moment before which `host` is not to be asked, None if it never said so. Raises StoreError."""
        where = (HOST_BUDGET.c.host == host, HOST_BUDGET.c.credential == credential)
        with self.database.read() as connection:
            found: datetime | None = connection.execute(select(HOST_BUDGET.c.not_before).where(*where)).scalar()
        return found

    def save_not_before(self, host: str, credential: str, until: datetime, reason: str) -> None:
        """Remember that `host` is not to be asked before `until`. Raises StoreError."""
        where = (HOST_BUDGET.c.host == host, HOST_BUDGET.c.credential == credential)
        kept = {"not_before": until, "reason": storable(reason)}
        with self.database.write() as connection:
            if not connection.execute(update(HOST_BUDGET).where(*where).values(**kept)).rowcount:
                connection.execute(insert(HOST_BUDGET).values(host=host, credential=credential, **kept))
