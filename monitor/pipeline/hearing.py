"""What the pipeline hands out so that words are understood: the vocabularies, for those who collect and those who judge."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import timedelta

from monitor.model.carrying import Affiliation
from monitor.model.history import History, State
from monitor.model.limits import Limits
from monitor.model.name_words import NameWords
from monitor.model.target import Portfolio
from monitor.model.text import PRIVATE
from monitor.people.affiliations import with_affiliations
from monitor.people.belonging import Belongings, belongings, in_company_field
from monitor.people.deaths import death_words
from monitor.people.departure_words import departure_phrases
from monitor.people.governance.listed import Words as ListedWords
from monitor.people.governance.listings import with_listings
from monitor.people.listening import listen
from monitor.people.mentions import Readers
from monitor.people.private import private_words
from monitor.people.succession_words import succession_words
from monitor.people.telling import telling
from monitor.settings.name_words import (
    load_affiliations,
    load_deaths,
    load_departures,
    load_endings,
    load_governance,
    load_name_words,
    load_private,
    load_successions,
)

NOTICES = frozenset({"front_page_notice", "front_page_replacement"})


@dataclass(frozen=True, slots=True)
class Hearing:
    """The vocabularies of this installation, and what they make of texts; `telling`: where the words worth keeping stand."""

    words: NameWords = field(repr=False)
    readers: Readers = field(repr=False)
    telling: Callable[[str], int | None] = field(repr=False)
    said: Belongings = field(repr=False)
    in_field: Belongings = field(repr=False)
    listed: ListedWords = field(repr=False)

    @classmethod
    def load(cls, portfolio: Portfolio) -> Hearing:
        """Return the hearing for all that is watched. Raises SettingsError where a vocabulary of this installation is broken."""
        words, phrases, endings = load_name_words(), departure_phrases(load_departures()), load_endings()
        belonging = load_affiliations()
        readers = Readers(
            phrases,
            endings,
            succession_words(load_successions()),
            death_words(load_deaths()),
            private_words(load_private(), words),
        )
        return cls(
            words,
            readers,
            telling(portfolio.projects.values(), words, phrases, endings),
            belongings(belonging),
            in_company_field(belonging),
            ListedWords.of(load_governance()),
        )

    def hear(self, history: History, limits: Limits) -> History:
        """Return `history` with what was lately said read for its project, who is listed, and where people say that they belong.

        No rule asks for what was said earlier.
        """
        since = history.as_of - timedelta(days=limits.statement_days)
        listed = with_listings(history, self.listed)
        heard = with_affiliations(listen(listed, self.words, self.readers, since), self.said, self.in_field)
        states = tuple(map(self._without_reasons, heard.states))
        return replace(heard, states=states, affiliations=tuple(map(self._decent, heard.affiliations)))

    def _without_reasons(self, state: State) -> State:
        """Return a front page's notice without what it says of somebody's health or family."""
        is_private = state.attribute in NOTICES and self.readers.is_private(state.value, False)
        return replace(state, value=PRIVATE) if is_private else state

    def _decent(self, told: Affiliation) -> Affiliation:
        """Return where somebody belonged without what their profile says of their health or family."""
        return replace(told, text=PRIVATE) if self.readers.is_private(told.text, True) else told
