"""Who belongs publicly to an organisation of the Hub, and what people there say of themselves."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from monitor.collectors.fields import next_page, pages
from monitor.collectors.huggingface.places import (
    HOST,
    MOST_PAGES,
    SOURCE,
    ask,
    is_hub,
    is_person,
    parts_of,
)
from monitor.collectors.listing import is_doubted, members_seen
from monitor.collectors.shape import Shape
from monitor.model.collecting import CollectorSpec, Context
from monitor.model.facts import Seen, StateFact, Unchanged, Yield
from monitor.model.signals import Signal
from monitor.model.target import Target
from monitor.model.text import clean, clean_name, mask_addresses

# Links that a person published; where there is one to another platform, it proves that both accounts are theirs.
PLATFORMS = {
    "github": "https://github.com/",
    "twitter": "https://x.com/",
    "bluesky": "https://bsky.app/profile/",
    "linkedin": "https://www.linkedin.com/in/",
}
MEMBERS = CollectorSpec(
    id="hub_members",
    signals=frozenset({Signal.MEMBERS}),
    interval=timedelta(days=1),
    handles=lambda target: is_hub(target) and not parts_of(target)[1],
    source=SOURCE,
)


class Members:
    """The collector of an organisation's members."""

    SPEC = MEMBERS

    @staticmethod
    def collect(target: Target, context: Context) -> Iterator[Yield]:
        """Yield the members that the Hub shows to everybody. Raises SourceError."""
        organisation, _ = parts_of(target)
        first = ask(
            context, f"/api/organizations/{organisation}/members", [("limit", "100")], is_conditional=not is_doubted(context)
        )
        if first.is_unchanged:
            yield Unchanged()
            return
        is_whole, listed = True, 0
        for number, answer in enumerate(pages(first, context, MOST_PAGES), start=1):
            shape = Shape.of(answer)
            for entry in shape.sequence(answer.json(), "the answer"):
                listed += 1
                member = shape.mapping(entry, "a member")
                login = clean_name(shape.text(member.get("user"), "user"))
                stable_id = clean(shape.text(member.get("_id") or member.get("user"), "_id"), 40)
                if not (context.is_forgotten(stable_id) or context.is_forgotten(login)):
                    yield StateFact("member", f"{SOURCE}:{stable_id} {login}", f"https://{HOST}/{login}")
            is_whole = number < MOST_PAGES or not next_page(answer)
        yield from members_seen(context, listed, is_whole=is_whole)


class Profiles:
    """The collector of a person's page."""

    SPEC = CollectorSpec(
        id="hub_profiles", signals=frozenset({Signal.PROFILES}), interval=timedelta(days=1), handles=is_person, source=SOURCE
    )

    @staticmethod
    def collect(target: Target, context: Context) -> Iterator[Yield]:
        """Yield name, words about work, organisations and published links of a person. Raises SourceError."""
        login, _ = parts_of(target)
        overview = ask(context, f"/api/users/{login}/overview", is_conditional=False)
        socials = ask(context, f"/api/users/{login}/socials", is_conditional=False)
        shape = Shape.of(overview)
        said = shape.mapping(overview.json(), "the answer")
        stable_id = clean(shape.text(said.get("_id"), "_id"), 40)
        if context.is_forgotten(stable_id) or context.is_forgotten(login):
            yield Unchanged()
            return
        subject = f"{SOURCE}:{stable_id}"
        yield StateFact("login", clean_name(shape.text(said.get("user"), "user")), target.key, subject=subject)
        for attribute, field, limit in (("name", "fullname", 80), ("bio", "details", 200)):
            if isinstance(said.get(field), str) and said[field]:
                yield StateFact(attribute, mask_addresses(clean(said[field], limit)), target.key, subject=subject)
        for entry in shape.sequence(said.get("orgs") or [], "orgs"):
            name = shape.text(shape.mapping(entry, "an organisation").get("name"), "the name of an organisation")
            yield StateFact("organisation", mask_addresses(clean(name, 80)), target.key, subject=subject)
        handles = Shape.of(socials).mapping(socials.json(), "the answer").get("socialHandles") or {}
        for platform, start in PLATFORMS.items():
            handle = shape.mapping(handles, "socialHandles").get(platform)
            if isinstance(handle, str) and handle:
                yield StateFact("link", mask_addresses(clean(f"{start}{handle.lstrip('@')}", 200)), target.key, subject=subject)
        yield Seen(Signal.PROFILES, None, context.now, is_complete=True)
