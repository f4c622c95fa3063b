"""Text as names are looked for in it: letters folded, places kept, and where a word ends with and without spaces. Pure."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby

# Letters that no normal form takes apart.
_LETTERS = str.maketrans({"ł": "l", "ø": "o", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i"})
# Scripts that write no space between words: Han, kana, Thai, Lao, Khmer, Myanmar.
SPACELESS = r"\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_SPACELESS = re.compile(f"[{SPACELESS}]")
# Any letter of the other scripts, and digits.
_LETTER = rf"[^\W{SPACELESS}]"


@dataclass(frozen=True, slots=True)
class Folded:
    """A text and its folded letters; `places` says where in the text each folded letter came from."""

    text: str
    letters: str
    places: tuple[int, ...]

    @classmethod
    def of(cls, text: str) -> Folded:
        """Return `text` with its letters folded."""
        pairs = [(letter, place) for place, character in enumerate(text) for letter in fold(character)]
        return cls(text, "".join(letter for letter, _ in pairs), (*(place for _, place in pairs), len(text)))

    def find(self, pattern: re.Pattern[str]) -> Iterator[Span]:
        """Yield where `pattern` stands among the folded letters, as places in the text."""
        for found in pattern.finditer(self.letters):
            if found.end() > found.start():
                yield Span(self.places[found.start()], self.places[found.end() - 1] + 1)


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """From where to where something stands in a text."""

    start: int
    end: int

    def distance(self, other: Span) -> int:
        """Return how many characters lie between two spans, 0 where they touch."""
        return max(0, other.start - self.end, self.start - other.end)


def fold(text: str) -> str:
    """Return `text` in lower case, in one width, without accents."""
    if text.isascii():
        return text.casefold()
    parts = unicodedata.normalize("NFKD", text).casefold().translate(_LETTERS)
    return "".join(c for c in parts if not unicodedata.combining(c))


def is_spaceless(character: str) -> bool:
    """Return whether a character belongs to a script that writes no space between words."""
    return bool(_SPACELESS.match(character))


def is_letter(character: str) -> bool:
    """Return whether a character continues a word of a script that writes spaces."""
    return (character.isalnum() or character == "_") and not is_spaceless(character)


def pattern_of(words: Iterable[str]) -> re.Pattern[str]:
    """Return what finds any of `words` among folded letters, as words of their own; a space in one is any run of spaces."""
    # What begins with a letter and what does not never begin at one place, so that only within each the longest must come first.
    longest_first = sorted({fold(word) for word in words} - {""}, key=lambda word: (is_letter(word[0]), -len(word), word))
    alike = groupby(longest_first, key=lambda word: (is_letter(word[0]), is_letter(word[-1])))
    return _compiled("|".join(_bounded(together, *edges) for edges, together in alike) or r"(?!)")


# Each vocabulary is compiled once in a process, which takes longer than to read it.
@lru_cache(maxsize=1024)
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern)


def _bounded(words: Iterable[str], begins_with_letter: bool, ends_with_letter: bool) -> str:
    """Return what finds any of words of one kind. Their bounds stand once: sets of characters are what takes long to compile."""
    before = f"(?<!{_LETTER})" if begins_with_letter else ""
    after = f"(?!{_LETTER})" if ends_with_letter else ""
    return f"{before}(?:{'|'.join(map(_spaced, words))}){after}"


def _spaced(word: str) -> str:
    return r"[\s_-]+".join(map(re.escape, re.split(r"[\s_-]+", word)))
