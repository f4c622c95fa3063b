"""The files of models: other weights or tokenizer under one name are told, edits of the card are not.

Of a house those models are looked at that stand for it: the first and the newest base model of its newest families. One request
for each model, and one for the list.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from datetime import timedelta
from typing import Any

from monitor.collectors.fields import bookmark, to_cursor
from monitor.collectors.huggingface.entries import MOST_CHOSEN, chosen
from monitor.collectors.huggingface.places import HOST, SOURCE, ask, is_hub
from monitor.collectors.shape import Shape
from monitor.model.collecting import CollectorSpec, Context
from monitor.model.errors import NotFound
from monitor.model.facts import Cursor, Note, Seen, StateFact, Yield
from monitor.model.signals import Signal
from monitor.model.target import Target

WEIGHTS = (".safetensors", ".bin", ".pt", ".pth", ".gguf", ".onnx", ".msgpack", ".h5")
# What text is cut into; the other one says how a chat is written down, and changes without harm.
VOCABULARY = frozenset({"tokenizer.json", "tokenizer.model", "vocab.json", "merges.txt", "tiktoken.model"})
TOKENIZER = VOCABULARY | {"tokenizer_config.json"}
SHOWN = 16
SPEC = CollectorSpec(
    id="hub_weights",
    signals=frozenset({Signal.WEIGHTS}),
    interval=timedelta(days=1),
    handles=is_hub,
    source=SOURCE,
    requests=1 + MOST_CHOSEN,
)
Told = dict[str, tuple[str, str]]


def collect(target: Target, context: Context) -> Iterator[Yield]:
    """Yield one digest each for the weights and the tokenizer of models, and one for each file of a vocabulary.

    Raises SourceError.
    """
    names, before, told = chosen(target, context), bookmark(context.cursor), dict[str, Told]()
    missing = 0
    for name in names:
        try:
            facts, told[name] = _look(name, _known(before.get(name)), context)
        except NotFound:
            if len(names) == 1:
                raise
            missing += 1
        else:
            yield from facts
    if missing:
        yield Note("files_not_shown", f"the files of {missing} models are not shown")
    yield Cursor(to_cursor(**told))
    yield Seen(Signal.WEIGHTS, None, context.now, is_complete=not missing)


def _known(held: object) -> Mapping[str, Any]:
    """Return what is remembered of a model, nothing where it is not as we write it."""
    is_ours = isinstance(held, dict) and all(
        isinstance(pair, list) and len(pair) == len(("by git", "told")) and all(isinstance(one, str) for one in pair)
        for pair in held.values()
    )
    return held if isinstance(held, dict) and is_ours else {}


def _look(name: str, before: Mapping[str, Any], context: Context) -> tuple[list[Yield], Told]:
    """Return what the files of one model say, and what to remember of them. Raises SourceError."""
    answer = ask(context, f"/api/models/{name}/tree/main", [("recursive", "false")], is_conditional=bool(before))
    if answer.is_unchanged:
        told = {what: (digests[0], digests[1]) for what, digests in before.items()}
    else:
        told = _digests(Shape.of(answer), answer.json(), before)
    page = f"https://{HOST}/{name}/tree/main"
    said: dict[str, str] = {attribute: told[attribute][1] for attribute in ("weights_digest", "tokenizer") if attribute in told}
    vocabulary = " ".join(f"{path}:{told[path][1][:SHOWN]}" for path in sorted(VOCABULARY & told.keys()))
    if vocabulary:
        said["vocabulary"] = vocabulary
    return [StateFact(attribute, value, page, subject=name) for attribute, value in said.items()], told


def _digests(shape: Shape, body: object, before: Mapping[str, Any]) -> Told:
    """Return the digests of what stands in a folder: of the weights and the tokenizer, and of each file of a vocabulary."""
    files = [shape.mapping(entry, "a file") for entry in shape.sequence(body, "the answer")]
    groups: dict[str, list[Mapping[str, Any]]] = {}
    for entry in files:
        path = _path(shape, entry)
        of_it = ["weights_digest"] * path.endswith(WEIGHTS) + ["tokenizer"] * (path in TOKENIZER) + [path] * (path in VOCABULARY)
        for group in of_it:
            groups.setdefault(group, []).append(entry)
    return {group: _told(shape, listed, before.get(group)) for group, listed in groups.items()}


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
