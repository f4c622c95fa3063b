"""Where people say in a profile that they work or worked, by a vocabulary that is data. Pure.

Only what is said counts: an organisation stands right behind a word for it, and begins with a capital letter, an @ or a Chinese
sign. "ex-Google, Meta" says nothing of Meta, for it may be the new one or another former one; "talks at Acme" says nothing.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from enum import IntEnum

from monitor.model.name_words import AffiliationWords
from monitor.people.scripts import Folded, Span, fold, is_spaceless, pattern_of

# Words that stand before many things, not only where somebody works.
LOOSE = frozenset({"at", "@"})
LONGEST_TEXT = 500
LONGEST_NAME = 60
MOST_WORDS = 6
_CLAUSES = re.compile(r"[;|•·。；\uff5c()（）\[\]【】,，!?！？\n]|[.:：]\s|\s[-–—/]+\s|->|→|/(?=\s|ex\b)", re.IGNORECASE)
_TOGETHER = re.compile(r"\s+(?:and|und|et)\s+|\s*[&、/]\s*", re.IGNORECASE)
_HANDLE = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]*")
_FIELDS = re.compile(r"\s*[,;/|、，；&]\s*|\s+and\s+|\s+(?=@)")
_OF = re.compile(r"\s*of\s+", re.IGNORECASE)
# They may stand inside of a name, but neither begin nor end one.
_INSIDE = frozenset({"of", "the", "for", "de", "la", "et", "und"})
_EDGES = " \t\"'“”‘’<>*_~#:：.-–—"


class Mark(IntEnum):
    """What a word of belonging says of what stands beside it."""

    FORMER = 1
    FORMER_TITLE = 2
    CURRENT = 3
    NOW = 4
    ALUMNI = 5


@dataclass(frozen=True, slots=True, order=True)
class Belonging:
    """An organisation as a text names it, and whether it says that this is over."""

    organisation: str
    is_former: bool


Belongings = Callable[[str], Sequence[Belonging]]


def belongings(vocabulary: AffiliationWords) -> Belongings:
    """Return the function that finds where somebody belongs in what they say; the vocabulary is prepared once."""
    reader = _Reader.of(vocabulary)
    return lambda text: tuple(dict.fromkeys(found for clause in _clauses(text) for found in reader.read(clause)))


def in_company_field(vocabulary: AffiliationWords) -> Belongings:
    """Return the function that reads a field for the company: what stands there is one, unless words say more."""
    reader = replace(_Reader.of(vocabulary), is_field=True)

    def read(text: str) -> Sequence[Belonging]:
        if reader.has_words(text):
            return tuple(dict.fromkeys(found for clause in _clauses(text) for found in reader.read(clause)))
        if reader.is_nowhere(text.strip()):
            return ()
        parts = (part.strip(_EDGES).lstrip("@").strip(_EDGES) for part in _FIELDS.split(text[:LONGEST_TEXT]))
        return tuple(dict.fromkeys(Belonging(part, False) for part in parts if part and not reader.is_nowhere(part)))

    return read


def organisation_key(name: str) -> str:
    """Return what two ways to write one organisation have in common: folded letters and digits."""
    return "".join(letter for letter in fold(name) if letter.isalnum())


def _clauses(text: str) -> Iterator[str]:
    return (clause.strip() for clause in _CLAUSES.split(text[:LONGEST_TEXT]) if clause.strip())


@dataclass(frozen=True, slots=True)
class _Reader:
    marks: Sequence[tuple[Mark, re.Pattern[str]]]
    otherwise: re.Pattern[str]
    titles: re.Pattern[str]
    nowhere: frozenset[str]
    is_field: bool = False

    @classmethod
    def of(cls, words: AffiliationWords) -> _Reader:
        lists = {
            Mark.FORMER: words.former,
            Mark.FORMER_TITLE: words.former_title,
            Mark.CURRENT: words.current,
            Mark.NOW: words.now,
            Mark.ALUMNI: words.alumni,
        }
        marks = [(mark, pattern_of(found)) for mark, found in lists.items()]
        return cls(marks, pattern_of(words.otherwise), pattern_of(words.titles), frozenset(map(fold, words.nowhere)))

    def has_words(self, text: str) -> bool:
        """Return whether any word but an @ says how somebody belongs."""
        return any(clause[span.start : span.end] != "@" for clause in _clauses(text) for span, _ in self._marks_in(clause))

    def is_nowhere(self, name: str) -> bool:
        """Return whether this is no organisation."""
        return fold(name) in self.nowhere or len(name) > LONGEST_NAME

    def read(self, clause: str) -> Iterator[Belonging]:
        """Yield what one clause says."""
        marks, is_former, is_told, end = self._marks_in(clause), False, False, 0
        for place, (span, mark) in enumerate(marks):
            after = clause[span.end : marks[place + 1][0].start if place + 1 < len(marks) else len(clause)]
            before, word = clause[end : span.start], clause[span.start : span.end]
            end = span.end + _handle_length(word, after)
            if mark is Mark.ALUMNI:
                yield from (Belonging(name, True) for name in self._names(before))
            elif mark is Mark.NOW:
                is_former = is_told = False
            elif not (is_told and mark is Mark.CURRENT) and self._may_follow(before, word):
                is_former = is_former or mark is not Mark.CURRENT
                yield from (Belonging(name, is_former) for name in self._behind(mark, word, after))
                # "Former lead of Lark at Acme": Lark was left; whether Acme was, is not said.
                is_told = is_former and bool(_OF.match(self._without_titles(after)))

    def _may_follow(self, before: str, word: str) -> bool:
        """Return whether "at" or an @ says where somebody belongs: at the beginning, behind a title, or in a list."""
        if fold(word) not in LOOSE or self.is_field:
            return True
        kept = before.strip(_EDGES)
        return fold(kept) in ("", "and", "&", "+") or self._without_titles(kept) != kept

    def _behind(self, mark: Mark, word: str, after: str) -> Iterator[str]:
        if word == "@":
            handle = _HANDLE.match(after)
            # Behind another @ or letter it is part of something else.
            yield from [handle[0].rstrip("._-")] if handle else []
        elif mark is Mark.CURRENT:
            yield from self._names(after)
        else:
            yield from self._left(mark, after)

    def _left(self, mark: Mark, after: str) -> Iterator[str]:
        """Yield what was left: what a title was held at, else what stands there."""
        rest = self._without_titles(after)
        of = _OF.match(rest)
        if of:
            yield from self._names(rest[of.end() :])
        elif mark is Mark.FORMER or self.is_field or rest.strip(_EDGES) != after.strip(_EDGES):
            yield from self._names(rest)

    def _without_titles(self, text: str) -> str:
        """Return `text` without titles at its beginning and at its end."""
        kept = text.strip(_EDGES)
        for span in reversed(list(Folded.of(kept).find(self.titles))):
            if not kept[span.end :].strip(_EDGES):
                kept = kept[: span.start].strip(_EDGES)
        while found := next((span for span in Folded.of(kept).find(self.titles) if span.start == 0), None):
            kept = kept[found.end :].strip(_EDGES)
        return kept

    def _names(self, text: str) -> Iterator[str]:
        for part in _TOGETHER.split(text):
            name = _name(self._without_titles(part))
            if name and not self.is_nowhere(name):
                yield name

    def _marks_in(self, clause: str) -> list[tuple[Span, Mark]]:
        """Return the words of belonging in their order, the longest of those that overlap."""
        folded = Folded.of(clause)
        other = list(folded.find(self.otherwise))
        found = [(span, mark) for mark, pattern in self.marks for span in folded.find(pattern)]
        chosen: list[tuple[Span, Mark]] = []
        for span, mark in sorted(found, key=lambda pair: (pair[0].start, -pair[0].end, pair[1])):
            end = chosen[-1][0].end if chosen else 0
            is_free = end <= span.start and not any(taken.start < span.end and span.start < taken.end for taken in other)
            if is_free and _may_begin(clause, span, end):
                chosen.append((span, mark))
        return chosen


def _handle_length(word: str, after: str) -> int:
    handle = _HANDLE.match(after) if word == "@" else None
    return handle.end() if handle else 0


def _may_begin(clause: str, span: Span, end: int) -> bool:
    """Return whether one Chinese sign is a word here: at the beginning, or behind a space or another such word."""
    is_one_sign = span.end - span.start == 1 and is_spaceless(clause[span.start])
    return not is_one_sign or span.start == end or clause[span.start - 1].isspace()


def _name(text: str) -> str:
    """Return the name that `text` begins with, "" where it begins with none."""
    words: list[str] = []
    for word in text.strip(_EDGES).split()[:MOST_WORDS]:
        bare = word.strip(_EDGES)
        is_part = bool(bare) and (bare[0].isupper() or bare[0].isdigit() or is_spaceless(bare[0]))
        if not is_part and not (bare.casefold() in _INSIDE or (word == "&" and words)):
            break
        words.append(bare)
    while words and words[0].casefold() in _INSIDE:
        words.pop(0)
    while words and (words[-1].casefold() in _INSIDE or words[-1].isdigit()):
        words.pop()
    name = " ".join(words)
    return name if name and not name[0].isdigit() and len(name) <= LONGEST_NAME else ""
