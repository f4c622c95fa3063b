"""The forgotten are known by digests: a name is found wherever it stands as one, and a plain word is left alone."""

from __future__ import annotations

import pytest

from monitor.model.forgetting import MARK, Forgotten, mark_of

ADA = Forgotten.of(map(mark_of, ("Ada Quill", "adaq", "583231", "did:plc:ada", "ada.example", "林雨桐")))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Ada Quill leaves", "X leaves"),
        ("by ADA  QUILL.", "by X."),
        ("Ada Quill's post", "X's post"),
        ("benm,adaq", "benm,X"),
        ("adaq,benm", "X,benm"),
        ("adaq", "X"),
        ("@adaq wrote", "@X wrote"),
        ("github:583231 said", "github:X said"),
        ("https://bsky.app/profile/ada.example/post/1", "https://bsky.app/profile/X/post/1"),
        ("https://bsky.app/profile/did:plc:ada", "https://bsky.app/profile/X"),
        ("我们感谢林雨桐的工作", "我们感谢X的工作"),
        ("583231 lines and the word adaq in a text", "583231 lines and the word adaq in a text"),
        ("Ada Quillson", "Ada Quillson"),
        ("Canada Quill", "Canada Quill"),
        ("", ""),
    ],
)
def test_names_and_accounts_are_masked_where_they_stand_as_such(text: str, expected: str) -> None:
    assert expected == ADA.masked(text, "X")


def test_what_is_kept_tells_nobody_who_it_is() -> None:
    assert all(mark.startswith(MARK) and "ada" not in mark for mark in ADA.marks)


def test_what_was_kept_in_clear_once_is_still_known() -> None:
    assert "583231" in Forgotten.of(["583231"])


def test_only_a_whole_name_is_reason_to_leave_a_text_out() -> None:
    assert [True, True, False] == [ADA.full_names_in(text) for text in ("Ada Quill left", "林雨桐卸任", "ask @adaq")]
