"""Whether a text says that somebody has died, and who: a name right beside such words, by a vocabulary that is data. Pure.

To say so of somebody who lives is worse than to miss it. Between the name and the words stands nothing but words that the
vocabulary permits, or one apposition between commas ("Ada Quill, who led Lark, passed away"), and never a word that says that it
is about somebody else ("Ada Quill's mother").
"""

from __future__ import annotations

import re
from collections.abc import Callable

from monitor.model.name_words import DeathWords
from monitor.people.names import Named
from monitor.people.scripts import Folded, Span, fold, pattern_of

FAR = 80
# A denial stands right before what it denies, or before the name.
DENIAL = 24
_SENTENCE_ENDS = re.compile(r"[.!?。！？;；\n](?:\s|$)|[。！？；\n]")
_POSSESSIVE = re.compile(r"['’]s\b|的")
_APPOSITION = re.compile(r"\s*[,，(（][^,，()（）]*[,，)）]")
_NOTHING = re.compile(r"[\s,，:：\-–—\"'“”‘’()（）0-9月日年]*")

Deaths = Callable[[str, Named], tuple[str, ...]]


def nobody_died(_text: str, _named: Named) -> tuple[str, ...]:
    """Return nobody: for who has no words of a death."""
    return ()


def death_words(vocabulary: DeathWords) -> Deaths:
    """Return the function that finds which configured people a text says to have died, by name."""
    behind, before, others, denied = (
        pattern_of(words) for words in (vocabulary.behind, vocabulary.before, vocabulary.others, vocabulary.denied)
    )
    between = pattern_of(vocabulary.between)

    def is_said_of(text: str, name: Span, words: Span, named_beside: Named) -> bool:
        gap = text[name.end : words.start] if name.end <= words.start else text[words.end : name.start]
        before_all = text[max(0, min(name.start, words.start) - DENIAL) : min(name.start, words.start)]
        for own in (*named_beside.project, *named_beside.organisation):
            gap = gap.replace(text[own.start : own.end], " ")
        is_far = len(gap) > FAR or _SENTENCE_ENDS.search(gap) or _POSSESSIVE.match(text, name.end)
        if is_far or _has(between.sub(" ", fold(gap)), others) or _has(f"{_last_sentence(before_all)} {gap}", denied):
            return False
        return _is_empty(gap, between) or (name.end <= words.start and _is_apposition(gap, between))

    def find(text: str, named: Named) -> tuple[str, ...]:
        people = [(span, person.name) for person, spans in named.persons for span in spans]
        if not people:
            return ()
        folded = Folded.of(text)
        after = [(words, span, name) for words in folded.find(behind) for span, name in people if span.end <= words.start]
        ahead = [(words, span, name) for words in folded.find(before) for span, name in people if span.start >= words.end]
        return tuple(dict.fromkeys(name for words, span, name in (*after, *ahead) if is_said_of(text, span, words, named)))

    return find


def _has(text: str, pattern: re.Pattern[str]) -> bool:
    return next(Folded.of(text).find(pattern), None) is not None


def _last_sentence(text: str) -> str:
    return _SENTENCE_ENDS.split(text)[-1]


def _is_empty(gap: str, between: re.Pattern[str]) -> bool:
    """Return whether a gap holds nothing but words that may stand there."""
    return _NOTHING.fullmatch(between.sub("", fold(gap))) is not None


def _is_apposition(gap: str, between: re.Pattern[str]) -> bool:
    found = _APPOSITION.match(gap)
    return found is not None and _is_empty(gap[found.end() :], between)
