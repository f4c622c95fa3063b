"""Who departed: signs of all kinds add up, a return reopens, and silence alone makes no departure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest

from monitor.model.carrying import Affiliation, Departure, DepartureKind, Listing
from monitor.model.evidence import EvidenceLevel
from monitor.model.history import About, Activity, History, Person, State, Statement
from monitor.model.joins import Account
from monitor.model.limits import DEFAULT_LIMITS
from monitor.model.target import NamedPerson, Steward, Target, TargetKind
from monitor.people.leaving import with_departures
from tests.scoring.build import GIT, NOW, WEEKLY, ago, commits, day, history, state

FEED, NEWS, ADAS_PAGE = "https://lark.example/feed", "https://news.example/feed", "https://x.com/adaquill"
ANNOUNCED, RECORDED, OBSERVED, REPORTED, REACTION = EvidenceLevel
ADA = NamedPerson("Ada Quill", ("technical lead",), (ADAS_PAGE,))
KNOWN = {
    "a": Person("a", "Ada Quill", named=ADA, accounts=(Account("github:1", "ada"), Account("npm:ada", "ada"))),
    "b": Person("b", "Ben Marlow", accounts=(Account("github:2", "ben"), Account("npm:ben", "ben"))),
}
WORK = [*commits("a", range(20, 900, 4)), *commits("b", WEEKLY)]


def team(*statements: Statement, work: Sequence[Activity] = WORK, states: tuple[State, ...] = (), **more: object) -> History:
    found = history(work, states=states)
    return replace(found, statements=statements, persons=KNOWN, **more)  # type: ignore[arg-type]


def said(days: float = 10, level: EvidenceLevel = ANNOUNCED, quote: str = "I am stepping down", **more: object) -> Statement:
    fields: dict[str, object] = {"about": About(True, ("a",), "stepping down"), "cites": (), **more}
    link = f"https://page.example/{days}-{level}"
    return Statement("entry", ago(days), "", quote, link, level, FEED, ago(days), **fields)  # type: ignore[arg-type]


def listing(ended_by: str = "removed", until: float | None = 10, **more: object) -> Listing:
    fields: dict[str, object] = {
        "person": "a",
        "handle": "@ada",
        "role": "maintainer",
        "listed_as": "Maintainers",
        "path": "OWNERS",
        "target": GIT,
        "link": f"{GIT}/OWNERS",
        "since": ago(900),
        "until": None if until is None else ago(until),
        "ended_by": "" if until is None else ended_by,
        **more,
    }
    return Listing(**fields)  # type: ignore[arg-type]


def departures(of: History, now: datetime = NOW) -> tuple[Departure, ...]:
    return with_departures(of, now, DEFAULT_LIMITS).departures


def only(of: History) -> Departure:
    (found,) = departures(of)
    return found


def test_nobody_departs_where_nothing_tells_of_it() -> None:
    assert () == departures(team(said(about=About(True, ("a",))), listings=(listing(until=None),)))


def test_an_announcement_is_a_departure_of_the_lead_on_its_day() -> None:
    found = only(team(said(10)))
    assert ("a", "lead", ANNOUNCED, day(10)) == (found.person, found.role, found.level, found.on)
    assert DepartureKind.ANNOUNCED is found.signs[0].kind


@pytest.mark.parametrize(
    ("expected", "quote"),
    [
        ("lead", "After ten years I am stepping down as lead maintainer of Lark."),
        ("lead", "I am stepping down from the role of technical lead"),
        ("maintainer", "I am stepping down as maintainer; Ben takes the lead"),
        ("maintainer", "I am stepping down as Ben takes the lead"),
    ],
)
def test_who_steps_down_as_lead_led_whatever_the_lists_call_them(expected: str, quote: str) -> None:
    unnamed = {**KNOWN, "a": replace(KNOWN["a"], named=None)}
    found = replace(team(said(quote=quote), listings=(listing(until=None),)), persons=unnamed)
    assert expected == only(found).role


def test_a_reaction_is_input_to_nothing_and_a_report_stays_a_report() -> None:
    assert () == departures(team(said(level=REACTION)))
    assert REPORTED is only(team(said(level=REPORTED))).level


def test_the_signs_of_one_person_add_up_to_the_surest_level() -> None:
    found = only(team(said(12, REPORTED), said(9), listings=(listing(until=5),)))
    assert (ANNOUNCED, day(9)) == (found.level, found.on)
    assert [REPORTED, ANNOUNCED, RECORDED] == [sign.level for sign in found.signs]


@pytest.mark.parametrize(
    ("cites", "quote", "expected"),
    [
        ((f"{ADAS_PAGE}/status/7",), "She wrote: “me stepping down. bye my beloved lark.”", ANNOUNCED),
        (("https://twitter.com/adaquill/status/7",), "She wrote: “me stepping down. bye.”", ANNOUNCED),
        ((f"{ADAS_PAGE}/status/7",), "She is said to be stepping down from Lark.", REPORTED),
        (("https://x.com/somebody/status/7",), "She wrote: “me stepping down. bye my beloved lark.”", REPORTED),
        (("https://x.com/adaquillian/status/7",), "She wrote: “me stepping down. bye my beloved lark.”", REPORTED),
        ((ADAS_PAGE,), "She wrote: “me stepping down. bye my beloved lark.”", REPORTED),
        ((), "She wrote: “me stepping down. bye my beloved lark.”", REPORTED),
    ],
)
def test_press_that_quotes_and_links_the_own_post_relays_it(cites: tuple[str, ...], quote: str, expected: EvidenceLevel) -> None:
    assert expected is only(team(said(level=REPORTED, quote=quote, cites=cites))).level


def test_two_papers_that_relay_one_post_have_one_origin() -> None:
    post = f"{ADAS_PAGE}/status/7"
    quote = "“me stepping down. bye my beloved lark.”"
    found = only(team(said(9, REPORTED, quote, cites=(post,)), said(8, REPORTED, quote, cites=(post,))))
    assert {post} == {sign.origin for sign in found.signs}


@pytest.mark.parametrize(
    ("ended_by", "expected"),
    [
        ("removed", DepartureKind.DELISTED),
        ("emeritus", DepartureKind.EMERITUS),
        ("role_lowered", DepartureKind.ROLE_LOWERED),
        ("file_gone", None),
        ("moved", None),
        ("team", None),
        ("renamed", None),
        ("returned", None),
        ("brief", None),
        ("bot", None),
    ],
)
def test_a_listing_that_ended_is_recorded_only_where_the_ending_is_a_departure(
    ended_by: str, expected: DepartureKind | None
) -> None:
    found = departures(team(listings=(listing(ended_by, successors=("b",)),)))
    assert ([expected] if expected else []) == [one.signs[0].kind for one in found]
    assert all((RECORDED, ("b",)) == (one.level, one.successors) for one in found)


def test_who_is_known_by_a_list_alone_is_a_person_by_that_handle() -> None:
    seen = with_departures(team(listings=(listing(person="", handle="@zoe"),)), NOW, DEFAULT_LIMITS)
    (found,) = seen.departures
    assert "@zoe" == seen.persons[found.person].name


def test_who_stands_on_another_list_still_is_told_so() -> None:
    elsewhere = listing(until=None, path="docs/OWNERS", link=f"{GIT}/docs/OWNERS")
    assert (f"{GIT}/docs/OWNERS",) == only(team(listings=(listing(until=25), elsewhere))).contradicted_by[:1]


def test_who_is_no_longer_shown_as_a_member_is_recorded_as_an_interval() -> None:
    page = "https://github.com/lark"
    gone = replace(state("member", "github:1 ada", page, 90, 10), last_seen_at=ago(17))
    found = only(team(states=(gone, state("member", "github:2 ben", page, 90))))
    sign = found.signs[0]
    assert (DepartureKind.MEMBERSHIP_ENDED, day(17), day(10)) == (sign.kind, sign.not_before, sign.on)


def test_a_member_who_renames_the_account_stays_and_a_stranger_is_nobody_s_business() -> None:
    page = "https://github.com/lark"
    renamed = (state("member", "github:1 ada", page, 90, 10), state("member", "github:1 adaq", page, 10))
    stranger = state("member", "github:9 zoe", page, 90, 10)
    assert () == departures(team(states=(*renamed, stranger, state("member", "github:2 ben", page, 90))))


def house(*members: State, hub: Target) -> History:
    found = team(states=members)
    return replace(found, project=replace(found.project, targets=(*found.project.targets, hub)))


def test_who_left_a_house_of_models_is_told_though_nobody_is_seen_at_work_there() -> None:
    hub = Target("https://huggingface.co/lark", TargetKind.HUB, "https://huggingface.co/lark")
    gone = replace(state("member", "huggingface:1 kim", hub.key, 90, 10), last_seen_at=ago(13))
    stays = state("member", "huggingface:2 lee", hub.key, 90)
    seen = with_departures(house(gone, stays, hub=hub), NOW, DEFAULT_LIMITS)
    (found,) = seen.departures
    assert ("kim", "member", RECORDED, day(10)) == (seen.persons[found.person].name, found.role, found.level, found.on)
    assert (DepartureKind.MEMBERSHIP_ENDED, day(13)) == (found.signs[0].kind, found.signs[0].not_before)


def test_of_a_large_house_or_one_that_shows_nobody_any_more_no_member_is_told() -> None:
    hub = Target("https://huggingface.co/lark", TargetKind.HUB, "https://huggingface.co/lark")
    gone = [state("member", f"huggingface:{place} m{place}", hub.key, 90, 10) for place in (1, 2)]
    many = [state("member", f"huggingface:{place} m{place}", hub.key, 90) for place in range(3, 60)]
    assert () == departures(house(*gone, hub=hub))
    assert () == departures(house(*gone, *many, hub=hub))


def test_a_list_of_members_that_vanishes_as_a_whole_is_no_departure_of_all() -> None:
    page = "https://github.com/lark"
    gone = tuple(state("member", f"github:{number} x", page, 90, 10) for number in (1, 2, 3))
    assert () == departures(team(states=gone))


def test_a_publisher_who_was_taken_off_is_recorded_and_the_new_one_stands_beside() -> None:
    found = only(team(states=(state("publishers", "ada", "pkg:npm/p", 90, 10), state("publishers", "ben", "pkg:npm/p", 10))))
    assert ("a", DepartureKind.PUBLISHER_REMOVED, ("b",)) == (found.person, found.signs[0].kind, found.successors)


@pytest.mark.parametrize(
    ("organisation", "not_before", "expected"),
    [("Lark Labs", 20, 1), ("Elsewhere", 20, 0), ("Lark Labs", None, 0)],
)
def test_a_profile_counts_where_it_turned_while_we_looked(organisation: str, not_before: int | None, expected: int) -> None:
    since = None if not_before is None else ago(not_before)
    text = f"formerly at {organisation}"
    told = Affiliation("a", organisation, "former", text, ADAS_PAGE, OBSERVED, ago(10), not_before=since)
    of = team(affiliations=(told,))
    steward = replace(of, project=replace(of.project, steward=Steward("Lark Labs")))
    assert [OBSERVED] * expected == [one.level for one in departures(steward)]


def test_silence_is_added_to_a_departure_and_makes_none() -> None:
    quiet = commits("a", range(400, 900, 4))
    assert () == departures(team(work=quiet))
    found = only(team(said(10, REPORTED), work=quiet))
    assert (REPORTED, DepartureKind.SILENT) == (found.level, found.signs[0].kind)
    assert day(400) == found.signs[0].not_before


def test_who_works_on_well_after_has_returned_and_leaves_anew() -> None:
    of = team(said(170), work=commits("a", [*range(300, 900, 4), 30]))
    assert day(30) == only(of).returned_on
    assert None is only(team(said(50), work=commits("a", [30, 300]))).returned_on


def test_two_departures_of_one_person_years_apart_are_two() -> None:
    found = departures(team(said(10), listings=(listing(until=800),)))
    assert [day(800), day(10)] == [one.on for one in found]


def test_a_departure_from_before_our_first_look_is_told_so() -> None:
    watched = state("default_branch", "main", GIT, 100)
    early, late = departures(team(states=(watched,), listings=(listing(until=400), listing(until=10, person="b"))))
    assert (True, False) == (early.is_before_watch, late.is_before_watch)


@pytest.mark.parametrize("gone", [replace(KNOWN["a"], is_bot=True), replace(KNOWN["a"], is_withheld=True)])
def test_bots_and_the_forgotten_do_not_depart(gone: Person) -> None:
    of = team(listings=(listing(),))
    assert () == departures(replace(of, persons={**KNOWN, "a": gone}))


@pytest.mark.parametrize(
    ("named", "expected"),
    [(("b",), ("b",)), (("Ben Marlow",), ("b",)), (("Nadia Petrescu",), ("Nadia Petrescu",)), (("a",), ()), ((), ())],
)
def test_a_successor_is_whom_the_statement_names_by_key_where_one_person_bears_the_name(
    named: tuple[str, ...], expected: tuple[str, ...]
) -> None:
    about = About(True, ("a",), "stepping down", successors=named)
    assert expected == only(team(said(about=about))).successors


def test_who_died_neither_came_back_nor_fell_silent_and_nobody_is_guessed_to_follow() -> None:
    about = About(True, ("a",), "has died", is_death=True)
    died = only(team(said(100, about=about), work=[*WORK, *commits("a", range(1, 20))]))
    assert (True, None, (), ()) == (died.is_death, died.returned_on, died.candidates, died.contradicted_by)
    assert [DepartureKind.DIED] == [sign.kind for sign in died.signs]


def test_what_lies_ahead_is_not_known_yet() -> None:
    assert () == departures(team(said(10), listings=(listing(until=9),)), NOW - timedelta(days=30))
    assert isinstance(only(team(said(10))).on, date)
