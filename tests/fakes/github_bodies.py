"""What REST of the invented GitHub says of its things: today's fields, as the official description lists them."""

from __future__ import annotations

import base64
from typing import Any

from tests.fakes.github_objects import blob_id
from tests.fakes.github_world import World, iso, sha

API = "https://api.github.com"
Tree = dict[str, Any]
_REPOSITORY_LINKS = (
    "archive assignees blobs branches collaborators comments commits compare contents contributors deployments downloads events "
    "forks git_commits git_refs git_tags hooks issue_comment issue_events issues keys labels languages merges milestones "
    "notifications pulls releases stargazers statuses subscribers subscription tags teams trees"
)
_USER_LINKS = "events followers following gists organizations received_events repos starred subscriptions"
_ORGANISATION_LINKS = ("repos", "events", "hooks", "issues", "members", "public_members")


def user(account: Tree) -> Tree:
    """Return an account as it stands inside other things."""
    login = account["login"]
    here = f"{API}/users/{login}"
    kind = account["__typename"]
    return {
        "login": login,
        "id": account["databaseId"],
        "node_id": account["id"],
        "avatar_url": f"https://avatars.example/{login}",
        "gravatar_id": "",
        "url": here,
        "html_url": f"https://github.com/{login}",
        **{f"{name}_url": f"{here}/{name}" for name in _USER_LINKS.split()},
        "type": kind,
        "site_admin": False,
    }


def public_user(account: Tree) -> Tree:
    """Return a person's page."""
    return user(account) | {
        "name": account["name"],
        "company": account["company"],
        "blog": account["websiteUrl"] or "",
        "location": account["location"],
        "email": None,
        "hireable": None,
        "bio": account["bio"],
        "twitter_username": None,
        "public_repos": 3,
        "public_gists": 0,
        "followers": 7,
        "following": 0,
        "created_at": account["createdAt"],
        "updated_at": account["updatedAt"],
        "user_view_type": "public",
    }


def organisation(account: Tree) -> Tree:
    """Return an organisation as it stands in lists."""
    here = f"{API}/orgs/{account['login']}"
    return {
        "login": account["login"],
        "id": account["databaseId"],
        "node_id": account["id"],
        "url": here,
        **{f"{name}_url": f"{here}/{name}" for name in _ORGANISATION_LINKS},
        "avatar_url": f"https://avatars.example/{account['login']}",
        "description": account.get("description") or "",
    }


def full_organisation(account: Tree) -> Tree:
    """Return an organisation's page."""
    return organisation(account) | {
        "name": account["name"],
        "html_url": account["url"],
        "blog": account["websiteUrl"] or "",
        "is_verified": account["isVerified"],
        "has_organization_projects": True,
        "has_repository_projects": True,
        "public_repos": 10,
        "public_gists": 0,
        "followers": 3,
        "following": 0,
        "type": "Organization",
        "created_at": account["createdAt"],
        "updated_at": account["updatedAt"],
        "archived_at": account["archivedAt"],
    }


def minimal(tree: Tree) -> Tree:
    """Return a repository as it stands in lists."""
    here = f"{API}/repos/{tree['nameWithOwner']}"
    return {
        "id": tree["databaseId"],
        "node_id": tree["id"],
        "name": tree["name"],
        "full_name": tree["nameWithOwner"],
        "private": False,
        "owner": user(tree["owner"]),
        "html_url": tree["url"],
        "description": tree["description"],
        "fork": tree["isFork"],
        "url": here,
        **{f"{name}_url": f"{here}/{name}" for name in _REPOSITORY_LINKS.split()},
        "visibility": "public",
        "archived": tree["isArchived"],
        "disabled": tree["isDisabled"],
        "pushed_at": tree["pushedAt"],
        "created_at": tree["createdAt"],
        "updated_at": tree["updatedAt"],
        "stargazers_count": tree["stargazerCount"],
        "forks_count": tree["forkCount"],
        "open_issues_count": 40,
        "default_branch": "main",
    }


def repository(tree: Tree) -> Tree:
    """Return a repository's own page."""
    page, stars = tree["url"], tree["stargazerCount"]
    parent = {"parent": {"full_name": tree["parent"]["nameWithOwner"]}} if tree["parent"] else {}
    return minimal(tree) | {
        "clone_url": f"{page}.git",
        "git_url": f"git://github.com/{tree['nameWithOwner']}.git",
        "ssh_url": f"git@github.com:{tree['nameWithOwner']}.git",
        "svn_url": page,
        "mirror_url": tree["mirrorUrl"],
        "homepage": None,
        "language": "Python",
        "forks": tree["forkCount"],
        "open_issues": 40,
        "watchers": stars,
        "watchers_count": stars,
        "size": tree["diskUsage"],
        "has_issues": tree["hasIssuesEnabled"],
        "has_projects": True,
        "has_wiki": False,
        "has_pages": False,
        "has_discussions": tree["hasDiscussionsEnabled"],
        "license": licence(tree["licenseInfo"]),
        "network_count": 3,
        "subscribers_count": 5,
        **parent,
    }


def licence(said: Tree | None) -> Tree | None:
    """Return a licence as the platform recognises it."""
    if said is None:
        return None
    return {
        "key": said.get("key", "other"),
        "name": said.get("name", "Other"),
        "url": said.get("url"),
        "spdx_id": said["spdxId"],
        "node_id": said.get("id", "L_other"),
    }


def release(tree: Tree, full: str) -> Tree:
    """Return one release."""
    here = f"{API}/repos/{full}/releases/{tree['databaseId']}"
    return {
        "url": here,
        "assets_url": f"{here}/assets",
        "upload_url": f"{here}/assets{{?name,label}}",
        "html_url": tree["url"],
        "id": tree["databaseId"],
        "node_id": tree["id"],
        "tag_name": tree["tagName"],
        "target_commitish": "main",
        "name": tree["name"],
        "draft": tree["isDraft"],
        "prerelease": tree["isPrerelease"],
        "created_at": tree["createdAt"],
        "published_at": tree["publishedAt"],
        "author": user(tree["author"]) if tree["author"] else None,
        "assets": [],
        "tarball_url": f"{API}/repos/{full}/tarball/{tree['tagName']}",
        "zipball_url": f"{API}/repos/{full}/zipball/{tree['tagName']}",
        "body": "",
    }


def tag(name: str, oid: str, full: str) -> Tree:
    """Return one tag."""
    here = f"{API}/repos/{full}"
    return {
        "name": name,
        "commit": {"sha": oid, "url": f"{here}/commits/{oid}"},
        "zipball_url": f"{here}/zipball/refs/tags/{name}",
        "tarball_url": f"{here}/tarball/refs/tags/{name}",
        "node_id": f"REF_{oid[:8]}",
    }


def commit(tree: Tree, full: str) -> Tree:
    """Return one commit."""
    here, author = f"{API}/repos/{full}/commits/{tree['oid']}", tree["author"]
    who = {"name": author["name"], "email": author["email"], "date": author["date"]}
    known = author["user"]
    git = {
        "message": tree["message"],
        "author": who,
        "committer": who,
        "tree": {"sha": sha("tree", tree["oid"]), "url": f"{API}/repos/{full}/git/trees/{sha('tree', tree['oid'])}"},
        "url": f"{API}/repos/{full}/git/commits/{tree['oid']}",
        "comment_count": 0,
    }
    return {
        "sha": tree["oid"],
        "node_id": tree["id"],
        "commit": git,
        "url": here,
        "html_url": tree["url"],
        "comments_url": f"{here}/comments",
        "author": user(known) if known else None,
        "committer": user(known) if known else None,
        "parents": [],
    }


def contributor(account: Tree, contributions: int) -> Tree:
    """Return who contributed how much."""
    return user(account) | {"contributions": contributions}


def file(path: str, text: str, full: str) -> Tree:
    """Return a file with its content."""
    here, oid = f"{API}/repos/{full}/contents/{path}?ref=main", blob_id(text)
    page = f"https://github.com/{full}/blob/main/{path}"
    git = f"{API}/repos/{full}/git/blobs/{oid}"
    return {
        "type": "file",
        "encoding": "base64",
        "size": len(text.encode()),
        "name": path.rpartition("/")[2],
        "path": path,
        "content": base64.encodebytes(text.encode()).decode(),
        "sha": oid,
        "url": here,
        "git_url": git,
        "html_url": page,
        "download_url": f"https://raw.example/{full}/main/{path}",
        "_links": {"git": git, "self": here, "html": page},
    }


def community(tree: Tree, world: World) -> Tree:
    """Return the community profile."""
    conduct = tree["codeOfConduct"]
    simple = licence(tree["licenseInfo"])
    files = {
        "code_of_conduct": conduct and {**conduct, "url": API, "html_url": None, "name": conduct["key"]},
        "code_of_conduct_file": None,
        "license": simple and simple | {"html_url": f"{tree['url']}/blob/main/LICENSE"},
        "contributing": None,
        "readme": {"url": f"{API}/readme", "html_url": f"{tree['url']}/blob/main/README.md"},
        "issue_template": None,
        "pull_request_template": None,
    }
    return {
        "health_percentage": 50,
        "description": tree["description"],
        "documentation": None,
        "files": files,
        "updated_at": iso(world.clock.now),
        "content_reports_enabled": False,
    }


def activity(commit_tree: Tree, kind: str, before: str) -> Tree:
    """Return one push, forced or not."""
    oid = commit_tree["oid"]
    return {
        "id": int(oid[:8], 16),
        "node_id": f"PSH_{oid[:12]}",
        "before": before,
        "after": oid,
        "ref": "refs/heads/main",
        "timestamp": commit_tree["committedDate"],
        "activity_type": kind,
        "actor": user(commit_tree["author"]["user"]),
    }


def rate_limit(limit: int, used: int, reset: int) -> Tree:
    """Return what is left of each quota."""
    core = {"limit": limit, "used": used, "remaining": max(limit - used, 0), "reset": reset}
    search = {"limit": 30, "used": 0, "remaining": 30, "reset": reset}
    return {"resources": {"core": core, "search": search, "graphql": core}, "rate": core}
