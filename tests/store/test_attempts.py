"""Attempts: what is remembered of them, and how well each signal was seen after each outcome."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from sqlalchemy import select

from monitor.model.attempt import BUG, OK, UNCHANGED, LastRun, Validators
from monitor.model.facts import Note, Seen
from monitor.model.signals import Coverage, Signal
from monitor.store.attempts import load_last_runs, save_attempt
from monitor.store.engine import Database
from monitor.store.hosts import StoredHosts, StoredValidators
from monitor.store.remarks import load_remarks
from monitor.store.tables.facts import SOURCE_RUN
from tests.store.builders import (
    ADA,
    DAY,
    LATER,
    NOW,
    PROJECT,
    REPOSITORY,
    attempt,
    commits,
    counts_of,
    coverage_of,
    facts_of,
    failed,
    rows_in,
)

KEY = (REPOSITORY.key, "git")


def seen(db: Database, signal: Signal = Signal.TAGS, known_at: datetime | None = None) -> Coverage:
    """Return the coverage of one signal."""
    return coverage_of(facts_of(db, LATER, known_at), signal)


def test_nothing_is_remembered_of_a_target_never_tried(db: Database) -> None:
    assert {} == load_last_runs(db, [REPOSITORY.key])


def test_the_newest_attempt_is_remembered(db: Database) -> None:
    save_attempt(db, attempt())
    save_attempt(db, attempt(at=NOW + DAY, cursor="c2"))
    last = attempt(at=NOW + DAY)
    assert {KEY: LastRun(*KEY, last.finished_at, OK, "", 0, "c2", last.next_check_at)} == load_last_runs(db, [REPOSITORY.key])


def test_more_targets_than_one_statement_may_name_can_be_asked_for(db: Database) -> None:
    save_attempt(db, attempt())
    assert [KEY] == list(load_last_runs(db, [REPOSITORY.key, *(f"k{number}" for number in range(1200))]))


@pytest.mark.parametrize("outcome", ["unavailable", "rate_limited", "not_found", "access_denied", "malformed", BUG])
def test_a_failure_keeps_bookmark_facts_and_window_and_gives_its_reason(db: Database, outcome: str) -> None:
    save_attempt(db, attempt(commits(ADA, "2026-02-01")))
    save_attempt(db, failed(outcome, NOW + DAY))
    last = load_last_runs(db, [REPOSITORY.key])[KEY]
    assert ("c1", outcome, 1, "no answer in 30 s") == (last.cursor, last.outcome, last.failures, last.detail)
    assert {("Ada Quill", "2026-02-01", "commit"): 1} == counts_of(facts_of(db))
    line = seen(db)
    assert (NOW, True, outcome, "no answer in 30 s") == (line.seen_until, line.is_complete, line.reason, line.detail)
    assert failed(outcome, NOW + DAY).finished_at == line.tried_at


def test_facts_that_come_with_a_failure_are_not_stored(db: Database) -> None:
    broken = replace(failed("malformed", NOW), facts=(commits(ADA, "2026-02-01"),), seen=attempt().seen)
    save_attempt(db, broken)
    assert (0, 0, 1) == tuple(rows_in(db)[table] for table in ("activity", "seen_window", "source_run"))


def test_what_was_never_seen_has_a_line_with_the_reason(db: Database) -> None:
    save_attempt(db, failed("unavailable", NOW))
    line = seen(db)
    assert (None, None, False, "unavailable") == (line.seen_from, line.seen_until, line.is_complete, line.reason)


def test_what_was_never_tried_has_a_line_without_a_reason(db: Database) -> None:
    assert Coverage(Signal.TAGS, REPOSITORY.key, "git", None, None, is_complete=False) == seen(db)


def test_a_promised_signal_that_was_not_looked_at_is_not_covered(db: Database) -> None:
    save_attempt(db, attempt(seen=(Seen(Signal.ACTIVITY, None, NOW, is_complete=True),)))
    assert (None, "") == (seen(db).seen_until, seen(db).reason)


def test_success_after_failure_leaves_no_reason(db: Database) -> None:
    save_attempt(db, failed("unavailable", NOW))
    save_attempt(db, attempt(at=NOW + DAY))
    assert ("", "", NOW + DAY) == (seen(db).reason, seen(db).detail, seen(db).seen_until)


def test_an_unchanged_source_moves_coverage_on_and_keeps_facts_and_bookmark(db: Database) -> None:
    save_attempt(db, attempt(commits(ADA, "2026-02-01")))
    save_attempt(db, attempt(at=NOW + DAY, outcome=UNCHANGED, seen=(), cursor=""))
    assert (NOW + DAY, True) == (seen(db).seen_until, seen(db).is_complete)
    assert {("Ada Quill", "2026-02-01", "commit"): 1} == counts_of(facts_of(db))
    assert "c1" == load_last_runs(db, [REPOSITORY.key])[KEY].cursor


def test_an_unchanged_source_is_seen_no_better_than_before(db: Database) -> None:
    save_attempt(db, attempt(missing=[Signal.TAGS]))
    save_attempt(db, attempt(at=NOW + DAY, outcome=UNCHANGED, seen=()))
    assert (False, True) == (seen(db).is_complete, seen(db, Signal.ACTIVITY).is_complete)


def test_coverage_ends_with_the_last_complete_look(db: Database) -> None:
    save_attempt(db, attempt())
    save_attempt(db, attempt(at=NOW + DAY, missing=[Signal.TAGS]))
    assert (NOW, False) == (seen(db).seen_until, seen(db).is_complete)
    assert (NOW + DAY, True) == (seen(db, Signal.ACTIVITY).seen_until, seen(db, Signal.ACTIVITY).is_complete)


def test_coverage_is_told_as_it_was_known(db: Database) -> None:
    save_attempt(db, attempt())
    save_attempt(db, failed("unavailable", NOW + DAY))
    save_attempt(db, attempt(at=NOW + 2 * DAY))
    told = [seen(db, known_at=NOW + days * DAY) for days in (0, 1, 2, 3)]
    assert [None, NOW, NOW, NOW + 2 * DAY] == [line.seen_until for line in told]
    assert ["", "", "unavailable", ""] == [line.reason for line in told]


def test_coverage_of_a_frozen_copy_ends_with_the_copy(db: Database) -> None:
    end = datetime(2025, 7, 1, tzinfo=UTC)
    save_attempt(db, attempt())
    frozen = replace(PROJECT, targets=(replace(REPOSITORY, observed_until=end),))
    line = coverage_of(facts_of(db, project=frozen), Signal.TAGS)
    assert (end, True) == (line.seen_until, line.is_frozen)


def test_the_true_end_of_a_look_is_told_of_an_earlier_moment_too(db: Database) -> None:
    save_attempt(db, attempt())
    assert NOW == coverage_of(facts_of(db, as_of=NOW - 100 * DAY), Signal.TAGS).seen_until


def test_notes_are_kept_with_the_attempt(db: Database) -> None:
    save_attempt(db, attempt(notes=(Note("no_filter", "whole clone taken"),)))
    with db.read() as connection:
        assert [[{"code": "no_filter", "detail": "whole clone taken"}]] == [
            json.loads(text) for text in connection.execute(select(SOURCE_RUN.c.notes)).scalars()
        ]


def test_a_view_in_part_says_why_and_an_unchanged_answer_leaves_the_reason(db: Database) -> None:
    save_attempt(db, attempt(missing=[Signal.TAGS], notes=(Note("a", "left out"), Note("b", "times of a mirror"))))
    save_attempt(db, attempt(at=NOW + DAY, outcome=UNCHANGED, seen=()))
    assert ("left out; times of a mirror", "") == (seen(db).detail, seen(db, Signal.ACTIVITY).detail)
    assert {KEY: ("left out", "times of a mirror")} == load_remarks(db)
    save_attempt(db, attempt(at=NOW + 2 * DAY, missing=[Signal.TAGS], notes=(Note("c", "another reason"),)))
    told = [seen(db, known_at=NOW + days * DAY).detail for days in (1, 2, 3)]
    assert ["left out; times of a mirror", "left out; times of a mirror", "another reason"] == told


def test_a_failed_look_says_why_it_failed_and_not_what_was_remarked_before(db: Database) -> None:
    save_attempt(db, attempt(missing=[Signal.TAGS], notes=(Note("a", "left out"),)))
    save_attempt(db, failed("unavailable", NOW + DAY))
    assert "left out" != seen(db).detail


def test_validators_are_stored_with_the_facts_that_they_vouch_for(db: Database) -> None:
    url = "https://index.example/rush"
    held = StoredValidators(db, REPOSITORY.key, "git")
    assert held.load_validators("", url) is None
    save_attempt(db, attempt(validators={("", url): Validators('"a"', "yesterday"), ("token", url): Validators('"t"')}))
    assert (Validators('"a"', "yesterday"), Validators('"t"')) == (
        held.load_validators("", url),
        held.load_validators("token", url),
    )


def test_validators_of_a_failed_look_are_not_kept_and_those_before_stand(db: Database) -> None:
    url = "https://index.example/rush"
    save_attempt(db, attempt(validators={("", url): Validators('"a"')}))
    save_attempt(db, replace(failed("malformed", NOW + DAY), validators={("", url): Validators('"c"')}))
    save_attempt(db, attempt(at=NOW + 2 * DAY, outcome=UNCHANGED))
    assert Validators('"a"') == StoredValidators(db, REPOSITORY.key, "git").load_validators("", url)


def test_new_facts_forget_the_validators_of_those_that_they_replaced(db: Database) -> None:
    url = "https://index.example/rush"
    save_attempt(db, attempt(validators={("", url): Validators('"a"')}))
    save_attempt(db, attempt(at=NOW + DAY))
    assert None is StoredValidators(db, REPOSITORY.key, "git").load_validators("", url)


@pytest.mark.parametrize(("target", "collector"), [(REPOSITORY.key, "other"), ("https://code.example/reed/fen", "git")])
def test_validators_vouch_for_the_facts_of_their_own_source_alone(db: Database, target: str, collector: str) -> None:
    url = "https://index.example/rush"
    save_attempt(db, attempt(validators={("", url): Validators('"a"')}))
    save_attempt(db, attempt(target=replace(REPOSITORY, key=target), collector=collector))
    assert None is StoredValidators(db, target, collector).load_validators("", url)


def test_when_a_host_wants_to_be_asked_again_is_remembered_for_each_credential(db: Database) -> None:
    hosts = StoredHosts(db)
    assert hosts.load_not_before("index.example", "") is None
    hosts.save_not_before("index.example", "", NOW, "Retry-After")
    hosts.save_not_before("index.example", "", NOW + DAY, "quota")
    hosts.save_not_before("index.example", "token", NOW, "quota")
    assert (NOW + DAY, NOW) == (hosts.load_not_before("index.example", ""), hosts.load_not_before("index.example", "token"))
