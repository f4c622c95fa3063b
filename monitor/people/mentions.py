"""What a statement speaks of: the project, which configured people, and whether of a departure. Pure.

Others speak of a project only where they name it, so that one news feed can stand beside many projects. A person is spoken of by
full name or account, and in the words of others only beside the project or its steward: two people may share a name. Words of a
departure count only near a person or a role, so that leaving a beta phase is none.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum

from monitor.model.evidence import EvidenceLevel
from monitor.model.history import NOTE, About, Statement
from monitor.model.name_words import NameWords
from monitor.model.target import Project, Target
from monitor.model.text import PRIVATE
from monitor.people.deaths import Deaths, nobody_died
from monitor.people.departure_words import Phrase, Phrases
from monitor.people.departures import Departure, departure_in
from monitor.people.names import Named, Names, named_in
from monitor.people.private import Private, nothing_private
from monitor.people.scripts import Folded, fold, pattern_of
from monitor.people.succession_words import Successions, nobody_follows

# What stands for the words of a departure where somebody died.
DEATH = "has died"


class Voice(StrEnum):
    """Who speaks, as this project's configuration sees it."""

    PROJECT = "project"
    STEWARD = "steward"
    PERSON = "person"
    OTHERS = "others"


@dataclass(frozen=True, slots=True)
class Readers:
    """The vocabularies, ready to be looked for: words of a departure, of each kind of end (for notices of the project itself), of
    who follows, of a death, and of what is nobody's business.
    """

    phrases: Phrases
    endings: Mapping[str, Sequence[str]] = field(default_factory=dict)
    successions: Successions = nobody_follows
    deaths: Deaths = nobody_died
    is_private: Private = nothing_private


@dataclass(frozen=True, slots=True)
class Listener:
    """Reads the statements on one project by the `readers`; `key_of` gives a person's key by name."""

    project: Project
    names: Names
    words: NameWords
    readers: Readers
    key_of: Mapping[str, str]

    def read(self, said: Statement) -> Statement:
        """Return `said` with what it is about, at the level that it has for this project.

        Of words about a person's health or family nothing is left but that they were said.
        """
        read = self._filed(said) if said.kind == NOTE else self._heard(said)
        # A notice is about the project; the state that holds the same words is read alike.
        is_named = bool(read.about.persons) and said.kind != "notice"
        if self.readers.is_private(f"{said.title}\n{said.quote}", is_named):
            return replace(read, title="", quote=PRIVATE)
        return read

    def _heard(self, said: Statement) -> Statement:
        target = next((target for target in self.project.targets if target.key == said.target), None)
        voice = voice_of(said, target, self.project)
        if voice is Voice.OTHERS and not self.names.may_be_in(f"{said.title}\n{said.quote}", (said.link, *said.cites)):
            return replace(said, about=About(), level=level_of(said, voice, About(), ""))
        speaker = target.person if target and target.person else self._author(said)
        parts = [self._part(text, said, voice, speaker) for text in (said.title, said.quote) if text]
        about = self._more(said, parts, self._about(parts, voice, speaker))
        if said.kind == "notice":
            about = replace(about, ending=ending_in(f"{said.title} {said.quote}", self.readers.endings))
        return replace(said, about=about, level=level_of(said, voice, about, self.key_of.get(speaker, "")))

    def _filed(self, said: Statement) -> Statement:
        """Return what a human filed: about this project, about whom they say, at the level that they give."""
        author = self._author(said)
        named = named_in(said.quote, self.names, (said.link,), is_own=True)
        found = departure_in(said.quote, self._phrases(said.quote, said), named, self.words, speaker=author, is_own=True)
        given = tuple(person.name for person in self.project.people if person.name == said.title)
        spoken_of = given or found.persons or (*((author,) if author else ()), *(person.name for person, _ in named.persons))
        words = found.words or next(
            (said.quote[p.span.start : p.span.end] for p in self._phrases(said.quote, said) if p.is_sure), ""
        )
        persons = tuple(dict.fromkeys(self.key_of[name] for name in spoken_of if name in self.key_of))
        is_by_them = bool(author) and spoken_of[:1] == (author,)
        about = About(is_project=True, persons=persons, departure=words, is_by_them=is_by_them)
        return replace(said, about=self._more(replace(said, title=""), [(named, found)], about))

    def _part(self, text: str, said: Statement, voice: Voice, speaker: str) -> tuple[Named, Departure]:
        named = named_in(text, self.names, (said.link, *said.cites), is_own=voice in (Voice.PROJECT, Voice.PERSON))
        is_first_hand = voice is not Voice.OTHERS
        return named, departure_in(text, self._phrases(text, said), named, self.words, speaker=speaker, is_own=is_first_hand)

    def _phrases(self, text: str, said: Statement) -> Sequence[Phrase]:
        return self.readers.phrases(text, said.said_at.date())

    def _about(self, parts: Sequence[tuple[Named, Departure]], voice: Voice, speaker: str) -> About:
        persons = dict.fromkeys(person.name for named, _ in parts for person, _ in named.persons)
        departure = next((found for _, found in parts if found.words), Departure())
        has_project = any(named.project for named, _ in parts)
        has_steward = any(named.organisation for named, _ in parts)
        is_project = voice is Voice.PROJECT or has_project or (has_steward and bool(persons or voice is Voice.PERSON))
        if not is_project and voice is not Voice.PERSON:
            return About()
        spoken_of = departure.persons or (*((speaker,) if voice is Voice.PERSON else ()), *persons)
        return About(
            is_project=is_project,
            persons=tuple(dict.fromkeys(self.key_of[name] for name in spoken_of if name in self.key_of)),
            departure=departure.words,
            is_by_them=departure.is_by_speaker,
        )

    def _more(self, said: Statement, parts: Sequence[tuple[Named, Departure]], about: About) -> About:
        """Return `about` with who is said to have died, and who to follow; who leaves follows nobody."""
        if not about.is_project:
            return about
        texts = [text for text in (said.title, said.quote) if text]
        pairs = list(zip(texts, (named for named, _ in parts), strict=True))
        died = tuple(dict.fromkeys(self.key_of[name] for text, named in pairs for name in self.readers.deaths(text, named)))
        named_to_follow = [self.key_of.get(name, name) for text, named in pairs for name in self.readers.successions(text, named)]
        if died:
            about = replace(about, persons=died, departure=about.departure or DEATH, is_by_them=False, is_death=True)
        gone = set(died) | {self.key_of.get(name, "") for _, departure in parts for name in departure.persons}
        return replace(about, successors=tuple(dict.fromkeys(name for name in named_to_follow if name not in gone)))

    def _author(self, said: Statement) -> str:
        """Return the configured person whose full name stands as a statement's author, "" for everybody else.

        Who files a note may write the person's account instead.
        """
        folded = fold(said.author_name).removeprefix("@")
        forms = {one.name: [one.name, *(one.accounts if said.kind == NOTE else ())] for one in self.project.people}
        return next((name for name, own in forms.items() if folded in {fold(one).removeprefix("@") for one in own}), "")


def ending_in(text: str, endings: Mapping[str, Sequence[str]]) -> str:
    """Return the first kind of end whose words stand in `text`, "" = none."""
    folded = Folded.of(text)
    return next((kind for kind, words in endings.items() if next(folded.find(pattern_of(words)), None)), "")


def voice_of(said: Statement, target: Target | None, project: Project) -> Voice:
    """Return who speaks in a statement seen at `target`. What a repository itself holds is the project's own word."""
    if said.kind == "notice":
        return Voice.PROJECT
    if target is None or not (target.is_own or target.person) or said.kind == "discussion":
        return Voice.OTHERS
    if target.person:
        return Voice.PERSON
    return Voice.STEWARD if {target.key, target.address} & set(project.steward.feeds) else Voice.PROJECT


def level_of(said: Statement, voice: Voice, about: About, speaker: str) -> EvidenceLevel:
    """Return how well a statement is known: announced by whom it concerns or by the project, else reported by others."""
    if said.kind not in ("entry", "post") or said.level is EvidenceLevel.REACTION:
        return said.level
    is_of_another = voice is Voice.PERSON and any(person != speaker for person in about.persons)
    return EvidenceLevel.REPORTED if voice is Voice.OTHERS or is_of_another else EvidenceLevel.ANNOUNCED
