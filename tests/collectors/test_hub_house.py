"""A house on the Hub: what its overview counts, and whether it takes part in what is asked about its models."""

from __future__ import annotations

from typing import Any

import pytest

from monitor.collectors.huggingface import house
from monitor.model.errors import AccessDenied, Malformed, NotFound, RateLimited, SourceError, Unavailable
from monitor.model.facts import MeasureFact, Note, Seen, StateFact, Yield
from monitor.model.signals import Signal
from tests.collectors.test_huggingface import TROUBLE, Rig, hub, model, rig
from tests.fakes.contract import check_answer
from tests.fakes.wire import Asked

BIRDS = hub("Birds")
OVERVIEW = {"name": "Birds", "fullname": "Birds", "isVerified": True, "numUsers": 12, "numModels": 40, "numFollowers": 9}
ENTRY = {
    "num": 3,
    "title": "How?",
    "createdAt": "2026-02-01T00:00:00.000Z",
    "status": "open",
    "isPullRequest": False,
    "numComments": 2,
    "pinned": False,
    "repoOwner": {"name": "Birds", "type": "org", "isParticipating": True, "isDiscussionAuthor": False},
}


def entry(*, joined: bool, by_owner: bool = False, at: str = "2026-02-01T00:00:00.000Z") -> dict[str, Any]:
    owner = {"name": "Birds", "type": "org", "isParticipating": joined, "isDiscussionAuthor": by_owner}
    return {**ENTRY, "createdAt": at, "repoOwner": owner}


def answers(*entries: dict[str, Any], **changes: Any) -> dict[str, Any]:
    return {
        "/api/organizations/Birds/overview": OVERVIEW | changes,
        "/api/models": [model("Birds/Lark3-7B")],
        "/api/models/Birds/Lark3-7B/discussions": {"discussions": list(entries), "count": len(entries), "start": 0},
    }


def looked(told: dict[str, Any]) -> list[Yield]:
    with rig(told) as it:
        return it.run(house, BIRDS)


def counted(found: list[Yield]) -> dict[str, float]:
    return {item.metric: item.value for item in found if isinstance(item, MeasureFact)}


def whole(found: list[Yield]) -> dict[Signal, bool]:
    return {item.signal: item.is_complete for item in found if isinstance(item, Seen)}


def test_the_overview_counts_people_and_models_and_says_whether_the_hub_verified_the_house() -> None:
    found = looked(answers())
    assert (12, 40) == (counted(found)["house_members"], counted(found)["house_models"])
    assert [("house_verified", "yes")] == [(i.attribute, i.value) for i in found if isinstance(i, StateFact)]
    assert {Signal.HOUSE: True, Signal.DISCUSSIONS: True} == whole(found)


def test_of_what_others_asked_lately_it_is_counted_where_the_house_takes_part() -> None:
    told = (
        entry(joined=True),
        entry(joined=False),
        entry(joined=False, by_owner=True),
        entry(joined=False, at="2026-03-01T00:00:00.000Z"),
        entry(joined=True, at="2025-03-01T00:00:00.000Z"),
        {**ENTRY, "repoOwner": None},
    )
    found = counted(looked(answers(*told)))
    assert (2, 1) == (found["discussions_asked"], found["discussions_joined"])


@pytest.mark.parametrize("field", ["isVerified", "numUsers"])
def test_what_the_overview_does_not_tell_is_not_known(field: str) -> None:
    found = looked(answers(**{field: None}))
    assert not whole(found)[Signal.HOUSE]


def test_discussions_that_are_switched_off_leave_the_view_in_part() -> None:
    told = answers()
    del told["/api/models/Birds/Lark3-7B/discussions"]
    found = looked(told)
    assert {Signal.HOUSE: True, Signal.DISCUSSIONS: False} == whole(found)
    assert ["discussions_not_shown"] == [item.code for item in found if isinstance(item, Note)]


@pytest.mark.parametrize("kind", TROUBLE)
def test_trouble_is_told_as_what_it_is(kind: str) -> None:
    answer, error = TROUBLE[kind]
    with rig(answers()) as it:
        it.wire.faults.append(lambda _: answer)
        with pytest.raises(error):
            it.run(house, BIRDS)


def _of_discussions(it: Rig, answer: Any) -> None:
    def fault(asked: Asked) -> Any:
        return answer if "/discussions" in asked.path else None

    it.wire.faults.append(fault)


@pytest.mark.parametrize("kind", [kind for kind, (_, error) in TROUBLE.items() if error not in (AccessDenied, NotFound)])
def test_trouble_with_discussions_fails_the_look(kind: str) -> None:
    answer, error = TROUBLE[kind]
    wanted: tuple[type[SourceError], ...] = (error, Malformed, RateLimited, Unavailable)
    with rig(answers()) as it:
        _of_discussions(it, answer)
        with pytest.raises(wanted):
            it.run(house, BIRDS)


def test_the_entries_made_here_are_such_as_the_description_promises() -> None:
    full = {**ENTRY, "repo": {"name": "Birds/Lark3-7B", "type": "model"}, "topReactions": [], "numReactionUsers": 0}
    body = {"discussions": [full], "count": 1, "start": 0}
    check_answer("huggingface", "GET", "/api/models/Birds/Lark3-7B/discussions", 200, body)


def test_only_a_house_is_asked_and_no_single_model() -> None:
    assert (True, False) == (house.SPEC.handles(BIRDS), house.SPEC.handles(hub("Birds/Lark3-7B")))
