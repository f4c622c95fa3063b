"""Judgements: stored when they say something new; a finding opens, stays, clears, and never by what we could not see."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date, datetime

import pytest
from sqlalchemy import event, select

from monitor.model.assessment import Assessment, KeyNumbers, Standing, Verdict
from monitor.model.finding import Evidence, EvidenceLevel, Finding, Level, Message, Outcome, Weight
from monitor.model.outbox import Telling
from monitor.model.picture import Picture, ReleaseMark
from monitor.model.signals import Coverage, Signal
from monitor.model.stored import StoredReport
from monitor.store.engine import Database
from monitor.store.judgements import load_last_report, load_open_findings, save_report
from monitor.store.tables.judgements import ASSESSMENT, FINDING, REPORT, VERDICT
from monitor.store.told import save_telling
from tests.store.builders import DAY, NOW, REPOSITORY, rows_in

EVIDENCE = Evidence(
    Message("last_release", {"version": "1.0", "on": date(2025, 1, 5)}), NOW, "https://code.example/t", EvidenceLevel.RECORDED
)
OVERDUE = Finding(
    "release_overdue",
    Outcome.AT_RISK,
    Weight.WARNING,
    Message("overdue", {"wait_days": 420}),
    (EVIDENCE,),
    started_on=date(2026, 1, 1),
)
WATCH = {"all": Verdict(Level.WATCH, ("release_overdue",))}


def judged(*findings: Finding, as_of: datetime = NOW, **more: object) -> Assessment:
    """Return an assessment of one project with these findings."""
    line = Coverage(Signal.TAGS, REPOSITORY.key, "git", None, as_of, is_complete=True, tried_at=as_of)
    plain = Assessment("rush", as_of, "m1", Standing.ACTIVE, findings, (line,), KeyNumbers(people_year=3), Picture())
    return replace(plain, **more)  # type: ignore[arg-type]


def save_assessment(db: Database, assessment: Assessment, verdicts: dict[str, Verdict]) -> bool:
    """Store a judgement as a cycle does; return whether it said something new."""
    return bool(save_telling(db, Telling(assessment.as_of, ((assessment, verdicts),))))


def answered(outcome: Outcome, **more: object) -> Finding:
    """Return another answer of the same rule."""
    return replace(OVERDUE, outcome=outcome, started_on=None, **more)  # type: ignore[arg-type]


def open_ids(db: Database) -> list[str]:
    """Return the ids of the findings that are open."""
    return [finding.id for finding in load_open_findings(db, "rush")]


def test_a_first_judgement_is_stored_with_its_verdicts_and_findings(db: Database) -> None:
    assert save_assessment(db, judged(OVERDUE), WATCH)
    with db.read() as connection:
        stored = connection.execute(select(ASSESSMENT)).one()
        verdict = connection.execute(select(VERDICT)).one()
    assert ("rush", NOW, "m1") == (stored.project, stored.as_of, stored.method)
    assert 420 == json.loads(stored.document)["findings"][0]["headline"]["values"]["wait_days"]
    assert ("all", 1, '["release_overdue"]') == (verdict.watchlist, verdict.level, verdict.because)
    (finding,) = load_open_findings(db, "rush")
    assert (OVERDUE.id_in("rush"), "release_overdue", date(2026, 1, 1), NOW) == (
        finding.id,
        finding.rule,
        finding.started_on,
        finding.first_seen_at,
    )


@pytest.mark.parametrize(
    "again",
    [
        judged(OVERDUE),
        judged(OVERDUE, as_of=NOW + DAY),
        judged(OVERDUE, picture=Picture(releases=(ReleaseMark(date(2026, 1, 1), "1", is_prerelease=False),))),
    ],
)
def test_the_same_judgement_later_writes_nothing(db: Database, again: Assessment) -> None:
    save_assessment(db, judged(OVERDUE), WATCH)
    statements: list[str] = []
    event.listen(db.engine, "before_cursor_execute", lambda *arguments: statements.append(arguments[2]))
    assert not save_assessment(db, again, WATCH)
    assert [] == [statement for statement in statements if not statement.startswith(("SELECT", "BEGIN"))]
    assert "BEGIN IMMEDIATE" not in statements


@pytest.mark.parametrize(
    ("assessment", "verdicts"),
    [
        (judged(OVERDUE), {"all": Verdict(Level.ALERT)}),
        (judged(OVERDUE), WATCH | {"other": Verdict(Level.OK)}),
        (judged(OVERDUE, method="m2"), WATCH),
        (judged(OVERDUE, standing=Standing.QUIET), WATCH),
        (judged(OVERDUE, numbers=KeyNumbers(people_year=2)), WATCH),
        (judged(OVERDUE, coverage=()), WATCH),
        (judged(replace(OVERDUE, headline=Message("overdue", {"wait_days": 421}))), WATCH),
    ],
)
def test_a_judgement_that_says_something_else_is_stored(
    db: Database, assessment: Assessment, verdicts: dict[str, Verdict]
) -> None:
    save_assessment(db, judged(OVERDUE), WATCH)
    assert save_assessment(db, assessment, verdicts)
    assert 2 == rows_in(db)["assessment"]


@pytest.mark.parametrize("outcome", [Outcome.OK, Outcome.NOT_APPLICABLE])
def test_another_answer_clears_a_finding(db: Database, outcome: Outcome) -> None:
    save_assessment(db, judged(OVERDUE), WATCH)
    save_assessment(db, judged(answered(outcome), as_of=NOW + DAY), {})
    assert [] == open_ids(db)
    with db.read() as connection:
        row = connection.execute(select(FINDING)).one()
    assert (NOW, NOW, NOW + DAY) == (row.first_seen_at, row.last_seen_at, row.cleared_at)


def test_unknown_neither_opens_nor_clears(db: Database) -> None:
    save_assessment(db, judged(answered(Outcome.UNKNOWN)), {})
    assert [] == open_ids(db)
    save_assessment(db, judged(OVERDUE, as_of=NOW + DAY), WATCH)
    save_assessment(db, judged(answered(Outcome.UNKNOWN), as_of=NOW + 2 * DAY), {})
    assert [OVERDUE.id_in("rush")] == open_ids(db)


def test_a_rule_that_gives_no_answer_clears_nothing(db: Database) -> None:
    save_assessment(db, judged(OVERDUE), WATCH)
    save_assessment(db, judged(as_of=NOW + DAY), {})
    assert [OVERDUE.id_in("rush")] == open_ids(db)


def test_a_rule_that_a_new_method_no_longer_has_takes_its_findings_with_it(db: Database) -> None:
    save_assessment(db, judged(OVERDUE), WATCH)
    save_assessment(db, judged(as_of=NOW + DAY, method="m2"), {})
    assert [] == open_ids(db)


def test_one_subject_unknown_does_not_keep_another_open(db: Database) -> None:
    one, two = replace(OVERDUE, subject="one"), replace(OVERDUE, subject="two")
    save_assessment(db, judged(one, two), WATCH)
    save_assessment(db, judged(one, answered(Outcome.UNKNOWN, subject="one"), as_of=NOW + DAY), WATCH)
    assert [one.id_in("rush")] == open_ids(db)


def test_a_new_episode_is_a_new_finding(db: Database) -> None:
    later = replace(OVERDUE, started_on=date(2026, 2, 1))
    save_assessment(db, judged(OVERDUE), WATCH)
    save_assessment(db, judged(later, as_of=NOW + DAY), WATCH)
    assert [later.id_in("rush")] == open_ids(db)


def test_a_finding_that_returns_keeps_when_it_was_first_seen(db: Database) -> None:
    for day, answer in enumerate((OVERDUE, answered(Outcome.OK), OVERDUE)):
        save_assessment(db, judged(answer, as_of=NOW + day * DAY), WATCH)
    (finding,) = load_open_findings(db, "rush")
    assert (NOW, NOW + 2 * DAY) == (finding.first_seen_at, finding.last_seen_at)


def test_findings_of_another_project_are_left_alone(db: Database) -> None:
    save_assessment(db, judged(OVERDUE), WATCH)
    save_assessment(db, judged(answered(Outcome.OK), project="other"), {})
    assert [OVERDUE.id_in("rush")] == open_ids(db)


def test_an_error_in_the_middle_stores_no_part_of_a_judgement(db: Database) -> None:
    def refuse(_connection: object, clause: object, *_: object) -> None:
        if getattr(clause, "table", None) is FINDING:
            raise RuntimeError("the lights went out")

    event.listen(db.engine, "before_execute", refuse)
    with pytest.raises(RuntimeError):
        save_assessment(db, judged(OVERDUE), WATCH)
    assert (0, 0) == (rows_in(db)["assessment"], rows_in(db)["verdict"])


def test_the_report_of_a_list_that_was_stored_last_comes_back(db: Database) -> None:
    assert load_last_report(db, "all") is None
    with db.write() as connection:
        for day in range(2):
            at, key, document = NOW + day * DAY, f"2026-03-0{day + 1}", json.dumps({"n": day})
            save_report(connection, StoredReport("all", key, at, NOW, "m1", document, f"/r/{day}.html"))
        save_report(connection, StoredReport("other", "2026-03-09", NOW, NOW, "m1", "{}", ""))
    wanted = StoredReport("all", "2026-03-02", NOW + DAY, NOW, "m1", '{"n": 1}', "/r/1.html")
    assert wanted == load_last_report(db, "all")
    with db.read() as connection:
        assert 3 == len(connection.execute(select(REPORT)).all())
