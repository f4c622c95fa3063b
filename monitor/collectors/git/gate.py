"""Opening a target: its address is checked before git runs, and a redirect passes the same gate again."""

from __future__ import annotations

from monitor.collectors.git.clone import Listing, fetch_listing
from monitor.collectors.git.process import Git
from monitor.collectors.git.source import source_of
from monitor.model.collecting import Context
from monitor.model.errors import AccessDenied
from monitor.model.facts import Note
from monitor.model.target import Target


def open_git(target: Target, context: Context) -> tuple[Git, Listing, list[Note]]:
    """Return git for `target`, what its server lists, and notes on the way there. Raises SourceError."""
    source = source_of(target, context.git)
    if not source.is_local:
        raise AccessDenied(f"{source.shown}: addresses on the network are not opened before the egress gate is there")
    git = Git.open(source, context.git, context.now)
    return git, fetch_listing(git), []
