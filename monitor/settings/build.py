"""From checked forms to the Configuration. Nothing can go wrong here any more: every mistake was pointed at before."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from monitor.model.collecting import GitLimits
from monitor.model.limits import DEFAULT_LIMITS, Limits
from monitor.model.options import DaemonOptions, HttpOptions, Retention
from monitor.model.target import (
    Entry,
    Family,
    Impact,
    NamedPerson,
    Portfolio,
    Project,
    Steward,
    Target,
    TargetKind,
    Watchlist,
)
from monitor.settings.configuration import Configuration
from monitor.settings.forms import Form
from monitor.settings.indexes import Indexes
from monitor.settings.joining import Joined
from monitor.settings.platforms import feed_target, person_page
from monitor.settings.root_form import RootForm
from monitor.settings.source_forms import bases_of, forges_of, sources_of
from monitor.settings.targets import parse_target
from monitor.settings.watch_forms import PersonForm, ProjectForm, StewardForm, TargetForm, WatchlistForm

DEFAULT_IMPACT = "medium"
PLATFORMS = ("github", "huggingface", "bluesky", "mastodon", "x")


def build_configuration(form: RootForm, path: Path, base: Path) -> Configuration:
    """Return the Configuration; `base` is the absolute folder of the file, to which relative paths belong."""
    state_dir = form.state_dir or default_state_dir(base)
    http = _http(form)
    forges = forges_of(form)
    declared = {key: _project(key, project, base, forges) for key, project in (form.projects or {}).items()}
    homes = {str(kind): url for kind, url in (form.homes or {}).items()}
    included = Joined.of(form.watchlists, Indexes(homes, declared=_keys(declared)), forges)
    return Configuration(
        path=path,
        state_dir=state_dir,
        database_url=form.database or form.database_file or f"sqlite:///{state_dir / 'mainstay.db'}",
        portfolio=_portfolio(form, included.joined_to(declared)),
        unresolved=included.unresolved,
        expansions=included.expansions,
        http=http,
        git=GitLimits(
            clones_dir=state_dir / "clones", allow_networks=http.allow_networks, ca_file=http.ca_file, **_tuples(form.git)
        ),
        homes=homes,
        bases=bases_of(form),
        enabled=frozenset(name for name, source in sources_of(form).items() if source.enabled is True),
        disabled=frozenset(name for name, source in sources_of(form).items() if source.enabled is False),
        bots=frozenset(form.bots or ()),
        limits=_limits(form.limits),
        retention=Retention(**_given(form.retention)),
        daemon=form.daemon.options() if form.daemon else DaemonOptions(),
        channels={name: options.given() for name, options in _given(form.channels).items() if options},
    )


def default_state_dir(base: Path) -> Path:
    """Return where state is kept: `var/` beside a folder named config (./config/mainstay.yaml), else in the file's own folder."""
    return (base.parent if base.name == "config" else base) / "var"


def _given(form: Form | None) -> dict[str, Any]:
    return form.given() if form else {}


def _tuples(form: Form | None) -> dict[str, Any]:
    return {name: tuple(value) if isinstance(value, list) else value for name, value in _given(form).items()}


def _http(form: RootForm) -> HttpOptions:
    secrets = {host: token.token or token.token_file or "" for host, token in (form.tokens or {}).items()}
    return HttpOptions(contact=form.contact or "", tokens=secrets, **_tuples(form.http))


def _limits(form: Form | None) -> Limits:
    given = _given(form)
    families = _by_impact(given.pop("families_for_alert", None))
    marks = _by_impact(given.pop("forecast_for_watch", None))
    limits = replace(DEFAULT_LIMITS, **given)
    return replace(
        limits,
        families_for_alert={**limits.families_for_alert, **families},
        forecast_for_watch={**limits.forecast_for_watch, **marks},
    )


def _by_impact(form: Form | None) -> dict[Impact, Any]:
    return {Impact[word.upper()]: number for word, number in _given(form).items()}


def _keys(projects: Mapping[str, Project]) -> frozenset[str]:
    return frozenset(target.key for project in projects.values() for target in project.targets)


def _portfolio(form: RootForm, joined: Joined) -> Portfolio:
    news = tuple(feed_target(item.url, is_own=False) for item in form.news or ())
    return Portfolio(
        projects={key: replace(project, targets=_once((*project.targets, *news))) for key, project in joined.projects.items()},
        families={key: Family(key, family.name) for key, family in (form.families or {}).items()},
        watchlists=tuple(_watchlist(key, watchlist, joined.entries(key)) for key, watchlist in form.watchlists.items()),
    )


def _project(key: str, form: ProjectForm, base: Path, forges: Mapping[str, str]) -> Project:
    own = (*(_target(target, base, forges) for target in form.targets), *_stewards(form.steward), *_accounts(form.people or ()))
    return Project(
        key=key,
        name=form.name or key,
        targets=_once(own),
        steward=_steward(form.steward),
        people=tuple(map(_person, form.people or ())),
        owner=form.owner or "",
        systems=tuple(form.systems or ()),
        plan=form.if_it_ends or "",
        family=form.family or "",
    )


def _once(targets: Iterable[Target]) -> tuple[Target, ...]:
    """Return each target once, as it was given first."""
    first: dict[str, Target] = {}
    for target in targets:
        first.setdefault(target.key, target)
    return tuple(first.values())


def _target(form: TargetForm, base: Path, forges: Mapping[str, str]) -> Target:
    if form.feed:
        return replace(feed_target(form.feed, is_own=True), observed_until=form.observed_until)
    text = form.address or form.git or form.package or ""
    target = parse_target(text, base=base, observed_until=form.observed_until, forges=forges)
    # An account among the project's own addresses speaks for the project.
    return replace(target, is_own=True) if target.kind is TargetKind.ACCOUNT else target


def _stewards(form: StewardForm | None) -> Iterator[Target]:
    """Yield what is looked at because of who stands behind a project."""
    if form:
        yield from (feed_target(url, is_own=True) for url in form.feeds or ())
        if form.github:
            yield person_page("github", form.github)
        if form.huggingface:
            yield replace(person_page("huggingface", form.huggingface), kind=TargetKind.HUB)


def _accounts(people: Iterable[PersonForm]) -> Iterator[Target]:
    """Yield the pages of the people whom the user names: looked at because the user wrote them down."""
    for person in people:
        for platform in PLATFORMS:
            name = getattr(person, platform)
            if name:
                yield replace(person_page(platform, name), person=person.name)


def _steward(form: StewardForm | None) -> Steward:
    return Steward(form.organisation or "", tuple(form.feeds or ())) if form else Steward()


def _person(form: PersonForm) -> NamedPerson:
    named = (name for platform in PLATFORMS if (name := getattr(form, platform)))
    return NamedPerson(form.name, tuple(form.roles or ()), (*(form.accounts or ()), *named))


def _watchlist(key: str, form: WatchlistForm, more: tuple[Entry, ...]) -> Watchlist:
    own = tuple(Entry(entry.project, Impact[(entry.impact or DEFAULT_IMPACT).upper()]) for entry in form.projects or ())
    known = {entry.project for entry in own}
    defaults = Watchlist(key, form.title or key, (*own, *(entry for entry in more if entry.project not in known)))
    simple = {name: value for name, value in _tuples(form).items() if name not in ("title", "projects", "include")}
    return replace(defaults, **simple)
