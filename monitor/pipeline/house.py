"""What a command opens before it works: the database, the HTTP client, the installation key, and the lock on `state_dir`."""

from __future__ import annotations

import fcntl
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from pathlib import Path

from monitor.model.errors import StoreError
from monitor.model.forgetting import Forgotten
from monitor.model.identity import pseudonym
from monitor.model.target import NamedPerson, Project
from monitor.net.client import HttpClient
from monitor.pipeline.expand import expanded
from monitor.pipeline.foresight import load_model
from monitor.pipeline.hearing import Hearing
from monitor.pipeline.lanes import never
from monitor.pipeline.meter import Meter
from monitor.scoring.forecast.model import Model
from monitor.settings.configuration import Configuration
from monitor.store.engine import Database, open_database
from monitor.store.forget import load_forgotten
from monitor.store.hosts import StoredHosts
from monitor.store.secret import installation_key, refuse_emptied
from monitor.store.sqlite import sqlite_path

PRIVATE = 0o700
# A state_dir that holds one of these is in use already.
OWN_FILES = frozenset({"lock", "installation.key"})


@dataclass(frozen=True, slots=True)
class House:
    """Everything open that a cycle needs; `clock` is the only way to the time.

    Once `is_stopping`, what is under way is finished and stored, and nothing new is begun; once `is_interrupted`, nothing is
    waited for.
    """

    configuration: Configuration
    database: Database
    http: HttpClient
    key: bytes
    clock: Callable[[], datetime]
    forgotten: Forgotten
    meter: Meter
    hearing: Hearing
    model: Model
    is_stopping: Callable[[], bool] = never
    is_interrupted: Callable[[], bool] = never

    def pseudonym(self, address: str) -> str:
        """Return the stable id of a mail address under this installation's key."""
        return pseudonym(self.key, address)

    def named(self, project: Project) -> Mapping[str, NamedPerson]:
        """Return the configured people of a project by stable id (accounts that are addresses) or lower-cased name."""
        named: dict[str, NamedPerson] = {}
        for person in project.people:
            for account in (person.name, *person.accounts):
                named[self.pseudonym(account) if "@" in account else account.casefold()] = person
        return named


@contextmanager
def open_house(configuration: Configuration, clock: Callable[[], datetime], *, exclusive: bool) -> Iterator[House]:
    """Yield an open House. With `exclusive`, no other run or daemon works on the same `state_dir` or database meanwhile.

    Raises StoreError when the folder or the database is taken, the folder cannot be written, or the database cannot be used.
    """
    state = configuration.state_dir
    _make_private(state)
    refuse_emptied(state, sqlite_path(configuration.database_url))
    with (
        _locked(state / "lock", exclusive),
        open_database(configuration.database_url) as database,
        database.held() if exclusive else nullcontext(),
    ):
        key = installation_key(state, database)
        meter = Meter(clock)
        with HttpClient(configuration.http, StoredHosts(database), clock, meter=meter) as http:
            whole = expanded(configuration, database, clock())
            hearing = Hearing.load(whole.portfolio)
            yield with_forgotten(House(whole, database, http, key, clock, Forgotten(), meter, hearing, load_model()))


@contextmanager
def with_settings(house: House, configuration: Configuration) -> Iterator[House]:
    """Yield the same House, with its lock and database, under another configuration. The caller makes sure that these stayed."""
    with HttpClient(configuration.http, StoredHosts(house.database), house.clock, meter=house.meter) as http:
        whole = expanded(configuration, house.database, house.clock())
        hearing = Hearing.load(whole.portfolio)
        yield with_forgotten(replace(house, configuration=whole, http=http, hearing=hearing, forgotten=Forgotten()))


def with_forgotten(house: House) -> House:
    """Return the House as it is after all that was forgotten until now: whom the configuration still names is nobody. Raises
    StoreError.
    """
    forgotten = load_forgotten(house.database)
    if forgotten == house.forgotten:
        return house
    portfolio = house.configuration.portfolio
    projects = {key: _without(project, forgotten, house.pseudonym) for key, project in portfolio.projects.items()}
    configuration = replace(house.configuration, portfolio=replace(portfolio, projects=projects))
    return replace(house, configuration=configuration, forgotten=forgotten)


def _without(project: Project, forgotten: Forgotten, pseudonym_of: Callable[[str], str]) -> Project:
    """Return a project without the forgotten and their pages."""

    def is_theirs(account: str) -> bool:
        id_of = pseudonym_of(account) if "@" in account.strip("@") and "://" not in account else account
        return id_of in forgotten or account.rstrip("/").rpartition("/")[2].lstrip("@") in forgotten

    gone = {one.name for one in project.people if any(map(is_theirs, (one.name, *one.accounts)))}
    people = tuple(one for one in project.people if one.name not in gone)
    targets = tuple(one for one in project.targets if one.person not in gone or not one.person)
    return replace(project, people=people, targets=targets)


def _make_private(folder: Path) -> None:
    """Make the folder, or take it into use. One that others fill keeps its mode: it is theirs, and ours lies in it readable by us
    alone.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=PRIVATE)
        held = {entry.name for entry in folder.iterdir()}
        if not held or held & OWN_FILES:
            folder.chmod(PRIVATE)
    except OSError as error:
        raise StoreError(f"{folder}: cannot be used as state_dir: {error.strerror}") from error


@contextmanager
def _locked(path: Path, exclusive: bool) -> Iterator[None]:
    if not exclusive:
        yield
        return
    try:
        file = path.open("w")
    except OSError as error:
        raise StoreError(f"{path}: cannot be opened: {error.strerror}") from error
    with file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            raise StoreError(
                f"{path.parent}: another run or daemon of Mainstay is working here; wait for it or stop it"
            ) from error
        yield


def pseudonymiser(house: House) -> Callable[[str], str]:
    """Return the function that collectors turn addresses into stable ids with."""
    return partial(pseudonym, house.key)
