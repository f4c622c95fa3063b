"""Cases of former names: whoever changed theirs is called by the new one everywhere, however it became known to be one person."""

from __future__ import annotations

from datetime import date

from monitor.model.facts import LinkFact
from monitor.model.finding import Level
from monitor.model.target import NamedPerson
from tests.scenarios.cases import AHEAD, LONG_AGO, Book, on, steady
from tests.scenarios.tale import ADA, BEN, CYD, Tale, account

BOOK = Book()


@BOOK.case(Level.OK, nowhere=("Adam",), days=4)
def a_former_name_is_not_printed(tale: Tale) -> None:
    tale.people = (NamedPerson(ADA, ("lead",), (ADA,)), NamedPerson(BEN, ("maintainer",), (BEN,)))
    tale.works("Adam Quill", LONG_AGO, date(2025, 1, 1), 1)
    steady(tale)
    tale.git.happened.append((on(-1), LinkFact(account(ADA), account("Adam Quill"), "mailmap")))


@BOOK.case(Level.OK, "Zoe Marlowe", nowhere=("Zack",), days=4)
def a_former_name_that_the_mailmap_tells_is_not_printed(tale: Tale) -> None:
    tale.names = "all"
    steady(tale)
    tale.works("Zack Marlowe", LONG_AGO, date(2025, 12, 1), 1)
    tale.works("Zoe Marlowe", date(2025, 12, 2), AHEAD, 2)
    tale.git.happened.append((on(-1), LinkFact(account("Zoe Marlowe"), account("Zack Marlowe"), "mailmap")))


@BOOK.case(Level.OK, "Zoe Marlowe", nowhere=("Zack",), days=4)
def a_former_name_of_the_same_account_is_not_printed(tale: Tale) -> None:
    tale.names = "all"
    steady(tale)
    tale.works("Zack Marlowe", LONG_AGO, date(2025, 12, 1), 1)
    tale.works("Zoe Marlowe", date(2025, 12, 2), AHEAD, 2)
    # Both addresses are of one account of the platform, by its number.
    for name in ("Zack Marlowe", "Zoe Marlowe"):
        tale.git.happened.append((on(-1), LinkFact(account(name), account("zmarlowe", "github"), "account of a commit")))


@BOOK.case(Level.WATCH, "fallen silent", "Zoe Marlowe", nowhere=("Zack",), about=(BEN, CYD), days=4)
def a_former_name_is_not_printed_of_who_fell_silent(tale: Tale) -> None:
    tale.names = "all"
    for person, until in ((BEN, AHEAD), (CYD, AHEAD)):
        tale.works(person, LONG_AGO, until, 30)
    tale.works("Zack Marlowe", LONG_AGO, date(2024, 8, 1), 1)
    tale.works("Zoe Marlowe", date(2024, 8, 2), date(2025, 6, 1), 2)
    tale.git.happened.append((on(-1), LinkFact(account("Zoe Marlowe"), account("Zack Marlowe"), "mailmap")))
    for place in range(40):
        tale.releases(f"1.{place}", on(-900 + 30 * place), by=BEN)
