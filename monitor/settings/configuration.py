"""The one configuration of a run, checked and complete: what every other room is handed a part of."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from monitor.model.collecting import GitLimits
from monitor.model.included import Expansion, Unresolved
from monitor.model.limits import Limits
from monitor.model.options import DaemonOptions, HttpOptions, Retention
from monitor.model.target import Portfolio


@dataclass(frozen=True, slots=True)
class Configuration:
    """Everything one configuration file says, with defaults filled in and every path absolute.

    `path` is as the user named it. `homes` maps a purl type to an index address, `bases` a source's id (or `id:host`) to the
    address of its interface, `channels` a channel's name to its options. `enabled`, `disabled`: collectors switched by hand.
    `unresolved` are entries of included files that cannot be watched, `expansions` organisations whose repositories are.
    `database_url` and `channels` may hold a password: they are never shown.
    """

    path: Path
    state_dir: Path
    database_url: str = field(repr=False)
    portfolio: Portfolio
    http: HttpOptions
    git: GitLimits
    homes: Mapping[str, str] = field(default_factory=dict)
    bases: Mapping[str, str] = field(default_factory=dict)
    unresolved: tuple[Unresolved, ...] = ()
    expansions: tuple[Expansion, ...] = ()
    enabled: frozenset[str] = frozenset()
    disabled: frozenset[str] = frozenset()
    bots: frozenset[str] = frozenset()
    limits: Limits = field(default_factory=Limits)
    retention: Retention = field(default_factory=Retention)
    channels: Mapping[str, Mapping[str, object]] = field(default_factory=dict, repr=False)
    daemon: DaemonOptions = field(default_factory=DaemonOptions)
