"""What a human saw elsewhere is a statement like any other: at its level, filed by hand, without addresses, once."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from monitor.model.errors import SettingsError
from monitor.model.evidence import EvidenceLevel
from monitor.model.finding import Level, Outcome
from monitor.pipeline.collect import collect_due
from monitor.pipeline.judge import judge_all
from monitor.pipeline.notes import SeenElsewhere, file_note
from monitor.store.forget import forget
from tests.collectors.feeds import rss
from tests.collectors.social import bluesky_profile
from tests.pipeline.test_statements import BLOG, NEWS, NOW, Web, departures, installation, levels, texts

SAID_ON = datetime(2026, 5, 28, tzinfo=UTC)
GOODBYE = SeenElsewhere(
    "https://x.com/adaq/status/1", "me stepping down. bye my beloved lark.", "Ada Quill", SAID_ON, EvidenceLevel.ANNOUNCED
)


@pytest.fixture
def web() -> Web:
    found = Web({"getProfile": bluesky_profile(), "getAuthorFeed": {"feed": []}})
    found.pages = {BLOG: rss(), NEWS: rss()}
    return found


@pytest.mark.parametrize(
    ("seen", "code", "level"),
    [
        (GOODBYE, "announced", Level.ALERT),
        (replace(GOODBYE, author="somebody", person="ada.example"), "announced", Level.ALERT),
        (replace(GOODBYE, author="ada.example"), "announced", Level.ALERT),
        (
            replace(GOODBYE, author="News", quote="Ada Quill is leaving Lark.", level=EvidenceLevel.REPORTED),
            "reported",
            Level.WATCH,
        ),
        (
            replace(GOODBYE, author="News", quote="Ada Quill leaves the team.", level=EvidenceLevel.RECORDED),
            "recorded",
            Level.WATCH,
        ),
    ],
)
def test_a_note_is_heard_at_its_level_and_shown_as_filed_by_hand(
    tmp_path: Path, web: Web, monkeypatch: pytest.MonkeyPatch, seen: SeenElsewhere, code: str, level: Level
) -> None:
    with installation(tmp_path, web, monkeypatch) as house:
        collect_due(house)
        file_note(house, "lark", seen)
        judged = judge_all(house, NOW).assessments
        assert [(Outcome.AT_RISK, f"statement_of_departure.{code}")] == departures(judged["lark"])
        assert [(Outcome.OK, "statement_of_departure.none")] == departures(judged["starling"])
        assert level is levels(house)["lark"]
        assert "filed by hand" in texts(house)


def test_a_reaction_is_input_to_no_rule(tmp_path: Path, web: Web, monkeypatch: pytest.MonkeyPatch) -> None:
    with installation(tmp_path, web, monkeypatch) as house:
        collect_due(house)
        file_note(house, "lark", replace(GOODBYE, level=EvidenceLevel.REACTION))
        assert Outcome.AT_RISK not in {outcome for outcome, _ in departures(judge_all(house, NOW).assessments["lark"])}


def test_it_stands_after_further_looks_and_the_same_twice_is_one(
    tmp_path: Path, web: Web, monkeypatch: pytest.MonkeyPatch
) -> None:
    with installation(tmp_path, web, monkeypatch) as house:
        for _ in range(2):
            file_note(house, "lark", GOODBYE)
            collect_due(house, force=True)
        heard = judge_all(house, NOW).assessments["lark"].heard
        assert [1, 1] == [heard.statements, heard.origins]


def test_addresses_are_masked_before_anything_is_kept(tmp_path: Path, web: Web, monkeypatch: pytest.MonkeyPatch) -> None:
    words = "I am leaving Lark, write to ada.quill@private.example"
    with installation(tmp_path, web, monkeypatch) as house:
        filed = file_note(house, "lark", replace(GOODBYE, quote=words, author="ada.quill@private.example"))
        assert "private.example" not in f"{filed.quote} {filed.author_name}"
    assert b"private.example" not in b"".join(path.read_bytes() for path in tmp_path.glob("look.db*"))


@pytest.mark.parametrize(
    ("project", "seen", "words"),
    [
        ("raven", GOODBYE, "no such project"),
        ("lark", replace(GOODBYE, person="Zoe Marlowe"), "--person"),
        ("lark", replace(GOODBYE, quote=" "), "--quote"),
        ("lark", replace(GOODBYE, author=""), "--author"),
        ("lark", replace(GOODBYE, url="not an address"), "--url"),
        ("lark", replace(GOODBYE, url="https://user:secret@x.com/1"), "--url"),
        ("lark", replace(GOODBYE, url="javascript:alert(1)"), "--url"),
        ("lark", replace(GOODBYE, said_on=datetime(2026, 6, 2, tzinfo=UTC)), "--said-on"),
    ],
)
def test_what_will_not_do_is_refused_with_the_option(
    tmp_path: Path, web: Web, monkeypatch: pytest.MonkeyPatch, project: str, seen: SeenElsewhere, words: str
) -> None:
    with installation(tmp_path, web, monkeypatch) as house, pytest.raises(SettingsError, match=words):
        file_note(house, project, seen)


def test_a_note_on_who_is_forgotten_is_erased_and_others_stay(tmp_path: Path, web: Web, monkeypatch: pytest.MonkeyPatch) -> None:
    others = replace(GOODBYE, url="https://x.com/boren/status/2", author="Bo Wren", quote="I am leaving Lark.")
    with installation(tmp_path, web, monkeypatch) as house:
        file_note(house, "lark", GOODBYE)
        file_note(house, "lark", others)
        forget(house.database, "adaq", NOW, names={"Ada Quill"})
        heard = judge_all(house, NOW).assessments["lark"].heard
        assert [others.url] == [origin.statement.link for origin in heard.newest]
    assert b"adaq/status" not in b"".join(path.read_bytes() for path in tmp_path.glob("look.db*"))
