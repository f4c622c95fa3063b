"""Since when documents in a repository's root are as they are: the starts of quarters on which they already were so."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from monitor.collectors.git import documents
from monitor.collectors.git.documents import DOCUMENT, quarters_before
from monitor.model.facts import Seen, StateFact, Yield
from monitor.model.signals import Signal
from tests.collectors.git_repo import ADA, Repository, context_for, look, notes, only

LOOK = datetime(2026, 5, 20, tzinfo=UTC)


def told(yields: list[Yield]) -> dict[str, datetime | None]:
    return {fact.subject: fact.held_from for fact in only(yields, StateFact) if fact.attribute == DOCUMENT}


def at(year: int, month: int, day: int = 1) -> datetime:
    return datetime(year, month, day, tzinfo=UTC)


def seconds(year: int, month: int, day: int = 1) -> int:
    return int(at(year, month, day).timestamp())


@pytest.fixture
def repository(tmp_path: Path) -> Repository:
    made = Repository.new(tmp_path / "lark.git")
    made.commit(ADA, seconds(2024, 2), files={"README.md": "lark\n", "docs/a.md": "1\n", "SECURITY.md": "1.x\n", "src/a": "1\n"})
    made.commit(ADA, seconds(2025, 8, 9), files={"docs/deep/b.md": "2\n"})
    made.commit(ADA, seconds(2026, 4, 2), files={"README.md": "lark!\n"})
    made.commit(ADA, seconds(2026, 5, 2), files={"src/a": "2\n"})
    return made


def test_each_document_is_told_with_the_first_quarter_since_which_it_is_the_same(repository: Repository, tmp_path: Path) -> None:
    repository.write()
    assert {"README.md": None, "SECURITY.md": at(2024, 4), "docs": at(2025, 10)} == told(
        look(repository.target(), context_for(tmp_path, LOOK))
    )


def test_a_change_that_was_taken_back_within_a_quarter_is_not_looked_for(repository: Repository, tmp_path: Path) -> None:
    repository.commit(ADA, seconds(2026, 5, 3), files={"SECURITY.md": "2.x\n"})
    repository.commit(ADA, seconds(2026, 5, 4), files={"SECURITY.md": "1.x\n"})
    repository.write()
    assert at(2024, 4) == told(look(repository.target(), context_for(tmp_path, LOOK)))["SECURITY.md"]


def test_a_repository_without_documents_is_not_asked_for_its_trees(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made = Repository.new(tmp_path / "plain.git")
    made.commit(ADA, seconds(2024, 2), files={"src/docs/a.md": "1\n"})
    made.write()
    asked: list[object] = []
    monkeypatch.setattr(documents, "bring", lambda *names: asked.append(names))
    yields = look(made.target(), context_for(tmp_path, LOOK))
    assert ({}, []) == (told(yields), asked)
    assert [True] == [seen.is_complete for seen in only(yields, Seen) if seen.signal is Signal.DOCUMENTS]


def test_what_cannot_be_read_is_a_note_and_seen_in_part_only(
    repository: Repository, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    repository.write()
    monkeypatch.setattr(documents, "HEAD", "refs/mainstay/nothing")
    yields = look(repository.target(), context_for(tmp_path, LOOK))
    assert (["documents_unread"], {}) == (notes(yields), told(yields))
    assert [False] == [seen.is_complete for seen in only(yields, Seen) if seen.signal is Signal.DOCUMENTS]


@pytest.mark.parametrize(
    ("until", "latest", "earliest"),
    [
        (at(2026, 5, 20), at(2026, 4), at(2021, 7)),
        (at(2026, 1, 1), at(2026, 1), at(2021, 4)),
        (at(2026, 12, 31), at(2026, 10), at(2022, 1)),
    ],
)
def test_quarters_are_those_of_the_calendar(until: datetime, latest: datetime, earliest: datetime) -> None:
    days = quarters_before(until)
    assert (20, latest, earliest) == (len(days), days[0], days[-1])
