"""Pictures as inline SVG strings, made by pure functions; colours and patterns are classes that the page's style defines.

Widths are in per cent and heights in pixels, so that a picture fills any column while its text keeps its size.
"""
