"""Mails on invented projects: a week with news, a first look, alerts, and the largest that could be."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from functools import cache

from monitor.model.finding import Level
from monitor.model.letter import Circumstances, Crossing, Letter
from monitor.model.report import PreviousReport, Report
from monitor.report.document import to_document
from monitor.report.mail import alert_letter, report_letter
from tests.report.samples import NOW, Sample, lark, many, report_on, unseen, varied

WEEKLY = Circumstances(
    schedule="0 7 * * 1",
    page_url="https://reports.example.org/mainstay/ml-platform.html",
    unsubscribe="platform@example.org",
)


def calmed(base: Sample) -> Sample:
    """Return a project as it was before anything was found."""
    return replace(
        base, assessment=replace(base.assessment, findings=()), verdict=replace(base.verdict, level=Level.OK, because=())
    )


def last_week() -> PreviousReport:
    """Return the report before: Lark and Marlin were still ok."""
    before = [calmed(one) if one.project.key in ("lark", "marlin") else one for one in varied()]
    return PreviousReport(to_document(report_on(before)), NOW - timedelta(days=7))


@cache
def news() -> Report:
    return report_on(varied(), previous=last_week())


def alerts() -> list[Crossing]:
    return [
        Crossing("lark", Level.ALERT, Level.OK, "confirmed"),
        Crossing("harbour", Level.ALERT, Level.WATCH, "fact"),
        Crossing("marlin", Level.WATCH, Level.ALERT, "left"),
        Crossing("jsonkit", Level.OK, Level.ALERT, "unstable"),
    ]


def grave(count: int) -> list[Sample]:
    """Return `count` projects on alert with the longest of names."""
    base = lark()
    keys = [f"project-{number:03}-" + "with-a-name-that-goes-on-" * 3 for number in range(count)]
    return [
        replace(base, project=replace(base.project, key=key, name=key), assessment=replace(base.assessment, project=key))
        for key in keys
    ]


@cache
def letters() -> dict[str, Letter]:
    return {
        "news": report_letter(news(), WEEKLY),
        "first": report_letter(report_on([lark()]), replace(WEEKLY, page_url="", due_at=NOW - timedelta(days=3))),
        "calm": report_letter(report_on([calmed(lark())]), Circumstances()),
        "nothing": report_letter(report_on([]), Circumstances()),
        "down": report_letter(report_on([unseen("petrel", "Petrel"), unseen("tern", "Tern")]), WEEKLY),
        "hundred": report_letter(report_on(many(100)), WEEKLY),
        "thousand": report_letter(report_on(many(1000)), WEEKLY),
        "grave": report_letter(report_on(grave(100)), WEEKLY),
        "alert": alert_letter(news(), alerts()[:1], WEEKLY),
        "alerts": alert_letter(news(), alerts(), WEEKLY),
        "many_alerts": alert_letter(
            report_on(grave(100)), [Crossing(one.project.key, Level.ALERT, None, "fact") for one in grave(100)], WEEKLY
        ),
    }
