"""From a judgement to a report of one list: built, compared with the last one that its readers got, in every format."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from monitor.delivery import CHANNELS, files
from monitor.model.finding import Level
from monitor.model.own_house import OwnHouse
from monitor.model.rendered import DeliveryContext, Rendered
from monitor.model.report import PreviousReport, Report
from monitor.model.stored import StoredReport
from monitor.model.target import Watchlist
from monitor.pipeline.house import House
from monitor.pipeline.judge import Judgement, verdicts_of
from monitor.report.build import build_report
from monitor.report.document import to_document
from monitor.report.render import render_html, render_text
from monitor.scoring.rules import RULES
from monitor.store.judgements import load_baseline, load_last_report
from monitor.store.outbox import load_waiting

NO_OWN_HOUSE = OwnHouse()
JUDGED = ("key", "level", "standing", "because", "findings", "numbers")


@dataclass(frozen=True, slots=True)
class Published:
    """One list's report and where its page lies (None: no channel of the list writes one).

    `is_new` False: nothing changed today, the earlier page stands.
    """

    report: Report
    page: Path | None
    level: Level
    is_new: bool


def report_on(
    house: House,
    judgement: Judgement,
    watchlist: Watchlist,
    *,
    with_previous: bool = True,
    channels: Collection[str] | None = None,
    own: OwnHouse = NO_OWN_HOUSE,
    before: datetime | None = None,
) -> Report:
    """Return the report of one list on a judgement, compared with the last one that was accepted by way of `channels`.

    With `before`, with the last one that is older.
    """
    previous = _previous(house, watchlist.key, channels, before) if with_previous else None
    return build_report(
        watchlist=watchlist,
        portfolio=house.configuration.portfolio,
        assessments=judgement.assessments,
        verdicts=verdicts_of(house, judgement, watchlist),
        rules={spec.id: spec for spec in (module.RULE for module in RULES.values())},
        people=judgement.people,
        previous=previous,
        as_of=judgement.as_of,
        generated_at=house.clock(),
        limits=house.configuration.limits,
        house=replace(own, track=house.model.track),
    )


def report_shown(house: House, judgement: Judgement, watchlist: Watchlist, channels: Collection[str], own: OwnHouse) -> Report:
    """Return the report of now as somebody asks for it: where today's stored one says the same, that one with its news."""
    report = report_on(house, judgement, watchlist, channels=channels, own=own)
    last = _todays(house, watchlist, judgement.as_of)
    if last is None or not _says_the_same(last, report):
        return report
    return report_on(house, judgement, watchlist, channels=channels, own=own, before=last.created_at)


def _previous(
    house: House, watchlist: str, channels: Collection[str] | None, before: datetime | None = None
) -> PreviousReport | None:
    """Return the last report that was accepted; before one was, what those compare with who got none yet."""
    last = load_last_report(house.database, watchlist, channels, before)
    stored = last or (load_baseline(house.database, watchlist, channels) if channels is not None else None)
    if stored and before and stored.created_at >= before:
        return None
    return PreviousReport(json.loads(stored.document), stored.created_at, is_unsent=last is None) if stored else None


def rendered(report: Report, watchlist: Watchlist, stem: str) -> Rendered:
    """Return every format of a report that is written into files."""
    document = json.dumps(to_document(report), ensure_ascii=False, indent=1, sort_keys=True)
    return Rendered(watchlist.key, stem, report.subject, render_html(report), render_text(report), document)


def delivery_context(house: House) -> DeliveryContext:
    """Return where and when channels deliver."""
    return DeliveryContext(house.configuration.state_dir / "reports", house.clock())


def options_of(house: House, channel: str) -> Any:
    """Return the typed options of a channel."""
    return CHANNELS[channel].options(**house.configuration.channels.get(channel, {}))


def page_of(house: House, stem: str) -> Path:
    """Return where the page of the report `stem` lies once it is written."""
    return files.page_path(stem, options_of(house, files.NAME), delivery_context(house))


def page_that_stands(house: House, watchlist: Watchlist, report: Report, now: datetime) -> Path | None:
    """Return today's page of this list if it is there, or waits to be written, and judges the same as `report`."""
    last = _todays(house, watchlist, now)
    if not last or not last.path or (not Path(last.path).is_file() and not _is_waiting(house, last)):
        return None
    return Path(last.path) if _says_the_same(last, report) else None


def _todays(house: House, watchlist: Watchlist, now: datetime) -> StoredReport | None:
    """Return the last report of a list if it was made today, by the list's own calendar."""
    last, zone = load_last_report(house.database, watchlist.key), ZoneInfo(watchlist.zone)
    return last if last and last.created_at.astimezone(zone).date() == now.astimezone(zone).date() else None


def _says_the_same(stored: StoredReport, report: Report) -> bool:
    return _judged(json.loads(stored.document)) == _judged(to_document(report))


def _is_waiting(house: House, report: StoredReport) -> bool:
    waiting = load_waiting(house.database)
    return any((w.channel, w.watchlist, w.created_at) == (files.NAME, report.watchlist, report.created_at) for w in waiting)


def _judged(document: Mapping[str, Any]) -> str:
    """What must be equal for two reports to say the same: what is judged, seen and answered, not the hour of the look."""
    said = [
        [project[name] for name in JUDGED] + [_sight(line) for line in project["coverage"]] for project in document["projects"]
    ]
    words = [
        [project["key"], line["on"], line["link"], line["words"]]
        for project in document["projects"]
        for line in project["statements"]
    ]
    answered = [[line["finding"], line["kind"], line["until"]] for line in document.get("answered", ())]
    stories = [
        [one["id"], one["state"], one["since"], [question["code"] for question in one["questions"] if question["answer"]]]
        for one in document.get("situations", ())
    ]
    decided = [[one["project"], one["finding"], one["at"], one["is_due"], one["since"]] for one in document.get("decisions", ())]
    return json.dumps([sorted(said, key=str), answered, sorted(stories), decided, sorted(words)], sort_keys=True)


def _sight(line: Mapping[str, Any]) -> list[object]:
    return [line[name] for name in ("target", "signal", "view", "reason")]


def worst_level(report: Report) -> Level:
    """Return the worst level of a report's rows; UNKNOWN counts below all others."""
    return max((row.level for row in report.rows), default=Level.OK)
