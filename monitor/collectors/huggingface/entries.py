"""What an entry in a list of models says: name, card, kind of model; and which models stand for their house."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from monitor.collectors.huggingface.names import ModelKind, kind_of, read_name
from monitor.collectors.huggingface.places import HOST, ask, parts_of
from monitor.collectors.shape import Shape
from monitor.model.collecting import Context
from monitor.model.errors import NotFound
from monitor.model.target import Target
from monitor.model.text import clean, mask_addresses

# Of the newest families the first base model stands for its generation, the newest one for what is fetched today.
FAMILIES = 3
MOST_CHOSEN = 2 * FAMILIES


def words(value: object, limit: int) -> str:
    """Return foreign words made safe, without addresses, "" for what is no text."""
    return mask_addresses(clean(value, limit)) if isinstance(value, str) else ""


def name_of(shape: Shape, entry: Mapping[str, Any]) -> str:
    """Return organisation/model. Raises Malformed."""
    parts = shape.text(entry.get("id") or entry.get("modelId"), "id").split("/")
    return "/".join(words(part, 100) for part in parts)


def card_of(entry: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return the head of a model's card, empty where none came."""
    card = entry.get("cardData")
    return card if isinstance(card, dict) else {}


def base_models(card: Mapping[str, Any]) -> tuple[str, ...]:
    """Return what a model was made from, by its card."""
    said = card.get("base_model")
    listed = said if isinstance(said, list) else [said]
    return tuple(sorted({found for name in listed if (found := words(name, 200))}))


def kind_in(shape: Shape, entry: Mapping[str, Any], name: str) -> ModelKind:
    """Return what kind of model an entry is. Raises Malformed."""
    organisation, _, bare = name.partition("/")
    card = card_of(entry)
    tags = frozenset(tag for tag in shape.sequence(entry.get("tags") or [], "tags") if isinstance(tag, str))
    return kind_of(bare, organisation, base_models(card), str(card.get("base_model_relation") or ""), tags)


def of_organisation(shape: Shape, entries: Sequence[Mapping[str, Any]], target: Target) -> list[Mapping[str, Any]]:
    """Return the models of the organisation. Raises NotFound where none is listed, Malformed where all are of others."""
    if not entries:
        raise NotFound(f"{HOST}: no model of that organisation is visible to us")
    owner = parts_of(target)[0].casefold()
    found = [entry for entry in entries if name_of(shape, entry).partition("/")[0].casefold() == owner]
    if not found:
        raise shape.wrong("none of the models is of the organisation that was asked for")
    return found


def chosen(target: Target, context: Context) -> list[str]:
    """Return the models that stand for a house, or the one of the target: of each of its newest families the first base and the
    newest one. One request for a house, none for a model. Raises SourceError.
    """
    organisation, model = parts_of(target)
    if model:
        return [f"{organisation}/{model}"]
    query = [("author", organisation), ("sort", "createdAt"), ("limit", "100")]
    query += [("expand", name) for name in ("createdAt", "cardData", "tags")]
    answer = ask(context, "/api/models", query, is_conditional=False)
    shape = Shape.of(answer)
    listed = [shape.mapping(entry, "a model") for entry in shape.sequence(answer.json(), "the answer")]
    families: dict[str, list[str]] = {}
    for entry in of_organisation(shape, listed, target):
        name = name_of(shape, entry)
        if kind_in(shape, entry, name) is ModelKind.BASE and name.count("/") == 1:
            families.setdefault(read_name(name.rpartition("/")[2]).family, []).append(name)
    newest = list(families.values())[:FAMILIES]
    return list(dict.fromkeys(name for names in newest for name in (names[0], names[-1])))
