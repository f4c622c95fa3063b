"""Reading governance files and telling departures, judged on labels: small own data, and real files under names of real shape."""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("polars", reason="the extra [train] is not installed")

import polars as pl

from monitor.backtest.departures import judge, judged
from monitor.backtest.job import Job
from monitor.model.errors import SettingsError
from monitor.people.governance.listed import Listed

DAY = 86_400
SHARED = Path(__file__).parents[3] / "shared" / "departures"
FIRST = ("ada", "Jörg", "Ngũgĩ", "Li", "María", "Søren", "Yuki", "O'Neil", "Anne-Marie", "Zoë", "Ivan", "Chinedu", "Łukasz", "Bo")
LAST = (
    "Quill",
    "van der Berg",
    "Müller",
    "de la Cruz",
    "Wren",
    "Nakamura",
    "St. John",
    "MacLeod",
    "Ångström",
    "dos Santos",
    "Finch",
)
LOGINS = ("{0}", "{0}{1}", "{0}-dev", "x{0}y{1}", "{0}-{1}", "the{0}", "{0}1984", "{1}{0}")


def write(folder: Path, rows: list[dict[str, Any]], labels: list[dict[str, Any]], listed: list[dict[str, Any]]) -> Path:
    folder.mkdir(exist_ok=True)
    (folder / "governance.jsonl").write_text("\n".join(json.dumps(row) for row in rows), encoding="utf-8")
    for name, lines in (("labels.csv", labels), ("listed.csv", listed), ("people.csv", [{"person": "ada", "author": "k1"}])):
        with (folder / name).open("w", newline="", encoding="utf-8") as file:
            writer = csv.DictWriter(file, fieldnames=list(lines[0]))
            writer.writeheader()
            writer.writerows(lines)
    commits = {"repo": ["a/b"] * 3, "author": ["k1"] * 3, "bot": [False] * 3, "committed_at": [100 * DAY, 200 * DAY, 500 * DAY]}
    pl.DataFrame(commits).write_parquet(folder / "commits.parquet")
    pl.DataFrame({"repo": ["a/b"], "observed_until": [2000 * DAY]}).write_parquet(folder / "repositories.parquet")
    return folder


def version(day: int, text: str | None) -> dict[str, Any]:
    return {"repo": "a/b", "path": "OWNERS", "committed_at": day * DAY, "step": day, "text": text}


def line(step: int, person: str) -> dict[str, Any]:
    return {"repo": "a/b", "path": "OWNERS", "step": step, "person": person, "role": "maintainer", "group": ""}


@pytest.fixture
def small(tmp_path: Path) -> Path:
    rows = [version(10, "approvers:\n- ada\n- bo\n"), version(900, "approvers:\n- bo\n")]
    labels = [{"repo": "a/b", "person": "ada", "left_at": 900 * DAY, "author": "k1", "by_self": "false", "successors": ""}]
    return write(tmp_path / "data", rows, labels, [line(10, "ada"), line(10, "bo"), line(900, "bo")])


def test_small_data_are_judged_to_the_last_line(small: Path) -> None:
    found = judge(Job(small)).document
    assert {"precision": 1.0, "recall": 1.0, "versions": 2} == found["governance"]
    assert {"precision": 1.0, "recall": 1.0, "labels": 1} == found["departures"]
    assert (1, 1.0) == (found["successors"]["none_named"], found["successors"]["none_named_was_right"])
    assert (1, 1.0) == (found["silent_before"]["departures"], found["silent_before"]["told_90_days_before"])


def test_a_missed_departure_and_a_wrong_one_count_against_us(small: Path) -> None:
    with (small / "labels.csv").open("a", encoding="utf-8") as file:
        file.write(f"a/b,bo,{900 * DAY},,,\n")
    assert {"precision": 1.0, "recall": 0.5, "labels": 2} == judge(Job(small)).document["departures"]


@pytest.mark.parametrize(
    ("file", "content", "words"),
    [
        ("governance.jsonl", "{", r"governance\.jsonl:1: is no version of a file"),
        ("governance.jsonl", '{"repo": 1}', r"governance\.jsonl:1: is no version of a file"),
        ("labels.csv", "repo,person\n", r"labels\.csv:1: has no column left_at"),
        ("listed.csv", "", r"listed\.csv:1: has no column repo"),
        ("commits.parquet", "no parquet", r"commits\.parquet: cannot be read"),
    ],
)
def test_bad_data_are_named_by_file_and_line(small: Path, file: str, content: str, words: str) -> None:
    (small / file).write_text(content, encoding="utf-8")
    with pytest.raises(SettingsError, match=words):
        judge(Job(small))


def test_a_file_that_is_not_there_is_named(small: Path) -> None:
    (small / "people.csv").unlink()
    with pytest.raises(SettingsError, match=r"people\.csv: cannot be read"):
        judge(Job(small))


def swapping() -> tuple[Callable[[str], str], Callable[[Listed], str]]:
    """Return what puts names of real shape into a text, and who a listed one is behind them."""
    owner: dict[str, str] = {}
    made: dict[str, tuple[str, str]] = {}

    def names(number: int) -> tuple[str, str]:
        first, last = FIRST[number % len(FIRST)], LAST[number // len(FIRST) % len(LAST)]
        plain = [re.sub(r"[^a-z]", "", part.lower()) or "zz" for part in (first, last.split()[-1])]
        login = LOGINS[number % len(LOGINS)].format(*plain) + ("" if number < len(LOGINS) else f"{number}")
        return login, f"{first[:1].upper()}{first[1:]} {last} {chr(65 + number % 26)}."

    def swapped(text: str) -> str:
        for number in {int(digits) for digits in re.findall(r"(?i)person[- ](\d{4})", text)}:
            login, name = made.setdefault(f"{number:04}", names(number))
            owner[login.casefold()] = owner[name.casefold()] = f"person-{number:04}"
            text = text.replace(f"person-{number:04}", login).replace(f"Person {number:04}", name)
        return text

    return swapped, lambda one: owner.get((one.login or one.name).casefold(), f"nobody: {one.login or one.name}")


@pytest.mark.skipif(not SHARED.is_dir(), reason="the labelled departures are not beside this checkout")
def test_real_files_under_names_of_real_shape_are_read_and_departures_told() -> None:
    swapped, identity = swapping()
    found = judged(SHARED, identity, swapped)
    reading, left, silent = found["governance"], found["departures"], found["silent_before"]
    assert (True, True) == (reading["precision"] >= 0.98, reading["recall"] >= 0.97), reading
    assert (True, True) == (left["precision"] >= 0.95, left["recall"] >= 0.95), left
    after = found["successors"]
    assert (True, True) == (after["hit_in_first_three"] > 0.48, after["none_named_was_right"] > 0.9), after
    assert (True, True) == (silent["told_90_days_before"] >= 0.6, silent["told_of_them"] < 0.15), silent
