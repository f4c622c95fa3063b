"""What was said: announced is a fact, reported at most worth a look, a reaction is no input, and one origin counts once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest

from monitor.model.carrying import Departure, DepartureKind, Sign
from monitor.model.evidence import EvidenceLevel
from monitor.model.finding import Finding, Level, Outcome, Weight
from monitor.model.history import About, History, Person, Statement
from monitor.model.limits import DEFAULT_LIMITS
from monitor.model.origins import origins
from monitor.model.signals import Signal
from monitor.model.target import Impact
from monitor.scoring.assess import assess
from monitor.scoring.levels import judge_level
from monitor.scoring.metrics.origins import heard
from monitor.scoring.rules import RULES
from tests.scoring.build import GIT, NOW, WEEKLY, ago, commits, day, history, irregular, state, view, views

FEED, NEWS = "https://lark.example/feed", "https://news.example/feed"
ANNOUNCED, REPORTED, REACTION = EvidenceLevel.ANNOUNCED, EvidenceLevel.REPORTED, EvidenceLevel.REACTION


def statement(
    days: float = 10,
    *,
    level: EvidenceLevel = ANNOUNCED,
    persons: tuple[str, ...] = ("a",),
    link: str = "",
    cites: tuple[str, ...] = (),
    is_project: bool = True,
    departure: str = "stepping down",
) -> Statement:
    about = About(is_project, persons, departure)
    at = link or f"https://lark.example/{days}-{level}"
    return Statement("entry", ago(days), "News", "I am stepping down", at, level, FEED, NOW, cites=cites, about=about)


def noticed(ending: str, value: str = "This is not maintained.", days: float = 40) -> History:
    """Return a history whose front page holds a notice of this kind."""
    about = About(is_project=True, ending=ending)
    words = Statement("notice", ago(days), "Notice", value, f"{GIT}#readme", ANNOUNCED, GIT, NOW, about=about)
    return replace(said(words), states=(state("front_page_notice", value, GIT, days),))


def said(*statements: Statement, work: Sequence[int] = WEEKLY, seen_days: float | None = 0) -> History:
    lines = [*views(), view(Signal.STATEMENTS, FEED, seen_days), view(Signal.GOVERNANCE, GIT, seen_days)]
    # Work by "b": whoever leaves is not seen again by it.
    found = history([*commits("b", work), *commits("a", range(200, 900, 7))], irregular(20), coverage=lines)
    return replace(found, statements=tuple(sorted(statements, key=lambda one: one.said_at)))


def findings(rule: str, of: History) -> list[Finding]:
    return list(RULES[rule].judge(of, NOW, DEFAULT_LIMITS))


def departure(*statements: Statement) -> Finding:
    (found,) = findings("statement_of_departure", said(*statements))
    return found


def level_of(of: History) -> Level:
    return judge_level(assess(of, NOW, DEFAULT_LIMITS), Impact.CRITICAL, DEFAULT_LIMITS).level


def test_an_announced_departure_is_a_fact_with_date_words_link_and_level() -> None:
    found = departure(statement(10, link="https://lark.example/bye"))
    assert (Outcome.AT_RISK, Weight.FACT, day(10), ("a",)) == (found.outcome, found.weight, found.started_on, found.persons)
    (evidence,) = found.evidence
    assert ("https://lark.example/bye", ago(10), ANNOUNCED) == (evidence.link, evidence.at, evidence.level)
    assert "News: I am stepping down" == evidence.what.values["words"]
    assert "statement_of_departure.announced" == found.headline.code
    assert {"statement_of_departure.successor_unknown"} == {message.code for message in found.unknowns}


@pytest.mark.parametrize(
    ("statements", "expected"),
    [
        ((), Level.OK),
        ((statement(),), Level.ALERT),
        ((statement(persons=()),), Level.ALERT),
        ((statement(level=REPORTED),), Level.WATCH),
        ((statement(level=REPORTED, persons=()),), Level.WATCH),
        ((statement(level=REPORTED), statement(11, level=REPORTED, persons=("b",)), statement(12, level=REPORTED)), Level.WATCH),
        ((statement(level=REACTION),), Level.OK),
        ((statement(level=REPORTED), statement(20)), Level.ALERT),
        ((statement(is_project=False),), Level.WATCH),
        ((statement(is_project=False, level=REPORTED),), Level.OK),
        ((statement(departure=""),), Level.OK),
        ((statement(181),), Level.OK),
    ],
)
def test_only_what_is_announced_alerts(statements: tuple[Statement, ...], expected: Level) -> None:
    assert expected is level_of(said(*statements))


@pytest.mark.parametrize("persons", [("a",), ()])
def test_reports_never_alert_together_with_another_warning(persons: tuple[str, ...]) -> None:
    quieter = said(statement(level=REPORTED, persons=persons), work=range(300, 1400, 2))
    alone = replace(quieter, statements=())
    assert level_of(alone) is level_of(quieter)
    fewer = replace(quieter, releases=())
    assert Level.WATCH is level_of(fewer)


def test_each_person_has_a_finding_of_their_own() -> None:
    found = findings("statement_of_departure", said(statement(persons=("a", "b")), statement(12, persons=("b",))))
    assert [("a", day(10)), ("b", day(12))] == [(finding.subject, finding.started_on) for finding in found]
    assert 2 == len({finding.id_in("p") for finding in found})


def test_an_episode_begins_with_the_first_announcement() -> None:
    found = departure(statement(30, level=REPORTED), statement(20), statement(15))
    assert day(20) == found.started_on
    assert [ago(15), ago(20), ago(30)] == [item.at for item in found.evidence]


def test_a_report_says_how_many_origins_it_has_and_that_nobody_confirmed_it() -> None:
    post = "https://social.example/@ada/1"
    first = statement(9, level=REPORTED, link="https://one.example/a", cites=(post,))
    second = statement(8, level=REPORTED, link="https://two.example/b", cites=(post, "https://two.example/"))
    third = statement(7, level=REPORTED, link="https://three.example/c", cites=(GIT,))
    fourth = statement(6, level=REPORTED, link="https://four.example/d", cites=(GIT,))
    found = departure(first, second, third, fourth)
    assert 3 == found.headline.values["origins"]
    assert "statement_of_departure.unconfirmed" in {message.code for message in found.unknowns}
    assert "statement_of_departure.denied" in {message.code for message in found.clears}


def test_two_entries_of_one_feed_and_a_post_are_two_sources_and_independent_only_where_others_speak() -> None:
    first = statement(9, link="https://lark.example/a")
    second = statement(8, link="https://lark.example/b")
    post = replace(statement(7, link="https://social.example/@ada/1"), target="https://social.example/@ada")
    own = heard(said(first, second, post), NOW, DEFAULT_LIMITS)
    assert (3, 3, 2, False) == (own.statements, own.origins, own.publishers, own.is_by_others)
    reports = [replace(one, level=REPORTED) for one in (first, second, post)]
    assert heard(said(*reports), NOW, DEFAULT_LIMITS).is_by_others
    assert 2 == departure(*reports).headline.values["origins"]


def test_a_successor_who_is_named_is_nothing_to_wait_for_and_it_is_told_until_when() -> None:
    of = said(statement(10))
    left = Departure(
        "a", "lead", ANNOUNCED, day(10), (Sign(DepartureKind.ANNOUNCED, ANNOUNCED, day(10), FEED),), successors=("b",)
    )
    (followed,) = findings("statement_of_departure", replace(of, departures=(left,)))
    assert ["time_passes", "seen_again"] == [one.code.rpartition(".")[2] for one in followed.clears]
    assert day(10 - DEFAULT_LIMITS.statement_days) == followed.clears[0].values["until_on"]


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        ("https://x.com/ada/status/1", "https://twitter.com/ada/status/1", 1),
        ("https://www.social.example/@ada/1/", "https://social.example/@ada/1?ref=news", 1),
        ("https://social.example/@ada/1", "https://social.example/@ada/2", 2),
        ("https://social.example/", "https://social.example", 2),
    ],
)
def test_who_cites_one_post_is_one_origin(first: str, second: str, expected: int) -> None:
    one = statement(9, link="https://one.example/a", cites=(first,))
    other = statement(8, link="https://two.example/b", cites=(second,))
    assert expected == len(origins([one, other]))


def test_who_cites_another_statement_relays_it() -> None:
    own = statement(9, link="https://social.example/@ada/1")
    relayed = statement(8, link="https://two.example/b", cites=("https://social.example/@ada/1",))
    apart = statement(7, link="https://three.example/c")
    assert [[own, relayed], [apart]] == [list(group) for group in origins([own, relayed, apart])]


def test_what_names_nobody_belongs_to_whom_the_same_origin_names() -> None:
    own = statement(9, link="https://social.example/@ada/1")
    relayed = statement(8, level=REPORTED, persons=(), link="https://two.example/b", cites=("https://social.example/@ada/1",))
    assert ["a"] == [found.subject for found in findings("statement_of_departure", said(own, relayed))]


def test_who_works_on_well_after_has_come_back() -> None:
    before = said(statement(100))
    later = replace(before, activity=tuple(sorted([*before.activity, *commits("a", [30])])))
    (found,) = findings("statement_of_departure", later)
    assert (Outcome.OK, day(30)) == (found.outcome, found.headline.values["back_on"])
    soon = replace(before, activity=tuple(sorted([*before.activity, *commits("a", [50])])))
    (found,) = findings("statement_of_departure", soon)
    assert Outcome.AT_RISK is found.outcome


def test_what_was_heard_stands_while_the_feed_does_not_answer_and_silence_is_unknown_then() -> None:
    (found,) = findings("statement_of_departure", said(statement(), seen_days=40))
    assert Outcome.AT_RISK is found.outcome
    (found,) = findings("statement_of_departure", said(seen_days=40))
    assert Outcome.UNKNOWN is found.outcome


@pytest.mark.parametrize("ending", ["unmaintained", "maintainers_sought", "deprecated", "moved", "archived", ""])
def test_a_notice_of_the_project_is_a_fact_since_it_was_seen(ending: str) -> None:
    (found,) = findings("statement_of_end", noticed(ending))
    assert (Outcome.AT_RISK, Weight.FACT, day(40)) == (found.outcome, found.weight, found.started_on)
    assert f"statement_of_end.{ending or 'notice'}" == found.headline.code
    assert (ANNOUNCED, "This is not maintained.") == (found.evidence[0].level, found.evidence[0].what.values["words"])
    assert Level.ALERT is level_of(noticed(ending))


def test_a_notice_that_was_taken_away_is_taken_back() -> None:
    over = noticed("unmaintained")
    (found,) = findings("statement_of_end", replace(over, states=(state("front_page_notice", "x", GIT, 40, 10),)))
    assert Outcome.OK is found.outcome


@pytest.mark.parametrize(
    ("status", "expected"),
    [
        ("abandoned", Weight.FACT),
        ("unsupported", Weight.FACT),
        ("Moved", Weight.FACT),
        ("suspended", Weight.WARNING),
        ("inactive", Weight.WARNING),
        ("active", None),
        ("wip", None),
        ("concept", None),
    ],
)
def test_the_projects_own_state_file_is_its_own_word(status: str, expected: Weight | None) -> None:
    (found,) = findings("statement_of_end", replace(said(), states=(state("repostatus", status, GIT),)))
    assert (Outcome.OK if expected is None else Outcome.AT_RISK) is found.outcome
    assert expected in (None, found.weight)


def test_a_person_spoken_of_without_any_account_is_known_to_the_report() -> None:
    known = replace(said(statement(persons=("z",))), persons={"z": Person("z", "Zoe Marlowe")})
    (found,) = findings("statement_of_departure", known)
    assert ("z",) == found.persons


def test_press_that_relays_the_own_post_is_an_announcement_and_alerts() -> None:
    post = "https://x.com/ada/status/7"
    press = statement(9, level=REPORTED, link="https://one.example/a", cites=(post,))
    sign = Sign(DepartureKind.ANNOUNCED, ANNOUNCED, day(9), press.link, quote="bye", origin=post, by_self=True)
    told = Departure("a", "lead", ANNOUNCED, day(9), (sign,), successors=("b",))
    of = replace(said(press), departures=(told,))
    (found,) = findings("statement_of_departure", of)
    assert ("statement_of_departure.relayed", Weight.FACT) == (found.headline.code, found.weight)
    assert (ANNOUNCED, post) == (found.evidence[0].level, found.evidence[0].what.values["origin"])
    assert ["statement_of_departure.post_not_watched"] == [message.code for message in found.unknowns]
    assert Level.ALERT is level_of(of)
