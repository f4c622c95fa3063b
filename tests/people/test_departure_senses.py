"""A departure of today, or words that look back, end, ask, deny, or mean a machine: true sentences and near misses."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.people.departure_senses import departure_senses
from monitor.people.scripts import Span
from monitor.settings.name_words import load_departures
from tests.people.listening import ADAS, BLOG, LISTENER, NOW, heard, statement

# What Ada Quill says at her own account, in June 2026.
HERS = [
    ("After ten years I am stepping down as lead of Lark.", True),
    ("Ten years ago I started Lark, and today I am stepping down.", True),
    ("Ten years ago I started Lark, and last week I resigned as its lead.", True),
    ("Last month I stepped down as maintainer of Lark.", True),
    ("Yesterday I left the Lark team.", True),
    ("I left the Lark team in May 2026.", True),
    ("In 2026 I will step down from Lark.", True),
    ("I am leaving Acme Cloud and will no longer maintain Lark.", True),
    ("I am leaving Lark to work at Starling full time.", True),
    ("I am leaving the Lark team to join Starling.", True),
    ("I am leaving the Lark project for good.", True),
    ("I am stepping down from Lark for personal reasons.", True),
    ("Why I am stepping down as lead of Lark", True),
    ("I have resigned from Lark. Will it live on? I hope so.", True),
    ("I am stepping down from Lark at the end of May.", True),
    ("我今天卸任 Lark 负责人。", True),
    ("在 Lark 工作十年后，我决定离职。", True),
    ("十年前我创建了 Lark，今天我宣布卸任。", True),
    ("Two years ago I stepped down as lead of Lark. I am glad to be back as maintainer.", False),
    ("In 2024 I stepped down as lead of Lark.", False),
    ("I stepped down as lead of Lark in 2023, after eight years.", False),
    ("Back in 2022, I left the Lark team.", False),
    ("Last year I resigned from the Lark team.", False),
    ("I left the Lark project long ago.", False),
    ("I left the Lark team for a startup; I have since rejoined.", False),
    ("I am leaving Acme Cloud to work on Lark full time.", False),
    ("I’m leaving Acme Cloud to focus on the Lark project.", False),
    ("I quit my job to maintain Lark.", False),
    ("Today is my last day at Acme Cloud: I am leaving the company to join Lark.", False),
    ("I was leaving for a holiday when the Lark release broke.", False),
    ("I am stepping away for two weeks, the Lark team knows what to do.", False),
    ("Stepping back from Lark for a while.", True),
    ("I am stepping away for a few days from Lark.", False),
    ("Rumours that I am leaving the Lark team are false.", False),
    ("Am I leaving the Lark team?", False),
    ("I am not leaving the Lark team.", False),
    ("If I ever step down as lead of Lark, you will hear it here.", False),
    ("2023 年我卸任了 Lark 负责人。", False),
    ("去年我离开了 Lark 团队。", False),
    ("两年前我曾离职，如今回归 Lark。", False),
    ("我从 Acme Cloud 离职以后全职投入 Lark。", False),
    ("我休假离开几天，Lark 一切照旧。", False),
    ("关于我离职的传闻不实，Lark 继续。", False),
    ("It is with a heavy heart that I step down from Lark today.", True),
    ("This is my farewell: I leave Lark after eight wonderful years.", True),
    ("Effective immediately I no longer maintain Lark.", True),
    ("Some news: I have decided to step back from Lark and hand it over to Bo Wren.", True),
    ("I handed over maintenance of Lark to Bo Wren this morning.", True),
    ("I am retiring from Lark development in July.", True),
    ("Goodbye Lark team, it was a great ride", True),
    ("After 2024 was so hard, I am stepping down from Lark.", True),
    ("As I said in 2024, I will step down from Lark this year.", True),
    ("I resigned from the Lark board on Monday.", True),
    ("我决定不再维护 Lark。", True),
    ("从 2016 年到今天，我一直在做 Lark，今天离开团队。", True),
    ("我已从 Lark 项目离任。", True),
    ("When I left the Lark team in 2019 nobody noticed.", False),
    ("A story from when I quit Lark for three months in 2020.", False),
    ("Since I left Google in 2021 I work on Lark.", False),
    ("I left Acme Cloud last month to spend more time on Lark.", False),
    ("Quit my day job, now all in on Lark!", False),
    ("Leaving for FOSDEM tomorrow, come see the Lark team there!", False),
    ("I am leaving the meeting about Lark now.", False),
    ("I never left Lark.", False),
    ("People ask whether I am leaving Lark. I am not.", False),
    ("No, I am not going anywhere: my resignation from Lark was an April fools joke.", False),
    ("I nearly stepped down from Lark in 2022, but Bo talked me out of it.", False),
    ("Taking a month off: leaving Lark in good hands until August.", False),
    ("五年前我离开 Lark，现在又回来做维护者。", False),
    ("下周我离开北京去参加 Lark 聚会。", False),
    ("我没有离开 Lark 团队。", False),
]
# What the project says in its own feed.
ITS = [
    ("Our lead Ada Quill is stepping down.", True),
    ("Ada Quill stepped down as lead in March 2026.", True),
    ("The lead of Lark resigned today.", True),
    ("Ada Quill, who returned last year, is stepping down.", True),
    ("What happens now that Ada Quill leaves the Lark team?", True),
    ("Our leader Ada Quill steps down; the cluster of mirrors goes on.", True),
    ("In 2024 Ada Quill stepped down as lead, and she came back last month.", False),
    ("Ada Quill resigned in 2021. Here is what she built.", False),
    ("Is Ada Quill leaving the Lark team?", False),
    ("Contrary to rumours, Ada Quill is not stepping down.", False),
    ("Ada Quill, who left the team two years ago, has returned.", False),
    ("The leader steps down when it loses its quorum.", False),
    ("A Raft leader steps down after an election.", False),
    ("Lark 5.1: the lead node leaves the cluster cleanly.", False),
    ("The maintainer process quits when its worker exits.", False),
    ("集群中领导节点离开后会重新选举。", False),
    ("Ada Quill 曾于2020年离职，现已回归。", False),
    ("Bo Wren is leaving us at the end of the month.", True),
    ("Farewell, Ada Quill!", True),
    ("Ada Quill announced her resignation as lead maintainer.", True),
    ("We say goodbye to Bo Wren, who moves on to new things.", True),
    ("Since 2019 Ada Quill has led Lark; she steps down this week.", True),
    ("林雨桐卸任 Lark 负责人，感谢她的贡献。", True),
    ("Five years after Ada Quill stepped down, Lark is stronger than ever.", False),
    ("Interview: Ada Quill on why she left the team in 2020 and came back.", False),
    ("Workers now leave the pool when idle; the lead worker quits last.", False),
    ("Ada Quill leaves the door open for a 6.0 rewrite.", False),
    ("Our maintainer Bo Wren leaves for a conference talk on Lark.", False),
    ("The departure of the 4.x line is complete.", False),
    ("Ada Quill 从 Acme 离职，加入 Lark 全职开发。", False),
]


@pytest.mark.parametrize(("text", "is_said"), HERS)
def test_what_a_person_says_of_themselves(text: str, is_said: bool) -> None:
    assert is_said is bool(heard("", text, ADAS, kind="post").about.departure)


@pytest.mark.parametrize(("text", "is_said"), ITS)
def test_what_the_project_says(text: str, is_said: bool) -> None:
    assert is_said is bool(heard("", text, BLOG).about.departure)


def test_a_year_is_past_by_the_day_of_what_was_said() -> None:
    said = statement("", "I stepped down from Lark in December 2025.", ADAS, kind="post")
    early, late = replace(said, said_at=NOW.replace(month=1)), replace(said, said_at=NOW.replace(month=9))
    assert [True, False] == [bool(LISTENER.read(one).about.departure) for one in (early, late)]


@given(st.text(max_size=80), st.integers(0, 60), st.integers(1, 12))
def test_any_text_has_a_sense(text: str, start: int, length: int) -> None:
    first = min(start, max(len(text) - 1, 0))
    words = Span(first, min(first + length, max(len(text), 1)))
    assert departure_senses(load_departures())(text, words, NOW.date()) is not None
