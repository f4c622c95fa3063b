"""`mainstay backtest-data`: from a list of repositories to data that is judged, people as keys, nothing clear about anybody."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from tests.backtest.made import needing_the_extra
from tests.collectors.git_repo import ADA, BOB, DAY, START, Repository
from tests.e2e.command import CommandLine

polars = needing_the_extra("polars")
CANARIES = (b"Lovelace", b"ada@analytical", b"Babbage", b"bob@analytical", b"A change")
YEARS_BACK = 5 * 365


def repository(path: Path, days: int = 40) -> Path:
    made = Repository.new(path)
    begin = START - YEARS_BACK * DAY
    marks = [made.commit(ADA if day % 3 else BOB, begin + day * 9 * DAY) for day in range(days)]
    made.commit(("dependabot[bot]", "49699333+dependabot[bot]@users.noreply.github.com"), begin + 3 * DAY)
    made.tag("v1.2.0", marks[10])
    made.write()
    return path


@pytest.fixture
def listed(tmp_path: Path) -> Path:
    repository(tmp_path / "one" / "lark.git")
    repository(tmp_path / "two" / "wren.git", days=25)
    path = tmp_path / "list.txt"
    path.write_text("# drawn by chance\n./one/lark.git\n\n./two/wren.git # another\n", encoding="utf-8")
    return path


def table(folder: Path, name: str) -> list[tuple[object, ...]]:
    rows: list[tuple[object, ...]] = polars.read_parquet(folder / f"{name}.parquet").rows()
    return rows


def test_commits_tags_and_repositories_are_written_as_backtest_reads_them(mainstay: CommandLine, listed: Path) -> None:
    ran = mainstay("backtest-data", str(listed), "out")
    assert (0, "wrote 2 repositories into out\n") == (ran.code, ran.out)
    out = listed.parent / "out"
    assert {("one/lark", 41), ("two/wren", 26)} == {(row[0], row[2]) for row in table(out, "repositories")}
    commits = table(out, "commits")
    assert (67, 3, 2) == (len(commits), len({row[1] for row in commits}), sum(bool(row[2]) for row in commits))
    assert {("one/lark", "1.2.0"), ("two/wren", "1.2.0")} == {row[:2] for row in table(out, "tags")}
    judged = mainstay("--json", "backtest", "out")
    assert (0, "") == (judged.code, judged.err)
    assert '"repositories": 2' in judged.out


def test_a_person_is_the_same_key_in_every_repository_and_in_the_next_run(mainstay: CommandLine, listed: Path) -> None:
    mainstay("backtest-data", str(listed), "out", "--work", "kept")
    first = table(listed.parent / "out", "commits")
    keys = [{row[1] for row in first if row[0] == name and not row[2]} for name in ("one/lark", "two/wren")]
    assert (2, keys[0]) == (len(keys[0]), keys[1])
    mainstay("backtest-data", str(listed), "again", "--work", "kept")
    assert first == table(listed.parent / "again", "commits")
    mainstay("backtest-data", str(listed), "other", "--work", "another")
    assert keys[0].isdisjoint({row[1] for row in table(listed.parent / "other", "commits")})


def test_nothing_clear_about_anybody_is_written(mainstay: CommandLine, listed: Path) -> None:
    mainstay("backtest-data", str(listed), "out")
    files = list((listed.parent / "out").iterdir())
    assert ["commits.parquet", "repositories.parquet", "tags.parquet"] == sorted(file.name for file in files)
    for file in files:
        assert [] == [word for word in CANARIES if word in file.read_bytes()]
    assert 0o700 == (listed.parent / "out.work").stat().st_mode & 0o777


def test_what_cannot_be_read_is_told_and_the_rest_goes_on(mainstay: CommandLine, listed: Path) -> None:
    with listed.open("a", encoding="utf-8") as file:
        file.write("./nowhere.git\n")
    ran = mainstay("backtest-data", str(listed), "out")
    assert (3, "wrote 2 repositories into out\n") == (ran.code, ran.out)
    assert "nowhere.git: not_found" in ran.err
    assert 2 == len(table(listed.parent / "out", "repositories"))


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "list.txt: names no repository"),
        ("a/b\nnot an address\n", "list.txt:2: not an address"),
        ("a/b\n# more\na/b\n", "list.txt:3: a/b stands in line 1 already"),
        ("pkg:pypi/lark\n", "list.txt:1: pkg:pypi/lark: is no repository"),
    ],
)
def test_a_bad_list_is_named_by_file_and_line(mainstay: CommandLine, tmp_path: Path, text: str, words: str) -> None:
    (tmp_path / "list.txt").write_text(text, encoding="utf-8")
    ran = mainstay("backtest-data", "list.txt", "out")
    assert 2 == ran.code
    assert words in ran.err
    assert not (tmp_path / "out").exists()


def test_without_the_extra_it_says_how_to_install_it(
    mainstay: CommandLine, listed: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "polars", None)
    monkeypatch.delitem(sys.modules, "monitor.backtest.writing", raising=False)
    ran = mainstay("backtest-data", str(listed), "out")
    assert 2 == ran.code
    assert "in a clone: .venv/bin/pip install -e '.[train]'" in ran.err
