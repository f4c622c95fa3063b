"""Foreign text made safe to store and to show: names, messages and reasons that other people wrote."""

from __future__ import annotations

import re
import unicodedata

# A slash before the sign makes it a page of a network or a scope of packages, and no mail address.
_ADDRESS = re.compile(r"[^\s@<>\"']*[^\s@<>\"'/]@[^\s@<>\"']+")
_SPACES = re.compile(r"\s+")
MASK = "(address withheld)"
# Stands where somebody spoke of a person's health or family: the act is told, and never that.
PRIVATE = "words about a person's health or family are not repeated here"


def clean(text: str, limit: int = 200) -> str:
    """Return `text` in one line without control, format (bidi, zero-width), surrogate or private characters.

    At most `limit` characters; a cut is marked by an ellipsis.
    """
    kept = "".join(" " if c in "\t\r\n\v\f\u2028\u2029" else c for c in text if _is_plain(c))
    line = _SPACES.sub(" ", kept).strip()
    return line if len(line) <= limit else line[: limit - 1].rstrip() + "…"


def _is_plain(character: str) -> bool:
    return character in "\t\r\n\v\f\u2028\u2029" or unicodedata.category(character) not in {"Cc", "Cf", "Cs", "Co", "Cn"}


def mask_addresses(text: str) -> str:
    """Return `text` with every e-mail address replaced: no address is stored in clear or shown."""
    return _ADDRESS.sub(MASK, text)


def clean_name(name: str) -> str:
    """Return a person's or account's display name, cleaned, with any address in it masked (design: Identity)."""
    return mask_addresses(clean(name, limit=80))
