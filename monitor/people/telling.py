"""Which words of a text are worth keeping it for: of a departure, of an end, or the name of something that is watched. Pure.

This is how little of what persons post is kept: a post in which none of them stands is read past, and never stored.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache

from monitor.model.name_words import NameWords
from monitor.model.target import Project
from monitor.people.departure_words import Phrases
from monitor.people.names import Names, named_in
from monitor.people.scripts import SPACELESS, Folded, fold, pattern_of

# More of one text is not searched.
LONGEST = 20_000
_WORD = re.compile(rf"[{SPACELESS}]|[^\W_{SPACELESS}]+")


@dataclass(frozen=True, slots=True)
class Watched:
    """All that is watched by the first word of its name, so that one pass over a text finds what to look at closely."""

    projects: Mapping[str, Sequence[Project]] = field(repr=False)
    words: NameWords = field(repr=False)

    @classmethod
    def of(cls, projects: Iterable[Project], words: NameWords) -> Watched:
        """Return `projects` by their first words."""
        found: dict[str, list[Project]] = {}
        for project in projects:
            first = next(_keys(fold(project.name)), "")
            if first:
                found.setdefault(first, []).append(project)
        return cls(found, words)

    def place(self, text: str) -> int | None:
        """Return where `text` first names something that is watched, None = nowhere."""
        near = [project for key in dict.fromkeys(_keys(fold(text))) for project in self.projects.get(key, ())]
        places = (span.start for project in near for span in named_in(text, Names.of(project, self.words)).project)
        return min(places, default=None)


def _keys(folded: str) -> Iterator[str]:
    """Yield the words of folded letters, without digits at their end ("lark3" is Lark's); each Chinese sign is one."""
    for found in _WORD.finditer(folded):
        yield found[0].rstrip("0123456789") or found[0]


def telling(
    projects: Collection[Project], words: NameWords, phrases: Phrases, endings: Mapping[str, Sequence[str]]
) -> Callable[[str], int | None]:
    """Return what says where the words worth keeping stand in a text: those of a departure or an end first, then a name."""
    ends = pattern_of(word for kind in endings.values() for word in kind)

    @cache
    def watched() -> Watched:
        # Only where something is read that may name a project; there may be a hundred thousand of them.
        return Watched.of(projects, words)

    def place(text: str) -> int | None:
        searched = text[:LONGEST]
        # Of words that may mean anything the place alone is no reason to keep a text.
        found = [*(phrase.span for phrase in phrases(searched) if phrase.is_sure), *Folded.of(searched).find(ends)]
        return min(span.start for span in found) if found else watched().place(searched)

    return place
