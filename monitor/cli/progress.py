"""Progress while sources are looked at: a bar on a terminal, a line per source elsewhere."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TextIO

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from monitor.pipeline.collect import Progress as OnProgress


@contextmanager
def progress_on(stream: TextIO) -> Iterator[OnProgress]:
    """Yield a function to be called after each attempt with (source and target, outcome, number done, number in all)."""
    console = Console(file=stream)
    if not console.is_terminal:
        yield lambda target, outcome, done, of: print(f"[{done}/{of}] {outcome:<12} {target}", file=stream)
        return
    columns = (
        TextColumn("looking"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        TextColumn("{task.description}", markup=False),
    )
    with Progress(*columns, console=console, transient=True) as bar:
        task = bar.add_task("", total=None)
        yield lambda target, outcome, done, of: bar.update(
            task, completed=done, total=of, description=f"{target}: {outcome}"[:60]
        )
