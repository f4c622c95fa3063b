"""The mail of a report and the alert between two reports: HTML for mail programs and plain text, with the same findings.

The HTML stays below the size at which mail programs cut a message: where it would grow too large, less goes in.
"""

from __future__ import annotations

from binascii import b2a_qp
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from math import floor
from typing import Any

from monitor.model.finding import Level
from monitor.model.letter import Circumstances, Crossing, Letter
from monitor.model.report import ChangeKind, Report
from monitor.model.report_coverage import CoverageSummary
from monitor.report.bars import Shade, bars, shades
from monitor.report.english import EVIDENCE_LEVELS, REPLY
from monitor.report.inline import inline_styles
from monitor.report.mail_plan import MEASURES, MOST_SAID, MailPlan, Measure, alert_plan, report_plan
from monitor.report.mail_text import alert_text, mail_text
from monitor.report.pages import seen_at, seen_share, seen_state
from monitor.report.render import environment
from monitor.report.words import counted

# Mail programs cut a message at about 100 KB; what counts is the size after encoding.
LARGEST = 90_000
METER = 56
SHAPES = {Level.ALERT: "\u25c6", Level.WATCH: "\u25d0", Level.UNKNOWN: "\u25a1", Level.OK: "\u25cf"}
_CHANGE_CLASSES = {
    ChangeKind.WORSE: "worse",
    ChangeKind.ADDED: "worse",
    ChangeKind.BETTER: "better",
    ChangeKind.CLEARED: "better",
    ChangeKind.UNSEEN: "sight",
    ChangeKind.SEEN: "sight",
}


@dataclass(frozen=True, slots=True)
class FootLine:
    """One line below the mail, with a link behind it if there is one."""

    text: str
    link: str = ""
    link_text: str = ""

    @property
    def plain(self) -> str:
        """Return the line without markup: what a link says where it writes a mail, else where it leads."""
        shown = self.link_text if self.link.startswith("mailto:") else self.link
        return f"{self.text} {shown}".rstrip()


def report_letter(report: Report, circumstances: Circumstances) -> Letter:
    """Return the mail of a report."""
    return _letter(lambda measure: report_plan(report, circumstances, measure), "mail.html.j2", mail_text)


def alert_letter(report: Report, crossings: Sequence[Crossing], circumstances: Circumstances) -> Letter:
    """Return the mail that tells changes of level between reports; `report` is the list as it is judged now."""
    return _letter(lambda measure: alert_plan(report, crossings, circumstances, measure), "mail_alert.html.j2", alert_text)


def encoded_size(page: str) -> int:
    """Return the size of a page in a mail, in bytes after its transfer encoding (quoted-printable)."""
    return len(b2a_qp(page.encode("utf-8", "replace").replace(b"\n", b"\r\n"), istext=True))


def _letter(plan_of: Callable[[Measure], MailPlan], template: str, text_of: Callable[[MailPlan, Sequence[str]], str]) -> Letter:
    made = environment()
    made.filters.update(_FILTERS)
    for measure in MEASURES:
        plan = plan_of(measure)
        feet = footing(plan.circumstances, plan.report)
        page = inline_styles(made.get_template(template).render(plan=plan, **_around(plan), footing=feet))
        if encoded_size(page) <= LARGEST:
            break
    return Letter(plan.subject, plan.news, page, text_of(plan, [foot.plain for foot in feet]), plan.finding_ids)


def _around(plan: MailPlan) -> Mapping[str, Any]:
    report = plan.report
    return {
        "made_at": seen_at(report),
        "notes": plan.notes,
        "meter": _meter(report.coverage),
        "most_said": MOST_SAID,
    }


def _meter(coverage: CoverageSummary) -> tuple[tuple[str, int], ...]:
    """Return the cells of the coverage bar: class and width."""
    filled = floor(seen_share(coverage) * METER)
    cells = ((seen_state(coverage), filled), ("off", METER - filled))
    return tuple(cell for cell in cells if cell[1])


def footing(circumstances: Circumstances, report: Report) -> tuple[FootLine, ...]:
    """Return what stands below a mail: the way to the whole report, the way off the list, what the signs mean."""
    levels = ", ".join(f"{level.value} {words}" for level, words in list(EVIDENCE_LEVELS.items())[:4])
    reason = f"You read this because your address stands on the list {report.title}."
    leave = circumstances.unsubscribe
    return (
        *_way_to_the_page(circumstances),
        FootLine(f"{reason} To leave it, write to", f"mailto:{leave}", leave) if leave else FootLine(reason),
        FootLine(f"{levels}. We say what was seen, never why. {REPLY}"),
    )


def _way_to_the_page(circumstances: Circumstances) -> tuple[FootLine, ...]:
    if circumstances.page_url:
        return (FootLine("Every card, picture and source:", circumstances.page_url, "the whole report"),)
    if circumstances.page_file and circumstances.is_attached:
        return (FootLine(f"Every card, picture and source is in the attached {circumstances.page_file}."),)
    if circumstances.page_file:
        return (FootLine(f"Every card, picture and source is in {circumstances.page_file}, kept where Mainstay runs."),)
    return ()


def _counted_or(value: int | None, one: str, many: str) -> str:
    return "unknown" if value is None else counted(value, one, many)


def _shade_class(depth: int | None) -> str:
    return "blind" if depth is None else ("r0", "r3", "s2", "s2", "s3")[depth]


def _change_class(kind: ChangeKind) -> str:
    return _CHANGE_CLASSES.get(kind, "name")


def _shades(months: Any) -> tuple[Shade, ...]:
    return shades(months)


_FILTERS: Mapping[str, Callable[..., Any]] = {
    "bars": bars,
    "change_class": _change_class,
    "counted_or": _counted_or,
    "shade_class": _shade_class,
    "shades": _shades,
    "shape": SHAPES.__getitem__,
}
