"""Lists in pages: they are followed on the server that was asked, and nowhere else."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from monitor.collectors.fields import is_of_one_server, pages
from monitor.collectors.github import members
from monitor.collectors.huggingface.people import Members
from monitor.model.errors import Malformed
from monitor.model.target import Target, TargetKind
from tests.collectors.source_rig import Rig, Source, reply, rig, said

OURS, OTHER = "forge.example", "other.example"
TOKENS = {OTHER: "the-token-of-another-host"}


def leading_to(address: str, body: Sequence[object] = ()) -> Source:
    return Source({"/list": said(list(body), link=f'<{address}>; rel="next"')})


def bodies(it: Rig, host: str = OURS, most: int = 5) -> list[object]:
    context = it.context(it.client.session(it.validators))
    return [answer.json() for answer in pages(context.http.get(f"https://{host}/list"), context, most)]


def asked(it: Rig, host: str) -> list[str]:
    return [asked.path for asked in it.wire.log if asked.host == host]


@pytest.mark.parametrize("address", [f"https://{OURS}/more", "/more", "more", f"https://{OURS.upper()}:443/more"])
def test_pages_of_the_same_server_are_followed(address: str) -> None:
    first = leading_to(address, [1])
    first.answers["/more"] = said([2])
    with rig({OURS: first}) as it:
        assert [[1], [2]] == bodies(it)


@pytest.mark.parametrize(
    "address", [f"https://{OTHER}/private", f"http://{OURS}/more", f"https://{OURS}:8443/more", f"//{OTHER}/private", "file:///x"]
)
def test_pages_of_another_server_are_refused_and_not_asked(address: str) -> None:
    with rig({OURS: leading_to(address), OTHER: Source({"/private": said(["secret"])})}, tokens=TOKENS) as it:
        with pytest.raises(Malformed, match=f"{OURS}: its pages lead to"):
            bodies(it)
        assert ["/list"] == [one.path for one in it.wire.log]


def test_a_list_that_moved_to_a_server_with_a_token_is_not_followed_there() -> None:
    moved = Source({"/list": reply(301, location=f"https://{OTHER}/list")})
    with rig({OURS: moved, OTHER: leading_to("/private")}, tokens=TOKENS) as it:
        with pytest.raises(Malformed, match="another server"):
            bodies(it)
        assert ["/list"] == asked(it, OTHER)


def test_a_list_that_moved_to_a_server_without_a_token_is_read_there() -> None:
    new = leading_to("/more", [1])
    new.answers["/more"] = said([2])
    with rig({OURS: Source({"/list": reply(301, location=f"https://{OTHER}/list")}), OTHER: new}) as it:
        assert [[1], [2]] == bodies(it)


@pytest.mark.parametrize("collector", [members, Members])
def test_members_are_not_asked_of_another_server(collector: object) -> None:
    host = "api.github.com" if collector is members else "huggingface.co"
    home = "https://github.com/acme" if collector is members else "https://huggingface.co/acme"
    kind = TargetKind.ACCOUNT if collector is members else TargetKind.HUB
    leading = Source(missing=said([], link=f'<https://{OTHER}/private>; rel="next"'))
    with rig({host: leading, OTHER: Source()}, tokens=TOKENS) as it:
        with pytest.raises(Malformed, match="another server"):
            it.one(collector, Target(home, kind, home, forge="github"))  # type: ignore[arg-type]
        assert [] == asked(it, OTHER)


def test_a_page_that_was_noted_of_another_server_is_not_asked_again() -> None:
    home = "https://github.com/acme"
    source = Source(missing=said([], etag='"1"'))
    with rig({"api.github.com": source, OTHER: Source()}, tokens=TOKENS) as it:
        target = Target(home, TargetKind.ACCOUNT, home, forge="github")
        it.one(members, target)
        it.cursors[members.SPEC.id, home] = f'{{"pages":["https://{OTHER}/private"]}}'
        source.missing = reply(304)
        source.answers = {
            "/orgs/acme/public_members?per_page=100": lambda it: reply(304) if "if-none-match" in it.headers else said([])
        }
        it.one(members, target)
        assert [] == asked(it, OTHER)


@pytest.mark.parametrize(("second", "is_one"), [("https://a.example:443/x", True), ("https://b.example/", False), ("/x", False)])
def test_servers_are_told_apart_by_scheme_host_and_port(second: str, *, is_one: bool) -> None:
    assert is_one == is_of_one_server("https://a.example/", second)
