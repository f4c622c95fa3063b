"""Lines of at most 72 columns, and headings, for everything that is written as plain text."""

from __future__ import annotations

import textwrap

WIDTH = 72


def wrapped(words: str, first: str = "", rest: str | None = None) -> list[str]:
    """Return `words` in lines of at most 72 columns; a word that is longer stays whole, so that links can be opened."""
    indent = " " * len(first) if rest is None else rest
    lines = textwrap.wrap(
        words, WIDTH, initial_indent=first, subsequent_indent=indent, break_long_words=False, break_on_hyphens=False
    )
    return lines or [first.rstrip()]


def heading(words: str) -> list[str]:
    """Return a heading of a section."""
    return ["", words, "-" * min(len(words), WIDTH)]
