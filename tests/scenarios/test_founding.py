"""The founding case, day by day: what the report says, to whom it is told and when, and what it never says."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from monitor.model.evidence import EvidenceLevel
from monitor.model.finding import Level
from monitor.model.report import ProjectLine
from monitor.pipeline.notes import SeenElsewhere, file_note
from tests.scenarios.founding import (
    FORMERLY,
    GOODBYE,
    GOODBYE_WORDS,
    LEAD,
    PRESS,
    RELEASED,
    SECOND,
    THIRD,
    THIRD_LEAVES,
    UNREAD_LINK,
    Founding,
    founding,
)
from tests.scenarios.stage import Scene

pytestmark = pytest.mark.shared
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
RULE = "statement_of_departure"
# Words that would tell why somebody left, how they feel, or how good they are.
NEVER_SAID = ("because she", "because he", "unhappy", "conflict", "fired", "poached", "best engineer", "top contributor")
SCENES: dict[str, tuple[datetime, timedelta]] = {
    "released": (RELEASED + 12 * HOUR, 6 * HOUR),
    "eve": (GOODBYE - 2 * HOUR, 6 * HOUR),
    "goodbye": (GOODBYE + 2 * HOUR, HOUR / 2),
    "press": (PRESS + DAY, 6 * HOUR),
    "second": (FORMERLY + 2 * DAY, 6 * HOUR),
    "third": (THIRD_LEAVES + 2 * DAY, 6 * HOUR),
}


def scenes_of(it: Founding) -> dict[str, Scene]:
    """Play the story and return what was seen at the end of each scene."""
    found = {}
    for name, (until, every) in SCENES.items():
        it.play(until, every)
        found[name] = it.stage.scene()
    return found


@pytest.fixture(scope="module")
def watched(tmp_path_factory: pytest.TempPathFactory, history: Path) -> Iterator[dict[str, Scene]]:
    """Return the scenes of the story whose lead speaks on a channel that is watched."""
    with pytest.MonkeyPatch.context() as patch, founding(tmp_path_factory.mktemp("watched"), history, patch) as it:
        yield scenes_of(it)


@pytest.fixture(scope="module")
def unwatched(tmp_path_factory: pytest.TempPathFactory, history: Path) -> Iterator[dict[str, Scene]]:
    """Return the scenes of the story whose lead speaks where nobody of us looks."""
    folder = tmp_path_factory.mktemp("unwatched")
    with pytest.MonkeyPatch.context() as patch, founding(folder, history, patch, is_watched=False) as it:
        yield scenes_of(it)


@pytest.fixture(scope="module")
def unread(tmp_path_factory: pytest.TempPathFactory, history: Path) -> Iterator[Founding]:
    """Yield the story, a day after the press, whose lead speaks on a page that is known and that nobody of us may read."""
    folder = tmp_path_factory.mktemp("unread")
    with pytest.MonkeyPatch.context() as patch, founding(folder, history, patch, is_unread=True) as it:
        it.play(PRESS + DAY)
        yield it


def heron(scene: Scene) -> ProjectLine:
    return scene.projects["heron"]


def test_before_the_goodbye_nobody_is_told_of_a_departure(watched: dict[str, Scene]) -> None:
    scene = watched["released"]
    assert (Level.WATCH, ()) == (heron(scene).level, scene.alerts)
    assert LEAD not in " ".join(finding.text for finding in heron(scene).findings)


def test_the_goodbye_on_a_watched_channel_is_told_within_an_hour(watched: dict[str, Scene]) -> None:
    told_at, body = watched["goodbye"].alerts[0]
    assert told_at - GOODBYE <= HOUR
    assert f"A departure of {LEAD} was announced on 4 March 2026" in " ".join(body.split())


def test_the_lead_s_departure_is_told_once_and_not_again_with_each_echo(watched: dict[str, Scene]) -> None:
    assert [1, 1] == [len(watched[name].alerts) for name in ("goodbye", "press")]
    assert Level.ALERT == heron(watched["press"]).level


def test_the_press_alone_is_worth_a_look_and_no_more(unwatched: dict[str, Scene]) -> None:
    scene = unwatched["press"]
    assert (Level.WATCH, ()) == (heron(scene).level, scene.alerts)
    said = next(finding for finding in heron(scene).findings if finding.rule == RULE)
    assert "neither the person nor the project has said so in the sources watched" in said.text


def test_press_that_quotes_and_links_the_lead_s_own_post_is_enough(unread: Founding) -> None:
    scene = unread.stage.scene()
    assert (Level.ALERT, 1) == (heron(scene).level, len(scene.alerts))
    assert f"A departure of {LEAD} was announced on 5 March 2026" in scene.text


def test_what_a_human_saw_and_filed_is_enough(tmp_path: Path, history: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with founding(tmp_path, history, monkeypatch, is_watched=False, has_press=False) as it:
        it.play(GOODBYE + DAY)
        assert () == it.stage.scene().alerts
        said = GOODBYE.replace(hour=0, minute=0)
        file_note(it.stage.house, "heron", SeenElsewhere(UNREAD_LINK, GOODBYE_WORDS, LEAD, said, EvidenceLevel.ANNOUNCED))
        it.play(GOODBYE + 2 * DAY)
        assert (Level.ALERT, 1) == (heron(it.stage.scene()).level, len(it.stage.scene().alerts))
        assert "filed by hand" in it.stage.scene().text


def test_the_second_and_the_third_are_told_with_dates_and_as_a_cluster(watched: dict[str, Scene]) -> None:
    line = heron(watched["third"])
    said = {finding.rule: finding.text for finding in line.findings}
    texts = " ".join(finding.text for finding in line.findings)
    assert f"The public profile of {SECOND} says “formerly” of the organisation" in texts
    assert f"{THIRD} is no longer shown among the public members of the organisation" in texts
    assert said["departures_cluster"].startswith("Signs of the departure of 3 of ")


def test_a_departure_two_days_after_a_release_is_context_that_concludes_nothing(watched: dict[str, Scene]) -> None:
    found = [finding for finding in heron(watched["press"]).findings if finding.rule == "departure_after_release"]
    assert ["context"] == [finding.weight.value for finding in found if LEAD in finding.text]


@pytest.mark.parametrize("name", SCENES)
def test_no_motive_and_no_rank_stands_in_any_scene(name: str, watched: dict[str, Scene], unwatched: dict[str, Scene]) -> None:
    words = (watched[name].text + unwatched[name].text).casefold()
    assert [] == [word for word in NEVER_SAID if word in words]
