"""Where words of a departure stand in a text, by a vocabulary that is data; whose it is, `departures.py` tells. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Protocol

from monitor.model.name_words import DepartureWords
from monitor.people.departure_senses import departure_senses
from monitor.people.scripts import Folded, Span, pattern_of

# What is left stands close behind the words, or in Chinese before them as well.
WHENCE = 40
# "Leaving for a talk about Lark" leaves nothing.
_ELSE = re.compile(r"[.,;:!?，。；：！？]|\b(?:for|to|about|until|because|when|while|with|and)\b|去|参加|关于", re.IGNORECASE)
# A denial stands right before what it denies.
DENIAL = 24


@dataclass(frozen=True, slots=True, order=True)
class Phrase:
    """Words of a departure at a place; `is_sure`: they are enough by themselves, else it must be said who leaves, or what.

    `is_of_machines`: beside words of machines, so that only somebody named by name is meant. `joins`: where words say for what.
    """

    span: Span
    is_sure: bool = True
    is_of_machines: bool = field(default=False, compare=False)
    joins: Span | None = field(default=None, compare=False)


class Phrases(Protocol):
    """What finds words of a departure."""

    def __call__(self, text: str, said_on: date | None = None) -> Sequence[Phrase]:
        """Return the words of a departure of its own day in `text`, in their order; `said_on` tells which years are past."""
        ...


def departure_phrases(vocabulary: DepartureWords) -> Phrases:
    """Return the function that finds words of a departure in a text, in their order; the vocabulary is prepared once."""
    surely, perhaps, whence, denied, otherwise = (
        pattern_of(words)
        for words in (vocabulary.surely, vocabulary.perhaps, vocabulary.whence, vocabulary.denied, vocabulary.otherwise)
    )

    senses = departure_senses(vocabulary)

    def find(text: str, said_on: date | None = None) -> Sequence[Phrase]:
        folded = Folded.of(text)
        other = list(folded.find(otherwise))
        sure = [span for span in folded.find(surely) if not _within(span, other)]
        weak = [span for span in folded.find(perhaps) if not _within(span, [*other, *sure])]
        places = list(folded.find(whence))
        found = [Phrase(span) for span in sure]
        found += [Phrase(span, is_sure=any(is_left(text, span, place) for place in places)) for span in weak]
        return sorted(meant(text, (phrase for phrase in found if not _is_denied(text, phrase.span, denied)), said_on))

    def meant(text: str, found: Iterator[Phrase], said_on: date | None) -> Iterator[Phrase]:
        for phrase in found:
            sense = senses(text, phrase.span, said_on)
            if not sense.is_other:
                yield replace(phrase, is_of_machines=sense.is_of_machines, joins=sense.joins)

    return find


def _within(span: Span, others: Sequence[Span]) -> bool:
    return any(other.start < span.end and span.start < other.end for other in others)


def is_left(text: str, words: Span, place: Span) -> bool:
    """Return whether a place stands so behind words of leaving that it is what is left: nothing else is said in between."""
    return 0 <= place.start - words.end <= WHENCE and not _ELSE.search(text, words.end, place.start)


def _is_denied(text: str, span: Span, denied: re.Pattern[str]) -> bool:
    before = text[max(0, span.start - DENIAL) : span.start]
    # A denial does not reach over the end of a sentence, or a comma.
    last = max(before.rfind(mark) for mark in ".,;!?。，；！？")
    return next(Folded.of(before[last + 1 :]).find(denied), None) is not None
