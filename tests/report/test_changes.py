"""Since the last report: what is news, what is not, and what unknown may never do."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

import pytest

from monitor.model.assessment import Standing, Verdict
from monitor.model.finding import Finding, Level, Outcome
from monitor.model.report import ChangeKind, PreviousReport, Report
from monitor.model.signals import Signal
from monitor.model.target import Impact
from monitor.report.document import to_document
from tests.report.sample_findings import falling_finding, one_person_finding, overdue_finding, unseen_finding
from tests.report.samples import NOW, Sample, lark, report_on, sample, unseen


def last(samples: Sequence[Sample], previous: PreviousReport | None = None) -> PreviousReport:
    document = json.loads(json.dumps(to_document(report_on(samples, previous=previous))))
    return PreviousReport(document, NOW - timedelta(days=7))


def kinds(report: Report) -> list[ChangeKind]:
    return [change.kind for change in report.changes]


def watch(key: str = "heron") -> Sample:
    return sample(key, key, Level.WATCH, findings=(falling_finding(key),))


def blind(key: str = "heron") -> Sample:
    """The project of `watch`, at a time when its source does not answer."""
    dark = unseen(key, key)
    return replace(dark, assessment=replace(dark.assessment, findings=(unseen_finding("activity_falling", Signal.ACTIVITY),)))


def test_the_first_report_is_a_baseline_without_changes() -> None:
    report = report_on([lark()])
    assert report.is_baseline
    assert () == report.changes
    assert "First look: this is the baseline, there is nothing to compare with." == report.comparison


def test_the_same_report_again_has_no_changes() -> None:
    report = report_on([lark(), watch()], previous=last([lark(), watch()]))
    assert [] == kinds(report)
    assert report.headline.startswith("Nothing changed since 25 February 2026")


def test_a_higher_level_is_worse_and_says_the_reason() -> None:
    report = report_on([watch()], previous=last([sample("heron", "heron")]))
    assert [ChangeKind.WORSE] == kinds(report)
    assert "6 active days" in report.changes[0].text
    assert Level.OK == report.changes[0].was


def test_a_lower_level_is_better_and_says_what_is_no_longer_so() -> None:
    calm = sample("heron", "heron", findings=(replace(falling_finding("heron"), outcome=Outcome.OK),))
    report = report_on([calm], previous=last([watch()]))
    assert [ChangeKind.BETTER] == kinds(report)
    assert report.changes[0].text.startswith("no longer so: 6 active days")


def test_a_new_warning_at_the_same_level_is_added() -> None:
    now = lark()
    before = replace(now, assessment=replace(now.assessment, findings=now.assessment.findings[1:]))
    assert [ChangeKind.ADDED] == kinds(report_on([now], previous=last([before])))


def test_what_no_report_could_judge_and_turns_out_to_need_somebody_leads_the_report() -> None:
    first = report_on([watch()], previous=last([unseen("heron", "heron")]))
    assert [ChangeKind.SEEN] == kinds(first)
    assert first.headline.startswith("One of 1 project changed: heron can be judged now, to watch: ")
    assert "1 change" in first.subject


def test_what_no_report_could_judge_and_is_well_is_no_news() -> None:
    first = report_on([sample("heron", "heron")], previous=last([unseen("heron", "heron")]))
    assert [ChangeKind.SEEN] == kinds(first)
    assert "Nothing changed" in first.headline


def test_what_comes_back_into_sight_as_it_was_is_no_news() -> None:
    seen = last([watch()])
    again = report_on([watch()], previous=last([blind()], previous=seen))
    assert ([ChangeKind.SEEN], True) == (kinds(again), "Nothing changed" in again.headline)


def test_context_alone_is_no_news() -> None:
    now = sample("heron", "heron", findings=(one_person_finding("heron"),))
    assert [] == kinds(report_on([now], previous=last([sample("heron", "heron")])))


def test_a_warning_that_is_judged_otherwise_at_the_same_level_is_cleared() -> None:
    before = lark()
    fewer = (replace(before.assessment.findings[0], outcome=Outcome.OK), *before.assessment.findings[1:])
    now = replace(before, assessment=replace(before.assessment, findings=fewer))
    assert [ChangeKind.CLEARED] == kinds(report_on([now], previous=last([before])))


def test_unknown_never_clears_what_was_open() -> None:
    report = report_on([blind()], previous=last([watch()]))
    assert [ChangeKind.UNSEEN] == kinds(report)
    assert "one open finding is held, not cleared" in report.changes[0].text
    assert 1 == len(report.held_back)


def test_what_was_held_open_is_no_news_when_it_is_seen_again() -> None:
    held = last([blind()], last([watch()]))
    report = report_on([watch()], previous=held)
    assert [ChangeKind.SEEN] == kinds(report)
    assert report.headline.startswith("Nothing changed")


def test_what_came_to_light_behind_a_blind_spot_is_worse_than_the_last_known_level() -> None:
    held = last([blind()], last([sample("heron", "heron")]))
    assert [ChangeKind.WORSE] == kinds(report_on([watch()], previous=held))


def test_two_blind_reports_in_a_row_say_nothing_new() -> None:
    assert [] == kinds(report_on([blind()], previous=last([blind()], last([watch()]))))


def test_projects_put_on_and_taken_off_the_list_are_said() -> None:
    report = report_on([watch("new")], previous=last([watch("old")]))
    assert [ChangeKind.WATCHED, ChangeKind.REMOVED] == kinds(report)


def test_a_new_method_is_a_new_baseline_and_no_news() -> None:
    report = report_on([watch()], previous=last([sample("heron", "heron")]), method="2")
    assert [] == kinds(report)
    assert "The method changed from 1 to 2" in report.comparison


@pytest.mark.parametrize(
    "document",
    [
        {},
        {"schema": "mainstay.report/9", "projects": []},
        {"schema": "mainstay.report/1", "projects": 7},
        {"schema": "mainstay.report/1", "method": "1", "projects": [None, 3, {"key": 4}, {"key": "heron", "level": "purple"}]},
        {
            "schema": "mainstay.report/1",
            "method": "1",
            "projects": [{"key": "heron", "level": "ok", "findings": [None], "held_open": 1}],
        },
    ],
)
def test_a_broken_last_document_never_stops_a_report(document: dict[str, object]) -> None:
    report = report_on([watch()], previous=PreviousReport(document, NOW))
    assert "heron" == report.projects[0].name


def test_a_superseded_project_brings_no_new_warnings() -> None:
    before = sample("kestrel-2", "Kestrel 2", standing=lark().assessment.standing)
    now = replace(
        before, assessment=replace(watch("kestrel-2").assessment, standing=Standing.SUPERSEDED), verdict=Verdict(Level.OK)
    )
    assert [] == kinds(report_on([now], previous=last([before])))


def test_what_was_made_on_the_same_day_is_named_with_its_hour() -> None:
    document = to_document(report_on([lark()]))
    report = report_on([lark()], previous=PreviousReport(document, NOW - timedelta(hours=2)))
    assert report.headline.startswith("Nothing changed since 4 March 2026, 08:00 CET:")
    assert "Compared with the report of 4 March 2026, 08:00 CET." == report.comparison


def test_the_headline_names_first_what_matters_most() -> None:
    def two(level: Level, findings: tuple[Finding, ...]) -> list[Sample]:
        given = (("auk", Impact.MEDIUM), ("owl", Impact.CRITICAL))
        return [sample(key, key, level, impact=impact, findings=findings) for key, impact in given]

    report = report_on(two(Level.WATCH, (overdue_finding("owl"),)), previous=last(two(Level.OK, ())))
    assert "Two of 2 projects changed: owl is now to watch" in report.headline
    assert ["owl", "auk"] == [change.project for change in report.changes if change.kind == ChangeKind.WORSE]
