"""Accounts on Bluesky, Mastodon and X: what is kept of a profile and of posts, what is not, and every kind of bad answer."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.collectors import COLLECTORS, bluesky, mastodon, x_api
from monitor.model.collecting import Collector
from monitor.model.errors import AccessDenied, Malformed, NotFound, RateLimited, SourceError, Unavailable
from monitor.model.evidence import EvidenceLevel
from monitor.model.facts import Cursor, RawIdentity, Seen
from monitor.model.signals import Signal
from monitor.model.target import Target, TargetKind
from monitor.model.text import MASK
from tests.collectors import social
from tests.collectors.registries import NOW, complete, notes
from tests.collectors.social import BUILD, CHAT, DID, GOODBYE, Network, look, said, shown
from tests.collectors.test_contract import BROKEN

SUBJECTS = {"bluesky": f"bluesky:{DID}", "mastodon": "mastodon:social.example/77", "x_api": "x:42"}
LINKS = {
    "bluesky": "https://bsky.app/profile/ada.example/post/3k",
    "mastodon": "https://social.example/@ada/9001",
    "x_api": "https://x.com/ada/status/1001",
}
NETWORKS: dict[str, Collector] = {"bluesky": bluesky, "mastodon": mastodon, "x_api": x_api}
every_network = pytest.mark.parametrize("network", NETWORKS)


def see(network: str, *texts: str, cursor: str = "", person: str = "Ada Quill", **more: Any) -> list[Any]:
    """Return what is seen of an account with posts of these texts."""
    page, build, post = BUILD[network]
    return look(NETWORKS[network], page, build(*map(post, texts), **more), cursor=cursor, person=person)


@every_network
def test_a_goodbye_is_kept_as_a_statement_of_the_account_itself(network: str) -> None:
    (fact,) = said(see(network, GOODBYE))
    source, _, stable_id = SUBJECTS[network].partition(":")
    assert ("post", EvidenceLevel.ANNOUNCED, LINKS[network]) == (fact.kind, fact.level, fact.link)
    assert f"After ten years I am stepping down. Write to {MASK}" == fact.quote
    assert datetime(2026, 5, 30, 8, tzinfo=UTC) == fact.said_at
    assert fact.author is not None
    assert (source, stable_id) == (fact.author.source, fact.author.stable_id)


@every_network
def test_what_does_not_tell_what_we_look_for_is_never_kept(network: str) -> None:
    found = see(network, CHAT, GOODBYE, "Lark 5 is out")
    assert CHAT not in repr(found)
    assert 2 == len(said(found))


@every_network
def test_of_a_profile_name_words_and_links_are_kept_under_its_stable_id(network: str) -> None:
    found = shown(see(network))
    assert {(SUBJECTS[network], "name", "Ada Quill"), (SUBJECTS[network], "link", "https://ada.example/")} <= found
    assert {"login", "name", "bio", "link"} == {attribute for _, attribute, _ in found}
    assert any("Formerly lead of Lark" in value for _, attribute, value in found if attribute == "bio")


@every_network
def test_no_address_is_ever_yielded(network: str) -> None:
    assert "ada@lark.example" not in repr(see(network, GOODBYE, GOODBYE + " Lark"))


@every_network
def test_an_account_of_nobody_in_particular_reports(network: str) -> None:
    assert [EvidenceLevel.REPORTED] == [fact.level for fact in said(see(network, GOODBYE, person=""))]


@every_network
def test_both_signals_were_wholly_seen(network: str) -> None:
    assert {Signal.PROFILES: True, Signal.STATEMENTS: True} == complete(see(network, CHAT))


@pytest.mark.parametrize(("network", "count"), [("bluesky", "postsCount"), ("mastodon", "statuses_count")])
def test_no_posts_at_all_are_believed_only_where_the_profile_counts_none(network: str, count: str) -> None:
    assert {Signal.PROFILES: True, Signal.STATEMENTS: False} == complete(see(network))
    none: dict[str, Any] = {count: 0}
    assert {Signal.PROFILES: True, Signal.STATEMENTS: True} == complete(see(network, **none))


def test_no_new_posts_on_x_are_believed_where_it_counts_none() -> None:
    assert {Signal.PROFILES: True, Signal.STATEMENTS: True} == complete(see("x_api"))
    assert {Signal.PROFILES: True, Signal.STATEMENTS: False} == complete(see("x_api", count=3))


@every_network
def test_a_name_that_passed_to_another_account_is_not_taken_for_the_same(network: str) -> None:
    first = see(network, GOODBYE)
    cursor = next(item.value for item in first if isinstance(item, Cursor))
    assert said(see(network, GOODBYE, cursor=cursor))
    other = see(network, GOODBYE, cursor=json.dumps({"id": "somebody"}))
    assert ([], set()) == (said(other), shown(other))
    assert {Signal.PROFILES: False, Signal.STATEMENTS: False} == complete(other)
    assert ["another_account"] == list(notes(other))
    assert [] == [item for item in other if isinstance(item, Cursor)]


@every_network
def test_a_forgotten_account_is_not_collected(network: str) -> None:
    page, build, post = BUILD[network]
    stable_id = SUBJECTS[network].partition(":")[2]
    found = look(NETWORKS[network], page, build(post(GOODBYE)), forgotten=[stable_id])
    assert "Ada" not in repr(found)
    assert {Signal.PROFILES: False, Signal.STATEMENTS: False} == complete(found)


@every_network
@pytest.mark.parametrize(
    "error",
    [
        AccessDenied("401"),
        AccessDenied("403"),
        RateLimited("403", NOW + timedelta(hours=1)),
        NotFound("404"),
        NotFound("410"),
        RateLimited("429", NOW + timedelta(hours=1)),
        AccessDenied("451"),
        Unavailable("500"),
        Unavailable("502"),
        Unavailable("no answer within 30 s"),
        Unavailable("its answer broke off"),
        AccessDenied("its redirect was not followed"),
    ],
    ids=str,
)
@pytest.mark.parametrize("question", [0, 1])
def test_what_the_door_says_goes_through_as_it_is(network: str, error: SourceError, question: int) -> None:
    page, build, _ = BUILD[network]
    door = build()
    door.answers = {end: error if place == question else answer for place, (end, answer) in enumerate(door.answers.items())}
    with pytest.raises(SourceError) as raised:
        look(NETWORKS[network], page, door)
    assert error is raised.value


@every_network
@pytest.mark.parametrize("kind", BROKEN)
@pytest.mark.parametrize("question", [0, 1])
def test_a_broken_answer_is_malformed_and_names_its_host(network: str, kind: str, question: int) -> None:
    page, build, _ = BUILD[network]
    door = build()
    door.answers = {end: BROKEN[kind] if place == question else one for place, (end, one) in enumerate(door.answers.items())}
    with pytest.raises(Malformed) as raised:
        look(NETWORKS[network], page, door)
    assert str(raised.value).split(":")[0] in door.asked[question][0]


@pytest.mark.parametrize(
    ("said_of_it", "expected"),
    [
        (b'{"error":"InvalidRequest","message":"Profile not found"}', NotFound),
        (b'{"error":"AccountTakedown","message":"Account has been suspended"}', NotFound),
        (b'{"error":"AccountDeactivated","message":"Account is deactivated"}', NotFound),
        (b'{"error":"InvalidRequest","message":"Error: actor must be a valid did or a handle"}', Malformed),
    ],
)
def test_a_bad_request_at_bluesky_may_mean_that_there_is_no_account(said_of_it: bytes, expected: type[SourceError]) -> None:
    door = Network({"getProfile": Malformed("public.api.bsky.app: answered HTTP 400").because(400, said_of_it)})
    with pytest.raises(expected):
        look(bluesky, BUILD["bluesky"][0], door)


def test_who_asks_not_to_be_shown_to_visitors_of_bluesky_is_not_read() -> None:
    found = see("bluesky", GOODBYE, labels=[{"val": "!no-unauthenticated", "src": DID}])
    assert ([], set()) == (said(found), shown(found))
    assert "not_for_visitors" in notes(found)


@pytest.mark.parametrize(
    "post",
    [
        social.bluesky_post(GOODBYE, reason={"$type": "app.bsky.feed.defs#reasonRepost"}),
        social.bluesky_post(GOODBYE, record={"reply": {"root": {}, "parent": {}}}),
        social.bluesky_post(GOODBYE, post={"author": {"did": "did:plc:other", "handle": "other.example"}}),
    ],
    ids=["a repost", "a reply", "another's"],
)
def test_only_own_words_are_read_on_bluesky(post: dict[str, Any]) -> None:
    assert [] == said(look(bluesky, BUILD["bluesky"][0], social.bluesky(post)))


@pytest.mark.parametrize(
    ("created", "expected"),
    [
        ("2026-05-01T00:00:00Z", datetime(2026, 5, 1, tzinfo=UTC)),
        ("2099-01-01T00:00:00Z", datetime(2026, 5, 30, 8, 0, 5, tzinfo=UTC)),
    ],
)
def test_a_post_is_not_later_than_the_network_first_saw_it(created: str, expected: datetime) -> None:
    door = social.bluesky(social.bluesky_post(GOODBYE, record={"createdAt": created}))
    assert [expected] == [fact.said_at for fact in said(look(bluesky, BUILD["bluesky"][0], door))]


def test_links_of_a_post_on_bluesky_are_cited() -> None:
    feature = {"$type": "app.bsky.richtext.facet#link", "uri": "https://lark.example/news"}
    facets = [{"index": {"byteStart": 0, "byteEnd": 5}, "features": [feature, {"$type": "x#mention", "did": DID}]}]
    card = {"$type": "app.bsky.embed.external", "external": {"uri": "https://ada.example/bye", "title": "Bye"}}
    door = social.bluesky(social.bluesky_post(GOODBYE, record={"facets": facets, "embed": card}))
    assert [("https://lark.example/news", "https://ada.example/bye")] == [
        fact.cites for fact in said(look(bluesky, BUILD["bluesky"][0], door))
    ]


def test_posts_on_bluesky_are_seen_back_to_the_oldest_of_the_page() -> None:
    found = look(bluesky, BUILD["bluesky"][0], social.bluesky(social.bluesky_post(CHAT), cursor="more"))
    windows = {item.signal: item.seen_from for item in found if isinstance(item, Seen)}
    assert datetime(2026, 5, 30, 8, tzinfo=UTC) == windows[Signal.STATEMENTS]


@pytest.mark.parametrize(
    "more",
    [
        {"visibility": "unlisted"},
        {"visibility": "private"},
        {"reblog": {"id": "1"}},
        {"in_reply_to_id": "5"},
        {"account": {"id": "78"}},
    ],
    ids=str,
)
def test_only_own_public_words_are_read_on_mastodon(more: dict[str, Any]) -> None:
    assert [] == said(look(mastodon, BUILD["mastodon"][0], social.mastodon(social.mastodon_status(GOODBYE, **more))))


def test_a_warning_on_mastodon_belongs_to_the_words() -> None:
    door = social.mastodon(social.mastodon_status("Details below", spoiler_text="Lark news"))
    assert ["Lark news Details below"] == [fact.quote for fact in said(look(mastodon, BUILD["mastodon"][0], door))]


def test_an_account_that_moved_within_mastodon_is_noted_and_a_suspended_one_is_not_visible() -> None:
    assert "https://new.example/@ada" in notes(see("mastodon", moved={"url": "https://new.example/@ada"}))["moved"]
    with pytest.raises(NotFound, match="suspended"):
        see("mastodon", suspended=True)


def test_mastodon_is_asked_at_the_accounts_own_host_or_where_the_settings_say() -> None:
    door = social.mastodon()
    look(mastodon, "https://Social.example/@ada", door)
    assert ["https://social.example/api/v1/accounts/lookup", "https://social.example/api/v1/accounts/77/statuses"] == [
        url for url, _ in door.asked
    ]
    assert {"exclude_replies": ["true"], "exclude_reblogs": ["true"], "limit": ["40"]} == door.asked[1][1]


def test_x_is_off_unless_switched_on_and_never_asked_without_a_token() -> None:
    assert x_api in [collector for collector in COLLECTORS if collector.SPEC.is_optional]
    door = social.x_api()
    door.tokens = frozenset()
    with pytest.raises(AccessDenied, match="token of your own"):
        look(x_api, BUILD["x_api"][0], door)
    assert [] == door.asked


def test_every_read_on_x_is_charged_in_thousandths_of_a_dollar_and_shown() -> None:
    door = social.x_api(social.x_post(CHAT, 1), social.x_post(GOODBYE, 2))
    found = look(x_api, BUILD["x_api"][0], door)
    assert [("x_api.user", 10), ("x_api.post", 10)] == door.charged
    assert "0.020 dollars" in notes(found)["cost"]


def test_only_posts_newer_than_the_last_one_are_paid_for_on_x() -> None:
    first = look(x_api, BUILD["x_api"][0], social.x_api(social.x_post(CHAT, 999), social.x_post(CHAT, 1000)))
    cursor = next(item.value for item in first if isinstance(item, Cursor))
    door = social.x_api()
    second = look(x_api, BUILD["x_api"][0], door, cursor=cursor)
    assert ["1000"] == door.asked[1][1]["since_id"]
    assert "1000" == json.loads(next(item.value for item in second if isinstance(item, Cursor)))["newest"]


def test_more_new_posts_than_are_paid_for_leave_a_gap_in_our_sight() -> None:
    many = [social.x_post(CHAT, 2000 + n) for n in range(20)]
    first = look(x_api, BUILD["x_api"][0], social.x_api(*many))
    assert complete(first)[Signal.STATEMENTS]
    cursor = next(item.value for item in first if isinstance(item, Cursor))
    assert not complete(look(x_api, BUILD["x_api"][0], social.x_api(*many), cursor=cursor))[Signal.STATEMENTS]


def test_an_account_that_x_does_not_show_is_not_visible() -> None:
    door = social.x_api()
    door.answers = {"by/username/ada": {"errors": [{"title": "Not Found Error", "type": "about:blank"}]}}
    with pytest.raises(NotFound):
        look(x_api, BUILD["x_api"][0], door)


@pytest.mark.parametrize(
    ("page", "expected"),
    [
        ("https://bsky.app/profile/ada.example", ["bluesky"]),
        ("https://bsky.app/profile/ada.example/post/3k", []),
        ("https://bsky.app/", []),
        ("https://social.example/@ada", ["mastodon"]),
        ("https://social.example:8443/@ada_q/", ["mastodon"]),
        ("https://social.example/@ada@other.example", []),
        ("https://social.example/@ada/1", []),
        ("https://x.com/ada", ["x_api"]),
        ("https://twitter.com/ada", ["x_api"]),
        ("https://x.com/ada/status/1", []),
        ("https://github.com/ada", []),
        ("https://huggingface.co/ada", []),
    ],
)
def test_each_address_belongs_to_one_network(page: str, expected: list[str]) -> None:
    target = Target(page, TargetKind.ACCOUNT, page)
    assert expected == [name for name, collector in NETWORKS.items() if collector.SPEC.handles(target)]
    assert not any(collector.SPEC.handles(replace(target, kind=TargetKind.FEED)) for collector in NETWORKS.values())


def test_an_author_is_stored_by_login_and_never_by_display_name() -> None:
    assert RawIdentity("x", "42", "ada") == said(see("x_api", GOODBYE))[0].author


scalars = (
    st.none() | st.booleans() | st.integers() | st.text(max_size=8) | st.sampled_from(["\ud800", "a@b.example", DID, "77", "42"])
)
anything = st.recursive(
    scalars,
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.text(max_size=4) | st.sampled_from(["did", "uri", "url", "expanded_url"]), inner, max_size=3)
    ),
    max_leaves=6,
)


@every_network
@given(st.data())
def test_any_json_gives_facts_or_a_source_error(network: str, data: st.DataObject) -> None:
    page, build, post = BUILD[network]
    whole = post(GOODBYE)
    keys = data.draw(st.lists(st.sampled_from(sorted(whole)), max_size=2))
    door = build(whole | {key: data.draw(anything) for key in keys})
    profile_end, posts_end = door.answers
    profile = door.answers[profile_end]
    inner = profile["data"] if network == "x_api" else profile
    changed = inner | {key: data.draw(anything) for key in data.draw(st.lists(st.sampled_from(sorted(inner)), max_size=2))}
    door.answers = {profile_end: {"data": changed} if network == "x_api" else changed, posts_end: door.answers[posts_end]}
    try:
        found = look(NETWORKS[network], page, door)
    except SourceError:
        return
    repr(found).encode()
    assert r"\ud8" not in repr(found)
    assert "a@b.example" not in repr(found)
