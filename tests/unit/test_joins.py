"""The key of an account: its source, which may be a host with a port, and its id, which may hold colons."""

from __future__ import annotations

import pytest

from monitor.model.joins import Account, parts_of

KEYS = {
    "github:583231": ("github", "583231"),
    "git:4f2a9c01ab": ("git", "4f2a9c01ab"),
    "bluesky:did:plc:abc": ("bluesky", "did:plc:abc"),
    "git.example:3000:5": ("git.example:3000", "5"),
    "mastodon:chat.example/17": ("mastodon", "chat.example/17"),
    "mastodon:chat.example:8443/17": ("mastodon", "chat.example:8443/17"),
    "nothing": ("", "nothing"),
}


@pytest.mark.parametrize("key", KEYS)
def test_a_key_falls_into_source_and_id(key: str) -> None:
    assert KEYS[key] == parts_of(key)


def test_an_account_says_where_it_is() -> None:
    assert "git.example:3000" == Account("git.example:3000:5").source
