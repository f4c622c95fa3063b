"""Whether a text speaks of a departure, and whose: words of a departure beside a person, a role, or the speaker. Pure.

The person is the one named last before the words ("Ada says that Bo steps down" is about Bo), or right behind them ("the
departure of Ada"). "I" counts only where nobody else stands between it and the words.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from monitor.model.name_words import NameWords
from monitor.people.departure_words import Phrase, is_left
from monitor.people.names import Named
from monitor.people.scripts import Folded, Span, fold, pattern_of

# About one sentence: what stands further apart belongs to another thought.
NEAR = 100
# Who leaves stands right before words that alone may mean anything ("the lead leaves"), and in the same sentence.
RIGHT_BEFORE = 40
# "I" stands close to what "I" do.
NEAR_SPEAKER = 40
# "I" right before what "I" do: "I am leaving".
BESIDE = 12
# What is joined is named right behind the words that say so: "to work on the Lark project".
NEAR_PURPOSE = 20
# Between two people who do the same.
_AND = re.compile(r"\s*(,|and|&|和|与|、|及|,\s*and)\s*", re.IGNORECASE)
# Between words of a departure and whose it is.
_OF = re.compile(r"\s*(of|to|from|by|for|,|:|：|，|,?\s*dear)?\s*", re.IGNORECASE)
_AT_THE_END = re.compile(r"\s*([.!?。！？;；,，]|$)")
_SENTENCE_ENDS = re.compile(r"[.!?。！？;；]\s|[。！？；\n]")


@dataclass(frozen=True, slots=True)
class Departure:
    """Words of a departure, "" = none; `persons` are the configured names of those who leave. `is_by_speaker`: they say so."""

    words: str = ""
    persons: tuple[str, ...] = ()
    is_by_speaker: bool = False


def departure_in(
    text: str, phrases: Iterable[Phrase], named: Named, words: NameWords, *, speaker: str = "", is_own: bool = False
) -> Departure:
    """Return the first departure that `text` speaks of, one of a named person before one of a role.

    `speaker` is the configured name of who speaks, "" = not known; only where the source `is_own` can "I" be one of the project.
    """
    meant = (phrase for phrase in sorted(phrases) if not _joins(phrase, named))
    found = [_read(text, phrase, named, words, speaker, is_own) for phrase in meant]
    with_persons = [departure for departure in found if departure.persons]
    return next(iter(with_persons or [departure for departure in found if departure.words]), Departure())


def _joins(phrase: Phrase, named: Named) -> bool:
    """Return whether the project itself is what somebody leaves something else for."""
    joins = phrase.joins
    return joins is not None and any(0 <= place.start - joins.end <= NEAR_PURPOSE for place in named.project)


def _read(text: str, found: Phrase, named: Named, words: NameWords, speaker: str, is_own: bool) -> Departure:
    phrase = found.span
    said = text[phrase.start : phrase.end]
    people = sorted((span, person.name) for person, spans in named.persons for span in spans)
    is_sure = found.is_sure or _says_whence(text, phrase, named, words if is_own else None)
    near = NEAR if is_sure else RIGHT_BEFORE
    told = _behind(text, phrase, people)
    leaving = told or _before(text, phrase, people, near)
    talks = _speaks_of_self(text, phrase, words) if is_own and is_sure else None
    if talks is not None and not told and not (leaving and _is_of_another(text, leaving[0][0], talks, phrase, words)):
        return Departure(said, (speaker,) if speaker else (), is_by_speaker=True)
    if leaving:
        return Departure(said, tuple(dict.fromkeys(name for _, name in leaving)))
    if found.is_of_machines:
        return Departure()
    roles = Folded.of(text).find(pattern_of(words.role))
    return Departure(said) if any(_is_role_of(text, span, phrase, is_sure=is_sure) for span in roles) else Departure()


def _says_whence(text: str, phrase: Span, named: Named, own: NameWords | None) -> bool:
    """Return whether the project or its steward is named right behind the words. At home "I am leaving." is enough."""
    places = (*named.project, *named.organisation)
    if own is None or not _AT_THE_END.match(text, phrase.end):
        return any(is_left(text, phrase, span) for span in places)
    before = text[max(0, phrase.start - BESIDE) : phrase.start]
    return next(Folded.of(before).find(pattern_of(own.first_person)), None) is not None


def _is_role_of(text: str, role: Span, phrase: Span, *, is_sure: bool) -> bool:
    if is_sure:
        return role.distance(phrase) <= NEAR
    is_before = 0 <= phrase.start - role.end <= RIGHT_BEFORE
    return is_before and not _SENTENCE_ENDS.search(text, role.end, phrase.start)


def _is_of_another(text: str, name: Span, talks: int, phrase: Span, words: NameWords) -> bool:
    """Return whether a name beats the speaker: it stands between the speaker and the words, or nobody says "I"."""
    if name.start <= talks or name.start < phrase.start:
        return name.start > talks
    return next(iter(Folded.of(text[talks : phrase.end]).find(pattern_of(words.first_person))), None) is None


def _behind(text: str, phrase: Span, people: Sequence[tuple[Span, str]]) -> list[tuple[Span, str]]:
    """Return whom the words name right behind themselves: "farewell to Ada"."""
    after = [(span, name) for span, name in people if span.start >= phrase.end]
    return after[:1] if after and _OF.fullmatch(text, phrase.end, after[0][0].start) else []


def _before(text: str, phrase: Span, people: Sequence[tuple[Span, str]], near: int) -> list[tuple[Span, str]]:
    """Return who is named last before the words, with those who are joined by "and"; else who stands behind them, but near."""
    before = [(span, name) for span, name in people if span.end <= phrase.start and span.distance(phrase) <= near]
    if not before:
        # Not beyond the sentence: the next one often names who stays, or who follows.
        end = next((found.start() for found in _SENTENCE_ENDS.finditer(text, phrase.end)), len(text))
        behind = [(span, name) for span, name in people if phrase.start <= span.start <= end]
        return [(span, name) for span, name in behind if span.distance(phrase) <= near][:1]
    leaving = [before[-1]]
    for span, name in reversed(before[:-1]):
        if not _AND.fullmatch(text, span.end, leaving[0][0].start):
            break
        leaving.insert(0, (span, name))
    return leaving


def _speaks_of_self(text: str, phrase: Span, words: NameWords) -> int | None:
    """Return where the speaker names themselves as the one who leaves, None where they do not.

    Words without anybody before them in their sentence ("Stepping down after ten years") are the speaker's own.
    """
    start = max((found.end() for found in _SENTENCE_ENDS.finditer(text, 0, phrase.start)), default=0)
    before = text[start : phrase.start]
    if not before.strip(" \t\"'“”‘’-–—*#"):
        return start
    first = list(Folded.of(before).find(pattern_of(words.first_person)))
    within = list(Folded.of(text[phrase.start : phrase.end]).find(pattern_of(words.first_person)))
    if within:
        return phrase.start
    if not first or len(before) - first[-1].end > NEAR_SPEAKER:
        return None
    between = fold(before[first[-1].end :])
    return None if pattern_of(words.third_person).search(between) else start + first[-1].start
