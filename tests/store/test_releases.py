"""Releases: the newest complete look is the truth; what changed is kept, so that yanking has a date."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

from monitor.model.facts import Channel, LinkFact
from monitor.model.history import Release
from monitor.model.signals import Signal
from monitor.store.attempts import save_attempt
from monitor.store.engine import Database
from tests.store.builders import ADA, BEN, DAY, LATER, NOW, attempt, commits, facts_of, failed, rows_in, tag


def versions(db: Database, as_of: datetime = LATER, known_at: datetime | None = None) -> list[str]:
    """Return the versions that are told, oldest first."""
    return [release.version for release in facts_of(db, as_of, known_at).releases]


def test_a_release_comes_back_with_who_made_it(db: Database) -> None:
    save_attempt(db, attempt(tag("1.0rc1", "2026-01-05", stream="docs", is_prerelease=True, by=BEN)))
    facts = facts_of(db)
    at = datetime(2026, 1, 5, tzinfo=UTC)
    wanted = Release(
        "1.0rc1", Channel.TAG, at, "https://code.example/t", "docs", is_prerelease=True, by="0", target=facts.coverage[0].target
    )
    assert (wanted,) == facts.releases
    assert (BEN,) == facts.identities


def test_releases_are_told_in_the_order_of_time_and_only_before_the_moment(db: Database) -> None:
    save_attempt(db, attempt(tag("2.0", "2026-02-01"), tag("1.0", "2025-02-01"), tag("3.0", "2026-02-20")))
    assert ["1.0", "2.0"] == versions(db, as_of=datetime(2026, 2, 20, tzinfo=UTC))


def test_the_same_releases_seen_again_write_nothing(db: Database) -> None:
    for day in range(3):
        save_attempt(db, attempt(tag("1.0", "2026-01-05", by=ADA), at=NOW + day * DAY))
    assert 1 == rows_in(db)["release"]


def test_one_version_in_two_streams_or_channels_is_two_releases(db: Database) -> None:
    save_attempt(db, attempt(tag("1.0", "2026-01-05"), tag("1.0", "2026-01-06", stream="docs")))
    assert ["1.0", "1.0"] == versions(db)


def test_two_tags_of_one_version_are_the_earlier_one(db: Database) -> None:
    save_attempt(db, attempt(tag("1.0", "2026-01-06"), tag("1.0", "2026-01-05")))
    assert [datetime(2026, 1, 5, tzinfo=UTC)] == [release.released_at for release in facts_of(db).releases]


def test_a_release_that_vanished_is_no_longer_told_but_was_known(db: Database) -> None:
    save_attempt(db, attempt(tag("1.0", "2026-01-05"), tag("1.1", "2026-01-06")))
    save_attempt(db, attempt(tag("1.0", "2026-01-05"), at=NOW + DAY))
    assert ["1.0"] == versions(db)
    assert ["1.0", "1.1"] == versions(db, known_at=NOW + DAY)


def test_a_release_that_an_incomplete_look_missed_stays(db: Database) -> None:
    save_attempt(db, attempt(tag("1.0", "2026-01-05")))
    save_attempt(db, attempt(at=NOW + DAY, missing=[Signal.TAGS]))
    assert ["1.0"] == versions(db)


def test_a_release_that_a_failed_look_missed_stays(db: Database) -> None:
    save_attempt(db, attempt(tag("1.0", "2026-01-05")))
    save_attempt(db, failed("not_found", NOW + DAY))
    assert ["1.0"] == versions(db)


def test_a_release_that_came_back_is_told_again(db: Database) -> None:
    for day, facts in enumerate(([tag("1.0", "2026-01-05")], [], [tag("1.0", "2026-01-05")])):
        save_attempt(db, attempt(*facts, at=NOW + day * DAY))
    assert ["1.0"] == versions(db)
    assert [] == versions(db, known_at=NOW + 2 * DAY)


def test_a_release_is_yanked_from_the_look_that_saw_it_so(db: Database) -> None:
    save_attempt(db, attempt(tag("1.0", "2026-01-05")))
    save_attempt(db, attempt(tag("1.0", "2026-01-05", is_yanked=True, yanked_reason="breaks things"), at=NOW + 10 * DAY))
    moments = (NOW - DAY, NOW + 9 * DAY, NOW + 10 * DAY, NOW + 11 * DAY)
    told = [facts_of(db, as_of=moment).releases[0] for moment in moments]
    assert [(False, ""), (False, ""), (True, "breaks things"), (True, "breaks things")] == [
        (r.is_yanked, r.yanked_reason) for r in told
    ]
    assert not facts_of(db, known_at=NOW + 10 * DAY).releases[0].is_yanked


def test_a_release_was_withdrawn_between_the_last_look_that_saw_it_offered_and_the_first_that_did_not(db: Database) -> None:
    for day, is_yanked in ((0, False), (4, False), (10, True), (12, True)):
        save_attempt(db, attempt(tag("1.0", "2026-01-05", is_yanked=is_yanked), at=NOW + day * DAY))
    save_attempt(
        db, attempt(tag("1.0", "2026-01-05", is_yanked=True), tag("0.9", "2025-01-05", is_yanked=True), at=NOW + 13 * DAY)
    )
    old, new = facts_of(db).releases
    assert (NOW + 10 * DAY, NOW + 4 * DAY) == (new.yanked_seen_at, new.yanked_not_before)
    assert (NOW + 13 * DAY, None) == (old.yanked_seen_at, old.yanked_not_before)


def test_a_correction_of_a_release_holds_for_the_past_too(db: Database) -> None:
    save_attempt(db, attempt(tag("1.0", "2026-01-05")))
    save_attempt(db, attempt(tag("1.0", "2025-12-24", is_prerelease=True), at=NOW + DAY))
    (told,) = facts_of(db, as_of=NOW).releases
    assert (datetime(2025, 12, 24, tzinfo=UTC), True) == (told.released_at, told.is_prerelease)


def test_links_join_places_and_end_when_they_are_no_longer_published(db: Database) -> None:
    link = LinkFact(ADA, BEN, "mailmap")
    save_attempt(db, attempt(commits(ADA, "2026-02-01"), link))
    facts = facts_of(db)
    assert [("Ada Quill", "Ben Otter", "mailmap")] == [
        (facts.identities[one].name, facts.identities[two].name, proof) for one, two, proof in facts.links
    ]
    save_attempt(db, attempt(commits(ADA, "2026-02-01"), at=NOW + DAY))
    assert () == facts_of(db).links
    assert 1 == len(facts_of(db, known_at=NOW + DAY).links)


def test_links_stay_when_not_all_was_seen(db: Database) -> None:
    save_attempt(db, attempt(LinkFact(ADA, BEN, "mailmap")))
    save_attempt(db, attempt(at=NOW + DAY, missing=[Signal.TAGS]))
    assert 1 == len(facts_of(db).links)
    assert {ADA, BEN} == set(facts_of(db).identities)


def test_a_tag_that_names_another_commit_is_seen_as_replaced_and_one_first_given_a_digest_is_not(db: Database) -> None:
    save_attempt(db, attempt(replace(tag("1.0", "2026-01-05"), digest="")))
    save_attempt(db, attempt(replace(tag("1.0", "2026-01-05"), digest="a" * 40), at=NOW + DAY))
    assert facts_of(db).releases[0].replaced_at is None
    save_attempt(db, attempt(replace(tag("1.0", "2026-01-20"), digest="b" * 40), at=NOW + 2 * DAY))
    (moved,) = facts_of(db, as_of=NOW + 3 * DAY).releases
    assert ("a" * 40, NOW + 2 * DAY) == (moved.digest_before, moved.replaced_at)
    # What is made anew under an old name is no new release.
    assert "2026-01-05" == f"{moved.released_at:%Y-%m-%d}"
