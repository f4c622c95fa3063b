"""Whom a text names as who follows: a name right beside words of succession, by a vocabulary that is data. Pure."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence

from monitor.model.name_words import SuccessionWords
from monitor.people.names import Named
from monitor.people.scripts import Folded, Span, is_spaceless, pattern_of

# A denial stands right before what it denies.
DENIAL = 16

# Two to four words with capitals, or a handle: what stands where a name is expected. A single plain word is none.
_HANDLE = r"@[A-Za-z0-9](?:[\w.-]{0,37}\w)"
_FULL_NAME = r"[A-ZÀ-ÖØ-Þ][\w.'’-]*(?: (?:(?:de|van|von|der|den|la|el|al|bin|di|da) )*[A-ZÀ-ÖØ-Þ][\w'’-]+){1,3}"
_NEVER = r"(?!)"
# Who takes over one thing, or for a while, follows nobody.
_ONE_THING = re.compile(r"\s+(?:an?|this|that|temporarily|while|for (?:an?|the|two|three))\b", re.IGNORECASE)

Successions = Callable[[str, Named], tuple[str, ...]]


def nobody_follows(_text: str, _named: Named) -> tuple[str, ...]:
    """Return nobody: for who has no words of succession."""
    return ()


def succession_words(vocabulary: SuccessionWords) -> Successions:
    """Return the function that finds who is said to follow, in the order of the text: names as configured or as they stand."""
    takes, given, denied = (pattern_of(words) for words in (vocabulary.takes, vocabulary.given, vocabulary.denied))
    between = _fillers(vocabulary.between)
    name_before, name_behind = _names(vocabulary.surnames)

    def find(text: str, named: Named) -> tuple[str, ...]:
        folded = Folded.of(text)
        people = [(span, person.name) for person, spans in named.persons for span in spans]
        behind, before = list(folded.find(given)), list(folded.find(takes))
        # "Succeeded by" holds "succeeded", and "is the new lead" holds "new lead": the longer words are meant.
        behind, before = _without_parts(behind, before), _without_parts(before, behind)
        found = [(words, name) for words in behind for name in _behind(text, words, people, between, name_behind)]
        before = [words for words in before if not _ONE_THING.match(text, words.end)]
        found += [(words, name) for words in before for name in _before(text, words, people, between, name_before)]
        said = [(words, name) for words, name in sorted(found) if not _is_denied(text[: words.start], denied)]
        return tuple(dict.fromkeys(name for _, name in said))

    return find


def _names(surnames: Iterable[str]) -> tuple[re.Pattern[str], re.Pattern[str]]:
    """Return what matches a name that ends right before a place, and one that begins there."""
    first = "|".join(re.escape(name) for name in sorted(surnames, key=len, reverse=True)) or _NEVER
    han = rf"(?:{first})[\u4e00-\u9fff]{{1,2}}?"
    before = re.compile(rf"(?:^|[\s(\"“,:，：。、由])({_HANDLE}|{_FULL_NAME}|{han})\s*(?:\({_HANDLE}\)|（{_HANDLE}）)?\s*$")
    return before, re.compile(rf"\s*({_HANDLE}|{_FULL_NAME}|{han}(?=[。，,.;；!！\s]|$))")


def _without_parts(spans: Sequence[Span], others: Sequence[Span]) -> list[Span]:
    return [span for span in spans if not any(one != span and one.start <= span.start and span.end <= one.end for one in others)]


def _fillers(words: Iterable[str]) -> re.Pattern[str]:
    """Return what matches a gap that holds nothing but such words."""
    parts = "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))
    return re.compile(rf"\s*(?:(?:{parts})\s*)*", re.IGNORECASE) if parts else re.compile(r"\s*")


def _is_denied(before: str, denied: re.Pattern[str]) -> bool:
    near = before[-DENIAL:]
    last = max(near.rfind(mark) for mark in ".;!?。；！？")
    return next(Folded.of(near[last + 1 :]).find(denied), None) is not None


def _before(
    text: str, words: Span, people: Sequence[tuple[Span, str]], between: re.Pattern[str], names: re.Pattern[str]
) -> list[str]:
    known = [name for span, name in people if span.end <= words.start and between.fullmatch(text, span.end, words.start)]
    if known:
        return known[-1:]
    start = words.start
    # Take away, word by word, what may stand between a name and the words.
    while (shorter := _without_last_filler(text, start, between)) < start:
        start = shorter
    found = names.search(text[max(0, start - 80) : start])
    return [found[1]] if found else []


def _without_last_filler(text: str, end: int, between: re.Pattern[str]) -> int:
    # No space ends a word of Chinese: 王芳将 is a name and a filler.
    for length in (2, 1):
        if end >= length and is_spaceless(text[end - 1]) and between.fullmatch(text[end - length : end]):
            return end - length
    last = re.search(r"(?:[^\s\w]|\w+)\s*$", text[:end])
    if not last or not between.fullmatch(last[0]) or last[0].strip()[:1].isupper():
        return end
    return last.start()


def _behind(
    text: str, words: Span, people: Sequence[tuple[Span, str]], between: re.Pattern[str], names: re.Pattern[str]
) -> list[str]:
    known = [name for span, name in people if span.start >= words.end and between.fullmatch(text, words.end, span.start)]
    if known:
        return known[:1]
    gap = between.match(text, words.end)
    found = names.match(text, gap.end() if gap else words.end)
    return [found[1]] if found else []
