"""Names and the connections behind them: resolved once a try, within the deadline, and never mixed up."""

from __future__ import annotations

import ssl
import threading
import time
from collections.abc import Sequence
from ipaddress import ip_address
from pathlib import Path

import pytest
import trustme

from monitor.model.errors import AccessDenied, Unavailable
from monitor.net.blocks import Address
from monitor.net.names import addresses_of
from monitor.net.place import place_of
from tests.net.conftest import Door, Serve
from tests.net.server import answer, redirect

HERE = ip_address("127.0.0.1")


def test_a_resolver_that_hangs_ends_within_the_deadline() -> None:
    awake = threading.Event()

    def hang(_: str, __: int) -> Sequence[Address]:
        awake.wait(60)
        return ()

    started = time.monotonic()
    with pytest.raises(Unavailable, match="in time"):
        addresses_of(place_of("https://example.org/"), 0.1, hang)
    awake.set()
    assert 10 > time.monotonic() - started


def test_a_name_that_fails_to_resolve_is_tried_again(door: Door, serve: Serve) -> None:
    answers: list[Sequence[Address]] = [[HERE], []]
    door.lookup = lambda *_: answers.pop()
    server = serve(answer(200, b"[1]"))
    assert b"[1]" == door.session().get(f"http://example.org:{server.port}/").body


def test_a_number_is_not_looked_up(door: Door, serve: Serve) -> None:
    door.lookup = lambda *_: []
    assert 200 == door.session().get(serve(answer()).url).status


def test_the_next_address_is_taken_where_one_does_not_answer(door: Door, serve: Serve) -> None:
    door.lookup = lambda *_: [ip_address("127.0.0.3"), HERE]
    server = serve(answer(200, b"[1]"))
    assert b"[1]" == door.session().get(f"http://example.org:{server.port}/").body


def test_a_name_that_turns_to_a_forbidden_address_between_two_requests_is_refused(door: Door, serve: Serve) -> None:
    answers: list[Sequence[Address]] = [[ip_address("127.0.0.2")], [HERE]]
    door.lookup = lambda *_: answers.pop()
    server, session = serve(answer()), door.session(allow_networks=("127.0.0.1",))
    url = f"http://example.org:{server.port}/"
    session.get(url)
    with pytest.raises(AccessDenied):
        session.get(url)
    assert 1 == len(server.requests)


def test_two_names_behind_one_address_share_no_connection(door: Door, serve: Serve, tmp_path: Path) -> None:
    authority = trustme.CA()
    served: list[str] = []
    context = server_context(authority, "one.example", served)
    authority.cert_pem.write_to_path(tmp_path / "ca.pem")
    door.lookup = lambda *_: [HERE]
    server = serve(answer(200, b"[1]"), tls=context)
    session = door.session(ca_file=tmp_path / "ca.pem")
    session.get(f"https://one.example:{server.port}/")
    with pytest.raises(Unavailable, match="certificate is not trusted"):
        session.get(f"https://two.example:{server.port}/")
    assert (["one.example", "two.example"], 1) == (served, len(server.requests))


def server_context(authority: trustme.CA, name: str, served: list[str]) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert(name).configure_cert(context)
    context.sni_callback = lambda _, asked, __: served.append(str(asked))
    return context


def test_a_signed_address_that_a_server_made_up_is_not_remembered(door: Door, serve: Serve) -> None:
    server, session = serve(redirect("/blob?signature=x"), answer(200, b"[1]", 'ETag: "a"')), door.session()
    session.get(server.url)
    assert {} == session.staged


def test_what_a_redirect_led_to_is_asked_for_by_its_own_validators(door: Door, serve: Serve) -> None:
    server = serve(redirect("/new"), answer(200, b"[1]", 'ETag: "a"'), redirect("/new"), answer(304))
    session = door.session()
    session.get(f"{server.url}old")
    door.validators.remember(dict(session.staged))
    assert session.get(f"{server.url}old").is_unchanged
    assert [None, '"a"'] == [asked.headers.get("if-none-match") for asked in server.requests[2:]]
