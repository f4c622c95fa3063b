"""A good configuration, damaged in any way, either loads or is refused with places: nothing else is ever raised."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from monitor.model.errors import SettingsError
from monitor.settings.load import load_configuration
from tests.settings.test_load import FULL
from tests.settings.writing import CANARY

TEXT = FULL + 'tokens: {git.example.org: {token: "${TOKEN}"}}\n'
ENVIRON = {"TOKEN": CANARY}
BITS = (
    "\t",
    "  ",
    "\n",
    "- ",
    ": ",
    "{",
    "}",
    "[",
    "]",
    "&a ",
    "*a",
    "!x ",
    "#",
    "'",
    '"',
    "|",
    ">",
    "%",
    "@",
    "? ",
    "---\n",
    "<<: ",
)
VALUES: st.SearchStrategy[Any] = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(max_size=8)
    | st.dates()
    | st.datetimes()
    | st.binary(max_size=4)
)


def grown(inner: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3)


TREES = st.recursive(VALUES, grown, max_leaves=6)


def refused_or_loaded(raw: bytes) -> None:
    """Load `raw`; a refusal must point into the file and must not show the secret."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "mainstay.yaml"
        path.write_bytes(raw)
        refusal = refusal_of(path)
    if refusal is None:
        return
    lines = raw.count(b"\n") + raw.count(b"\r") + 2
    assert refusal.problems
    assert all(problem.message and 1 <= problem.line <= lines and problem.column >= 1 for problem in refusal.problems)
    assert CANARY not in str(refusal)


def refusal_of(path: Path) -> SettingsError | None:
    try:
        load_configuration(path, ENVIRON)
    except SettingsError as error:
        return error
    return None


@settings(max_examples=300, deadline=None)
@given(st.integers(0, len(TEXT)), st.integers(0, 12), st.sampled_from(BITS) | st.text(max_size=4))
def test_text_cut_out_and_put_in_anywhere(start: int, length: int, bit: str) -> None:
    refused_or_loaded((TEXT[:start] + bit + TEXT[start + length :]).encode("utf-8", "surrogatepass"))


@settings(max_examples=100, deadline=None)
@given(st.integers(0, len(TEXT)), st.binary(max_size=6))
def test_bytes_put_in_anywhere(start: int, bits: bytes) -> None:
    refused_or_loaded(TEXT.encode()[:start] + bits + TEXT.encode()[start:])


@settings(max_examples=100, deadline=None)
@given(st.lists(st.sampled_from(TEXT.splitlines(keepends=True)), max_size=40))
def test_lines_in_any_order(lines: list[str]) -> None:
    refused_or_loaded("".join(lines).encode())


def places(data: Any, put: Callable[[Any], None]) -> list[Callable[[Any], None]]:
    """Return a setter for every place in a tree."""
    found = [put]
    steps = data if isinstance(data, dict) else range(len(data)) if isinstance(data, list) else ()
    for step in steps:

        def set_here(value: Any, step: Any = step) -> None:
            data[step] = value

        found += places(data[step], set_here)
    return found


@settings(max_examples=300, deadline=None)
@given(st.integers(0, 10_000), TREES)
def test_any_value_at_any_place(place: int, value: Any) -> None:
    root = {"file": yaml.safe_load(FULL)}
    setters = places(root["file"], lambda new: root.update(file=new))
    setters[place % len(setters)](value)
    refused_or_loaded(yaml.safe_dump(root["file"], allow_unicode=True).encode("utf-8", "surrogatepass"))
