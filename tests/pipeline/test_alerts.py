"""Between reports: what readers are told at once, in one message a list, and what waits for the report."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from monitor.model.alerts import Held, Notice, Reason
from monitor.model.assessment import Verdict
from monitor.model.finding import Level
from monitor.model.signals import Signal
from monitor.pipeline.alerts import evaluate, has_to_confirm, with_earlier
from monitor.store.alerts import load_notices, load_states
from monitor.store.earlier import load_earlier
from tests.pipeline.workshop import ALERT, DAY, FACT, OK, READERS, START, UNKNOWN, UNSURE, WATCH, WEEKLY, Workshop
from tests.report.sample_findings import archived_finding
from tests.report.samples import sample, seen

# Tuesdays to Fridays: no report is due.
TUESDAY = timedelta(days=1)


def alerts(shop: Workshop) -> list[str]:
    """Return the alerts that the first reader got."""
    return [occasion for occasion in shop.post.occasions() if occasion.startswith("alert-")]


def notices(shop: Workshop, since: datetime = START - DAY) -> list[tuple[str, Reason]]:
    """Return what was told, of which project and why."""
    with shop.house() as house:
        return [(n.project, n.reason) for n in load_notices(house.database, "weekly", since)]


def held(shop: Workshop) -> dict[str, Held]:
    """Return why nothing is told of each project."""
    with shop.house() as house:
        return {project: state.held for project, state in load_states(house.database, "weekly").items()}


def test_what_a_first_look_finds_alerts_nobody(shop: Workshop) -> None:
    shop.cycle(after=TUESDAY, lark=FACT, wren=ALERT)
    shop.cycle(after=DAY)
    assert ([], {"lark": Held.BASELINE, "wren": Held.BASELINE}) == (alerts(shop), held(shop))


def test_a_level_seen_in_two_looks_a_day_apart_reaches_every_reader_at_once(shop: Workshop) -> None:
    shop.cycle(after=TUESDAY)
    shop.cycle(lark=ALERT)
    assert ([], Held.FIRST) == (alerts(shop), held(shop)["lark"])
    shop.cycle(after=DAY)
    assert ["alert-2026-03-04T06:00:00Z"] == alerts(shop)
    assert sorted(READERS) == sorted(reader for reader, _ in shop.post.taken)
    assert [("lark", Reason.CONFIRMED)] == notices(shop)


def test_the_same_level_is_not_told_again(shop: Workshop) -> None:
    shop.cycle(after=TUESDAY)
    for _ in range(4):
        shop.cycle(after=DAY / 2, lark=ALERT)
    assert 1 == len(alerts(shop))


def test_announced_facts_of_several_projects_come_at_once_in_one_message(shop: Workshop) -> None:
    shop.cycle(after=TUESDAY)
    shop.cycle(after=timedelta(minutes=5), lark=FACT, wren=FACT)
    assert 1 == len(alerts(shop))
    assert [("lark", Reason.FACT), ("wren", Reason.FACT)] == notices(shop)


def test_an_outage_alerts_nobody_and_takes_nothing_back(shop: Workshop) -> None:
    shop.cycle(after=TUESDAY)
    shop.cycle(lark=FACT)
    for _ in range(3):
        shop.cycle(after=DAY, lark=UNKNOWN, wren=UNKNOWN)
    assert 1 == len(alerts(shop))
    assert {"lark": Held.UNKNOWN, "wren": Held.UNKNOWN} == held(shop)


def test_a_fact_that_an_earlier_look_saw_otherwise_is_told_though_no_level_was_known(shop: Workshop) -> None:
    shop.cycle(after=TUESDAY, lark=UNSURE)
    shop.cycle(after=DAY, lark=FACT)
    shop.cycle(after=DAY)
    assert [("lark", Reason.FACT)] == notices(shop)
    assert 1 == len(alerts(shop))


def test_a_fact_that_no_earlier_look_could_see_is_no_news(shop: Workshop) -> None:
    shop.cycle(after=TUESDAY, lark=UNKNOWN)
    shop.cycle(after=DAY, lark=FACT)
    assert ([], Held.BASELINE) == (alerts(shop), held(shop)["lark"])


def test_what_another_list_saw_earlier_makes_no_news_for_a_new_list(shop: Workshop) -> None:
    shop.cycle(after=TUESDAY, lark=UNSURE)
    shop.lists = (replace(WEEKLY, key="new"),)
    shop.cycle(after=DAY, lark=FACT)
    assert [] == alerts(shop)


def test_a_new_method_hides_no_fact_that_began_since_the_last_look(shop: Workshop) -> None:
    shop.now = datetime(2026, 2, 17, 6, tzinfo=UTC)
    shop.cycle(lark=UNSURE)
    shop.method = "2"
    shop.cycle(after=3 * DAY, lark=FACT)
    assert [("lark", Reason.FACT)] == notices(shop, since=shop.now - DAY)


def test_what_was_so_at_the_first_look_at_a_place_is_no_news(shop: Workshop) -> None:
    shop.cycle(after=TUESDAY)
    with shop.house() as house:
        earlier = load_earlier(house.database, "weekly", "lark")
    found = sample("lark", "Lark", findings=(replace(archived_finding("lark"), subject="https://new.example"),)).assessment
    line = seen(Signal.REPOSITORY_STATE, "https://new.example")
    assessment = replace(found, method="1", coverage=(line,))
    verdict = Verdict(Level.ALERT, ("index_status",))
    evaluation = with_earlier(evaluate("weekly", assessment, verdict, {}), assessment, earlier)
    assert frozenset(evaluation.facts) == evaluation.new_places


def test_what_a_due_report_tells_needs_no_alert_beside_it(shop: Workshop) -> None:
    shop.cycle()
    shop.cycle(after=timedelta(hours=2), lark=FACT)
    assert ["period-2026-03-02T07:00"] == shop.post.occasions()
    with shop.house() as house:
        told = load_notices(house.database, "weekly", START - DAY)
    wanted = Notice("weekly", "lark", Level.ALERT, Level.OK, Reason.FACT, "period-2026-03-02T07:00", shop.now)
    assert (wanted,) == told


def test_a_level_that_was_left_for_three_looks_is_told(shop: Workshop) -> None:
    shop.cycle(after=TUESDAY)
    shop.cycle(lark=FACT)
    shop.lists = (replace(WEEKLY, schedule="@yearly"),)
    for _ in range(3):
        shop.cycle(after=DAY, lark=OK)
    assert [("lark", Reason.FACT), ("lark", Reason.LEFT)] == notices(shop)


def test_each_list_is_told_from_its_own_level_on(shop: Workshop) -> None:
    eager = replace(WEEKLY, key="eager", alert_at="watch")
    shop.lists = (WEEKLY, eager)
    shop.cycle(after=TUESDAY)
    shop.cycle(lark=WATCH)
    shop.cycle(after=DAY)
    assert ["eager"] * 3 == [body.split()[0].decode() for _, body in shop.post.taken]


def test_a_new_method_alerts_nobody(shop: Workshop) -> None:
    shop.cycle(after=TUESDAY)
    shop.method = "2"
    shop.cycle(after=DAY, lark=FACT, wren=ALERT)
    shop.cycle(after=DAY)
    assert [] == alerts(shop)


def test_a_list_without_mail_gets_a_page_when_a_level_changes(shop: Workshop) -> None:
    shop.lists = (replace(WEEKLY, channels=("files",)),)
    shop.cycle(after=TUESDAY)
    shop.cycle(lark=FACT, after=timedelta(hours=1))
    shop.cycle(after=timedelta(hours=1))
    assert ["weekly-2026-03-03-060000.html", "weekly-2026-03-03-070000.html"] == shop.reports


def test_a_move_that_was_seen_asks_for_another_look_a_day_later(shop: Workshop) -> None:
    shop.cycle(after=TUESDAY)
    shop.cycle(lark=ALERT)
    with shop.house() as house:
        assert [False, True] == [has_to_confirm(house, shop.now + wait) for wait in (DAY / 2, DAY)]
    shop.cycle(after=DAY)
    with shop.house() as house:
        assert not has_to_confirm(house, shop.now + 9 * DAY)


def test_what_cannot_be_seen_asks_for_no_look_again_and_again(shop: Workshop) -> None:
    shop.cycle(after=TUESDAY)
    shop.cycle(lark=ALERT)
    shop.cycle(after=DAY, lark=UNKNOWN)
    with shop.house() as house:
        assert not has_to_confirm(house, shop.now + 9 * DAY)
