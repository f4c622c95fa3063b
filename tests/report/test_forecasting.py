"""The section "Forecast": every format tells probability, band, horizon, reasons and record, or why there is none."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from monitor.model.letter import Circumstances
from monitor.report.document import to_document
from monitor.report.english_forecast import NONE, NOT_GONE_FEW, NOT_GONE_KNOWN
from monitor.report.english_forecast import REASONS as WORDED
from monitor.report.forecast_text import forecast_text
from monitor.report.forecasting import figure, forecast_part, in_words, track_part
from monitor.report.mail import report_letter
from monitor.report.markdown import report_markdown
from monitor.report.render import render_html, render_text
from monitor.scoring.forecast.specs import REASONS
from tests.report.sample_forecasts import KNOWN, OF_FEW, OF_MANY, TRACK, refused
from tests.report.samples import report_on, sample, varied


def shown(page: str) -> str:
    """Return the words of a page, one blank between them."""
    return " ".join(re.sub(r"<[^>]*>", " ", page).replace("\\", "").split())


@pytest.mark.parametrize(
    ("expected", "chance"),
    [
        ("less than 1 in 100", 0.004),
        ("about 1 in 100", 0.01),
        ("about 1 in 12", 0.08),
        ("about 1 in 10", 0.1),
        ("about 3 in 10", 0.31),
        ("about 9 in 10", 0.9),
        ("more than 9 in 10", 0.97),
    ],
)
def test_a_probability_is_told_as_a_count(expected: str, chance: float) -> None:
    assert expected == in_words(chance)


def test_a_figure_has_its_band_and_a_rare_one_needs_none() -> None:
    assert ("31 % (22–41)", "1 % (0–2)", "under 1 %") == (
        figure(0.31, 0.22, 0.41),
        figure(0.008, 0.004, 0.02),
        figure(0.003, 0, 0.006),
    )


def test_every_reason_that_the_model_gives_has_words() -> None:
    assert set(REASONS) == set(WORDED)


def test_a_reason_tells_its_value_against_a_typical_project_and_half_a_year_ago() -> None:
    stall, gone = forecast_part(OF_MANY, TRACK).chances
    assert (
        "time since the last commit: 61 days (typical: 15 days; six months ago: 12 days)",
        "days with commits in the last 90 days: 2 (typical: 5; six months ago: 9)",
        "age of the history: about 7.9 years (typical: about 4.9 years; six months ago: about 7.4 years)",
    ) == tuple(reason.text for reason in stall.reasons)
    assert "share of active days on weekends: 12 % (typical: 25 %)" == gone.reasons[1].text
    assert (True, True, False) == tuple(reason.is_up for reason in stall.reasons)


def test_the_record_is_that_of_the_forecasts_nearest_to_this_one() -> None:
    stall, gone = forecast_part(OF_MANY, TRACK).chances
    assert "Of 150 forecasts around 31 % on projects the model had not seen, 33 % came true" == stall.record
    assert "Of 150 forecasts around 20 % on projects the model had not seen, 15 % came true" == gone.record
    assert "Of 150 forecasts of under 1 % on" in forecast_part(OF_FEW, TRACK).chances[0].record
    assert "" == forecast_part(OF_MANY, None).chances[0].record


def test_of_fewer_than_three_mainstays_nothing_is_foretold() -> None:
    part = forecast_part(OF_FEW, TRACK)
    assert (["stall"], None) == ([line.code for line in part.chances], part.expected_loss)
    assert NOT_GONE_FEW in part.notes


def test_beside_a_known_departure_no_probability_of_it_is_given() -> None:
    part = forecast_part(KNOWN, TRACK)
    assert (["stall"], True, False) == (
        [line.code for line in part.chances],
        NOT_GONE_KNOWN in part.notes,
        NOT_GONE_FEW in part.notes,
    )


@pytest.mark.parametrize("code", sorted(NONE))
def test_where_none_is_made_the_reason_stands_in_its_place(code: str) -> None:
    part = forecast_part(refused(code), TRACK)
    assert ((), [NONE[code]]) == (part.chances, [part.text, *forecast_text(part)][1:])


def test_an_assessment_without_a_forecast_says_nothing_of_one() -> None:
    assert [] == forecast_text(forecast_part(None, TRACK))


@pytest.mark.parametrize("render", [render_html, render_text, report_markdown])
def test_every_format_tells_band_horizon_reasons_and_record(render) -> None:  # type: ignore[no-untyped-def]
    told = shown(render(report_on(varied())))
    for words in (
        "31 % (22–41)",
        "About 3 in 10 that the work stalls by 4 March 2027",
        "none of the 4 mainstays is at work any more by 4 March 2027",
        "61 days (typical: 15 days; six months ago: 12 days)",
        "Of 150 forecasts around 31 %",
        "About 37 % of the work of the 4 mainstays together",
        "Made on 4 March 2026 from the commits up to that day, by model continuity/test",
        NONE["settled"],
    ):
        assert words in told


def test_the_mail_tells_it_of_every_project_that_has_a_card() -> None:
    letter = report_letter(report_on(varied()), Circumstances())
    told = shown(letter.html)
    assert "Does the work stall within 12 months? 7 % (4–12) About 1 in 14" in told
    assert "7 % (4–12)" in shown(letter.text)


def test_the_page_draws_earlier_forecasts_and_the_record() -> None:
    page = render_html(report_on(varied()))
    assert "A stall within 12 months: 8 % on 9 Dec 2024, 31 % now" in page
    assert "600 forecasts, at most 2 points off in a tenth" in page
    assert "of 150 at 31 %, 33 % came true" in page


def test_few_earlier_forecasts_are_not_drawn() -> None:
    few = replace(OF_MANY, stall=replace(OF_MANY.stall, past=OF_MANY.stall.past[:1]))  # type: ignore[union-attr,type-var]
    assert "A stall within 12 months:" not in render_html(report_on([sample("wren", "wren", forecast=few)]))


def test_the_document_holds_numbers_and_null_where_none_was_asked_for() -> None:
    found = {project["key"]: project["forecast"] for project in to_document(report_on(varied()))["projects"]}
    assert None is found["heron"]
    assert ([], "2026-03-04", None) == (found["harbour"]["chances"], found["harbour"]["made_on"], found["harbour"]["until"])
    stall, gone = found["marlin"]["chances"]
    assert ("stall", 0.31, 0.22, 0.41, 0.12) == tuple(
        stall[k] for k in ("outcome", "probability", "low", "high", "six_months_ago")
    )
    assert (None, 0.37) == (gone["six_months_ago"], found["marlin"]["expected_loss"])


def test_without_a_record_the_note_on_the_method_says_nothing_of_one() -> None:
    assert "" == track_part(None).text
    assert "229 public repositories as they stood from 1 January 2011 to 1 August 2025" in track_part(TRACK).text
