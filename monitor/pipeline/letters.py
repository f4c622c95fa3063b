"""The words of a mail, made of a report."""

from __future__ import annotations

from monitor.model.letter import Letter
from monitor.model.report import Report
from monitor.report.render import render_html, render_text


def report_letter(report: Report) -> Letter:
    """Return the letter that carries a whole report."""
    return Letter(report.subject, report.headline, render_html(report), render_text(report))
