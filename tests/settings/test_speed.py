"""Loading is fast and light: CPU seconds of this process, with room for a slow machine."""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.settings.writing import load

THOUSAND = 1000
HEAVY = ("sqlalchemy", "sqlmodel", "httpx", "jinja2", "rich", "apscheduler", "alembic")


def many(number: int) -> str:
    projects = "".join(
        f"  p{n}:\n    name: Project {n}\n    targets:\n      - https://git.example.org/birds/lark{n}\n      - pkg:pypi/lark{n}\n"
        f"    owner: Platform team\n    systems: [billing, portal]\n    if_it_ends: Fork it.\n"
        for n in range(number)
    )
    entries = "".join(f"      - {{project: p{n}, impact: high}}\n" for n in range(number))
    return f"projects:\n{projects}watchlists:\n  all:\n    projects:\n{entries}"


def test_a_thousand_projects_load_within_a_second(tmp_path: Path) -> None:
    taken = []
    # A machine that does other work at that moment slows one of them, hardly all three.
    for _ in range(3):
        start = time.process_time()
        configuration = load(tmp_path, many(THOUSAND))
        taken.append(time.process_time() - start)
        assert THOUSAND == len(configuration.portfolio.projects)
    assert min(taken) < 1


@pytest.mark.parametrize("module", ["monitor.settings.load", "monitor.settings.starter"])
def test_importing_the_settings_imports_nothing_heavy(module: str) -> None:
    script = f"import sys, {module}; print(*sorted(set(sys.modules) & set({HEAVY!r})))"
    done = subprocess.run([sys.executable, "-c", script], check=True, capture_output=True, text=True)
    assert "" == done.stdout.strip()
