"""Accessibility of the page, by axe-core in a real browser: nothing may be found, light and dark, wide and narrow.

Needs the extra `browser`, a chromium (`CHROMIUM`, else the one on PATH) and axe-core (`AXE_CORE`, else `node_modules/`).
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from monitor.report.render import render_html
from tests.report.samples import lark, report_on, unseen, varied

ROOT = Path(__file__).parents[2]
AXE = Path(os.environ.get("AXE_CORE", ROOT / "node_modules" / "axe-core" / "axe.min.js"))
CHROMIUM = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser") or ""
QUIET = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-sync"]
RUN = "axe.run(document, {resultTypes: ['violations']}).then(found => found.violations.map(v => v.id + ': ' + v.nodes[0].html))"

sync_api = pytest.importorskip("playwright.sync_api", reason="playwright is not installed (extra: browser)")
pytestmark = [
    pytest.mark.skipif(not CHROMIUM, reason="no chromium on PATH and CHROMIUM is not set"),
    pytest.mark.skipif(not AXE.is_file(), reason="no axe-core: set AXE_CORE or run npm install axe-core in the checkout"),
]


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    with sync_api.sync_playwright() as play:
        opened = play.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        yield opened
        opened.close()


def pages() -> dict[str, str]:
    return {
        "varied": render_html(report_on(varied())),
        "one": render_html(report_on([lark()])),
        "down": render_html(report_on([unseen("petrel", "Petrel"), unseen("tern", "Tern")])),
    }


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 390])
@pytest.mark.parametrize("name", ["varied", "one", "down"])
def test_axe_finds_nothing(browser: Any, name: str, width: int, scheme: str) -> None:
    page = browser.new_page(viewport={"width": width, "height": 900}, color_scheme=scheme)
    page.set_content(pages()[name])
    page.evaluate("document.querySelectorAll('details').forEach(part => { part.open = true })")
    page.evaluate(AXE.read_text(encoding="utf-8"))
    found = page.evaluate(RUN)
    page.close()
    assert [] == found


@pytest.mark.parametrize("width", [1280, 390, 320])
def test_the_page_never_scrolls_sideways(browser: Any, width: int) -> None:
    page = browser.new_page(viewport={"width": width, "height": 900})
    page.set_content(pages()["varied"])
    wide = page.evaluate("document.documentElement.scrollWidth")
    page.close()
    assert width == wide


@pytest.mark.parametrize("width", [1280, 390])
def test_no_text_is_smaller_than_11_pixels(browser: Any, width: int) -> None:
    page = browser.new_page(viewport={"width": width, "height": 900})
    page.set_content(pages()["varied"])
    sizes = page.evaluate("[...document.querySelectorAll('body *')].map(e => parseFloat(getComputedStyle(e).fontSize))")
    page.close()
    assert min(sizes) >= 11
