"""The document of the forecast's model, as it is shipped."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from monitor.model.errors import SettingsError
from monitor.paths import data_dir

FILE = "forecast/continuity.json"


def load_forecast_model() -> Mapping[str, Any]:
    """Return the document. Raises SettingsError where this installation has none, or one that cannot be read."""
    path = data_dir("config") / FILE
    try:
        found: Mapping[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise SettingsError.plain(f"{path}: the forecast's model cannot be read; install Mainstay again") from error
    return found
