"""Small configurations for the tests: a good one to change, and the way to load it."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from monitor.model.errors import Problem, SettingsError
from monitor.settings.configuration import Configuration
from monitor.settings.load import load_configuration

CANARY = "canary-7f3a"

GOOD = """projects:
  lark:
    targets: [https://git.example.org/birds/lark]
watchlists:
  weekly:
    projects: [{project: lark, impact: high}]
"""


def load(folder: Path, text: str | bytes, environ: Mapping[str, str] | None = None) -> Configuration:
    """Write `text` as a configuration into `folder` and load it."""
    path = folder / "mainstay.yaml"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return load_configuration(path, environ or {})


def problems(folder: Path, text: str | bytes, environ: Mapping[str, str] | None = None) -> tuple[Problem, ...]:
    """Return what is wrong with a configuration; fails where nothing is."""
    try:
        loaded = load(folder, text, environ)
    except SettingsError as error:
        return error.problems
    raise AssertionError(f"loaded: {loaded}")


def places(folder: Path, text: str | bytes) -> list[tuple[int, int, str]]:
    """Return line, column and key of each problem."""
    return [(problem.line, problem.column, problem.key) for problem in problems(folder, text)]
