"""What a cycle tells: reports whose period is due, pages asked for at once, alerts between reports; stored in one transaction.

Nothing is sent here. What is stored is sent by `deliver.py`, now or after a restart, and always the same bytes.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from monitor.delivery import CHANNELS, files, policy
from monitor.model.alerts import AlertState, Notice, Reason
from monitor.model.errors import DeliveryError
from monitor.model.letter import Address, Crossing
from monitor.model.outbox import Edition, NewMessage, NewReport, Occasion, Telling
from monitor.model.report import Report
from monitor.model.schedule import last_fire, period_key
from monitor.model.stored import StoredReport
from monitor.model.target import Watchlist
from monitor.pipeline.alerts import alerts_on
from monitor.pipeline.house import House
from monitor.pipeline.judge import Judgement, judged
from monitor.pipeline.letters import report_letter
from monitor.pipeline.publish import Published, options_of, page_of, page_that_stands, rendered, report_on, worst_level
from monitor.store.judgements import load_last_report, load_periods
from monitor.store.told import load_first_seen, save_telling


@dataclass(frozen=True, slots=True)
class Told:
    """What was stored: a report a list, and of how many projects the judgement changed."""

    published: tuple[Published, ...]
    changed: int


@dataclass(frozen=True, slots=True)
class _Occasion:
    """Why and when something is told; `name` is unique in its list. `fire` is when the period began, None without one."""

    kind: Occasion
    name: str
    reason: str
    at: datetime
    fire: datetime | None = None


@dataclass(frozen=True, slots=True)
class _Plan:
    """What one list is told."""

    published: Published
    reports: tuple[NewReport, ...] = ()
    alerts: tuple[NewMessage, ...] = ()
    states: tuple[AlertState, ...] = ()
    notices: tuple[Notice, ...] = field(default=())


def tell(house: House, judgement: Judgement, *, at_once: bool) -> Told:
    """Store the judgement and whatever is to be said of it. Raises StoreError, and then nothing is stored.

    With `at_once`, a list that has pages gets one now unless today's says the same; without, on its schedule, on its first look
    and when a level changed.
    """
    now = house.clock()
    first_seen = load_first_seen(house.database)
    lists = house.configuration.portfolio.watchlists
    plans = [_plan(house, judgement, watchlist, first_seen.get(watchlist.key), now, at_once) for watchlist in lists]
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


def _plan(
    house: House, judgement: Judgement, watchlist: Watchlist, first_seen: datetime | None, now: datetime, at_once: bool
) -> _Plan:
    decided = alerts_on(house, judgement, watchlist, now)
    period = _due_period(house, watchlist, first_seen, now)
    if period:
        plan = _tell_period(house, judgement, watchlist, period)
        return replace(plan, states=decided.states, notices=_notices(watchlist, period, decided.crossings))
    plan = _tell_page(house, judgement, watchlist, now, is_wanted=at_once or first_seen is None or bool(decided.crossings))
    alert = _Occasion(Occasion.ALERT, f"alert-{now.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}", "crossed", now)
    alerts = _tell_alert(house, judgement, watchlist, alert, decided.crossings)
    return replace(plan, alerts=alerts, states=decided.states, notices=_notices(watchlist, alert, decided.crossings))


def _due_period(house: House, watchlist: Watchlist, first_seen: datetime | None, now: datetime) -> _Occasion | None:
    """Return the period to be told now, None if none is due."""
    fire = last_fire(watchlist.schedule, watchlist.zone, now)
    if first_seen is None or not policy.due_period(fire, now, first_seen, load_periods(house.database, watchlist.key)):
        return None
    reason = "late" if policy.is_late(fire, now) else "period_due"
    return _Occasion(Occasion.PERIOD, f"period-{period_key(watchlist.zone, fire)}", reason, now, fire)


def _tell_period(house: House, judgement: Judgement, watchlist: Watchlist, occasion: _Occasion) -> _Plan:
    """Tell every channel of the list. Readers compare with the last report that one of them got, by mail where there is mail."""
    far = [name for name in watchlist.channels if not CHANNELS[name].is_local]
    report = report_on(house, judgement, watchlist, channels=far or watchlist.channels)
    new = _new_report(house, judgement, watchlist, report, occasion, watchlist.channels)
    page = page_of(house, _stem(watchlist, occasion.at)) if files.NAME in watchlist.channels else None
    return _Plan(Published(report, page, worst_level(report), is_new=True), (new,))


def _tell_page(house: House, judgement: Judgement, watchlist: Watchlist, now: datetime, *, is_wanted: bool) -> _Plan:
    """Write a page now if it is wanted and says something that today's does not."""
    local = [name for name in watchlist.channels if CHANNELS[name].is_local]
    report = report_on(house, judgement, watchlist, channels=local or watchlist.channels)
    level = worst_level(report)
    standing = page_that_stands(house, watchlist, report, now)
    if not local or not is_wanted or standing:
        return _Plan(Published(report, standing or _newest_page(house, watchlist), level, is_new=False))
    stem = _stem(watchlist, now)
    occasion = _Occasion(Occasion.PAGE, f"page-{stem}", "page", now)
    new = _new_report(house, judgement, watchlist, report, occasion, local)
    return _Plan(Published(report, page_of(house, stem), level, is_new=True), (new,))


def _newest_page(house: House, watchlist: Watchlist) -> Path | None:
    last = load_last_report(house.database, watchlist.key)
    return Path(last.path) if last and last.path else None


def _tell_alert(
    house: House, judgement: Judgement, watchlist: Watchlist, occasion: _Occasion, crossings: Sequence[Crossing]
) -> tuple[NewMessage, ...]:
    """Return one message a reader that tells of every change of level."""
    channels = [name for name in watchlist.channels if CHANNELS[name].takes_alerts]
    if not crossings or not channels:
        return ()
    report = report_on(house, judgement, watchlist, channels=channels)
    edition = Edition(letter=report_letter(report))
    return tuple(_messages(house, watchlist, edition, occasion, channels))


def _new_report(
    house: House, judgement: Judgement, watchlist: Watchlist, report: Report, occasion: _Occasion, channels: Sequence[str]
) -> NewReport:
    """Return a report as it is stored, with the messages that carry it."""
    stem = _stem(watchlist, occasion.at)
    page = rendered(report, watchlist, stem)
    has_page = files.NAME in channels
    is_read = any(CHANNELS[name].reads_letter for name in channels)
    edition = Edition(page, report_letter(report) if is_read else None)
    local = occasion.at.astimezone(ZoneInfo(watchlist.zone))
    stored = StoredReport(
        watchlist=watchlist.key,
        period_key=period_key(watchlist.zone, occasion.fire) if occasion.fire else f"{local:%Y-%m-%d}",
        created_at=occasion.at,
        as_of=judgement.as_of,
        method=report.method,
        document=page.document,
        path=str(page_of(house, stem)) if has_page else "",
    )
    return NewReport(stored, occasion.fire, tuple(_messages(house, watchlist, edition, occasion, channels)))


def _messages(
    house: House, watchlist: Watchlist, edition: Edition, occasion: _Occasion, channels: Iterable[str]
) -> Iterator[NewMessage]:
    """Yield one message for each channel and reader, with its bytes; one that cannot be made is refused from the start."""
    for name in channels:
        channel, options = CHANNELS[name], options_of(house, name)
        for recipient in dict.fromkeys(channel.addressees(watchlist)):
            message = NewMessage(
                key="|".join((watchlist.key, occasion.name, name, recipient)),
                occasion=occasion.kind,
                reason=occasion.reason,
                watchlist=watchlist.key,
                channel=name,
                recipient=recipient,
                subject=_subject(edition),
                created_at=occasion.at,
                body=b"",
            )
            try:
                address = Address(house.key, watchlist.key, occasion.name, recipient, occasion.at)
                yield replace(message, body=channel.compose(edition, address, options))
            except DeliveryError as error:
                yield replace(message, refused=str(error))


def _subject(edition: Edition) -> str:
    made = edition.letter or edition.page
    return made.subject if made else ""


def _notices(watchlist: Watchlist, occasion: _Occasion, crossings: Iterable[Crossing]) -> tuple[Notice, ...]:
    return tuple(
        Notice(watchlist.key, c.project, c.level, c.was, Reason(c.reason), occasion.name, occasion.at) for c in crossings
    )


def _stem(watchlist: Watchlist, at: datetime) -> str:
    """Return the name of a report's files: the list and the local moment at which it was made."""
    return f"{watchlist.key}-{at.astimezone(ZoneInfo(watchlist.zone)):%Y-%m-%d-%H%M%S}"
