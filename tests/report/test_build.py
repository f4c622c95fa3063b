"""The first screen, the order of the portfolio, coverage, and who may be named."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from urllib.parse import urlsplit

import jsonschema
import pytest

from monitor.model.assessment import KeyNumbers
from monitor.model.finding import Finding, Level, Outcome, Weight
from monitor.model.limits import DEFAULT_LIMITS
from monitor.model.report import Report
from monitor.model.report_coverage import View
from monitor.model.signals import Coverage, Signal
from monitor.model.target import Impact
from monitor.report.coverage import view_of
from monitor.report.document import to_document
from monitor.report.pages import page_of
from monitor.report.portfolio import RISK
from monitor.report.render import render_html
from tests.report.sample_findings import archived_finding, falling_finding, git, overdue_finding, said
from tests.report.samples import NOW, Sample, failed, lark, many, report_on, sample, seen, unseen, varied

SCHEMA = Path(__file__).parents[2] / "config" / "schema" / "report.schema.json"


def test_the_first_look_counts_and_names_the_gravest() -> None:
    headline = report_on(varied()).headline
    assert headline.startswith(
        "First look at 11 projects: two on alert, one to watch, one unknown and seven ok. Look first at Lark"
    )


def test_with_every_source_down_nothing_is_raised_and_nothing_cleared() -> None:
    report = report_on([unseen(f"p{n}", f"P {n}") for n in range(3)])
    assert "Nothing could be looked at: no source answered. Nothing was raised and nothing was cleared." == report.headline
    assert report.subject.startswith("Mainstay: coverage 0 %")
    assert {Level.ALERT: 0, Level.WATCH: 0, Level.UNKNOWN: 3, Level.OK: 0} == report.counts


def test_where_every_address_leads_nowhere_the_sources_are_not_blamed() -> None:
    lost = report_on([unseen(f"p{n}", f"P {n}", "not_found") for n in range(3)])
    assert lost.headline.startswith("Nothing was found at any address: check what is watched.")
    mixed = report_on([unseen("p", "P", "not_found"), unseen("q", "Q")])
    assert mixed.headline.startswith("Nothing could be looked at: no source answered.")


def test_low_coverage_is_said_in_the_subject_and_in_the_first_sentence() -> None:
    report = report_on([lark(), unseen("petrel", "Petrel")])
    assert report.coverage.is_low
    assert "coverage 67 %" in report.subject
    assert "only 2 of the 3 looks that levels rest on (67 %) were answered" in report.headline


def test_an_empty_list_is_a_report_too() -> None:
    assert "This list watches no project yet." == report_on([]).headline


def test_rows_are_sorted_by_risk_times_impact() -> None:
    rows = report_on(varied()).rows
    assert sorted((RISK[row.level] * row.impact for row in rows), reverse=True) == [row.risk for row in rows]
    assert "Lark" == rows[0].name


def test_a_critical_watch_stands_above_a_low_alert() -> None:
    low = replace(lark(), impact=Impact.LOW)
    watch = sample("marlin", "Marlin", Level.WATCH, impact=Impact.CRITICAL, findings=(falling_finding("marlin"),))
    assert ["Marlin", "Lark"] == [row.name for row in report_on([low, watch]).rows]


def test_a_family_is_one_row_with_its_superseded_members_last() -> None:
    row = next(row for row in report_on(varied()).rows if row.is_family)
    assert ["Kestrel 3", "Kestrel 1", "Kestrel 2"] == [member.name for member in row.members]
    assert "Superseded by Kestrel 3, see the family" == row.members[1].headline


def test_a_quiet_project_is_ok_and_says_quiet() -> None:
    project = next(p for p in report_on(varied()).projects if p.key == "jsonkit")
    assert (Level.OK, "quiet") == (project.level, project.standing_text)
    assert project.headline.startswith("Quiet and steady")


def test_by_default_only_configured_people_are_named() -> None:
    people = report_on([lark()]).projects[0].people
    assert ["Ada Quill", "Mainstay 2 of 2"] == [person.label for person in people]
    assert "Bo Wren" not in json.dumps(to_document(report_on([lark()])))


def test_names_all_shows_the_names_of_public_histories() -> None:
    people = report_on([lark()], names="all").projects[0].people
    assert ["Ada Quill", "Bo Wren"] == [person.label for person in people]


def test_a_fact_is_stamped_with_its_date() -> None:
    stamp = next(p for p in report_on(varied()).projects if p.key == "harbour").stamps[0]
    assert ("deprecated", "2026-02-19") == (stamp.text, str(stamp.on))


def test_one_stamp_is_shown_once_and_again_only_for_another_day() -> None:
    fact = archived_finding("harbour")
    where = [replace(fact.evidence[0], link=f"https://packages.example/{name}") for name in ("one", "two")]
    alike = [replace(fact, subject=item.link, evidence=(item,)) for item in where]
    other = replace(alike[1], started_on=date(2026, 2, 20))
    shown = [
        report_on([sample("x", "x", Level.ALERT, findings=tuple(found))]).projects[0].stamps
        for found in (alike, [alike[0], other])
    ]
    assert [["2026-02-19"], ["2026-02-19", "2026-02-20"]] == [[str(stamp.on) for stamp in stamps] for stamps in shown]
    assert "https://packages.example/one" == shown[0][0].link


def test_where_no_source_shows_work_none_is_said_to_come() -> None:
    looked = (seen(Signal.ADVISORIES, git("petrel"), "osv"),)
    dark = unseen("petrel", "Petrel")
    blind = replace(dark, assessment=replace(dark.assessment, coverage=looked, findings=()))
    project = report_on([blind]).projects[0]
    assert "We cannot say: no source that is on shows commits, packages or models of it" == project.headline
    assert project.todo.startswith("Let a source look that shows whether work goes on")


def test_a_plan_for_the_end_is_no_advice_where_nothing_ends() -> None:
    findings = (overdue_finding("owl"), falling_finding("owl"))
    report = report_on([sample("owl", "owl", Level.ALERT, findings=findings, plan="Fork it.")])
    assert not report.asks[0].text.startswith("Your plan")
    assert "Fork it." == report.projects[0].plan


def test_what_the_reader_can_do_is_in_the_row_the_card_and_the_asks() -> None:
    report = report_on([lark()])
    assert "Your plan: Pin 4.2.0, mirror the repository, and move the exporter to Starling by summer" == report.asks[0].text
    assert "Wait until 20 January 2027: the next release is expected by then" in report.projects[0].actions


def test_nobody_is_told_to_wait_for_years_or_beside_a_fact_that_time_does_not_mend() -> None:
    numbers = KeyNumbers(None, 0, 0, 0, 0, 0, None, "", release_expected_by=date(2026, 4, 1))
    late = replace(numbers, release_expected_by=date(2028, 8, 5))
    advisory = said("advisory_unfixed.none_listed")
    warning = Finding("advisory_unfixed", Outcome.AT_RISK, Weight.WARNING, advisory)
    fact = replace(warning, weight=Weight.FACT)
    told = [
        report_on([sample("x", "x", Level.WATCH, findings=(one,), numbers=known)]).projects[0].actions
        for one, known in ((warning, numbers), (warning, late), (fact, numbers))
    ]
    assert [True, False, False] == [any(action.startswith("Wait until") for action in actions) for actions in told]


def test_when_sources_are_down_the_reader_is_told_what_to_check() -> None:
    ask = report_on([unseen("petrel", "Petrel")]).asks[-1]
    assert ("", "Sources that did not answer") == (ask.project, ask.name)


@pytest.mark.parametrize(
    ("expected", "seen_days_ago", "reason", "is_complete", "is_frozen"),
    [
        (View.FRESH, 1, "", True, False),
        (View.PARTIAL, 1, "", False, False),
        (View.STALE, 15, "", True, False),
        (View.FROZEN, 400, "frozen", True, True),
        (View.FRESH, 1, "", True, True),
        (View.FAILED, 1, "unavailable", True, False),
        (View.FAILED, None, "not_found", False, False),
        (View.NEVER, None, "never_looked", False, False),
    ],
)
def test_each_look_is_fresh_stale_partial_frozen_failed_or_never(
    expected: View, seen_days_ago: int | None, reason: str, is_complete: bool, is_frozen: bool
) -> None:
    until = None if seen_days_ago is None else NOW - timedelta(days=seen_days_ago)
    line = Coverage(Signal.ACTIVITY, git("x"), "git", None, until, is_complete, reason, is_frozen=is_frozen)
    assert expected == view_of(line, NOW, DEFAULT_LIMITS)


def test_a_source_asked_for_many_signals_of_one_address_counts_once() -> None:
    coverage = report_on([lark()]).coverage
    assert (2, 2, 1.0) == (coverage.asked, coverage.answered, coverage.share)


def schema_errors(report: Report) -> list[str]:
    document = json.loads(json.dumps(to_document(report)))
    validator = jsonschema.Draft202012Validator(json.loads(SCHEMA.read_text(encoding="utf-8")))
    return [error.message for error in validator.iter_errors(document)]


@pytest.mark.parametrize("name", ["varied", "empty", "one"])
def test_the_document_keeps_its_published_schema(name: str) -> None:
    samples = {"varied": varied(), "empty": [], "one": [lark()]}[name]
    assert [] == schema_errors(report_on(samples))


def test_the_schema_refuses_what_it_does_not_know() -> None:
    document = to_document(report_on([lark()])) | {"mood": "fine"}
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(document, json.loads(SCHEMA.read_text(encoding="utf-8")))


def test_the_document_writes_moments_in_z_and_unknown_as_null() -> None:
    document = to_document(report_on([unseen("petrel", "Petrel")]))
    project = document["projects"][0]
    assert "2026-03-04T09:00:00Z" == document["created_at"]
    assert (None, None, "unknown") == (project["forecast"], project["numbers"]["active_days_year"], project["level"])


def test_the_same_input_gives_the_same_document() -> None:
    assert to_document(report_on(many(30))) == to_document(report_on(many(30)))


def test_a_failed_look_keeps_the_date_of_the_last_good_one() -> None:
    seen = datetime(2026, 3, 1, tzinfo=UTC)
    line = Coverage(Signal.ACTIVITY, git("x"), "git", None, seen, True, "rate_limited")
    project = report_on([sample("x", "x", coverage=(line,))]).projects[0]
    assert "asked us to come back later; last seen 1 March 2026" == project.sources[0].text


def frozen_copy(key: str) -> Sample:
    frozen = tuple(replace(line, is_frozen=True) for line in (seen(Signal.ACTIVITY, git(key), days_ago=400),))
    return sample(key, key, Level.UNKNOWN, coverage=frozen)


def test_coverage_says_why_projects_were_not_fully_seen() -> None:
    text = report_on(
        [sample("heron", "heron"), frozen_copy("owl"), frozen_copy("finch"), unseen("petrel", "Petrel")]
    ).coverage.text
    assert text.startswith(
        "80 % of 5 looks answered; "
        "1 of 4 projects fully seen (a frozen copy, nothing is known after its date:\u00a02; could not be reached:\u00a01). "
    )


def test_of_many_failing_sources_three_are_named() -> None:
    coverage = tuple(failed(Signal.ACTIVITY, git("owl"), name, "unavailable") for name in ("git", "npm", "osv", "cncf", "apache"))
    text = report_on([sample("owl", "owl", coverage=coverage)]).coverage.text
    assert 3 == text.count("did not answer")
    assert "; 2 more sources in part or not." in text


def test_what_most_failing_sources_say_alike_is_named_with_its_host() -> None:
    text = report_on([unseen(key, key) for key in ("petrel", "owl", "finch")]).coverage.text
    assert text.endswith(f"Main reason: {urlsplit(git('owl')).hostname}: name could not be resolved (3 addresses).")


@pytest.mark.parametrize("reasons", [("unavailable", "not_found"), ("not_found", "unavailable")])
def test_an_address_that_is_wrong_is_said_before_a_source_that_may_come_back(reasons: tuple[str, str]) -> None:
    signals = (Signal.ACTIVITY, Signal.TAGS)
    blind = tuple(failed(signal, git("x"), "git", reason, "") for signal, reason in zip(signals, reasons, strict=True))
    report = report_on([sample("x", "x", Level.UNKNOWN, coverage=blind)])
    assert report.projects[0].actions[0].startswith("Check the address")
    assert "nothing visible there, the address may be wrong" in report.coverage.text


def test_who_follows_is_asked_only_where_nobody_is_named() -> None:
    told = said("statement_of_departure.announced_of_somebody", on=date(2026, 2, 1))
    left = Finding("statement_of_departure", Outcome.AT_RISK, Weight.FACT, told)
    nobody = replace(left, unknowns=(said("statement_of_departure.successor_unknown"),))
    asks, reads = (report_on([sample("x", "x", Level.ALERT, findings=(one,))]).projects[0].todo for one in (nobody, left))
    assert "Ask the steward who owns the roadmap now, and pin the version you use" == asks
    assert "handed over to whom was named" in reads


def test_what_to_do_begins_with_what_no_level_can_be_told_without_and_names_the_address() -> None:
    page = "https://social.example/@ada"
    blind = (failed(Signal.PROFILES, page, "mastodon", "not_found"), failed(Signal.ACTIVITY, git("x"), "git", "access_denied"))
    (project,) = report_on([sample("x", "x", Level.UNKNOWN, coverage=blind)]).projects
    assert f"Check the address {git('x')}, and the token or network rule that it needs" == project.todo
    assert f"Check the address {page}: we never saw anything there" == project.actions[-1]


def test_the_bar_of_coverage_shows_the_share_fully_seen() -> None:
    page = page_of(report_on([sample("heron", "heron"), frozen_copy("owl"), frozen_copy("finch")]))
    assert (33, "part") == (page.coverage_percent, page.coverage_state)


def test_the_bar_of_coverage_is_green_only_where_all_was_seen() -> None:
    page = page_of(report_on([sample("heron", "heron")]))
    assert (100, "on") == (page.coverage_percent, page.coverage_state)


def test_how_many_kinds_make_an_alert_is_said_by_impact() -> None:
    assert "two for critical, high, medium impact; three for low impact" == report_on([lark()]).kinds_for_alert


def test_a_plan_that_ends_with_a_full_stop_gets_no_second_one() -> None:
    stopped = replace(lark(), project=replace(lark().project, plan="Move to Starling."))
    page = render_html(report_on([stopped]))
    assert (True, False) == ("Your plan: Move to Starling." in page, "Starling.." in page)


def test_no_more_than_five_projects_are_asked_of_and_the_rest_is_counted() -> None:
    report = report_on([_named(number) for number in range(8)])
    assert (5, 3) == (len(report.asks), page_of(report).more_asks)


def _named(number: int) -> Sample:
    return sample(f"p{number}", f"P {number}", Level.WATCH, findings=(falling_finding(f"p{number}"),))


def test_what_was_never_seen_is_not_no_longer_visible() -> None:
    report = report_on([unseen("petrel", "Petrel", "not_found")])
    shown = render_html(report)
    assert (True, False) == ("nothing visible there, the address may be wrong" in shown, "no longer visible" in shown)


def test_a_long_plan_is_cut_among_the_asks_and_whole_in_its_card() -> None:
    plan = "Move to Starling, " * 9 + "by summer"
    report = report_on([replace(lark(), project=replace(lark().project, plan=plan))])
    assert (True, plan) == (report.asks[0].text.endswith(" …") and len(report.asks[0].text) <= 120, report.projects[0].plan)
