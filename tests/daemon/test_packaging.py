"""What is shipped to run the daemon without privileges fits the daemon and keeps its promise."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import pytest

from monitor.daemon.serve import CHECK_SECONDS
from monitor.model.options import DaemonOptions

PACKAGING = Path(__file__).resolve().parents[2] / "packaging"
UNIT = (PACKAGING / "mainstay.service").read_text()
CONTAINER = (PACKAGING / "Containerfile").read_text()
DEFAULT = DaemonOptions()
# Systemd's own scale from 0 to 10, times ten.
MOST_EXPOSED = 15


def said(name: str) -> str:
    """Return the last value of a key of the unit."""
    values: list[str] = re.findall(rf"^{name}=(.*)$", UNIT, re.MULTILINE)
    return values[-1]


@pytest.mark.skipif(not shutil.which("systemd-analyze"), reason="systemd-analyze is not installed")
def test_systemd_finds_the_unit_hardly_exposed() -> None:
    command = ("systemd-analyze", "security", "--offline=true", "--no-pager", f"--threshold={MOST_EXPOSED}")
    done = subprocess.run([*command, str(PACKAGING / "mainstay.service")], capture_output=True, text=True, check=False)
    assert 0 == done.returncode, done.stdout + done.stderr


@pytest.mark.skipif(not shutil.which("systemd-analyze"), reason="systemd-analyze is not installed")
def test_systemd_understands_every_line_of_the_unit(tmp_path: Path) -> None:
    unit = tmp_path / "mainstay.service"
    unit.write_text(UNIT.replace("/opt/mainstay/bin/mainstay", "/bin/true"))
    done = subprocess.run(["systemd-analyze", "verify", str(unit)], capture_output=True, text=True, check=False)
    assert [] == [line for line in done.stderr.splitlines() if "mainstay.service" in line]


def test_systemd_waits_longer_than_the_daemon_drains() -> None:
    assert float(said("TimeoutStopSec").removesuffix("s")) > DEFAULT.drain_seconds


def test_the_watchdog_is_more_patient_than_the_daemon_is_slow() -> None:
    assert float(said("WatchdogSec").removesuffix("min")) * 60 > 2 * CHECK_SECONDS


def test_a_mistake_in_the_configuration_is_not_tried_again() -> None:
    assert "2" == said("RestartPreventExitStatus")


def test_the_container_runs_as_a_fixed_user_that_is_not_root() -> None:
    assert re.search(r"^USER [1-9]\d{3,}:[1-9]\d{3,}$", CONTAINER, re.MULTILINE)
    assert CONTAINER.rindex("\nUSER ") > CONTAINER.rindex("\nRUN ")


def test_the_container_asks_for_its_health_where_the_daemon_answers() -> None:
    assert DEFAULT.listen
    assert f"http://{DEFAULT.listen.host}:{DEFAULT.listen.port}/healthz" in CONTAINER


def test_the_container_is_stopped_by_what_drains_the_daemon() -> None:
    assert "\nSTOPSIGNAL SIGTERM\n" in CONTAINER
