"""One whole cycle: collect what is due, assess, report, deliver. The same for `run`, and later for the daemon."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from monitor.model.finding import Level
from monitor.model.report import Report
from monitor.pipeline.collect import CollectSummary, Progress, collect_due, with_organisations
from monitor.pipeline.deliver import Delivered, deliver_pending
from monitor.pipeline.house import House, with_forgotten
from monitor.pipeline.judge import judge_all, judge_now
from monitor.pipeline.own_house import own_house
from monitor.pipeline.publish import NO_OWN_HOUSE, Published, report_on, report_shown
from monitor.pipeline.tell import tell
from monitor.report.build import looking_back
from monitor.store.retention import purge

OWN_TROUBLE = 3
LEVEL_REACHED = 1


@dataclass(frozen=True, slots=True)
class CycleResult:
    """What a cycle did; `changed` counts projects whose judgement changed."""

    collected: CollectSummary
    published: tuple[Published, ...]
    changed: int
    delivered: Delivered

    def exit_code(self, fail_on: Level | None) -> int:
        """Return 3 if nobody answered of those who were due, at least half of all, a message was not accepted, or the clock is in
        doubt; 1 if a level at or above `fail_on` was reached; else 0.

        One dead place that is asked again alone is no outage of ours.
        """
        asked = self.collected
        is_outage = asked.due > 0 and not asked.answered and 2 * asked.due >= asked.known
        if is_outage or asked.ahead_at or self.delivered.troubles:
            return OWN_TROUBLE
        if fail_on is not None and any(published.level >= fail_on for published in self.published):
            return LEVEL_REACHED
        return 0


def run_cycle(house: House, *, force: bool = False, progress: Progress | None = None, at_once: bool = False) -> CycleResult:
    """Collect what is due, judge, store what is to be told, and send what waits. Raises StoreError.

    With `at_once`, each list gets a page now if it would say something new; without, as its schedule and changes of level want.
    What an earlier cycle left unsent goes first: it must not wait for slow sources. Where an earlier look is dated far ahead, one
    of two clocks was wrong: everything is looked at again, and nothing is judged or told in this cycle.
    """
    before = deliver_pending(house)
    house = with_organisations(with_forgotten(house))
    collected = collect_due(house, force=force, progress=progress)
    # Between two clocks, what was seen later would seem not to have been seen: nothing is told until both looks are of one.
    if house.is_stopping() or collected.ahead_at:
        return CycleResult(collected, (), 0, before)
    now = house.clock()
    # Before judging, or the first judgement would speak of days that the next one has no longer.
    purge(house.database, house.configuration.retention, now)
    told = tell(house, judge_now(house, now), at_once=at_once)
    return CycleResult(collected, told.published, told.changed, before + deliver_pending(house))


def reports_as_of(
    house: House, as_of: datetime | None, known_at: datetime | None, only: str = "", channel: str = ""
) -> list[Report]:
    """Return the reports of all lists (or the list `only`) as of a past moment, or as of now; stores and sends nothing.

    What was answered, told and held back, and what is compared with, is part of a report of now alone; who asks on the day of
    a report whether it still holds sees its news. With `channel`, it
    compares with the last one that was accepted there, as the one that the channel would send.
    """
    now = house.clock()
    is_now = as_of is None and known_at is None
    judgement = judge_now(house, now) if is_now else judge_all(house, as_of or known_at or now, known_at)
    lists = [w for w in house.configuration.portfolio.watchlists if only in ("", w.key)]
    if not is_now:
        reports = [report_on(house, judgement, w, with_previous=False, channels=w.channels, own=NO_OWN_HOUSE) for w in lists]
        return [looking_back(report, known_at) for report in reports]
    owns = [own_house(house, watchlist, now) for watchlist in lists]
    ways = [(channel,) if channel in w.channels else w.channels for w in lists]
    return [report_shown(house, judgement, w, by, own) for w, by, own in zip(lists, ways, owns, strict=True)]
