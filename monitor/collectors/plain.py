"""Plain words out of foreign HTML: tags, scripts and styles are dropped, links are kept aside; nothing is ever rendered."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from html.parser import HTMLParser
from urllib.parse import urljoin, urlsplit

from monitor.model.text import clean, mask_addresses

QUOTE_LENGTH = 300
LONGEST_LINK = 2000
# More than this of one text is not read: what matters stands at its beginning or near its telling words.
LONGEST_TEXT = 50_000
MOST_LINKS = 5
# In an address of a page a name may follow an @ ("/@ada"); something before it makes an address of mail.
_ADDRESS = re.compile(r"[\w.+-]([@\uff20\ufe6b]|%40)[\w-]", re.IGNORECASE)
# Where a sentence ends, in Latin and in Chinese writing.
_ENDS = (". ", "! ", "? ", "\u3002", "\uff01", "\uff1f")
# A tag whose quotes are closed; what else stands in brackets; an opening one that no closing one follows.
_BRACKETS = re.compile(r"""(?P<tag><[A-Za-z/](?:[^<>"']|"[^"<]*"|'[^'<]*')*>)|<[^<>]*>|<""")
_AFTER_NAME = re.compile(r"[^A-Za-z0-9/]")
_BLOCKS = frozenset({"p", "br", "div", "li", "tr", "h1", "h2", "h3", "h4", "h5", "h6", "blockquote", "td"})
_SILENT = frozenset({"script", "style", "template", "noscript", "svg"})


@dataclass(frozen=True, slots=True)
class Plain:
    """The words of a text and the addresses that it links to, in its order."""

    text: str
    links: tuple[str, ...] = ()


@dataclass
class _Reader(HTMLParser):
    parts: list[str] = field(default_factory=list)
    links: list[str] = field(default_factory=list)
    silent: int = 0

    def __post_init__(self) -> None:
        super().__init__(convert_charrefs=True)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _BLOCKS:
            self.parts.append(" ")
        if tag in _SILENT:
            self.silent += 1
        if tag == "a":
            self.links += [value for name, value in attrs if name == "href" and value]

    def handle_endtag(self, tag: str) -> None:
        if tag in _BLOCKS:
            self.parts.append(" ")
        if tag in _SILENT:
            self.silent = max(0, self.silent - 1)

    def handle_data(self, data: str) -> None:
        if not self.silent:
            self.parts.append(data)


def plain(html: str, base: str = "") -> Plain:
    """Return the words of `html` in one line, cleaned, with addresses masked, and the pages that it links to (at most five)."""
    reader = _Reader()
    try:
        reader.feed(_BRACKETS.sub(_mended, _without_comments(html[:LONGEST_TEXT])))
        reader.close()
    except AssertionError:
        # The parser's word for a marked section that it does not know; what came before it was read.
        reader.parts.append(" ")
    found = dict.fromkeys(link for href in reader.links if (link := page_link(href, base)))
    return Plain(mask_addresses(clean("".join(reader.parts), limit=LONGEST_TEXT)), tuple(found)[:MOST_LINKS])


def _mended(found: re.Match[str]) -> str:
    """Return a tag that the parser need not look for the end of: it would begin anew at every bracket, and take hours."""
    if found["tag"]:
        return found["tag"]
    if found[0] == "<":
        return "&lt;"
    return " " if found[0][1] in "!?" else f"<{_AFTER_NAME.split(found[0][1:], maxsplit=1)[0]}>"


def _without_comments(html: str) -> str:
    """Return `html` without comments; one that is not closed goes on to the end."""
    parts, place = [], 0
    while (start := html.find("<!--", place)) >= 0:
        parts.append(html[place:start])
        end = html.find("-->", start + len("<!--"))
        place = end + len("-->") if end >= 0 else len(html)
    return "".join([*parts, html[place:]])


def page_link(href: str, base: str = "") -> str:
    """Return the absolute address of a page on the web, "" for everything else: scripts, mail, credentials, what is too long."""
    try:
        link = urljoin(base, clean(href, limit=LONGEST_LINK + 1).replace(" ", "%20"))
        parts = urlsplit(link)
    except ValueError:
        return ""
    is_page = parts.scheme in ("http", "https") and bool(parts.hostname) and "@" not in parts.netloc
    return link if is_page and len(link) <= LONGEST_LINK and not _ADDRESS.search(link) else ""


def excerpt(text: str, place: int | None, limit: int = QUOTE_LENGTH) -> str:
    """Return at most `limit` characters of `text`, around `place` where there is something to tell, else its beginning."""
    if place is None or place < limit * 2 // 3 or len(text) <= limit:
        return clean(text, limit=limit)
    start = _start_of_sentence(text, max(0, place - limit // 3), place)
    return clean("…" + text[start : start + limit], limit=limit)


def _start_of_sentence(text: str, earliest: int, place: int) -> int:
    """Return where the sentence around `place` begins, or else a word, not before `earliest`."""
    ends = [found + len(end) for end in _ENDS if (found := text.rfind(end, earliest, place)) >= 0]
    space = text.find(" ", earliest, place)
    return max(ends) if ends else space + 1 if space >= 0 else earliest
