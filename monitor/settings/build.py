"""From checked forms to the Configuration. Nothing can go wrong here any more: every mistake was pointed at before."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

from monitor.model.collecting import GitLimits
from monitor.model.limits import DEFAULT_LIMITS, Limits
from monitor.model.options import DaemonOptions, HttpOptions, Retention
from monitor.model.target import Entry, Family, Impact, NamedPerson, Portfolio, Project, Steward, Target, Watchlist
from monitor.settings.configuration import Configuration
from monitor.settings.forms import FamiliesForAlertForm, Form
from monitor.settings.root_form import RootForm
from monitor.settings.targets import parse_target
from monitor.settings.watch_forms import PersonForm, ProjectForm, StewardForm, TargetForm, WatchlistForm

DEFAULT_IMPACT = "medium"


def build_configuration(form: RootForm, path: Path, base: Path) -> Configuration:
    """Return the Configuration; `base` is the absolute folder of the file, to which relative paths belong."""
    state_dir = form.state_dir or default_state_dir(base)
    http = _http(form)
    return Configuration(
        path=path,
        state_dir=state_dir,
        database_url=form.database or form.database_file or f"sqlite:///{state_dir / 'mainstay.db'}",
        portfolio=_portfolio(form, base),
        http=http,
        git=GitLimits(
            clones_dir=state_dir / "clones", allow_networks=http.allow_networks, ca_file=http.ca_file, **_tuples(form.git)
        ),
        homes={str(kind): url for kind, url in (form.homes or {}).items()},
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
    families = given.pop("families_for_alert", None)
    limits = replace(DEFAULT_LIMITS, **given)
    if not isinstance(families, FamiliesForAlertForm):
        return limits
    chosen = {Impact[word.upper()]: number for word, number in families.given().items()}
    return replace(limits, families_for_alert={**limits.families_for_alert, **chosen})


def _portfolio(form: RootForm, base: Path) -> Portfolio:
    return Portfolio(
        projects={key: _project(key, project, base) for key, project in form.projects.items()},
        families={key: Family(key, family.name) for key, family in (form.families or {}).items()},
        watchlists=tuple(_watchlist(key, watchlist) for key, watchlist in form.watchlists.items()),
    )


def _project(key: str, form: ProjectForm, base: Path) -> Project:
    return Project(
        key=key,
        name=form.name or key,
        targets=tuple(_target(target, base) for target in form.targets),
        steward=_steward(form.steward),
        people=tuple(map(_person, form.people or ())),
        owner=form.owner or "",
        systems=tuple(form.systems or ()),
        plan=form.if_it_ends or "",
        family=form.family or "",
    )


def _target(form: TargetForm, base: Path) -> Target:
    return parse_target(form.git or form.package or "", base=base, observed_until=form.observed_until)


def _steward(form: StewardForm | None) -> Steward:
    return Steward(form.organisation or "", tuple(form.feeds or ())) if form else Steward()


def _person(form: PersonForm) -> NamedPerson:
    return NamedPerson(form.name, tuple(form.roles or ()), tuple(form.accounts or ()))


def _watchlist(key: str, form: WatchlistForm) -> Watchlist:
    entries = tuple(Entry(entry.project, Impact[(entry.impact or DEFAULT_IMPACT).upper()]) for entry in form.projects)
    defaults = Watchlist(key, form.title or key, entries)
    simple = {name: value for name, value in _tuples(form).items() if name not in ("title", "projects")}
    return replace(defaults, **simple)
