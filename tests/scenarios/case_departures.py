"""Cases of what people and projects say: goodbyes, denials, deaths, pauses, successors, and what the press makes of it."""

from __future__ import annotations

from datetime import date

from monitor.model.evidence import EvidenceLevel
from monitor.model.facts import StatementFact
from monitor.model.finding import Level
from monitor.model.target import NamedPerson
from tests.scenarios.cases import Book, on, steady
from tests.scenarios.tale import ADA, BEN, CYD, Tale, page_of

BOOK = Book()
# Of the dead nothing is said but that they died: no friend's words are repeated, nobody is guessed to follow beside their name.
DEATH_NEVER = (
    *(f"departure of {ADA}", "departure announced", f"{ADA} leaves", "left the", "no public activity of", "seen at work in"),
    *("passed away", "sadness", "named successor of"),
)
ANNOUNCED = f"A departure of {ADA} was announced on 4 June 2026"


@BOOK.case(Level.ALERT, ANNOUNCED, "(bsky.app, Ada Quill, E1)", about=(ADA,), alerts=1)
def the_lead_says_goodbye_on_their_own_page(tale: Tale) -> None:
    steady(tale)
    tale.says(on(3), "", "After ten years I am stepping down as lead of Lark.", by=ADA)


@BOOK.case(Level.ALERT, ANNOUNCED, "(blog.example, E1)", about=(ADA,), alerts=1)
def the_project_announces_that_the_lead_steps_down(tale: Tale) -> None:
    steady(tale)
    tale.says(on(3), "A change in the team", f"{ADA} is stepping down as lead of Lark. Thank you.")


@BOOK.case(Level.WATCH, "was reported on 4 June 2026, by 1 source", "neither the person nor the project", about=(ADA,))
def only_the_press_reports_a_departure(tale: Tale) -> None:
    steady(tale)
    tale.says(on(3), "Lark loses its lead", f"{ADA}, the lead of Lark, is stepping down, sources say.", on="news")


@BOOK.case(Level.WATCH, "by 1 source", about=(ADA,))
def two_articles_of_one_paper_that_quote_nobody_are_reports_of_one_source(tale: Tale) -> None:
    steady(tale)
    tale.says(on(2), "Lark loses its lead", f"{ADA}, the lead of Lark, is stepping down.", on="news")
    tale.says(on(3), "Who will lead Lark?", f"After {ADA} steps down from Lark, users wonder.", on="news")


@BOOK.case(Level.ALERT, "卸任", about=(ADA,), alerts=1)
def a_goodbye_in_chinese_is_understood(tale: Tale) -> None:
    steady(tale)
    tale.says(on(3), "公告", f"{ADA} 今日卸任 Lark 项目负责人。")


@BOOK.case(Level.ALERT, f"A departure of {BEN} was announced", about=(BEN,), alerts=1)
def who_tells_of_another_s_departure_does_not_leave(tale: Tale) -> None:
    steady(tale)
    tale.says(on(3), "News", f"{ADA} writes: our maintainer {BEN} is stepping down from Lark at the end of June.")


@BOOK.case(Level.OK, never=("a departure of",))
def a_denial_is_no_departure(tale: Tale) -> None:
    steady(tale)
    tale.says(on(3), "", "To be clear: I am not leaving Lark.", by=ADA)


@BOOK.case(Level.OK, never=("a departure of",))
def software_that_leaves_beta_is_no_person_who_leaves(tale: Tale) -> None:
    steady(tale)
    tale.says(on(3), "Lark leaves beta", f"With version 2, Lark is leaving beta. {ADA} explains what is new.")


@BOOK.case(Level.OK, nowhere=("parental", f"departure of {ADA}"))
def a_parental_leave_is_a_pause_and_no_departure(tale: Tale) -> None:
    steady(tale)
    tale.says(on(3), "Team news", f"{ADA}, our lead, is on parental leave until October. {BEN} answers for Lark.")


@BOOK.case(Level.OK, nowhere=("medical", "recovery", f"departure of {ADA}"))
def an_illness_is_nobody_s_business(tale: Tale) -> None:
    steady(tale)
    tale.says(on(3), "Team news", f"{ADA} is on medical leave. We wish a good recovery.")


@BOOK.case(
    Level.OK,
    "No public activity seen",
    "others carried on",
    never=("left the", "a departure of"),
    about=(ADA,),
    days=200,
    every_days=10,
)
def a_lead_who_falls_silent_is_never_said_to_have_left(tale: Tale) -> None:
    steady(tale, ada_until=date(2026, 6, 1))


@BOOK.case(Level.OK, never=("no public activity seen since", "departure"), days=100, every_days=10)
def a_pause_of_three_months_is_no_finding(tale: Tale) -> None:
    steady(tale, ada_until=date(2026, 6, 1))


@BOOK.case(Level.OK, never=("no public activity seen since 2026",), days=260, every_days=10)
def who_returns_after_a_long_pause_is_back(tale: Tale) -> None:
    steady(tale, ada_until=date(2026, 6, 1))
    tale.works(ADA, date(2026, 12, 20), date(2027, 3, 1), 3)


@BOOK.case(Level.ALERT, f"{BEN} takes over", f"a successor is named: {BEN}", about=(ADA, BEN), alerts=1)
def a_successor_is_named_in_the_same_words(tale: Tale) -> None:
    steady(tale)
    tale.says(on(3), "A new lead", f"{ADA} is stepping down as lead of Lark. {BEN} takes over as the lead of Lark today.")


@BOOK.case(Level.ALERT, ANNOUNCED, "which others quote and link", about=(ADA,), alerts=1)
def the_press_quotes_and_links_a_post_on_a_page_that_is_not_read(tale: Tale) -> None:
    steady(tale)
    tale.page(ADA)
    words = f"{ADA}, the lead of Lark, is stepping down: “After ten years I am stepping down as lead of Lark.”"
    tale.says(on(3), "Lark loses its lead", words, on="news", cites=(f"{page_of(ADA)}/post/1",))


@BOOK.case(Level.WATCH, "was reported on 4 June 2026, by 1 source", about=(ADA,))
def the_press_quotes_and_links_a_page_that_nobody_named(tale: Tale) -> None:
    steady(tale)
    tale.page(ADA)
    words = f"{ADA}, the lead of Lark, is stepping down: “After ten years I am stepping down as lead of Lark.”"
    tale.says(on(3), "Lark loses its lead", words, on="news", cites=("https://bsky.app/profile/ada-lark.example/post/1",))


@BOOK.case(
    Level.ALERT,
    ANNOUNCED,
    "Who follows is named in words of the project",
    about=(ADA,),
    alerts=1,
    days=45,
)
def a_successor_whom_nobody_configured_is_named_by_the_project(tale: Tale) -> None:
    steady(tale)
    tale.says(on(3), "A change in the team", f"{ADA} is stepping down as lead of Lark. Thank you.")
    tale.says(on(10), "A new lead", f"Nadia Petrescu takes over from {ADA} as the lead of Lark.")


@BOOK.case(Level.ALERT, ANNOUNCED, "We found no named successor", "successor was found in", about=(ADA,), alerts=1, days=45)
def nobody_is_named_to_follow_for_more_than_a_month(tale: Tale) -> None:
    steady(tale, ada_until=date(2026, 6, 5))
    tale.says(on(3), "A change in the team", f"{ADA} is stepping down as lead of Lark. Thank you.")


@BOOK.case(Level.ALERT, "has died", nowhere=DEATH_NEVER, about=(ADA,), alerts=1)
def a_death_is_told_with_tact(tale: Tale) -> None:
    steady(tale, ada_until=date(2026, 6, 1))
    tale.says(on(3), f"In memory of {ADA}", f"With great sadness we tell you that {ADA}, who led Lark, passed away on Sunday.")


@BOOK.case(Level.OK, "was seen at work again", about=(ADA,), days=70, every_days=2, alerts=2)
def a_lead_who_said_goodbye_and_works_on_has_come_back(tale: Tale) -> None:
    # Told when it was said, and again when what was said is no longer so.
    steady(tale)
    tale.says(on(1), "", "I am stepping down as lead of Lark.", by=ADA)


@BOOK.case(
    Level.ALERT,
    f"A departure of {ADA} was announced on 1 June 2026",
    f"A departure of {BEN} was announced on 3 June 2026",
    f"A departure of {CYD} was announced on 5 June 2026",
    "Signs of the departure of 3 of 3 people",
    about=(ADA, BEN, CYD),
    alerts=3,
    days=10,
)
def three_say_goodbye_within_a_week(tale: Tale) -> None:
    tale.people = (*tale.people, NamedPerson(CYD, ("maintainer",), (CYD,)))
    steady(tale)
    # Each is news of its own; on Sunday, when a report is due, none is said, for then the report tells it.
    tale.says(on(0.5), "", "I am stepping down as lead of Lark.", by=ADA)
    tale.says(on(2.5), "", "Today is my last day as a maintainer of Lark.", by=BEN)
    tale.says(on(4.5), "", "I am stepping down as maintainer of Lark.", by=CYD)


@BOOK.case(Level.ALERT, f"that {ADA} has died", nowhere=(*DEATH_NEVER, "去世"), about=(ADA,), alerts=1, days=150, every_days=5)
def a_death_told_in_chinese_is_told_with_tact_for_months(tale: Tale) -> None:
    steady(tale, ada_until=date(2026, 6, 1))
    tale.says(on(3), "讣告", f"我们沉痛地告诉大家，Lark 负责人 {ADA} 于6月3日因病去世。")


@BOOK.case(Level.WATCH, f"that {ADA} has died", "the project has not said so", never=("a departure of", "left the"), about=(ADA,))
def a_death_that_only_the_press_reports_is_no_alarm(tale: Tale) -> None:
    steady(tale)
    tale.says(on(3), "Obituary", f"{ADA}, the lead of Lark, has died.", on="news")


@BOOK.case(Level.OK, nowhere=(f"{ADA} has died", "mother", "passed away", f"departure of {ADA}"))
def a_death_in_the_family_is_nobody_s_business(tale: Tale) -> None:
    steady(tale)
    tale.says(on(3), "Team news", f"{ADA}'s mother passed away. {ADA} takes some weeks off from Lark.")


@BOOK.case(Level.ALERT, ANNOUNCED, "family are not repeated here", nowhere=("cancer", "diagnosed"), about=(ADA,), alerts=1)
def who_leaves_because_of_an_illness_leaves_and_no_reason_is_told(tale: Tale) -> None:
    steady(tale)
    tale.says(on(3), "", "I was diagnosed with cancer and am stepping down as lead of Lark.", by=ADA)


@BOOK.case(Level.OK, "health or family are not repeated here", nowhere=("baby", "family reasons", f"departure of {ADA}"))
def family_leave_is_a_pause_whose_reason_is_not_told(tale: Tale) -> None:
    steady(tale)
    tale.says(on(3), "", "For family reasons, we had a baby, I take time off from Lark until October.", by=ADA)


@BOOK.case(
    Level.ALERT,
    "The project itself seeks a maintainer",
    "family are not repeated here",
    nowhere=("burned out", "health reasons"),
    alerts=1,
)
def a_notice_that_seeks_a_maintainer_for_health_reasons_does_not_tell_them(tale: Tale) -> None:
    steady(tale)
    words = "Looking for maintainers: the lead is burned out and rests for health reasons."
    notice = StatementFact("notice", on(3), "", words, "https://git.example/lark#readme", EvidenceLevel.ANNOUNCED)
    tale.files.happened.append((on(3), notice))
    tale.holds("forge", "front_page_notice", words, on(3), None)
