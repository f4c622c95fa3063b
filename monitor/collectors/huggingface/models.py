"""The models of an organisation, or one model: families, sizes, kinds, licences, gates, downloads, and when each appeared."""

from __future__ import annotations

from collections.abc import Generator, Iterator, Mapping, Sequence
from datetime import timedelta
from typing import Any
from urllib.parse import quote, unquote, urlsplit

from monitor.collectors.fields import believed, bookmark, count, next_page, pages, to_cursor
from monitor.collectors.huggingface.entries import base_models, card_of, kind_in, name_of, of_organisation, words
from monitor.collectors.huggingface.names import read_name
from monitor.collectors.huggingface.places import HOST, MOST_PAGES, SOURCE, ask, is_hub, parts_of
from monitor.collectors.shape import Shape
from monitor.model.collecting import Answer, CollectorSpec, Context
from monitor.model.facts import Channel, Cursor, MeasureFact, Note, ReleaseFact, Seen, StateFact, Unchanged, Yield
from monitor.model.signals import Signal
from monitor.model.target import Target

FIELDS = (
    "createdAt",
    "lastModified",
    "downloads",
    "likes",
    "gated",
    "cardData",
    "disabled",
    "sha",
    "tags",
    "library_name",
    "config",
)
SPEC = CollectorSpec(
    id="hub_models",
    signals=frozenset({Signal.MODELS, Signal.RELIANCE}),
    interval=timedelta(days=1),
    handles=is_hub,
    source=SOURCE,
)


def collect(target: Target, context: Context) -> Iterator[Yield]:
    """Yield the models of an organisation, newest first, or the one model of the target. Raises SourceError."""
    first = _asked(target, context)
    if first.is_unchanged:
        yield Unchanged()
        return
    shape = Shape.of(first)
    if parts_of(target)[1]:
        entries, is_whole = [_named(shape, first, target)], True
    else:
        listed, is_whole = _listed(first, context)
        entries = of_organisation(shape, listed, target)
        if len(entries) < len(listed):
            yield Note("models_of_others", f"{len(listed) - len(entries)} models of others came with the list and are left out")
    yield from _facts(shape, entries, target, context)
    lost = yield from _lost_licences(entries, context)
    yield Seen(Signal.MODELS, None, context.now, is_complete=is_whole and not lost)
    yield Seen(Signal.RELIANCE, None, context.now, is_complete=is_whole)


def _asked(target: Target, context: Context) -> Answer:
    """Return the first answer; what was doubted at the look before is asked for whole."""
    organisation, model = parts_of(target)
    path, query = "/api/models", [("author", organisation), ("sort", "createdAt"), ("limit", "100")]
    expand = [("expand", name) for name in FIELDS]
    if model:
        path, query = f"/api/models/{organisation}/{model}", []
        expand.append(("expand", "childrenModelCount"))
    return ask(context, path, [*query, *expand], is_conditional=bookmark(context.cursor).get("doubted") is not True)


def _lost_licences(entries: Sequence[Mapping[str, Any]], context: Context) -> Generator[Yield, None, int]:
    """Yield the count of models that name a licence, for the next look. Return how many fewer they are than at the last."""
    licensed = sum(bool(_licence(card_of(entry))) for entry in entries)
    lost = max(0, (count(bookmark(context.cursor), "licensed") or 0) - licensed)
    if lost:
        yield Note("licences_not_told", f"{lost} models named a licence before and name none now: believed when it is said again")
    yield Cursor(to_cursor(licensed=licensed, doubted=lost > 0))
    return lost


def _named(shape: Shape, answer: Answer, target: Target) -> Mapping[str, Any]:
    """Return the one model that was asked for, or to whose new name the Hub led us. Raises Malformed for another."""
    entry = shape.mapping(answer.json(), "the answer")
    name = name_of(shape, entry).casefold()
    led_to = unquote(urlsplit(answer.url).path).casefold()
    if name != "/".join(parts_of(target)).casefold() and not led_to.endswith(f"/api/models/{name}"):
        raise shape.wrong("another model came than was asked for")
    return entry


def _listed(first: Any, context: Context) -> tuple[list[Mapping[str, Any]], bool]:
    entries: list[Mapping[str, Any]] = []
    is_whole = True
    for number, answer in enumerate(pages(first, context, MOST_PAGES), start=1):
        shape = Shape.of(answer)
        entries += (shape.mapping(entry, "a model") for entry in shape.sequence(answer.json(), "the answer"))
        is_whole = number < MOST_PAGES or not next_page(answer)
    return entries, is_whole


def _facts(shape: Shape, entries: Sequence[Mapping[str, Any]], target: Target, context: Context) -> Iterator[Yield]:
    sums: dict[str, float] = {}
    undated = 0
    for entry in entries:
        name = name_of(shape, entry)
        page = f"https://{HOST}/{quote(name)}"
        yield from (StateFact(attribute, value, page, subject=name) for attribute, value in _states(shape, entry, name) if value)
        release = _release(shape, entry, name, page, context)
        if release:
            yield release
        undated += release is None
        for metric, value in _counts(entry):
            sums[metric] = sums.get(metric, 0) + value
            yield MeasureFact(metric, context.now.date(), value, page, subject=name)
    yield from (MeasureFact(metric, context.now.date(), value, target.key) for metric, value in sums.items())
    if undated:
        yield Note("models_without_date", f"{undated} models have no date of creation that can be believed and are left out")


def _release(shape: Shape, entry: Mapping[str, Any], name: str, page: str, context: Context) -> ReleaseFact | None:
    if entry.get("createdAt") is None:
        return None
    at = believed(shape.moment(entry["createdAt"], "createdAt"), context.now)
    if at is None:
        return None
    said = read_name(name.rpartition("/")[2])
    kind = kind_in(shape, entry, name)
    return ReleaseFact(name, Channel.MODEL, at, page, stream=f"{said.family} ({kind.value})")


def _states(shape: Shape, entry: Mapping[str, Any], name: str) -> Iterator[tuple[str, str]]:
    said, card = read_name(name.rpartition("/")[2]), card_of(entry)
    yield "model_family", words(said.family, 120)
    yield "model_size", words(said.size, 40)
    yield "model_kind", kind_in(shape, entry, name).value
    yield from (("base_model", base) for base in base_models(card))
    yield "licence", _licence(card)
    gated = entry.get("gated")
    yield "gated", {False: "no", "auto": "auto", "manual": "manual"}.get(gated, "") if isinstance(gated, bool | str) else ""
    yield "disabled", {True: "yes", False: "no"}.get(entry["disabled"], "") if isinstance(entry.get("disabled"), bool) else ""
    yield "library", words(entry.get("library_name"), 60)
    yield "new_version", words(card.get("new_version"), 200)
    yield "architecture", _architecture(entry.get("config"))
    yield "visible", "yes"


def _licence(card: Mapping[str, Any]) -> str:
    """Return the licence that a card names, "" where it names none: that is not told, and no word on the terms."""
    said = card.get("license")
    if isinstance(said, list):
        said = next((one for one in said if isinstance(one, str)), None)
    named = words(card.get("license_name"), 80)
    return named if said == "other" and named else words(said, 80)


def _architecture(config: object) -> str:
    listed = config.get("architectures") if isinstance(config, dict) else None
    return words(listed[0], 80) if isinstance(listed, list) and listed else ""


def _counts(entry: Mapping[str, Any]) -> Iterator[tuple[str, float]]:
    for metric, field in (("downloads_30d", "downloads"), ("likes", "likes")):
        value = entry.get(field)
        if isinstance(value, int) and not isinstance(value, bool) and 0 <= value < 2**53:
            yield metric, value
    children = entry.get("childrenModelCount")
    numbers = children.values() if isinstance(children, dict) else [children]
    derived = [number for number in numbers if isinstance(number, int) and not isinstance(number, bool) and 0 <= number < 2**53]
    if derived:
        yield "derivatives", sum(derived)
