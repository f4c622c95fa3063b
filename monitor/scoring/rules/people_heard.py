"""Is what the people of the project say in public heard? For each configured person: which channels are not watched."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime
from urllib.parse import urlsplit

from monitor.model.finding import Finding, Outcome, RuleSpec, Value, Weight
from monitor.model.history import History
from monitor.model.limits import Limits
from monitor.model.signals import Signal
from monitor.model.target import Project
from monitor.scoring.metrics.departed import dead
from monitor.scoring.sight import is_fresh, look, said

RULE = RuleSpec(
    id="people_heard",
    question="Is what the people of the project say in public heard?",
    why="Goodbyes are often said where nobody of us looks; then silence here says nothing.",
    remedy="Their accounts or feeds are written into the configuration, or what was seen is filed by mainstay note.",
    family="people",
    weight=Weight.CONTEXT,
    needs=(frozenset({Signal.STATEMENTS}),),
)
MESSAGES: Mapping[str, tuple[str, ...]] = {
    "people_heard.nothing_watched": ("name",),
    "people_heard.not_seen": ("name", "places"),
    "people_heard.partly": ("name", "places", "channels"),
    "people_heard.all": ("name", "places"),
    "people_heard.nobody_named": (),
    "people_heard.note_it": (),
}
# Where goodbyes are said and no collector looks by itself, by the hosts of their pages.
UNWATCHED = {"X": ("x.com", "twitter.com"), "LinkedIn": ("linkedin.com",)}


def judge(history: History, now: datetime, limits: Limits) -> Iterable[Finding]:
    """Yield one answer for each configured person: unknown where nothing of theirs is watched, else what is left out."""
    people = history.project.people
    if not people:
        nobody = Finding(RULE.id, Outcome.NOT_APPLICABLE, RULE.weight, said("people_heard.nobody_named"))
        yield look(RULE, history, now, limits).refusal or nobody
    gone = {history.persons[key].named for key in dead(history) if key in history.persons}
    seen = {line.target for line in history.coverage if is_fresh(line, now, limits)}
    yield from (_heard(history.project, person.name, seen) for person in people if person not in gone)


def _heard(project: Project, name: str, seen: Collection[str]) -> Finding:
    known = [target.key for target in project.targets if target.person == name]
    places = [place for place in known if place in seen]
    if known and not places:
        headline = said("people_heard.not_seen", name=name, places=len(known))
        return Finding(RULE.id, Outcome.UNKNOWN, RULE.weight, headline, clears=(said("people_heard.note_it"),), subject=name)
    if not places:
        headline = said("people_heard.nothing_watched", name=name)
        return Finding(RULE.id, Outcome.UNKNOWN, RULE.weight, headline, clears=(said("people_heard.note_it"),), subject=name)
    hosts = {(urlsplit(place).hostname or "").removeprefix("www.") for place in places}
    missing = [channel for channel, own in UNWATCHED.items() if not hosts & set(own)]
    values: dict[str, Value] = {"name": name, "places": len(places)}
    headline = said("people_heard.all", **values)
    if missing:
        headline = said("people_heard.partly", **values, channels=" or ".join(missing))
    return Finding(RULE.id, Outcome.OK, RULE.weight, headline, subject=name)
