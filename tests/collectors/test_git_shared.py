"""The collector on real, anonymised histories: the counts agree with git's own."""

from __future__ import annotations

import subprocess
from datetime import UTC, datetime
from pathlib import Path

import pytest

from monitor.model.facts import ActivityFact, ActivityKind, ReleaseFact, Unchanged
from tests.collectors.git_repo import after, context_for, look, only, run_git, target_of

HISTORIES = Path(__file__).parents[3] / "shared" / "histories"
NOW = datetime(2026, 9, 1, tzinfo=UTC)

pytestmark = [
    pytest.mark.shared,
    pytest.mark.skipif(not (HISTORIES / "restore.sh").is_file(), reason="the real histories are not beside this checkout"),
]


@pytest.fixture(params=["encode/httpx", "BurntSushi/xsv"])
def history(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    path = tmp_path / "history"
    subprocess.run(("bash", str(HISTORIES / "restore.sh"), request.param, str(path)), check=True, capture_output=True)
    return path


def test_every_commit_and_merge_of_a_real_history_is_counted(history: Path, tmp_path: Path) -> None:
    facts = only(look(target_of(history), context_for(tmp_path, NOW)), ActivityFact)
    for kind, options in ((ActivityKind.COMMIT, ()), (ActivityKind.MERGE, ("--merges",))):
        expected = int(run_git("rev-list", "--count", *options, "HEAD", at=history))
        assert expected == sum(fact.count for fact in facts if fact.kind == kind)


def test_the_authors_of_a_real_history_are_told_apart(history: Path, tmp_path: Path) -> None:
    facts = only(look(target_of(history), context_for(tmp_path, NOW)), ActivityFact)
    addresses = set(run_git("log", "--format=%ae", "HEAD", at=history).split())
    assert len(addresses) == len({fact.identity.stable_id for fact in facts if fact.kind == ActivityKind.COMMIT})


def test_a_real_history_has_releases_and_is_unchanged_at_the_next_look(history: Path, tmp_path: Path) -> None:
    context = context_for(tmp_path, NOW)
    yields = look(target_of(history), context)
    tags = run_git("tag", at=history).split()
    assert len(tags) >= len(only(yields, ReleaseFact)) > len(tags) * 0.9
    assert [Unchanged()] == look(target_of(history), after(yields, context))
