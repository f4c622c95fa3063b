"""The marks of Markdown: foreign text escaped, links checked, lists under a title."""

from __future__ import annotations

import re
from collections.abc import Sequence

from monitor.report.links import safe_href

# What means something anywhere in a line; an underline only at the edge of a word.
_MARKUP = re.compile(r"([\\`*{}\[\]|~]|(?<![^\W_])_|_(?![^\W_]))")
_ENTITIES = {"<": "&lt;", ">": "&gt;"}
_ENTITY = re.compile(r"&(?=[#\w]+;)")
# What begins a list, a heading or a line across the page, and does so nowhere else.
_OPENING = re.compile(r"^(?:(\d{1,9})([.)])|([-+=#]))")
# A bare address, a name behind @ and a number behind # become links and notices where such text is shown.
_AUTOMATIC = re.compile(r"(?<=https)(?=://)|(?<=http)(?=://)|(?<=ftp)(?=://)|(?<=www)(?=\.)|(?<=[@#])(?=\w)", re.IGNORECASE)
_IN_LINK = {"(": "%28", ")": "%29", "<": "%3C", ">": "%3E", " ": "%20", "\\": "%5C", "|": "%7C"}


def escaped(text: str) -> str:
    """Return foreign `text` in one line so that every reader of Markdown shows it as it is written."""
    return _AUTOMATIC.sub("<!-- -->", _escaped(text))


def _escaped(text: str) -> str:
    line = _ENTITY.sub("&amp;", " ".join(text.split()))
    line = "".join(_ENTITIES.get(character, character) for character in line)
    return _OPENING.sub(_closed, _MARKUP.sub(r"\\\1", line))


def _closed(found: re.Match[str]) -> str:
    return f"{found[1]}\\{found[2]}" if found[1] else f"\\{found[3]}"


def linked(text: str, link: str) -> str:
    """Return `text` as a link where `link` is one that a reader may follow, else as text."""
    target = safe_href(link)
    if not target:
        return escaped(text)
    return f"[{_escaped(text)}]({''.join(_IN_LINK.get(character, character) for character in target)})"


def block(title: str, items: Sequence[str]) -> list[str]:
    """Return a list under a bold title; nothing without items."""
    return ["", f"**{title}**", "", *(f"- {item}" for item in items)] if items else []
