"""Past versions of the lists in a repository's root and its platform's folder: read at a first look, only where there are any."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

import pytest

from monitor.collectors.git import lists
from monitor.collectors.git.clone import bring
from monitor.collectors.git.process import Git
from monitor.model.facts import StateFact, Yield
from tests.collectors.git_repo import ADA, BOB, DAY, START, Repository, context_for, look, notes, only

BOTH, BEN = "- @ada\n- @ben\n", "- @ben\n"


def told(yields: list[Yield]) -> list[tuple[str, str, str, datetime | None]]:
    """Return (attribute, path, first line, since) of the versions, oldest first."""
    found = [fact for fact in only(yields, StateFact) if fact.attribute in (lists.VERSION, lists.GONE)]
    ordered = sorted(found, key=lambda fact: str(fact.held_from))
    return [(fact.attribute, fact.subject.partition("@")[0], fact.value.partition("\n")[0], fact.held_from) for fact in ordered]


def on(day: int) -> datetime:
    return datetime.fromtimestamp(START + day * DAY, UTC)


@pytest.fixture
def repository(tmp_path: Path) -> Repository:
    made = Repository.new(tmp_path / "lark.git")
    made.commit(ADA, START, files={"README.md": "lark\n", "src/a.py": "1\n"})
    made.commit(ADA, START + 2 * DAY, files={"MAINTAINERS.md": BOTH})
    made.commit(BOB, START + 5 * DAY, files={"src/a.py": "2\n"})
    made.commit(BOB, START + 9 * DAY, files={"MAINTAINERS.md": BEN, "CODEOWNERS": "* @ben\n"})
    made.commit(BOB, START + 12 * DAY, files={"src/b.py": "3\n"})
    return made


def test_each_version_is_told_with_the_day_of_its_commit(repository: Repository, tmp_path: Path) -> None:
    repository.write()
    assert [
        (lists.VERSION, "MAINTAINERS.md", "- @ada", on(2)),
        (lists.VERSION, "CODEOWNERS", "* @ben", on(9)),
        (lists.VERSION, "MAINTAINERS.md", "- @ben", on(9)),
    ] == sorted(told(look(repository.target(), context_for(tmp_path))), key=lambda one: (str(one[3]), one[1]))


def test_a_repository_without_lists_is_not_asked_for_its_trees(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made = Repository.new(tmp_path / "plain.git")
    made.commit(ADA, START, files={"README.md": "plain\n", "docs/MAINTAINERS.md": BOTH})
    made.write()
    asked: list[object] = []
    monkeypatch.setattr(lists, "bring", lambda *names: asked.append(names))
    assert [] == told(look(made.target(), context_for(tmp_path)))
    assert [] == asked


@pytest.mark.parametrize("folder", [".github", ".gitlab"])
def test_lists_in_the_folder_of_a_platform_are_read_too(repository: Repository, tmp_path: Path, folder: str) -> None:
    repository.commit(BOB, START + 15 * DAY, files={f"{folder}/CODEOWNERS": "* @ada\n", f"{folder}/ci.yml": "1\n"})
    repository.commit(BOB, START + 16 * DAY, files={f"{folder}/ci.yml": "2\n"})
    repository.commit(BOB, START + 17 * DAY, files={"src/b.py": "4\n"})
    repository.commit(BOB, START + 19 * DAY, files={f"{folder}/CODEOWNERS": "* @ben\n"})
    repository.write()
    path = f"{folder}/CODEOWNERS"
    found = [one for one in told(look(repository.target(), context_for(tmp_path))) if one[1] == path]
    assert [(lists.VERSION, path, "* @ada", on(15)), (lists.VERSION, path, "* @ben", on(19))] == found


def test_a_folder_without_lists_brings_its_tree_of_today_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made = Repository.new(tmp_path / "plain.git")
    made.commit(ADA, START, files={"README.md": "plain\n", ".github/ci.yml": "1\n"})
    made.commit(ADA, START + DAY, files={".github/ci.yml": "2\n"})
    made.write()
    asked: list[int] = []

    def heard(git: Git, clone: Path, names: Sequence[str]) -> None:
        asked.append(len(names))
        bring(git, clone, names)

    monkeypatch.setattr(lists, "bring", heard)
    assert [] == told(look(made.target(), context_for(tmp_path)))
    assert [1] == asked


def test_a_merge_is_the_change_that_visitors_saw(repository: Repository, tmp_path: Path) -> None:
    main = repository.commit(BOB, START + 15 * DAY, files={"src/c.py": "4\n"})
    side = repository.commit(ADA, START + 16 * DAY, files={"MAINTAINERS.md": BOTH}, branch="side", parents=(main,))
    repository.commit(BOB, START + 20 * DAY, parents=(main, side), files={"MAINTAINERS.md": BOTH})
    repository.write()
    assert (lists.VERSION, "MAINTAINERS.md", "- @ada", on(20)) == told(look(repository.target(), context_for(tmp_path)))[-1]


def test_older_commits_than_the_limit_are_left_and_the_oldest_read_says_so(
    repository: Repository, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    repository.write()
    monkeypatch.setattr(lists, "MOST_COMMITS", 2)
    found = [
        fact for fact in only(look(repository.target(), context_for(tmp_path)), StateFact) if fact.attribute == lists.VERSION
    ]
    assert {"MAINTAINERS.md@start"} == {fact.subject for fact in found if fact.held_from == on(5)}


def test_only_the_newest_versions_are_told(repository: Repository, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    repository.write()
    monkeypatch.setattr(lists, "MOST_VERSIONS", 1)
    assert [on(9)] == [since for _, _, _, since in told(look(repository.target(), context_for(tmp_path)))]


def test_no_address_of_a_list_is_kept(tmp_path: Path) -> None:
    made = Repository.new(tmp_path / "lark.git")
    made.commit(ADA, START, files={"MAINTAINERS": "Ada Quill <ada@lark.example> (@ada)\n"})
    made.write()
    ((_, _, line, _),) = told(look(made.target(), context_for(tmp_path)))
    assert "Ada Quill <(address withheld)> (@ada)" == line


def test_what_cannot_be_read_is_a_note_and_the_look_is_a_good_one(
    repository: Repository, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    repository.write()
    monkeypatch.setattr(lists, "MOST_COMMITS", 0)
    monkeypatch.setattr(lists, "HEAD", "refs/mainstay/nothing")
    yields = look(repository.target(), context_for(tmp_path))
    assert (["lists_unread"], []) == (notes(yields), told(yields))
