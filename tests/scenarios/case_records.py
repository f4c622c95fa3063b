"""Cases of what platforms record: members, lists and profiles that change, and what only looks like a departure."""

from __future__ import annotations

from datetime import date

from monitor.model.finding import Level
from monitor.model.target import NamedPerson
from tests.scenarios.cases import Book, on, steady
from tests.scenarios.tale import ADA, BEN, CYD, MAINTAINERS, Tale

BOOK = Book()
ANNOUNCED = f"A departure of {ADA} was announced on 4 June 2026"
ADAS, BENS = "https://github.com/adaq", "https://github.com/benm"
BOTH = f"# Maintainers\n\n- {ADA} (@adaq)\n- {BEN} (@benm)\n"
BEN_ALONE = f"# Maintainers\n\n- {BEN} (@benm)\n"
BEN_AND_CYD = f"# Maintainers\n\n- {BEN} (@benm)\n- {CYD} (@cydt)\n"
EMERITUS = f"{BEN_AND_CYD}\n# Emeritus\n\n- {ADA} (@adaq)\n"


@BOOK.case(
    Level.WATCH,
    f"{BEN} is no longer shown as a member of the organisation",
    "everybody can hide it",
    about=(BEN,),
    never=("fired",),
)
def a_member_is_shown_no_more(tale: Tale) -> None:
    steady(tale)
    tale.people = (NamedPerson(ADA, ("lead",), (ADA,)), NamedPerson(BEN, ("maintainer",), (BEN, BENS)))
    tale.holds("members", "member", "github:1 adaq", on(-1))
    tale.holds("members", "member", "github:2 benm", on(-1), on(3))


@BOOK.case(Level.OK, never=("no longer shown", "a departure of"))
def an_organisation_whose_page_shows_nobody_lost_nobody(tale: Tale) -> None:
    steady(tale)
    tale.people = (NamedPerson(ADA, ("lead",), (ADA, ADAS)), NamedPerson(BEN, ("maintainer",), (BEN, BENS)))
    tale.holds("members", "member", "github:1 adaq", on(-1), on(3))
    tale.holds("members", "member", "github:2 benm", on(-1), on(3))


@BOOK.case(
    Level.ALERT,
    ANNOUNCED,
    f"{BEN} is no longer shown as a member of the organisation",
    "Signs of the departure of 2 of 3 people",
    about=(ADA, BEN),
    alerts=1,
    days=9,
)
def both_who_carry_it_leave_within_a_week(tale: Tale) -> None:
    steady(tale)
    tale.people = (NamedPerson(ADA, ("lead",), (ADA,)), NamedPerson(BEN, ("maintainer",), (BEN, BENS)))
    tale.holds("members", "member", "github:1 adaq", on(-1))
    tale.holds("members", "member", "github:2 benm", on(-1), on(6))
    tale.says(on(3), "", "After ten years I am stepping down as lead of Lark.", by=ADA)


@BOOK.case(Level.WATCH, "Formerly", about=(ADA,))
def a_profile_that_turns_to_formerly_is_worth_a_look(tale: Tale) -> None:
    steady(tale)
    tale.page(ADA)
    tale.holds(f"page of {ADA}", "bio", "Lead of Lark at Larks", on(-1), on(3), "bluesky:id-ada-quill")
    tale.holds(f"page of {ADA}", "bio", "Formerly lead of Lark at Larks", on(3), None, "bluesky:id-ada-quill")


@BOOK.case(Level.OK, never=("a departure of",))
def a_list_that_moves_to_another_file_is_no_departure(tale: Tale) -> None:
    steady(tale)
    tale.holds("files", "governance_text", BOTH, on(-1), on(4), MAINTAINERS)
    tale.holds("files", "governance_text", BOTH, on(4), None, "docs/MAINTAINERS.md")


@BOOK.case(Level.OK, "CLOSED: Lark", "what opened it is not told by any source any more", days=12)
def who_is_listed_again_within_days_never_left(tale: Tale) -> None:
    steady(tale)
    tale.holds("files", "governance_text", BOTH, on(-1), on(3), MAINTAINERS)
    tale.holds("files", "governance_text", BEN_ALONE, on(3), on(8), MAINTAINERS)
    tale.holds("files", "governance_text", BOTH, on(8), None, MAINTAINERS)


@BOOK.case(Level.ALERT, f"{ADA} is no longer shown as a member", "everybody can hide it", "E2", about=(ADA,), alerts=1)
def a_configured_person_is_no_longer_a_public_member(tale: Tale) -> None:
    tale.people = (NamedPerson(ADA, ("lead",), (ADA, ADAS)), NamedPerson(BEN, ("maintainer",), (BEN,)))
    steady(tale, ada_until=date(2026, 5, 20))
    tale.holds("members", "member", "github:7 adaq", on(-1), on(3))
    tale.holds("members", "member", "github:9 benm", on(-1), None)


@BOOK.case(
    Level.ALERT,
    f"{ADA} is no longer shown as a member",
    "everybody can hide it",
    never=("was seen at work again",),
    about=(ADA,),
    alerts=1,
)
def a_configured_login_that_another_account_takes_is_another_person(tale: Tale) -> None:
    tale.people = (NamedPerson(ADA, ("lead",), (ADA, ADAS)), NamedPerson(BEN, ("maintainer",), (BEN, BENS)))
    steady(tale, ada_until=date(2026, 5, 20))
    tale.holds("members", "member", "github:7 adaq", on(-1), on(3))
    # The same login, and another number: whoever it is, it is not Ada who stays.
    tale.holds("members", "member", "github:8 adaq", on(3), None)
    tale.holds("members", "member", "github:9 benm", on(-1), None)


def shown_on_the_platform(tale: Tale, role: str) -> None:
    """Let the accounts that lists name be known: members of the organisation, as the configuration says whose."""
    tale.people = (NamedPerson(ADA, (role,), (ADA, ADAS)), NamedPerson(BEN, ("maintainer",), (BEN, BENS)))
    tale.holds("members", "member", "github:1 adaq", on(-1))
    tale.holds("members", "member", "github:2 benm", on(-1))


@BOOK.case(Level.WATCH, f"{ADA} is no longer on the list of maintainers", "E2", "5 June 2026", about=(ADA,))
def a_maintainer_is_taken_off_the_list(tale: Tale) -> None:
    shown_on_the_platform(tale, "maintainer")
    steady(tale, ada_until=date(2026, 3, 1))
    tale.holds("files", "governance_text", BOTH, on(-1), on(4), MAINTAINERS)
    tale.holds("files", "governance_text", BEN_ALONE, on(4), None, MAINTAINERS)


@BOOK.case(Level.ALERT, f"{ADA} is no longer on the list of maintainers", "5 June 2026", about=(ADA,), alerts=1)
def a_lead_is_taken_off_the_list(tale: Tale) -> None:
    shown_on_the_platform(tale, "lead")
    steady(tale, ada_until=date(2026, 3, 1))
    tale.holds("files", "governance_text", BOTH, on(-1), on(4), MAINTAINERS)
    tale.holds("files", "governance_text", BEN_ALONE, on(4), None, MAINTAINERS)


@BOOK.case(Level.WATCH, f"{ADA} became emeritus", "5 June 2026", about=(ADA,))
def a_maintainer_becomes_emeritus_and_a_successor_is_listed(tale: Tale) -> None:
    shown_on_the_platform(tale, "maintainer")
    steady(tale, ada_until=date(2026, 3, 1))
    tale.holds("files", "governance_text", BOTH, on(-1), on(4), MAINTAINERS)
    tale.holds("files", "governance_text", EMERITUS, on(4), None, MAINTAINERS)


@BOOK.case(Level.WATCH, "A maintainer is no longer on the list of maintainers", never=("Zoe Marlowe", "zoem"))
def who_is_listed_and_whose_account_nobody_knows_is_called_by_the_role(tale: Tale) -> None:
    steady(tale)
    tale.holds("files", "governance_text", BOTH.replace(ADA, "Zoe Marlowe").replace("adaq", "zoem"), on(-1), on(4), MAINTAINERS)
    tale.holds("files", "governance_text", BEN_ALONE, on(4), None, MAINTAINERS)
