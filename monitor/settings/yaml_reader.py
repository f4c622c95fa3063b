"""Read a YAML file into a Document.

Refused with their place: duplicate keys, anchors and aliases (a few hundred bytes can stand for gigabytes), tags (they can name
code), merge keys, more than one document, deep nesting, tabs, control characters, and anything that is not UTF-8.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import yaml
from yaml.constructor import SafeConstructor

from monitor.settings.document import Document, Location, Place

try:
    from yaml import CSafeLoader as Loader
except ImportError:  # PyYAML built without libyaml: the same grammar, slower
    from yaml import SafeLoader as Loader  # type: ignore[assignment]

MAX_BYTES = 4_000_000
MAX_DEPTH = 16
# No number or date is longer; a longer one could cost minutes to read.
MAX_NUMBER = 64

_NOT_PRINTABLE = re.compile("[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_TEXT_TAG = "tag:yaml.org,2002:str"
_DATE_TAG = "tag:yaml.org,2002:timestamp"
_HINTS = {
    "mapping values are not allowed in this context": "a `: ` where none can be; quote text with a colon, check the indentation",
    "did not find expected key": "expected a key here; check the indentation, and put text with special characters in quotes",
    "did not find expected '-' indicator": "expected another `- ` line here; check the indentation",
    "did not find expected ',' or ']'": "the list that opens here is not closed with ], or lacks a comma",
    "did not find expected ',' or '}'": "the mapping that opens here is not closed with }, or lacks a comma",
    "found unexpected end of stream": "the quote that opens here is not closed",
    "found character that cannot start any token": "text cannot begin with this character; put it in quotes",
    "could not find expected ':'": "expected `key: value`",
}


def read_document(path: Path) -> Document:
    """Return the document in `path`. What is wrong with file or text is in `problems`; then `data` may be None."""
    document = Document(str(path))
    text = _text(path, document)
    if text is not None:
        _Reader(document, text).read()
    return document


def _text(path: Path, document: Document) -> str | None:
    try:
        # A named pipe would be waited for.
        if path.is_fifo():
            document.add(0, 0, "is no regular file")
            return None
        with path.open("rb") as file:
            raw = file.read(MAX_BYTES + 1)
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) and error.strerror else "no valid file name"
        document.add(0, 0, f"cannot be read: {reason}")
        return None
    if len(raw) > MAX_BYTES:
        document.add(0, 0, f"is larger than {MAX_BYTES // 1_000_000} MB")
        return None
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        _point(document, raw[: error.start].decode("utf-8-sig"), "is not UTF-8 here; save the file as UTF-8")
        return None
    odd = _NOT_PRINTABLE.search(text)
    if odd:
        _point(document, text[: odd.start()], f"control character U+{ord(odd[0]):04X}; remove it")
        return None
    return text


def _point(document: Document, before: str, message: str) -> None:
    """Add a problem that stands right after the text `before`."""
    lines = re.split("\r\n|\r|\n", before)
    document.add(len(lines), len(lines[-1]) + 1, message)


class _Reader:
    """Walks the events of one text and fills a Document; linear in the length of the text."""

    def __init__(self, document: Document, text: str) -> None:
        self.document = document
        self.text = text
        self.loader: Any = Loader(text)
        self.constructor = SafeConstructor()

    def read(self) -> None:
        try:
            self._read_stream()
        except yaml.MarkedYAMLError as error:
            self._add_syntax_error(error)
        except (yaml.YAMLError, RecursionError) as error:
            self.document.add(1, 1, f"cannot be read as YAML ({type(error).__name__})")
        finally:
            self.loader.dispose()

    def _read_stream(self) -> None:
        self._next()
        if self.loader.check_event(yaml.StreamEndEvent):
            return
        self._next()
        event = self._next()
        self.document.data = self._value(event, (), event)
        self._next()
        event = self._next()
        if isinstance(event, yaml.DocumentStartEvent):
            self._refuse(event, (), "a second document begins here (---); keep everything in one")

    def _next(self) -> Any:
        return self.loader.get_event()

    def _value(self, event: Any, location: Location, key: Any) -> object:
        """Return the value that begins with `event`; `key` is the event of its key (or itself)."""
        start, key_start = event.start_mark, key.start_mark
        source = event.value if isinstance(event, yaml.ScalarEvent) else ""
        self.document.places[location] = Place(start.line + 1, start.column + 1, key_start.line + 1, key_start.column + 1, source)
        if isinstance(event, yaml.AliasEvent):
            self._refuse(
                event, location, "aliases (*name) are not read; write the value out, or put text that begins with * in quotes"
            )
            return None
        self._refuse_decoration(event, location)
        if isinstance(event, yaml.ScalarEvent):
            return self._scalar(event, location)
        if len(location) >= MAX_DEPTH:
            raise yaml.MarkedYAMLError(None, None, "nested too deeply", start)
        return self._list(location) if isinstance(event, yaml.SequenceStartEvent) else self._mapping(location)

    def _refuse_decoration(self, event: Any, location: Location) -> None:
        if event.anchor is not None:
            self._refuse(event, location, "anchors (&name) are not read; put text that begins with & in quotes")
        if event.tag is not None:
            self._refuse(event, location, "tags (!name) are not read; put text that begins with ! in quotes")

    def _scalar(self, event: Any, location: Location) -> object:
        if not event.implicit[0] or len(event.value) > MAX_NUMBER:
            return event.value
        tag = self.loader.resolve(yaml.ScalarNode, event.value, (True, False))
        if tag == _TEXT_TAG:
            return event.value
        construct = self.constructor.yaml_constructors.get(tag)
        if construct is None:
            return event.value
        try:
            return construct(self.constructor, yaml.ScalarNode(tag, event.value))
        except (ValueError, OverflowError):
            kind = "date" if tag == _DATE_TAG else "number"
            self._refuse(event, location, f"is no {kind}; if it is meant as text, put it in quotes")
            return None

    def _list(self, location: Location) -> list[object]:
        items: list[object] = []
        while not isinstance(event := self._next(), yaml.SequenceEndEvent):
            items.append(self._value(event, (*location, len(items)), event))
        return items

    def _mapping(self, location: Location) -> dict[str, object]:
        entries: dict[str, object] = {}
        while not isinstance(event := self._next(), yaml.MappingEndEvent):
            if not isinstance(event, yaml.ScalarEvent):
                raise yaml.MarkedYAMLError(None, None, "a key must be plain text", event.start_mark)
            here = (*location, event.value)
            if event.value in entries:
                self._skip_duplicate(event, here)
                continue
            self._refuse_decoration(event, here)
            if event.value == "<<" and event.implicit[0]:
                self._refuse(event, here, "merge keys (<<) are not read; write the values out")
            entries[event.value] = self._value(self._next(), here, event)
        return entries

    def _skip_duplicate(self, event: Any, here: Location) -> None:
        """Point at the second of two equal keys and read past its value; the first one stands."""
        first = self.document.places[here]
        mark = event.start_mark
        self.document.add(
            mark.line + 1, mark.column + 1, f"stands here a second time; the first is in line {first.key_line}", here
        )
        depth = 0
        while True:
            skipped = self._next()
            depth += isinstance(skipped, yaml.CollectionStartEvent) - isinstance(skipped, yaml.CollectionEndEvent)
            if depth <= 0:
                return

    def _refuse(self, event: Any, location: Location, message: str) -> None:
        self.document.refused.add(location)
        self.document.add(event.start_mark.line + 1, event.start_mark.column + 1, message, location)

    def _add_syntax_error(self, error: yaml.MarkedYAMLError) -> None:
        message = _HINTS.get(error.problem or "", error.problem or "cannot be read as YAML")
        mark = error.context_mark if "opens here" in message else error.problem_mark
        line, column = (mark.line + 1, mark.column + 1) if mark else (1, 1)
        lines = self.text.splitlines()
        if line <= len(lines) and lines[line - 1][column - 1 : column] == "\t":
            message = "a tab; YAML is indented by spaces only"
        self.document.add(line, column, message)
