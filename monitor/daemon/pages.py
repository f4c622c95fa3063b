"""What /healthz and /metrics say: a JSON document and OpenMetrics text, both made of a Health. Pure."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from monitor import __version__
from monitor.daemon.health import Health

OPENMETRICS = "application/openmetrics-text; version=1.0.0; charset=utf-8"
JSON = "application/json"
GOOD, BAD = 200, 503


@dataclass(frozen=True, slots=True)
class Page:
    """One answer."""

    status: int
    kind: str
    text: str


def health_page(health: Health, now: datetime) -> Page:
    """Return the health as JSON, always with the age of the last good look: 200 while it is good, 503 where it is not."""
    status = health.status(now)
    document = {
        "status": status.value,
        "version": __version__,
        "started_at": _moment(health.started_at),
        "last_good_look_at": _moment(health.looked_at),
        "age_seconds": int(health.age(now).total_seconds()),
        "busy_since": _moment(health.busy_since),
        "failure": health.failure or None,
        "settings": {"current": not health.refused, "refused": health.refused or None},
        "sources": _sources(health),
        "messages": {"waiting": len(health.waiting), "oldest_since": _moment(min(health.waiting, default=None))},
    }
    return Page(GOOD if status.is_good else BAD, JSON, json.dumps(document, ensure_ascii=False, indent=1) + "\n")


def _sources(health: Health) -> dict[str, object] | None:
    """Return what the last cycle found; some sources missing is no trouble of ours and never red."""
    collected = health.collected
    if not collected:
        return None
    last = _moment(health.answered_at)
    return {"known": collected.known, "due": collected.due, "answered": collected.answered, "last_answer_at": last}


def _moment(moment: datetime | None) -> str | None:
    return moment.isoformat(timespec="seconds").replace("+00:00", "Z") if moment else None


@dataclass(frozen=True, slots=True)
class _Family:
    """One metric: `samples` are (labels, value); a value of None is left out."""

    name: str
    kind: str
    text: str
    samples: Iterable[tuple[Mapping[str, str], float | None]]
    unit: str = field(default="")

    def lines(self) -> list[str]:
        suffix = {"counter": "_total", "info": "_info"}.get(self.kind, "")
        unit = [f"# UNIT {self.name} {self.unit}"] if self.unit else []
        values = [f"{self.name}{suffix}{_labels(labels)} {value:.15g}" for labels, value in self.samples if value is not None]
        return [f"# TYPE {self.name} {self.kind}", *unit, f"# HELP {self.name} {self.text}", *values]


def metrics_page(health: Health, now: datetime) -> Page:
    """Return the health as OpenMetrics text."""
    lines = [line for family in _families(health, now) for line in family.lines()]
    return Page(GOOD, OPENMETRICS, "\n".join([*lines, "# EOF"]) + "\n")


def _families(health: Health, now: datetime) -> list[_Family]:
    collected = health.collected
    sources = {"known": collected.known, "due": collected.due, "answered": collected.answered} if collected else {}
    good = float(health.status(now).is_good)
    return [
        _Family("mainstay_build", "info", "Version of Mainstay.", [({"version": __version__}, 1)]),
        _Family("mainstay_healthy", "gauge", "1 while /healthz answers 200.", [({}, good)]),
        _moments("mainstay_start_time_seconds", "When the daemon started.", health.started_at),
        _moments(
            "mainstay_last_good_look_time_seconds", "When the last look without trouble of our own ended.", health.looked_at
        ),
        _moments("mainstay_last_answer_time_seconds", "When a source last answered.", health.answered_at),
        _Family("mainstay_looks", "counter", "Looks for what is due, by result.", _by("result", _all_looks(health))),
        _Family("mainstay_attempts", "counter", "Attempts at sources, by outcome.", _by("outcome", health.outcomes)),
        _Family("mainstay_sources", "gauge", "Sources in the last cycle.", _by("state", sources)),
        _Family("mainstay_messages", "counter", "Tries to deliver a message, by result.", _by("result", health.messages)),
        _Family("mainstay_messages_waiting", "gauge", "Messages that somebody has yet to accept.", [({}, len(health.waiting))]),
        _moments("mainstay_oldest_message_time_seconds", "When the oldest of them was made.", min(health.waiting, default=None)),
        _Family("mainstay_reports", "counter", "Reports made.", [({}, health.reports)]),
        _Family("mainstay_cycle_seconds", "gauge", "Length of the last cycle.", [({}, health.cycle_seconds)], "seconds"),
        _Family("mainstay_busy", "gauge", "1 while a cycle is under way.", [({}, float(health.busy_since is not None))]),
        _Family(
            "mainstay_settings_current", "gauge", "0 while the newest settings are refused.", [({}, float(not health.refused))]
        ),
    ]


def _all_looks(health: Health) -> Mapping[str, int]:
    """Return every result with its count, zeros too: a counter that appears late has no increase."""
    return {"cycle": 0, "idle": 0, "failed": 0, **health.looks}


def _moments(name: str, text: str, moment: datetime | None) -> _Family:
    return _Family(name, "gauge", text, [({}, moment.timestamp() if moment else None)], "seconds")


def _by(label: str, numbers: Mapping[str, int]) -> list[tuple[Mapping[str, str], float | None]]:
    return [({label: word}, number) for word, number in sorted(numbers.items())]


def _labels(labels: Mapping[str, str]) -> str:
    if not labels:
        return ""
    return "{" + ",".join(f'{name}="{_escaped(value)}"' for name, value in labels.items()) + "}"


def _escaped(value: str) -> str:
    return value.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
