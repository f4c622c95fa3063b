"""What a configuration says about what is watched: projects, families and watchlists."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import Field, Strict, ValidationInfo, field_validator, model_validator

from monitor.model.target import TargetKind
from monitor.settings.forms import Form
from monitor.settings.include.reading import read_included
from monitor.settings.platforms import group_page, organisation_page, person_page
from monitor.settings.targets import parse_target
from monitor.settings.words import ExistingFile, Host, LastMoment, LongText, Mail, Schedule, Slug, Text, Url, Zone, surroundings

ImpactWord = Literal["low", "medium", "high", "critical"]


class TargetForm(Form):
    """One address of a project, as a text: owner/name, a URL, a path or a package URL; as a mapping where more is to be said."""

    address: Text | None = Field(
        None,
        description="owner/name on GitHub, the URL of a repository, of a model hub's organisation or model, a path or a purl",
    )
    git: Text | None = Field(
        None, description="Git URL, or a path relative to this file: https://host/owner/name, ./folder, /folder"
    )
    package: Text | None = Field(None, description="Package URL: pkg:pypi/name, pkg:npm/@scope/name, pkg:cargo/name, ...")
    feed: Url | None = Field(None, description="A feed (RSS or Atom) that speaks for the project")
    observed_until: LastMoment | None = Field(
        None, description="A frozen copy: the last day (UTC) that it shows; nothing is known after it"
    )

    @model_validator(mode="before")
    @classmethod
    def _from_text(cls, data: Any) -> Any:
        if not isinstance(data, str):
            return data
        return {"address": data}

    @field_validator("address", "git", "package")
    @classmethod
    def _known(cls, text: str, info: ValidationInfo) -> str:
        around = surroundings(info)
        kind = parse_target(text, base=around.base, forges=around.forges).kind
        if info.field_name == "git" and kind == TargetKind.PACKAGE:
            raise ValueError("is a package URL; write it behind `package:`")
        if info.field_name == "package" and kind == TargetKind.GIT:
            raise ValueError("is no package URL; write it behind `git:`")
        return text

    @model_validator(mode="after")
    def _one_address(self) -> TargetForm:
        if sum(given is not None for given in (self.address, self.git, self.package, self.feed)) != 1:
            raise ValueError("needs one of address:, git:, package: and feed:")
        return self


class StewardForm(Form):
    """Who stands behind a project."""

    organisation: Text | None = Field(None, description="Company, foundation or group")
    feeds: list[Url] | None = Field(None, description="Its official feeds (Atom or RSS)")
    github: Text | None = Field(None, description="Its organisation on GitHub")
    huggingface: Text | None = Field(None, description="Its organisation on the Hugging Face Hub")

    @field_validator("github", "huggingface")
    @classmethod
    def _account(cls, name: str, info: ValidationInfo) -> str:
        person_page(str(info.field_name), name)
        return name


class PersonForm(Form):
    """A person whom reports may name, because you do."""

    name: Text = Field(description="As reports shall say it")
    roles: list[Text] | None = Field(None, description="What they do for the project: maintainer, release manager, ...")
    accounts: list[Text] | None = Field(
        None, description="Theirs: names or mail addresses in the git history, pages, or ids as `mainstay people` shows them"
    )
    github: Text | None = Field(None, description="Their account on GitHub, whose public page is looked at")
    huggingface: Text | None = Field(None, description="Their account on the Hugging Face Hub")
    bluesky: Text | None = Field(None, description="Their handle on Bluesky, whose public posts are looked at")
    mastodon: Text | None = Field(None, description="Their account on Mastodon: @name@host.example.org")
    x: Text | None = Field(None, description="Their account on X; asked only with a token of your own and sources.x.enabled")

    @field_validator("github", "huggingface", "bluesky", "mastodon", "x")
    @classmethod
    def _account(cls, name: str, info: ValidationInfo) -> str:
        person_page(str(info.field_name), name)
        return name


class ProjectForm(Form):
    """Something that you depend on, declared once."""

    name: Text | None = Field(None, description="As reports shall say it [the key]")
    targets: list[TargetForm] = Field(min_length=1, description="Where it can be seen: repositories and packages")
    steward: StewardForm | None = None
    people: list[PersonForm] | None = Field(None, description="People whom reports may name; all others are shown as roles")
    owner: Text | None = Field(None, description="Who of you looks after this dependency")
    systems: list[Text] | None = Field(None, description="What of yours depends on it")
    if_it_ends: LongText | None = Field(None, description="What you would do if it ends")
    family: Slug | None = Field(None, description="A key under `families`")


class FamilyForm(Form):
    """Projects that follow one another, shown as one row."""

    name: Text = Field(description="As reports shall say it")


class EntryForm(Form):
    """One line of a watchlist."""

    project: Slug = Field(description="A key under `projects`")
    impact: ImpactWord | None = Field(None, description="What it would mean to these readers if it ended [medium]")


class IncludeForm(Form):
    """What stands in a list beside its own lines: the packages that a file names, or what an organisation publishes."""

    file: ExistingFile | None = Field(
        None,
        description="SBOM (CycloneDX or SPDX, JSON), requirements or lock file of Python or npm, package.json, pyproject.toml",
    )
    github: Text | None = Field(
        None, description="An organisation on GitHub: its public repositories, no forks and nothing archived before"
    )
    gitlab: Text | None = Field(
        None,
        description="A group on GitLab (or https://host/group): its public projects, no forks and nothing archived before",
    )
    forgejo: Text | None = Field(
        None,
        description="An organisation on Codeberg (or https://host/name): its repositories, no forks and nothing archived before",
    )
    huggingface: Text | None = Field(None, description="An organisation on the Hugging Face Hub, as one project")
    include: list[Text] | None = Field(None, description="Which repositories, as patterns on their names [*]")
    exclude: list[Text] | None = Field(None, description="Which not, as patterns on their names")
    direct_only: Annotated[bool, Strict()] | None = Field(
        None, description="Only what is depended on directly, where the file tells [no]"
    )
    mirrors: list[Host] | None = Field(
        None,
        description="Hosts of package indexes in that file that serve the public packages; what comes from others is not watched",
    )
    impact: ImpactWord | None = Field(None, description="What it would mean if one of them ended [medium]")

    @field_validator("file")
    @classmethod
    def _file(cls, path: Path) -> Path:
        read_included(path.name, path.read_bytes())
        return path

    @field_validator("github", "huggingface")
    @classmethod
    def _organisation(cls, name: str, info: ValidationInfo) -> str:
        person_page(str(info.field_name), name)
        return name

    @field_validator("gitlab")
    @classmethod
    def _group(cls, name: str) -> str:
        group_page(name)
        return name

    @field_validator("forgejo")
    @classmethod
    def _owner(cls, name: str) -> str:
        organisation_page(name)
        return name

    @model_validator(mode="after")
    def _one_source(self) -> IncludeForm:
        if sum(given is not None for given in (self.file, self.github, self.gitlab, self.forgejo, self.huggingface)) != 1:
            raise ValueError("needs one of file:, github:, gitlab:, forgejo: and huggingface:")
        if self.mirrors and not self.file:
            raise ValueError("mirrors: belongs to file:; an organisation names no index")
        if self.direct_only and not self.file:
            raise ValueError("direct_only: belongs to file:; an organisation depends on nothing here")
        if self.huggingface and (self.include or self.exclude):
            raise ValueError("an organisation on the Hub is one project: include: and exclude: have nothing to choose from")
        return self


class WatchlistForm(Form):
    """A list of projects with its readers."""

    title: Text | None = Field(None, description="As reports shall say it [the key]")
    projects: list[EntryForm] | None = Field(None, min_length=1, description="Keys under `projects`")
    include: list[IncludeForm] | None = Field(None, description="SBOMs, requirements and lock files, organisations")
    zone: Zone | None = Field(None, description="IANA time zone of dates and schedule [UTC]")
    schedule: Schedule | None = Field(None, description="Crontab line, or @hourly @daily @weekly @monthly @yearly [@weekly]")
    recipients: list[Mail] | None = Field(None, description="Mail addresses, for channels that send mail")
    channels: list[Literal["files", "email"]] | None = Field(None, description="How reports leave the house [files]")
    alert_at: Literal["watch", "alert"] | None = Field(None, description="The level from which a project is news at once [alert]")
    names: Literal["configured", "all"] | None = Field(
        None, description="Whether reports name only people whom you name, or everybody who works in public [configured]"
    )

    @model_validator(mode="after")
    def _of_something(self) -> WatchlistForm:
        if self.projects is None and not self.include:
            raise ValueError("needs projects: or include:; a list of nothing says nothing")
        return self
