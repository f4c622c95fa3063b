"""Repositories behind HTTP, on loopback: filtered clones, the egress gate, redirects, and each way in which a server refuses."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from monitor.model.collecting import Answer, Context
from monitor.model.errors import AccessDenied, Malformed, NotFound, RateLimited, SourceError, Unavailable
from monitor.model.facts import ActivityFact, Cursor, LinkFact, Note, Unchanged
from monitor.model.target import Target, TargetKind
from tests.collectors.git_repo import ADA, DAY, NOW, START, Repository, after, context_for, look, notes, only, run_git
from tests.collectors.git_server import Site, serving
from tests.doors import ShutDoor

MAILMAP = "Ada Lovelace <ada@analytical.org> <old@x.org>\n"
LOOPBACK = ("127.0.0.0/8", "::1/128")


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Site]:
    (tmp_path / "site").mkdir()
    repository = Repository.new(tmp_path / "site" / "grail.git")
    repository.commit(("ada", "old@x.org"))
    repository.commit(ADA, START + DAY, files={".mailmap": MAILMAP, "large": "x" * 1_000_000})
    repository.write().git("config", "uploadpack.allowFilter", "true")
    with serving(tmp_path / "site") as served:
        yield served


@pytest.fixture
def context(tmp_path: Path) -> Context:
    return context_for(tmp_path, extra_protocols=("http",), allow_networks=LOOPBACK)


def test_a_repository_is_read_over_http_without_its_files(site: Site, context: Context) -> None:
    yields = look(site.target("grail.git"), context)
    assert ({"Ada Lovelace"}, 1) == (
        {fact.identity.name for fact in only(yields, ActivityFact)},
        len(only(yields, LinkFact)),
    )
    (head,) = context.git.clones_dir.glob("*/HEAD")
    sizes = run_git("cat-file", "--batch-all-objects", "--batch-check=%(objectsize)", at=head.parent).split()
    assert 1000 > max(int(size) for size in sizes)


def test_an_unchanged_repository_costs_two_requests(site: Site, context: Context) -> None:
    context = after(look(site.target("grail.git"), context), context)
    site.asked.clear()
    assert [Unchanged()] == look(site.target("grail.git"), context)
    assert 2 == len(site.asked)


def test_a_server_without_a_filter_is_said_and_read_whole(site: Site, context: Context) -> None:
    run_git("config", "uploadpack.allowFilter", "false", at=site.root / "grail.git")
    yields = look(site.target("grail.git"), context)
    assert (["no_filter"], 2) == (notes(yields), len(only(yields, ActivityFact)))


def test_a_private_address_is_refused_before_git_runs(site: Site, context: Context, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    closed = replace(context, git=replace(context.git, allow_networks=()))
    with pytest.raises(AccessDenied, match="refused"):
        look(site.target("grail.git"), closed)
    assert [] == site.asked


@pytest.mark.parametrize("host", ["127.0.0.1", "[::1]", "169.254.169.254", "10.1.2.3", "2130706433", "[::ffff:127.0.0.1]"])
def test_an_address_inside_is_refused(context: Context, host: str) -> None:
    closed = replace(context, git=replace(context.git, allow_networks=()))
    with pytest.raises(AccessDenied):
        look(Target(f"https://{host}/x", TargetKind.GIT, f"https://{host}/x"), closed)


REFUSALS = {
    401: AccessDenied,
    403: AccessDenied,
    404: NotFound,
    410: NotFound,
    429: RateLimited,
    451: NotFound,
    500: Unavailable,
    502: Unavailable,
    503: Unavailable,
    504: Unavailable,
    # A page that is no answer of git's.
    200: Malformed,
}


@pytest.mark.parametrize(("status", "error"), REFUSALS.items())
def test_a_refusal_is_a_typed_error_that_names_the_target(
    site: Site, context: Context, status: int, error: type[SourceError]
) -> None:
    site.statuses["locked"] = status
    with pytest.raises(SourceError, match="/locked: ") as caught:
        look(site.target("locked"), context)
    assert error is type(caught.value)


def test_a_server_that_drips_is_left_at_the_deadline(site: Site, context: Context) -> None:
    hurried = replace(context, git=replace(context.git, deadline_seconds=0.5))
    with pytest.raises(Unavailable, match=r"/drip: not done after 0\.5 s"):
        look(site.target("drip"), hurried)


def test_a_server_that_is_not_there_could_not_be_reached(site: Site, context: Context) -> None:
    target = Target("http://localhost:1/x", TargetKind.GIT, "http://localhost:1/x")
    with pytest.raises(Unavailable, match="localhost:1/x: could not connect"):
        look(target, context)


def test_credentials_in_an_address_are_never_shown(site: Site, context: Context) -> None:
    site.statuses["locked"] = 500
    target = replace(site.target("locked"), address=site.url.replace("://", "://me:secret@") + "/locked")
    with pytest.raises(SourceError) as caught:
        look(target, context)
    assert "secret" not in str(caught.value)


@dataclass
class Followed(ShutDoor):
    """An HTTP door that ends up at one place, whatever it is asked for."""

    at: str

    def get(self, url: str, **_: object) -> Answer:
        """Return an answer from where the door leads."""
        return Answer(self.at, 200, {}, b"", NOW)


def test_a_moved_repository_is_followed_by_our_own_client_and_said(site: Site, context: Context) -> None:
    site.moves["old"] = "/grail.git"
    door = Followed(f"{site.url}/grail.git/info/refs?service=git-upload-pack")
    yields = look(site.target("old"), replace(context, http=door))
    assert [Note("moved", f"now at {site.url}/grail.git: name this address in the settings")] == only(yields, Note)
    assert 1 == len(only(yields, Cursor))


def test_a_repository_that_moved_to_a_private_address_is_not_followed(site: Site, context: Context) -> None:
    site.moves["old"] = "/grail.git"
    door = Followed("https://169.254.169.254/x/info/refs?service=git-upload-pack")
    with pytest.raises(AccessDenied):
        look(site.target("old"), replace(context, http=door))


def test_a_repository_that_moved_to_a_folder_is_not_followed(site: Site, context: Context) -> None:
    site.moves["old"] = "/grail.git"
    door = Followed(f"{(site.root / 'grail.git').as_uri()}/info/refs?service=git-upload-pack")
    with pytest.raises(AccessDenied):
        look(site.target("old"), replace(context, http=door))
