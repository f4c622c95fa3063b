"""The form of a whole configuration file: every key that may stand at its top."""

from __future__ import annotations

from typing import Literal

from pydantic import Field, ValidationInfo, field_validator, model_validator

from monitor.settings.daemon_form import DaemonForm
from monitor.settings.database import check_database
from monitor.settings.forms import ChannelsForm, Form, GitForm, HttpForm, LimitsForm, RetentionForm, TokenForm
from monitor.settings.secrets import Expanded, SecretFile
from monitor.settings.source_forms import HostForm, NewsForm, SourcesForm
from monitor.settings.watch_forms import FamilyForm, ProjectForm, WatchlistForm
from monitor.settings.words import Contact, Host, Slug, Text, Url, WholePath


class RootForm(Form):
    """The configuration of Mainstay."""

    contact: Contact | None = Field(
        None, description="Mail or web address told to every host that is asked, so that its operator can reach you"
    )
    state_dir: WholePath | None = Field(None, description="Database, clones, reports and keys [var/]")
    database: Expanded | None = Field(
        None, description="Database URL, sqlite:///path or postgresql://... [SQLite in state_dir]; ${NAME} is read", repr=False
    )
    database_file: SecretFile | None = Field(None, description="File whose content is the database URL", repr=False)
    projects: dict[Slug, ProjectForm] | None = Field(None, min_length=1, description="What you depend on, each under a short key")
    families: dict[Slug, FamilyForm] | None = Field(None, description="Projects that follow one another")
    watchlists: dict[Slug, WatchlistForm] = Field(min_length=1, description="Who reads about which projects")
    http: HttpForm | None = None
    git: GitForm | None = None
    homes: dict[Literal["pypi", "npm", "cargo", "golang", "maven", "nuget", "gem"], Url] | None = Field(
        None, description="Addresses of package indexes to ask instead of the ecosystem's own"
    )
    sources: SourcesForm | None = None
    hosts: dict[Host, HostForm] | None = Field(None, description="What software runs on further hosts of repositories")
    news: list[NewsForm] | None = Field(
        None, description="Feeds of news that you trust; they are searched for your projects, and never more than reports"
    )
    bots: list[Text] | None = Field(None, description="Further git names that are programs, not people")
    tokens: dict[Host, TokenForm] | None = Field(None, description="Secrets by host", repr=False)
    limits: LimitsForm | None = None
    retention: RetentionForm | None = None
    channels: ChannelsForm | None = None
    daemon: DaemonForm | None = None

    @field_validator("database", "database_file")
    @classmethod
    def _database_url(cls, url: str, info: ValidationInfo) -> str:
        return check_database(url, info)

    @model_validator(mode="after")
    def _one_database(self) -> RootForm:
        if self.database is not None and self.database_file is not None:
            raise ValueError("give database or database_file, not both")
        return self
