"""The ways in: a server on loopback for the real wire, faults by a script, recorded answers, and the log of what was asked."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.collectors.github import members, plain, state
from monitor.model.collecting import Answer
from monitor.model.errors import AccessDenied, Malformed, NotFound, RateLimited, SourceError, Unavailable
from monitor.model.facts import Seen, StateFact, Unchanged
from monitor.net.client import HttpClient
from monitor.net.library import Reply
from monitor.net.memory import MemoryValidators
from tests.collectors.github_rig import HOST, Rig, page, repository, rig, states
from tests.fakes.clock import Clock
from tests.fakes.contract import complaints
from tests.fakes.door import Loopback, client_to
from tests.fakes.faults import FAULTS, PASSING, Faults, replayed, seeded
from tests.fakes.ledger import Ledger
from tests.fakes.recorded import Recorded, recording
from tests.fakes.wire import Asked, FakeWire, client_on

SAID = Reply(200, {"content-type": "application/json"}, b'{"said": "' + b"x" * 200 + b'"}')


@contextmanager
def loopback(*faults: str, **options: Any) -> Iterator[tuple[Loopback, HttpClient]]:
    script = Faults({number: name for number, name in enumerate(faults) if name})
    with Loopback(Clock(), lambda _: SAID, script) as door, client_to(door, **options) as client:
        yield door, client


def ask(door: Loopback, client: HttpClient) -> Answer:
    return client.session(MemoryValidators()).get(f"{door.url}/thing")


class TestOverLoopback:
    def test_an_answer_comes_whole_through_the_real_wire(self) -> None:
        with loopback() as (door, client):
            assert SAID.body == ask(door, client).body
            assert ["/thing"] == [asked.path for asked in door.requests]
            assert "gzip" == door.requests[0].headers["accept-encoding"]

    @pytest.mark.parametrize("fault", ["500", "503", "reset", "cut"])
    def test_passing_trouble_is_tried_again(self, fault: str) -> None:
        with loopback(fault) as (door, client):
            assert SAID.body == ask(door, client).body
            assert 2 == len(door.requests)

    def test_a_dripping_answer_is_ended_by_the_deadline(self) -> None:
        with loopback("slow", "slow", "slow", deadline_seconds=0.3) as (door, client), pytest.raises(Unavailable):
            ask(door, client)

    @pytest.mark.parametrize(
        ("fault", "error"),
        [
            ("401", AccessDenied),
            ("410", NotFound),
            ("429", RateLimited),
            ("secondary", RateLimited),
            ("secondary-told", RateLimited),
        ],
    )
    def test_a_refusal_is_told_by_its_own_error(self, fault: str, error: type[SourceError]) -> None:
        with loopback(fault) as (door, client), pytest.raises(error):
            ask(door, client)

    def test_a_page_of_html_is_no_answer(self) -> None:
        with loopback("html") as (door, client), pytest.raises(Malformed):
            ask(door, client).json()

    def test_the_collectors_read_the_same_through_both_doors(self) -> None:
        with rig(3) as it, Loopback(it.clock, it.wire.services[HOST]) as door:
            it.graphql.world = it.world
            within = states(it.many(state, it.targets(1))[it.world.url(0)])
            with client_to(door, tokens={door.name: it.graphql.token}) as client:
                it.client, it.bases = client, {"github": door.url}
                assert within == states(it.many(state, it.targets(1))[it.world.url(0)])


class TestFaults:
    @given(st.integers(0, 10_000), st.integers(0, 300), st.floats(0, 1))
    def test_a_script_is_played_again_from_its_line(self, seed: int, requests: int, share: float) -> None:
        script = seeded(seed, requests, share)
        assert script.at == replayed(f"it failed with {script}, sadly").at

    def test_a_seed_always_throws_the_same(self) -> None:
        assert seeded(7, 1000, 0.1).at == seeded(7, 1000, 0.1).at
        assert 100 == pytest.approx(len(seeded(7, 1000, 0.1).at), abs=40)

    def test_only_what_is_picked_is_numbered(self) -> None:
        faults = replayed("502@1", lambda asked: asked.path == "/graphql")
        clock = Clock()
        paths = ["/graphql", "/repos/a/b", "/repos/a/c", "/graphql"]
        met = [bool(faults(Asked(clock.now, "GET", HOST, path, {}, b""))) for path in paths]
        assert [False, False, False, True] == met

    def test_an_unknown_fault_is_no_script(self) -> None:
        with pytest.raises(ValueError, match="sunshine"):
            replayed("sunshine@3")

    @pytest.mark.parametrize("name", PASSING)
    def test_every_passing_fault_is_an_error_of_the_tree_and_the_next_look_is_well(self, name: str) -> None:
        with rig(2) as it:
            it.wire.faults.append(Faults({0: name}))
            # What was too much at once is asked again in halves, and comes.
            found = it.many(state, it.targets(2)) if name in ("502", "504") else _caught(it)
            it.clock.forward(timedelta(minutes=10))
            assert found
            assert all(isinstance(result, tuple) for result in it.many(state, it.targets(2)).values())
            assert [] == it.wire.ledger.breaches


def _caught(it: Rig) -> list[SourceError]:
    with pytest.raises(SourceError) as caught:
        it.many(state, it.targets(2))
    return [caught.value]


def test_every_fault_has_a_wrong_or_no_answer() -> None:
    asked = Asked(Clock().now, "GET", HOST, "/", {}, b"")
    assert all(isinstance(fault(asked), Reply) or "" != str(fault(asked)) for fault in FAULTS.values())


class TestRecorded:
    @contextmanager
    def rigged(self, *names: str, token: str = "") -> Iterator[tuple[Rig, Recorded]]:
        played = recording(*names)
        with rig(1, token=token) as it:
            it.wire.services[HOST] = played
            yield it, played

    def test_a_repository_as_it_was_recorded(self) -> None:
        with self.rigged("pygithub/Tag.setUp") as (it, played):
            said = states(it.one(plain, repository("https://github.com/PyGithub/PyGithub")))
            assert ("PyGithub/PyGithub", "github:3544490") == (said["full_name"], said["repository_id"])
            assert [] == played.unknown

    def test_a_recorded_rename_is_followed(self) -> None:
        with self.rigged("pygithub/Repository.testGetRepositoryWith301Redirect") as (it, _):
            said = states(it.one(plain, repository("https://github.com/protoncoin/protoncoin")))
            assert "padima2/protoncoin" == said["full_name"]

    def test_recorded_members_are_read(self) -> None:
        with self.rigged("pygithub/Organization.testGetPublicMembers", token="recorded") as (it, _):
            found = it.one(members, page("BeaverSoftware"))
            assert ["member"] * len([f for f in found if isinstance(f, StateFact)]) == [
                f.attribute for f in found if isinstance(f, StateFact)
            ]
            assert [True] == [f.is_complete for f in found if isinstance(f, Seen)]

    @pytest.mark.parametrize("name", ["Retry.testReturnsRepoAfter1Retry"])
    def test_recorded_trouble_passes_when_tried_again(self, name: str) -> None:
        with self.rigged(f"pygithub/{name}") as (it, _):
            assert "PyGithub/PyGithub" == states(it.one(plain, repository("https://github.com/PyGithub/PyGithub")))["full_name"]

    def test_what_was_never_recorded_is_no_answer(self) -> None:
        with self.rigged("pygithub/Tag.setUp") as (it, played), pytest.raises(Unavailable):
            it.one(plain, repository("https://github.com/somebody/else"))
        assert played.unknown

    def test_everything_that_was_recorded_can_be_read(self) -> None:
        assert 60 < len(recording().exchanges)


class TestTheLog:
    def test_points_requests_and_unchanged_are_told_apart(self) -> None:
        with rig(120, members_an_organisation=112) as it:
            it.many(state, it.targets(120))
            it.one(members, page("org1"))
            assert [Unchanged()] == it.one(members, page("org1"))
            total = it.wire.ledger.total(HOST)
            pages = 2
            assert (2, pages, pages) == (total.points, total.unchanged, total.counted)
            assert total == it.wire.ledger.total(HOST, "2026-03-02")
            assert [] == it.wire.ledger.breaches

    def test_a_request_before_the_allowed_time_is_a_breach(self) -> None:
        ledger, clock = Ledger(), Clock()
        limited = Reply(429, {"retry-after": "60"}, b"{}")
        ledger.note(clock.now, HOST, "/a", {}, limited)
        ledger.note(clock.now + timedelta(seconds=59), HOST, "/b", {"authorization": "another"}, SAID)
        assert [] == ledger.breaches
        ledger.note(clock.now + timedelta(seconds=59), HOST, "/b", {}, SAID)
        assert 1 == len(ledger.breaches)

    def test_more_than_four_fifths_of_a_quota_is_a_breach(self) -> None:
        ledger, clock = Ledger(), Clock()
        for used in (4000, 4001):
            quota = {
                "x-ratelimit-used": str(used),
                "x-ratelimit-limit": "5000",
                "x-ratelimit-reset": "1",
                "x-ratelimit-resource": "core",
            }
            ledger.note(clock.now, HOST, "/a", {}, Reply(200, quota, b""))
        assert ["02 06:00:00: api.github.com: 4001 of 5000 of core are used"] == ledger.breaches


def test_a_request_that_no_contract_knows_fails_the_test_and_is_kept() -> None:
    wire = FakeWire(Clock(), {HOST: lambda _: SAID}, law=complaints)
    with client_on(wire) as client:
        session = client.session(MemoryValidators())
        session.get(f"https://{HOST}/repos/octocat/Hello-World")
        with pytest.raises(AssertionError):
            session.get(f"https://{HOST}/repos/octocat/Hello-World/secrets")
    assert 1 == len(wire.unlawful)
