"""The document of the forecast's model, as it is shipped."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from monitor.model.errors import SettingsError
from monitor.paths import data_dir

FILE = "forecast/continuity.json"


def model_path() -> Path:
    """Return where the document lies. Raises SettingsError for an installation without its data."""
    return data_dir("config") / FILE


def load_forecast_model() -> Mapping[str, Any]:
    """Return the document. Raises SettingsError where this installation has none, or one that cannot be read."""
    path = model_path()
    try:
        found: Mapping[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise SettingsError.plain(f"{path}: the forecast's model cannot be read; install Mainstay again") from error
    return found
