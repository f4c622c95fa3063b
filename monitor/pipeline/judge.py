"""From stored facts to assessments and levels: load, merge, assess, put families in order. Collects and sends nothing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from monitor.model.assessment import Assessment, Verdict
from monitor.model.history import History, Person
from monitor.model.target import Impact, Portfolio, Project, Watchlist
from monitor.people.leaving import with_departures
from monitor.people.persons import build_history
from monitor.pipeline.accounts import unnamed, with_accounts
from monitor.pipeline.foresight import with_forecast
from monitor.pipeline.house import House
from monitor.pipeline.jobs import expected_signals
from monitor.pipeline.notes import with_notes
from monitor.scoring.assess import assess
from monitor.scoring.common_mode import SUSPECTED, Before, guarded
from monitor.scoring.family import with_families
from monitor.scoring.levels import judge_level
from monitor.scoring.shared_people import with_shared_people
from monitor.store.facts import load_facts
from monitor.store.guarding import load_headlines, load_open_rules


@dataclass(frozen=True, slots=True)
class Judgement:
    """All projects of one configuration at `as_of`; `people` holds only those that a finding speaks about."""

    as_of: datetime
    assessments: Mapping[str, Assessment]
    people: Mapping[str, Mapping[str, Person]]


def judge_all(house: House, as_of: datetime, known_at: datetime | None = None, only: Iterable[str] | None = None) -> Judgement:
    """Return the assessments of the projects (`only` these keys, or all) from what is stored."""
    portfolio = house.configuration.portfolio
    wanted = sorted(_with_siblings(portfolio, only)) if only is not None else list(portfolio.projects)
    assessments: dict[str, Assessment] = {}
    people: dict[str, Mapping[str, Person]] = {}
    for key in wanted:
        assessments[key], people[key] = _judge(house, portfolio.projects[key], as_of, known_at)
    shared = with_shared_people(assessments, people, portfolio)
    return Judgement(as_of, with_families(shared, portfolio), people)


def judge_now(house: House, now: datetime) -> Judgement:
    """Return the assessments of all projects as of now, with what fell everywhere at once held back. Raises StoreError."""
    judgement = judge_all(house, now)
    before = Before(load_open_rules(house.database), load_headlines(house.database, SUSPECTED, "suspected_on"))
    configuration = house.configuration
    held = guarded(judgement.assessments, configuration.portfolio, before, now, configuration.limits)
    return replace(judgement, assessments=held)


def _with_siblings(portfolio: Portfolio, only: Iterable[str]) -> set[str]:
    """A member of a family cannot be judged without its siblings."""
    chosen = set(only)
    families = {portfolio.projects[key].family for key in chosen} - {""}
    return chosen | {project.key for project in portfolio.projects.values() if project.family in families}


def _judge(house: House, project: Project, as_of: datetime, known_at: datetime | None) -> tuple[Assessment, Mapping[str, Person]]:
    history = load_history(house, project, as_of, known_at)
    limits = house.configuration.limits
    assessment = with_forecast(history, assess(history, as_of, limits), house.model, as_of, limits)
    spoken_of = {key for finding in assessment.findings for key in finding.persons} | {role.person for role in assessment.people}
    spoken_of |= {key for situation in assessment.situations for key in situation.persons}
    return assessment, {key: history.persons[key] for key in sorted(spoken_of) if key in history.persons}


def load_history(house: House, project: Project, as_of: datetime, known_at: datetime | None = None) -> History:
    """Return the history of one project as rules see it, from what is stored. Raises StoreError."""
    wider = with_accounts(house, project)
    expected = expected_signals(wider, house.configuration)
    facts = load_facts(house.database, with_notes(wider), as_of=as_of, known_at=known_at, expected=expected)
    facts = replace(facts, coverage=unnamed(facts.coverage, project))
    limits = house.configuration.limits
    return with_departures(house.hearing.hear(build_history(facts, project, house.named(project)), limits), as_of, limits)


def verdicts_of(house: House, judgement: Judgement, watchlist: Watchlist) -> dict[str, Verdict]:
    """Return the verdict on each project of one list, which depends on the impact the list gives it."""
    limits = house.configuration.limits
    return {entry.project: judge_level(judgement.assessments[entry.project], entry.impact, limits) for entry in watchlist.entries}


def judged(house: House, judgement: Judgement) -> Iterator[tuple[Assessment, Mapping[str, Verdict]]]:
    """Yield each assessment with its verdict on every list that watches the project."""
    portfolio = house.configuration.portfolio
    impacts: dict[str, dict[str, Impact]] = {}
    for watchlist in portfolio.watchlists:
        for entry in watchlist.entries:
            impacts.setdefault(entry.project, {})[watchlist.key] = entry.impact
    for key, assessment in judgement.assessments.items():
        verdicts = {
            name: judge_level(assessment, impact, house.configuration.limits) for name, impact in impacts.get(key, {}).items()
        }
        yield assessment, verdicts
