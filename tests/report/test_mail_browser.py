"""Mails in a real browser: accessible in light and dark, on a desk and on a phone, and never wider than their window.

Needs what `test_axe.py` needs, and skips as it does.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from tests.report.mails import letters
from tests.report.test_axe import AXE, CHROMIUM, QUIET, pytestmark, sync_api

__all__ = ["pytestmark"]
# A mail is shown inside of a page that has these landmarks; one of its own would be a second.
LANDMARKS = "{'landmark-one-main': {enabled: false}, region: {enabled: false}}"
RUN = (
    f"axe.run(document, {{resultTypes: ['violations'], rules: {LANDMARKS}}})"
    ".then(found => found.violations.map(v => v.id + ': ' + v.nodes[0].html))"
)
NAMES = ("news", "first", "calm", "down", "alert", "alerts")


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    with sync_api.sync_playwright() as play:
        opened = play.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        yield opened
        opened.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [640, 390])
@pytest.mark.parametrize("name", NAMES)
def test_axe_finds_nothing(browser: Any, name: str, width: int, scheme: str) -> None:
    page = browser.new_page(viewport={"width": width, "height": 900}, color_scheme=scheme)
    page.set_content(letters()[name].html)
    page.evaluate(AXE.read_text(encoding="utf-8"))
    found = page.evaluate(RUN)
    page.close()
    assert [] == found


@pytest.mark.parametrize("width", [640, 390, 320])
@pytest.mark.parametrize("name", [*NAMES, "grave"])
def test_no_mail_scrolls_sideways(browser: Any, name: str, width: int) -> None:
    page = browser.new_page(viewport={"width": width, "height": 900})
    page.set_content(letters()[name].html)
    wide = page.evaluate("document.documentElement.scrollWidth")
    page.close()
    assert width == wide


def test_the_sheet_is_600_pixels_wide_on_a_desk(browser: Any) -> None:
    page = browser.new_page(viewport={"width": 1280, "height": 900})
    page.set_content(letters()["news"].html)
    wide = page.evaluate("document.querySelector('.sheet').getBoundingClientRect().width")
    page.close()
    assert 600 == wide


def test_a_mail_asks_for_nothing_from_anywhere(browser: Any) -> None:
    page = browser.new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.set_content(letters()["hundred"].html, wait_until="networkidle")
    page.close()
    assert [] == asked
