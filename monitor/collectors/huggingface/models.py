"""The models of an organisation, or one model: families, sizes, kinds, licences, gates, downloads, and when each appeared."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import timedelta
from typing import Any

from monitor.collectors.fields import next_page, pages
from monitor.collectors.huggingface.names import kind_of, read_name
from monitor.collectors.huggingface.places import HOST, MOST_PAGES, SOURCE, ask, is_hub, parts_of
from monitor.collectors.shape import Shape
from monitor.model.collecting import CollectorSpec, Context
from monitor.model.errors import NotFound
from monitor.model.facts import Channel, MeasureFact, Note, ReleaseFact, Seen, StateFact, Unchanged, Yield
from monitor.model.signals import Signal
from monitor.model.target import Target
from monitor.model.text import clean

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
AHEAD = timedelta(days=1)
SPEC = CollectorSpec(
    id="hub_models",
    signals=frozenset({Signal.MODELS, Signal.RELIANCE}),
    interval=timedelta(days=1),
    handles=is_hub,
    source=SOURCE,
)


def collect(target: Target, context: Context) -> Iterator[Yield]:
    """Yield the models of an organisation, newest first, or the one model of the target. Raises SourceError."""
    organisation, model = parts_of(target)
    expand = [("expand", name) for name in FIELDS]
    if model:
        first = ask(context, f"/api/models/{organisation}/{model}", [*expand, ("expand", "childrenModelCount")])
    else:
        first = ask(context, "/api/models", [("author", organisation), ("sort", "createdAt"), ("limit", "100"), *expand])
    if first.is_unchanged:
        yield Unchanged()
        return
    shape = Shape.of(first)
    if model:
        entries, is_whole = [shape.mapping(first.json(), "the answer")], True
    else:
        entries, is_whole = _listed(first, context)
    if not entries:
        raise NotFound(f"{HOST}: no model of that organisation is visible to us")
    yield from _facts(shape, entries, target, context)
    yield Seen(Signal.MODELS, None, context.now, is_complete=is_whole)
    yield Seen(Signal.RELIANCE, None, context.now, is_complete=is_whole)


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
        name = clean(shape.text(entry.get("id") or entry.get("modelId"), "id"), 200)
        page = f"https://{HOST}/{name}"
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
    at = shape.moment(entry["createdAt"], "createdAt")
    if at > context.now + AHEAD:
        return None
    said = read_name(name.rpartition("/")[2])
    kind = _kind(shape, entry, name)
    return ReleaseFact(name, Channel.MODEL, at, page, stream=f"{said.family} ({kind.value})")


def _kind(shape: Shape, entry: Mapping[str, Any], name: str) -> Any:
    organisation, _, bare = name.partition("/")
    card = _card(entry)
    tags = frozenset(tag for tag in shape.sequence(entry.get("tags") or [], "tags") if isinstance(tag, str))
    return kind_of(bare, organisation, _base_models(card), str(card.get("base_model_relation") or ""), tags)


def _card(entry: Mapping[str, Any]) -> Mapping[str, Any]:
    card = entry.get("cardData")
    return card if isinstance(card, dict) else {}


def _base_models(card: Mapping[str, Any]) -> tuple[str, ...]:
    said = card.get("base_model")
    listed = said if isinstance(said, list) else [said]
    return tuple(sorted({clean(name, 200) for name in listed if isinstance(name, str) and name}))


def _states(shape: Shape, entry: Mapping[str, Any], name: str) -> Iterator[tuple[str, str]]:
    said, card = read_name(name.rpartition("/")[2]), _card(entry)
    yield "model_family", clean(said.family, 120)
    yield "model_size", clean(said.size, 40)
    yield "model_kind", _kind(shape, entry, name).value
    yield from (("base_model", base) for base in _base_models(card))
    yield "licence", _licence(card)
    gated = entry.get("gated")
    yield "gated", {False: "no", "auto": "auto", "manual": "manual"}.get(gated, "") if isinstance(gated, bool | str) else ""
    yield "disabled", {True: "yes", False: "no"}.get(entry["disabled"], "") if isinstance(entry.get("disabled"), bool) else ""
    library, newer = entry.get("library_name"), card.get("new_version")
    yield "library", clean(library, 60) if isinstance(library, str) else ""
    yield "new_version", clean(newer, 200) if isinstance(newer, str) else ""
    yield "architecture", _architecture(entry.get("config"))
    yield "visible", "yes"


def _licence(card: Mapping[str, Any]) -> str:
    said = card.get("license")
    if isinstance(said, list):
        said = next((one for one in said if isinstance(one, str)), None)
    named = card.get("license_name")
    if said == "other" and isinstance(named, str) and named:
        return clean(named, 80)
    return clean(said, 80) if isinstance(said, str) and said else "none"


def _architecture(config: object) -> str:
    listed = config.get("architectures") if isinstance(config, dict) else None
    return clean(listed[0], 80) if isinstance(listed, list) and listed and isinstance(listed[0], str) else ""


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
