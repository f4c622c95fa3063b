"""Takes names out of texts and JSON documents that mention them: whole words, in any case; an object's keys are left alone."""

from __future__ import annotations

import json
import re
from collections.abc import Collection
from typing import Any

from monitor.store.look import WITHHELD


def masked(text: str, needles: Collection[str]) -> str:
    """Return `text` with each of `needles` replaced, where it stands as a word of its own ("ann" is not in "ann-lee")."""
    return pattern_of(needles).sub(WITHHELD.name, text) if needles and text else text


def masked_document(text: str, needles: Collection[str]) -> str:
    """Return `text` masked; in a JSON document the values are, so that escapes hide nothing and it stays a document."""
    if not text.startswith(("{", "[")):
        return masked(text, needles)
    try:
        document = json.loads(text)
    except ValueError:
        return masked(text, needles)
    return json.dumps(_walked(document, needles), ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def pattern_of(needles: Collection[str]) -> re.Pattern[str]:
    """Return what finds any of `needles`, the longest first, so that a part of a name never wins over the whole."""
    longest_first = sorted(needles, key=lambda needle: (-len(needle), needle))
    return re.compile(rf"(?<![\w-])(?:{'|'.join(map(re.escape, longest_first))})(?![\w-])", re.IGNORECASE)


def _walked(value: Any, needles: Collection[str]) -> Any:
    if isinstance(value, str):
        return masked(value, needles)
    if isinstance(value, list):
        return [_walked(item, needles) for item in value]
    if isinstance(value, dict):
        return {key: _walked(item, needles) for key, item in value.items()}
    return value
