"""The section "Model families": every format tells families, rhythm, licences along the chain, and what nobody tells."""

from __future__ import annotations

from dataclasses import replace

import pytest

from monitor.model.finding import Level
from monitor.model.model_families import ModelRollUp
from monitor.report.document import to_document
from monitor.report.markdown import report_markdown
from monitor.report.model_families import FAMILIES_SHOWN, models_part
from monitor.report.render import render_html, render_text
from tests.report.samples import TODAY, lark, marlin_models, report_on, sample, varied


def test_the_sentences_tell_rhythm_chain_and_hands_with_their_days() -> None:
    assert (
        "7 base models, the last Marlin/Marlin3-235B-A22B on 18 February 2026; the middle one of the last 6 gaps is 92 days, "
        "and the usual window of the next ends on 30 September 2026",
        "Marlin/Marlin3-14B-Chat is under marlin-research, and made from Marlin/Marlin3-14B, which is under apache-2.0",
        "2 models made from models whose licence is not watched here",
        "9 members shown by the hub, 12 people who committed in 12 months and 2 hands that released in 12 months; "
        "who wrote the model cards, and which sizes are promised, no source that we read tells",
    ) == models_part(marlin_models()).said


@pytest.mark.parametrize("render", [render_html, render_text, report_markdown])
def test_every_format_tells_them_with_day_and_source(render) -> None:  # type: ignore[no-untyped-def]
    shown = " ".join(render(report_on(varied())).replace("<!-- -->", "").split())
    for words in ("Model families", "As the hub showed it on 4 March 2026", "https://hub.example/Marlin", "0.6B, 4B, 14B"):
        assert words in shown.replace("https&#58;", "https:")


def test_the_document_holds_them_and_null_for_a_project_without_models() -> None:
    found = {project["key"]: project["models"] for project in to_document(report_on(varied()))["projects"]}
    assert (None, "Marlin3", 4) == (
        found["lark"],
        found["marlin"]["families"][0]["name"],
        found["marlin"]["families"][0]["bases"],
    )


def test_a_project_without_models_has_no_such_section() -> None:
    assert "Model families" not in render_html(report_on([lark()]))


def test_a_house_of_which_little_is_known_says_so() -> None:
    part = models_part(ModelRollUp((), 0, TODAY, ""))
    assert (
        "No base model was seen: only what was made from others",
        "who wrote the model cards, and which sizes are promised, no source that we read tells",
    ) == part.said


def test_older_families_are_counted() -> None:
    whole = marlin_models()
    many = replace(whole, families=whole.families * FAMILIES_SHOWN)
    assert (FAMILIES_SHOWN, FAMILIES_SHOWN) == (len(models_part(many).lines), models_part(many).more)


def test_an_address_in_a_card_is_never_shown() -> None:
    whole = marlin_models()
    poison = replace(whole, families=(replace(whole.families[0], name="ada@lark.example", licences=(("ada@lark.example", 1),)),))
    report = report_on([sample("marlin", "Marlin", Level.WATCH, models=poison)])
    assert "ada@lark.example" not in render_html(report) + render_text(report)
