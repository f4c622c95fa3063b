"""Cases of who is who: names that are shared, changed or re-used, accounts of several people, programs."""

from __future__ import annotations

from datetime import date

from monitor.model.facts import LinkFact
from monitor.model.finding import Level
from tests.scenarios.cases import AHEAD, LONG_AGO, Book, on, steady
from tests.scenarios.tale import ADA, BEN, CYD, TODAY, Tale, account

BOOK = Book()


@BOOK.case(Level.OK, never=("a departure of",))
def a_namesake_leaves_another_project(tale: Tale) -> None:
    steady(tale)
    tale.says(on(3), "Raven's lead goes", f"{ADA} is stepping down as lead of Raven.", on="news")


@BOOK.case(Level.OK, never=("a departure of",))
def a_namesake_wins_a_race_in_the_news(tale: Tale) -> None:
    steady(tale)
    tale.says(on(3), "Marathon", f"{ADA} leaves the field behind and wins the marathon of Bremen.", on="news")


@BOOK.case(Level.OK, never=("no public activity seen since",), days=230, every_days=10)
def who_works_on_under_a_second_account_is_not_silent(tale: Tale) -> None:
    steady(tale, ada_until=date(2026, 6, 1))
    tale.works("Ada at work", date(2026, 6, 2), date(2027, 3, 1), 3)
    tale.git.happened.append((on(1), LinkFact(account(ADA), account("Ada at work"), "mailmap")))


@BOOK.case(Level.OK, never=("a departure of", "no public activity seen since"), days=230, every_days=10)
def two_people_of_one_name_elsewhere_do_not_become_one(tale: Tale) -> None:
    steady(tale)
    tale.says(on(3), "Departures", f"Another {ADA}, of the Raven project, is stepping down there.", on="news")


@BOOK.case(Level.OK, never=("user-7", "a departure of"))
def a_login_that_another_account_takes_is_another_person(tale: Tale) -> None:
    steady(tale)
    tale.holds("members", "member", "github:7 adaq", on(-1), on(3))
    tale.holds("members", "member", "github:8 adaq", on(3), None)


@BOOK.case(Level.OK, never=("no public activity seen since",))
def a_shared_account_is_no_person_who_leaves(tale: Tale) -> None:
    steady(tale)
    tale.works("lark-release-team", LONG_AGO, date(2025, 3, 1), 14)


@BOOK.case(Level.WATCH, "Only bots were active in the last 180 days", never=("a departure of",), about=(ADA, BEN), days=8)
def bots_alone_keep_it_green(tale: Tale) -> None:
    steady(tale, ada_until=date(2025, 9, 1), ben_until=date(2025, 9, 1), releases=False)
    tale.git.happened = [(at, fact) for at, fact in tale.git.happened if at < on(-270)]
    tale.works("renovate[bot]", LONG_AGO, AHEAD, 1)


@BOOK.case(Level.OK, never=("Only bots",))
def a_flood_of_bots_beside_people_at_work_is_no_news(tale: Tale) -> None:
    steady(tale)
    tale.works("renovate[bot]", LONG_AGO, AHEAD, 1)


@BOOK.case(Level.OK, "A squashed merge may credit one person with the work of several", days=4)
def squashed_merges_are_said_where_they_may_mislead(tale: Tale) -> None:
    tale.works(ADA, LONG_AGO, AHEAD, 1)
    tale.works(BEN, LONG_AGO, AHEAD, 30)
    for place in range(40):
        tale.releases(f"1.{place}", on(-900 + 30 * place), by=(ADA, BEN)[place % 2])


@BOOK.case(Level.OK, never=(CYD, "mainstay 1 of 3 "), days=4)
def who_is_not_configured_is_not_named(tale: Tale) -> None:
    steady(tale)


@BOOK.case(Level.OK, never=("a departure of", "@"), days=4)
def an_address_in_a_name_is_never_shown(tale: Tale) -> None:
    steady(tale)
    tale.works("cyd@private.example", LONG_AGO, AHEAD, 2)
    tale.says(on(2), "Contact", "Write to ada.quill@private.example about Lark.")


@BOOK.case(Level.OK, never=("a departure of",), days=4)
def a_departure_years_before_the_watch_is_no_news(tale: Tale) -> None:
    steady(tale)
    old = TODAY.replace(year=2023)
    tale.says(old, "Farewell", f"{BEN} is stepping down as maintainer of Lark.")
