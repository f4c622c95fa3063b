"""Requests against the official descriptions: what collectors really ask passes, and each kind of mistake is told."""

from __future__ import annotations

import json

import pytest

from tests.fakes.contract import check_request, complaints

AGENT = {"User-Agent": "Mainstay/1"}
LAWFUL = (
    ("GET", "https://api.github.com/repos/octocat/Hello-World"),
    ("GET", "https://api.github.com/repositories/1296269"),
    ("GET", "https://api.github.com/repositories/1296269/releases?per_page=100&page=2"),
    ("GET", "https://api.github.com/orgs/github/public_members?per_page=100"),
    ("GET", "https://api.github.com/organizations/9919/public_members?per_page=100&page=2"),
    ("GET", "https://api.github.com/repos/o/r/commits?since=2026-01-01T00:00:00Z&per_page=100"),
    ("GET", "https://api.github.com/repos/o/r/contents/docs/MAINTAINERS.md"),
    ("GET", "https://api.github.com/users/octocat/social_accounts"),
    ("GET", "https://codeberg.org/api/v1/repos/o/r/releases?limit=50&page=1"),
    ("GET", "https://gitlab.com/api/v4/projects/group%2Fproject?license=true"),
    ("GET", "https://gitlab.com/api/v4/projects/7/merge_requests?state=merged&updated_after=2026-01-01T00:00:00Z"),
    ("GET", "https://huggingface.co/api/models?author=Qwen&sort=createdAt&limit=100&expand=createdAt&expand=gated"),
    ("GET", "https://huggingface.co/api/models/Qwen/Qwen3-8B?expand=cardData&expand=baseModels"),
    ("GET", "https://huggingface.co/api/organizations/Qwen/overview"),
    ("GET", "https://huggingface.co/api/organizations/Qwen/members?limit=100"),
    ("GET", "https://api.deps.dev/v3/systems/npm/packages/%40scope%2Fname"),
    ("GET", "https://api.deps.dev/v3/systems/npm/packages/lark/versions/1.0.0:dependencies"),
    ("GET", "https://api.deps.dev/v3/projects/github.com%2Fo%2Fr:packageversions"),
    ("GET", "https://api.deps.dev/v3/query?versionKey.system=NPM&versionKey.name=lark"),
    ("GET", "https://packages.ecosyste.ms/api/v1/packages/lookup?purl=pkg:npm/lark"),
    ("GET", "https://issues.ecosyste.ms/api/v1/hosts/GitHub/repositories/o%2Fr"),
    ("GET", "https://public.api.bsky.app/xrpc/app.bsky.actor.getProfiles?actors=a.example&actors=b.example"),
    ("GET", "https://public.api.bsky.app/xrpc/app.bsky.feed.getAuthorFeed?actor=a.example&limit=30"),
    ("GET", "https://mastodon.social/api/v1/accounts/lookup?acct=lark"),
    ("GET", "https://mastodon.social/api/v1/accounts/17/statuses?limit=40&exclude_reblogs=true"),
)
UNLAWFUL = (
    ("GET", "https://api.github.com/repos/octocat/Hello-World/", "in no contract"),
    ("GET", "https://api.github.com/repos/o/r/milestone", "in no contract"),
    ("POST", "https://api.github.com/repos/o/r", "in no contract"),
    ("GET", "https://api.github.com/repos/o/r/releases?per_pages=100", "knows no parameter per_pages"),
    ("GET", "https://api.github.com/repos/o/r/releases?per_page=many", "per_page=many does not fit"),
    ("GET", "https://api.github.com/repos/o/r/commits?since=yesterday", "no date with time"),
    ("GET", "https://api.github.com/repos/o/r/issues?state=opened", "state=opened does not fit"),
    ("GET", "https://codeberg.org/api/v1/repos/o/r/issues?state=opened", "state=opened does not fit"),
    ("GET", "https://gitlab.com/api/v4/projects/7/merge_requests?state=open", "state=open does not fit"),
    ("GET", "https://huggingface.co/api/models?author=Qwen&sort=created_at", "sort=created_at does not fit"),
    ("GET", "https://api.deps.dev/v3/systems/npm/package/lark", "in no contract"),
    ("GET", "https://packages.ecosyste.ms/api/v1/packages/lookup?package=lark", "knows no parameter package"),
    ("GET", "https://public.api.bsky.app/xrpc/app.bsky.actor.getProfiles?actor=a.example", "knows no parameter actor"),
    ("GET", "https://public.api.bsky.app/xrpc/app.bsky.feed.getAuthorFeed?limit=30", "needs actor"),
    ("GET", "https://public.api.bsky.app/xrpc/app.bsky.feed.getAuthorFeed?actor=a&limit=300", "limit=300 does not fit"),
    ("GET", "https://mastodon.social/api/v1/accounts/lookup", "needs acct"),
    ("GET", "https://elsewhere.example/", "no contract is known"),
)


@pytest.mark.parametrize(("method", "url"), LAWFUL)
def test_what_a_source_describes_passes(method: str, url: str) -> None:
    check_request(method, url, AGENT)


@pytest.mark.parametrize(("method", "url", "complaint"), UNLAWFUL)
def test_what_a_source_does_not_describe_is_told(method: str, url: str, complaint: str) -> None:
    found = complaints(method, url, AGENT)
    assert any(complaint in said for said in found), found


def test_github_refuses_a_nameless_asker_and_a_retired_version() -> None:
    wrong = complaints("GET", "https://api.github.com/repos/o/r", {"X-GitHub-Api-Version": "2021-01-01"})
    assert 2 == len(wrong)


@pytest.mark.parametrize(
    ("query", "complaint"),
    [
        ('{ repository(owner: "o", name: "r") { openIssues } }', "openIssues"),
        ('{ repository(owner: "o") { id } }', "name"),
        ('{ repository(owner: "o", name: "r") { issues { nodes { id } } } }', "`first` or `last`"),
        ('{ repository(owner: "o", name: "r") { issues(first: 101) { nodes { id } } } }', "`first` or `last`"),
        ("{ repository(", "Syntax Error"),
    ],
)
def test_a_question_that_the_schema_does_not_answer_is_told(query: str, complaint: str) -> None:
    found = complaints("POST", "https://api.github.com/graphql", AGENT, json.dumps({"query": query}).encode())
    assert any(complaint in said for said in found), found


def test_a_question_by_the_schema_passes() -> None:
    query = '{ repository(owner: "o", name: "r") { isArchived issues(states: OPEN) { totalCount } } }'
    check_request("POST", "https://api.github.com/graphql", AGENT, json.dumps({"query": query}).encode())


def test_another_instance_is_named_by_the_test() -> None:
    at = {"https://git.corp.example/api/v3": "github", "https://forge.example/api/v1": "forgejo"}
    check_request("GET", "https://git.corp.example/api/v3/repos/o/r", AGENT, at=at)
    check_request("GET", "https://forge.example/api/v1/version", AGENT, at=at)
