"""What the HTTP client must remember between runs: what servers gave us to ask with, and when they want to be left alone."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import insert, select, update

from monitor.model.attempt import Validators
from monitor.store.engine import Database
from monitor.store.look import storable
from monitor.store.tables.upkeep import HOST_BUDGET, HTTP_VALIDATOR, validators_from


@dataclass(frozen=True, slots=True)
class StoredValidators:
    """Validators by credential and URL. Only read here: `save_attempt` stores them with the facts that they vouch for."""

    database: Database

    def load_validators(self, credential: str, url: str) -> Validators | None:
        """Return what the server last gave us for `url` under `credential`, None if nothing. Raises StoreError."""
        where = (HTTP_VALIDATOR.c.credential == credential, HTTP_VALIDATOR.c.url == url)
        with self.database.read() as connection:
            row = connection.execute(select(HTTP_VALIDATOR).where(*where)).first()
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
