"""The founding case, day by day: what the report says, to whom it is told and when, and what it never says."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from monitor.model.finding import Level
from monitor.model.report import ProjectLine
from tests.scenarios.founding import FORMERLY, GOODBYE, LEAD, PRESS, RELEASED, THIRD_LEAVES, Founding, founding
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


def heron(scene: Scene) -> ProjectLine:
    return scene.projects["heron"]


def test_before_the_goodbye_nobody_is_told_of_a_departure(watched: dict[str, Scene]) -> None:
    scene = watched["released"]
    assert (Level.WATCH, ()) == (heron(scene).level, scene.alerts)
    # Which of their channels are watched is told at all times.
    assert LEAD not in " ".join(finding.text for finding in heron(scene).findings if finding.rule != "people_heard")


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


@pytest.mark.parametrize("name", SCENES)
def test_no_motive_and_no_rank_stands_in_any_scene(name: str, watched: dict[str, Scene], unwatched: dict[str, Scene]) -> None:
    words = (watched[name].text + unwatched[name].text).casefold()
    assert [] == [word for word in NEVER_SAID if word in words]
