"""From a judgement to reports: build, render, compare with the last one, hand to the channels, remember."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from monitor.delivery import files
from monitor.model.finding import Level
from monitor.model.rendered import DeliveryContext, Rendered
from monitor.model.report import PreviousReport, Report
from monitor.model.target import Watchlist
from monitor.pipeline.house import House
from monitor.pipeline.judge import Judgement, verdicts_of
from monitor.report.build import build_report
from monitor.report.document import to_document
from monitor.report.render import render_html, render_text
from monitor.scoring.rules import RULES
from monitor.store.judgements import load_last_report, save_report

JUDGED = ("key", "level", "standing", "because", "findings", "numbers")


@dataclass(frozen=True, slots=True)
class Published:
    """One list's report and where its page lies; `is_new` False: nothing changed today, the earlier page stands."""

    report: Report
    page: Path
    level: Level
    is_new: bool


def report_on(house: House, judgement: Judgement, watchlist: Watchlist, *, with_previous: bool = True) -> Report:
    """Return the report of one list on a judgement, compared with the last one delivered."""
    stored = load_last_report(house.database, watchlist.key) if with_previous else None
    previous = PreviousReport(json.loads(stored.document), stored.created_at) if stored else None
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
    )


def rendered(report: Report, watchlist: Watchlist, stem: str) -> Rendered:
    """Return every format of a report."""
    document = json.dumps(to_document(report), ensure_ascii=False, indent=1, sort_keys=True)
    return Rendered(watchlist.key, stem, report.subject, render_html(report), render_text(report), document)


def publish(house: House, judgement: Judgement, watchlist: Watchlist) -> Published:
    """Write the report of one list, unless today's says the same already. Raises DeliveryError."""
    options = files.Options(**_options(house.configuration.channels.get("files", {})))
    context = DeliveryContext(house.configuration.state_dir / "reports", house.clock())
    report = report_on(house, judgement, watchlist)
    level = worst_level(report)
    standing = _page_that_stands(house, watchlist, to_document(report), context.now)
    if standing:
        return Published(report, standing, level, is_new=False)
    local = context.now.astimezone(ZoneInfo(watchlist.zone))
    message = rendered(report, watchlist, f"{watchlist.key}-{local:%Y-%m-%d-%H%M%S}")
    files.send(message, options, context)
    page = files.page_path(message, options, context)
    save_report(
        house.database,
        watchlist=watchlist.key,
        period_key=f"{local:%Y-%m-%d}",
        created_at=context.now,
        as_of=judgement.as_of,
        method=report.method,
        document=message.document,
        path=str(page),
    )
    return Published(report, page, level, is_new=True)


def _options(data: Mapping[str, object]) -> dict[str, Path]:
    folder = data.get("folder")
    return {"folder": Path(str(folder))} if folder else {}


def _page_that_stands(house: House, watchlist: Watchlist, document: Mapping[str, Any], now: datetime) -> Path | None:
    """Return today's page of this list if it is still there and judges the same."""
    last = load_last_report(house.database, watchlist.key)
    zone = ZoneInfo(watchlist.zone)
    if not last or not Path(last.path).is_file() or last.created_at.astimezone(zone).date() != now.astimezone(zone).date():
        return None
    return Path(last.path) if _judged(json.loads(last.document)) == _judged(document) else None


def _judged(document: Mapping[str, Any]) -> str:
    """What must be equal for two reports to say the same: what is judged and what could be seen, not the hour of the look."""
    said = [
        [project[name] for name in JUDGED] + [_sight(line) for line in project["coverage"]] for project in document["projects"]
    ]
    return json.dumps(sorted(said, key=str), sort_keys=True)


def _sight(line: Mapping[str, Any]) -> list[object]:
    return [line[name] for name in ("target", "signal", "view", "reason")]


def worst_level(report: Report) -> Level:
    """Return the worst level of a report's rows; UNKNOWN counts below all others."""
    return max((row.level for row in report.rows), default=Level.OK)
