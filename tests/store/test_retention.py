"""Retention: what is older than it is needed goes, what holds stays, and it does not come back."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from monitor.model.attempt import UNCHANGED
from monitor.model.options import Retention
from monitor.model.signals import Signal
from monitor.model.stored import StoredReport
from monitor.store.attempts import load_last_runs, save_attempt
from monitor.store.engine import Database
from monitor.store.judgements import load_last_report, save_assessment, save_report
from monitor.store.retention import purge
from tests.store.builders import (
    ADA,
    BEN,
    DAY,
    NOW,
    REPOSITORY,
    attempt,
    commits,
    counts_of,
    coverage_of,
    facts_of,
    failed,
    rows_in,
    state,
)
from tests.store.test_judgements import OVERDUE, judged

SHORT = Retention(activity_days=30, state_days=60, run_days=10, report_days=20)


def test_old_days_go_and_a_complete_look_does_not_bring_them_back(db: Database) -> None:
    look = attempt(commits(ADA, "2025-01-01"), commits(BEN, "2026-02-20"))
    save_attempt(db, look)
    purge(db, SHORT, NOW)
    save_attempt(db, replace(look, started_at=NOW + DAY))
    assert {("Ben Otter", "2026-02-20", "commit"): 1} == counts_of(facts_of(db))


def test_an_account_of_which_no_fact_is_left_goes(db: Database) -> None:
    save_attempt(db, attempt(commits(ADA, "2025-01-01"), commits(BEN, "2026-02-20")))
    purge(db, SHORT, NOW)
    assert 1 == rows_in(db)["identity"]


def test_states_that_ended_long_ago_go_and_those_that_hold_stay(db: Database) -> None:
    save_attempt(db, attempt(state("one"), at=NOW))
    save_attempt(db, attempt(state("two"), at=NOW + DAY))
    save_attempt(db, attempt(state("three"), at=NOW + 50 * DAY))
    purge(db, SHORT, NOW + 70 * DAY)
    assert ["two", "three"] == [span.value for span in facts_of(db).states]


def test_of_old_attempts_the_last_good_one_of_each_month_stays(db: Database) -> None:
    for day in range(40):
        save_attempt(db, attempt(at=NOW + day * DAY, outcome=UNCHANGED if day else "ok"))
    save_attempt(db, failed("unavailable", NOW + 40 * DAY))
    purge(db, SHORT, NOW + 80 * DAY)
    assert 2 == rows_in(db)["source_run"]
    assert NOW + 39 * DAY == coverage_of(facts_of(db), Signal.TAGS).seen_until
    assert "unavailable" == load_last_runs(db, [REPOSITORY.key])[REPOSITORY.key, "git"].outcome
    assert NOW + 30 * DAY == coverage_of(facts_of(db, known_at=NOW + 35 * DAY), Signal.TAGS).seen_until


def test_the_look_at_which_coverage_ends_stays_however_old(db: Database) -> None:
    save_attempt(db, attempt(at=NOW))
    save_attempt(db, attempt(at=NOW + DAY, missing=[Signal.TAGS]))
    purge(db, SHORT, NOW + 80 * DAY)
    assert NOW == coverage_of(facts_of(db), Signal.TAGS).seen_until


def test_the_newest_report_and_judgement_stay_however_old(db: Database) -> None:
    for day in range(3):
        with db.write() as connection:
            save_report(connection, StoredReport("all", f"p{day}", NOW + day * DAY, NOW, "m1", "{}", f"/{day}"))
            save_assessment(connection, judged(OVERDUE, as_of=NOW + day * DAY, method=f"m{day}"), {})
    purge(db, SHORT, NOW + 400 * DAY)
    assert (1, 1, 1) == tuple(rows_in(db)[table] for table in ("report", "assessment", "finding"))
    assert (report := load_last_report(db, "all")) is not None
    assert "/2" == report.path


def test_a_target_that_nobody_looks_at_any_more_goes_with_its_facts(db: Database) -> None:
    left = replace(REPOSITORY, key="https://code.example/left")
    save_attempt(db, attempt(commits(ADA, "2026-02-20"), target=left))
    save_attempt(db, attempt(commits(BEN, "2026-02-20"), at=NOW + 61 * DAY))
    purge(db, replace(SHORT, activity_days=9999), NOW + 61 * DAY)
    assert (1, 1, 1) == tuple(rows_in(db)[table] for table in ("target", "activity", "identity"))


def test_a_long_sleep_of_ours_deletes_no_target(db: Database) -> None:
    save_attempt(db, attempt(commits(ADA, "2026-02-20")))
    purge(db, replace(SHORT, activity_days=9999), NOW + 1000 * DAY)
    assert {("Ada Quill", "2026-02-20", "commit"): 1} == counts_of(facts_of(db))


def test_nothing_young_goes(db: Database) -> None:
    save_attempt(db, attempt(commits(ADA, "2026-02-20"), state("main")))
    assert 0 == purge(db, Retention(), NOW)


def test_a_second_run_on_the_same_day_does_nothing(db: Database) -> None:
    purge(db, SHORT, NOW)
    save_attempt(db, attempt(commits(ADA, "2025-01-01"), at=NOW - DAY, missing=[Signal.ACTIVITY]))
    save_attempt(db, failed("unavailable", NOW - 50 * DAY))
    assert 0 == purge(db, SHORT, NOW + timedelta(hours=3))
    assert 0 < purge(db, SHORT, NOW + DAY)


def test_a_clock_that_leaps_ahead_by_years_deletes_nothing(db: Database) -> None:
    save_attempt(db, attempt(commits(ADA, "2026-02-20")))
    purge(db, SHORT, NOW)
    purge(db, SHORT, NOW + 8000 * DAY)
    assert {("Ada Quill", "2026-02-20", "commit"): 1} == counts_of(facts_of(db))


def test_days_come_back_at_the_next_look_once_more_is_to_be_kept(db: Database) -> None:
    save_attempt(db, attempt(commits(ADA, "2026-01-02")))
    purge(db, replace(SHORT, activity_days=1), NOW + DAY)
    purge(db, replace(SHORT, activity_days=9999), NOW + 2 * DAY)
    save_attempt(db, attempt(commits(ADA, "2026-01-02"), at=NOW + 2 * DAY))
    assert {("Ada Quill", "2026-01-02", "commit"): 1} == counts_of(facts_of(db))
