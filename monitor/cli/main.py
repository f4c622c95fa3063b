"""The `mainstay` command: a table of commands, each loaded only when it is called, so that `--help` stays fast."""

from __future__ import annotations

import importlib
import io
import os
import sys
import traceback
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from types import TracebackType
from typing import Any, NoReturn

import click

from monitor import __version__
from monitor.cli.common import Globals
from monitor.model.errors import MainstayError, SettingsError

PROGRAM = "mainstay"
USAGE, OWN_TROUBLE, INTERRUPTED = 2, 3, 130

# name -> (module:function, one line of help)
COMMANDS = {
    "init": ("monitor.cli.setup:init", "Write a commented starter configuration."),
    "check": ("monitor.cli.setup:check", "Validate the configuration: every error with file, line, column and key."),
    "run": ("monitor.cli.run:run", "One whole cycle now: collect what is due, assess, report, deliver."),
    "daemon": ("monitor.cli.daemon:daemon", "The same on schedule, until stopped."),
    "look": ("monitor.cli.look:look", "One repository or package now, without any configuration."),
    "report": ("monitor.cli.show:report", "Render a report from what is stored; moves no marker."),
    "explain": ("monitor.cli.show:explain", "Why this level: every finding, number and source, and what is missing."),
    "people": ("monitor.cli.people:people", "Who is who in a project, by which proof, in which role; corrects it."),
    "ack": ("monitor.cli.answers:ack", "A finding is known and owned: no message rests on it alone."),
    "snooze": ("monitor.cli.answers:snooze", "Not now: no message rests on a finding until a day."),
    "dispute": ("monitor.cli.answers:dispute", "A finding is wrong: reports say so."),
    "decide": ("monitor.cli.decide:decide", "What you do about a project or finding, and when you look again."),
    "note": ("monitor.cli.note:note", "File what you saw on a page that is not watched."),
    "propose": ("monitor.cli.propose:propose", "Addresses that watched ones name and you do not watch."),
    "doctor": ("monitor.cli.doctor:doctor", "Which sources answer, what is stale, and what did not arrive."),
    "backtest-data": ("monitor.cli.backtest_data:backtest_data", "Build data that backtest judges from a list of repositories."),
    "backtest": ("monitor.cli.backtest:backtest", "Judge us on real history: forecasts, or readings of governance files."),
    "forget": ("monitor.cli.privacy:forget", "Erase an account and never collect it again."),
}


@contextmanager
def _readers_may_leave() -> Iterator[None]:
    """Tell a closed pipe as any other failed writing: Click would make exit code 1 of it, our word for a level reached."""
    try:
        yield
    except BrokenPipeError as error:
        raise OSError("who read it has left") from error


class LazyGroup(click.Group):
    """A group that imports a command's module when the command is called, and not for `--help`."""

    def make_context(
        self, info_name: str | None, args: list[str], parent: click.Context | None = None, **extra: Any
    ) -> click.Context:
        """Return the context of a call. Raises OSError where help cannot be shown."""
        with _readers_may_leave():
            return super().make_context(info_name, args, parent, **extra)

    def invoke(self, ctx: click.Context) -> Any:
        """Return what the command returns. Raises OSError where it cannot say what it has to say."""
        with _readers_may_leave():
            return super().invoke(ctx)

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the names in the order a newcomer meets them."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Return the command, imported now."""
        if cmd_name not in COMMANDS:
            return None
        module, function = COMMANDS[cmd_name][0].split(":")
        command: click.Command = getattr(importlib.import_module(module), function)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the table without importing any command."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, text) for name, (_, text) in COMMANDS.items()])


@click.group(cls=LazyGroup, context_settings={"help_option_names": ["-h", "--help"]})
@click.option(
    "--config", "config", type=click.Path(path_type=Path), help="Configuration [./config/mainstay.yaml, ./mainstay.yaml]"
)
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document (mainstay.report/1) instead of text.")
@click.version_option(__version__, prog_name="mainstay")
@click.pass_context
def mainstay(ctx: click.Context, config: Path | None, as_json: bool) -> None:
    """Will the projects we depend on still be carried next year, and by whom?"""
    ctx.obj = Globals(config, as_json)


def main() -> NoReturn:
    """Run the command line; a foreseen error becomes a clear text and an exit code, never a traceback."""
    for stream in (sys.stdout, sys.stderr):
        # A terminal that cannot show a name shows a question mark; a closed one is told by OSError below.
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")
    try:
        with _OurFault():
            mainstay(prog_name=PROGRAM, standalone_mode=False)
        sys.stdout.flush()
    except click.ClickException as error:
        with suppress(OSError):
            error.show()
        _leave(error.exit_code)
    except click.exceptions.Exit as wanted:
        _leave(wanted.exit_code)
    except SettingsError as error:
        _stop(str(error), USAGE)
    except MainstayError as error:
        _stop(f"{PROGRAM}: {error}", OWN_TROUBLE)
    except (click.Abort, KeyboardInterrupt):
        _stop(f"{PROGRAM}: stopped", INTERRUPTED)
    except (OSError, AttributeError) as error:
        if isinstance(error, AttributeError) and sys.stdout is not None:
            raise
        reason = error if isinstance(error, OSError) else "standard output is closed"
        _stop(f"{PROGRAM}: cannot write what there is to say: {reason}", OWN_TROUBLE)
    _leave(0)


class _OurFault:
    """Ends a fault that nobody foresaw with 3: Python's own 1 means that a project is at the level of --fail-on."""

    def __enter__(self) -> None:
        return None

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        is_foreseen = isinstance(error, (click.ClickException, click.exceptions.Exit, MainstayError, OSError, click.Abort))
        is_closed = isinstance(error, AttributeError) and sys.stdout is None
        if error is None or is_foreseen or is_closed or not isinstance(error, Exception):
            return
        lines = "".join(traceback.format_exception(kind, error, trace))
        said = f"{PROGRAM}: a fault of ours ({type(error).__name__}): please report it; nothing stored before is lost"
        _stop(f"{lines}{said}", OWN_TROUBLE)


def _stop(text: str, code: int) -> NoReturn:
    with suppress(OSError):
        click.echo(text, err=True)
    _leave(code)


def _leave(code: int) -> NoReturn:
    """Exit with `code`, also where what was printed cannot be flushed: Python would make a code of its own of that."""
    try:
        if sys.stdout is not None:
            sys.stdout.flush()
    except OSError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(code or OWN_TROUBLE)
    sys.exit(code)
