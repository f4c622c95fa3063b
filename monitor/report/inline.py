"""Styles into the elements they are for, as mail programs want them: the only file that imports css_inline."""

from __future__ import annotations

from css_inline import CSSInliner


def inline_styles(page: str) -> str:
    """Return `page` with its style sheet in style attributes; media queries stay in the head. Loads nothing from anywhere."""
    return CSSInliner(load_remote_stylesheets=False, keep_at_rules=True, minify_css=True).inline(page)
