"""The few SVG parts that every picture is made of. Every text goes through `escape`."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape


def drawing(ident: str, title: str, description: str, height: int, parts: Iterable[str], css: str) -> str:
    """Return a whole picture that fills its column, `height` pixels high, with title and text alternative."""
    return (
        f'<svg class="chart {css}" role="img" aria-labelledby="{ident}-t {ident}-d" width="100%" height="{height}">'
        f'<title id="{ident}-t">{escape(title)}</title><desc id="{ident}-d">{escape(description)}</desc>{"".join(parts)}</svg>'
    )


def box(x: float, y: float, width: float, height: float, css: str, *, round_by: float = 0) -> str:
    """Return a rectangle; `x` and `width` in per cent, `y` and `height` in pixels."""
    corner = f' rx="{round_by:g}"' if round_by else ""
    return f'<rect x="{x:.2f}%" y="{y:g}" width="{width:.2f}%" height="{height:.4g}"{corner} class="{css}"/>'


def line(x1: float, y1: float, x2: float, y2: float, css: str) -> str:
    """Return a line; x in per cent, y in pixels."""
    return f'<line x1="{x1:.2f}%" y1="{y1:g}" x2="{x2:.2f}%" y2="{y2:g}" class="{css}"/>'


def dot(x: float, y: float, radius: float, css: str) -> str:
    """Return a circle; `x` in per cent, the rest in pixels."""
    return f'<circle cx="{x:.2f}%" cy="{y:g}" r="{radius:g}" class="{css}"/>'


def text(x: float, y: float, words: str, css: str = "", anchor: str = "start") -> str:
    """Return a text; `x` in per cent, `y` of its baseline in pixels."""
    placed = "" if anchor == "start" else f' text-anchor="{anchor}"'
    named = f' class="{css}"' if css else ""
    return f'<text x="{x:.2f}%" y="{y:g}"{placed}{named}>{escape(words)}</text>'


def nice_top(value: float) -> int:
    """Return the smallest of 2, 4, 10, 20, 40, 100... that is at least `value`, so that its half is a whole number."""
    size = 1
    while True:
        for step in (2, 4, 10):
            if step * size >= value:
                return step * size
        size *= 10


def lanes(places: Iterable[float], distance: float) -> list[int]:
    """Return a lane for each place (sorted), so that no two in one lane are closer than `distance`."""
    ends: list[float] = []
    chosen = []
    for place in places:
        lane = next((number for number, end in enumerate(ends) if place - end >= distance), len(ends))
        if lane == len(ends):
            ends.append(place)
        ends[lane] = place
        chosen.append(lane)
    return chosen
