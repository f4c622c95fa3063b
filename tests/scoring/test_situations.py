"""Situations: what opens one, what answers its questions, and when it gets louder, cools and closes."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.model.carrying import Departure, DepartureKind, Listing, Sign
from monitor.model.evidence import EvidenceLevel
from monitor.model.facts import Channel
from monitor.model.history import About, History, Measure, Person, Release, State, Statement
from monitor.model.joins import Account
from monitor.model.limits import DEFAULT_LIMITS
from monitor.model.signals import Signal
from monitor.model.situation import CRITERIA, Question, Situation, SituationKind, SituationState
from monitor.scoring.assess import assess
from monitor.scoring.situations import situations
from monitor.scoring.situations.holding import held_situations
from monitor.scoring.situations.messages import MESSAGES
from tests.scoring.build import GIT, NOW, PACKAGE, ago, commits, day, history, release, releases_every, state, view

LEFT = 40
POST = "https://ada.example/goodbye"
SEEN = (Signal.ACTIVITY, Signal.TAGS, Signal.GOVERNANCE, Signal.STATEMENTS, Signal.MEMBERS, Signal.RELIANCE)
MONTHLY = releases_every(30, 20, LEFT + 5)


def sign(kind: DepartureKind, level: EvidenceLevel, days: int, **others: object) -> Sign:
    return Sign(kind, level, day(days), f"{POST}#{kind}", **others)  # type: ignore[arg-type]


def goodbye(days: int = LEFT, person: str = "ada", role: str = "lead", **others: object) -> Departure:
    said = sign(DepartureKind.ANNOUNCED, EvidenceLevel.ANNOUNCED, days, by_self=True, quote="Thank you all")
    return Departure(person, role, EvidenceLevel.ANNOUNCED, day(days), (said,), **others)  # type: ignore[arg-type]


def delisted(days: int, person: str, role: str = "maintainer", **others: object) -> Departure:
    gone = sign(DepartureKind.DELISTED, EvidenceLevel.RECORDED, days, path="MAINTAINERS.md")
    return Departure(person, role, EvidenceLevel.RECORDED, day(days), (gone,), **others)  # type: ignore[arg-type]


def former(days: int, person: str) -> Departure:
    seen = sign(DepartureKind.FORMER, EvidenceLevel.OBSERVED, days, not_before=day(days + 3))
    return Departure(person, "maintainer", EvidenceLevel.OBSERVED, day(days), (seen,))


def told(*departures: Departure, releases: Iterable[Release] = MONTHLY, **others: object) -> History:
    """Return a history in which these departures are known and every source was seen."""
    lines = [view(signal) for signal in SEEN]
    made = history(commits("ada", range(LEFT, 900, 3)) + commits("bo", range(1, 900, 3)), releases, coverage=lines)
    keys = {one.person for one in departures if one.person}
    persons = {**made.persons, **{key: made.persons.get(key) or Person(key, key) for key in keys}}
    return replace(made, departures=departures, persons=persons, **others)  # type: ignore[arg-type]


def situation(of: History, kind: SituationKind = SituationKind.DEPARTURE, now: datetime = NOW) -> Situation:
    found = [one for one in situations(of, assess(of, now, DEFAULT_LIMITS).findings, now, DEFAULT_LIMITS) if one.kind is kind]
    assert 1 == len(found), found
    return found[0]


def nothing(of: History, now: datetime = NOW) -> bool:
    return situations(of, (), now, DEFAULT_LIMITS) == ()


def asked(one: Situation, code: str) -> Question:
    return next(question for question in one.questions if question.code == code)


def test_a_lead_who_announces_a_departure_opens_a_situation() -> None:
    one = situation(told(goodbye()))
    assert (SituationState.OPEN, day(LEFT), "ada", EvidenceLevel.ANNOUNCED) == (one.state, one.opened_on, one.subject, one.level)
    assert "situation.departure.announced" == one.title.code
    assert ["situation.sign.announced_by_self.quoted"] == [fact.what.code for fact in one.timeline]


@pytest.mark.parametrize(
    ("departure", "opens"),
    [
        (goodbye(role="mainstay"), True),
        (delisted(LEFT, "ada"), True),
        (goodbye(role="helper"), False),
        (former(LEFT, "ada"), False),
        (
            Departure("ada", "lead", EvidenceLevel.REPORTED, day(9), (sign(DepartureKind.REPORTED, EvidenceLevel.REPORTED, 9),)),
            False,
        ),
    ],
)
def test_only_an_announced_or_recorded_departure_of_who_keeps_the_project_opens_one(departure: Departure, opens: bool) -> None:
    assert opens is not nothing(told(departure))


def test_the_only_releaser_opens_one_whatever_their_role() -> None:
    mine = [replace(one, by="ada") for one in MONTHLY]
    assert not nothing(told(goodbye(role="helper"), releases=mine))


def listing(person: str, **others: object) -> Listing:
    fields: dict[str, object] = {
        "role": "maintainer",
        "listed_as": "Maintainers",
        "path": "MAINTAINERS.md",
        "since": None,
        **others,
    }
    return Listing(person=person, handle=f"@{person}", target=GIT, link=f"{GIT}#M", **fields)  # type: ignore[arg-type]


def test_one_of_many_maintainers_who_leaves_is_ordinary_change() -> None:
    team = tuple(listing(f"p{number}") for number in range(DEFAULT_LIMITS.small_team + 1))
    assert nothing(told(delisted(LEFT, "ada"), listings=team))
    assert not nothing(told(delisted(LEFT, "ada"), listings=team[:5]))


def test_a_bot_and_a_forgotten_person_open_none() -> None:
    made = told(goodbye())
    ada = made.persons["ada"]
    for one in (replace(ada, is_bot=True), replace(ada, is_withheld=True)):
        assert nothing(replace(made, persons={**made.persons, "ada": one}))


def test_the_id_is_that_of_kind_project_subject_and_day_and_stays() -> None:
    first, later = situation(told(goodbye())), situation(told(goodbye(), former(20, "bo")))
    assert first.id == later.id
    assert 10 == len(first.id)
    assert first.id != situation(told(goodbye(days=LEFT + 1))).id


def test_a_surer_sign_later_changes_neither_day_nor_id() -> None:
    gone = sign(DepartureKind.DELISTED, EvidenceLevel.RECORDED, LEFT, path="MAINTAINERS.md")
    said = sign(DepartureKind.ANNOUNCED, EvidenceLevel.ANNOUNCED, LEFT - 5)
    before = Departure("ada", "lead", EvidenceLevel.RECORDED, day(LEFT), (gone,))
    after = Departure("ada", "lead", EvidenceLevel.ANNOUNCED, day(LEFT - 5), (gone, said))
    assert situation(told(before)).id == situation(told(after)).id


@pytest.mark.parametrize("other", [former(20, "bo"), delisted(20, "cy"), goodbye(20, "cy", "helper")])
def test_another_departure_within_a_quarter_makes_it_louder_and_opens_no_second_one(other: Departure) -> None:
    one = situation(told(goodbye(), other))
    assert (SituationState.LOUDER, day(20), "situation.because.another_departure") == (one.state, one.since, one.because.code)
    assert "situation.others.left" == asked(one, "others").answer.what.code  # type: ignore[union-attr]
    assert "situation.departure.announced_and_others" == one.title.code


@pytest.mark.parametrize(("days", "persons"), [(LEFT + 20, ["", "ada"]), (LEFT, ["ada"]), (20, ["", "ada"])])
def test_a_departure_of_nobody_who_is_named_may_be_the_same_and_counts_as_no_further_one(days: int, persons: list[str]) -> None:
    one = situation(told(goodbye(), goodbye(days, person="")))
    assert (SituationState.OPEN, "situation.departure.announced", None) == (
        one.state,
        one.title.code,
        asked(one, "others").answer,
    )
    assert persons == sorted(str(fact.what.values["person"]) for fact in one.timeline)


def test_several_whom_one_change_takes_off_a_list_are_each_told() -> None:
    one = situation(told(delisted(20, "ada", "lead"), delisted(20, "bo", "lead"), delisted(20, "cy", "lead")))
    assert ["ada", "bo", "cy"] == [fact.what.values["person"] for fact in one.timeline]


def test_two_departures_of_nobody_who_is_named_are_one_situation() -> None:
    one = situation(told(goodbye(person=""), goodbye(20, person="")))
    assert ("somebody", day(LEFT), "situation.departure.announced") == (one.subject, one.opened_on, one.title.code)


def test_one_who_dies_and_one_whom_nobody_names_are_told_apart() -> None:
    died = Departure(
        "ada", "lead", EvidenceLevel.ANNOUNCED, day(LEFT), (sign(DepartureKind.DIED, EvidenceLevel.ANNOUNCED, LEFT),)
    )
    found = situations(told(died, goodbye(20, person="")), (), NOW, DEFAULT_LIMITS)
    assert [SituationKind.DEPARTURE, SituationKind.DEATH] == [one.kind for one in found]


def test_a_departure_much_later_is_a_situation_of_its_own() -> None:
    made = told(goodbye(days=200), delisted(20, "bo"), releases=())
    assert [day(20), day(200)] == [one.opened_on for one in situations(made, (), NOW, DEFAULT_LIMITS)]


def test_a_release_overdue_since_makes_it_louder_until_it_comes() -> None:
    made = told(goodbye(days=100), releases=releases_every(30, 20, 105))
    one = situation(made)
    assert (SituationState.LOUDER, "situation.because.release_overdue") == (one.state, one.because.code)
    assert "situation.rhythm.overdue" == asked(one, "rhythm").answer.what.code  # type: ignore[union-attr]
    back = situation(replace(made, releases=(*made.releases, release("9.9", 3))))
    assert (SituationState.COOLING, day(3), "situation.because.released_again") == (back.state, back.since, back.because.code)
    assert "situation.rhythm.late" == asked(back, "rhythm").answer.what.code  # type: ignore[union-attr]


def test_no_release_seen_is_no_overdue_release_where_releases_were_not_seen() -> None:
    made = told(goodbye(days=100), releases=releases_every(30, 20, 105))
    blind = replace(made, coverage=tuple(line for line in made.coverage if line.signal is not Signal.TAGS))
    one = situation(blind)
    assert (SituationState.OPEN, None) == (one.state, asked(one, "rhythm").answer)
    assert "situation.rhythm.not_seen" == asked(one, "rhythm").so_far.code


def test_it_cools_when_the_rhythm_held_for_one_usual_gap() -> None:
    made = told(goodbye(), releases=[*MONTHLY, release("2.0", 15), release("2.1", 1)])
    one = situation(made)
    assert (SituationState.COOLING, day(LEFT - 30)) == (one.state, one.since)
    assert "situation.rhythm.held" == asked(one, "rhythm").answer.what.code  # type: ignore[union-attr]
    early = situation(made, now=ago(12))
    assert (SituationState.OPEN, None) == (early.state, asked(early, "rhythm").answer)


def test_a_named_successor_answers_two_questions_and_cools() -> None:
    one = situation(told(goodbye(successors=("bo",))))
    assert (SituationState.COOLING, "situation.because.successor_named") == (one.state, one.because.code)
    answers = [asked(one, code).answer for code in ("successor", "roadmap")]
    assert ["bo", "bo"] == [answer.what.values["person"] for answer in answers if answer]
    assert "bo" in one.persons


def test_who_takes_the_place_in_the_list_is_a_successor() -> None:
    ended = listing("ada", until=ago(LEFT - 2), ended_by="removed", successors=("bo",), listed_as="Release managers")
    follows = listing("bo", since=ago(LEFT - 2), listed_as="Release managers")
    one = situation(told(goodbye(), listings=(ended, follows)))
    assert "situation.successor.listed" == asked(one, "successor").answer.what.code  # type: ignore[union-attr]
    assert "situation.function.listed" == asked(one, "function Release managers").answer.what.code  # type: ignore[union-attr]
    assert "situation.structure.changed" == asked(one, "structure").answer.what.code  # type: ignore[union-attr]


def test_none_found_is_said_of_our_search() -> None:
    found = asked(situation(told(goodbye())), "successor")
    assert (None, "situation.successor.none") == (found.answer, found.so_far.code)
    assert "governance,statements,members" == found.so_far.values["searched"]
    blind = replace(told(goodbye()), coverage=())
    assert "situation.successor.not_seen" == asked(situation(blind), "successor").so_far.code


def test_nobody_else_left_is_an_answer_after_a_quarter_wholly_seen() -> None:
    young, old = situation(told(goodbye())), situation(told(goodbye(days=95), releases=()))
    assert (None, "situation.others.none") == (asked(young, "others").answer, asked(old, "others").answer.what.code)  # type: ignore[union-attr]
    unseen = told(goodbye(days=95), releases=())
    unseen = replace(unseen, coverage=tuple(view(signal, days=60) for signal in SEEN))
    assert None is asked(situation(unseen), "others").answer


def test_days_before_our_first_look_are_no_days_without_a_word_or_a_departure() -> None:
    made = told(goodbye(days=95), releases=(), states=(state("default_branch", "main", GIT, 3),))
    one = situation(made)
    for code in ("others", "structure", "steward"):
        found = asked(one, code)
        assert (None, day(3)) == (found.answer, found.so_far.values["since"])
    assert day(3 - DEFAULT_LIMITS.situation_answer_days) == asked(one, "others").settles.values["on"]
    feed = [view(Signal.STATEMENTS, since=ago(200)) if line.signal is Signal.STATEMENTS else line for line in made.coverage]
    heard = situation(replace(made, coverage=tuple(feed)))
    assert 95 == asked(heard, "steward").so_far.values["days"]


def test_a_new_member_is_a_change_of_the_team_and_the_end_of_the_own_membership_is_none() -> None:
    page = "https://github.com/lark"
    mine = state("member", "github:1 ada", page, 400, LEFT - 1)
    first = (mine, state("member", "github:2 bo", page, 400))
    ada = Person("ada", "Ada", accounts=(Account("github:1", "ada"),))
    made = told(goodbye(), states=first)
    made = replace(made, persons={**made.persons, "ada": ada})
    assert None is asked(situation(made), "structure").answer
    grown = replace(made, states=(*first, state("member", "github:3 cy", page, 20)))
    answer = asked(situation(grown), "structure").answer
    assert answer is not None
    assert ("situation.structure.changed", day(20)) == (answer.what.code, answer.what.values["on"])


def spoke(days: int, **about: object) -> Statement:
    at, link = ago(days), "https://steward.example/note"
    words = About(is_project=True, **about)  # type: ignore[arg-type]
    return Statement("entry", at, "A word on Ada", "Bo takes the roadmap", link, EvidenceLevel.ANNOUNCED, link, NOW, about=words)


def test_the_steward_has_spoken_when_its_own_words_are_on_the_departure() -> None:
    watched = (state("default_branch", "main", GIT, 400),)
    silent = asked(situation(told(goodbye(), statements=(spoke(30),), states=watched)), "steward")
    assert (None, LEFT, 1) == (silent.answer, silent.so_far.values["days"], silent.so_far.values["others"])
    found = situation(told(goodbye(), statements=(spoke(30, persons=("ada",), departure="stepped down"),)))
    assert "situation.steward.spoke" == asked(found, "steward").answer.what.code  # type: ignore[union-attr]
    assert "situation.steward.spoke" in {fact.what.code for fact in found.timeline}


def test_the_words_of_who_leaves_are_not_the_stewards() -> None:
    own = spoke(30, persons=("ada",), departure="stepping down", is_by_them=True)
    assert None is asked(situation(told(goodbye(), statements=(own,))), "steward").answer


def downloads(before: float, after: float) -> tuple[Measure, ...]:
    return tuple(Measure(day(on), "downloads_30d", after if on < LEFT else before, PACKAGE) for on in range(200, 0, -1))


def test_reliance_is_compared_with_its_own_past() -> None:
    held = asked(situation(told(goodbye(), measures=downloads(1000, 900))), "reliance").answer
    assert ("situation.reliance.holds", 1000, 900) == (held.what.code, held.what.values["before"], held.what.values["now"])  # type: ignore[union-attr]
    fell = situation(told(goodbye(), measures=downloads(1000, 400)))
    assert (SituationState.LOUDER, "situation.because.reliance_fell") == (fell.state, fell.because.code)
    assert None is asked(situation(told(goodbye())), "reliance").answer


def test_without_a_further_sign_it_cools_and_then_closes_with_a_summary() -> None:
    quiet, cool = DEFAULT_LIMITS.situation_quiet_days, DEFAULT_LIMITS.situation_cool_days
    for days, expected in ((quiet, "open"), (quiet + 1, "cooling"), (quiet + cool, "cooling"), (quiet + cool + 1, "closed")):
        one = situation(told(goodbye(days=days), releases=()))
        assert (days, expected) == (days, one.state.value)
    assert one.summary is not None
    assert (quiet + cool, "situation.because.cool_for_long") == (one.summary.values["days"], one.because.code)


def test_a_closed_situation_is_told_for_a_quarter() -> None:
    limits = DEFAULT_LIMITS
    closed_after = limits.situation_quiet_days + limits.situation_cool_days
    assert not nothing(told(goodbye(days=closed_after + limits.situation_closed_days), releases=()))
    assert nothing(told(goodbye(days=closed_after + limits.situation_closed_days + 1), releases=()))


def test_what_speaks_against_a_departure_says_which_list_or_work_and_as_of_when() -> None:
    listed = (listing("ada", path="docs/OWNERS"),)
    page = listed[0].link
    one = situation(told(goodbye(contradicted_by=(page,)), listings=listed))
    (against,) = [fact for fact in one.timeline if fact.what.code == "situation.contradicted.listed"]
    assert ("docs/OWNERS", NOW.date()) == (against.what.values["path"], against.at)
    working = told(goodbye(contradicted_by=(GIT,)))
    working = replace(working, activity=tuple(sorted((*working.activity, *commits("ada", [5])))))
    (against,) = [fact for fact in situation(working).timeline if fact.what.code == "situation.contradicted.at_work"]
    assert day(5) == against.at


def test_a_return_cools() -> None:
    one = situation(told(goodbye(returned_on=day(10))))
    assert (SituationState.COOLING, "situation.because.returned") == (one.state, one.because.code)


def test_a_reaction_is_no_sign() -> None:
    loud = sign(DepartureKind.REPORTED, EvidenceLevel.REACTION, 30)
    one = goodbye()
    assert situation(told(one)) == situation(told(replace(one, signs=(*one.signs, loud))))


def test_an_archived_project_asks_what_comes_instead() -> None:
    coverage = [view(Signal.ACTIVITY), view(Signal.TAGS), view(Signal.PACKAGE_STATUS, PACKAGE)]
    made = history(commits("ada", range(30, 900, 3)), MONTHLY, [state("package_status", "archived", days=20)], coverage)
    one = situation(made, SituationKind.END)
    assert (day(20), "index_status.archived", None) == (one.opened_on, one.title.code, asked(one, "replacement").answer)
    # Where a package says that it is developed is no word on what to use instead of it.
    own = state("proposed_target", "https://git.example/lark", days=20)
    assert None is asked(situation(replace(made, states=(*made.states, own)), SituationKind.END), "replacement").answer
    why = state("package_status_reason", "Use starling", days=20)
    named = situation(replace(made, states=(*made.states, why)), SituationKind.END)
    assert "Use starling" == asked(named, "replacement").answer.what.values["words"]  # type: ignore[union-attr]
    for told in (state("package_status_reason", "no longer served"), state("proposed_target", "https://git.example/p")):
        nothing_named = situation(replace(made, states=(*made.states, told)), SituationKind.END)
        assert asked(nothing_named, "replacement").answer is None


def test_what_a_front_page_names_instead_answers_what_comes_instead() -> None:
    words = "This project is no longer maintained.** Please use ``newstar`` instead."
    coverage = [view(Signal.ACTIVITY), view(Signal.TAGS), view(Signal.GOVERNANCE)]
    for attribute in ("front_page_notice", "front_page_replacement"):
        notice = state("front_page_notice", "This project is no longer maintained.", GIT, 20)
        said = (notice, state(attribute, words, GIT, 20))
        made = history(commits("ada", range(30, 900, 3)), MONTHLY, said, coverage)
        answer = asked(situation(made, SituationKind.END), "replacement").answer
        assert answer is not None
        assert (words, day(20)) == (answer.what.values["words"], answer.what.values["on"])


def test_another_licence_opens_a_situation() -> None:
    spans = (state("licence", "MIT", days=400, until=30), state("licence", "BUSL-1.1", days=30))
    coverage = [view(Signal.ACTIVITY), view(Signal.TAGS), view(Signal.PACKAGE_STATUS, PACKAGE)]
    one = situation(history(commits("ada", range(1, 900, 3)), MONTHLY, spans, coverage), SituationKind.LICENCE)
    assert (day(30), SituationState.OPEN) == (one.opened_on, one.state)
    assert {"steward", "fork", "rhythm", "reliance"} == {question.code for question in one.questions}


def test_a_silent_project_opens_one_that_work_cools() -> None:
    silent = history(commits("ada", range(200, 900, 3)), MONTHLY)
    one = situation(silent, SituationKind.SILENCE)
    assert (day(200 - 181), SituationState.OPEN) == (one.opened_on, one.state)
    back = situation(history([*commits("ada", range(200, 900, 3)), *commits("ada", [5])], MONTHLY), SituationKind.SILENCE)
    assert (one.id, SituationState.COOLING, day(5)) == (back.id, back.state, back.since)


def models(*days: int) -> tuple[Release, ...]:
    return tuple(
        release(f"Org/Lark-{place}", on, channel=Channel.MODEL, stream=f"Lark{place} (base)") for place, on in enumerate(days)
    )


def test_an_overdue_base_model_opens_one_that_a_model_cools() -> None:
    made = replace(told(releases=()), models=models(900, 810, 720, 630, 540))
    made = replace(made, coverage=(*made.coverage, view(Signal.MODELS)))
    one = situation(made, SituationKind.MODEL_OVERDUE)
    assert (SituationState.OPEN, "situation.model_overdue.title") == (one.state, one.title.code)
    came = situation(replace(made, models=models(900, 810, 720, 630, 540, 4)), SituationKind.MODEL_OVERDUE)
    assert (one.id, SituationState.COOLING, day(4)) == (came.id, came.state, came.since)


def test_a_new_owner_opens_one() -> None:
    spans = tuple(
        State(GIT, "owner", owner, GIT, ago(since), None if until is None else ago(until))
        for owner, since, until in (("lark", 400, 25), ("giant", 25, None))
    )
    coverage = [view(Signal.ACTIVITY), view(Signal.TAGS), view(Signal.REPOSITORY_STATE)]
    one = situation(history(commits("ada", range(1, 900, 3)), MONTHLY, spans, coverage), SituationKind.TRANSFER)
    assert day(25) == one.opened_on


def test_the_same_history_tells_the_same_on_any_past_day() -> None:
    made = told(goodbye(), former(20, "bo"), delisted(12, "cy"), releases=[*MONTHLY, release("2.0", 15)])
    for days in (39, 25, 10):
        now = ago(days)
        known = replace(
            made,
            departures=tuple(one for one in made.departures if one.on < now.date()),
            releases=tuple(one for one in made.releases if one.released_at < now),
        )
        whole, cut = (situations(of, (), now, DEFAULT_LIMITS) for of in (made, known))
        assert [(one.id, one.state, one.since) for one in cut] == [(one.id, one.state, one.since) for one in whole]


def test_every_criterion_is_a_turn_with_words() -> None:
    made = {code.removeprefix("situation.because.") for code in MESSAGES if ".because." in code}
    assert {criterion.code for criterion in CRITERIA} == made - {"opened", "held"}


@given(
    st.lists(st.tuples(st.integers(0, 700), st.sampled_from(list(DepartureKind)), st.sampled_from("abcd")), max_size=6),
    st.lists(st.integers(0, 700), max_size=8),
)
def test_whatever_happens_a_situation_is_told_whole(signs: list[tuple[int, DepartureKind, str]], released: list[int]) -> None:
    levels = {DepartureKind.ANNOUNCED: EvidenceLevel.ANNOUNCED, DepartureKind.REPORTED: EvidenceLevel.REPORTED}
    left = []
    for days, kind, person in signs:
        level = levels.get(kind, EvidenceLevel.RECORDED)
        left.append(Departure(person, "lead", level, day(days), (sign(kind, level, days, path="M"),)))
    made = told(*left, releases=[release(f"1.{n}", on) for n, on in enumerate(sorted(released, reverse=True))])
    for one in situations(made, (), NOW, DEFAULT_LIMITS):
        assert one.opened_on <= one.since
        assert (one.summary is not None) == (one.state is SituationState.CLOSED)
        assert all(fact.at and fact.level is not EvidenceLevel.REACTION for fact in one.timeline)
        codes = {one.title.code, one.because.code, *(fact.what.code for fact in one.timeline)}
        assert set() == {code for code in codes if code.startswith("situation.")} - set(MESSAGES)


def test_what_is_held_as_our_trouble_makes_nothing_louder_and_opens_nothing() -> None:
    late = situation(told(goodbye(days=100), releases=releases_every(30, 20, 105)))
    (held,) = held_situations((late,), "release_overdue", day(1))
    assert (SituationState.OPEN, late.opened_on, "situation.because.held") == (held.state, held.since, held.because.code)
    assert (late,) == tuple(held_situations((late,), "reliance_falling", day(1)))
    silent = situation(history(commits("ada", range(200, 900, 3)), MONTHLY), SituationKind.SILENCE)
    assert () == tuple(held_situations((silent,), "project_silent", day(1)))
