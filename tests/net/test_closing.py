"""The end of a client, and answers whose end nobody can see."""

from __future__ import annotations

import gzip
import threading
import traceback

import pytest

from monitor.model.errors import SettingsError, SourceError, Unavailable
from tests.net.conftest import Door, Serve
from tests.net.server import End, Play, answer, head

JSON = "Content-Type: application/vnd.example.v1+json"


def test_a_body_that_only_the_connection_ends_may_be_cut_and_is_no_answer(door: Door, serve: Serve) -> None:
    with pytest.raises(Unavailable, match="where its answer ends"):
        door.session().get(serve(Play([head(200), b"half a tex"], End.CLOSE)).url)


def test_json_shows_by_itself_whether_it_is_whole(door: Door, serve: Serve) -> None:
    assert [1] == door.session().get(serve(Play([head(200, JSON), b"[1]"], End.CLOSE)).url).json()


def test_compressed_data_shows_by_itself_whether_it_is_whole(door: Door, serve: Serve) -> None:
    play = Play([head(200, "Content-Encoding: gzip"), gzip.compress(b"a text")], End.CLOSE)
    assert b"a text" == door.session().get(serve(play).url).body


def test_nothing_at_all_is_no_whole_compressed_answer(door: Door, serve: Serve) -> None:
    with pytest.raises(Unavailable):
        door.session().get(serve(Play([head(200, "Content-Encoding: gzip")], End.CLOSE)).url)


def test_a_trace_that_shows_every_variable_shows_no_token(door: Door, serve: Serve) -> None:
    server = serve(answer(429))
    session = door.session(tokens={server.name: "canary-of-the-token"})
    with pytest.raises(SourceError) as caught:
        session.get(server.url)
    shown = "".join(traceback.TracebackException.from_exception(caught.value, capture_locals=True).format())
    assert (False, True) == ("canary" in shown, "(secret)" in shown)


def test_a_closed_client_asks_nothing_more(door: Door, serve: Serve) -> None:
    server = serve(answer())
    client = door.client()
    with client:
        client.session(door.validators).get(server.url)
    with pytest.raises(RuntimeError, match="not open"):
        client.session(door.validators).get(server.url)


def test_a_client_that_asks_nothing_starts_nothing(door: Door) -> None:
    before = threading.active_count()
    door.session()
    assert before == threading.active_count()


def test_a_network_that_is_none_is_an_error_of_the_settings(door: Door) -> None:
    with pytest.raises(SettingsError, match="allow_networks"):
        door.client(allow_networks=("10.0.0.0/99",))


def test_the_headers_that_are_ours_are_not_a_collectors_to_set(door: Door, serve: Serve) -> None:
    with pytest.raises(ValueError, match="authorization"):
        door.session().get(serve(answer()).url, headers={"Authorization": "Bearer x"})
