"""Words about somebody's health or family, which no report repeats: the act is told, with its link, and not why. Pure."""

from __future__ import annotations

from collections.abc import Callable

from monitor.model.name_words import NameWords, PrivateWords
from monitor.people.names import roles_in
from monitor.people.scripts import Folded, pattern_of

# A text, and whether it is about a person who is named.
Private = Callable[[str, bool], bool]


def nothing_private(_text: str, _is_named: bool) -> bool:
    """Return that nothing is private: for who has no words of it."""
    return False


def private_words(vocabulary: PrivateWords, words: NameWords) -> Private:
    """Return the function that tells whether a text speaks of a person's health or family; the vocabulary is prepared once."""
    surely, perhaps = pattern_of(vocabulary.surely), pattern_of(vocabulary.perhaps)

    def find(text: str, is_named: bool) -> bool:
        folded = Folded.of(text)
        if next(folded.find(surely), None) is not None:
            return is_named or bool(roles_in(text, words))
        return is_named and next(folded.find(perhaps), None) is not None

    return find
