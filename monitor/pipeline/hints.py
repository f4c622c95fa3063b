"""What `mainstay check` says of a good configuration that may not do what its writer thinks: contact, tokens, organisations."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from urllib.parse import urlsplit

from monitor.collectors.forge import base_of, host_of
from monitor.collectors.forgejo import places as forgejo
from monitor.collectors.github import places as github
from monitor.collectors.gitlab import places as gitlab
from monitor.model.target import Target
from monitor.pipeline.expand import listed_accounts
from monitor.settings.configuration import Configuration

Bases = Mapping[str, str]
# Where the software on a host is asked about a target of it.
ASKED_AT: Mapping[str, Callable[[Target, Bases], str]] = {
    github.SOURCE: github.rest_base,
    gitlab.SOURCE: lambda target, bases: base_of(target, bases, gitlab.SOURCE, gitlab.HOME, gitlab.INTERFACE),
    forgejo.SOURCE: lambda target, bases: base_of(target, bases, forgejo.SOURCE, forgejo.HOME, forgejo.INTERFACE),
}


def hints_on(configuration: Configuration) -> tuple[str, ...]:
    """Return what a writer should know before the first run, each once; empty where there is nothing to say."""
    return tuple(dict.fromkeys((*_contact(configuration), *_tokens(configuration), *_organisations(configuration))))


def _contact(configuration: Configuration) -> Iterator[str]:
    if not configuration.http.contact:
        yield "no contact: is given; hosts that are asked are told no address of yours, and ecosyste.ms is not asked without one"


def _tokens(configuration: Configuration) -> Iterator[str]:
    """Yield each token whose host is not the one that is asked: pages and interfaces of a forge may stand on different hosts."""
    projects = configuration.portfolio.projects.values()
    for target in (*(target for project in projects for target in project.targets), *listed_accounts(configuration)):
        if target.forge in ASKED_AT:
            yield from _unused(target, ASKED_AT[target.forge], configuration)


def _unused(target: Target, asked_at: Callable[[Target, Bases], str], configuration: Configuration) -> Iterator[str]:
    tokens, page = configuration.http.tokens, host_of(target)
    asked, usual = (urlsplit(asked_at(target, bases)).netloc for bases in (configuration.bases, {}))
    for host in dict.fromkeys((page, usual)):
        if host in tokens and asked not in tokens:
            yield f"tokens.{host}: is not used for {page}, which is asked at {asked}; name it under tokens: {asked}:"


def _organisations(configuration: Configuration) -> Iterator[str]:
    for expansion in configuration.expansions:
        name = f"watchlists.{expansion.watchlist}"
        yield f"{name}: {expansion.account} is asked by `mainstay run`; what it publishes is not counted here"
