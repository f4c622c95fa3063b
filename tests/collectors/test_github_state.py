"""What becomes of a repository on GitHub, told by its state: seven histories, and what is never concluded too soon."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from monitor.collectors.github import plain, state
from monitor.model.errors import AccessDenied, Malformed, NotFound, RateLimited, SourceError, Unavailable
from monitor.model.facts import MeasureFact, Note, StateFact, Unchanged, Wake
from monitor.net.library import Reply
from monitor.net.memory import MemoryValidators
from monitor.net.trouble import Failure
from tests.collectors.github_rig import HOST, answering, is_whole, look, repository, rig, states

HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def test_a_hundred_repositories_are_one_question_of_one_point() -> None:
    with rig(100) as it:
        found = it.many(state, it.targets(100))
        assert 100 == len([result for result in found.values() if isinstance(result, tuple)])
        assert [1] == [points for _, _, points in it.graphql.spent]


def test_a_healthy_repository_shows_its_state_and_no_change() -> None:
    with rig(1) as it:
        said = states(look(it, it.targets(1)[0]))
        wanted = {"visible": "yes", "archived": "no", "owner": "org0", "owner_type": "organisation", "licence": "Apache-2.0"}
        assert wanted == {name: said[name] for name in wanted}
        assert ("github:10000000", "org0/r00000") == (said["repository_id"], said["full_name"])


def test_archived_is_told_with_its_date() -> None:
    with rig(1) as it:
        it.world.script(0, isArchived=True, archivedAt="2026-02-01T10:00:00Z")
        facts = look(it, it.targets(1)[0])
        assert isinstance(facts, tuple)
        archived = next(item for item in facts if isinstance(item, StateFact) and item.attribute == "archived")
        assert ("yes", datetime(2026, 2, 1, 10, tzinfo=UTC)) == (archived.value, archived.held_from)


@pytest.mark.parametrize("day", ["0001-01-01T00:00:00Z", "9999-12-31T23:59:59Z"])
def test_archived_has_no_date_that_cannot_be_true(day: str) -> None:
    with rig(1) as it:
        it.world.script(0, isArchived=True, archivedAt=day)
        facts = _facts(look(it, it.targets(1)[0]))
        dated = [(i.value, i.held_from) for i in facts if isinstance(i, StateFact) and i.attribute == "archived"]
        assert [("yes", None)] == dated


def test_a_renamed_repository_is_followed_and_keeps_its_number() -> None:
    with rig(1) as it:
        it.world.rename(0, "org0/new-name")
        said = states(look(it, it.targets(1)[0]))
        assert ("org0/new-name", "github:10000000", "org0") == (said["full_name"], said["repository_id"], said["owner"])


def test_a_transferred_repository_shows_its_new_owner() -> None:
    with rig(20) as it:
        it.world.rename(0, "org1/r00000x")
        it.world.script(0, owner={"__typename": "Organization", "login": "org1", "databaseId": 500001})
        said = states(look(it, it.targets(1)[0]))
        assert ("org1", "github:500001") == (said["owner"], said["owner_id"])


def test_a_name_that_another_repository_took_shows_another_number() -> None:
    with rig(1) as it:
        it.world.script(0, databaseId=999)
        assert "github:999" == states(look(it, it.targets(1)[0]))["repository_id"]


def test_what_is_not_visible_is_gone_only_after_three_looks_over_a_day() -> None:
    with rig(1) as it:
        target = it.targets(1)[0]
        it.world.hide(0)
        for _ in range(2):
            facts = look(it, target)
            assert "visible" not in states(facts)
            assert not is_whole(facts)
            it.clock.forward(HOUR)
        assert "visible" not in states(look(it, target))
        it.clock.forward(DAY)
        assert "gone" == states(look(it, target))["visible"]


def test_where_nothing_at_all_is_shown_nothing_is_gone() -> None:
    body = b'{"data": {"probe": null, "t0": null}, "errors": [{"type": "NOT_FOUND", "path": ["t0"], "message": "x"}]}'
    with rig(1) as it:
        it.wire.faults.append(lambda asked: reply(200, body) if asked.method == "POST" else None)
        for _ in range(5):
            assert isinstance(look(it, it.targets(1)[0]), Unavailable)
            it.clock.forward(DAY)


def test_what_one_interface_still_shows_is_not_gone() -> None:
    body = b'{"data": {"probe": {"id": "R"}, "t0": null}, "errors": [{"type": "NOT_FOUND", "path": ["t0"], "message": "x"}]}'
    with rig(1) as it:
        it.wire.faults.append(lambda asked: reply(200, body) if asked.method == "POST" else None)
        for _ in range(5):
            assert isinstance(look(it, it.targets(1)[0]), Unavailable)
            it.clock.forward(DAY)


def test_three_looks_a_day_apart_are_enough_and_the_first_dates_it() -> None:
    with rig(1) as it:
        target, began = it.targets(1)[0], it.clock.now
        it.world.hide(0)
        for _ in range(2):
            look(it, target)
            it.clock.forward(DAY)
        facts = look(it, target)
        assert isinstance(facts, tuple)
        gone = next(item for item in facts if isinstance(item, StateFact))
        assert ("visible", "gone", began) == (gone.attribute, gone.value, gone.held_from)


def test_what_comes_back_is_counted_anew() -> None:
    with rig(1) as it:
        target = it.targets(1)[0]
        it.world.hide(0)
        look(it, target)
        it.clock.forward(2 * DAY)
        it.world.hidden.clear()
        assert "yes" == states(look(it, target))["visible"]
        it.world.hide(0)
        it.clock.forward(DAY)
        assert "visible" not in states(look(it, target))


@pytest.mark.parametrize(
    ("status", "reason", "word"),
    [
        (451, "dmca", "blocked_dmca"),
        (403, "tos", "blocked_tos"),
        (403, "unavailable", "blocked_unavailable"),
    ],
)
def test_a_blocked_repository_is_told_at_once_with_the_hosts_own_reason(status: int, reason: str, word: str) -> None:
    block = {"reason": reason, "created_at": "2026-01-05T00:00:00Z", "html_url": "https://github.com/tos"}
    with rig(1) as it:
        it.world.hide(0, status, {"message": "Repository access blocked", "block": block})
        facts = look(it, it.targets(1)[0])
        assert isinstance(facts, tuple)
        blocked = next(item for item in facts if isinstance(item, StateFact))
        assert (word, datetime(2026, 1, 5, tzinfo=UTC)) == (blocked.value, blocked.held_from)
        assert "https://github.com/tos" == blocked.link


def test_one_poisoned_repository_fails_alone() -> None:
    with rig(64) as it:
        it.graphql.poisoned = {it.world.name(17)}
        found = it.many(state, it.targets(64))
        assert [it.world.url(17)] == [key for key, result in found.items() if isinstance(result, SourceError)]
        assert isinstance(found[it.world.url(17)], Unavailable)


def test_a_question_that_was_too_much_is_never_repeated_at_its_size() -> None:
    with rig(100) as it:
        it.graphql.most_repositories = 30
        found = it.many(state, it.targets(100))
        assert all(isinstance(result, tuple) for result in found.values())
        sizes = [asked.body.count(b"followRenames") for asked in it.wire.log]
        assert sizes[0] == 100
        assert max(sizes[1:]) < 100


def test_an_answer_that_was_cut_is_asked_for_again_in_parts() -> None:
    with rig(10) as it:
        it.graphql.cut = {it.world.name(3)}
        found = it.many(state, it.targets(10))
        failed = [key for key, result in found.items() if isinstance(result, SourceError)]
        assert [it.world.url(3)] == failed


def gives_up(body: dict[str, Any], most: int) -> None:
    """Lose a licence without a path, as a server does that gave up in the middle of more than `most` repositories."""
    told = [node for alias, node in body["data"].items() if alias.startswith("t")]
    if len(told) > most:
        told[-1]["licenseInfo"] = None
        body["errors"] = [{"message": "Something went wrong while executing your query. This may be the result of a timeout."}]


def test_an_answer_that_gave_up_without_saying_where_is_asked_for_again_in_parts() -> None:
    with rig(8) as it:
        answering(it, lambda body: gives_up(body, 2))
        found = it.many(state, it.targets(8))
        assert ["Apache-2.0"] * 8 == [states(result)["licence"] for result in found.values()]
        assert all(is_whole(result) for result in found.values())


def test_one_that_the_server_gives_up_alone_is_not_known_and_no_licence_is_lost_by_it() -> None:
    with rig(1) as it:
        answering(it, lambda body: gives_up(body, 0))
        assert isinstance(look(it, it.targets(1)[0]), Unavailable)


def test_an_error_with_its_path_leaves_the_others_believed() -> None:
    with rig(2) as it:
        path = {"errors": [{"path": ["t1", "licenseInfo"], "message": "Something went wrong while executing your query."}]}
        answering(it, lambda body: (body["data"]["t1"].update(licenseInfo=None), body.update(path)))
        one, two = it.many(state, it.targets(2)).values()
        assert ("Apache-2.0", True) == (states(one)["licence"], is_whole(one))
        assert ("licence" in states(two), False) == (False, is_whole(two))


def test_what_changed_wakes_closer_looks_and_stars_alone_do_not() -> None:
    with rig(1, changing=0) as it:
        target = it.targets(1)[0]
        assert not [item for item in _facts(look(it, target)) if isinstance(item, Wake)]
        it.clock.forward(DAY)
        it.world.script(0, stargazerCount=5000, pushedAt="2026-03-03T00:00:00Z")
        assert ["github_counts", "github_work"] == [i.collector for i in _facts(look(it, target)) if isinstance(i, Wake)]
        it.world.script(0, stargazerCount=6000)
        assert not [item for item in _facts(look(it, target)) if isinstance(item, Wake)]


FAULT = {"type": "INTERNAL", "path": ["t0", "licenseInfo"], "message": "x"}


@pytest.mark.parametrize(
    ("attribute", "change"),
    [
        ("licence", lambda body: (body["data"]["t0"].update(licenseInfo=None), body.update(errors=[FAULT]))),
        ("licence", lambda body: body["data"]["t0"].pop("licenseInfo")),
        ("licence", lambda body: body["data"]["t0"].update(licenseInfo="MIT")),
        ("archived", lambda body: body["data"]["t0"].update(isArchived=None)),
        ("visibility", lambda body: body["data"]["t0"].update(visibility=None)),
        ("repository_id", lambda body: body["data"]["t0"].update(databaseId=None)),
    ],
)
def test_what_is_not_told_is_no_state_and_ends_none(attribute: str, change: Callable[[dict[str, Any]], object]) -> None:
    with rig(1) as it:
        assert is_whole(look(it, it.targets(1)[0]))
        answering(it, change)
        facts = look(it, it.targets(1)[0])
        assert attribute not in states(facts)
        assert not is_whole(facts)


def test_no_licence_is_told_where_the_host_says_that_there_is_none() -> None:
    with rig(1) as it:
        answering(it, lambda body: body["data"]["t0"].update(licenseInfo=None))
        facts = look(it, it.targets(1)[0])
        assert ("none", True) == (states(facts)["licence"], is_whole(facts))


@pytest.mark.parametrize("number", [True, 0, -1, "7"])
def test_a_number_that_no_repository_has_is_malformed(number: object) -> None:
    with rig(1) as it:
        answering(it, lambda body: body["data"]["t0"].update(databaseId=number))
        assert isinstance(look(it, it.targets(1)[0]), Malformed)


def _facts(result: object) -> tuple[object, ...]:
    assert isinstance(result, tuple)
    return result


def test_the_limit_of_the_hour_ends_the_round_and_says_when_to_come_back() -> None:
    with rig(100) as it:
        it.graphql.hourly, it.graphql.used, it.graphql.window = 100, 100, it.clock.now
        with pytest.raises(RateLimited) as caught:
            it.many(state, it.targets(100))
        assert it.clock.now + HOUR == caught.value.until


def test_a_secondary_limit_is_waited_out() -> None:
    with rig(1) as it:
        it.graphql.is_secondary = True
        with pytest.raises(RateLimited):
            it.many(state, it.targets(1))
        it.graphql.is_secondary = False
        asked = len(it.wire.log)
        with pytest.raises(RateLimited):
            it.many(state, it.targets(1))
        assert asked == len(it.wire.log)
        it.clock.forward(timedelta(minutes=2))
        assert isinstance(look(it, it.targets(1)[0]), tuple)


def test_a_refused_token_concerns_everybody_and_takes_nothing_away() -> None:
    with rig(2, token="ghp_wrong") as it, pytest.raises(AccessDenied):
        it.many(state, it.targets(2))


def reply(status: int, body: bytes = b"{}", **headers: str) -> Reply:
    return Reply(status, {"content-type": "application/json", **{k.replace("_", "-"): v for k, v in headers.items()}}, body)


TROUBLE: dict[str, tuple[Reply | Failure, type[SourceError]]] = {
    "401": (reply(401), AccessDenied),
    "403": (reply(403), AccessDenied),
    "403, spent": (reply(403, x_ratelimit_remaining="0", x_ratelimit_reset="2000000000"), RateLimited),
    "403, secondary": (reply(403, b'{"message": "You have exceeded a secondary rate limit"}'), RateLimited),
    "404": (reply(404), NotFound),
    "410": (reply(410), NotFound),
    "429": (reply(429, retry_after="120"), RateLimited),
    "451": (reply(451), AccessDenied),
    "500": (reply(500), Unavailable),
    "502": (reply(502), Unavailable),
    "time-out": (Failure(HOST, "no whole answer before the deadline", is_passing=False), Unavailable),
    "cut body": (reply(200, b'{"data": {"t0": {"nameWi'), Malformed),
    "a page of HTML with 200": (reply(200, b"<!doctype html><title>Maintenance</title>"), Malformed),
    "an empty list with 200": (reply(200, b"[]"), Malformed),
    "wrong types": (reply(200, b'{"data": {"t0": "repository"}}'), Malformed),
    "owner of a wrong type": (reply(200, b'{"data": {"t0": {"owner": 7}}}'), Malformed),
    "a secondary limit with 200": (
        reply(200, b'{"data": null, "errors": [{"message": "You have exceeded a secondary rate limit. Please wait."}]}'),
        RateLimited,
    ),
    "no data": (reply(200, b'{"errors": [{"message": "Parse error"}]}'), Malformed),
}


@pytest.mark.parametrize("kind", TROUBLE)
def test_trouble_is_told_as_what_it_is_and_no_state_changes(kind: str) -> None:
    answer, error = TROUBLE[kind]
    with rig(1) as it:
        it.wire.faults.append(lambda _: answer)
        with pytest.raises(error):
            it.one(state, it.targets(1)[0])


def test_an_address_that_can_be_no_repository_is_never_asked_about() -> None:
    with rig(1) as it:
        wrong = repository("https://github.com/own%22er/na\\me")
        found = it.many(state, [wrong, *it.targets(1)])
        assert isinstance(found[wrong.key], Malformed)
        assert isinstance(found[it.world.url(0)], tuple)
        assert b"own%22er" not in b"".join(asked.body for asked in it.wire.log)


def test_the_token_stands_in_no_error_and_no_fact() -> None:
    with rig(3) as it:
        it.graphql.poisoned = {it.world.name(1)}
        shown = repr(it.many(state, it.targets(3)))
        assert "ghp_invented" not in shown
        assert it.graphql.token in it.wire.log[0].headers["authorization"]


def test_the_cost_that_the_source_names_is_counted() -> None:
    with rig(100) as it:
        it.many(state, it.targets(100))
        assert 1 == sum(usage.points for usage in it.meter.counted())


def test_an_enterprise_host_is_asked_at_its_own_address() -> None:
    with rig(1) as it:
        it.bases = {"github:git.corp.example": "https://git.corp.example/api/v3"}
        target = repository("https://git.corp.example/org0/r00000")
        with pytest.raises(SourceError, match=r"no token is configured for git\.corp\.example, where GitHub is asked here"):
            it.many(state, [target])
        assert [] == it.wire.log


class TestWithoutAToken:
    def test_one_request_tells_the_same_state(self) -> None:
        with rig(1, token="") as it:
            facts = it.one(plain, it.targets(1)[0])
            said = states(facts)
            assert ("no", "org0", "organisation", "github:10000000") == (
                said["archived"],
                said["owner"],
                said["owner_type"],
                said["repository_id"],
            )
            assert [item for item in facts if isinstance(item, MeasureFact)]

    def test_a_second_look_is_conditional_and_unchanged(self) -> None:
        with rig(1, token="") as it:
            it.one(plain, it.targets(1)[0])
            assert [Unchanged()] == it.one(plain, it.targets(1)[0])

    def test_a_fifth_of_the_sixty_stays_unused(self) -> None:
        with rig(70, token="") as it:
            asked = 0
            for target in it.targets(70):
                try:
                    it.one(plain, target)
                except RateLimited:
                    break
                asked += 1
            assert 48 == asked

    def test_a_renamed_repository_is_followed_by_its_number(self) -> None:
        with rig(1, token="") as it:
            it.world.rename(0, "org0/new-name")
            assert "org0/new-name" == states(it.one(plain, it.targets(1)[0]))["full_name"]

    @pytest.mark.parametrize(
        ("attribute", "field"),
        [("archived", "archived"), ("licence", "license"), ("mirror", "mirror_url"), ("has_issues", "has_issues")],
    )
    def test_what_is_not_told_is_no_state_and_ends_none(self, attribute: str, field: str) -> None:
        with rig(1, token="") as it:
            assert is_whole(it.one(plain, it.targets(1)[0]))
            answering(it, lambda body: body.pop(field))
            it.validators = MemoryValidators()
            facts = it.one(plain, it.targets(1)[0])
            assert attribute not in states(facts)
            assert not is_whole(facts)

    @pytest.mark.parametrize("number", [True, 0, None])
    def test_a_number_that_no_repository_has_is_malformed(self, number: object) -> None:
        with rig(1, token="") as it:
            answering(it, lambda body: body.update(id=number))
            with pytest.raises(Malformed, match="id is no number of a repository"):
                it.one(plain, it.targets(1)[0])

    def test_what_is_not_visible_is_gone_after_three_looks_over_a_day(self) -> None:
        with rig(1, token="") as it:
            target, began = it.targets(1)[0], it.clock.now
            it.world.hide(0)
            for _ in range(2):
                assert ("visible" in states(found := it.one(plain, target)), is_whole(found)) == (False, False)
                it.clock.forward(12 * HOUR)
            facts = it.one(plain, target)
            gone = next(item for item in facts if isinstance(item, StateFact))
            assert ("visible", "gone", began) == (gone.attribute, gone.value, gone.held_from)
            assert ["/repos/org0/r00000", "/repos/octocat/Hello-World"] * 3 == [asked.path for asked in it.wire.log]

    def test_three_looks_within_hours_are_too_few(self) -> None:
        with rig(1, token="") as it:
            it.world.hide(0)
            for _ in range(5):
                assert "visible" not in states(it.one(plain, it.targets(1)[0]))
                it.clock.forward(HOUR)

    def test_where_nothing_that_all_may_see_is_shown_nothing_is_gone(self) -> None:
        with rig(1, token="") as it:
            it.world.hide(0)
            it.world.hide(-1)
            for _ in range(4):
                with pytest.raises(NotFound):
                    it.one(plain, it.targets(1)[0])
                it.clock.forward(DAY)

    def test_what_comes_back_is_counted_anew(self) -> None:
        with rig(1, token="") as it:
            target = it.targets(1)[0]
            it.one(plain, target)
            it.world.hide(0)
            for _ in range(2):
                it.one(plain, target)
                it.clock.forward(DAY)
            it.world.hidden.clear()
            assert "yes" == states(it.one(plain, target))["visible"]
            it.world.hide(0)
            assert "visible" not in states(it.one(plain, target))

    def test_a_block_is_told(self) -> None:
        with rig(1, token="") as it:
            it.world.hide(0, 451, {"message": "Repository access blocked", "block": {"reason": "dmca"}})
            assert "blocked_dmca" == states(it.one(plain, it.targets(1)[0]))["visible"]


def test_a_missing_repository_is_noted_with_what_is_still_needed() -> None:
    with rig(1) as it:
        it.world.hide(0)
        notes = [item for item in _facts(look(it, it.targets(1)[0])) if isinstance(item, Note)]
        assert ["not_visible_yet"] == [note.code for note in notes]


def test_what_a_server_echoes_of_our_request_is_not_repeated() -> None:
    with rig(1) as it:
        body = b'{"errors": [{"message": "bad Bearer ghp_CANARY", "type": "ghp_CANARY"}]}'
        it.wire.faults.append(lambda _: Reply(200, {"content-type": "application/json"}, body))
        with pytest.raises(Malformed) as raised:
            it.one(state, it.targets(1)[0])
        assert "CANARY" not in str(raised.value)
