"""Writes a judgement as JSON that is the same for the same judgement: keys sorted, moments in UTC, nothing of how it was made."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Set
from dataclasses import fields, is_dataclass, replace
from datetime import UTC, date, datetime

from monitor.model.assessment import Assessment, Heard, Verdict
from monitor.model.picture import Picture
from monitor.model.signals import Coverage

_NOT_SAID = frozenset({"as_of", "picture", "heard", "coverage", "situations", "models", "forecast"})


def canonical_json(value: object) -> str:
    """Return `value`, made of dataclasses, enumerations, moments and plain values, as canonical JSON."""
    return json.dumps(value, default=_plain, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def _plain(value: object) -> object:
    """Return what JSON has for a value that it does not know; enumerations are written as their value already."""
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat().replace("+00:00", "Z")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Mapping):
        return dict(value)
    if isinstance(value, Set):
        return sorted(value, key=str)
    if is_dataclass(value):
        return {field.name: getattr(value, field.name) for field in fields(value)}
    raise TypeError(f"{type(value).__name__} cannot be stored in a judgement")


def document_of(assessment: Assessment) -> str:
    """Return what is stored of a judgement: all but what is taken again from the facts: picture, words, situations, models.

    The forecast is kept: a reader of the record sees what was said then.
    """
    return canonical_json(replace(assessment, picture=Picture(), heard=Heard(), situations=(), models=None))


def digest_of(assessment: Assessment, verdicts: Mapping[str, Verdict]) -> str:
    """Return what is equal for two judgements that say the same, whenever they were made and however fresh the look was.

    The hours at which we looked are left out; whether a signal could be seen, and why not, is in.
    """
    content = {field.name: getattr(assessment, field.name) for field in fields(assessment) if field.name not in _NOT_SAID}
    sight = [_sight(line) for line in assessment.coverage]
    return hashlib.sha256(canonical_json([content, sight, verdicts]).encode()).hexdigest()


def _sight(line: Coverage) -> tuple[object, ...]:
    return (line.signal, line.target, line.collector, line.seen_until is not None, line.is_complete, line.is_frozen, line.reason)
