"""Real histories at dates whose answers are known. Read beside the checkout, never copied."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path

import pytest

from monitor.model.assessment import Assessment, Standing
from monitor.model.finding import Finding, Level, Outcome, Weight
from monitor.model.limits import DEFAULT_LIMITS
from monitor.model.target import Impact
from monitor.scoring.assess import assess
from monitor.scoring.family import span_of, superseded_by
from monitor.scoring.levels import judge_level
from tests.scoring.real import SHARED, before, read, restored

pytestmark = [
    pytest.mark.shared,
    pytest.mark.skipif(not SHARED.is_dir(), reason="the real histories do not lie beside this checkout"),
    pytest.mark.skipif(shutil.which("zstd") is None, reason="zstd is needed to unpack the real histories"),
]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("histories")


def assessed(folder: Path, name: str, as_of: str) -> Assessment:
    history, now = before(read(restored(name, folder), name), date.fromisoformat(as_of))
    return assess(history, now, DEFAULT_LIMITS)


def level(assessment: Assessment) -> Level:
    return judge_level(assessment, Impact.HIGH, DEFAULT_LIMITS).level


def risks(assessment: Assessment) -> dict[str, Finding]:
    return {finding.rule: finding for finding in assessment.findings if finding.outcome is Outcome.AT_RISK}


@pytest.mark.parametrize(
    ("name", "as_of", "wait_days", "released_on"),
    [("BurntSushi/xsv", "2025-05-01", 2546, date(2018, 5, 12)), ("spotify/annoy", "2025-06-30", 747, date(2023, 6, 14))],
)
def test_a_project_left_behind_is_overdue_with_the_numbers(
    folder: Path, name: str, as_of: str, wait_days: int, released_on: date
) -> None:
    found = assessed(folder, name, as_of)
    overdue = risks(found)["release_overdue"]
    values = overdue.headline.values
    assert (wait_days, released_on, Weight.WARNING) == (values["wait_days"], values["released_on"], overdue.weight)
    assert level(found) in (Level.WATCH, Level.ALERT)


@pytest.mark.parametrize("name", ["google/truth", "python-greenlet/greenlet"])
def test_one_main_author_is_context_in_a_healthy_project(folder: Path, name: str) -> None:
    found = assessed(folder, name, "2025-06-30")
    assert (Level.OK, Weight.CONTEXT) == (level(found), risks(found)["contributor_absence_factor"].weight)


def test_a_lead_who_faded_is_told_since_when_and_a_risen_factor_is_not_healthier(folder: Path) -> None:
    found = assessed(folder, "encode/httpx", "2026-01-01")
    silent = risks(found)["mainstays_silent"]
    lead = [item for item in silent.evidence if item.what.values.get("person") == "User 0"]
    assert date(2025, 2, 14) in {item.at for item in lead}
    assert "contributor_absence_factor.spread_thin" == risks(found)["contributor_absence_factor"].headline.code
    assert level(found) in (Level.WATCH, Level.ALERT)


def test_a_silent_mainstay_alone_never_alerts(folder: Path) -> None:
    assert Level.WATCH is level(assessed(folder, "QwenLM/Qwen", "2026-03-01"))


def test_a_rare_but_living_project_is_not_called_silent(folder: Path) -> None:
    assert Level.OK is level(assessed(folder, "python-greenlet/greenlet", "2018-01-01"))


@pytest.mark.parametrize("as_of", ["2018-01-01", "2022-06-01", "2026-02-01"])
def test_two_release_lines_of_one_author_raise_nothing(folder: Path, as_of: str) -> None:
    assert Level.OK is level(assessed(folder, "agronholm/apscheduler", as_of))


@pytest.mark.parametrize(("as_of", "expected"), [("2018-01-01", Level.OK), ("2023-01-01", Level.ALERT)])
def test_a_slow_stop_alerts_when_it_has_stopped(folder: Path, as_of: str, expected: Level) -> None:
    assert expected is level(assessed(folder, "fibo/algebra", as_of))


def test_an_older_generation_is_superseded_by_the_newest(folder: Path) -> None:
    names = ("QwenLM/Qwen", "QwenLM/Qwen3", "QwenLM/Qwen3-VL", "QwenLM/Qwen3.5")
    spans = {name: span_of(assessed(folder, name, "2026-03-10")) for name in names}
    assert dict.fromkeys(names[:-1], "QwenLM/Qwen3.5") == superseded_by(spans)


def test_a_living_project_is_active(folder: Path) -> None:
    assert Standing.ACTIVE is assessed(folder, "google/truth", "2025-06-30").standing
