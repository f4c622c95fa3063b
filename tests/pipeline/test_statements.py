"""From a feed and an account to a report: who is spoken of, at which level, what is never stored, and when we look again."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, cast

import pytest

from monitor.collectors import bluesky, feeds
from monitor.model.assessment import Assessment
from monitor.model.collecting import Answer, GitLimits
from monitor.model.errors import NotFound, SourceError
from monitor.model.finding import Level, Outcome
from monitor.model.options import HttpOptions
from monitor.model.target import Entry, Impact, NamedPerson, Portfolio, Project, Target, TargetKind, Watchlist
from monitor.net.client import HttpClient
from monitor.pipeline import jobs
from monitor.pipeline.collect import collect_due
from monitor.pipeline.cycle import reports_as_of
from monitor.pipeline.house import House, open_house
from monitor.pipeline.judge import judge_all, verdicts_of
from monitor.report.render import render_text
from monitor.settings.configuration import Configuration
from monitor.store.attempts import load_last_runs
from monitor.store.forget import forget, load_forgotten
from tests.collectors.feeds import item, rss
from tests.collectors.social import CHAT, DID, Network, bluesky_post, bluesky_profile

NOW = datetime(2026, 6, 1, 12, tzinfo=UTC)
BLOG, NEWS, ADAS = "https://lark.example/feed", "https://news.example/feed", "https://bsky.app/profile/ada.example"
GOODBYE = "me stepping down. bye my beloved lark."


@dataclass
class Web(Network):
    """Pages by address, beside the answers of a network; each can be asked in a session of its own."""

    pages: dict[str, bytes | SourceError] = field(default_factory=dict)
    staged: dict[Any, Any] = field(default_factory=dict)

    def session(self, _validators: object) -> Web:
        return self

    def get(
        self,
        url: str,
        *,
        headers: Mapping[str, str] | None = None,
        credential: str = "",
        is_conditional: bool = True,
        is_kept: bool = False,
    ) -> Answer:
        if url not in self.pages:
            return super().get(url, headers=headers, credential=credential, is_conditional=is_conditional, is_kept=is_kept)
        self.asked.append((url, {}))
        page = self.pages[url]
        if isinstance(page, SourceError):
            raise page
        return Answer(url, 200, {}, page, NOW)


def feed(url: str, *, is_own: bool = False) -> Target:
    return Target(url, TargetKind.FEED, url, is_own=is_own)


LARK = Project(
    "lark",
    "Lark",
    (feed(BLOG, is_own=True), feed(NEWS), Target(ADAS, TargetKind.ACCOUNT, ADAS, is_own=True, person="Ada Quill")),
    people=(NamedPerson("Ada Quill", ("technical lead",), ("ada.example",)),),
)
STARLING = Project("starling", "Starlingdb", (feed(NEWS),))


@pytest.fixture
def web() -> Web:
    found = Web({"getProfile": bluesky_profile(), "getAuthorFeed": {"feed": [bluesky_post(CHAT)]}})
    found.pages = {BLOG: rss(), NEWS: rss()}
    return found


@contextmanager
def installation(folder: Path, web: Web, patch: pytest.MonkeyPatch, now: datetime = NOW) -> Iterator[House]:
    patch.setattr(jobs, "COLLECTORS", (feeds, bluesky))
    entries = (Entry("lark", Impact.HIGH), Entry("starling", Impact.HIGH))
    configuration = Configuration(
        path=folder,
        state_dir=folder,
        database_url=f"sqlite:///{folder}/look.db",
        portfolio=Portfolio({"lark": LARK, "starling": STARLING}, {}, (Watchlist("all", "All", entries),)),
        http=HttpOptions(),
        git=GitLimits(folder / "clones"),
    )
    with open_house(configuration, lambda: now, exclusive=True) as house:
        yield replace(house, http=cast(HttpClient, web))


def departures(assessment: Assessment) -> list[tuple[Outcome, str]]:
    return [(f.outcome, f.headline.code) for f in assessment.findings if f.rule == "statement_of_departure"]


def levels(house: House) -> dict[str, Level]:
    judgement = judge_all(house, NOW)
    verdicts = verdicts_of(house, judgement, house.configuration.portfolio.watchlists[0])
    return {key: verdict.level for key, verdict in verdicts.items()}


def texts(house: House) -> str:
    return " ".join(" ".join(render_text(report).split()) for report in reports_as_of(house, None, None, ""))


def test_a_goodbye_on_a_watched_account_alerts_for_its_project_alone(
    tmp_path: Path, web: Web, monkeypatch: pytest.MonkeyPatch
) -> None:
    web.answers = {**web.answers, "getAuthorFeed": {"feed": [bluesky_post(GOODBYE), bluesky_post(CHAT, "3m")]}}
    with installation(tmp_path, web, monkeypatch) as house:
        assert 3 == collect_due(house).answered
        judged = judge_all(house, NOW).assessments
        assert [(Outcome.AT_RISK, "statement_of_departure.announced")] == departures(judged["lark"])
        assert [(Outcome.OK, "statement_of_departure.none")] == departures(judged["starling"])
        assert Level.ALERT is levels(house)["lark"]
        report = texts(house)
        assert "A departure of Ada Quill was announced on 30 May 2026" in report
        assert GOODBYE in report
        assert CHAT not in report
    assert CHAT.encode() not in b"".join(path.read_bytes() for path in tmp_path.glob("look.db*"))


def test_one_news_feed_beside_two_projects_shows_each_its_own(tmp_path: Path, web: Web, monkeypatch: pytest.MonkeyPatch) -> None:
    web.pages[NEWS] = rss(
        item("Lark loses its lead", "The lead of the Lark team steps down.", "https://news.example/1"),
        item("Starlingdb turns five", "A birthday.", "https://news.example/2"),
        item("Weather", "Sunny.", "https://news.example/3"),
    )
    with installation(tmp_path, web, monkeypatch) as house:
        collect_due(house)
        judged = judge_all(house, NOW).assessments
        assert [(Outcome.AT_RISK, "statement_of_departure.reported_of_somebody")] == departures(judged["lark"])
        assert Level.WATCH is levels(house)["lark"]
        shown = {key: [one.statement.title for one in assessment.heard.newest] for key, assessment in judged.items()}
        assert {"lark": ["Lark loses its lead"], "starling": ["Starlingdb turns five"]} == shown
        assert "Sunny" not in texts(house)


def test_the_press_and_the_post_that_it_links_are_one_origin(tmp_path: Path, web: Web, monkeypatch: pytest.MonkeyPatch) -> None:
    web.answers = {**web.answers, "getAuthorFeed": {"feed": [bluesky_post(GOODBYE)]}}
    body = "&lt;a href='https://bsky.app/profile/ada.example/post/3k'&gt;Ada Quill&lt;/a&gt; is stepping down from Lark."
    web.pages[NEWS] = rss(item("Lark's lead goes", body, "https://news.example/1"))
    with installation(tmp_path, web, monkeypatch) as house:
        collect_due(house)
        heard = judge_all(house, NOW).assessments["lark"].heard
        assert (2, 1, [2]) == (heard.statements, heard.origins, [one.places for one in heard.newest])


def test_a_feed_that_asks_for_a_pause_gets_it_and_one_that_ended_is_asked_in_a_week(
    tmp_path: Path, web: Web, monkeypatch: pytest.MonkeyPatch
) -> None:
    web.pages = {BLOG: rss(about="<ttl>360</ttl>"), NEWS: NotFound("news.example: answered HTTP 410 (Gone)").because(410)}
    with installation(tmp_path, web, monkeypatch) as house:
        summary = collect_due(house)
        assert [(NEWS, "not_found")] == [problem[:2] for problem in summary.problems]
        runs = load_last_runs(house.database, [BLOG, NEWS])
        assert NOW + timedelta(hours=6) == runs[BLOG, "feeds"].next_check_at
        assert NOW + timedelta(days=7) == runs[NEWS, "feeds"].next_check_at
    with installation(tmp_path, web, monkeypatch, NOW + timedelta(hours=5)) as house:
        web.asked.clear()
        collect_due(house)
        assert not {BLOG, NEWS} & {url for url, _ in web.asked}


def test_a_feed_that_says_nothing_is_asked_again_within_the_hour(
    tmp_path: Path, web: Web, monkeypatch: pytest.MonkeyPatch
) -> None:
    with installation(tmp_path, web, monkeypatch) as house:
        collect_due(house)
        due = load_last_runs(house.database, [BLOG])[BLOG, "feeds"].next_check_at - NOW
        assert timedelta(minutes=50) < due <= timedelta(hours=1)


def test_who_is_forgotten_is_not_quoted_and_never_collected_again(
    tmp_path: Path, web: Web, monkeypatch: pytest.MonkeyPatch
) -> None:
    web.answers = {**web.answers, "getAuthorFeed": {"feed": [bluesky_post(GOODBYE)]}}
    with installation(tmp_path, web, monkeypatch) as house:
        collect_due(house)
        assert 1 == forget(house.database, DID, NOW, names=["ada.example"])
        collect_due(replace(house, forgotten=load_forgotten(house.database)), force=True)
        assert () == judge_all(house, NOW).assessments["lark"].heard.newest
    assert GOODBYE.encode() not in b"".join(path.read_bytes() for path in tmp_path.glob("look.db*"))
