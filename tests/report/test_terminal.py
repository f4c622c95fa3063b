"""The short table after a run, and one project explained."""

from __future__ import annotations

import io
from dataclasses import replace

import pytest

from monitor.model.finding import Outcome
from monitor.report.terminal import render_explain, terminal_table
from monitor.scoring.sight import said
from tests.report.sample_findings import falling_finding, one_person_finding, overdue_finding
from tests.report.samples import lark, many, report_on, sample, unseen, varied


def printed(report_of: list[object]) -> str:
    out = io.StringIO()
    terminal_table(report_on(report_of), out)  # type: ignore[arg-type]
    return out.getvalue()


def test_the_table_names_every_project_with_its_state() -> None:
    shown = printed([*varied()])
    assert all(words in shown for words in ("[!] alert", "Lark", "[?] unknown", "Petrel", "10 of 11 projects fully seen"))


def test_the_table_has_no_escape_codes_where_it_is_no_terminal() -> None:
    assert "\x1b" not in printed([*varied()])


def test_the_table_stays_short_and_says_how_many_more_there_are() -> None:
    shown = printed([*many(60)])
    assert "and 35 more rows in the report" in shown
    assert len(shown.splitlines()) < 90


def test_a_project_named_like_markup_is_shown_as_it_is() -> None:
    project = unseen("x", "[bold red]x[/]")
    assert "[bold red]x[/]" in printed([project])


def test_explain_gives_every_number_finding_and_source() -> None:
    said = render_explain(report_on([lark()]), "lark")
    for words in (
        "Every number",
        "Every question asked",
        "What clears it:",
        "(E3 observed by us in public data)",
        "What is missing",
    ):
        assert words in said


def test_explain_says_what_is_missing() -> None:
    assert "- commits from git: could not be reached https://code.example/petrel" in render_explain(
        report_on([unseen("petrel", "Petrel")]), "petrel"
    )


def test_explain_knows_only_projects_of_the_report() -> None:
    with pytest.raises(KeyError):
        render_explain(report_on([lark()]), "heron")


def test_a_family_is_one_row_told_by_the_member_that_needs_eyes_first() -> None:
    shown = printed([*varied()])
    assert 1 == shown.count("(family of ")


def test_questions_that_do_not_apply_for_one_reason_stand_together_behind_it() -> None:
    why = said("view.not_promised", signal="governance")
    idle = [
        replace(one, outcome=Outcome.NOT_APPLICABLE, headline=why) for one in (falling_finding("wren"), overdue_finding("wren"))
    ]
    told = render_explain(report_on([sample("wren", "wren", findings=(*idle, one_person_finding("wren")))]), "wren")
    asked, _, apart = told.partition("Questions that do not apply")
    assert "Is activity falling?" not in asked
    assert "- No source in use shows governance files of what is watched: Is activity falling? Is a release overdue?" in " ".join(
        apart.split()
    )
    assert "Does the work hang on one person? at risk" in asked
