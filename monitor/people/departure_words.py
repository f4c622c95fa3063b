"""Where words of a departure stand in a text, by a vocabulary that is data; whose it is, `departures.py` tells. Pure."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from monitor.model.name_words import DepartureWords
from monitor.people.scripts import Folded, Span, pattern_of

# What is left stands close behind the words, or in Chinese before them as well.
WHENCE = 40
# A denial stands right before what it denies.
DENIAL = 24


@dataclass(frozen=True, slots=True, order=True)
class Phrase:
    """Words of a departure at a place; `is_sure`: they are enough by themselves, else it must be said who leaves, or what."""

    span: Span
    is_sure: bool = True


Phrases = Callable[[str], Sequence[Phrase]]


def departure_phrases(vocabulary: DepartureWords) -> Phrases:
    """Return the function that finds words of a departure in a text, in their order; the vocabulary is prepared once."""
    surely, perhaps, whence, denied, otherwise = (
        pattern_of(words)
        for words in (vocabulary.surely, vocabulary.perhaps, vocabulary.whence, vocabulary.denied, vocabulary.otherwise)
    )

    def find(text: str) -> Sequence[Phrase]:
        folded = Folded.of(text)
        other = list(folded.find(otherwise))
        sure = [span for span in folded.find(surely) if not _within(span, other)]
        weak = [span for span in folded.find(perhaps) if not _within(span, [*other, *sure])]
        places = list(folded.find(whence))
        found = [Phrase(span) for span in sure] + [Phrase(span, is_sure=_names_whence(span, places)) for span in weak]
        return sorted(phrase for phrase in found if not _is_denied(text, phrase.span, denied))

    return find


def _within(span: Span, others: Sequence[Span]) -> bool:
    return any(other.start < span.end and span.start < other.end for other in others)


def _names_whence(span: Span, places: Sequence[Span]) -> bool:
    return any(0 <= place.start - span.end <= WHENCE for place in places)


def _is_denied(text: str, span: Span, denied: re.Pattern[str]) -> bool:
    before = text[max(0, span.start - DENIAL) : span.start]
    # A denial does not reach over the end of a sentence, or a comma.
    last = max(before.rfind(mark) for mark in ".,;!?。，；！？")
    return next(Folded.of(before[last + 1 :]).find(denied), None) is not None
