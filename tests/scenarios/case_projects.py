"""Cases of projects: moved, archived, finished, handed over, and what only looks like an end."""

from __future__ import annotations

from datetime import date

from monitor.model.evidence import EvidenceLevel
from monitor.model.facts import Channel, StatementFact
from monitor.model.finding import Level
from tests.scenarios.cases import AHEAD, LONG_AGO, Book, on, steady
from tests.scenarios.tale import ADA, BEN, CYD, Tale

BOOK = Book()


@BOOK.case(Level.OK, "is called larks/lark now, before quill/lark", days=6)
def a_repository_is_renamed(tale: Tale) -> None:
    steady(tale)
    tale.holds("forge", "full_name", "quill/lark", on(-1), on(3))
    tale.holds("forge", "full_name", "larks/lark", on(3), None)


@BOOK.case(Level.WATCH, "has another owner: rookery, before larks", days=6)
def a_repository_gets_another_owner(tale: Tale) -> None:
    steady(tale)
    for attribute, before, after in (("owner", "larks", "rookery"), ("owner_id", "github:5", "github:6")):
        tale.holds("forge", attribute, before, on(-1), on(3))
        tale.holds("forge", attribute, after, on(3), None)


@BOOK.case(Level.ALERT, "the name is the same, the repository is not", alerts=1, days=6)
def a_name_is_taken_by_another_repository(tale: Tale) -> None:
    steady(tale)
    tale.holds("forge", "full_name", "larks/lark", on(-1), None)
    tale.holds("forge", "repository_id", "github:100", on(-1), on(3))
    tale.holds("forge", "repository_id", "github:200", on(3), None)


@BOOK.case(Level.ALERT, "is archived, since", alerts=1, days=6)
def a_repository_is_archived_on_purpose(tale: Tale) -> None:
    steady(tale)
    tale.holds("forge", "archived", "no", on(-1), on(3))
    tale.holds("forge", "archived", "yes", on(3), None)


@BOOK.case(Level.WATCH, "is no longer visible to us since", never=("deleted since",), days=6)
def a_repository_is_no_longer_visible(tale: Tale) -> None:
    steady(tale)
    tale.holds("forge", "visible", "yes", on(-1), on(3))
    tale.holds("forge", "visible", "gone", on(3), None)


@BOOK.case(Level.ALERT, "no longer maintained", alerts=1, days=6)
def a_front_page_says_that_it_is_unmaintained(tale: Tale) -> None:
    steady(tale)
    tale.holds("package", "package_status", "active", on(-1), on(3))
    tale.holds("package", "package_status", "archived", on(3), None)
    tale.holds("package", "package_status_reason", "no longer maintained", on(3), None)


@BOOK.case(Level.OK, "quiet", never=("departure",), days=4)
def a_finished_library_is_quiet_and_no_alarm(tale: Tale) -> None:
    tale.works(ADA, LONG_AGO, AHEAD, 42)
    tale.works(BEN, LONG_AGO, AHEAD, 200)
    for place in range(4):
        tale.releases(f"1.{place}", on(-1200 + 365 * place), by=ADA)


@BOOK.case(Level.OK, never=("active days in the last", "no public activity"), days=4)
def three_weeks_of_holiday_are_no_fall(tale: Tale) -> None:
    for person, every in ((ADA, 3), (BEN, 4), (CYD, 8)):
        tale.works(person, LONG_AGO, date(2026, 5, 10), every)
    for place in range(30):
        tale.releases(f"1.{place}", on(-890 + 30 * place), by=(ADA, BEN)[place % 2])


@BOOK.case(Level.UNKNOWN, never=("no public activity seen since",), days=40, every_days=4)
def an_outage_of_our_own_looks_like_silence_and_is_none(tale: Tale) -> None:
    steady(tale)
    for teller in (tale.git, tale.package):
        teller.is_out_from = on(2)


@BOOK.case(Level.ALERT, "0 active days in the last 90 days", "days late", about=(ADA, BEN), days=8)
def a_project_that_everybody_stopped_working_on(tale: Tale) -> None:
    for person, every in ((ADA, 3), (BEN, 4), (CYD, 8)):
        tale.works(person, LONG_AGO, date(2025, 10, 1), every)
    for place in range(32):
        tale.releases(f"1.{place}", on(-1200 + 30 * place), by=(ADA, BEN)[place % 2])


@BOOK.case(Level.WATCH, "publish", days=6)
def the_right_to_publish_passes_to_others(tale: Tale) -> None:
    steady(tale)
    tale.holds("package", "publishers", "adaq,benm", on(-1), on(3))
    tale.holds("package", "publishers", "stranger", on(3), None)


@BOOK.case(Level.OK, never=("Other publishers",), days=6)
def a_list_of_publishers_that_is_not_told_for_a_day_is_no_change(tale: Tale) -> None:
    steady(tale)
    tale.holds("package", "publishers", "adaq,benm", on(-1), on(3))
    tale.holds("package", "publishers", "adaq,benm", on(4), None)


@BOOK.case(Level.WATCH, "is the first release by", "after 752 days", days=6)
def a_stranger_publishes_after_a_long_quiet(tale: Tale) -> None:
    tale.works(ADA, LONG_AGO, AHEAD, 30)
    for place in range(6):
        tale.releases(f"1.{place}", on(-1500 + 150 * place), by=ADA, channel=Channel.PACKAGE)
    tale.releases("2.0", on(2), by="Stranger Danger", channel=Channel.PACKAGE)


@BOOK.case(Level.WATCH, "No release for 216 days", "one came every 30 days", days=6)
def a_release_is_overdue(tale: Tale) -> None:
    steady(tale, releases=False)
    for place in range(24):
        tale.releases(f"1.{place}", on(-900 + 30 * place), by=(ADA, BEN)[place % 2])


@BOOK.case(Level.ALERT, "licence", days=6, alerts=1)
def the_licence_changes(tale: Tale) -> None:
    steady(tale)
    tale.holds("forge", "licence", "Apache-2.0", on(-1), on(3))
    tale.holds("forge", "licence", "BUSL-1.1", on(3), None)


@BOOK.case(Level.OK, days=4)
def a_healthy_project_says_nothing_that_alarms(tale: Tale) -> None:
    steady(tale)


@BOOK.case(Level.ALERT, "The project itself says that it has moved", never=("a departure of",), alerts=1, days=6)
def a_project_is_forked_and_its_front_page_says_that_it_moves(tale: Tale) -> None:
    steady(tale)
    words = "This repository has moved to lark-next/lark, where development goes on."
    notice = StatementFact("notice", on(3), "", words, "https://git.example/lark#readme", EvidenceLevel.ANNOUNCED)
    tale.files.happened.append((on(3), notice))
    tale.holds("forge", "front_page_notice", words, on(3), None)


@BOOK.case(Level.WATCH, "has another owner: rookery, before larks", never=("a departure of", "left the"), days=6)
def a_company_hands_a_project_over_to_another_one(tale: Tale) -> None:
    steady(tale)
    tale.says(on(2), "Lark changes hands", "Larks hands Lark over to Rookery; the team stays as it is.")
    for attribute, before, after in (("owner", "larks", "rookery"), ("owner_id", "github:5", "github:6")):
        tale.holds("forge", attribute, before, on(-1), on(3))
        tale.holds("forge", attribute, after, on(3), None)
