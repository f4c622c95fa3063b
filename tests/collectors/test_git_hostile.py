"""Repositories and servers that mean harm: nothing of theirs runs, nothing breaks, everything ends in time and in clear words."""

from __future__ import annotations

import os
import select
import time
from datetime import date
from pathlib import Path

import pytest

from monitor.collectors.git.process import Git, environment_of, size_of
from monitor.collectors.git.source import source_of
from monitor.model.collecting import Context
from monitor.model.errors import Malformed, SourceError, Unavailable
from monitor.model.facts import ActivityFact, LinkFact, Note, ReleaseFact, StateFact
from tests.collectors.git_repo import BOB, DAY, NOW, START, Repository, after, context_for, look, notes, only, run_git

ODD_NAMES = {
    b"\x1b[31mRed\x1b[0m": "[31mRed[0m",
    b"\xe2\x80\xaeesreveR": "esreveR",
    b"Bell\x07\x00"[:5]: "Bell",
    b"\xff\xfe Latin": "\ufffd\ufffd Latin",
    b"x" * 100_000: "x" * 79 + "…",
    b"ada@x.org": "(address withheld)",
    b"<script>"[1:7]: "script",
}


@pytest.fixture
def repository(tmp_path: Path) -> Repository:
    return Repository.new(tmp_path / "grail")


def _names(context: Context, repository: Repository) -> list[str]:
    return [fact.identity.name for fact in only(look(repository.target(), context), ActivityFact)]


@pytest.mark.parametrize(("name", "expected"), ODD_NAMES.items())
def test_an_odd_name_is_made_harmless(repository: Repository, tmp_path: Path, name: bytes, expected: str) -> None:
    repository.commit((name, "someone@x.org"))
    repository.write()
    assert [expected] == _names(context_for(tmp_path), repository)


def test_dates_of_1969_and_2099_are_left_out_and_said(repository: Repository, tmp_path: Path) -> None:
    good = repository.commit()
    for at in (-1, -86_400 * 365, 4_102_444_800, 0):
        repository.commit(BOB, at)
    repository.tag("v1.0", good)
    repository.tag("v9.9", good, BOB, 4_102_444_800)
    yields = look(repository.write().target(), context_for(tmp_path))
    assert [("Ada Lovelace", date(2025, 1, 1), 1)] == [
        (fact.identity.name, fact.on, fact.count) for fact in only(yields, ActivityFact)
    ]
    assert ["1.0"] == [release.version for release in only(yields, ReleaseFact)]
    (note,) = only(yields, Note)
    assert note == Note("implausible_dates", "4 commits and 1 tag dated before 1970-01-02 or in the future are left out")
    assert ["4 commits and 1 tag"] == [fact.value for fact in only(yields, StateFact) if fact.attribute == "dates_set_aside"]


def test_a_mailmap_renames_nobody(repository: Repository, tmp_path: Path) -> None:
    for step in range(5):
        repository.commit(("Evil Doer", "evil@x.org"), START + step)
        repository.commit(
            ("Good Person", "good@x.org"), START + step, files={".mailmap": "Good Person <good@x.org> <evil@x.org>\n"}
        )
    repository.write()
    yields = look(repository.target(), context_for(tmp_path))
    assert {"Evil Doer": 5, "Good Person": 5} == {fact.identity.name: fact.count for fact in only(yields, ActivityFact)}
    assert ([], ["mailmap_refused"]) == (only(yields, LinkFact), notes(yields))


TRAPS = """
[uploadpack]
	packObjectsHook = touch {canary}; false
[core]
	fsmonitor = touch {canary}
	sshCommand = touch {canary}
	alternateRefsCommand = touch {canary}
	gitProxy = touch {canary}
	pager = touch {canary}
	editor = touch {canary}
	hooksPath = {hooks}
[remote "origin"]
	url = file://{path}
	uploadpack = touch {canary}; git-upload-pack
	promisor = true
[extensions]
	partialClone = origin
[credential]
	helper = !touch {canary}
[gc]
	recentObjectsHook = touch {canary}
[filter "x"]
	clean = touch {canary}
	smudge = touch {canary}
[include]
	path = {path}/more
"""


def _set_traps(repository: Repository, canary: Path) -> None:
    hooks = repository.path / "evil-hooks"
    hooks.mkdir()
    for name in ("post-checkout", "pre-auto-gc", "reference-transaction", "post-upload-pack", "fsmonitor-watchman"):
        hook = hooks / name
        hook.write_text(f"#!/bin/sh\ntouch {canary}\n")
        hook.chmod(0o755)
    text = TRAPS.format(canary=canary, hooks=hooks, path=repository.path)
    with (repository.path / "config").open("a") as file:
        file.write(text)
    version = (repository.path / "config").read_text().replace("repositoryformatversion = 0", "repositoryformatversion = 1")
    (repository.path / "config").write_text(version)


def test_no_command_that_a_repository_configures_is_run(repository: Repository, tmp_path: Path) -> None:
    canary = tmp_path / "canary"
    repository.commit(
        files={
            ".mailmap": "A <a@x>\n",
            ".gitattributes": "* filter=x\n",
            ".gitmodules": '[submodule "x"]\n\tpath=x\n\turl=ext::touch\n',
        }
    )
    repository.write()
    _set_traps(repository, canary)
    assert ["Ada Lovelace"] == _names(context_for(tmp_path), repository)
    assert not canary.exists()


def test_a_repository_with_a_missing_commit_fetches_nothing_to_serve_us(repository: Repository, tmp_path: Path) -> None:
    canary = tmp_path / "canary"
    repository.commit()
    repository.commit(BOB, START + DAY)
    repository.write()
    _lose_first_commit(repository)
    _set_traps(repository, canary)
    with pytest.raises(SourceError, match="grail: "):
        look(repository.target(), context_for(tmp_path))
    assert not canary.exists()


def _lose_first_commit(repository: Repository) -> None:
    """Fast-import leaves few objects loose, so that one can be taken away."""
    first = repository.git("rev-list", "--max-parents=0", "main")
    (repository.path / "objects" / first[:2] / first[2:]).unlink()


def test_refs_named_like_options_are_only_names(repository: Repository, tmp_path: Path) -> None:
    canary = tmp_path / "canary"
    branch = f"--upload-pack=touch${{IFS}}{canary.name}"
    repository = Repository.new(tmp_path / "odd", "main")
    mark = repository.commit(branch=branch)
    repository.tag("--output=canary", mark)
    repository.tag("-v1.0", mark)
    repository.write()
    (repository.path / "HEAD").write_text(f"ref: refs/heads/{branch}\n")
    assert ["Ada Lovelace"] == _names(context_for(tmp_path), repository)
    assert not any(path.name == "canary" for path in tmp_path.rglob("*"))


def test_a_repository_full_of_tags_and_accounts_is_read(repository: Repository, tmp_path: Path) -> None:
    for number in range(2000):
        repository.tag(f"v0.{number}", repository.commit((f"N{number}", f"n{number}@x.org"), START + number))
    yields = look(repository.write().target(), context_for(tmp_path))
    assert 2000 == len({fact.identity.stable_id for fact in only(yields, ActivityFact)}) == len(only(yields, ReleaseFact))


def test_our_working_directory_has_no_say(repository: Repository, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    repository.commit()
    repository.write()
    here = Repository.new(tmp_path / "here", "main", "--quiet")
    canary = tmp_path / "canary"
    (here.path / ".git" / "config").write_text(f'[remote "origin"]\n\tuploadpack = touch {canary}; git-upload-pack\n')
    monkeypatch.chdir(here.path)
    assert ["Ada Lovelace"] == _names(context_for(here.path / "var"), repository)
    assert not canary.exists()


def test_our_environment_has_no_say(repository: Repository, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    repository.commit()
    repository.write()
    for name in (
        "GIT_DIR",
        "GIT_CONFIG_PARAMETERS",
        "GIT_SSH_COMMAND",
        "GIT_TRACE",
        "GIT_OBJECT_DIRECTORY",
        "HTTPS_PROXY",
        "GIT_ASKPASS",
    ):
        monkeypatch.setenv(name, "/nonsense")
    assert ["Ada Lovelace"] == _names(context_for(tmp_path), repository)


def test_git_is_given_a_reduced_environment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("HTTPS_PROXY", "AWS_SECRET_ACCESS_KEY", "GIT_SSH_COMMAND"):
        monkeypatch.setenv(name, "secret")
    monkeypatch.delenv("GIT_SSL_CAINFO", raising=False)
    monkeypatch.setenv("SSL_CERT_FILE", "/ca.pem")
    source = source_of(Repository.new(tmp_path / "grail").target(), context_for(tmp_path).git)
    found = environment_of(source, context_for(tmp_path).git, tmp_path, "file", ())
    assert "secret" not in found.values()
    assert ("/ca.pem", "file", "0", "1") == (
        found["GIT_SSL_CAINFO"],
        found["GIT_ALLOW_PROTOCOL"],
        found["GIT_TERMINAL_PROMPT"],
        found["GIT_CONFIG_NOSYSTEM"],
    )


def _fake_git(folder: Path, monkeypatch: pytest.MonkeyPatch, script: str) -> Path:
    """Put a git of our own on PATH; return the file in which it may leave a word."""
    (folder / "bin").mkdir()
    program = folder / "bin" / "git"
    word = folder / "word"
    program.write_text(f"#!/bin/sh\nWORD={word}\n{script}\n")
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{program.parent}:{os.environ['PATH']}")
    return word


def test_a_git_that_hangs_is_stopped_at_the_deadline_with_all_its_helpers(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = Repository.new(tmp_path / "grail").target()
    word = _fake_git(tmp_path, monkeypatch, "sleep 300 & echo $! > $WORD; wait")
    began = time.monotonic()
    with pytest.raises(Unavailable, match=r"grail: not done after 0\.3 s"):
        look(target, context_for(tmp_path, deadline_seconds=0.3))
    assert 5 > time.monotonic() - began
    assert _ends(int(word.read_text()))


def test_a_helper_that_outlives_git_is_stopped_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    target = Repository.new(tmp_path / "grail").target()
    word = _fake_git(tmp_path, monkeypatch, "sleep 300 & echo $! > $WORD; exit 0")
    with pytest.raises(Unavailable, match="not done after"):
        look(target, context_for(tmp_path, deadline_seconds=0.3))
    assert _ends(int(word.read_text()))


def _ends(process: int) -> bool:
    """Return whether a process is gone, or goes within five seconds."""
    try:
        handle = os.pidfd_open(process)
    except ProcessLookupError:
        return True
    try:
        return bool(select.select([handle], [], [], 5)[0])
    finally:
        os.close(handle)


def test_an_answer_without_end_is_cut(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    target = Repository.new(tmp_path / "grail").target()
    _fake_git(tmp_path, monkeypatch, "yes")
    with pytest.raises(Unavailable, match="answered with more than 65536 KiB"):
        look(target, context_for(tmp_path))


def test_complaints_without_end_are_bounded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    target = Repository.new(tmp_path / "grail").target()
    _fake_git(tmp_path, monkeypatch, "yes remote: noise | head -c 5000000 >&2; echo >&2; echo 'fatal: no more' >&2; exit 128")
    with pytest.raises(Unavailable) as caught:
        look(target, context_for(tmp_path))
    assert "grail: git failed: no more" == str(caught.value).rpartition("/")[2]


def test_a_clone_above_the_size_cap_is_given_up_and_taken_away(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    target = Repository.new(tmp_path / "grail").target()
    listing = f"printf '%s\\tHEAD\\n' {'a' * 40}"
    growing = "mkdir -p objects/pack; head -c 3000000 /dev/zero > objects/pack/tmp_pack_x; sleep 300"
    _fake_git(tmp_path, monkeypatch, f'case $1 in ls-remote) {listing};; init) mkdir -p "$7";; *) {growing};; esac')
    context = context_for(tmp_path, max_megabytes=1)
    with pytest.raises(Unavailable, match="larger than 1 MiB, the most that the settings allow"):
        look(target, context)
    assert 0 == size_of(context.git.clones_dir)


def test_a_missing_git_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    target = Repository.new(tmp_path / "grail").target()
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(Unavailable, match="git could not be started: No such file or directory"):
        look(target, context_for(tmp_path))


def test_a_folder_for_clones_that_cannot_be_used_is_said(repository: Repository, tmp_path: Path) -> None:
    (tmp_path / "clones").write_text("not a folder")
    with pytest.raises(Unavailable, match=r"grail: .*clones.* cannot be used: "):
        look(repository.target(), context_for(tmp_path))


def test_a_failed_look_leaves_the_former_clone(repository: Repository, tmp_path: Path) -> None:
    repository.commit()
    context = context_for(tmp_path)
    context = after(look(repository.write().target(), context), context)
    good = repository.git("rev-parse", "main")
    repository.commit(BOB, START + DAY)
    _lose_first_commit(repository.write())
    with pytest.raises(SourceError):
        look(repository.target(), context)
    (clone,) = context.git.clones_dir.glob("*/HEAD")
    assert good == run_git("rev-parse", "refs/mainstay/head", at=clone.parent).decode().strip()


def test_offline_git_reaches_nothing(repository: Repository, tmp_path: Path) -> None:
    repository.commit()
    repository.write()
    context = context_for(tmp_path)
    look(repository.target(), context)
    (clone,) = (path.parent for path in context.git.clones_dir.glob("*/HEAD"))
    git = Git.open(source_of(repository.target(), context.git), context.git, NOW)
    with pytest.raises(SourceError):
        git.tell("fetch", "origin", clone=clone)


def test_a_head_that_is_no_commit_is_malformed(repository: Repository, tmp_path: Path) -> None:
    repository.commit(files={"x": "y"})
    repository.write().git("update-ref", "--no-deref", "refs/tags/x", repository.git("rev-parse", "main^{tree}"))
    (repository.path / "HEAD").write_text("ref: refs/tags/x\n")
    with pytest.raises((Malformed, Unavailable), match="grail: "):
        look(repository.target(), context_for(tmp_path))
