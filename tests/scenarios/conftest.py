"""Fixtures of the stories: the real history that stands for the git side."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

HISTORIES = Path(__file__).resolve().parents[3] / "shared" / "histories"


@pytest.fixture(scope="session")
def history(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the restored history of a model family's repository, or skip."""
    if not HISTORIES.is_dir():
        pytest.skip("the real histories (../shared/histories) are not beside this checkout")
    if not shutil.which("zstd"):
        pytest.skip("zstd is not installed, so the real histories cannot be restored")
    target = tmp_path_factory.mktemp("history") / "family.git"
    subprocess.run(["bash", str(HISTORIES / "restore.sh"), "QwenLM/Qwen3", str(target)], check=True, capture_output=True)
    return target
