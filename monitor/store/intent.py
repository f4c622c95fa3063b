"""How a transaction says beforehand that it will write: a reader that turns writer cannot wait for its turn."""

from __future__ import annotations

from sqlalchemy import Connection

_WRITES = "mainstay_writes"


def that_writes(connection: Connection) -> Connection:
    """Return `connection`, whose next transaction is that of the one writer."""
    return connection.execution_options(**{_WRITES: True})


def will_write(connection: Connection) -> bool:
    """Return whether the transaction that begins on `connection` was announced as a writer's."""
    return bool(connection.get_execution_options().get(_WRITES))
