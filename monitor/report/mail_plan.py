"""What of a report goes into a mail: the same for both of its parts, and less of it where it would grow too large. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from monitor.model.crontab import read_crontab
from monitor.model.decisions import DecisionLine
from monitor.model.finding import Level
from monitor.model.letter import Circumstances, Crossing
from monitor.model.own_house import AnswerLine
from monitor.model.report import Change, ProjectLine, Report
from monitor.model.report_situation import SituationLine
from monitor.model.situation import SituationState
from monitor.report import headline
from monitor.report.pages import in_full, risks, situations_heading
from monitor.report.words import counted, moment, spelled

WEEKDAYS, DAYS, MONTHS = 7, 31, 12
NAMED = 2
# Of what was said a mail quotes two lines; the whole report has the rest.
MOST_SAID = 2

# Why a change of level is told now, by the code of the policy.
CROSSINGS: Mapping[str, str] = {
    "confirmed": "Seen in two looks, at least a day apart: that is why you read it now.",
    "fact": "Announced, or recorded by a platform: such facts are told at once.",
    "left": "Not so any more in three looks, each at least a day after the one before.",
    "unstable": "It changed more than three times in 90 days. It counts as unstable: the next changes wait for the report.",
}


@dataclass(frozen=True, slots=True)
class Measure:
    """How much of each kind goes in; the rest is counted and left to the whole report."""

    changes: int
    rows: int
    cards: int
    lines: int
    names: int


# From a full mail down to one that fits whatever is watched.
MEASURES = (
    Measure(20, 60, 8, 6, 200),
    Measure(16, 50, 6, 4, 150),
    Measure(12, 40, 4, 4, 120),
    Measure(12, 40, 3, 3, 100),
    Measure(12, 40, 2, 3, 100),
    Measure(10, 40, 2, 3, 80),
    Measure(10, 30, 2, 3, 60),
    Measure(8, 20, 2, 2, 40),
    Measure(6, 12, 1, 2, 20),
    Measure(4, 6, 0, 1, 0),
)


@dataclass(frozen=True, slots=True)
class Cut:
    """A list as far as it fits, and how many more there are."""

    shown: tuple[str, ...]
    more: int


@dataclass(frozen=True, slots=True)
class Told:
    """One change of level in an alert: the project as it is now, what it was, and why it is told."""

    project: ProjectLine
    was: Level | None
    why: str


@dataclass(frozen=True, slots=True)
class MailPlan:
    """What a mail says. `calm` are the projects that are ok, `cards` those shown in full, `told` the changes of an alert."""

    report: Report
    circumstances: Circumstances
    subject: str
    news: str
    measure: Measure
    changes: tuple[Change, ...] = ()
    more_changes: int = 0
    rows: tuple[ProjectLine, ...] = ()
    more_rows: int = 0
    calm: tuple[ProjectLine, ...] = ()
    more_calm: int = 0
    cards: tuple[ProjectLine, ...] = ()
    more_cards: int = 0
    told: tuple[Told, ...] = ()
    situations: tuple[SituationLine, ...] = ()
    other_situations: tuple[SituationLine, ...] = ()
    more_situations: int = 0
    situations_heading: str = ""

    @property
    def decisions(self) -> tuple[DecisionLine, ...]:
        """Return what was decided, as much as fits, those to look at again first; an alert leaves it to the report."""
        return () if self.told else self.report.decisions[: self.measure.lines]

    @property
    def notes(self) -> tuple[str, ...]:
        """Return what readers must know of this mail itself and the ones before it."""
        due_at, zone = self.circumstances.due_at, self.report.zone
        late = (f"This report was due on {moment(due_at, zone)} and comes late.",) if due_at else ()
        return self.report.notes or late

    def cut(self, lines: Sequence[str]) -> Cut:
        """Return the first of `lines`, as many as fit."""
        return Cut(tuple(lines[: self.measure.lines]), max(0, len(lines) - self.measure.lines))

    @property
    def answered(self) -> tuple[AnswerLine, ...]:
        """Return how findings were answered, as many as fit; an alert leaves them to the report."""
        return () if self.told else self.report.answered[: self.measure.lines]

    @property
    def more_answered(self) -> int:
        """Return how many more answers there are."""
        return 0 if self.told else len(self.report.answered) - len(self.answered)

    def has_card(self, project: ProjectLine) -> bool:
        """Return whether `project` is shown in full, so that its row can be short."""
        return any(project.key == card.key for card in self.cards)

    def ids(self, project: ProjectLine) -> tuple[str, ...]:
        """Return the ids in the row of a project: what made its level, unless its card names them anyway."""
        if project.level == Level.OK or self.has_card(project):
            return ()
        found = risks(project)
        return tuple(finding.id for finding in found if finding.is_reason) or tuple(finding.id for finding in found)

    @property
    def finding_ids(self) -> tuple[str, ...]:
        """Return the ids of the findings that the mail shows, each once."""
        in_changes = [change.finding for change in self.changes if change.finding]
        in_rows = [ident for project in self.rows for ident in self.ids(project)]
        in_cards = [finding.id for project in self.cards for finding in risks(project)]
        answered = [line.finding for line in self.answered]
        decided = [line.finding for line in self.decisions if line.finding]
        return tuple(dict.fromkeys([*in_changes, *in_rows, *in_cards, *decided, *answered]))


def report_plan(report: Report, circumstances: Circumstances, measure: Measure) -> MailPlan:
    """Return what the mail of a report says."""
    eyed = [project for project in report.projects if project.level != Level.OK]
    calm = [project for project in report.projects if project.level == Level.OK]
    alerts = [project for project in eyed if project.level == Level.ALERT]
    plan = MailPlan(
        report=report,
        circumstances=circumstances,
        subject=_report_subject(report, circumstances),
        news=report.headline,
        measure=measure,
        changes=report.changes[: measure.changes],
        more_changes=max(0, len(report.changes) - measure.changes),
        rows=tuple(eyed[: measure.rows]),
        more_rows=max(0, len(eyed) - measure.rows),
        calm=tuple(calm[: measure.names]),
        more_calm=max(0, len(calm) - measure.names),
        cards=tuple(alerts[: measure.cards]),
        more_cards=max(0, len(alerts) - measure.cards),
    )
    return _with_situations(plan, in_full(report), situations_heading(report))


def _with_situations(plan: MailPlan, found: Sequence[SituationLine], title: str) -> MailPlan:
    """Return the plan with as many of the situations as fit, those of `found` in full."""
    told = tuple(found[: max(1, plan.measure.cards // 2)])
    others = [] if plan.told else [line for line in plan.report.situations if line not in told]
    shown = tuple(others[: plan.measure.changes])
    return replace(
        plan, situations=told, other_situations=shown, more_situations=len(others) - len(shown), situations_heading=title
    )


def alert_plan(report: Report, crossings: Sequence[Crossing], circumstances: Circumstances, measure: Measure) -> MailPlan:
    """Return what an alert says: each changed project with the reason why it is told now, the gravest first.

    A crossing of a project that the report does not hold is left out.
    """
    by_key = {crossing.project: crossing for crossing in crossings}
    told = tuple(_told(project, by_key[project.key]) for project in report.projects if project.key in by_key)
    shown = told[: measure.rows]
    grave = [one.project for one in shown if one.project.level > Level.OK]
    plan = MailPlan(
        report=report,
        circumstances=circumstances,
        subject=_alert_subject(report, told),
        news=_alert_news(told),
        measure=measure,
        rows=tuple(one.project for one in shown),
        more_rows=len(told) - len(shown),
        cards=tuple(grave[: measure.cards]),
        told=shown,
    )
    keys = {one.project.key for one in shown}
    going_on = [line for line in report.situations if line.project in keys and line.state is not SituationState.CLOSED]
    return _with_situations(plan, going_on, "The situation" if len(going_on) == 1 else "Situations")


def _told(project: ProjectLine, crossing: Crossing) -> Told:
    return Told(project, crossing.was, CROSSINGS.get(crossing.reason, ""))


def pace(schedule: str) -> str:
    """Return "daily", "weekly", "monthly" or "yearly" for a crontab line that means one of them, else ""."""
    line = read_crontab(schedule) if schedule else None
    if line is None or len(line.hours) * len(line.minutes) > 1:
        return ""
    shape = (len(line.weekdays), len(line.days), len(line.months))
    words = {
        (WEEKDAYS, DAYS, MONTHS): "daily",
        (1, DAYS, MONTHS): "weekly",
        (WEEKDAYS, 1, MONTHS): "monthly",
        (WEEKDAYS, 1, 1): "yearly",
    }
    return words.get(shape, "")


def _report_subject(report: Report, circumstances: Circumstances) -> str:
    said = headline.subject(
        report.title,
        report.counts,
        report.changes,
        report.coverage,
        is_baseline=report.is_baseline,
        pace=pace(circumstances.schedule),
        situations=sum(one.is_changed for one in report.situations),
    )
    return said.replace(":", " (late):", 1) if circumstances.due_at else said


def _alert_subject(report: Report, told: Sequence[Told]) -> str:
    if len(told) == 1:
        return f"Mainstay alert: {_move(told[0])} ({report.title})"
    return f"Mainstay alert: {counted(len(told), 'project')} changed level ({report.title})"


def _alert_news(told: Sequence[Told]) -> str:
    if len(told) == 1:
        return f"{_move(told[0])}: {headline.inside(told[0].project.headline)}."
    first = "; ".join(_move(one) for one in told[:NAMED])
    more = f"; and {spelled(len(told) - NAMED)} more" if len(told) > NAMED else ""
    return f"{counted(len(told), 'project')} changed level: {first}{more}."


def _move(told: Told) -> str:
    name, level = told.project.name, told.project.level
    if told.was is not None and told.was > level >= Level.OK:
        return f"{name} is no longer {'on alert' if told.was == Level.ALERT else 'to watch'}"
    return f"{name} is {'now on alert' if level == Level.ALERT else 'now to watch' if level == Level.WATCH else level.word}"
