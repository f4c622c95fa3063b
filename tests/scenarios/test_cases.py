"""Every scripted case through the whole street: the right level, the right words, and nothing that we may not say."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from monitor.model.evidence import EvidenceLevel
from monitor.model.finding import Level, Outcome
from monitor.model.report import FindingLine, ProjectLine
from tests.fakes.clock import Clock
from tests.scenarios import case_departures, case_persons, case_projects
from tests.scenarios.cases import Case
from tests.scenarios.tale import TODAY, Tale, told

CASES: tuple[Case, ...] = (*case_departures.BOOK.cases, *case_persons.BOOK.cases, *case_projects.BOOK.cases)
# What counts who works says nothing of anybody that could be wrong.
WHO_WORKS = frozenset({"contributor_absence_factor", "one_releaser"})
WEAK = frozenset({EvidenceLevel.OBSERVED, EvidenceLevel.REPORTED, EvidenceLevel.REACTION})


def at_risk(line: ProjectLine) -> list[FindingLine]:
    return [finding for finding in line.findings if finding.outcome is Outcome.AT_RISK]


@pytest.mark.parametrize("case", CASES, ids=[case.name for case in CASES])
def test_the_report_says_what_is_so_and_nothing_else(case: Case, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    tale = Tale(Clock(TODAY))
    case.script(tale)
    with told(tmp_path, tale, monkeypatch):
        tale.play(TODAY + timedelta(days=case.days), timedelta(days=case.every_days))
        line, text, explained = tale.line(), tale.text(), tale.explained()
    said = [(finding.rule, finding.text) for finding in at_risk(line)]
    assert (case.level, said) == (line.level, said)
    assert [] == [words for words in case.says if words not in f"{text} {explained}"], said
    assert [] == [words for words in case.never if words.casefold() in text.casefold()]
    assert case.alerts == tale.alerts()
    _nobody_wrong(case, line)
    _nothing_above_watch_on_weak_evidence(line)
    _everything_dated_and_sourced(line)


def _nobody_wrong(case: Case, line: ProjectLine) -> None:
    found = [finding for finding in at_risk(line) if finding.rule not in WHO_WORKS]
    people = {name for finding in found for name in finding.people if name[:1].isupper() and " of " not in name}
    assert people <= case.about


def _nothing_above_watch_on_weak_evidence(line: ProjectLine) -> None:
    if line.level is not Level.ALERT:
        return
    reasons = [finding for finding in at_risk(line) if finding.is_reason]
    about_people = [finding for finding in reasons if finding.people]
    weak = [f for f in about_people if f.evidence and all(item.level in WEAK for item in f.evidence)]
    assert weak != reasons


def _everything_dated_and_sourced(line: ProjectLine) -> None:
    for finding in at_risk(line):
        assert finding.evidence, finding.rule
        assert all(item.link and item.at for item in finding.evidence), finding.rule


def test_there_are_at_least_forty_cases() -> None:
    assert len(CASES) >= 40
    assert len(CASES) == len({case.name for case in CASES})
