"""Whether words of a departure mean one of today: not one long past, for a while, asked about, denied, or of a machine. Pure.

What looks back ("in 2024 she stepped down"), what ends ("for two weeks"), and what is only asked says of nobody that they leave.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from monitor.model.name_words import DepartureWords
from monitor.people.scripts import Folded, Span, pattern_of

# What says when, or for how long, stands close: before the words within their thought, or right behind them.
BEFORE, BEHIND = 60, 45
# "In December 2025", said in January 2026, is not long ago.
RECENT_UNTIL_MONTH = 3
_RECENT_MONTHS = re.compile(r"\b(?:oct|nov|dec)[a-z]*\.?\s+(?:\d{1,2},?\s+)?$|1[0-2]月", re.IGNORECASE)
_YEAR = re.compile(r"(?<![\d.,/-])(?:19|20)\d{2}(?![\d-]|\.\d)年?")
_ENDS = re.compile(r"[.!?]\s|[。！？\n]")
# Between a time and words that it does not date stands another thought.
_OTHER_THOUGHT = re.compile(r"\b(?:and|but|now|today|so|then)\b|[;；：]|，?(?:而|如今|现在|今天|今日)", re.IGNORECASE)
# Something that is so now: "I am stepping down".
_NOW = re.compile(
    r"\b(?:am|is|are|will|today|now|effective|immediately)\b|['’](?:m|s|re|ll)\b|今天|今日|即日|现在|宣布|将", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Sense:
    """What else the words around a departure say. `joins` is where a purpose is named right behind it, None = nowhere."""

    is_other: bool = False
    is_of_machines: bool = False
    joins: Span | None = None


Senses = Callable[[str, Span, date | None], Sense]


def departure_senses(vocabulary: DepartureWords) -> Senses:
    """Return the function that tells in which sense words of a departure stand, for what was said on a day (None: not known)."""
    forms, past, returned, temporary, untrue, claims, joining, machines = (
        pattern_of(words)
        for words in (
            vocabulary.past_forms,
            vocabulary.past,
            vocabulary.returned,
            vocabulary.temporary,
            vocabulary.untrue,
            vocabulary.asked_of_what_is,
            vocabulary.joining,
            vocabulary.machines,
        )
    )

    def sense(text: str, words: Span, said_on: date | None) -> Sense:
        start, end = sentence_of(text, words)
        sentence = text[start:end]
        before, behind = text[max(start, words.start - BEFORE) : words.start], text[words.end : min(end, words.end + BEHIND)]
        is_past_form = forms.search(Folded.of(text[max(start, words.start - len("were ")) : words.end]).letters) is not None
        is_past = is_past_form and _is_dated_back(before, behind, past, said_on)
        is_back = is_past_form and returned.search(Folded.of(text[words.end :]).letters) is not None
        is_short = _stands_right_behind(behind, temporary)
        is_false = untrue.search(Folded.of(sentence).letters) is not None
        is_asked = sentence.rstrip(" \"'”’*)").endswith(("?", "？")) and not claims.match(
            Folded.of(sentence.lstrip(' #*“"')).letters
        )
        return Sense(
            is_other=is_past or is_back or is_short or is_false or is_asked,
            is_of_machines=machines.search(Folded.of(sentence).letters) is not None,
            joins=_first_behind(text, words, end, joining),
        )

    return sense


def sentence_of(text: str, words: Span) -> tuple[int, int]:
    """Return from where to where the sentence reaches in which words stand, its mark included."""
    start = max((found.end() for found in _ENDS.finditer(text, 0, words.start)), default=0)
    end = next((found.start() + 1 for found in _ENDS.finditer(text, words.end)), len(text))
    return start, end


def _is_dated_back(before: str, behind: str, past: re.Pattern[str], said_on: date | None) -> bool:
    """Return whether a time long past is named for the words: before them in their thought, or right behind."""
    other = list(_OTHER_THOUGHT.finditer(before))
    thought = before[other[-1].end() :] if other else before
    if _NOW.search(thought):
        return False
    after = re.split(r"[,;，；：:]|\b(?:and|but)\b", behind, maxsplit=1)[0]
    return any(past.search(Folded.of(part).letters) or _has_old_year(part, said_on) for part in (thought, after))


def _has_old_year(part: str, said_on: date | None) -> bool:
    if said_on is None:
        return False
    for found in _YEAR.finditer(part):
        year = int(found[0][:4])
        is_recent = (
            year == said_on.year - 1 and said_on.month <= RECENT_UNTIL_MONTH and _RECENT_MONTHS.search(part[: found.start()])
        )
        if year < said_on.year and not is_recent:
            return True
    return False


def _stands_right_behind(behind: str, words: re.Pattern[str]) -> bool:
    found = words.search(Folded.of(behind).letters)
    return found is not None and not re.search(r"[,;，；]|\b(?:as|from)\b", behind[: found.start()])


def _first_behind(text: str, words: Span, end: int, joining: re.Pattern[str]) -> Span | None:
    behind = text[words.end : end]
    found = next(Folded.of(behind).find(joining), None)
    return Span(words.end + found.start, words.end + found.end) if found else None
