"""An organisation of the Hub by its own overview, and whether it takes part in what is asked about its models.

GET /api/organizations/:name/overview (library shapes: numUsers, numModels, numFollowers, isVerified) and, of the models that
stand for the house, GET /api/models/:ns/:repo/discussions: the newest page, where each entry says whether the owner takes part.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import timedelta
from typing import Any

from monitor.collectors.fields import count, yes_no
from monitor.collectors.huggingface.entries import MOST_CHOSEN, chosen
from monitor.collectors.huggingface.places import HOST, SOURCE, ask, is_hub, parts_of
from monitor.collectors.shape import Shape
from monitor.model.collecting import CollectorSpec, Context
from monitor.model.errors import AccessDenied, NotFound
from monitor.model.facts import MeasureFact, Note, Seen, StateFact, Yield
from monitor.model.signals import Signal
from monitor.model.target import Target

# What was asked in the last days of a look may still be answered; what is older than half a year says nothing of today.
YOUNG, OLD = timedelta(days=7), timedelta(days=182)
SPEC = CollectorSpec(
    id="hub_house",
    signals=frozenset({Signal.HOUSE, Signal.DISCUSSIONS}),
    interval=timedelta(days=7),
    handles=lambda target: is_hub(target) and not parts_of(target)[1],
    source=SOURCE,
    requests=2 + MOST_CHOSEN,
)


def collect(target: Target, context: Context) -> Iterator[Yield]:
    """Yield the counts of an organisation and how many of the newest questions it takes part in. Raises SourceError."""
    yield from _overview(target, context)
    yield from _discussions(target, context)


def _overview(target: Target, context: Context) -> Iterator[Yield]:
    answer = ask(context, f"/api/organizations/{parts_of(target)[0]}/overview", is_conditional=False)
    shape = Shape.of(answer)
    said = shape.mapping(answer.json(), "the answer")
    shape.text(said.get("name"), "name")
    told = {"house_members": count(said, "numUsers"), "house_models": count(said, "numModels")}
    for metric, value in told.items():
        if value is not None:
            yield MeasureFact(metric, context.now.date(), value, target.key)
    verified = yes_no(said.get("isVerified"))
    if verified:
        yield StateFact("house_verified", verified, target.key)
    yield Seen(Signal.HOUSE, None, context.now, is_complete=bool(verified) and None not in told.values())


def _discussions(target: Target, context: Context) -> Iterator[Yield]:
    asked, joined, hidden = 0, 0, 0
    for name in chosen(target, context):
        try:
            answer = ask(context, f"/api/models/{name}/discussions", [("p", "0"), ("status", "all")], is_conditional=False)
        except (AccessDenied, NotFound):
            hidden += 1
            continue
        shape = Shape.of(answer)
        listed = shape.sequence(shape.mapping(answer.json(), "the answer").get("discussions"), "discussions")
        entries = [entry for one in listed if _counts(shape, entry := shape.mapping(one, "a discussion"), context)]
        asked += len(entries)
        joined += sum(_owner(shape, entry).get("isParticipating") is True for entry in entries)
    if hidden:
        yield Note("discussions_not_shown", f"the discussions of {hidden} models are switched off, or not for us")
    for metric, value in (("discussions_asked", asked), ("discussions_joined", joined)):
        yield MeasureFact(metric, context.now.date(), value, f"https://{HOST}/{parts_of(target)[0]}")
    yield Seen(Signal.DISCUSSIONS, None, context.now, is_complete=not hidden)


def _counts(shape: Shape, entry: Mapping[str, Any], context: Context) -> bool:
    """Return whether an answer by the owner could be expected: asked by somebody else, neither just now nor long ago."""
    at = shape.moment(entry.get("createdAt"), "createdAt")
    return YOUNG <= context.now - at <= OLD and _owner(shape, entry).get("isDiscussionAuthor") is False


def _owner(shape: Shape, entry: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return what an entry says of the part that the model's owner takes, empty where it does not say."""
    told = entry.get("repoOwner")
    return {} if told is None else shape.mapping(told, "repoOwner")
