"""Which words of a text are worth keeping it for: of a departure, of an end, or the name of something that is watched. Pure.

This is how little of what persons post is kept: a post in which none of them stands is read past, and never stored.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from monitor.model.name_words import NameWords
from monitor.model.target import Project
from monitor.people.mentions import Phrases
from monitor.people.names import Names, named_in
from monitor.people.scripts import Folded, Span, fold, pattern_of

# More of one text is not searched.
LONGEST = 20_000


@dataclass(frozen=True, slots=True)
class Watched:
    """The names of all that is watched: one quick search for all of them, then a close look at those that it found."""

    names: Mapping[str, Sequence[Names]]
    quick: Callable[[Folded], Iterable[Span]]

    @classmethod
    def of(cls, projects: Iterable[Project], words: NameWords) -> Watched:
        """Return the names of `projects`."""
        found: dict[str, list[Names]] = {}
        for project in projects:
            names = Names.of(project, words)
            for name in names.project:
                found.setdefault(fold(name.text), []).append(names)
        pattern = pattern_of(found)
        return cls(found, lambda folded: folded.find(pattern))

    def place(self, text: str) -> int | None:
        """Return where `text` first names something that is watched, None = nowhere."""
        folded = Folded.of(text)
        written = {fold(text[span.start : span.end]) for span in self.quick(folded)}
        candidates = [names for word in written for names in self.names.get(word, ())]
        return min((span.start for names in candidates for span in named_in(text, names).project), default=None)


def telling(watched: Watched, phrases: Phrases, endings: Mapping[str, Sequence[str]]) -> Callable[[str], int | None]:
    """Return what says where the words worth keeping stand in a text: those of a departure or an end first, then a name."""
    ends = pattern_of(word for kind in endings.values() for word in kind)

    def place(text: str) -> int | None:
        searched = text[:LONGEST]
        found = [*phrases(searched), *Folded.of(searched).find(ends)]
        return min((span.start for span in found), default=None) if found else watched.place(searched)

    return place
