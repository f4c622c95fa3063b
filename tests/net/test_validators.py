"""Asking "has it changed?": what a server gave us is sent back to it, for the same credential and URL, and to nobody else."""

from __future__ import annotations

import pytest

from monitor.model.attempt import Validators
from monitor.model.errors import AccessDenied, SourceError
from tests.net.conftest import Door, Serve
from tests.net.server import answer

ETAG, MODIFIED = '"abc"', "Mon, 02 Mar 2026 10:00:00 GMT"
FIRST = answer(200, b"[1]", f"ETag: {ETAG}", f"Last-Modified: {MODIFIED}")
UNCHANGED = answer(304, b"", f"ETag: {ETAG}")


def test_what_the_server_gave_is_staged_by_credential_and_url(door: Door, serve: Serve) -> None:
    server = serve(FIRST)
    session = door.session(tokens={server.name: "secret"})
    session.get(f"{server.url}a?b=1", credential=server.name)
    assert {(server.name, f"{server.url}a?b=1"): Validators(ETAG, MODIFIED)} == session.staged


def test_nothing_is_remembered_before_the_facts_are_stored(door: Door, serve: Serve) -> None:
    server = serve(FIRST)
    door.session().get(server.url)
    assert None is door.validators.load_validators("", server.url)


def test_etag_and_last_modified_are_sent_next_time(door: Door, serve: Serve) -> None:
    server, session = serve(FIRST, UNCHANGED), door.session()
    session.get(server.url)
    door.validators.remember(dict(session.staged))
    door.session().get(server.url)
    sent = server.requests[1].headers
    assert (ETAG, MODIFIED) == (sent.get("if-none-match"), sent.get("if-modified-since"))


def test_304_is_unchanged_and_has_no_body(door: Door, serve: Serve) -> None:
    server, session = serve(FIRST, UNCHANGED), door.session()
    session.get(server.url)
    door.validators.remember(dict(session.staged))
    again = door.session().get(server.url)
    assert (True, 304, b"") == (again.is_unchanged, again.status, again.body)


def test_200_is_not_unchanged(door: Door, serve: Serve) -> None:
    assert not door.session().get(serve(FIRST).url).is_unchanged


@pytest.mark.parametrize("path", ["other", "?page=2"])
def test_another_url_does_not_get_them(door: Door, serve: Serve, path: str) -> None:
    server, session = serve(FIRST), door.session()
    session.get(server.url)
    door.validators.remember(dict(session.staged))
    door.session().get(server.url + path)
    assert not {"if-none-match", "if-modified-since"} & set(server.requests[1].headers)


def test_what_an_unconditional_question_was_given_is_not_kept(door: Door, serve: Serve) -> None:
    session = door.session()
    session.get(serve(FIRST).url, is_conditional=False)
    assert {} == session.staged


def test_what_an_unconditional_question_was_given_is_kept_where_it_shall_be(door: Door, serve: Serve) -> None:
    server, session = serve(FIRST), door.session()
    session.get(server.url, is_conditional=False, is_kept=True)
    assert {("", server.url): Validators(ETAG, MODIFIED)} == session.staged


def test_what_the_server_says_still_stands_is_kept(door: Door, serve: Serve) -> None:
    server, session = serve(FIRST, UNCHANGED), door.session()
    session.get(server.url)
    door.validators.remember(dict(session.staged))
    later = door.session()
    later.get(server.url)
    assert session.staged == later.staged


def test_another_credential_does_not_get_them(door: Door, serve: Serve) -> None:
    server, session = serve(FIRST), door.session()
    session.get(server.url)
    door.validators.remember(dict(session.staged))
    door.session(tokens={server.name: "secret"}).get(server.url)
    assert "if-none-match" not in server.requests[1].headers


def test_a_credential_that_is_not_configured_is_refused(door: Door, serve: Serve) -> None:
    server = serve(FIRST)
    with pytest.raises(AccessDenied):
        door.session().get(server.url, credential="robot")
    assert [] == server.requests


def test_a_credential_of_another_host_is_refused(door: Door, serve: Serve) -> None:
    server = serve(FIRST)
    with pytest.raises(AccessDenied):
        door.session(tokens={"example.org": "secret"}).get(server.url, credential="example.org")
    assert [] == server.requests


def test_304_against_nothing_is_no_answer(door: Door, serve: Serve) -> None:
    with pytest.raises(SourceError):
        door.session().get(serve(UNCHANGED).url)


def test_validators_that_went_away_are_staged_as_none(door: Door, serve: Serve) -> None:
    server, session = serve(FIRST, answer(200, b"[2]")), door.session()
    session.get(server.url)
    door.validators.remember(dict(session.staged))
    later = door.session()
    later.get(server.url)
    assert [Validators()] == list(later.staged.values())


def test_nothing_is_staged_for_an_error(door: Door, serve: Serve) -> None:
    session = door.session()
    with pytest.raises(SourceError):
        session.get(serve(answer(404, b"", f"ETag: {ETAG}")).url)
    assert {} == session.staged


@pytest.mark.parametrize("etag", ['"\xe9\xff"', '"' + "x" * 50_000 + '"'], ids=["not ASCII", "huge"])
def test_a_validator_that_could_not_be_sent_back_does_no_harm(door: Door, serve: Serve, etag: str) -> None:
    server, session = serve(answer(200, b"[1]", f"ETag: {etag}")), door.session()
    session.get(server.url)
    door.validators.remember(dict(session.staged))
    assert b"[1]" == door.session().get(server.url).body


def test_every_request_says_who_asks_and_whom_to_write_to(door: Door, serve: Serve) -> None:
    server = serve(FIRST)
    door.session(contact="https://example.org/mainstay").get(server.url)
    agent = server.requests[0].headers["user-agent"]
    assert agent.startswith("Mainstay/")
    assert "https://example.org/mainstay" in agent


def test_only_encodings_that_are_capped_are_asked_for(door: Door, serve: Serve) -> None:
    server = serve(FIRST)
    door.session().get(server.url)
    assert {"gzip", "deflate"} >= set(server.requests[0].headers["accept-encoding"].split(", "))


def test_no_cookie_is_kept(door: Door, serve: Serve) -> None:
    server, session = serve(answer(200, b"[1]", "Set-Cookie: a=b")), door.session()
    session.get(server.url)
    session.get(server.url)
    assert "cookie" not in server.requests[1].headers
