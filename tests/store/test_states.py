"""States: a value holds from when we saw it until we saw another, and never before."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

from monitor.model.attempt import OK, UNCHANGED
from monitor.model.facts import Seen, StateFact
from monitor.model.signals import Signal
from monitor.model.target import Project, Target, TargetKind
from monitor.store.attempts import save_attempt
from monitor.store.engine import Database
from tests.store.builders import DAY, LATER, NOW, REPOSITORY, attempt, facts_of, failed, rows_in, state

Span = tuple[str, datetime, datetime | None]


def spans(db: Database, as_of: datetime = LATER, known_at: datetime | None = None) -> list[Span]:
    """Return (value, from, until) of all states, oldest first."""
    return [(span.value, span.seen_from, span.seen_until) for span in facts_of(db, as_of, known_at).states]


def test_a_state_holds_from_the_look_that_saw_it(db: Database) -> None:
    save_attempt(db, attempt(state("main")))
    assert [("main", NOW, None)] == spans(db)
    assert (REPOSITORY.key, "default_branch") == (facts_of(db).states[0].target, facts_of(db).states[0].attribute)


def test_a_state_whose_start_nobody_knows_is_unknown_before_it_was_seen(db: Database) -> None:
    save_attempt(db, attempt(state("main")))
    assert [] == spans(db, as_of=NOW - DAY)


def test_a_state_that_says_since_when_is_known_before_it_was_seen(db: Database) -> None:
    save_attempt(db, attempt(state("archived", "status", held_from=NOW - 100 * DAY)))
    assert [("archived", NOW, None)] == spans(db, as_of=NOW - 50 * DAY)
    assert [] == spans(db, as_of=NOW - 101 * DAY)


def test_the_same_value_seen_again_writes_nothing(db: Database) -> None:
    save_attempt(db, attempt(state("main")))
    save_attempt(db, attempt(state("main"), at=NOW + DAY))
    assert 1 == rows_in(db)["state"]


def test_a_value_that_comes_again_without_its_beginning_keeps_the_one_that_was_told(db: Database) -> None:
    begun = NOW - 100 * DAY
    save_attempt(db, attempt(state("yes", "archived", held_from=begun)))
    save_attempt(db, attempt(state("yes", "archived"), at=NOW + DAY))
    assert [begun] == [found.held_from for found in facts_of(db).states]


def test_another_value_ends_the_former_one(db: Database) -> None:
    save_attempt(db, attempt(state("master")))
    save_attempt(db, attempt(state("main"), at=NOW + DAY, missing=[Signal.TAGS]))
    assert [("master", NOW, NOW + DAY), ("main", NOW + DAY, None)] == spans(db)


def test_before_a_change_the_former_value_still_holds(db: Database) -> None:
    save_attempt(db, attempt(state("master")))
    save_attempt(db, attempt(state("main"), at=NOW + 10 * DAY))
    assert [("master", NOW, None)] == spans(db, as_of=NOW + 5 * DAY)
    assert [("master", NOW, None)] == spans(db, known_at=NOW + 10 * DAY)


def test_an_attribute_no_longer_mentioned_ends_only_when_all_was_seen(db: Database) -> None:
    save_attempt(db, attempt(state("unsafe", "status_reason"), state("main")))
    save_attempt(db, attempt(state("main"), at=NOW + DAY, missing=[Signal.TAGS]))
    assert [("main", NOW, None), ("unsafe", NOW, None)] == spans(db)
    save_attempt(db, attempt(state("main"), at=NOW + 2 * DAY))
    assert [("main", NOW, None), ("unsafe", NOW, NOW + 2 * DAY)] == spans(db)


def test_an_unchanged_source_and_a_failed_look_end_nothing(db: Database) -> None:
    save_attempt(db, attempt(state("main")))
    save_attempt(db, attempt(at=NOW + DAY, outcome=UNCHANGED))
    save_attempt(db, failed("unavailable", NOW + 2 * DAY))
    assert [("main", NOW, None)] == spans(db)


def test_an_attribute_may_hold_several_values_at_once(db: Database) -> None:
    save_attempt(db, attempt(state("red", "topic"), state("blue", "topic")))
    save_attempt(db, attempt(state("blue", "topic"), state("green", "topic"), at=NOW + DAY))
    assert [("blue", NOW, None), ("red", NOW, NOW + DAY), ("green", NOW + DAY, None)] == spans(db)


def test_a_new_link_to_the_same_value_is_no_new_state(db: Database) -> None:
    save_attempt(db, attempt(state("main")))
    save_attempt(db, attempt(replace(state("main"), link="https://code.example/elsewhere"), at=NOW + DAY))
    assert ["https://code.example/elsewhere"] == [span.link for span in facts_of(db).states]
    assert [("main", NOW, None)] == spans(db)


def test_what_a_frozen_copy_shows_held_at_the_end_of_the_copy(db: Database) -> None:
    end = datetime(2025, 7, 1, tzinfo=UTC)
    save_attempt(db, attempt(state("main"), target=replace(REPOSITORY, observed_until=end)))
    assert [("main", end, None)] == spans(db, as_of=end)
    assert [] == spans(db, as_of=end, known_at=NOW)


PAGE = Target("https://github.com/adaq", TargetKind.ACCOUNT, "https://github.com/adaq")
ADAS = Project("rush", "Rush", (PAGE,))


def look_at_page(db: Database, bio: str, at: datetime, is_whole: bool = True, outcome: str = OK) -> None:
    said = [StateFact("bio", bio, PAGE.key, subject="github:5")] if outcome == OK else []
    seen = (Seen(Signal.PROFILES, None, at, is_whole),)
    promises = frozenset({Signal.PROFILES})
    save_attempt(db, attempt(*said, target=PAGE, collector="pages", promises=promises, seen=seen, at=at, outcome=outcome))


def test_what_a_page_said_ended_between_the_look_that_saw_it_last_and_the_one_that_saw_another_text(db: Database) -> None:
    look_at_page(db, "at Acme", NOW)
    look_at_page(db, "", NOW + DAY, outcome=UNCHANGED)
    look_at_page(db, "at Acme", NOW + 2 * DAY, is_whole=False)
    look_at_page(db, "formerly at Acme", NOW + 5 * DAY)
    old, new = facts_of(db, project=ADAS).states
    assert (NOW + DAY, NOW + 5 * DAY, None) == (old.last_seen_at, old.seen_until, new.last_seen_at)


def test_what_a_repository_said_was_last_seen_by_the_whole_look_before_the_one_that_saw_something_else(db: Database) -> None:
    save_attempt(db, attempt(state("main"), at=NOW))
    save_attempt(db, attempt(state("main"), at=NOW + 2 * DAY))
    save_attempt(db, attempt(state("trunk"), at=NOW + 5 * DAY))
    old, _ = facts_of(db).states
    assert (NOW + 2 * DAY, NOW + 5 * DAY) == (old.last_seen_at, old.seen_until)


def test_before_its_end_was_seen_a_text_still_stands(db: Database) -> None:
    look_at_page(db, "at Acme", NOW)
    look_at_page(db, "formerly at Acme", NOW + 5 * DAY)
    (span,) = facts_of(db, as_of=NOW + DAY, project=ADAS).states
    assert (None, None) == (span.seen_until, span.last_seen_at)
