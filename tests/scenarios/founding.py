"""The founding case, with invented names: a family of models whose lead says goodbye two days after a release."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from tests.fakes.clock import Clock
from tests.fakes.wire import Service
from tests.scenarios.platforms import Entry, Feed, Hub, Posts
from tests.scenarios.stage import Stage, staged

LEAD, SECOND, THIRD = "Ilse Vandenberg", "Tomas Arriaga", "Wen Qiaolan"
HANDLE, SECOND_HANDLE = "ilse.example", "tomas.example"
START = datetime(2026, 2, 16, 6, tzinfo=UTC)
RELEASED = datetime(2026, 3, 2, 9, tzinfo=UTC)
GOODBYE = datetime(2026, 3, 4, 15, 20, tzinfo=UTC)
FORMERLY = datetime(2026, 3, 6, 10, tzinfo=UTC)
THIRD_LEAVES = datetime(2026, 3, 9, 8, tzinfo=UTC)
PRESS = datetime(2026, 3, 5, 11, tzinfo=UTC)
POST_LINK = f"https://bsky.app/profile/{HANDLE}/post/p0"
# A page that the configuration names and nobody of us may read.
UNREAD_LINK = "https://x.com/ilsevdb/status/1"
GOODBYE_WORDS = "After five years I am stepping down as the lead of Heron at Marsh Lab. Thank you all."
LARGE = ("7B", "70B")
SIZES = ("0.8B", "2B", "4B", "9B")
CONFIGURATION = """\
contact: ops@reader.example
projects:
  heron:
    name: Heron
    targets:
      - {{git: {history}}}
      - https://huggingface.co/MarshLab
      - {{feed: https://marsh.example/feed}}
    steward: {{organisation: Marsh Lab, huggingface: MarshLab}}
    people:
      - {{name: Ilse Vandenberg, roles: [lead], huggingface: ilsev{bluesky}}}
      - {{name: Tomas Arriaga, roles: [post-training], huggingface: tomasa, bluesky: tomas.example}}
      - {{name: Wen Qiaolan, roles: [releases], huggingface: wenq}}
news:
  - {{url: https://news.example/feed}}
watchlists:
  ml:
    title: Models we build on
    projects: [{{project: heron, impact: high}}]
    schedule: "0 7 * * 1"
"""


@dataclass
class Founding:
    """The story so far: the stage and its platforms. `is_watched`: the channel on which the lead speaks is watched."""

    stage: Stage
    hub: Hub
    blog: Feed
    news: Feed
    posts: Posts

    def play(self, until: datetime, every: timedelta = timedelta(hours=6)) -> None:
        """Let the story go on to a moment; what people do at theirs is done then."""
        for moment, happens in ((FORMERLY, self._second_turns_formerly), (THIRD_LEAVES, self._third_leaves)):
            if self.stage.clock.now < moment <= until:
                self.stage.until(moment, every)
                happens()
        self.stage.until(until, every)

    def _second_turns_formerly(self) -> None:
        self.posts.profiles[SECOND_HANDLE] = "Formerly post-training at Marsh Lab. Views are mine."

    def _third_leaves(self) -> None:
        del self.hub.members["wenq"]

    def announce_successor(self, at: datetime) -> None:
        """Let the steward's own blog name a successor."""
        words = "Marsh Lab: Nadia Petrescu takes over from Ilse Vandenberg as the lead of Heron, effective today."
        self.blog.entries.append(Entry(at, "A new lead for Heron", words, "https://marsh.example/new-lead"))

    def release(self, generation: str, at: datetime) -> None:
        """Let the base models of a generation appear."""
        self.hub.models |= {f"Heron{generation}-{size}": at for size in LARGE}

    def second_says_goodbye(self, at: datetime) -> None:
        """Let the second member announce a departure on a page of their own that is watched."""
        words = "Today is my last day at Marsh Lab. I am leaving Heron in good hands."
        self.posts.posts[SECOND_HANDLE] = [(at, words)]


@contextmanager
def founding(
    folder: Path,
    history: Path,
    monkeypatch: pytest.MonkeyPatch,
    *,
    is_watched: bool = True,
    has_press: bool = True,
    is_unread: bool = False,
) -> Iterator[Founding]:
    """Yield the story on its first morning, with one cycle made. `is_unread`: the lead speaks on a page that we cannot read."""
    clock = Clock(START)
    hub = Hub(
        clock, "MarshLab", _past_models(), {"ilsev": "id-ilsev", "tomasa": "id-tomasa", "wenq": "id-wenq", "nadiap": "id-n"}
    )
    hub.profiles = {login: {"fullname": name} for login, name in (("ilsev", LEAD), ("tomasa", SECOND), ("wenq", THIRD))}
    blog, news, posts = Feed(clock, "Marsh Lab"), Feed(clock, "News"), Posts(clock)
    posts.profiles = {HANDLE: "Lead of Heron at Marsh Lab", SECOND_HANDLE: "Post-training at Marsh Lab"}
    posts.posts[HANDLE] = [(GOODBYE, GOODBYE_WORDS)]
    released = Entry(
        RELEASED, "Heron 3.5 small models", "Four small sizes of Heron 3.5 are out.", "https://marsh.example/3-5-small"
    )
    blog.entries.append(released)
    if has_press:
        words = f'The technical lead of Heron, {LEAD}, is leaving Marsh Lab. "{GOODBYE_WORDS}"'
        told = f'{words} <a href="{UNREAD_LINK if is_unread else POST_LINK}">post</a>'
        news.entries.append(Entry(PRESS, "Heron lead steps down", told, "https://news.example/heron"))
    services: dict[str, Service] = {
        "huggingface.co": hub,
        "marsh.example": blog,
        "news.example": news,
        "public.api.bsky.app": posts,
    }
    page = ", x: ilsevdb" if is_unread else f", bluesky: {HANDLE}" if is_watched else ""
    configuration = CONFIGURATION.format(history=history, bluesky=page)
    with staged(folder, configuration, clock, services, monkeypatch) as stage:
        stage.cycle()
        yield Founding(stage, hub, blog, news, posts)


def _past_models() -> dict[str, datetime]:
    """Return two years of base releases every three months, and the small ones of the story."""
    past = {
        f"Heron{generation}-{size}": START - timedelta(days=90 * (9 - place))
        for place, generation in enumerate(("1", "1.5", "1.8", "2", "2.2", "2.5", "2.8", "3", "3.2"))
        for size in LARGE
    }
    return past | {f"Heron3.5-{size}": RELEASED for size in SIZES}
