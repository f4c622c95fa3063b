"""Who is listed and not seen at work: a dated fact as context, unknown where reviews were not looked at."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from monitor.model.carrying import Listing
from monitor.model.facts import ActivityKind
from monitor.model.finding import Finding, Outcome, Weight
from monitor.model.history import Activity, History
from monitor.model.limits import DEFAULT_LIMITS
from monitor.model.signals import Signal
from monitor.scoring.rules.maintainers_inactive import judge
from tests.scoring.build import GIT, GIT_SIGNALS, NOW, ago, commits, day, history, views

LIMIT = DEFAULT_LIMITS.listed_silent_days


def listing(person: str, role: str = "maintainer", **more: object) -> Listing:
    made = Listing(person, f"@{person}", role, "Maintainers", "MAINTAINERS.md", GIT, f"{GIT}/blob/HEAD/MAINTAINERS.md", None)
    return replace(made, **more)  # type: ignore[arg-type]


def of(last_days: dict[str, int], *listings: Listing, signals: tuple[Signal, ...] = ()) -> History:
    rows = [row for person, last in last_days.items() for row in commits(person, range(last, 900, 9))]
    seen = history(sorted(rows), coverage=views((*GIT_SIGNALS, Signal.GOVERNANCE, *signals)))
    return replace(seen, listings=listings)


def answer(found: History) -> Finding:
    (one,) = judge(found, NOW, DEFAULT_LIMITS)
    return one


def test_who_is_listed_without_work_for_longer_than_the_limit_is_told_with_the_day() -> None:
    found = answer(of({"a": LIMIT + 1, "b": 3}, listing("a"), listing("b")))
    assert (Outcome.AT_RISK, Weight.CONTEXT, ("a",)) == (found.outcome, found.weight, found.persons)
    assert (1, 2) == (found.headline.values["silent"], found.headline.values["listed"])
    assert ago(LIMIT + 1).date() == found.evidence[0].at
    assert found.evidence[0].link.endswith("MAINTAINERS.md")


def test_work_within_the_limit_is_seen() -> None:
    assert Outcome.OK == answer(of({"a": LIMIT - 1}, listing("a"))).outcome


def test_a_review_is_work() -> None:
    made = of({"a": LIMIT + 50}, listing("a"), signals=(Signal.RESPONSIVENESS,))
    reviewed = replace(made, activity=(*made.activity, Activity(day(5), "a", ActivityKind.REVIEW, 1)))
    assert Outcome.OK == answer(reviewed).outcome


def test_where_reviews_were_not_looked_at_it_is_said() -> None:
    blind = answer(of({"a": LIMIT + 1}, listing("a")))
    assert ["unknown.no_issue_tracker"] == [one.code for one in blind.unknowns]
    seeing = answer(of({"a": LIMIT + 1}, listing("a"), signals=(Signal.RESPONSIVENESS,)))
    assert ["unknown.newest_answers_only"] == [one.code for one in seeing.unknowns]


def test_who_was_never_seen_to_commit_is_not_told_of() -> None:
    assert Outcome.OK == answer(of({"b": 3}, listing("a"), listing("b"))).outcome


def test_emeriti_helpers_and_those_who_were_taken_off_are_not_asked_about() -> None:
    gone = (listing("a", "emeritus"), listing("a", "helper"), listing("a", until=NOW - timedelta(days=9)))
    assert Outcome.NOT_APPLICABLE == answer(of({"a": LIMIT + 1}, *gone)).outcome


def test_files_that_were_not_seen_are_unknown_and_not_promised_does_not_apply() -> None:
    made = of({"a": LIMIT + 1}, listing("a"))
    unseen = tuple(replace(line, seen_until=None) if line.signal is Signal.GOVERNANCE else line for line in made.coverage)
    none = tuple(line for line in made.coverage if line.signal is not Signal.GOVERNANCE)
    outcomes = [answer(replace(made, coverage=lines)).outcome for lines in (unseen, none)]
    assert [Outcome.UNKNOWN, Outcome.NOT_APPLICABLE] == outcomes
