"""The files of a model that a target names: other weights or tokenizer under one name are told, edits of the card are not."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from datetime import timedelta
from typing import Any

from monitor.collectors.fields import bookmark, to_cursor
from monitor.collectors.huggingface.places import HOST, SOURCE, ask, is_hub, parts_of
from monitor.collectors.shape import Shape
from monitor.model.collecting import CollectorSpec, Context
from monitor.model.facts import Cursor, Seen, StateFact, Unchanged, Yield
from monitor.model.signals import Signal
from monitor.model.target import Target

WEIGHTS = (".safetensors", ".bin", ".pt", ".pth", ".gguf", ".onnx", ".msgpack", ".h5")
TOKENIZER = frozenset(
    {"tokenizer.json", "tokenizer.model", "vocab.json", "merges.txt", "tiktoken.model", "tokenizer_config.json"}
)
CONFIG = frozenset({"config.json", "params.json"})
SPEC = CollectorSpec(
    id="hub_weights",
    signals=frozenset({Signal.WEIGHTS}),
    interval=timedelta(days=1),
    handles=lambda target: is_hub(target) and bool(parts_of(target)[1]),
    source=SOURCE,
)


def collect(target: Target, context: Context) -> Iterator[Yield]:
    """Yield one digest each for the weights, the tokenizer and the configuration of a model. Raises SourceError."""
    organisation, model = parts_of(target)
    answer = ask(context, f"/api/models/{organisation}/{model}/tree/main", [("recursive", "false")])
    if answer.is_unchanged:
        yield Unchanged()
        return
    shape = Shape.of(answer)
    files = [shape.mapping(entry, "a file") for entry in shape.sequence(answer.json(), "the answer")]
    name, page = f"{organisation}/{model}", f"https://{HOST}/{organisation}/{model}/tree/main"
    before, told = bookmark(context.cursor), dict[str, tuple[str, str]]()
    for attribute, chosen in (
        ("weights_digest", [entry for entry in files if _path(shape, entry).endswith(WEIGHTS)]),
        ("tokenizer", [entry for entry in files if _path(shape, entry) in TOKENIZER]),
        ("config_digest", [entry for entry in files if _path(shape, entry) in CONFIG]),
    ):
        if chosen:
            told[attribute] = _told(shape, chosen, before.get(attribute))
            yield StateFact(attribute, told[attribute][1], page, subject=name)
    yield Cursor(to_cursor(**told))
    yield Seen(Signal.WEIGHTS, None, context.now, is_complete=True)


def _path(shape: Shape, entry: Mapping[str, Any]) -> str:
    return shape.text(entry.get("path"), "path")


def _told(shape: Shape, files: Sequence[Mapping[str, Any]], before: object) -> tuple[str, str]:
    """Return the digest by what git holds, and the one to tell: that of `before` where git holds the same as then.

    Of a large file git holds a pointer. What the pointer names may be left out of an answer: the files are the same still.
    """
    by_git = _digest(sorted(f"{_path(shape, entry)} {entry.get('oid')}" for entry in files))
    if isinstance(before, list) and before[:1] == [by_git] and isinstance(before[-1], str):
        return by_git, before[-1]
    return by_git, _digest(sorted(f"{_path(shape, entry)} {_content(shape, entry)}" for entry in files))


def _digest(told: Sequence[str]) -> str:
    return hashlib.sha256("\n".join(told).encode("utf-8", "replace")).hexdigest()[:32]


def _content(shape: Shape, entry: Mapping[str, Any]) -> str:
    large = entry.get("lfs")
    return shape.text(large.get("oid") if isinstance(large, dict) else entry.get("oid"), "oid")
