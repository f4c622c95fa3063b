"""All fourteen real histories through the whole street, judged at dates whose answers are known."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.databases import Source
from tests.e2e.command import CommandLine

pytestmark = pytest.mark.shared

OBSERVED = {
    "QwenLM+Qwen": "2026-03-16",
    "QwenLM+Qwen3": "2026-08-19",
    "QwenLM+Qwen3-VL": "2026-08-19",
    "QwenLM+Qwen3-Coder": "2025-08-16",
    "QwenLM+Qwen-Agent": "2026-05-05",
    "QwenLM+Qwen3.5": "2026-03-15",
    "agronholm+apscheduler": "2026-02-14",
    "encode+httpx": "2026-01-04",
    "spotify+annoy": "2026-08-19",
    "fibo+algebra": "2025-08-25",
    "BurntSushi+xsv": "2025-05-10",
    "google+truth": "2026-08-22",
    "python-greenlet+greenlet": "2026-07-02",
    "bokeh+bokeh": "2024-10-25",
}


def slug(name: str) -> str:
    return name.lower().split("+")[1].replace(".", "-")


def configuration(histories: Path) -> str:
    lines = ["contact: ops@example.org", "projects:"]
    for name, until in OBSERVED.items():
        lines += [f"  {slug(name)}:", "    targets:", f"      - git: {histories / name}.git", f"        observed_until: {until}"]
        lines += ["    family: qwen"] if name.startswith("Qwen") else []
    lines += ["families:", "  qwen: {name: Qwen}", "watchlists:", "  all:", "    projects:"]
    lines += [f"      - {{project: {slug(name)}, impact: high}}" for name in OBSERVED]
    return "\n".join(lines) + "\n"


@pytest.fixture(scope="module")
def collected(histories: Path, tmp_path_factory: pytest.TempPathFactory, all_databases: Source) -> Iterator[Path]:
    """Return the path of a configuration for the fourteen; its state is shared by this module's tests."""
    path = tmp_path_factory.mktemp("fourteen") / "mainstay.yaml"
    with all_databases.lent() as databases:
        path.write_text(configuration(histories) + databases.line(), encoding="utf-8")
        yield path


def judged(mainstay: CommandLine, config: Path, as_of: str) -> dict[str, Any]:
    ran = mainstay("--config", str(config), "--json", "run", "--as-of", as_of)
    assert "" == ran.err
    return {project["key"]: project for project in json.loads(ran.out)["projects"]}


def risks(project: dict[str, Any]) -> set[str]:
    return {finding["rule"] for finding in project["findings"] if finding["outcome"] == "at_risk"}


def test_every_history_is_collected_and_reported(mainstay: CommandLine, collected: Path) -> None:
    ran = mainstay("--config", str(collected), "--json", "run")
    assert 0 == ran.code, ran.err
    assert {slug(name) for name in OBSERVED} == {project["key"] for project in json.loads(ran.out)["projects"]}


def test_a_frozen_copy_is_unknown_long_after_its_last_day(mainstay: CommandLine, collected: Path) -> None:
    assert {"unknown"} == {project["level"] for project in judged(mainstay, collected, "2026-11-01").values()}


@pytest.mark.parametrize(("project", "as_of"), [("xsv", "2025-05-01"), ("annoy", "2025-06-30")])
def test_a_project_left_behind_is_overdue_or_called_quiet_with_numbers(
    mainstay: CommandLine, collected: Path, project: str, as_of: str
) -> None:
    seen = judged(mainstay, collected, as_of)[project]
    assert "release_overdue" in risks(seen) or seen["standing"] == "quiet"
    assert any(finding["rule"] == "release_overdue" and finding["values"] for finding in seen["findings"])


@pytest.mark.parametrize("project", ["truth", "greenlet"])
def test_a_healthy_project_with_one_main_author_is_ok(mainstay: CommandLine, collected: Path, project: str) -> None:
    assert "ok" == judged(mainstay, collected, "2025-06-30")[project]["level"]


def test_one_main_author_is_said_as_context(mainstay: CommandLine, collected: Path) -> None:
    assert "contributor_absence_factor" in risks(judged(mainstay, collected, "2025-06-30")["greenlet"])


def test_a_lead_who_fell_silent_is_reported_with_the_day_last_seen(mainstay: CommandLine, collected: Path) -> None:
    httpx = judged(mainstay, collected, "2026-01-01")["httpx"]
    assert httpx["level"] in {"watch", "alert"}
    silent = [finding for finding in httpx["findings"] if finding["rule"] == "mainstays_silent"]
    assert "at_risk" in {finding["outcome"] for finding in silent}
    # The former main author's last commit day in this history.
    explained = mainstay("--config", str(collected), "explain", "httpx", "--as-of", "2026-01-01").out
    assert "14 February 2025" in explained or "2025-02-14" in explained, explained


def test_an_older_member_of_a_family_is_superseded_and_never_stalled(mainstay: CommandLine, collected: Path) -> None:
    qwen = judged(mainstay, collected, "2026-03-10")["qwen"]
    assert ("superseded", "ok") == (qwen["standing"], qwen["level"])
