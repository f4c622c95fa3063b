"""What files made for machines say of a project's state; what cannot be read says nothing."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.collectors.declared import CODEMETA, DECLARED, INSIGHTS, STATUS_FILE, declared_in

FIRST = """
header:
  schema-version: 1.0.0
  expiration-date: '2027-05-01T10:10:09.000Z'
  project-url: https://github.com/birds/lark
project-lifecycle:
  status: active
  core-maintainers: ["github:ada"]
contributions:
  accepts-pull-requests: true
"""
SECOND = """
header:
  schema-version: 2.0.0
  last-reviewed: '2026-01-01'
repository:
  url: https://github.com/birds/lark
  status: abandoned
  core-team:
    - name: Ada Quill
      email: ada@lark.example
"""
PATH = "SECURITY-INSIGHTS.yml"


def said(path: str, text: str) -> dict[str, str]:
    return {fact.attribute: fact.value for fact in declared_in(path, text, "https://x.example")}


@pytest.mark.parametrize(
    ("expected", "path", "text"),
    [
        ({"repostatus": "active", "insights_hold_until": "2027-05-01"}, PATH, FIRST),
        ({"repostatus": "abandoned"}, PATH, SECOND),
        ({"insights_hold_until": "2027-05-01"}, ".github/security-insights.yml", "header: {expiration-date: 2027-05-01}"),
        ({"repostatus": "unsupported"}, STATUS_FILE, "https://www.repostatus.org/#unsupported\n"),
        ({"repostatus": "moved"}, STATUS_FILE, "[![x](https://www.repostatus.org/badges/latest/moved.svg)](https://y)"),
        ({"repostatus": "inactive"}, STATUS_FILE, "inactive"),
        ({"repostatus": "suspended"}, CODEMETA, '{"name": "lark", "developmentStatus": "https://www.repostatus.org/#suspended"}'),
        ({"repostatus": "wip"}, CODEMETA, '{"developmentStatus": ["WIP"]}'),
    ],
)
def test_a_file_says_the_state_and_until_when_it_holds(expected: dict[str, str], path: str, text: str) -> None:
    assert expected == said(path, text)


@pytest.mark.parametrize(
    ("path", "text"),
    [
        (PATH, "repository: {status: excellent}"),
        (PATH, "repository: [status, active]"),
        (PATH, "a: &a [1]\nrepository: *a"),
        (PATH, "repository: {status: active"),
        (PATH, "header: {expiration-date: soon}"),
        (PATH, "- status: active"),
        (CODEMETA, '{"developmentStatus": 7}'),
        (CODEMETA, '{"developmentStatus": "active"'),
        (CODEMETA, "active"),
        (STATUS_FILE, ""),
        (STATUS_FILE, "we are active, see https://example.org/#active"),
        ("README.md", "status: active"),
    ],
)
def test_what_cannot_be_read_or_is_no_state_says_nothing(path: str, text: str) -> None:
    assert {} == said(path, text)


def test_no_address_and_no_name_is_kept() -> None:
    assert "ada" not in repr(list(declared_in(PATH, FIRST + SECOND, "https://x.example"))).lower()


@given(
    st.sampled_from(sorted({*DECLARED, *INSIGHTS})),
    st.text(max_size=200)
    | st.recursive(
        st.none() | st.booleans() | st.integers() | st.text(max_size=8) | st.dates().map(str),
        lambda inner: (
            st.lists(inner, max_size=3)
            | st.dictionaries(
                st.sampled_from(["header", "repository", "project-lifecycle", "status", "expiration-date", "developmentStatus"]),
                inner,
                max_size=4,
            )
        ),
        max_leaves=8,
    ).map(json.dumps),
)
def test_any_text_says_a_known_state_or_nothing(path: str, text: str) -> None:
    assert {"repostatus", "insights_hold_until"} >= said(path, text).keys()
