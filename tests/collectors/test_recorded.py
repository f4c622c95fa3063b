"""What GitHub really answered, through our collectors: each recording is replayed, or it is said why none of them asks for it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta

import pytest

from monitor.collectors.github import members, plain
from monitor.model.errors import AccessDenied, NotFound, RateLimited, SourceError, Unavailable
from monitor.model.facts import Seen, StateFact
from tests.collectors.github_rig import HOST, page, repository, rig, states
from tests.fakes.contract import shared
from tests.fakes.recorded import recording

ENTERPRISE = "my.enterprise.com"
# A repository as it was asked for then: what it is called now, and its number.
REPOSITORIES: Mapping[str, tuple[str, str, str]] = {
    "octokit-fixtures/get-repository": ("octokit-fixture-org/hello-world", "octokit-fixture-org/hello-world", "github:1000"),
    "octokit-fixtures/rename-repository": (
        "octokit-fixture-org/rename-repository",
        "octokit-fixture-org/rename-repository-newname",
        "github:1000",
    ),
    "pygithub/ConditionalRequestUpdate.setUp": ("akfish/PyGithub", "akfish/PyGithub", "github:12156762"),
    "pygithub/ConditionalRequestUpdate.testDidUpdate": ("akfish/PyGithub", "akfish/PyGithub", "github:12156762"),
    "pygithub/GitRelease.setUp": ("rickrickston123/RepoTest", "rickrickston123/RepoTest", "github:279015286"),
    "pygithub/PaginatedList.setUp": ("openframeworks/openFrameworks", "openframeworks/openFrameworks", "github:345337"),
    "pygithub/PaginatedList.testGraphQlPagination": ("PyGithub/PyGithub", "PyGithub/PyGithub", "github:3544490"),
    "pygithub/ReleaseRead.testAttributes": ("rickrickston123/RepoTest", "rickrickston123/RepoTest", "github:279015286"),
    "pygithub/ReleaseRead.testGetLatestRelease": ("rickrickston123/RepoTest", "rickrickston123/RepoTest", "github:279015286"),
    "pygithub/ReleaseRead.testGetRelease": ("rickrickston123/RepoTest", "rickrickston123/RepoTest", "github:279015286"),
    "pygithub/Repository.testGetDiscussionsByStates": ("PyGithub/PyGithub", "PyGithub/PyGithub", "github:3544490"),
    "pygithub/Repository.testGetRepositoryWith301Redirect": (
        "protoncoin/protoncoin",
        "padima2/protoncoin",
        "github:112116543",
    ),
    "pygithub/Retry.testReturnsRepoAfter1Retry": ("PyGithub/PyGithub", "PyGithub/PyGithub", "github:3544490"),
    "pygithub/Retry.testReturnsRepoAfterSettingRetryHttp": ("PyGithub/PyGithub", "PyGithub/PyGithub", "github:3544490"),
    "pygithub/Tag.setUp": ("PyGithub/PyGithub", "PyGithub/PyGithub", "github:3544490"),
}
# Trouble, given to whatever we ask, as it was given then: the answer in its place, and the error that must stand for it.
TROUBLE: Mapping[str, tuple[int, type[SourceError]]] = {
    "pygithub/ConditionalRequestUpdate.testDidNotUpdate": (304, SourceError),
    "pygithub/Exceptions.testNonJsonDataReturnedByGithub": (503, Unavailable),
    "pygithub/Exceptions.testUnknownUser": (404, NotFound),
    "pygithub/Retry.testReturnsRepoAfter3Retries": (502, Unavailable),
    "pygithub/SpecificExceptions.testAuthenticatedRateLimitExceeded": (403, RateLimited),
    "pygithub/SpecificExceptions.testBadCredentials": (401, AccessDenied),
    "pygithub/SpecificExceptions.testBadUserAgent": (403, AccessDenied),
    "pygithub/SpecificExceptions.testRateLimitExceeded": (403, RateLimited),
    "pygithub/SpecificExceptions.testUnknownObject": (404, NotFound),
}
WRITES = "it writes, and nothing of ours does"
OTHERS = "GraphQL with a question of somebody else: its answer holds other fields than ours asks for"
BY_GRAPHQL = "what we want of it is asked by GraphQL, many at once"
BY_GIT = "git itself tells it, without any quota"
UNASKED = "no collector asks for it"
NOT_ASKED: Mapping[str, str] = {
    "octokit-fixtures/errors": WRITES,
    "octokit-fixtures/get-content": BY_GRAPHQL,
    "octokit-fixtures/get-organization": BY_GRAPHQL,
    "octokit-fixtures/get-root": UNASKED,
    "octokit-fixtures/git-refs": WRITES,
    "octokit-fixtures/paginate-issues": BY_GRAPHQL,
    "octokit-fixtures/release-assets": WRITES,
    "octokit-fixtures/search-issues": UNASKED,
    "pygithub/Commit.testAttributes": BY_GIT,
    "pygithub/GraphQl.testNode": OTHERS,
    "pygithub/GraphQl.testQuery": OTHERS,
    "pygithub/Issue.testGetEvents": UNASKED,
    "pygithub/Issue.testGetTimeline": UNASKED,
    "pygithub/License.setUp": UNASKED,
    "pygithub/NamedUser.setUp": BY_GRAPHQL,
    "pygithub/NamedUser.testAttributesOfOtherUser": BY_GRAPHQL,
    "pygithub/NamedUser.testGetOrgs": BY_GRAPHQL,
    "pygithub/NamedUser.testGetPublicEvents": UNASKED,
    "pygithub/Organization.setUp": BY_GRAPHQL,
    "pygithub/Organization.testGetEvents": UNASKED,
    "pygithub/Organization.testGetMembers": "only who shows it publicly is asked for",
    "pygithub/PaginatedList.testGetThirdPage": BY_GRAPHQL,
    "pygithub/RateLimitOverview.setUp": "the quota is read from the headers of other answers",
    "pygithub/RateLimiting.testGetRateLimit": "the quota is read from the headers of other answers",
    "pygithub/RateLimiting.testRateLimiting": "the quota is read from the headers of other answers",
    "pygithub/Repository.testGetCommitsWithAuthor": BY_GIT,
    "pygithub/Repository.testGetCommitsWithSinceUntil": BY_GIT,
    "pygithub/Repository.testGetContributors": BY_GIT,
    "pygithub/Repository.testGetEvents": UNASKED,
    "pygithub/Repository.testGetIssuesEvents": UNASKED,
    "pygithub/Repository.testGetLicense": BY_GRAPHQL,
    "pygithub/Repository.testGetTopics": UNASKED,
    "pygithub/Repository.testStatisticsCommitActivity": BY_GIT,
    "pygithub/Repository.testStatisticsContributors": BY_GIT,
    "pygithub/Repository.testStatisticsParticipation": BY_GIT,
    "pygithub/Repository.testTransferOwnership": WRITES,
}
MEMBERS = "pygithub/Organization.testGetPublicMembers"


def test_every_recording_is_replayed_or_it_is_said_why_not() -> None:
    folder = shared("github/recorded")
    there = {f"{file.parent.name}/{file.stem}" for file in folder.glob("*/*.json")}
    assert there == {*REPOSITORIES, *TROUBLE, *NOT_ASKED, MEMBERS}


@pytest.mark.parametrize("name", REPOSITORIES)
def test_a_repository_is_read_as_it_was_recorded(name: str) -> None:
    asked, full_name, number = REPOSITORIES[name]
    played = recording(name)
    with rig(1, token="") as it:
        # No description knows this enterprise's address.
        it.wire.law = None if any(one.host == ENTERPRISE for one in played.exchanges) else it.wire.law
        it.wire.services |= dict.fromkeys((HOST, ENTERPRISE), played)
        it.bases = {"github": f"https://{ENTERPRISE}"} if any(one.host == ENTERPRISE for one in played.exchanges) else {}
        found = it.one(plain, repository(f"https://github.com/{asked}"))
        assert (full_name, number) == (states(found)["full_name"], states(found)["repository_id"])
        assert "yes" == states(found)["visible"]
        assert [] == played.unknown


@pytest.mark.parametrize("name", TROUBLE)
def test_recorded_trouble_is_told_as_what_it_is(name: str) -> None:
    status, error = TROUBLE[name]
    reply = next(one.reply for one in recording(name).exchanges if one.reply.status == status)
    with rig(1, token="") as it:
        # Limits are told by a moment of then, which lies in the past: our own wait counts.
        it.clock.forward(timedelta(days=1))
        it.wire.faults.append(lambda _: reply)
        with pytest.raises(error):
            it.one(plain, it.targets(1)[0])


def test_recorded_members_are_read() -> None:
    with rig(1, token="recorded") as it:
        it.wire.services[HOST] = recording(MEMBERS)
        found = it.one(members, page("BeaverSoftware"))
        assert {"member"} == {item.attribute for item in found if isinstance(item, StateFact)}
        assert [True] == [item.is_complete for item in found if isinstance(item, Seen)]
