"""Candidates are those who worked beside the leaver in the half year before, whom no list holds already."""

from __future__ import annotations

import csv
from datetime import UTC, datetime
from pathlib import Path

import pytest

from monitor.model.facts import ActivityKind
from monitor.model.history import Activity
from monitor.people.successors import candidates
from tests.scoring.build import commits, day

SHARED = Path(__file__).resolve().parents[3] / "shared" / "departures"
# The best published hit rate among the first three names.
PUBLISHED = 0.48
LABELLED = 36


def test_candidates_are_the_most_active_beside_the_leaver_and_at_most_three() -> None:
    work = [row for place, person in enumerate("bcde") for row in commits(person, range(20, 60 + 10 * place, 2))]
    assert ("e", "d", "c") == candidates([*work, *commits("a", range(1, 100))], "a", day(10))


def test_who_is_listed_already_or_worked_long_ago_is_no_candidate() -> None:
    work = [*commits("b", range(20, 90)), *commits("c", range(300, 500)), *commits("d", [30])]
    assert ("d",) == candidates(work, "a", day(10), listed={"b"})


def test_what_came_after_is_not_read_and_answers_count() -> None:
    answers = [Activity(day(30), "c", ActivityKind.ANSWER, 1)]
    assert ("c",) == candidates([*commits("b", range(1, 9)), *answers], "a", day(10))


@pytest.mark.shared
def test_more_labelled_successors_are_among_three_candidates_than_published_methods_find() -> None:
    if not SHARED.is_dir():
        pytest.skip("the labelled departures are not beside this checkout")
    polars = pytest.importorskip("polars")
    labels = [label for label in _table("labels.csv") if label["successors"]]
    person_of = {line["author"]: line["person"] for line in _table("people.csv")}
    work: dict[str, list[Activity]] = {}
    commits_read = polars.read_parquet(SHARED / "commits.parquet", columns=["repo", "author", "bot", "committed_at"])
    for repo, author, is_bot, at in commits_read.iter_rows():
        if not is_bot:
            on = datetime.fromtimestamp(at, UTC).date()
            work.setdefault(repo, []).append(Activity(on, person_of.get(author, author), ActivityKind.COMMIT, 1))
    lists = _Lists(_table("listed.csv"))
    hits = [_is_hit(label, work[label["repo"]], lists) for label in labels]
    assert LABELLED == len(hits)
    assert PUBLISHED < sum(hits) / len(hits)


def _table(name: str) -> list[dict[str, str]]:
    with (SHARED / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


class _Lists:
    """Who stands as a maintainer on any list of a repository right before a moment."""

    def __init__(self, rows: list[dict[str, str]]) -> None:
        self.versions: dict[str, dict[tuple[str, int], set[str]]] = {}
        for row in rows:
            version = self.versions.setdefault(row["repo"], {}).setdefault((row["path"], int(row["committed_at"])), set())
            if row["role"] == "maintainer":
                version.add(row["person"])

    def before(self, repo: str, moment: int) -> set[str]:
        newest: dict[str, int] = {}
        for path, at in self.versions[repo]:
            if at < moment:
                newest[path] = max(at, newest.get(path, 0))
        return set().union(*(self.versions[repo][path, at] for path, at in newest.items()))


def _is_hit(label: dict[str, str], work: list[Activity], lists: _Lists) -> bool:
    moment = int(label["left_at"])
    on = datetime.fromtimestamp(moment, UTC).date()
    found = candidates(work, label["person"], on, lists.before(label["repo"], moment))
    return bool(set(found) & set(label["successors"].split(";")))
