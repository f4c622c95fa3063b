"""A look at a repository from end to end: what it brings, what an unchanged one costs, and what happens when history moves."""

from __future__ import annotations

import shutil
import subprocess
from collections import Counter
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from monitor.collectors.git import SPEC
from monitor.model.errors import Malformed, NotFound
from monitor.model.facts import ActivityFact, ActivityKind, LinkFact, Note, ReleaseFact, Seen, StateFact, Unchanged, Yield
from monitor.model.signals import Signal
from monitor.model.target import Target, TargetKind
from tests.collectors.git_repo import (
    ADA,
    BOB,
    CAM,
    DAY,
    NOW,
    START,
    Repository,
    after,
    context_for,
    look,
    notes,
    only,
    pseudonym_of,
    run_git,
    target_of,
)


@pytest.fixture
def repository(tmp_path: Path) -> Repository:
    return Repository.new(tmp_path / "grail")


def _activity(yields: list[Yield], kind: ActivityKind = ActivityKind.COMMIT) -> dict[tuple[str, date], int]:
    return {(fact.identity.name, fact.on): fact.count for fact in only(yields, ActivityFact) if fact.kind == kind}


def _count_git(monkeypatch: pytest.MonkeyPatch) -> Counter[str]:
    counts: Counter[str] = Counter()
    popen = subprocess.Popen

    def counted(command: tuple[str, ...], **options: Any) -> Any:
        counts[command[1]] += 1
        return popen(command, **options)

    monkeypatch.setattr(subprocess, "Popen", counted)
    return counts


def test_the_spec_handles_git_targets_alone() -> None:
    assert SPEC.handles(target_of(Path("/x")))
    assert not SPEC.handles(Target("pkg:pypi/x", TargetKind.PACKAGE, "pkg:pypi/x"))


def test_commits_are_counted_per_account_and_day(repository: Repository, tmp_path: Path) -> None:
    for who, at in ((ADA, START), (ADA, START + 60), (BOB, START + DAY), (ADA, START + DAY)):
        repository.commit(who, at)
    yields = look(repository.write().target(), context_for(tmp_path))
    first, second = date(2025, 1, 1), date(2025, 1, 2)
    assert {("Ada Lovelace", first): 2, ("Bob Babbage", second): 1, ("Ada Lovelace", second): 1} == _activity(yields)


def test_merges_and_coauthors_have_kinds_of_their_own(repository: Repository, tmp_path: Path) -> None:
    base = repository.commit()
    side = repository.commit(BOB, START + 1, parents=(base,), branch="side", message="Help\n\nCo-authored-by: Cam <cam@x.org>")
    repository.commit(BOB, START + 2, committer=CAM, parents=(base, side))
    yields = look(repository.write().target(), context_for(tmp_path))
    on = date(2025, 1, 1)
    assert {("Ada Lovelace", on): 1, ("Bob Babbage", on): 2} == _activity(yields)
    assert {("Cam Cipher", on): 1} == _activity(yields, ActivityKind.MERGE)
    assert {("Cam", on): 1} == _activity(yields, ActivityKind.COAUTHOR)


def test_all_promised_signals_are_seen_whole_until_now(repository: Repository, tmp_path: Path) -> None:
    repository.commit()
    seen = only(look(repository.write().target(), context_for(tmp_path)), Seen)
    assert SPEC.signals == {window.signal for window in seen}
    assert all(window.seen_until == NOW and window.is_complete for window in seen)
    assert [None] == [window.seen_from for window in seen if window.signal == Signal.ACTIVITY]


def test_a_frozen_copy_is_seen_until_it_was_taken_and_no_further(repository: Repository, tmp_path: Path) -> None:
    repository.tag("v1.0", repository.commit(ADA, START))
    repository.tag("v1.1", repository.commit(BOB, START + 5 * DAY))
    until = datetime(2025, 1, 3, tzinfo=UTC)
    yields = look(repository.write().target(until), context_for(tmp_path))
    assert {("Ada Lovelace", date(2025, 1, 1)): 1} == _activity(yields)
    assert ["1.0"] == [release.version for release in only(yields, ReleaseFact)]
    assert {until} == {window.seen_until for window in only(yields, Seen)}


def test_annotated_tags_tell_who_and_when_light_ones_only_when(repository: Repository, tmp_path: Path) -> None:
    mark = repository.commit(ADA, START)
    repository.tag("v1.0", mark)
    repository.tag("v1.1rc1", mark, BOB, START + DAY)
    repository.tag("not-a-version", mark)
    light, annotated = only(look(repository.write().target(), context_for(tmp_path)), ReleaseFact)
    assert ("1.0", None, datetime(2025, 1, 1, tzinfo=UTC)) == (light.version, light.by, light.released_at)
    assert annotated.by is not None
    assert ("1.1rc1", pseudonym_of(BOB[1]), True) == (annotated.version, annotated.by.stable_id, annotated.is_prerelease)
    assert datetime(2025, 1, 2, tzinfo=UTC) == annotated.released_at


def test_a_tag_off_the_default_branch_is_a_release_too(repository: Repository, tmp_path: Path) -> None:
    base = repository.commit()
    repository.tag("v0.9.1", repository.commit(BOB, START + 9, parents=(base,), branch="maintenance"))
    yields = look(repository.write().target(), context_for(tmp_path))
    assert ["0.9.1"] == [release.version for release in only(yields, ReleaseFact)]
    assert {("Ada Lovelace", date(2025, 1, 1)): 1} == _activity(yields)


def test_the_default_branch_is_told_by_name(tmp_path: Path) -> None:
    repository = Repository.new(tmp_path / "grail", "trunk")
    repository.commit()
    states = only(look(repository.write().target(), context_for(tmp_path)), StateFact)
    assert [("default_branch", "trunk")] == [(state.attribute, state.value) for state in states]


def test_a_folder_with_a_work_tree_is_read_and_left_alone(tmp_path: Path) -> None:
    repository = Repository.new(tmp_path / "grail", "main", "--quiet")
    repository.commit()
    repository.write()
    before = sorted(path.relative_to(tmp_path) for path in (tmp_path / "grail").rglob("*"))
    assert 1 == len(_activity(look(repository.target(), context_for(tmp_path))))
    assert before == sorted(path.relative_to(tmp_path) for path in (tmp_path / "grail").rglob("*"))


def test_a_detached_head_is_read_and_said(repository: Repository, tmp_path: Path) -> None:
    repository.commit()
    repository.write().git("update-ref", "--no-deref", "HEAD", repository.git("rev-parse", "main"))
    yields = look(repository.target(), context_for(tmp_path))
    assert (["detached_head"], 1) == (notes(yields), len(_activity(yields)))


def test_an_unchanged_repository_costs_one_git_process(
    repository: Repository, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    repository.commit()
    context = context_for(tmp_path)
    context = after(look(repository.write().target(), context), context)
    counts = _count_git(monkeypatch)
    assert [Unchanged()] == look(repository.target(), context)
    assert {"ls-remote": 1} == counts


def test_a_lost_clone_is_made_again(repository: Repository, tmp_path: Path) -> None:
    repository.commit()
    context = context_for(tmp_path)
    context = after(look(repository.write().target(), context), context)
    shutil.rmtree(context.git.clones_dir)
    assert 1 == len(_activity(look(repository.target(), context)))


def test_a_broken_clone_is_made_again(repository: Repository, tmp_path: Path) -> None:
    repository.commit()
    context = context_for(tmp_path)
    context = after(look(repository.write().target(), context), context)
    repository.commit(BOB, START + DAY)
    repository.write()
    for pack in context.git.clones_dir.rglob("*.pack"):
        pack.chmod(0o600)
        pack.write_bytes(b"PACK nonsense")
    assert 2 == len(_activity(look(repository.target(), context)))


def test_a_changed_list_of_bots_is_read_anew(repository: Repository, tmp_path: Path) -> None:
    repository.commit()
    context = context_for(tmp_path)
    context = after(look(repository.write().target(), context), context)
    (fact,) = only(look(repository.target(), replace(context, bots=frozenset({"ada lovelace"}))), ActivityFact)
    assert fact.identity.is_bot


def test_new_commits_are_fetched_and_the_whole_truth_is_told(repository: Repository, tmp_path: Path) -> None:
    repository.commit()
    context = context_for(tmp_path)
    context = after(look(repository.write().target(), context), context)
    repository.commit(BOB, START + DAY)
    repository.write()
    yields = look(repository.target(), context)
    assert 2 == len(_activity(yields))
    assert [] == [state for state in only(yields, StateFact) if state.attribute == "history_rewritten"]


def test_many_small_fetches_leave_few_packs(repository: Repository, tmp_path: Path) -> None:
    context = context_for(tmp_path)
    for step in range(44):
        repository.commit(ADA, START + step * DAY)
        yields = look(repository.write().target(), context)
        context = after(yields, context)
    assert 44 == len(_activity(yields))
    assert 30 > len(list(context.git.clones_dir.rglob("*.pack")))


def _rewritten(yields: list[Yield]) -> list[StateFact]:
    return [state for state in only(yields, StateFact) if state.attribute == "history_rewritten"]


def test_a_rewritten_history_is_an_event(repository: Repository, tmp_path: Path) -> None:
    repository.commit(ADA)
    old = repository.write().git("rev-parse", "main")
    context = context_for(tmp_path)
    context = after(look(repository.target(), context), context, NOW + timedelta(days=1))
    repository.commit(BOB, START, is_root=True)
    new = repository.write().git("rev-parse", "main")
    yields = look(repository.target(), context)
    (event,) = _rewritten(yields)
    assert (f"{old[:12]}..{new[:12]}", NOW + timedelta(days=1)) == (event.value, event.held_from)
    assert {("Bob Babbage", date(2025, 1, 1)): 1} == _activity(yields)


def test_a_rewritten_history_is_seen_even_when_our_clone_was_lost(repository: Repository, tmp_path: Path) -> None:
    repository.commit(ADA)
    context = context_for(tmp_path)
    context = after(look(repository.write().target(), context), context)
    shutil.rmtree(context.git.clones_dir)
    repository.commit(BOB, START, is_root=True)
    assert 1 == len(_rewritten(look(repository.write().target(), context)))


def test_a_branch_that_is_called_like_an_address_is_kept_nowhere(tmp_path: Path) -> None:
    repository = Repository.new(tmp_path / "grail", "ada@lark.example")
    repository.commit()
    yields = look(repository.write().target(), context_for(tmp_path))
    assert ["(address withheld)"] == [state.value for state in only(yields, StateFact) if state.attribute == "default_branch"]
    assert "ada@lark.example" not in repr(yields)


def test_another_default_branch_is_no_rewritten_history(repository: Repository, tmp_path: Path) -> None:
    repository.commit(ADA)
    context = context_for(tmp_path)
    context = after(look(repository.write().target(), context), context)
    repository.commit(BOB, START, branch="trunk", is_root=True)
    repository.write().git("symbolic-ref", "HEAD", "refs/heads/trunk")
    yields = look(repository.target(), context)
    assert ([], ["other_branch"]) == (_rewritten(yields), notes(yields))


def test_rewrites_are_watched_for_since_the_first_look(repository: Repository, tmp_path: Path) -> None:
    repository.commit()
    context = context_for(tmp_path)
    context = after(look(repository.write().target(), context), context, NOW + timedelta(days=3))
    repository.commit(ADA, START + DAY)
    seen = only(look(repository.write().target(), context), Seen)
    assert [NOW] == [window.seen_from for window in seen if window.signal == Signal.HISTORY_INTEGRITY]


def test_deleted_and_moved_version_tags_are_noted(repository: Repository, tmp_path: Path) -> None:
    one, two = repository.commit(), repository.commit(BOB, START + DAY)
    for name in ("v1.0", "v1.1", "nightly"):
        repository.tag(name, one)
    context = context_for(tmp_path)
    context = after(look(repository.write().target(), context), context)
    repository.git("tag", "-d", "v1.0")
    for name in ("v1.1", "nightly"):
        repository.tag(name, two)
    yields = look(repository.write().target(), context)
    assert [Note("tags_deleted", "1: v1.0"), Note("tags_moved", "1: v1.1")] == only(yields, Note)
    assert ["1.1"] == [release.version for release in only(yields, ReleaseFact)]


def test_a_mailmap_is_read_at_the_head_and_links_accounts(repository: Repository, tmp_path: Path) -> None:
    repository.commit(("ada", "old@x.org"))
    repository.commit(ADA, START + DAY, files={".mailmap": "Ada Lovelace <ada@analytical.org> <old@x.org>\n", "a/b/c": "x"})
    yields = look(repository.write().target(), context_for(tmp_path))
    (link,) = only(yields, LinkFact)
    assert (pseudonym_of(ADA[1]), pseudonym_of("old@x.org"), "mailmap") == (
        link.first.stable_id,
        link.second.stable_id,
        link.proof,
    )
    assert {"Ada Lovelace"} == {name for name, _ in _activity(yields)}


def test_who_changed_their_name_is_called_as_the_mailmap_says_also_in_old_commits(repository: Repository, tmp_path: Path) -> None:
    repository.commit(("Adam Quill", "ada@x.org"))
    repository.commit(BOB, START + DAY, files={".mailmap": "Ada Quill <ada@x.org>\n"})
    yields = look(repository.write().target(), context_for(tmp_path))
    assert {"Ada Quill", BOB[0]} == {name for name, _ in _activity(yields)}
    assert not any("Adam" in repr(item) for item in yields)


def test_a_mailmap_gives_nobody_the_name_of_another_account(repository: Repository, tmp_path: Path) -> None:
    repository.commit(("Eve", "eve@x.org"))
    repository.commit(BOB, START + DAY, files={".mailmap": f"{BOB[0]} <eve@x.org>\n"})
    yields = look(repository.write().target(), context_for(tmp_path))
    assert {"Eve", BOB[0]} == {name for name, _ in _activity(yields)}


def test_a_mailmap_that_is_far_too_large_is_a_note(repository: Repository, tmp_path: Path) -> None:
    repository.commit(files={".mailmap": "# nothing\n" * 200_000})
    yields = look(repository.write().target(), context_for(tmp_path))
    assert (["mailmap_unread"], 1) == (notes(yields), len(_activity(yields)))
    # The links of an earlier look must not be taken for gone.
    assert [False] == [seen.is_complete for seen in yields if isinstance(seen, Seen) and seen.signal == Signal.AFFILIATION]


def test_a_mailmap_that_is_a_link_is_left_alone(tmp_path: Path) -> None:
    repository = Repository.new(tmp_path / "grail", "main", "--quiet")
    (repository.path / ".mailmap").symlink_to("/etc/passwd")
    repository.git("add", ".mailmap")
    repository.git("-c", "user.name=Ada", "-c", "user.email=ada@x.org", "commit", "--quiet", "-m", "Link")
    yields = look(repository.target(), context_for(tmp_path, datetime.now(UTC)))
    assert ([], []) == (notes(yields), only(yields, LinkFact))


def test_files_are_left_where_they_are(repository: Repository, tmp_path: Path) -> None:
    repository.commit(files={"large": "x" * 1_000_000, ".mailmap": "Ada <ada@analytical.org>\n", "deep/file": "y"})
    look(repository.write().target(), context_for(tmp_path))
    (clone,) = (path.parent for path in (tmp_path / "clones").glob("*/HEAD"))
    kinds = run_git("cat-file", "--batch-all-objects", "--batch-check=%(objecttype)", at=clone).decode().split()
    assert {"commit": 1, "tree": 1, "blob": 1} == Counter(kinds)


def test_three_accounts_at_one_domain_tell_it(repository: Repository, tmp_path: Path) -> None:
    for who in (ADA, BOB, CAM):
        repository.commit(who)
    yields = look(repository.write().target(), context_for(tmp_path))
    assert {"analytical.org"} == {fact.identity.domain for fact in only(yields, ActivityFact)}


def test_the_forgotten_are_one_withheld_account_and_sums_hold(repository: Repository, tmp_path: Path) -> None:
    mark = repository.commit(ADA)
    repository.commit(BOB)
    repository.tag("v1.0", mark, ADA)
    gone = {pseudonym_of(ADA[1]), pseudonym_of(BOB[1])}
    yields = look(repository.write().target(), replace(context_for(tmp_path), is_forgotten=gone.__contains__))
    assert {("(withheld)", date(2025, 1, 1)): 2} == _activity(yields)
    assert ["withheld"] == [release.by.stable_id for release in only(yields, ReleaseFact) if release.by]


def test_a_commit_some_hours_ahead_is_counted_at_the_next_look_although_nothing_moved(
    repository: Repository, tmp_path: Path
) -> None:
    repository.commit(ADA, int(NOW.timestamp()) + 3600)
    context = context_for(tmp_path)
    yields = look(repository.write().target(), context)
    assert {} == _activity(yields)
    later = after(yields, context, NOW + timedelta(days=1))
    assert {("Ada Lovelace", date(2026, 3, 1)): 1} == _activity(look(repository.target(), later))


def test_an_empty_repository_is_said_to_have_no_commits(repository: Repository, tmp_path: Path) -> None:
    with pytest.raises(Malformed, match="grail: the repository has no commits"):
        look(repository.target(), context_for(tmp_path))


def test_a_missing_folder_is_not_found(tmp_path: Path) -> None:
    with pytest.raises(NotFound, match="nowhere: no such folder"):
        look(target_of(tmp_path / "nowhere"), context_for(tmp_path))


def test_a_folder_without_a_repository_is_malformed(tmp_path: Path) -> None:
    (tmp_path / "plain").mkdir()
    with pytest.raises(Malformed, match="plain: not a git repository"):
        look(target_of(tmp_path / "plain"), context_for(tmp_path))


@pytest.mark.parametrize("bare", ["--bare", "--no-bare"])
def test_a_shallow_clone_is_said_to_be_cut_off(repository: Repository, tmp_path: Path, bare: str) -> None:
    repository.commit(ADA, 1_700_000_000)
    repository.commit(ADA, 1_700_100_000)
    whole = Path(repository.write().target().address)
    subprocess.run(["git", "clone", "-q", bare, "--depth", "1", whole.as_uri(), tmp_path / "cut"], check=True)
    with pytest.raises(Malformed, match="cut: a shallow clone, whose past is cut off"):
        look(target_of(tmp_path / "cut"), context_for(tmp_path))
