"""What the name of a model says: family, size, and whether it is a base model or made from one. Pure.

Names follow no standard; these are the habits of those who publish: family and generation first, then the size (7B,
30B-A3B, 8x7B, 500M), then what was done (Instruct, AWQ, GGUF). What is not recognised stays in the family, which is the
safe side: two families are told apart sooner than joined.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum


class ModelKind(StrEnum):
    """What a published model is. Only BASE begins a generation of a family."""

    BASE = "base"
    INSTRUCT = "instruct"
    FINETUNE = "finetune"
    QUANTISED = "quantised"
    ADAPTER = "adapter"
    MERGE = "merge"


@dataclass(frozen=True, slots=True)
class ModelName:
    """`family` is the name up to its size, in its own spelling; `size` as written ("" = not said); `kind` as the name says."""

    family: str
    size: str
    kind: ModelKind


_SIZE = re.compile(
    r"(?:\d{1,3}x\d{1,4}(?:\.\d{1,2})?[bm]|\d{1,4}(?:\.\d{1,2})?[bmt](?:-?a\d{1,4}(?:\.\d{1,2})?[bm])?|[ea]\d{1,3}b)",
    re.IGNORECASE,
)
_NAMED_SIZE = frozenset({"tiny", "mini", "small", "medium", "large", "xl", "xxl", "nano", "micro", "huge"})
_QUANTISED = re.compile(
    r"(?:gguf|ggml|gptq(?:-?v\d)?|awq|exl[23]|mlx|fp8|fp4|nvfp4|mxfp[48]|bnb|int[48]|[48]bit|w\d{1,2}a\d{1,2}|q\d(?:_[0k])?(?:_[sml])?|qat|onnx|"
    r"openvino|marlin|hqq|eetq|aqlm|quip|quantized(?:\.\w+)?|dynamic|imatrix|i1|int8|gs128|g128)",
    re.IGNORECASE,
)
_ADAPTER = re.compile(r"(?:q?lora|dora|adapter|peft|ia3)", re.IGNORECASE)
_MERGE = re.compile(r"(?:merge[sd]?|slerp|ties|dare|frankenmerge|mergekit|breadcrumbs)", re.IGNORECASE)
_INSTRUCT = re.compile(
    r"(?:instruct(?:ion)?|it|chat|thinking|reasoning|assistant|sft|dpo|rlhf|rlvr|aligned|conversation(?:al)?|tool|hermes|non-?thinking)",
    re.IGNORECASE,
)
_BASE = re.compile(r"(?:base|pt|pretrain(?:ed)?|foundation)", re.IGNORECASE)
_FINETUNE = re.compile(
    r"(?:finetuned?|ft|distill(?:ed)?|uncensored|abliterated|roleplay|rp|reward|rm|prm|orm|guard|embedding|reranker)", re.I
)
_DATE = re.compile(r"(?:\d{4}|\d{6}|\d{8}|v\d{1,2}(?:\.\d{1,2}){0,2}|hf|preview|alpha|beta|exp)", re.IGNORECASE)


def read_name(name: str) -> ModelName:
    """Return what the name of a model (without its organisation) says."""
    parts = [part for part in re.split(r"[-_ ]+", name) if part]
    kind = _kind(parts)
    place = next((number for number, part in enumerate(parts) if number and _SIZE.fullmatch(part)), None)
    if place is None:
        place = next((number for number, part in enumerate(parts) if number and part.lower() in _NAMED_SIZE), None)
    size = _whole_size(parts, place)
    end = place if place is not None else len(parts)
    family = [part for part in parts[:end] if not _says_kind(part)]
    return ModelName("-".join(family or parts[:1]), size, kind)


def _whole_size(parts: list[str], place: int | None) -> str:
    """Return the size with the active part of a mixture where that is written apart (30B-A3B)."""
    if place is None:
        return ""
    after = parts[place + 1] if place + 1 < len(parts) else ""
    is_active = re.fullmatch(r"a\d{1,4}(?:\.\d{1,2})?[bm]", after, re.IGNORECASE)
    return f"{parts[place]}-{after}" if is_active else parts[place]


def _says_kind(part: str) -> bool:
    forms = (_QUANTISED, _ADAPTER, _MERGE, _INSTRUCT, _BASE, _FINETUNE)
    return any(form.fullmatch(part) for form in forms)


def _kind(parts: list[str]) -> ModelKind:
    tail = parts[1:]
    for form, kind in (
        (_QUANTISED, ModelKind.QUANTISED),
        (_ADAPTER, ModelKind.ADAPTER),
        (_MERGE, ModelKind.MERGE),
        (_FINETUNE, ModelKind.FINETUNE),
        (_INSTRUCT, ModelKind.INSTRUCT),
    ):
        if any(form.fullmatch(part) for part in tail):
            return kind
    return ModelKind.BASE


def kind_of(name: str, organisation: str, base_models: tuple[str, ...], relation: str, tags: frozenset[str]) -> ModelKind:
    """Return what a model is, by its card where that says so, else by its name.

    A card that names another organisation's model as its base makes it a fine-tune at most. `relation` is the card's own word
    (finetune, adapter, quantized, merge), "" where it says none.
    """
    said = {"quantized": ModelKind.QUANTISED, "adapter": ModelKind.ADAPTER, "merge": ModelKind.MERGE}.get(relation.lower())
    by_name = read_name(name).kind
    if said or by_name in (ModelKind.QUANTISED, ModelKind.ADAPTER, ModelKind.MERGE):
        return said or by_name
    if "gguf" in tags or "merge" in tags:
        return ModelKind.QUANTISED if "gguf" in tags else ModelKind.MERGE
    own = [base for base in base_models if base.partition("/")[0].casefold() == organisation.casefold()]
    if base_models and not own:
        return ModelKind.FINETUNE
    if base_models and by_name is ModelKind.BASE:
        # Made from a model of the same house, and not called by what was done: an aligned sibling.
        return ModelKind.INSTRUCT
    return by_name
