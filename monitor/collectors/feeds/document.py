"""From the bytes of a feed to its entries, behind guards; the only file that imports feedparser.

feedparser is forgiving, which is its worth and its danger: it is handed text that we decoded ourselves (RFC 7303: a byte order
mark wins, then the charset of the answer, then the document's own word), never a name or an address that it could open, and only
a document that declares no entities and is not nested beyond reason. What is not well-formed is read by its slow second parser,
so that only a small one is.
"""

from __future__ import annotations

import codecs
import io
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from xml.parsers import expat

import feedparser

from monitor.model.errors import Malformed

MOST_BYTES = 10 * 1024 * 1024
MOST_DEPTH = 100
# No feed has more; its parser takes its time for each.
MOST_TAGS, MOST_ATTRIBUTES = 100_000, 200_000
# For the second parser, whose time grows faster than its input.
MOST_BROKEN_TAGS = 20_000
# Names of people, in which an address is looked for at every letter.
PEOPLE, LONGEST_NAME = frozenset({"author", "name", "creator", "managingeditor", "webmaster", "contributor", "email"}), 2_000
_NAMED = re.compile(rb"""<\?xml[^>]{0,200}?encoding\s*=\s*["']([A-Za-z0-9._-]{1,40})["']""")
_DECLARATION = re.compile(r"^\s*<\?xml[^>]{0,400}?\?>")
_CONTROLS = re.compile("[\0-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_REFERENCE = re.compile("&#([0-9]{1,9}|[xX][0-9A-Fa-f]{1,8});")
_CHARSET = re.compile(r"""charset\s*=\s*["']?([A-Za-z0-9._-]{1,40})""", re.IGNORECASE)
_HOUR = re.compile("[0-9]{1,2}")
_MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
# The encodings of the web (WHATWG); codecs that unpack or transform are none of them.
_ENCODINGS = re.compile(
    r"utf-8|utf-(16|32)(-[lb]e)?|ascii|iso8859-[0-9]{1,2}|cp[0-9]{3,4}|koi8-[ru]|mac-roman|tis-620|"
    r"gbk|gb18030|gb2312|big5|big5hkscs|shift_jis|euc_jp|euc_kr|iso2022_jp"
)
_WIDER = {"gb2312": "gb18030", "gbk": "gb18030", "ascii": "utf-8", "iso8859-1": "cp1252"}
# What feedparser raises where a feed is stranger than it foresaw.
_SURPRISES = (ValueError, LookupError, AttributeError, TypeError, ArithmeticError, RecursionError, AssertionError)


@dataclass(frozen=True, slots=True)
class Feed:
    """A feed as its publisher wrote it; `about` and the entries have the keys of feedparser.

    `is_whole`: it is well-formed to its end. `skip_hours` are the UTC hours in which it wants to be left alone.
    """

    about: Mapping[str, Any]
    entries: tuple[Mapping[str, Any], ...]
    is_whole: bool
    skip_hours: frozenset[int] = frozenset()


def read_feed(body: bytes, content_type: str, address: str, host: str) -> Feed:
    """Return the feed in `body`; links are resolved against `address`. Raises Malformed for what is no feed, or is refused."""
    if len(body) > MOST_BYTES:
        raise Malformed(f"{host}: the feed is larger than {MOST_BYTES // 1024**2} MiB")
    text = _decoded(body, content_type)
    if "<!ENTITY" in text:
        raise Malformed(f"{host}: the feed declares entities, which no feed needs; it is not read")
    plain = _mended(_DECLARATION.sub("", text, count=1).lstrip())
    document = plain.encode("utf-8", "replace")
    scan = _Scan.of(document)
    if refusal := scan.refusal:
        raise Malformed(f"{host}: {refusal}; it is not read")
    if not scan.is_whole and max(plain.count("<"), plain.count("&")) > MOST_BROKEN_TAGS:
        raise Malformed(f"{host}: the feed is not well-formed, and too large to be read all the same")
    return _parsed(document, address, host, scan)


def _decoded(body: bytes, content_type: str) -> str:
    for mark, encoding in _MARKS:
        if body.startswith(mark):
            return body[len(mark) :].decode(encoding, "replace")
    if b"\0" in body[:4]:
        return body.decode("utf-16-be" if body[:1] == b"\0" else "utf-16-le", "replace")
    said = _CHARSET.search(content_type)
    named = _NAMED.match(body[:400].lstrip())
    for name in (said[1] if said else "", named[1].decode() if named else "", "utf-8"):
        text = _by(name, body)
        if text is not None:
            return text
    # Neither said nor UTF-8: nearly always Windows' western letters; every byte means something there or is replaced.
    return body.decode("cp1252", "replace")


def _mended(text: str) -> str:
    """Return `text` without the characters that XML forbids, written out or by number: the commonest fault of feeds."""
    return _REFERENCE.sub(lambda found: found[0] if _is_allowed(found[1]) else "\ufffd", _CONTROLS.sub("", text))


def _is_allowed(reference: str) -> bool:
    code = int(reference[1:], 16) if reference[:1] in "xX" else int(reference)
    return code in (9, 10, 13) or 0x20 <= code < 0xD800 or 0xE000 <= code < 0xFFFE or 0x10000 <= code < 0x110000  # noqa: PLR2004


def _by(name: str, body: bytes) -> str | None:
    try:
        encoding = codecs.lookup(name).name
        return body.decode(_WIDER.get(encoding, encoding)) if _ENCODINGS.fullmatch(encoding) else None
    except (LookupError, UnicodeError):
        return None


@dataclass
class _Scan:
    """What a first, quick pass over a document tells: whether it is well-formed, how deep, and the hours to skip."""

    path: list[str] = field(default_factory=list)
    is_deep: bool = False
    is_whole: bool = False
    hours: set[str] = field(default_factory=set)
    tags: int = 0
    attributes: int = 0
    letters: int = 0
    longest_name: int = 0

    @classmethod
    def of(cls, document: bytes) -> _Scan:
        scan = cls()
        parser = expat.ParserCreate("utf-8")
        parser.buffer_text = True
        parser.StartElementHandler, parser.EndElementHandler, parser.CharacterDataHandler = scan.start, scan.end, scan.words
        try:
            parser.Parse(document, True)
            scan.is_whole = True
        except expat.ExpatError:
            scan.is_whole = False
        return scan

    @property
    def refusal(self) -> str:
        """Return why the document is not handed on, "" where it is."""
        if self.is_deep:
            return f"the feed is nested more than {MOST_DEPTH} deep"
        if self.tags > MOST_TAGS or self.attributes > MOST_ATTRIBUTES:
            return f"the feed has more than {MOST_TAGS} tags, or {MOST_ATTRIBUTES} attributes"
        return f"the feed has a name of more than {LONGEST_NAME} letters" if self.longest_name > LONGEST_NAME else ""

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        self.path.append(name)
        self.is_deep = self.is_deep or len(self.path) > MOST_DEPTH
        self.tags, self.attributes, self.letters = self.tags + 1, self.attributes + len(attributes), 0

    def end(self, _name: str) -> None:
        self.path.pop()

    def words(self, data: str) -> None:
        if self.path[-2:] == ["skipHours", "hour"]:
            self.hours.add(data.strip())
        if self.path and self.path[-1].rpartition(":")[2].lower() in PEOPLE:
            self.letters += len(data)
            self.longest_name = max(self.longest_name, self.letters)


def _parsed(document: bytes, address: str, host: str, scan: _Scan) -> Feed:
    headers = {"content-location": address, "content-type": "application/xml; charset=utf-8"}
    try:
        found = feedparser.parse(io.BytesIO(document), response_headers=headers, sanitize_html=False, resolve_relative_uris=False)
    except _SURPRISES as error:
        raise Malformed(f"{host}: the feed could not be read ({type(error).__name__})") from error
    if not found.get("version"):
        raise Malformed(f"{host}: the answer is no RSS or Atom feed")
    hours = frozenset(int(hour) % 24 for hour in scan.hours if _HOUR.fullmatch(hour))
    return Feed(dict(found["feed"]), tuple(map(dict, found["entries"])), scan.is_whole, hours)
