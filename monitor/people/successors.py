"""Who follows whoever leaves: named in so many words, or candidates who worked beside them. Pure.

Candidates are no forecast of a person and their order is no ranking: published methods of this kind find the true one among
their first names in 34 to 48 % of cases.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date, timedelta

from monitor.model.facts import ActivityKind
from monitor.model.history import Activity, History, Person
from monitor.people.scripts import Folded, Span, pattern_of

MOST_CANDIDATES = 3
# On 36 labelled departures with a successor the true one was among the first three in 22 (61 %) with a quarter and with half a
# year, 14 with a year; without leaving out who is listed already, in 16.
BEFORE = timedelta(days=180)
# Words right behind a successor's name, and words right before it.
_BEHIND = pattern_of(
    (
        "takes over", "is taking over", "will take over", "has taken over", "took over", "succeeds", "will succeed", "follows as",
        "is the new lead", "becomes the new lead", "becomes lead", "will lead", "now leads", "steps up as", "steps up to",
        "接任", "接替", "继任", "接手",
    )
)  # fmt: skip
_BEFORE = pattern_of(
    (
        "successor is", "successor will be", "succeeded by", "new lead is", "new lead will be", "hand over to", "handing over to",
        "handed over to", "hands over to", "hand it over to", "passing the torch to", "in the hands of", "taken over by",
        "replaced by", "交给", "移交给",
    )
)  # fmt: skip
NEAR = 40
_FULL_NAME_WORDS = 2
_ENDS = re.compile(r"[.!?。！？;；\n]")


def successors_named_in(text: str, history: History) -> tuple[str, ...]:
    """Return the keys of persons of the project whom `text` names as who takes over: their name stands beside such words.

    Names are those that the configuration gives, and full names of two words or more of people who were seen at work here.
    """
    folded = Folded.of(text)
    behind, before = list(folded.find(_BEHIND)), list(folded.find(_BEFORE))
    if not behind and not before:
        return ()
    named = [(span, key) for key, names in _names(history).items() for span in folded.find(pattern_of(names))]
    found = [_nearest(text, words, named, is_behind=False) for words in behind]
    found += [_nearest(text, words, named, is_behind=True) for words in before]
    return tuple(dict.fromkeys(key for key in found if key))


def _names(history: History) -> Mapping[str, Sequence[str]]:
    by_name = Counter(person.name.casefold() for person in history.persons.values())
    found: dict[str, list[str]] = {}
    for key, person in history.persons.items():
        names = [person.named.name] if person.named else []
        if _is_full(person) and by_name[person.name.casefold()] == 1:
            names.append(person.name)
        if names:
            found[key] = names
    given = {person.named.name for person in history.persons.values() if person.named}
    return found | {person.name: [person.name] for person in history.project.people if person.name not in given}


def _is_full(person: Person) -> bool:
    return not (person.is_bot or person.is_withheld) and len(person.name.split()) >= _FULL_NAME_WORDS


def _nearest(text: str, words: Span, named: Sequence[tuple[Span, str]], *, is_behind: bool) -> str:
    """Return whose name stands nearest to the words on its side, in the same sentence; "" = nobody's."""
    sided = [(span, key) for span, key in named if (span.start >= words.end if is_behind else span.end <= words.start)]
    near = [(span.distance(words), key) for span, key in sided if span.distance(words) <= NEAR]
    close = [(far, key) for far, key in near if not _ENDS.search(_between(text, words, far, is_behind=is_behind))]
    return min(close)[1] if close else ""


def _between(text: str, words: Span, far: int, *, is_behind: bool) -> str:
    return text[words.end : words.end + far] if is_behind else text[words.start - far : words.start]


def candidates(activity: Sequence[Activity], leaver: str, on: date, listed: Collection[str] = ()) -> tuple[str, ...]:
    """Return at most three persons (keys) who worked beside `leaver` before `on`, whom no list holds already (`listed`).

    Counted are days: of the half year before, on which they committed, merged, reviewed or answered.
    Only activity before `on` is read, so that it can be asked on the day itself.
    """
    weights = Counter[str]()
    for person, days in _days(activity, on, leaver, listed):
        weights[person] = len(days)
    ordered = sorted(weights, key=lambda person: (-weights[person], person))
    return tuple(ordered[:MOST_CANDIDATES])


def _days(activity: Sequence[Activity], on: date, leaver: str, listed: Collection[str]) -> Iterator[tuple[str, set[date]]]:
    found: dict[str, set[date]] = {}
    for row in activity:
        is_beside = row.person != leaver and row.person not in listed and row.kind is not ActivityKind.PUBLISH
        if is_beside and on - BEFORE <= row.on < on:
            found.setdefault(row.person, set()).add(row.on)
    yield from found.items()
