"""`mainstay backtest-data LIST OUT_DIR`: data that `mainstay backtest` judges, built from any list of repositories."""

from __future__ import annotations

import importlib
import json
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import click

from monitor.cli.backtest import INSTALL
from monitor.cli.common import Globals
from monitor.cli.interrupt import interrupts
from monitor.cli.look import without_secrets
from monitor.cli.progress import progress_on
from monitor.clock import utc_now
from monitor.model.collecting import GitLimits
from monitor.model.errors import SettingsError
from monitor.model.options import HttpOptions
from monitor.model.target import Entry, Impact, Portfolio, Project, Target, TargetKind, Watchlist
from monitor.pipeline.collect import collect_due
from monitor.pipeline.cycle import OWN_TROUBLE
from monitor.pipeline.house import House, open_house
from monitor.pipeline.jobs import collectors_of
from monitor.pipeline.judge import load_history
from monitor.settings.configuration import Configuration
from monitor.settings.targets import parse_target

WRITING = "monitor.backtest.writing"
GIT = "git"


@click.command(
    name="backtest-data", help="Build data that `backtest` judges from the repositories in LIST: one address a line, # comments."
)
@click.argument("repositories", metavar="LIST", type=click.Path(path_type=Path, dir_okay=False))
@click.argument("out_dir", type=click.Path(path_type=Path, file_okay=False))
@click.option(
    "--work",
    type=click.Path(path_type=Path, file_okay=False),
    help="Keep clones and the salt here, readable by you alone [OUT_DIR.work]; with it, people keep their keys.",
)
@click.pass_obj
def backtest_data(options: Globals, /, repositories: Path, out_dir: Path, work: Path | None) -> None:
    """Clone, read and write all that a list names; what cannot be read is told, and the rest goes on."""
    try:
        writing = importlib.import_module(WRITING)
    except ModuleNotFoundError as error:
        raise SettingsError.plain(f"backtest-data needs {error.name}: {INSTALL}") from error
    targets = dict(_listed(repositories))
    folder = work or out_dir.with_name(f"{out_dir.name}.work")
    with open_house(_configuration(targets, folder), utc_now, exclusive=True) as house:
        with interrupts() as is_interrupted, progress_on(sys.stderr) as progress:
            collected = collect_due(replace(house, is_interrupted=is_interrupted), progress=progress)
        failed = {key: f"{outcome}: {detail}" for key, outcome, detail in collected.problems}
        copies = [_copy(house, key, target, writing) for key, target in targets.items() if target.key not in failed]
        count = writing.write_data(out_dir, copies, house.key)
    _tell(options, out_dir, count, failed)
    sys.exit(OWN_TROUBLE if failed else 0)


def _listed(path: Path) -> Iterator[tuple[str, Target]]:
    """Yield (name in the data, target) of each line. Raises SettingsError that names file and line."""
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise SettingsError.plain(f"{path}: cannot be read: {error}") from error
    seen: dict[str, int] = {}
    names: set[str] = set()
    for number, line in enumerate(lines, start=1):
        text = line.partition("#")[0].strip()
        if not text:
            continue
        target = _target(text, f"{path}:{number}", path.parent)
        if target.key in seen:
            raise SettingsError.plain(f"{path}:{number}: {without_secrets(text)} stands in line {seen[target.key]} already")
        seen[target.key] = number
        short = "/".join(target.key.rstrip("/").rsplit("/", 2)[-2:]).removesuffix(".git")
        name = target.key if short in names else short
        names.add(name)
        yield name, target
    if not seen:
        raise SettingsError.plain(f"{path}: names no repository")


def _target(text: str, place: str, base: Path) -> Target:
    try:
        target = parse_target(text, base=base)
    except ValueError as error:
        raise SettingsError.plain(f"{place}: {without_secrets(text)}: {error}") from error
    if target.kind is not TargetKind.GIT:
        raise SettingsError.plain(f"{place}: {without_secrets(text)}: is no repository")
    return target


def _configuration(targets: dict[str, Target], folder: Path) -> Configuration:
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    projects = {key: Project(key, key, (target,)) for key, target in targets.items()}
    watchlist = Watchlist("data", "Data", tuple(Entry(key, Impact.MEDIUM) for key in projects))
    configuration = Configuration(
        path=folder,
        state_dir=folder,
        database_url=f"sqlite:///{folder}/data.db",
        portfolio=Portfolio(projects, {}, (watchlist,)),
        http=HttpOptions(),
        git=GitLimits(clones_dir=folder / "clones"),
    )
    others = frozenset(collector.SPEC.id for collector in collectors_of() if collector.SPEC.id != GIT)
    return replace(configuration, disabled=others)


def _copy(house: House, key: str, target: Target, writing: object) -> object:
    now = house.clock()
    history = load_history(house, house.configuration.portfolio.projects[key], now)
    made: object = getattr(writing, "Copy")(key, history, target.observed_until or now)  # noqa: B009 - loaded by name
    return made


def _tell(options: Globals, out_dir: Path, count: int, failed: dict[str, str]) -> None:
    if options.as_json:
        click.echo(json.dumps({"repositories": count, "failed": failed}, indent=2, sort_keys=True))
        return
    click.echo(f"wrote {count} repositories into {out_dir}")
    for key, reason in sorted(failed.items()):
        click.echo(f"not read: {key}: {reason}", err=True)
