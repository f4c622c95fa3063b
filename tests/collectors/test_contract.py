"""What every collector that speaks HTTP must do, whatever the source: keep its promises, and fail only in foreseen ways."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.collectors import COLLECTORS, npm, python_index
from monitor.model.collecting import Collector
from monitor.model.errors import AccessDenied, Malformed, NotFound, RateLimited, SourceError, Unavailable
from monitor.model.facts import Seen, Unchanged
from monitor.model.target import Target, TargetKind
from tests.collectors.registries import NOW, Door, context, package

GOOD: dict[str, tuple[Target, Any]] = {
    "python_index": (
        package("pkg:pypi/grail"),
        {
            "meta": {"api-version": "1.4"},
            "name": "grail",
            "versions": ["1.0"],
            "files": [{"filename": "grail-1.0.tar.gz", "upload-time": "2026-01-02T03:04:05Z", "yanked": False}],
        },
    ),
    "npm": (
        package("pkg:npm/grail"),
        {
            "name": "grail",
            "dist-tags": {"latest": "1.0.0"},
            "maintainers": [{"name": "alice"}],
            "versions": {"1.0.0": {"_npmUser": {"name": "alice"}}},
            "time": {"created": "2026-01-02T03:04:05Z", "1.0.0": "2026-01-02T03:04:05Z"},
        },
    ),
}
# Sources with tables of their own: no HTTP, no JSON, or asked in several steps or batches.
ELSEWHERE = frozenset(
    {
        *("git", "github", "huggingface", "feeds", "bluesky", "mastodon", "x"),
        *("osv", "deps_dev", "gitlab", "forgejo", "ecosystems", "cncf", "apache"),
    }
)
OVER_HTTP = [collector for collector in COLLECTORS if collector.SPEC.place not in ELSEWHERE]
every_collector = pytest.mark.parametrize("collector", OVER_HTTP, ids=lambda collector: collector.SPEC.id)

DEEP = b'{"name":' + b"[" * 100_000
BROKEN = {
    "truncated": b'{"name": "grail", "files": [',
    "a page of HTML with 200": b"<!doctype html><title>Maintenance</title>",
    "empty": b"",
    "not UTF-8": b'{"name": "gr\xffil"}',
    "not a number": b'{"name": "grail", "size": NaN}',
    "an endless number": b'{"name": "grail", "size": 1e999}',
    "5,000 digits": b'{"name": "grail", "size": ' + b"9" * 5000 + b"}",
    "too deep": DEEP,
    "one key twice": b'{"name": "grail", "name": "grail"}',
    "a text": b'"grail"',
    "a lone surrogate": b'"\\ud800"',
    "null": b"null",
}


def look(collector: Collector, door: Door) -> list[Any]:
    target, _ = GOOD[collector.SPEC.id]
    return list(collector.collect(target, context(door)))


def test_every_collector_over_http_is_in_this_contract() -> None:
    assert sorted(GOOD) == sorted(collector.SPEC.id for collector in OVER_HTTP)


def test_no_two_collectors_share_an_id() -> None:
    assert len(COLLECTORS) == len({collector.SPEC.id for collector in COLLECTORS})


@every_collector
def test_200_shows_exactly_the_signals_that_were_promised(collector: Collector) -> None:
    _, body = GOOD[collector.SPEC.id]
    found = look(collector, Door(json.dumps(body).encode()))
    assert sorted(collector.SPEC.signals) == sorted(item.signal for item in found if isinstance(item, Seen) and item.is_complete)


@every_collector
def test_304_is_unchanged_and_nothing_else(collector: Collector) -> None:
    assert [Unchanged()] == look(collector, Door(is_unchanged=True))


@every_collector
@pytest.mark.parametrize(
    "error",
    [
        AccessDenied("401"),
        AccessDenied("403"),
        NotFound("404"),
        RateLimited("429", NOW + timedelta(hours=1)),
        Unavailable("500"),
        Unavailable("no answer within 30 s"),
    ],
    ids=str,
)
def test_what_the_door_says_goes_through_as_it_is(collector: Collector, error: SourceError) -> None:
    with pytest.raises(SourceError) as raised:
        look(collector, Door(error=error))
    assert error is raised.value


@every_collector
@pytest.mark.parametrize("kind", BROKEN)
def test_a_broken_answer_is_malformed_and_names_its_host(collector: Collector, kind: str) -> None:
    door = Door(BROKEN[kind])
    with pytest.raises(Malformed) as raised:
        look(collector, door)
    assert str(raised.value).split(":")[0] in door.asked[0][0]


@every_collector
def test_nothing_but_packages_of_its_own_kind_is_handled(collector: Collector) -> None:
    elsewhere = Target("https://forge.example/grail", TargetKind.GIT, "https://forge.example/grail")
    assert [collector.SPEC.id] == [other.SPEC.id for other in OVER_HTTP if other.SPEC.handles(GOOD[collector.SPEC.id][0])]
    assert not collector.SPEC.handles(elsewhere)


scalars = st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text()
words = st.sampled_from(
    ["1.0.0", "grail", "2026-01-01T00:00:00Z", "alice", "\ud800", "grail-1.0.tar.gz", "a@b.example", "0001-01-01T00:00:00+01:00"]
)
anything = st.recursive(
    scalars | words,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(words | st.text(), inner, max_size=3),
    max_leaves=8,
)


def check_only_facts_or_source_errors(collector: Collector, body: dict[str, Any]) -> None:
    """The values of every fact must be fit to store: no surrogates, no address."""
    try:
        found = look(collector, Door(json.dumps(body).encode()))
    except SourceError:
        return
    shown = "".join(repr(item) for item in found)
    shown.encode()
    assert r"\ud8" not in shown
    assert "a@b.example" not in shown


@given(st.fixed_dictionaries({}, optional=dict.fromkeys(("meta", "files", "versions", "project-status", "name"), anything)))
def test_any_json_from_an_index_gives_facts_or_a_source_error(changes: dict[str, Any]) -> None:
    check_only_facts_or_source_errors(python_index, GOOD["python_index"][1] | changes)


@given(st.fixed_dictionaries({}, optional=dict.fromkeys(("filename", "upload-time", "yanked"), anything)))
def test_any_file_in_an_index_gives_facts_or_a_source_error(changes: dict[str, Any]) -> None:
    good = GOOD["python_index"][1]
    check_only_facts_or_source_errors(python_index, good | {"files": [good["files"][0] | changes]})


@given(st.fixed_dictionaries({}, optional=dict.fromkeys(("name", "dist-tags", "maintainers", "versions", "time"), anything)))
def test_any_json_from_a_registry_gives_facts_or_a_source_error(changes: dict[str, Any]) -> None:
    check_only_facts_or_source_errors(npm, GOOD["npm"][1] | changes)


@given(
    st.text() | words,
    st.fixed_dictionaries({}, optional=dict.fromkeys(("deprecated", "_npmUser"), anything)),
    anything,
    anything,
)
def test_any_version_in_a_registry_gives_facts_or_a_source_error(
    version: str, data: dict[str, Any], time: Any, person: Any
) -> None:
    changes = {
        "versions": {version: data},
        "time": {"created": "2026-01-01T00:00:00Z", version: time},
        "maintainers": [{"name": person}],
        "dist-tags": {"latest": version},
    }
    check_only_facts_or_source_errors(npm, GOOD["npm"][1] | changes)
