"""Fixtures of the daemon's tests: logging and hooks as they were before, and daemons that end with their test."""

from __future__ import annotations

import logging
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.daemon.process import Running, Store
from tests.databases import Databases


@pytest.fixture
def logs_restored() -> Iterator[None]:
    """Put back what `set_up_logs` changes for the whole process."""
    root, names = logging.root, ("apscheduler", "alembic")
    handlers, level, hooks = root.handlers[:], root.level, (sys.excepthook, threading.excepthook)
    levels = {name: logging.getLogger(name).level for name in names}
    yield
    root.handlers[:] = handlers
    root.setLevel(level)
    sys.excepthook, threading.excepthook = hooks
    logging.raiseExceptions = True
    logging.captureWarnings(capture=False)
    for name in names:
        logging.getLogger(name).setLevel(levels[name])


@pytest.fixture
def store(tmp_path: Path, databases: Databases) -> Store:
    """Return the database of this test's daemons."""
    line = databases.line()
    return Store(line, line.removeprefix("database: ").strip() or f"sqlite:///{tmp_path}/var/mainstay.db")


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Callable[..., Running]]:
    """Return a function that starts a daemon on a configuration in an empty folder; all of them are ended with the test."""
    running: list[Running] = []

    def start_one(configuration: str, **environ: str) -> Running:
        path = tmp_path / "mainstay.yaml"
        path.write_text(configuration, encoding="utf-8")
        running.append(Running(path, environ))
        return running[-1]

    yield start_one
    for one in running:
        one.end()
