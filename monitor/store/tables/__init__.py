"""The whole schema. Importing this package fills `Row.metadata`, which migrations are compared with."""

from monitor.store.tables import alerts, decisions, facts, joins, judgements, outbox, records, upkeep
from monitor.store.tables.base import Row

METADATA = Row.metadata

__all__ = ["METADATA", "alerts", "decisions", "facts", "joins", "judgements", "outbox", "records", "upkeep"]
