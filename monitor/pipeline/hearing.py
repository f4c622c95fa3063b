"""What the pipeline hands out so that words are understood: the vocabularies, for those who collect and those who judge."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta

from monitor.model.history import History
from monitor.model.limits import Limits
from monitor.model.name_words import NameWords
from monitor.model.target import Portfolio
from monitor.people.affiliations import with_affiliations
from monitor.people.belonging import Belongings, belongings, in_company_field
from monitor.people.departure_words import Phrases, departure_phrases
from monitor.people.governance.listed import Words as ListedWords
from monitor.people.governance.listings import with_listings
from monitor.people.listening import listen
from monitor.people.telling import telling
from monitor.settings.name_words import load_affiliations, load_departures, load_endings, load_governance, load_name_words


@dataclass(frozen=True, slots=True)
class Hearing:
    """The vocabularies of this installation, and what they make of texts; `telling`: where the words worth keeping stand."""

    words: NameWords = field(repr=False)
    phrases: Phrases = field(repr=False)
    endings: Mapping[str, Sequence[str]] = field(repr=False)
    telling: Callable[[str], int | None] = field(repr=False)
    said: Belongings = field(repr=False)
    in_field: Belongings = field(repr=False)
    listed: ListedWords = field(repr=False)

    @classmethod
    def load(cls, portfolio: Portfolio) -> Hearing:
        """Return the hearing for all that is watched. Raises SettingsError where a vocabulary of this installation is broken."""
        words, phrases, endings = load_name_words(), departure_phrases(load_departures()), load_endings()
        belonging = load_affiliations()
        return cls(
            words,
            phrases,
            endings,
            telling(portfolio.projects.values(), words, phrases, endings),
            belongings(belonging),
            in_company_field(belonging),
            ListedWords.of(load_governance()),
        )

    def hear(self, history: History, limits: Limits) -> History:
        """Return `history` with what was lately said read for its project, who its files list, and where its people say they belong.

        No rule asks for what was said earlier.
        """
        since = history.as_of - timedelta(days=limits.statement_days)
        listed = with_listings(history, self.listed)
        heard = listen(listed, self.words, self.phrases, self.endings, since)
        return with_affiliations(heard, self.said, self.in_field)
