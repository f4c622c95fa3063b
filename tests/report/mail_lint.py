"""Ten rules that every mail of ours keeps, because some mail program or some reader needs each of them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from html.parser import HTMLParser
from itertools import pairwise

VOID = frozenset({"br", "meta", "img", "hr"})
WIDEST, SMALLEST_TEXT = 600, 12
# Set by what mail programs drop, clip or load: whatever is not in here has no place in a mail.
TAGS = frozenset(re.findall(r"\w+", "html head meta title style body table tbody tr td th h1 h2 h3 h4 p div span a br bdi"))


class Mail(HTMLParser):
    """The elements of a mail in order, each with its attributes and the elements that it lies in, and its style sheet."""

    def __init__(self, page: str) -> None:
        super().__init__(convert_charrefs=True)
        self.page = page
        self.elements: list[tuple[str, dict[str, str], tuple[str, ...]]] = []
        self.texts: list[tuple[str, tuple[dict[str, str], ...]]] = []
        self._open: list[tuple[str, dict[str, str]]] = []
        self.sheet = "".join(re.findall(r"<style>(.*?)</style>", re.sub(r"<!--.*?-->", "", page), re.DOTALL))
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = {name: value or "" for name, value in attrs}
        self.elements.append((tag, found, tuple(name for name, _ in self._open)))
        if tag not in VOID:
            self._open.append((tag, found))

    def handle_endtag(self, tag: str) -> None:
        assert tag == self._open.pop()[0]

    def handle_data(self, data: str) -> None:
        if data.strip() and "style" not in [name for name, _ in self._open]:
            self.texts.append((data, tuple(found for _, found in self._open)))

    @property
    def styles(self) -> list[str]:
        return [found["style"] for _, found, _ in self.elements if "style" in found]


def only_tables_lay_out(mail: Mail) -> Iterator[str]:
    wrong = re.compile(r"display\s*:\s*(flex|grid|inline-flex)|float\s*:|position\s*:|var\(|calc\(|\d(rem|vw|vh)\b")
    yield from (found[0] for style in [*mail.styles, mail.sheet] for found in wrong.finditer(style))


def nothing_is_loaded(mail: Mail) -> Iterator[str]:
    yield from re.findall(r"url\([^)]*\)|@import|@font-face", mail.page)
    yield from (
        f"{tag} {name}" for tag, found, _ in mail.elements for name in {"src", "srcset", "background", "data"} & set(found)
    )


def only_plain_elements(mail: Mail) -> Iterator[str]:
    yield from (tag for tag, _, _ in mail.elements if tag not in TAGS)
    yield from (name for _, found, _ in mail.elements for name in found if name.startswith("on"))


def tables_say_what_they_are(mail: Mail) -> Iterator[str]:
    """A table lays out and says so, or holds data and has headers that say of what."""
    for table in re.findall(r"<table[^>]*>", mail.page):
        if 'role="presentation"' not in table and '<th class="head" scope="col"' not in mail.page.split(table, 1)[1][:400]:
            yield table
    yield from (f"th without scope: {found}" for tag, found, _ in mail.elements if tag == "th" and "scope" not in found)


def nothing_is_wider_than_the_sheet(mail: Mail) -> Iterator[str]:
    widths = [found["width"] for _, found, _ in mail.elements if found.get("width", "").isdigit()]
    pixels = [pixel for style in mail.styles for pixel in re.findall(r"(?:^|;)(?:max-)?width:(\d+)px", style)]
    yield from (width for width in widths + pixels if int(width) > WIDEST)


def the_head_is_whole(mail: Mail) -> Iterator[str]:
    wanted = [
        '<html lang="en">',
        "<title>",
        'charset="utf-8"',
        'name="viewport"',
        'name="color-scheme"',
        "supported-color-schemes",
    ]
    yield from (part for part in wanted if part not in mail.page)


def only_media_queries_are_left_in_the_sheet(mail: Mail) -> Iterator[str]:
    depth, rule = 0, ""
    for character in mail.sheet:
        rule += character
        depth += {"{": 1, "}": -1}.get(character, 0)
        if character == "}" and not depth:
            if not rule.strip().startswith("@media"):
                yield rule
            rule = ""


def text_can_be_read(mail: Mail) -> Iterator[str]:
    for text, around in mail.texts:
        sizes = [size for found in around for size in re.findall(r"font(?:-size)?:(\d+)px", found.get("style", ""))]
        if sizes and int(sizes[-1]) < SMALLEST_TEXT and "preheader" not in {found.get("class") for found in around}:
            yield text


def headings_go_down_step_by_step(mail: Mail) -> Iterator[str]:
    levels = [int(tag[1]) for tag, _, _ in mail.elements if re.fullmatch(r"h[1-6]", tag)]
    if levels[:1] != [1] or levels.count(1) != 1:
        yield f"h1: {levels}"
    yield from (f"h{low} after h{high}" for high, low in pairwise(levels) if low > high + 1)


def links_open_pages_or_mails(mail: Mail) -> Iterator[str]:
    hrefs = [found.get("href", "") for tag, found, _ in mail.elements if tag == "a"]
    yield from (href for href in hrefs if not href.startswith(("https://", "http://", "mailto:")))


RULES: tuple[Callable[[Mail], Iterator[str]], ...] = (
    only_tables_lay_out,
    nothing_is_loaded,
    only_plain_elements,
    tables_say_what_they_are,
    nothing_is_wider_than_the_sheet,
    the_head_is_whole,
    only_media_queries_are_left_in_the_sheet,
    text_can_be_read,
    headings_go_down_step_by_step,
    links_open_pages_or_mails,
)
