"""What a cycle tells: reports whose period is due, pages asked for at once, alerts between reports; stored in one transaction.

Nothing is sent here. What is stored is sent by `deliver.py`, now or after a restart, and always the same bytes.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from monitor.delivery import CHANNELS, files, policy
from monitor.delivery.policy import Decided
from monitor.model.alerts import AlertState, Notice, Reason
from monitor.model.errors import DeliveryError
from monitor.model.letter import Address
from monitor.model.outbox import Edition, NewMessage, NewReport, Occasion, Telling
from monitor.model.report import Report
from monitor.model.schedule import last_fire, period_key
from monitor.model.stored import StoredReport
from monitor.model.target import Watchlist
from monitor.pipeline.alerts import alerts_on
from monitor.pipeline.house import House
from monitor.pipeline.judge import Judgement, judged
from monitor.pipeline.letters import circumstances
from monitor.pipeline.own_house import own_house
from monitor.pipeline.publish import Published, options_of, page_of, page_that_stands, rendered, report_on, worst_level
from monitor.report.mail import alert_letter, report_letter
from monitor.store.judgements import load_last_report, load_periods
from monitor.store.told import load_first_seen, save_telling


@dataclass(frozen=True, slots=True)
class Told:
    """What was stored: a report a list, and of how many projects the judgement changed."""

    published: tuple[Published, ...]
    changed: int


@dataclass(frozen=True, slots=True)
class _Occasion:
    """Why something is told; `name` is unique in its list. `fire` is when the period began, None without one."""

    kind: Occasion
    name: str
    reason: str
    fire: datetime | None = None


@dataclass(frozen=True, slots=True)
class _Desk:
    """Everything at hand to tell one list of one judgement. `first_seen` None: this is its first look."""

    house: House
    judgement: Judgement
    watchlist: Watchlist
    now: datetime
    first_seen: datetime | None
    decided: Decided

    def report(self, channels: Collection[str], due_at: datetime | None = None) -> Report:
        """Return the report, compared with the last one that somebody accepted through `channels`."""
        own = own_house(self.house, self.watchlist, self.now, self.decided.states, due_at)
        return report_on(self.house, self.judgement, self.watchlist, channels=channels, own=own)

    @property
    def stem(self) -> str:
        """Return the name of a report's files: the list and the local moment at which it was made."""
        return f"{self.watchlist.key}-{self.now.astimezone(ZoneInfo(self.watchlist.zone)):%Y-%m-%d-%H%M%S}"


@dataclass(frozen=True, slots=True)
class _Plan:
    """What one list is told, and in which occasion readers learn of changes of level."""

    published: Published
    reports: tuple[NewReport, ...] = ()
    alerts: tuple[NewMessage, ...] = ()
    states: tuple[AlertState, ...] = ()
    notices: tuple[Notice, ...] = ()


def tell(house: House, judgement: Judgement, *, at_once: bool) -> Told:
    """Store the judgement and whatever is to be said of it. Raises StoreError, and then nothing is stored.

    With `at_once`, a list that has pages gets one now unless today's says the same; without, on its schedule, on its first look
    and when a level changed.
    """
    now = house.clock()
    first_seen = load_first_seen(house.database)
    lists = house.configuration.portfolio.watchlists
    desks = [_Desk(house, judgement, w, now, first_seen.get(w.key), alerts_on(house, judgement, w, now)) for w in lists]
    plans = [_plan(desk, at_once=at_once) for desk in desks]
    telling = Telling(
        at=now,
        judged=tuple(judged(house, judgement)),
        watchlists=tuple(watchlist.key for watchlist in lists),
        reports=tuple(report for plan in plans for report in plan.reports),
        alerts=tuple(message for plan in plans for message in plan.alerts),
        states=tuple(state for plan in plans for state in plan.states),
        notices=tuple(notice for plan in plans for notice in plan.notices),
    )
    return Told(tuple(plan.published for plan in plans), save_telling(house.database, telling))


def _plan(desk: _Desk, *, at_once: bool) -> _Plan:
    period = _due_period(desk)
    if period:
        plan, occasion = _tell_period(desk, period), period
    else:
        occasion = _Occasion(Occasion.ALERT, f"alert-{desk.now.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}", "crossed")
        plan = _tell_page(desk, is_wanted=at_once or desk.first_seen is None or bool(desk.decided.crossings))
        plan = replace(plan, alerts=_tell_alert(desk, occasion))
    return replace(plan, states=desk.decided.states, notices=_notices(desk, occasion))


def _due_period(desk: _Desk) -> _Occasion | None:
    """Return the period to be told now, None if none is due."""
    watchlist = desk.watchlist
    fire = last_fire(watchlist.schedule, watchlist.zone, desk.now)
    told = load_periods(desk.house.database, watchlist.key)
    if desk.first_seen is None or not policy.due_period(fire, desk.now, desk.first_seen, told):
        return None
    is_late = policy.is_late(fire, desk.now)
    return _Occasion(Occasion.PERIOD, f"period-{period_key(watchlist.zone, fire)}", "late" if is_late else "period_due", fire)


def _tell_period(desk: _Desk, occasion: _Occasion) -> _Plan:
    """Tell every channel of the list. Readers compare with the last report that one of them got, by mail where there is mail."""
    channels = desk.watchlist.channels
    far = [name for name in channels if not CHANNELS[name].is_local]
    report = desk.report(far or channels, occasion.fire if occasion.reason == "late" else None)
    page = page_of(desk.house, desk.stem) if files.NAME in channels else None
    return _Plan(Published(report, page, worst_level(report), is_new=True), (_new_report(desk, report, occasion, channels),))


def _tell_page(desk: _Desk, *, is_wanted: bool) -> _Plan:
    """Write a page now if it is wanted and says something that today's does not."""
    local = [name for name in desk.watchlist.channels if CHANNELS[name].is_local]
    report = desk.report(local or desk.watchlist.channels)
    level = worst_level(report)
    standing = page_that_stands(desk.house, desk.watchlist, report, desk.now)
    if not local or not is_wanted or standing:
        told = Published(report, standing or _newest_page(desk), level, is_new=False)
        return _Plan(told, (_first_look(desk, report),) if desk.first_seen is None and not local else ())
    occasion = _Occasion(Occasion.PAGE, f"page-{desk.stem}", "page")
    new = _new_report(desk, report, occasion, local)
    return _Plan(Published(report, page_of(desk.house, desk.stem), level, is_new=True), (new,))


def _first_look(desk: _Desk, report: Report) -> NewReport:
    """Return the report of a first look that nobody is told: the first one that is sent compares with it."""
    return _new_report(desk, report, _Occasion(Occasion.PAGE, f"page-{desk.stem}", "page"), ())


def _newest_page(desk: _Desk) -> Path | None:
    last = load_last_report(desk.house.database, desk.watchlist.key)
    return Path(last.path) if last and last.path else None


def _tell_alert(desk: _Desk, occasion: _Occasion) -> tuple[NewMessage, ...]:
    """Return one message a reader that tells of every change of level."""
    channels = [name for name in desk.watchlist.channels if CHANNELS[name].takes_alerts]
    if not desk.decided.crossings or not channels:
        return ()
    letter = alert_letter(desk.report(channels), desk.decided.crossings, circumstances(desk.house, desk.watchlist))
    return tuple(_messages(desk, Edition(letter=letter), occasion, channels))


def _new_report(desk: _Desk, report: Report, occasion: _Occasion, channels: Sequence[str]) -> NewReport:
    """Return a report as it is stored, with the messages that carry it."""
    watchlist, now = desk.watchlist, desk.now
    page = rendered(report, watchlist, desk.stem)
    has_page = files.NAME in channels
    is_read = any(CHANNELS[name].reads_letter for name in channels)
    due_at = occasion.fire if occasion.reason == "late" else None
    around = circumstances(desk.house, watchlist, page_file=f"{desk.stem}.html" if has_page else "", due_at=due_at)
    edition = Edition(page, report_letter(report, around) if is_read else None)
    stored = StoredReport(
        watchlist=watchlist.key,
        period_key=period_key(watchlist.zone, occasion.fire)
        if occasion.fire
        else f"{now.astimezone(ZoneInfo(watchlist.zone)):%Y-%m-%d}",
        created_at=now,
        as_of=desk.judgement.as_of,
        method=report.method,
        document=page.document,
        path=str(page_of(desk.house, desk.stem)) if has_page else "",
    )
    return NewReport(stored, occasion.fire, tuple(_messages(desk, edition, occasion, channels)))


def _messages(desk: _Desk, edition: Edition, occasion: _Occasion, channels: Iterable[str]) -> Iterator[NewMessage]:
    """Yield one message for each channel and reader, with its bytes; one that cannot be made is refused from the start."""
    made = edition.letter or edition.page
    for name in channels:
        channel, options = CHANNELS[name], options_of(desk.house, name)
        for recipient in dict.fromkeys(channel.addressees(desk.watchlist)):
            message = NewMessage(
                key="|".join((desk.watchlist.key, occasion.name, name, recipient)),
                occasion=occasion.kind,
                reason=occasion.reason,
                watchlist=desk.watchlist.key,
                channel=name,
                recipient=recipient,
                subject=made.subject if made else "",
                created_at=desk.now,
                body=b"",
            )
            try:
                address = Address(desk.house.key, desk.watchlist.key, occasion.name, recipient, desk.now, _thread(desk, occasion))
                yield replace(message, body=channel.compose(edition, address, options))
            except DeliveryError as error:
                yield replace(message, refused=str(error))


def _thread(desk: _Desk, occasion: _Occasion) -> str:
    """Return what mail programs show a message together with: the list's reports, its alerts, or one project's alerts."""
    if occasion.kind != Occasion.ALERT:
        return ""
    projects = {crossing.project for crossing in desk.decided.crossings}
    return f"alerts of {projects.pop()}" if len(projects) == 1 else "alerts"


def _notices(desk: _Desk, occasion: _Occasion) -> tuple[Notice, ...]:
    return tuple(
        Notice(
            desk.watchlist.key, crossing.project, crossing.level, crossing.was, Reason(crossing.reason), occasion.name, desk.now
        )
        for crossing in desk.decided.crossings
    )
