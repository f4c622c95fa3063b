"""Fixtures of the pipeline's tests: a whole house in an empty folder."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.databases import Databases
from tests.pipeline.workshop import Workshop


@pytest.fixture
def shop(tmp_path: Path, databases: Databases, monkeypatch: pytest.MonkeyPatch) -> Workshop:
    """Return an installation with an empty database."""
    return Workshop(tmp_path, databases.fresh(), monkeypatch)
