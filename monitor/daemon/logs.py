"""Log lines for people, or one JSON document a line; secrets are taken out of both, and nothing can break out of its line."""

from __future__ import annotations

import json
import logging
import sys
import threading
from collections.abc import Mapping
from datetime import UTC, datetime
from types import TracebackType
from typing import Any, TextIO

from monitor.daemon.redact import Redactor
from monitor.model.text import clean

LONGEST = 4000
# These say at INFO what is ours to say, or less.
QUIET = {"apscheduler": logging.CRITICAL, "alembic": logging.WARNING}


class _Lines(logging.Formatter):
    """What both kinds of line are made of: cleaned and redacted texts."""

    def __init__(self, redact: Redactor) -> None:
        super().__init__()
        self.redact = redact

    def safe(self, value: object) -> object:
        return value if value is None or isinstance(value, (bool, int, float)) else clean(self.redact(str(value)), LONGEST)

    def message(self, record: logging.LogRecord) -> str:
        return str(self.safe(record.getMessage()))

    def data(self, record: logging.LogRecord) -> Mapping[str, object]:
        return {name: self.safe(value) for name, value in getattr(record, "data", {}).items()}

    def trace(self, record: logging.LogRecord) -> list[str]:
        if not record.exc_info:
            return []
        lines = self.redact(self.formatException(record.exc_info)).splitlines()
        return [" " * (len(line) - len(line.lstrip(" "))) + clean(line, LONGEST) for line in lines]


class HumanLines(_Lines):
    """Time, level, message and what belongs to it; a traceback follows, indented."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the lines of one record."""
        data = "".join(f" {name}={_quoted(value)}" for name, value in self.data(record).items())
        head = f"{_moment(record)} {record.levelname.lower():<8} {self.message(record)}{data}"
        return "\n    ".join([head, *self.trace(record)])


class JsonLines(_Lines):
    """One JSON document a line: time, level, logger, message, and what belongs to it."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the line of one record."""
        document: dict[str, Any] = {
            "time": _moment(record),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": self.message(record),
            **self.data(record),
        }
        trace = self.trace(record)
        return json.dumps(document | ({"trace": trace} if trace else {}), ensure_ascii=False)


KINDS: Mapping[str, type[_Lines]] = {"human": HumanLines, "json": JsonLines}


def set_up_logs(kind: str, redact: Redactor, stream: TextIO) -> None:
    """Send everything that anybody logs, warns of or leaves uncaught to `stream`, as lines of `kind` (human, json)."""
    handler = logging.StreamHandler(stream)
    handler.setFormatter(KINDS[kind](redact))
    logging.root.handlers[:] = [handler]
    logging.root.setLevel(logging.INFO)
    for name, level in QUIET.items():
        logging.getLogger(name).setLevel(level)
    logging.raiseExceptions = False
    logging.captureWarnings(capture=True)
    sys.excepthook = _log_uncaught
    threading.excepthook = _log_uncaught_in_thread


def _log_uncaught(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    logging.getLogger(__name__).critical("ended by an error of our own", exc_info=(kind, error, trace))


def _log_uncaught_in_thread(uncaught: threading.ExceptHookArgs) -> None:
    if uncaught.exc_value:
        error = (uncaught.exc_type, uncaught.exc_value, uncaught.exc_traceback)
        logging.getLogger(__name__).error("a thread ended by an error of our own", exc_info=error)


def _moment(record: logging.LogRecord) -> str:
    return datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def _quoted(value: object) -> str:
    text = "-" if value is None else str(value)
    return json.dumps(text, ensure_ascii=False) if text == "" or set(text) & set(' ="') else text
