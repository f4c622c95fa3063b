"""Certificates: those of a named authority are trusted, and a refusal says why in plain words."""

from __future__ import annotations

import ssl
from pathlib import Path

import pytest
import trustme

from monitor.model.errors import MainstayError, SettingsError, Unavailable
from tests.net.conftest import Door, Serve
from tests.net.server import answer, redirect


@pytest.fixture(scope="module")
def authority() -> trustme.CA:
    return trustme.CA()


@pytest.fixture
def ca_file(authority: trustme.CA, tmp_path: Path) -> Path:
    path = tmp_path / "ca.pem"
    authority.cert_pem.write_to_path(path)
    return path


def serving(authority: trustme.CA, name: str) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert(name).configure_cert(context)
    return context


def test_a_certificate_of_the_named_authority_is_trusted(door: Door, serve: Serve, authority: trustme.CA, ca_file: Path) -> None:
    server = serve(answer(200, b"[1]"), tls=serving(authority, "127.0.0.1"))
    assert b"[1]" == door.session(ca_file=ca_file).get(server.url).body


def test_the_certificate_is_checked_against_the_name_that_was_asked_for(
    door: Door, serve: Serve, authority: trustme.CA, ca_file: Path
) -> None:
    server = serve(answer(200, b"[1]"), tls=serving(authority, "localhost"))
    session = door.session(ca_file=ca_file, allow_networks=("127.0.0.0/8", "::1/128"))
    assert b"[1]" == session.get(f"https://localhost:{server.port}/").body


def test_the_host_header_holds_the_name_and_not_the_address(
    door: Door, serve: Serve, authority: trustme.CA, ca_file: Path
) -> None:
    server = serve(answer(), tls=serving(authority, "localhost"))
    door.session(ca_file=ca_file, allow_networks=("127.0.0.0/8", "::1/128")).get(f"https://localhost:{server.port}/")
    assert f"localhost:{server.port}" == server.requests[0].headers["host"]


def test_a_certificate_of_another_name_is_refused(door: Door, serve: Serve, authority: trustme.CA, ca_file: Path) -> None:
    server = serve(answer(), tls=serving(authority, "other.example"))
    with pytest.raises(Unavailable, match=r"certificate is not trusted.*127\.0\.0\.1"):
        door.session(ca_file=ca_file).get(server.url)


def test_an_unknown_authority_is_refused_with_a_clear_text(door: Door, serve: Serve, authority: trustme.CA) -> None:
    server = serve(answer(), tls=serving(authority, "127.0.0.1"))
    with pytest.raises(Unavailable, match=r"^127\.0\.0\.1:[0-9]+: its certificate is not trusted \(.*issuer certificate"):
        door.session().get(server.url)


def test_nothing_is_sent_to_a_server_that_is_not_trusted(door: Door, serve: Serve, authority: trustme.CA) -> None:
    server = serve(answer(), tls=serving(authority, "127.0.0.1"))
    with pytest.raises(Unavailable):
        door.session().get(server.url)
    assert [] == server.requests


def test_what_is_not_trusted_is_tried_once(door: Door, serve: Serve, authority: trustme.CA) -> None:
    server = serve(answer(), tls=serving(authority, "127.0.0.1"))
    with pytest.raises(Unavailable):
        door.session().get(server.url)
    assert 1 == server.connections


def test_plain_http_where_tls_was_wanted_is_unavailable(door: Door, serve: Serve) -> None:
    server = serve(answer())
    with pytest.raises(Unavailable):
        door.session(deadline_seconds=0.5).get(f"https://127.0.0.1:{server.port}/")


def test_a_redirect_does_not_lead_a_token_from_https_to_http(
    door: Door, serve: Serve, authority: trustme.CA, ca_file: Path
) -> None:
    plain = serve(answer())
    server = serve(redirect(plain.url), tls=serving(authority, "127.0.0.1"))
    session = door.session(ca_file=ca_file, tokens={server.name: "secret"})
    with pytest.raises(MainstayError):
        session.get(server.url)
    assert [] == plain.requests


def test_a_file_that_holds_no_certificate_is_an_error_of_the_settings(door: Door, tmp_path: Path) -> None:
    path = tmp_path / "ca.pem"
    path.write_text("no certificate")
    with pytest.raises(SettingsError, match=r"ca\.pem"):
        door.client(ca_file=path)
