"""Opening a target: the address passes the egress gate before git runs, and a redirect passes the same gate again."""

from __future__ import annotations

from dataclasses import replace
from ipaddress import IPv6Address, ip_address

from monitor.collectors.git.clone import Listing, fetch_listing
from monitor.collectors.git.complaints import Redirected
from monitor.collectors.git.process import Git
from monitor.collectors.git.source import Source, shown, source_of
from monitor.model.collecting import Context
from monitor.model.errors import AccessDenied, Malformed
from monitor.model.facts import Note
from monitor.model.target import Target
from monitor.net.egress import checked_addresses

ASKED = "/info/refs?service=git-upload-pack"


def open_git(target: Target, context: Context) -> tuple[Git, Listing, list[Note]]:
    """Return git for `target`, what its server lists, and notes on the way there. Raises SourceError."""
    git = Git.open(source_of(target, context.git), context.git, context.now)
    git = git.at(git.source, _pins(git.source, context))
    try:
        return git, fetch_listing(git), []
    except Redirected:
        source = _followed(git.source, target, context)
    git = git.at(source, _pins(source, context))
    return git, fetch_listing(git), [Note("moved", f"now at {shown(source.url)}: name this address in the settings")]


def _pins(source: Source, context: Context) -> tuple[str, ...]:
    """Return the line for curl that ties the host to the addresses that passed the gate: no second look-up can change them.

    Raises AccessDenied or Unavailable.
    """
    if source.is_local:
        return ()
    scheme = "http" if source.protocol == "http" else "https"
    host = f"[{source.host}]" if ":" in source.host else source.host
    addresses = checked_addresses(f"{scheme}://{host}:{source.port}/", context.git.allow_networks)
    if _is_address(source.host):
        return ()
    literals = (f"[{one}]" if isinstance(one, IPv6Address) else str(one) for one in addresses)
    return (f"{source.host}:{source.port}:{','.join(literals)}",)


def _is_address(host: str) -> bool:
    try:
        ip_address(host)
    except ValueError:
        return False
    return True


def _followed(source: Source, target: Target, context: Context) -> Source:
    """Return where the server sends us, asked by our own HTTP client: it checks every hop. Raises SourceError."""
    at = context.http.get(source.url.rstrip("/") + ASKED, headers={"Git-Protocol": "version=2"}).url
    if not at.endswith(ASKED):
        raise Malformed(f"{source.shown}: moved to what is no git repository")
    moved = source_of(replace(target, address=at.removesuffix(ASKED)), context.git)
    if moved.protocol not in ("https", source.protocol):
        raise AccessDenied(f"{source.shown}: moved to an address of another kind, which is not followed")
    return moved
