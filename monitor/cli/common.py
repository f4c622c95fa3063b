"""What commands share: the global options, where the configuration is, dates, and the exit code of a level."""

from __future__ import annotations

import os
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from monitor.clock import utc_now
from monitor.model.errors import SettingsError
from monitor.model.finding import Level

if TYPE_CHECKING:
    from monitor.settings.configuration import Configuration

FIRST_YEAR = 1970
DEFAULT_PLACES = (Path("config/mainstay.yaml"), Path("mainstay.yaml"))


class Globals:
    """The global options of one call."""

    def __init__(self, config: Path | None, as_json: bool) -> None:
        self.config = config
        self.as_json = as_json

    def config_path(self) -> Path:
        """Return the configuration to read. Raises SettingsError where none was named and none is found."""
        if self.config:
            return self.config
        for place in DEFAULT_PLACES:
            if place.exists():
                return place
        tried = " nor ".join(str(place) for place in DEFAULT_PLACES)
        raise SettingsError.plain(
            f"no configuration: neither {tried} is here; `mainstay init` writes one, --config FILE names one"
        )


class Day(click.ParamType[datetime, Any]):
    """A date as YYYY-MM-DD, read as that day's first moment in UTC (design section 4)."""

    name = "date"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> datetime:
        """Return the aware datetime, or fail with what was expected."""
        if isinstance(value, datetime):
            return value
        try:
            day = datetime.strptime(str(value), "%Y-%m-%d").replace(tzinfo=UTC)
        except ValueError:
            self.fail(f"{value!r} is not a date like 2026-03-04", param, ctx)
        if day.year < FIRST_YEAR:
            self.fail(f"{value!r} is before {FIRST_YEAR}: no public history reaches back that far", param, ctx)
        return day


class PastDay(Day):
    """A date of today (UTC) or before: nobody can look back at a day that is still to come."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> datetime:
        """Return the aware datetime, or fail with what was expected."""
        moment = super().convert(value, param, ctx)
        if moment > utc_now():
            self.fail(f"{value} lies in the future; give today ({utc_now():%Y-%m-%d} UTC) or a day before", param, ctx)
        return moment


class EndDay(Day):
    """A date of today (UTC) or later, on which something ends: one that is past is a slip, and would end it unasked."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> datetime:
        """Return the aware datetime, or fail with what was expected."""
        moment = super().convert(value, param, ctx)
        if moment.date() < utc_now().date():
            self.fail(f"{value} is past; give a later day, or today ({utc_now():%Y-%m-%d} UTC) to end it now", param, ctx)
        return moment


class LevelWord(click.Choice[str]):
    """A level at which to fail."""

    def __init__(self) -> None:
        super().__init__([Level.WATCH.word, Level.ALERT.word])


def require_folder(out: Path) -> None:
    """Raise SettingsError where the folder of a file that is to be written is not there: it may be misspelt."""
    if not out.parent.is_dir():
        raise SettingsError.plain(f"--out {out}: there is no folder {out.parent}; make it first, or name another")


def level_of(word: str | None) -> Level | None:
    """Return the level of a word, None of None."""
    return Level[word.upper()] if word else None


def environment() -> dict[str, str]:
    """Return a copy of the process's environment, read here and nowhere else."""
    return dict(os.environ)


def loaded(options: Globals, load: Any) -> Configuration:
    """Return the configuration of this call by the loader given."""
    configuration: Configuration = load(options.config_path(), environment())
    return configuration
