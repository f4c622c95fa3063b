"""Situations in reports: what is new leads, every format tells the same, what we cannot see is held, and decisions are kept."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from datetime import date, timedelta
from io import StringIO

import jsonschema
import pytest

from monitor.model.alerts import Silence, Silencing
from monitor.model.assessment import Standing
from monitor.model.decisions import Choice, Decision
from monitor.model.finding import Finding, Level, Outcome, Weight
from monitor.model.letter import Circumstances
from monitor.model.limits import DEFAULT_LIMITS
from monitor.model.own_house import OwnHouse
from monitor.model.report import PreviousReport, Report
from monitor.model.report_situation import SituationNews
from monitor.model.signals import Signal
from monitor.model.situation import CRITERIA, Situation, SituationKind, SituationState
from monitor.report import english_situations
from monitor.report.decisions import CHOICES
from monitor.report.document import to_document
from monitor.report.mail import report_letter
from monitor.report.markdown import report_markdown
from monitor.report.render import render_html, render_text
from monitor.report.situations import RULES_OF, WORDS
from monitor.report.terminal import render_explain, terminal_table
from monitor.scoring.situations.messages import MESSAGES
from tests.report.sample_findings import archived_finding, falling_finding, said, unseen_finding
from tests.report.sample_situations import cooling, former, goodbye, lark_history, louder, told
from tests.report.samples import NOW, Sample, lark, report_on, sample, varied
from tests.report.test_build import SCHEMA

FIELD = re.compile(r"\{(\w+)")
AROUND = Circumstances()


def last(samples: list[Sample]) -> PreviousReport:
    return PreviousReport(json.loads(json.dumps(to_document(report_on(samples)))), NOW - timedelta(days=7))


def opened() -> tuple[Situation, ...]:
    return told(lark_history(goodbye()))


def since(before: tuple[Situation, ...], now: tuple[Situation, ...]) -> Report:
    """Return the report on Lark with the situations `now`, after one with those `before`."""
    return report_on([lark(now)], previous=last([lark(before)]))


def formats(report: Report) -> dict[str, str]:
    letter = report_letter(report, AROUND)
    made = {
        "page": re.sub(r"<[^>]*>", " ", render_html(report)),
        "text": render_text(report),
        "markdown": report_markdown(report),
        "mail": re.sub(r"<[^>]*>", " ", letter.html),
        "mail text": letter.text,
        "document": json.dumps(to_document(report), ensure_ascii=False),
    }
    return {name: " ".join(text.replace("<!-- -->", "").split()) for name, text in made.items()}


def test_every_code_that_a_situation_publishes_has_words_of_its_values() -> None:
    assert set(MESSAGES) == set(english_situations.MESSAGES)
    for code, values in MESSAGES.items():
        assert (code, set()) == (code, set(FIELD.findall(english_situations.MESSAGES[code])) - set(values))


def test_every_kind_state_and_criterion_has_words() -> None:
    assert set(SituationKind) == set(english_situations.KINDS) == set(RULES_OF) | {SituationKind.DEPARTURE, SituationKind.DEATH}
    assert set(SituationState) == set(english_situations.STATES)
    assert {one.code for one in CRITERIA} == set(english_situations.CRITERIA)
    assert set(Choice) == set(CHOICES)
    assert set(MESSAGES) <= set(WORDS)


def test_a_new_situation_leads_headline_and_subject() -> None:
    report = since((), opened())
    assert [SituationNews.NEW] == [line.change for line in report.situations]
    expected = "One situation changed: Lark: a departure of Ada Quill was announced on 11 February 2026 (new)."
    assert report.headline.startswith(expected)
    assert "Mainstay: 1 situation, 1 alert (ml-platform)" == report.subject


def test_a_louder_one_says_why_and_what_was_settled() -> None:
    (line,) = since(opened(), louder()).situations
    assert SituationNews.MOVED == line.change
    assert ("Louder, was open: another departure on 20 February 2026", "Settled: Has anybody else left?") == line.news


def test_a_cooling_one_is_news_and_an_unchanged_one_is_not() -> None:
    report = since(opened(), cooling())
    assert "Lark is cooling: a successor is named since 11 February 2026" in report.headline
    again = since(opened(), opened())
    assert [SituationNews.NOTHING] == [line.change for line in again.situations]
    assert again.headline.startswith("Nothing changed since")


def test_the_first_report_tells_situations_and_calls_none_of_them_new() -> None:
    report = report_on([lark()])
    assert [SituationNews.NOTHING] == [line.change for line in report.situations]
    assert "Situations" in render_html(report)


def closed() -> tuple[Situation, ...]:
    now = NOW + timedelta(days=100)
    return told(lark_history(goodbye("p-one"), now=now, after=(20, 50, 80, 110)), now)


def test_a_closing_is_told_with_its_summary() -> None:
    (line,) = since(cooling(), closed()).situations
    assert (SituationState.CLOSED, SituationNews.MOVED) == (line.state, line.change)
    assert line.summary.startswith("Opened on 11 February 2026, closed on 12 May 2026 after 90 days; ")


def test_one_that_was_closed_before_anybody_was_told_is_no_news() -> None:
    assert [SituationNews.NOTHING] == [line.change for line in since((), closed()).situations]


def silence(findings: tuple[Finding, ...]) -> Sample:
    return sample("heron", "heron", Level.WATCH, findings=findings)


def test_what_nothing_tells_any_more_is_closed_and_what_we_could_not_see_is_held() -> None:
    one = replace(opened()[0], project="heron", kind=SituationKind.SILENCE, subject="activity")
    before = last([sample("heron", "heron", situations=(one,))])
    gone = report_on([silence((falling_finding("heron"),))], previous=before).situations[0]
    assert (SituationState.CLOSED, SituationNews.GONE, True) == (gone.state, gone.change, gone.is_changed)
    blind = (unseen_finding("project_silent", Signal.ACTIVITY),)
    held = report_on([silence(blind)], previous=before).situations[0]
    assert (one.id, SituationState.OPEN, SituationNews.HELD, False) == (held.id, held.state, held.change, held.is_changed)


@pytest.mark.parametrize("name", ["page", "text", "markdown", "mail", "mail text", "document"])
def test_every_format_tells_title_reason_act_question_and_what_would_settle_it(name: str) -> None:
    shown = formats(since(opened(), louder()))[name]
    for words in (
        "A departure of Ada Quill was announced on 11 February 2026; 1 further departure since",
        "another departure on 20 February 2026",
        "Who owns the roadmap?",
        "Downloads of 30 days: 93 % of what they were",
        "A departure of Ada Quill was reported by others",
    ):
        assert (name, words in shown) == (name, True)


def test_the_rest_of_a_mail_is_counted() -> None:
    letter = report_letter(since(opened(), louder()), AROUND)
    assert "and 1 more in the whole report" in letter.text


def test_terminal_and_explain_tell_it_too() -> None:
    report = since(opened(), louder())
    out = StringIO()
    terminal_table(report, out)
    assert "louder: Lark: A departure of Ada Quill was announced" in out.getvalue()
    assert "What we don't know:" in render_explain(report, "lark")


def test_the_document_keeps_its_schema_with_situations_and_decisions() -> None:
    report = with_house(OwnHouse(decisions=(decision(),)), [lark(louder())])
    document = json.loads(json.dumps(to_document(report)))
    jsonschema.validate(document, json.loads(SCHEMA.read_text(encoding="utf-8")))
    assert ["louder", 9] == [document["situations"][0]["state"], len(document["situations"][0]["questions"])]


def test_who_is_not_configured_is_told_by_role_and_two_of_one_role_by_letters() -> None:
    stories = told(lark_history(goodbye(), replace(former(), person="p-two"), replace(former(), person="p-three")))
    stories = tuple(replace(one, persons=(*one.persons, "p-two", "p-three")) for one in stories)
    text = render_text(report_on([lark(stories)]))
    assert "maintainer A" in text
    assert "maintainer B" in text
    assert "p-two" not in text


def test_anchors_are_the_same_in_every_report_and_cards_link_to_them() -> None:
    page = render_html(report_on([lark()]))
    assert 'id="p-lark-departure-2026-02-11"' in page
    assert 'href="#p-lark-departure-2026-02-11"' in page


def test_the_method_says_what_moves_a_situation_and_why() -> None:
    report = report_on([lark()])
    assert len(CRITERIA) == len(report.criteria)
    assert ("Cooling: 120 days without a further sign", True) == (report.criteria[8][0], bool(report.criteria[8][1]))


# Decisions and disputes.


def decision(**others: object) -> Decision:
    fields: dict[str, object] = {
        "project": "lark",
        "finding": "",
        "choice": Choice.PIN,
        "owner": "Platform team",
        "reason": "we move in summer",
        "at": NOW - timedelta(days=3),
        "review_on": date(2026, 6, 1),
        **others,
    }
    return Decision(**fields)  # type: ignore[arg-type]


def with_house(house: OwnHouse, samples: list[Sample]) -> Report:
    return report_on(samples, house=house)


def test_every_format_lists_a_decision_with_owner_reason_and_review() -> None:
    report = with_house(OwnHouse(decisions=(decision(),)), varied())
    for name, shown in formats(report).items():
        told_in = "we move in summer" in shown and ("Review on 1 June 2026" in shown or '"review_on": "2026-06-01"' in shown)
        assert (name, True) == (name, told_in)
    expected = (
        "Lark: decided on 1 March 2026 by Platform team to pin the version in use: we move in summer. Review on 1 June 2026"
    )
    assert expected == report.decisions[0].text


def test_a_review_is_due_on_its_day() -> None:
    due = with_house(OwnHouse(decisions=(decision(review_on=NOW.date()),)), varied()).decisions[0]
    assert (True, "The review is due since 4 March 2026" in due.text) == (due.is_due, True)


def test_a_fact_that_came_after_reopens_a_decision() -> None:
    fact = archived_finding("lark")
    project = replace(sample("lark", "Lark", Level.ALERT, findings=(fact,), standing=Standing.ENDED))
    (line,) = with_house(OwnHouse(decisions=(decision(),)), [project]).decisions
    assert "Decided before this was known: " in line.text
    (known,) = with_house(OwnHouse(decisions=(decision(known=(fact.id_in("lark"),)),)), [project]).decisions
    assert () == known.since


def test_a_situation_that_got_louder_after_it_reopens_a_decision_and_a_warning_does_not() -> None:
    early = decision(at=NOW - timedelta(days=15))
    (line,) = with_house(OwnHouse(decisions=(early,)), [lark(louder())]).decisions
    assert ("another departure on 20 February 2026" in line.text, 1) == (True, len(line.since))
    (calm,) = with_house(OwnHouse(decisions=(decision(),)), [lark(louder())]).decisions
    assert () == calm.since


def disputing(finding: str) -> OwnHouse:
    silence = Silence(finding, Silencing.DISPUTED, "Ops", "they moved house", NOW, NOW + timedelta(days=90))
    return OwnHouse(silences={finding: silence})


def test_a_dispute_changes_the_text_at_once_in_every_format() -> None:
    finding = falling_finding("heron")
    report = with_house(disputing(finding.id_in("heron")), [silence((finding,))])
    assert report.projects[0].headline.startswith("Disputed: 6 active days")
    for name, shown in formats(report).items():
        if name not in {"mail", "mail text"}:
            assert (name, True) == (name, "Disputed by Ops on 4 March 2026: they moved house" in shown)
        assert (name, True) == (name, "Disputed: 6 active days" in shown)


@pytest.mark.parametrize(
    ("kind", "words"),
    [
        (Silencing.ACKNOWLEDGED, "Acknowledged by Ops on 4 March 2026 until 2 June 2026: our own fork"),
        (Silencing.SNOOZED, "Snoozed by Ops on 4 March 2026 until 2 June 2026: our own fork"),
    ],
)
def test_an_answered_finding_says_so_where_it_stands_and_keeps_its_headline(kind: Silencing, words: str) -> None:
    finding = falling_finding("heron")
    answer = Silence(finding.id_in("heron"), kind, "Ops", "our own fork", NOW, NOW + timedelta(days=90))
    report = with_house(OwnHouse(silences={answer.finding: answer}), [silence((finding,))])
    assert report.projects[0].headline.startswith("6 active days")
    for name, shown in formats(report).items():
        if name not in {"mail", "mail text", "document"}:
            assert (name, True) == (name, words in shown)


def test_what_is_decided_is_not_asked_again_before_its_review() -> None:
    report = with_house(OwnHouse(decisions=(decision(),)), [lark()])
    ask = report.asks[0]
    assert "Decided: pin the version in use (Platform team). Nothing now; the review is on 1 June 2026" == ask.text
    assert ask.text == report.rows[0].members[0].todo
    (due, *_) = with_house(OwnHouse(decisions=(decision(review_on=NOW.date()),)), [lark()]).asks
    assert not due.text.startswith("Decided")


def test_a_headline_rests_on_what_nobody_disputes() -> None:
    falling, other = falling_finding("heron"), archived_finding("heron")
    report = with_house(disputing(falling.id_in("heron")), [sample("heron", "heron", Level.ALERT, findings=(falling, other))])
    assert "deprecated" in report.projects[0].headline


def test_a_dispute_of_what_is_not_so_any_more_says_nothing() -> None:
    finding = Finding("activity_falling", Outcome.OK, Weight.WARNING, said("activity_falling.falling", active_days=1))
    report = with_house(disputing(finding.id_in("heron")), [sample("heron", "heron", findings=(finding,))])
    assert "" == report.projects[0].findings[0].disputed


def test_limits_name_every_threshold_of_situations() -> None:
    named = {line.key for line in report_on([lark()]).limits}
    assert {name for name in vars(type(DEFAULT_LIMITS)) if name.startswith("situation_")} <= named
