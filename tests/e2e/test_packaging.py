"""The wheel is whole: built without a network, installed elsewhere, it finds its templates and its configuration."""

from __future__ import annotations

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from monitor import __version__

ROOT = Path(__file__).resolve().parents[2]


def run(*command: str, cwd: Path, **environ: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, *command],
        cwd=cwd,
        env={**os.environ, **environ},
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    built = run("-m", "hatchling", "build", "-t", "wheel", "-d", str(folder), cwd=ROOT)
    assert 0 == built.returncode, built.stderr
    (found,) = folder.glob("*.whl")
    return found


@pytest.fixture(scope="module")
def site(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the wheel is installed: a folder that stands before everything else on the path."""
    folder = tmp_path_factory.mktemp("site")
    options = ("--no-deps", "--no-index", "--no-compile", "--quiet", "--disable-pip-version-check")
    installed = run("-m", "pip", "install", *options, "--target", str(folder), str(wheel), cwd=folder)
    assert 0 == installed.returncode, installed.stderr
    return folder


def test_the_wheel_is_named_after_the_project_and_its_version(wheel: Path) -> None:
    assert f"mainstay-{__version__}-py3-none-any.whl" == wheel.name


@pytest.mark.parametrize("name", ["templates", "config"])
def test_the_wheel_holds_every_file_of(name: str, wheel: Path) -> None:
    files = {path.relative_to(ROOT / name).as_posix() for path in (ROOT / name).rglob("*") if path.is_file()}
    packed = {
        entry.removeprefix(f"monitor/_data/{name}/") for entry in zipfile.ZipFile(wheel).namelist() if f"/_data/{name}/" in entry
    }
    assert files
    assert files == packed


def test_the_wheel_holds_the_model_of_the_forecast(wheel: Path) -> None:
    packed = zipfile.ZipFile(wheel).read("monitor/_data/config/forecast/continuity.json")
    assert (ROOT / "config" / "forecast" / "continuity.json").read_bytes() == packed


def test_the_wheel_holds_nothing_but_the_package_and_its_licence(wheel: Path) -> None:
    entries = zipfile.ZipFile(wheel).namelist()
    assert {"monitor", f"mainstay-{__version__}.dist-info"} == {entry.partition("/")[0] for entry in entries}
    assert f"mainstay-{__version__}.dist-info/licenses/LICENSE" in entries


def test_an_installed_wheel_uses_its_own_files(site: Path, tmp_path: Path) -> None:
    code = "from monitor.paths import data_dir; print(data_dir('templates'), data_dir('config'), sep='\\n')"
    found = run("-c", code, cwd=tmp_path, PYTHONPATH=str(site))
    assert [str(site / "monitor" / "_data" / name) for name in ("templates", "config")] == found.stdout.splitlines()


def test_an_installed_wheel_forecasts_by_its_own_model(site: Path, tmp_path: Path) -> None:
    code = "from monitor.pipeline.foresight import load_model; print(load_model().name)"
    found = run("-c", code, cwd=tmp_path, PYTHONPATH=str(site))
    assert ("continuity/1\n", "") == (found.stdout, found.stderr)


def test_an_installed_wheel_says_what_it_can_do(site: Path, tmp_path: Path) -> None:
    shown = run("-m", "monitor", "--help", cwd=tmp_path, PYTHONPATH=str(site))
    assert (0, "") == (shown.returncode, shown.stderr)
    assert "mainstay" in shown.stdout.lower()


def test_an_installed_wheel_writes_a_starter_that_is_good(site: Path, tmp_path: Path) -> None:
    made = run("-m", "monitor", "init", str(tmp_path), cwd=tmp_path, PYTHONPATH=str(site))
    assert 0 == made.returncode, made.stderr
    checked = run("-m", "monitor", "check", cwd=tmp_path, PYTHONPATH=str(site))
    assert 0 == checked.returncode, checked.stdout + checked.stderr
