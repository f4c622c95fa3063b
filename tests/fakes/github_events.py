"""What becomes of repositories and people of the invented GitHub, each history as the platform itself shows it."""

from __future__ import annotations

from typing import Any

from tests.fakes.github_objects import tags_of
from tests.fakes.github_world import World, iso, sha

DOCUMENTATION = "https://docs.github.com/rest/repos/repos#get-a-repository"
BLOCK_STATUS = {"dmca": 451, "tos": 403, "unavailable": 403}
OTHER_IDS = 90_000_000


def archive(world: World, number: int) -> None:
    """Make a repository read-only."""
    world.script(number, isArchived=True, archivedAt=iso(world.clock.now))


def unarchive(world: World, number: int) -> None:
    """Let it be written again."""
    world.script(number, isArchived=False, archivedAt=None)


def rename(world: World, number: int, name: str) -> None:
    """Give a repository another name at the same owner; the old one leads there."""
    world.rename(number, f"{world.name(number).split('/')[0]}/{name}")


def transfer(world: World, number: int, owner: str, kind: str = "Organization", owner_id: int = 77_000) -> None:
    """Give a repository to another owner; the old address leads there."""
    world.rename(number, f"{owner}/{world.name(number).split('/')[1]}")
    world.script(number, owner={"__typename": kind, "login": owner, "databaseId": owner_id, "id": f"O_{owner_id}"})


def reuse_name(world: World, number: int) -> None:
    """Let somebody else take the name of a repository that was deleted: another id, another history, under the same address."""
    world.hidden.pop(number, None)
    born = iso(world.clock.now)
    world.script(number, databaseId=OTHER_IDS + number, id=f"R_other{number}", createdAt=born, pushedAt=born, stargazerCount=0)


def delete(world: World, number: int) -> None:
    """Delete a repository."""
    world.hide(number, 404, {"message": "Not Found", "documentation_url": DOCUMENTATION, "status": "404"})


def make_private(world: World, number: int) -> None:
    """Make a repository private: who may not see it is told the same as of a deleted one."""
    delete(world, number)


def restore(world: World, number: int) -> None:
    """Let a repository be visible again."""
    world.hidden.pop(number, None)


def take_down(world: World, number: int, reason: str = "dmca") -> None:
    """Let the platform block a repository: by a legal notice (dmca), its own terms (tos) or without a word (unavailable)."""
    link = "https://github.com/github/dmca/blob/master/2026/03/notice.md" if reason == "dmca" else "https://github.com/tos"
    block = {"reason": reason, "created_at": iso(world.clock.now), "html_url": link}
    world.hide(number, BLOCK_STATUS[reason], {"message": "Repository access blocked", "block": block})


def disable(world: World, number: int) -> None:
    """Let the platform switch a repository off, visibly."""
    world.script(number, isDisabled=True)


def relicense(world: World, number: int, spdx: str) -> None:
    """Give a repository another licence, as the platform recognises it and as the file says."""
    licence = {"spdxId": spdx, "key": spdx.lower(), "name": spdx, "url": None, "id": f"L_{spdx}"}
    world.script(number, licenseInfo=licence if spdx != "none" else None)
    world.files.setdefault(number, {})["LICENSE"] = f"The licence is {spdx} now."


def say(world: World, login: str, **profile: Any) -> None:
    """Let a person or organisation say something else of themselves."""
    world.profiles.setdefault(login, {}).update(profile)


def leave(world: World, organisation: int, person: int) -> None:
    """Let a member leave an organisation, or hide that they belong to it: both look the same from outside."""
    world.left.add((f"org{organisation}", person))


def move_tag(world: World, number: int, place: int = 0) -> str:
    """Let a tag point at another commit; return its name."""
    name = tags_of(world, number)[place][0]
    world.tags.setdefault(number, {})[name] = sha("moved", number, name, world.clock.now)
    return name


def force_push(world: World, number: int) -> None:
    """Rewrite the default branch: its head is no descendant of what it was."""
    head = sha("forced", number, world.clock.now)
    world.script(number, _forced=(iso(world.clock.now), head), pushedAt=iso(world.clock.now))
