"""People and organisations of the invented GitHub: some say who they are, some say nothing, and some are gone."""

from __future__ import annotations

from typing import Any

from tests.fakes.github_world import BORN, OWNER_IDS, REPOSITORIES_AN_OWNER, USER_IDS, World, chance, iso

# Of 1,000 people, so many name an employer.
EMPLOYED = 300
OCTOCAT_ID = 583231
Tree = dict[str, Any]


def owner_of(login: str) -> Tree:
    """Return the owner of a repository: an organisation, or the person whom everybody knows."""
    if login == "octocat":
        return {"__typename": "User", "login": login, "databaseId": OCTOCAT_ID, "id": f"U_{login}"}
    digits = login.removeprefix("org")
    number = OWNER_IDS + int(digits) if digits.isdigit() else 9
    return {"__typename": "Organization", "login": login, "databaseId": number, "id": f"O_{number}"}


def account(world: World, login: str) -> Tree | None:
    """Return the page of a person or organisation, None where there is none."""
    said = world.profiles.get(login, {})
    if said.get("is_gone"):
        return None
    digits = login.removeprefix("org").removeprefix("user")
    if login.startswith("org") and digits.isdigit():
        is_there = int(digits) * REPOSITORIES_AN_OWNER < world.size
        return _page(login) | owner_of(login) | _organisation(world) | said if is_there else None
    if login.startswith("user") and digits.isdigit():
        return _page(login) | world.user(int(digits)) | _person(world, int(digits)) | said
    if login == "octocat":
        return _page(login) | owner_of(login) | _person(world, -1) | said
    return _page(login) | {"__typename": "User", "login": login, "id": f"U_{login}"} | _person(world, -1) | said if said else None


def by_id(world: World, number: int) -> Tree | None:
    """Return an account by its durable number."""
    if number == OCTOCAT_ID:
        return account(world, "octocat")
    login = f"user{number - USER_IDS}" if number >= USER_IDS else f"org{number - OWNER_IDS}"
    return account(world, login) if number >= OWNER_IDS else None


def _page(login: str) -> Tree:
    page = f"https://github.com/{login}"
    return {"name": login.title(), "url": page, "websiteUrl": None, "createdAt": iso(BORN), "updatedAt": iso(BORN), "email": ""}


def _organisation(world: World) -> Tree:
    return {
        "archivedAt": None,
        "isVerified": False,
        "description": None,
        "membersWithRole": lambda **_: {"totalCount": world.members_an_organisation, "nodes": []},
    }


def _person(world: World, number: int) -> Tree:
    employer = f"@org{number // 50}" if number >= 0 and chance(world.seed, "company", number) < EMPLOYED else None
    nothing = {"totalCount": 0, "nodes": []}
    return {
        "bio": None,
        "company": employer,
        "location": None,
        "twitterUsername": None,
        "isHireable": False,
        "pronouns": None,
        "status": None,
        "socialAccounts": lambda **_: nothing,
        "organizations": lambda **_: nothing,
    }
