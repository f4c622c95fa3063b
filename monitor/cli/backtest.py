"""`mainstay backtest DATA_DIR`: judge us on real history. The kind of data is told by the files of the folder."""

from __future__ import annotations

import importlib
import json
from collections.abc import Mapping
from pathlib import Path

import click

from monitor.backtest.job import Job, Judge
from monitor.cli.common import Globals
from monitor.model.errors import SettingsError

INSTALL = "in a clone: .venv/bin/pip install -e '.[train]'"
# What tells a kind of data -> module:function; the first that is there decides. The function takes a Job and returns a Verdict.
KINDS: Mapping[str, str] = {
    "governance.jsonl": "monitor.backtest.departures:judge",
    "commits.parquet": "monitor.backtest.forecasts:judge",
}


@click.command(help="Judge us on real history in DATA_DIR: forecasts, or readings of governance files, told by its files.")
@click.argument("data_dir", type=click.Path(path_type=Path, file_okay=False))
@click.option("--folds", type=click.IntRange(2, 20), help="Retrain, so that no repository judges itself.")
@click.option("--out", type=click.Path(path_type=Path, dir_okay=False), help="Write the forecasts there, as CSV.")
@click.pass_obj
def backtest(options: Globals, /, data_dir: Path, folds: int | None, out: Path | None) -> None:
    """Judge what is in a folder."""
    verdict = judge_of(data_dir)(Job(data_dir, folds, out))
    click.echo(json.dumps(verdict.document, indent=2, sort_keys=True) if options.as_json else verdict.text)


def judge_of(folder: Path) -> Judge:
    """Return what judges the data of a folder. Raises SettingsError where nothing does, or where the extra is not installed."""
    place = next((place for name, place in KINDS.items() if (folder / name).is_file()), None)
    if place is None:
        known = " or ".join(KINDS)
        raise SettingsError.plain(f"{folder}: holds no data that can be judged; expected {known} in it")
    module, function = place.split(":")
    try:
        judge: Judge = getattr(importlib.import_module(module), function)
    except ModuleNotFoundError as error:
        raise SettingsError.plain(f"backtest needs {error.name}: {INSTALL}") from error
    return judge
