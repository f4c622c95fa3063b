"""Accounts against the official descriptions: what we ask is described, and what is described can be read."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest

from monitor.collectors import bluesky, mastodon
from monitor.model.collecting import Collector
from monitor.model.facts import Seen, StateFact
from tests.collectors import social
from tests.collectors.social import Network, look

CONTRACTS = Path(__file__).resolve().parents[3] / "shared" / "contracts"
pytestmark = pytest.mark.skipif(not CONTRACTS.is_dir(), reason="the official descriptions are not beside this checkout")
PAGES = {"bluesky": "https://bsky.app/profile/ada.example", "mastodon": "https://mastodon.social/@ada"}


def read(path: str) -> Any:
    return json.loads((CONTRACTS / path).read_text(encoding="utf-8"))


def answered(name: str, collector: Collector, door: Network) -> list[tuple[str, dict[str, list[str]]]]:
    look(collector, PAGES[name], door)
    return door.asked


def test_what_we_ask_bluesky_is_in_its_lexicons() -> None:
    asked = answered("bluesky", bluesky, social.bluesky(social.bluesky_post("Lark")))
    for url, query in asked:
        parameters = read(f"bluesky/{url.rpartition('/')[2]}.json")["defs"]["main"]["parameters"]
        known = parameters["properties"]
        assert set(parameters["required"]) <= set(query) <= set(known)
        for name, (value,) in query.items():
            assert value in known[name].get("knownValues", [value])
            assert known[name]["type"] == "string" or known[name]["minimum"] <= int(value) <= known[name]["maximum"]


def test_what_we_ask_mastodon_is_in_its_description() -> None:
    paths = read("mastodon/openapi.trimmed.json")["paths"]
    asked = answered("mastodon", mastodon, social.mastodon(social.mastodon_status("Lark")))
    for url, query in asked:
        path = url.removeprefix("https://mastodon.social").replace("/77/", "/{id}/")
        parameters = {p["name"]: p for p in paths[path]["get"].get("parameters", []) if p["in"] == "query"}
        assert {name for name, known in parameters.items() if known.get("required")} <= set(query) <= set(parameters)


@pytest.mark.parametrize("name", ["bluesky", "mastodon"])
def test_every_request_is_one_that_its_source_understands(name: str) -> None:
    contract = pytest.importorskip("tests.fakes.contract", reason="the common table of contracts is not in this checkout")
    collector, door = {"bluesky": (bluesky, social.bluesky()), "mastodon": (mastodon, social.mastodon())}[name]
    for url, query in answered(name, collector, door):
        contract.check_request("GET", f"{url}?{urlencode(query, doseq=True)}", {"User-Agent": "Mainstay"})


def example(field: Mapping[str, Any]) -> Any:
    """Return a value of a lexicon's field."""
    formats = {"uri": "https://ada.example/", "did": "did:plc:ada", "handle": "ada.example", "datetime": "2026-05-30T08:00:00Z"}
    known = {"string": "words", "integer": 3, "boolean": True, "array": [], "unknown": {}, "ref": {}, "union": {}}
    return formats.get(field.get("format", ""), known[field["type"]])


def test_a_profile_with_every_field_of_the_lexicon_is_read_and_no_more_than_we_say_is_kept() -> None:
    fields = read("bluesky/app.bsky.actor.defs.json")["defs"]["profileViewDetailed"]["properties"]
    door = social.bluesky()
    door.answers = {**door.answers, "getProfile": {name: example(field) for name, field in fields.items()}}
    found = look(bluesky, PAGES["bluesky"], door)
    assert {"login", "name", "bio", "link"} == {item.attribute for item in found if isinstance(item, StateFact)}


def test_the_official_examples_of_mastodon_are_read_and_no_more_than_we_say_is_kept() -> None:
    examples = read("mastodon/openapi.trimmed.json")["components"]["examples"]
    (account,) = examples["Account200Example"]["value"]
    # The example of a status leaves its account out, which the description promises.
    statuses = [status | {"account": account} for status in examples["Status200Example"]["value"]]
    door = Network({"accounts/lookup": account, "/statuses": statuses})
    found = look(mastodon, f"https://mastodon.social/@{account['username'].lower()}", door)
    assert {"login", "name", "bio", "link"} == {item.attribute for item in found if isinstance(item, StateFact)}
    assert 2 == sum(isinstance(item, Seen) for item in found)
    assert "avatar" not in repr(found)
