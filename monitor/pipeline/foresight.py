"""The forecast's model as it is shipped: read once, and asked for every project that is judged."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from functools import lru_cache
from pathlib import Path

from monitor.model.assessment import Assessment
from monitor.model.errors import SettingsError
from monitor.model.history import History
from monitor.model.limits import Limits
from monitor.model.signals import Signal
from monitor.paths import version_of
from monitor.scoring.forecast.forecasting import forecast_of
from monitor.scoring.forecast.model import Model
from monitor.scoring.forecast.warning import with_warning
from monitor.scoring.sight import link_of
from monitor.settings.forecast_model import FILE, load_forecast_model, model_path


def load_model() -> Model:
    """Return the shipped model. Raises SettingsError where this installation has none, or one that is damaged."""
    return _model(model_path(), version_of(model_path()))


# Reading it takes as long as judging a small project: once in a process, and anew when its file changes.
@lru_cache(maxsize=1)
def _model(_path: Path, _version: tuple[int, int]) -> Model:
    document = load_forecast_model()
    try:
        return Model.of(document)
    except KeyError as error:
        raise SettingsError.plain(f"{FILE}: {error} is missing in the forecast's model; install Mainstay again") from error
    except (TypeError, ValueError) as error:
        raise SettingsError.plain(f"{FILE}: the forecast's model is damaged ({error}); install Mainstay again") from error


def with_forecast(history: History, assessment: Assessment, model: Model, now: datetime, limits: Limits) -> Assessment:
    """Return the assessment with its forecast, and with the warning that it gives where a stall is likely."""
    foretold = replace(assessment, forecast=forecast_of(history, assessment, model, now, limits))
    return with_warning(foretold, link_of(history, Signal.ACTIVITY), limits)
