"""Whoever asks to be forgotten is erased from the founding case, byte by byte, and never collected again."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from monitor.pipeline.house import with_forgotten
from monitor.pipeline.privacy import forget_everywhere
from monitor.report.render import render_html
from tests.scenarios.founding import GOODBYE_WORDS, HANDLE, LEAD, SECOND, THIRD_LEAVES, Founding, founding
from tests.scenarios.platforms import did_of

pytestmark = pytest.mark.shared
DAY = timedelta(days=1)
LOGIN, NUMBER = "ilsev", "id-ilsev"
ACCOUNTS = (f"bluesky:{did_of(HANDLE)}", f"huggingface:{NUMBER}")
TRACES = (LEAD, LEAD.rpartition(" ")[2], LOGIN, NUMBER, HANDLE, did_of(HANDLE), GOODBYE_WORDS, GOODBYE_WORDS[6:50])


def traces_in(folder: Path) -> list[tuple[str, str]]:
    """Return which traces stand in which files of the installation: database, outbox, reports; line ends do not count."""
    files = [path for path in sorted(folder.rglob("*")) if path.is_file() and "clones" not in path.parts]
    read = {path.name: b" ".join(path.read_bytes().split()).lower() for path in files}
    return [(name, trace) for name, content in read.items() for trace in TRACES if trace.lower().encode() in content]


def state_of(it: Founding) -> Path:
    return it.stage.house.configuration.state_dir


def test_nothing_is_left_of_who_is_forgotten_and_ten_more_cycles_bring_nothing_back(
    tmp_path: Path, history: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with founding(tmp_path, history, monkeypatch) as it:
        it.play(THIRD_LEAVES + 2 * DAY, DAY)
        page = state_of(it) / "reports" / "ml.html"
        page.parent.mkdir(exist_ok=True)
        page.write_text(render_html(it.stage.report), encoding="utf-8")
        assert {"mainstay.db", "ml.html"} == {name for name, _ in traces_in(state_of(it))}
        told = [forget_everywhere(it.stage.house, account).others for account in ACCOUNTS]
        # What else is proven to be theirs is named, so that it can be forgotten as well.
        assert [(ACCOUNTS[1],), ()] == told
        assert [] == traces_in(state_of(it))

        asked = len(it.stage.wire.log)
        # The platforms, and the configuration, still name them.
        it.play(it.stage.clock.now + 10 * DAY, DAY)
        assert [] == traces_in(state_of(it))
        later = [question.url for question in it.stage.wire.log[asked:]]
        assert later
        assert [] == [url for url in later if LOGIN in url.split("/") or HANDLE in url or did_of(HANDLE) in url]
        it.stage.house = with_forgotten(it.stage.house)
        scene = it.stage.scene()
        assert (False, True) == (LEAD in scene.text, SECOND in scene.text)
