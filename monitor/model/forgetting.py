"""Whom never to collect again: known by digests of ids and names, so that not even this list tells who they are."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

MARK = "sha256:"
MOST_WORDS = 5
# Names of so many signs of a script without spaces; in running text nothing says where they begin and end.
SHORTEST_HAN, LONGEST_HAN = 2, 4
_WORD = re.compile(r"\w[\w.'\u2019-]*")
_HAN = re.compile(r"[\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff]+")
_JOINS = re.compile(r"\s+|:")
_TAIL = re.compile(r"(?:['\u2019]s|[.'\u2019-]+)$")


def mark_of(text: str) -> str:
    """Return what is kept of an id or a name: a digest that is the same however it is spaced or capitalised."""
    return MARK + hashlib.sha256(" ".join(text.casefold().split()).encode("utf-8", "surrogatepass")).hexdigest()


@dataclass(frozen=True, slots=True)
class Forgotten:
    """The forgotten; `marks` are digests."""

    marks: frozenset[str] = frozenset()

    @classmethod
    def of(cls, kept: Iterable[str]) -> Forgotten:
        """Return the forgotten of what is stored: digests, or ids in clear, as they were kept once."""
        return cls(frozenset(one if one.startswith(MARK) else mark_of(one) for one in kept))

    def __contains__(self, text: object) -> bool:
        """Return whether `text` is an id or a name of theirs, as a whole."""
        return bool(self.marks) and isinstance(text, str) and mark_of(text) in self.marks

    def spans(self, text: str) -> list[tuple[int, int]]:
        """Return where names and ids of theirs stand in `text`, in their order; of those that overlap the longest."""
        if not self.marks or not text:
            return []
        found = sorted(self._found(text), key=lambda span: (span[0], -span[1]))
        kept: list[tuple[int, int]] = []
        for start, end in found:
            if not kept or start >= kept[-1][1]:
                kept.append((start, end))
        return kept

    def masked(self, text: str, mask: str) -> str:
        """Return `text` with each name and id of theirs replaced."""
        for start, end in reversed(self.spans(text)):
            text = text[:start] + mask + text[end:]
        return text

    def masked_in_lists(self, text: str, mask: str) -> str:
        """Return a list of accounts with each name and id of theirs replaced: there, a word alone is an account too."""
        if not self.marks:
            return text
        return _WORD.sub(lambda found: mask if found[0] in self else found[0], self.masked(text, mask))

    def full_names_in(self, text: str) -> bool:
        """Return whether a name of theirs of more than one word, or of a script without spaces, stands in `text`."""
        names = (text[start:end] for start, end in self.spans(text))
        return any(" " in " ".join(name.split()) or _HAN.fullmatch(name) for name in names)

    def _found(self, text: str) -> Iterator[tuple[int, int]]:
        words = list(_WORD.finditer(text))
        for first, begin in enumerate(words):
            end = begin.end()
            for last in range(first, min(first + MOST_WORDS, len(words))):
                if last > first and not _JOINS.fullmatch(text, end, words[last].start()):
                    break
                end = words[last].end()
                for stop in {end, end - _tail(text[begin.start() : end])}:
                    is_meant = last > first or _is_an_account(text, begin.start(), stop)
                    if is_meant and text[begin.start() : stop] in self:
                        yield begin.start(), stop
        for run in _HAN.finditer(text):
            for start in range(run.start(), run.end()):
                for length in range(SHORTEST_HAN, LONGEST_HAN + 1):
                    if start + length <= run.end() and text[start : start + length] in self:
                        yield start, start + length


def _is_an_account(text: str, start: int, stop: int) -> bool:
    """Return whether one word stands where logins and ids do: alone, in a list, behind an @, a slash or a colon.

    A login is often a plain word, and an id a number: in running text they mean something else.
    """
    before, after = text[start - 1 : start], text[stop : stop + 1]
    return before in ("@", "/", ":", ",") or (not before and after in ("", ","))


def _tail(word: str) -> int:
    """Return the length of what is no part of a name at its end: a stop, or a genitive."""
    found = _TAIL.search(word)
    return len(found[0]) if found else 0
