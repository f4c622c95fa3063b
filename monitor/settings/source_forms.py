"""What a configuration says about where sources are asked, which are switched on, and what software further hosts run."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Literal, Protocol

from pydantic import Field, Strict, model_validator

from monitor.settings.forms import Form
from monitor.settings.platforms import FORGES
from monitor.settings.words import Text, Url


class SwitchForm(Form):
    """A source without an address of its own: it goes where targets, `homes` or accounts say."""

    enabled: Annotated[bool, Strict()] | None = Field(None, description="Whether it is asked [yes, but for ecosystems and x]")


class SourceForm(SwitchForm):
    """One source."""

    url: Url | None = Field(None, description="Address of its interface, for an enterprise host, a mirror or a test server")


class SourcesForm(Form):
    """Where sources are asked, and which are switched on or off."""

    git: SwitchForm | None = None
    python_index: SwitchForm | None = None
    npm: SwitchForm | None = None
    github: SourceForm | None = Field(None, description="[https://api.github.com]")
    gitlab: SourceForm | None = Field(None, description="[https://gitlab.com/api/v4]")
    forgejo: SourceForm | None = Field(None, description="[https://codeberg.org/api/v1]")
    huggingface: SourceForm | None = Field(None, description="[https://huggingface.co]")
    deps_dev: SourceForm | None = Field(None, description="[https://api.deps.dev]")
    ecosystems: SourceForm | None = Field(None, description="Enrichment by ecosyste.ms, off unless enabled; needs contact:")
    osv: SourceForm | None = Field(None, description="[https://api.osv.dev]")
    cncf: SourceForm | None = Field(None, description="[https://landscape.cncf.io]")
    apache: SourceForm | None = Field(None, description="[https://projects.apache.org]")
    feeds: SwitchForm | None = None
    bluesky: SourceForm | None = Field(None, description="[https://public.api.bsky.app]")
    mastodon: SwitchForm | None = None
    x: SourceForm | None = Field(None, description="Off unless enabled; needs a token of your own, and every answer costs money")


class HostForm(Form):
    """A host with repositories, or with people's accounts."""

    kind: Literal["github", "gitlab", "forgejo", "mastodon"] = Field(description="The software that runs there")
    api: Url | None = Field(None, description="Address of its interface [below the host, where that software has it]")

    @model_validator(mode="after")
    def _of_effect(self) -> HostForm:
        if self.kind == "mastodon" and not self.api:
            raise ValueError("needs api: (a host of Mastodon is known by its accounts; only another address is to be said)")
        return self


class NewsForm(Form):
    """A feed of news."""

    url: Url = Field(description="Address of the feed (RSS or Atom)")
    title: Text | None = Field(None, description="As reports shall say it [what the feed says]")


class Root(Protocol):
    """What is read of the whole configuration here."""

    @property
    def sources(self) -> SourcesForm | None:
        """Return the section `sources`."""
        ...

    @property
    def hosts(self) -> dict[str, HostForm] | None:
        """Return the section `hosts`."""
        ...


def sources_of(root: Root) -> Mapping[str, SwitchForm]:
    """Return what was written of each source."""
    return {name: source for name, source in (root.sources.given() if root.sources else {}).items() if source}


def bases_of(root: Root) -> Mapping[str, str]:
    """Return the addresses of interfaces: by source, and by `source:host` for further hosts."""
    named = {name: source.url for name, source in sources_of(root).items() if isinstance(source, SourceForm) and source.url}
    hosts = {f"{host.kind}:{name}": host.api for name, host in (root.hosts or {}).items() if host.api}
    return {**named, **hosts}


def forges_of(root: Root) -> Mapping[str, str]:
    """Return what software hosts of repositories run, as known and as the user says."""
    hosts = root.hosts or {}
    return {**FORGES, **{name: host.kind for name, host in hosts.items() if host.kind != "mastodon"}}
