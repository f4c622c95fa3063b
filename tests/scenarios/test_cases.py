"""Every scripted case through the whole street: the right level, the right words, and nothing that we may not say."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from monitor.model.report import Report
from monitor.report.document import to_document
from monitor.report.render import render_text
from monitor.report.terminal import render_explain
from monitor.store.canonical import canonical_json
from tests.fakes.clock import Clock
from tests.scenarios import case_departures, case_names, case_persons, case_projects, case_records, checks
from tests.scenarios.cases import Case
from tests.scenarios.tale import ADA, BEN, CYD, TODAY, Tale, told, told_again

BOOKS = (case_departures.BOOK, case_records.BOOK, case_persons.BOOK, case_names.BOOK, case_projects.BOOK)
CASES: tuple[Case, ...] = tuple(case for book in BOOKS for case in book.cases)
EVERYBODY = (ADA, BEN, CYD)


@pytest.mark.parametrize("case", CASES, ids=[case.name for case in CASES])
def test_the_report_says_what_is_so_and_nothing_else(case: Case, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    tale = Tale(Clock(TODAY))
    case.script(tale)
    with told(tmp_path, tale, monkeypatch):
        tale.play(TODAY + timedelta(days=case.days), timedelta(days=case.every_days))
        report, assessment = tale.report(), tale.assessment()
        _says_what_is_so(case, report, tale.alerts())
        _nothing_unsaid_is_said(case, report, [body.decode() for _, body in tale.post.taken])
        assert [] == checks.wrong_people(report.projects[0], EVERYBODY, case.about)
        assert not checks.loud_on_weak_evidence(assessment)
        _everything_dated_and_sourced(report)
        before = canonical_json([assessment, to_document(report)])
    with told_again(tmp_path, tale) as again:
        assert before == canonical_json([again.assessment(), to_document(again.report())])


def _says_what_is_so(case: Case, report: Report, alerts: int) -> None:
    line, text = report.projects[0], even(render_text(report))
    said = [(finding.rule, finding.text) for finding in checks.at_risk(line)]
    assert (case.level, said) == (line.level, said)
    assert [] == [words for words in case.says if words not in f"{text} {even(render_explain(report, 'lark'))}"], said
    assert [] == [words for words in case.never if words.casefold() in text.casefold()]
    assert case.alerts == alerts


def even(text: str) -> str:
    """Return a text with its white space made even."""
    return " ".join(text.split())


def _nothing_unsaid_is_said(case: Case, report: Report, messages: list[str]) -> None:
    if case.nowhere:
        told_to_people = {**checks.formats(report), "explain": render_explain(report, "lark")}
        told_to_people |= {f"message {place}": body for place, body in enumerate(messages)}
        for name, text in told_to_people.items():
            assert [] == [words for words in case.nowhere if words.casefold() in even(text).casefold()], name


def _everything_dated_and_sourced(report: Report) -> None:
    assert [] == list(checks.unsourced_facts(to_document(report)))
    for name, text in checks.formats(report).items():
        if name != "json":
            assert [] == list(checks.unsourced_lines(text, EVERYBODY)), name


def test_there_are_enough_cases_each_with_a_name_of_its_own() -> None:
    assert len(CASES) >= 47
    assert len(CASES) == len({case.name for case in CASES})
