"""The founding case, day by day: what the report says, to whom it is told and when, and what it never says."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from monitor.model.evidence import EvidenceLevel
from monitor.model.finding import Level
from monitor.model.report import ProjectLine
from monitor.model.report_situation import SituationLine
from monitor.model.situation import SituationState
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
SECOND_GOODBYE = datetime(2026, 5, 12, 9, tzinfo=UTC)
RULE = "statement_of_departure"
# Words that would tell why somebody left, how they feel, or how good they are.
NEVER_SAID = ("because she", "because he", "unhappy", "conflict", "fired", "poached", "best engineer", "top contributor")
MONTH = timedelta(days=30)
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


@pytest.fixture(scope="module")
def settled(tmp_path_factory: pytest.TempPathFactory, history: Path) -> Iterator[dict[str, Scene]]:
    """Return the scenes of the ending in which a successor is named and base models come as ever."""
    folder = tmp_path_factory.mktemp("settled")
    with pytest.MonkeyPatch.context() as patch, founding(folder, history, patch) as it:
        it.play(THIRD_LEAVES + 2 * DAY, DAY)
        it.announce_successor(THIRD_LEAVES + 10 * DAY)
        for place, generation in enumerate(("3.6", "3.8")):
            it.release(generation, RELEASED + 2 * MONTH + place * 3 * MONTH)
        yield {name: scene_at(it, THIRD_LEAVES + days * DAY) for name, days in (("named", 14), ("held", 88), ("closed", 104))}


@pytest.fixture(scope="module")
def slipped(tmp_path_factory: pytest.TempPathFactory, history: Path) -> Iterator[dict[str, Scene]]:
    """Return the scenes of the ending in which no base model comes, and another one says goodbye."""
    folder = tmp_path_factory.mktemp("slipped")
    with pytest.MonkeyPatch.context() as patch, founding(folder, history, patch) as it:
        it.play(THIRD_LEAVES + 2 * DAY, DAY)
        it.second_says_goodbye(SECOND_GOODBYE)
        moments = {"quiet": SECOND_GOODBYE - DAY, "goodbye": SECOND_GOODBYE + DAY, "late": datetime(2026, 7, 20, 8, tzinfo=UTC)}
        yield {name: scene_at(it, moment) for name, moment in moments.items()}


def scene_at(it: Founding, moment: datetime) -> Scene:
    it.play(moment, DAY)
    return it.stage.scene()


def story(scene: Scene) -> SituationLine:
    """Return the situation that the lead's departure opened."""
    return next(one for one in heron(scene).situations if LEAD in one.title)


def answered(scene: Scene) -> set[str]:
    return {question.asks for question in story(scene).questions if question.answer}


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


def test_press_that_quotes_and_links_the_lead_s_own_post_is_enough_and_the_gap_in_our_sight_is_said(unread: Founding) -> None:
    scene = unread.stage.scene()
    assert (Level.ALERT, 1) == (heron(scene).level, len(scene.alerts))
    words = f"A departure of {LEAD} was announced on 5 March 2026 in a post of their own, which others quote and link"
    assert words in scene.text
    assert "The post itself was not read: it stands where we do not look" in scene.text


def test_where_nobody_of_the_lead_is_watched_every_report_says_so(unwatched: dict[str, Scene]) -> None:
    said = {finding.text for finding in heron(unwatched["released"]).findings if finding.rule == "people_heard"}
    # Her account on the hub is looked at, and holds no posts.
    assert f"Of {LEAD} we watch 1 page; we do not watch X or LinkedIn for them" in said


def test_what_a_human_saw_and_filed_is_enough(tmp_path: Path, history: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with founding(tmp_path, history, monkeypatch, is_watched=False, has_press=False) as it:
        it.play(GOODBYE + DAY)
        assert () == it.stage.scene().alerts
        said = GOODBYE.replace(hour=0, minute=0)
        seen = SeenElsewhere(UNREAD_LINK, GOODBYE_WORDS, LEAD, said, EvidenceLevel.ANNOUNCED)
        file_note(it.stage.house, "heron", seen)
        it.play(GOODBYE + 2 * DAY)
        assert (Level.ALERT, 1) == (heron(it.stage.scene()).level, len(it.stage.scene().alerts))
        assert "filed by hand" in it.stage.scene().text


def test_the_second_and_the_third_are_told_with_dates_and_as_a_cluster(watched: dict[str, Scene]) -> None:
    second = {finding.text for finding in heron(watched["second"]).findings}
    assert f"The public profile of {SECOND} turned to “formerly”, observed on 6 March 2026" in second
    third = {
        finding.rule: finding
        for finding in heron(watched["third"]).findings
        if THIRD in finding.text or "cluster" in finding.rule
    }
    assert f"{THIRD} is no longer shown as a member of the organisation, recorded on 10 March 2026" == third["departure"].text
    cluster = third["departures_cluster"]
    assert cluster.text.startswith("Signs of the departure of 3 of 5 people between 4 March 2026 and 10 March 2026")
    assert ["E1", "E2", "E3"] == sorted(item.level.value for item in cluster.evidence)


def test_a_departure_two_days_after_a_release_is_context_that_concludes_nothing(watched: dict[str, Scene]) -> None:
    found = [finding for finding in heron(watched["press"]).findings if finding.rule == "departure_after_release"]
    assert ["context"] == [finding.weight.value for finding in found if LEAD in finding.text]


def test_known_unknown_and_what_would_change_it_stand_in_the_situation(watched: dict[str, Scene]) -> None:
    told = story(watched["third"])
    asked = {question.asks: question.answer for question in told.questions}
    assert asked["Has anybody else left?"] is not None
    for open_question in ("Who owns the roadmap?", "Is a successor named?", "Who runs “post-training”?"):
        assert asked[open_question] is None
    assert (SituationState.LOUDER, "another departure on 10 March 2026") == (told.state, told.because)
    assert told.would_change


@pytest.mark.parametrize("name", SCENES)
def test_no_motive_and_no_rank_stands_in_any_scene(name: str, watched: dict[str, Scene], unwatched: dict[str, Scene]) -> None:
    words = (watched[name].text + unwatched[name].text).casefold()
    assert [] == [word for word in NEVER_SAID if word in words]


def test_a_named_successor_answers_questions_and_cools_the_situation(settled: dict[str, Scene]) -> None:
    named = settled["named"]
    assert (SituationState.COOLING, "a successor is named since 19 March 2026") == (story(named).state, story(named).because)
    assert {"Who owns the roadmap?", "Is a successor named?", "Did the project or its steward speak on it?"} <= answered(named)
    assert "We found no named successor" not in named.text


def test_a_rhythm_that_held_is_an_answer_and_the_situation_closes_with_a_summary(settled: dict[str, Scene]) -> None:
    assert {"Does the release rhythm hold?"} <= answered(settled["held"]) - answered(settled["named"])
    closed = story(settled["closed"])
    assert SituationState.CLOSED is closed.state
    assert closed.summary.startswith("Opened on 4 March 2026, closed on 17 June 2026 after 105 days; ")
    # Good news makes no noise between reports.
    assert 1 == len(settled["closed"].alerts)


def test_another_goodbye_makes_it_louder_and_the_mail_says_what_did(slipped: dict[str, Scene]) -> None:
    assert [1, 2] == [len(slipped[name].alerts) for name in ("quiet", "goodbye")]
    told_at, body = slipped["goodbye"].alerts[-1]
    even = " ".join(body.split())
    assert told_at - SECOND_GOODBYE <= DAY
    assert f"A departure of {SECOND} was announced on 12 May 2026" in even
    assert "another departure on 12 May 2026" in even
    assert (SituationState.LOUDER, "another departure on 12 May 2026") == (
        story(slipped["goodbye"]).state,
        story(slipped["goodbye"]).because,
    )


def test_a_pace_that_slips_makes_it_louder_again(slipped: dict[str, Scene]) -> None:
    late = story(slipped["late"])
    assert SituationState.LOUDER is late.state
    assert late.because.endswith("is overdue since 16 July 2026")
    assert "Does the release rhythm hold?" in answered(slipped["late"]) - answered(slipped["goodbye"])
