"""The channel that writes files: three of them, each whole, as often as one likes, and without the names of the forgotten."""

from __future__ import annotations

import stat
from datetime import UTC, datetime
from pathlib import Path

import pytest

from monitor.delivery import files
from monitor.model.errors import DeliveryError
from monitor.model.letter import Outgoing
from monitor.model.outbox import Edition
from monitor.model.rendered import DeliveryContext, Rendered

NOW = datetime(2026, 3, 2, 7, tzinfo=UTC)
PAGE = Rendered("weekly", "weekly-1", "News", "<p>Ada Quill &amp; Co</p>", "Ada Quill\ud800", '{"by": "Ada Quill"}')


def send(folder: Path, body: bytes) -> None:
    """Write the files as a delivery does."""
    files.send(Outgoing("files", body), files.Options(), DeliveryContext(folder, NOW))


def written(folder: Path) -> dict[str, str]:
    return {path.name: path.read_text() for path in sorted(folder.iterdir())}


def test_three_files_are_written_for_their_owner_alone(tmp_path: Path) -> None:
    send(tmp_path / "reports", files.compose(Edition(PAGE)))
    assert {
        "weekly-1.html": "<p>Ada Quill &amp; Co</p>",
        "weekly-1.json": '{"by": "Ada Quill"}',
        "weekly-1.txt": "Ada Quill?",
    } == written(tmp_path / "reports")
    assert {0o600} == {stat.S_IMODE(path.stat().st_mode) for path in (tmp_path / "reports").iterdir()}


def test_writing_again_changes_nothing(tmp_path: Path) -> None:
    body = files.compose(Edition(PAGE))
    send(tmp_path, body)
    before = written(tmp_path)
    send(tmp_path, body)
    assert before == written(tmp_path)


def test_the_same_report_makes_the_same_bytes() -> None:
    assert files.compose(Edition(PAGE)) == files.compose(Edition(PAGE))


def test_a_folder_that_cannot_be_written_is_named_and_tried_again(tmp_path: Path) -> None:
    (tmp_path / "reports").write_text("in the way")
    with pytest.raises(DeliveryError, match="reports") as error:
        send(tmp_path / "reports", files.compose(Edition(PAGE)))
    assert not error.value.permanent


def test_a_forgotten_name_is_withheld_in_every_file(tmp_path: Path) -> None:
    send(tmp_path, files.withhold(files.compose(Edition(PAGE)), ["Ada Quill"]))
    assert [] == [name for name, text in written(tmp_path).items() if "Ada" in text]
    assert "(withheld) &amp; Co" in written(tmp_path)["weekly-1.html"]
