"""Each hop of a redirect passes the gate like the first address, and what is secret goes to the first server alone."""

from __future__ import annotations

import pytest

from monitor.model.errors import AccessDenied, Malformed, RateLimited, SourceError, Unavailable
from tests.net.conftest import Door, Serve
from tests.net.server import answer, redirect


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_a_redirect_is_followed(door: Door, serve: Serve, status: int) -> None:
    server = serve(redirect("/there", status), answer(200, b"[1]"))
    found = door.session().get(server.url)
    assert (b"[1]", f"{server.url}there") == (found.body, found.url)


@pytest.mark.parametrize(
    ("statuses", "is_moved"),
    [((301,), True), ((308,), True), ((301, 308), True), ((302,), False), ((301, 302), False), ((307, 301), False), ((), False)],
)
def test_only_permanent_redirects_say_that_an_address_has_moved(
    door: Door, serve: Serve, statuses: tuple[int, ...], *, is_moved: bool
) -> None:
    server = serve(*[redirect(f"/{hop}", status) for hop, status in enumerate(statuses)], answer(200, b"[1]"))
    found = door.session().get(server.url)
    assert (found.url if is_moved else "") == found.moved_to


def test_five_hops_are_followed(door: Door, serve: Serve) -> None:
    server = serve(*[redirect(f"/{hop}") for hop in range(5)], answer(200, b"[1]"))
    assert b"[1]" == door.session().get(server.url).body


def test_a_sixth_hop_is_refused(door: Door, serve: Serve) -> None:
    server = serve(*[redirect(f"/{hop}") for hop in range(6)], answer(200, b"[1]"))
    with pytest.raises(Unavailable, match="redirects"):
        door.session().get(server.url)
    assert 6 == len(server.requests)


def test_a_forbidden_address_is_refused_before_it_is_connected_to(door: Door, serve: Serve) -> None:
    canary = serve(answer(), address="127.0.0.2")
    server = serve(redirect(canary.url))
    with pytest.raises(AccessDenied):
        door.session(allow_networks=("127.0.0.1/32",)).get(server.url)
    assert (1, 0) == (len(server.requests), canary.connections)


@pytest.mark.parametrize(
    "location",
    ["file:///etc/passwd", "gopher://127.0.0.1/", "http://[", "http://a:b@127.0.0.1/", "http://127.1/", "https://127.0.0.1:0/"],
)
def test_a_redirect_to_what_is_no_plain_address_is_refused(door: Door, serve: Serve, location: str) -> None:
    with pytest.raises(AccessDenied):
        door.session().get(serve(redirect(location)).url)


def test_a_redirect_without_a_place_is_no_answer(door: Door, serve: Serve) -> None:
    with pytest.raises(Malformed):
        door.session().get(serve(answer(302)).url)


def test_the_token_goes_to_its_host(door: Door, serve: Serve) -> None:
    server = serve(answer())
    door.session(tokens={server.name: "secret"}).get(server.url)
    assert "Bearer secret" == server.requests[0].headers.get("authorization")


def test_the_token_stays_on_a_redirect_within_its_server(door: Door, serve: Serve) -> None:
    server = serve(redirect("/there"), answer())
    door.session(tokens={server.name: "secret"}).get(server.url)
    assert "Bearer secret" == server.requests[1].headers.get("authorization")


def test_the_token_does_not_go_to_another_host(door: Door, serve: Serve) -> None:
    other = serve(answer(), address="127.0.0.2")
    server = serve(redirect(other.url))
    door.session(tokens={server.name: "secret"}).get(server.url)
    assert "authorization" not in other.requests[0].headers


def test_the_token_does_not_go_to_another_port_of_its_host(door: Door, serve: Serve) -> None:
    other = serve(answer())
    server = serve(redirect(other.url))
    door.session(tokens={server.name: "secret"}).get(server.url)
    assert "authorization" not in other.requests[0].headers


def test_a_redirect_cannot_make_us_use_the_token_of_another_host(door: Door, serve: Serve) -> None:
    other = serve(answer(), address="127.0.0.2")
    door.session(tokens={other.name: "secret"}).get(serve(redirect(other.url)).url)
    assert "authorization" not in other.requests[0].headers


def test_a_collectors_own_headers_stay_with_the_first_host_but_for_accept(door: Door, serve: Serve) -> None:
    other = serve(answer(), address="127.0.0.2")
    own = {"Accept": "application/json", "X-Key": "secret"}
    door.session().get(serve(redirect(other.url)).url, headers=own)
    sent = other.requests[0].headers
    assert ("application/json", None) == (sent.get("accept"), sent.get("x-key"))


def test_a_host_to_be_left_alone_is_not_reached_by_redirect_either(door: Door, serve: Serve) -> None:
    other = serve(answer(429, b"", "Retry-After: 90"), address="127.0.0.2")
    server, session = serve(redirect(other.url)), door.session()
    for _ in range(2):
        with pytest.raises(RateLimited):
            session.get(server.url)
    assert (2, 1) == (len(server.requests), len(other.requests))


@pytest.mark.parametrize("url", ["http://192.0.2.1/", "http://example.org/"])
def test_plain_http_is_spoken_in_opened_networks_alone(door: Door, url: str) -> None:
    with pytest.raises(SourceError, match=r"plain http|does not resolve"):
        door.session().get(url)
