"""Which path of the invented GitHub's REST says what: repositories by name and by durable id, organisations, people."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qsl, unquote, urlencode

from tests.fakes import github_bodies as bodies
from tests.fakes import github_objects as objects
from tests.fakes.github_people import account, by_id
from tests.fakes.github_world import World

MISSING = {"message": "Not Found", "documentation_url": "https://docs.github.com/rest", "status": "404"}
TOO_LARGE = "The history or contributor list is too large to list contributors for this repository via the API."
MOST_PER_PAGE, PER_PAGE = 100, 30
COMPUTING, NOTHING_THERE = 202, 204
Tree = dict[str, Any]
Query = Mapping[str, str]


@dataclass(frozen=True)
class Said:
    """What a path says, before it is known who asks."""

    status: int
    body: Any
    headers: Mapping[str, str] = field(default_factory=dict)


def said(body: Any) -> Said:
    """Return what is there, or that nothing is."""
    return Said(404, MISSING) if body is None else Said(200, body)


@dataclass
class Routes:
    """Answers paths of one world. `base` is where the interface stands, `computed` which statistics were asked for before."""

    world: World
    base: str = bodies.API
    computed: set[tuple[int, str]] = field(default_factory=set)
    too_large: set[int] = field(default_factory=set)

    def answer(self, target: str) -> Said:
        """Return what a path with its query says."""
        path, _, text = target.partition("?")
        query = dict(parse_qsl(text))
        if path.endswith("/") and path != "/":
            return Said(404, MISSING)
        parts = [unquote(part) for part in path.strip("/").split("/")]
        match parts:
            case ["repos", owner, name, *rest]:
                return self._by_name(owner, name, rest, query)
            case ["repositories", identity, *rest] if identity.isdigit():
                return self._by_number(self.world.numbered(int(identity)), rest, query)
            case ["orgs" | "organizations" as kind, who, *rest]:
                return self._organisation(self._account(who, is_number=kind == "organizations"), rest, query)
            case ["users" | "user" as kind, who, *rest]:
                return self._person(self._account(who, is_number=kind == "user"), rest, query)
        return Said(404, MISSING)

    def _account(self, who: str, *, is_number: bool) -> Tree | None:
        if is_number:
            return by_id(self.world, int(who)) if who.isdigit() else None
        return account(self.world, who)

    def _by_name(self, owner: str, name: str, rest: Sequence[str], query: Query) -> Said:
        full = f"{owner}/{name}"
        number = self.world.named(owner, name)
        if number is None:
            return Said(404, MISSING)
        if number in self.world.hidden or self.world.name(number).casefold() == full.casefold():
            return self._by_number(number, rest, query)
        there = "/".join([f"{self.base}/repositories/{self.world.identity(number)}", *rest])
        there += f"?{urlencode(query)}" if query else ""
        moved = {"message": "Moved Permanently", "url": there, "documentation_url": "https://docs.github.com/rest"}
        return Said(301, moved, {"location": there})

    def _by_number(self, number: int | None, rest: Sequence[str], query: Query) -> Said:
        if number is None:
            return Said(404, MISSING)
        if number in self.world.hidden:
            status, body = self.world.hidden[number]
            return Said(status, body)
        tree = objects.repository(self.world, number)
        path = "/".join(rest)
        for pattern, handler in _OF_REPOSITORY:
            found = pattern.fullmatch(path)
            if found:
                return handler(self, number, tree, query, *found.groups())
        return Said(404, MISSING)

    def repository(self, _number: int, tree: Tree, _query: Query) -> Said:
        """Its own page."""
        return said(bodies.repository(tree))

    def releases(self, number: int, tree: Tree, query: Query) -> Said:
        """Published releases, the newest first; drafts are seen by its own people alone."""
        found = [objects.release_of(self.world, number, *entry) for entry in objects.release_moments(self.world, number)]
        scripted = self.world.scripted.get(number, {}).get("releases")
        nodes = scripted(first=MOST_PER_PAGE)["nodes"] if scripted else found
        shown = [bodies.release(node, tree["nameWithOwner"]) for node in nodes if not node["isDraft"]]
        return self._page(f"repositories/{tree['databaseId']}/releases", shown, query)

    def latest(self, number: int, tree: Tree, _query: Query) -> Said:
        """The newest release."""
        newest = tree["latestRelease"]
        node = newest() if callable(newest) else newest
        return said(node and bodies.release(node, tree["nameWithOwner"]))

    def tags(self, number: int, tree: Tree, query: Query) -> Said:
        """Tags with their commits."""
        shown = [bodies.tag(name, oid, tree["nameWithOwner"]) for name, oid, _ in objects.tags_of(self.world, number)]
        return self._page(f"repositories/{tree['databaseId']}/tags", shown, query)

    def commits(self, number: int, tree: Tree, query: Query) -> Said:
        """Commits of the default branch; an empty repository is a conflict."""
        if tree["isEmpty"]:
            return Said(409, {"message": "Git Repository is empty."})
        found = objects.commits_of(self.world, number, MOST_PER_PAGE, query.get("since"), query.get("until"))
        author = query.get("author")
        kept = [node for node in found if author in (None, node["author"]["user"]["login"])]
        shown = [bodies.commit(node, tree["nameWithOwner"]) for node in kept]
        return self._page(f"repositories/{tree['databaseId']}/commits", shown, query)

    def contributors(self, number: int, tree: Tree, query: Query) -> Said:
        """Who contributed most; nothing in an empty repository, and refused where there are too many."""
        if number in self.too_large:
            return Said(
                403, {"message": "The history or contributor list is too large to list contributors for this repository."}
            )
        if tree["isEmpty"]:
            return Said(NOTHING_THERE, None)
        people = range(self.world.people_a_repository)
        shown = [bodies.contributor(self.world.user(self.world.person(number, n)), 100 - n) for n in people]
        return self._page(f"repositories/{tree['databaseId']}/contributors", shown, query)

    def owners_errors(self, _number: int, tree: Tree, _query: Query) -> Said:
        """Errors in CODEOWNERS."""
        found = tree["codeowners"]
        return said(found() if callable(found) else found)

    def community(self, _number: int, tree: Tree, _query: Query) -> Said:
        """The community profile; forks have none."""
        return said(None if tree["isFork"] else bodies.community(tree, self.world))

    def activity(self, number: int, _tree: Tree, query: Query) -> Said:
        """Pushes, forced ones told apart."""
        forced = self.world.scripted.get(number, {}).get("_forced")
        found = objects.commits_of(self.world, number, MOST_PER_PAGE)
        shown = [bodies.activity(node, "push", "0" * 40) for node in found]
        if forced:
            at, oid = forced
            newest = {**found[0], "oid": oid, "committedDate": at}
            shown.insert(0, bodies.activity(newest, "force_push", found[0]["oid"]))
        wanted = query.get("activity_type")
        return said([entry for entry in shown if wanted in (None, entry["activity_type"])][: _size(query)])

    def licence(self, number: int, tree: Tree, _query: Query) -> Said:
        """The licence with the text of its file."""
        text = self.world.file(number, "LICENSE")
        if text is None or tree["licenseInfo"] is None:
            return Said(404, MISSING)
        return said(bodies.file("LICENSE", text, tree["nameWithOwner"]) | {"license": bodies.licence(tree["licenseInfo"])})

    def forks(self, number: int, tree: Tree, query: Query) -> Said:
        """Forks in other hands."""
        shown = [bodies.minimal(objects.fork_of(self.world, number, place)) for place in range(tree["forkCount"])]
        return self._page(f"repositories/{tree['databaseId']}/forks", shown, query)

    def milestones(self, _number: int, tree: Tree, query: Query) -> Said:
        """Open milestones."""
        nodes = tree["milestones"](first=MOST_PER_PAGE)["nodes"]
        shown = [{"title": node["title"], "state": "open", "due_on": node["dueOn"], "html_url": node["url"]} for node in nodes]
        return self._page(f"repositories/{tree['databaseId']}/milestones", shown, query)

    def contents(self, number: int, tree: Tree, _query: Query, path: str) -> Said:
        """A file with its content."""
        text = self.world.file(number, path)
        return said(None if text is None else bodies.file(path, text, tree["nameWithOwner"]))

    def statistics(self, number: int, _tree: Tree, _query: Query, what: str) -> Said:
        """Statistics: the first question only begins to compute them."""
        if (number, what) not in self.computed:
            self.computed.add((number, what))
            return Said(COMPUTING, {})
        if what == "participation":
            return said({"all": [1] * 52, "owner": [0] * 52})
        week = {"w": 1_767_225_600, "a": 1, "d": 0, "c": 1}
        people = range(self.world.people_a_repository)
        authors = [bodies.user(self.world.user(self.world.person(number, n))) for n in people]
        return said([{"author": author, "total": 1, "weeks": [week]} for author in authors])

    def _organisation(self, found: Tree | None, rest: Sequence[str], query: Query) -> Said:
        if found is None or found["__typename"] != "Organization":
            return Said(404, MISSING)
        number = found["databaseId"]
        match rest:
            case []:
                return said(bodies.full_organisation(found))
            case ["public_members" | "members"]:
                digits = found["login"].removeprefix("org")
                people = self.world.members(int(digits)) if digits.isdigit() else []
                shown = [bodies.user(self.world.user(person)) for person in people]
                return self._page(f"organizations/{number}/{rest[0]}", shown, query)
        return Said(404, MISSING)

    def _person(self, found: Tree | None, rest: Sequence[str], query: Query) -> Said:
        if found is None:
            return Said(404, MISSING)
        match rest:
            case []:
                is_person = found["__typename"] == "User"
                return said(bodies.public_user(found) if is_person else bodies.user(found) | {"name": found["name"]})
            case ["orgs"]:
                logins = [node["login"] for node in _nodes(found, "organizations")]
                known = [there for login in logins if (there := account(self.world, login))]
                return self._page(f"user/{found['databaseId']}/orgs", [bodies.organisation(there) for there in known], query)
            case ["social_accounts"]:
                links = [{"provider": "generic", "url": node["url"]} for node in _nodes(found, "socialAccounts")]
                return self._page(f"user/{found['databaseId']}/social_accounts", links, query)
        return Said(404, MISSING)

    def _page(self, path: str, entries: Sequence[Any], query: Query) -> Said:
        """Return one page, with links to the others: they lead to durable ids, and are to be followed, never made."""
        size, page = _size(query), int(query.get("page", "1"))
        last = max(-(-len(entries) // size), 1)
        wanted = {"first": 1, "prev": page - 1} if page > 1 else {}
        wanted |= {"next": page + 1, "last": last} if page < last else {}
        kept = {name: value for name, value in query.items() if name != "page"}
        links = [f'<{self.base}/{path}?{urlencode({**kept, "page": there})}>; rel="{rel}"' for rel, there in wanted.items()]
        return Said(200, entries[(page - 1) * size : page * size], {"link": ", ".join(links)} if links else {})


def _size(query: Query) -> int:
    return min(max(int(query.get("per_page", PER_PAGE)), 1), MOST_PER_PAGE)


def _nodes(tree: Tree, name: str) -> list[Tree]:
    found = tree.get(name) or {}
    return list((found(first=MOST_PER_PAGE) if callable(found) else found).get("nodes", ()))


Handler = Callable[..., Said]
_OF_REPOSITORY: Sequence[tuple[re.Pattern[str], Handler]] = tuple(
    (re.compile(pattern), handler)
    for pattern, handler in (
        ("", Routes.repository),
        ("releases", Routes.releases),
        ("releases/latest", Routes.latest),
        ("tags", Routes.tags),
        ("commits", Routes.commits),
        ("contributors", Routes.contributors),
        ("codeowners/errors", Routes.owners_errors),
        ("community/profile", Routes.community),
        ("activity", Routes.activity),
        ("license", Routes.licence),
        ("forks", Routes.forks),
        ("milestones", Routes.milestones),
        ("contents/(.+)", Routes.contents),
        ("stats/(contributors|participation|commit_activity)", Routes.statistics),
    )
)
