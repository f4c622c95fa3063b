"""`mainstay backtest`: the table, the document and the forecasts; and what is wrong with a folder is said by file and column."""

from __future__ import annotations

import csv
import json
import shutil
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.backtest.made import BEGIN, UNTIL, commits, needing_the_extra, write
from tests.e2e.command import CommandLine

polars = needing_the_extra("polars")
# Five dates of twelve projects, less three on which one that had ended could no longer be asked.
SAMPLES = 57
RULES = ("few active days in the last year", "days since the last commit", "commits in 90 days, capped at one a week")


@pytest.fixture
def folder(data: Path, tmp_path: Path) -> Path:
    """A copy of the made data, to be damaged."""
    return Path(shutil.copytree(data, tmp_path / "damaged"))


def test_the_text_shows_the_forecast_beside_the_simple_rules(mainstay: CommandLine, data: Path) -> None:
    ran = mainstay("backtest", str(data))
    assert (0, "") == (ran.code, ran.err)
    first, *lines = ran.out.splitlines()
    assert first.startswith(f"{SAMPLES} samples of 12 repositories")
    heads = [line.partition(":")[0] for line in lines if "came to pass" in line]
    assert ["stalled, all", "stalled, still looks alive", "gone, all", "gone, still looks alive"] == heads
    for name in ("forecast", *RULES):
        assert 4 == sum(line.startswith(f"{name} ") for line in lines)


def test_the_document_holds_the_same_as_numbers(mainstay: CommandLine, data: Path) -> None:
    ran = mainstay("--json", "backtest", str(data))
    found = json.loads(ran.out)
    assert (0, SAMPLES, 12, None) == (ran.code, found["samples"], found["repositories"], found["folds"])
    stalled = found["outcomes"]["stalled"]["all"]
    assert {"samples", "base", "forecast", *RULES} == set(stalled)
    value, low, high = stalled["forecast"]["auc"]
    assert 0 <= low <= value <= high <= 1
    assert {"auc", "average_precision", "brier", "calibration_error"} <= set(stalled["forecast"])


def test_the_forecasts_are_written_one_line_a_sample(mainstay: CommandLine, data: Path, tmp_path: Path) -> None:
    out = tmp_path / "forecasts.csv"
    assert 0 == mainstay("backtest", str(data), "--out", str(out)).code
    with out.open(newline="", encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    assert ["repo", "as_of", "stall", "mainstays_gone"] == list(rows[0])
    assert SAMPLES == len({(row["repo"], row["as_of"]) for row in rows})
    assert ("made/p00", "2018-01-01") == (rows[0]["repo"], rows[0]["as_of"])
    assert all(0 < float(row[name]) < 1 for row in rows for name in ("stall", "mainstays_gone"))


def test_in_folds_all_samples_are_judged_and_the_table_says_so(mainstay: CommandLine, data: Path) -> None:
    ran = mainstay("--json", "backtest", str(data), "--folds", "3")
    found = json.loads(ran.out)
    assert (0, SAMPLES, 12, 3) == (ran.code, found["samples"], found["repositories"], found["folds"])
    told = mainstay("backtest", str(data), "--folds", "3").out
    assert "retrained in 3 folds: no repository judged itself" in told


def test_where_nothing_came_to_pass_the_table_has_the_share_alone(mainstay: CommandLine, tmp_path: Path) -> None:
    ran = mainstay("backtest", str(write(tmp_path, commits("made/p", "a", BEGIN, UNTIL, 7))))
    assert (0, "") == (ran.code, ran.err)
    assert "stalled, all: 5 samples, 0.0% came to pass" in ran.out


def test_an_empty_folder_is_refused_with_what_was_expected(mainstay: CommandLine, tmp_path: Path) -> None:
    ran = mainstay("backtest", str(tmp_path))
    assert (2, "") == (ran.code, ran.out)
    assert f"{tmp_path}: holds no data that can be judged" in ran.err
    assert "commits.parquet" in ran.err


def test_a_folder_that_is_not_there_is_refused_likewise(mainstay: CommandLine, tmp_path: Path) -> None:
    ran = mainstay("backtest", str(tmp_path / "nowhere"))
    assert 2 == ran.code
    assert str(tmp_path / "nowhere") in ran.err


COLUMNS = [
    ("commits", "repo"),
    ("commits", "author"),
    ("commits", "bot"),
    ("commits", "committed_at"),
    ("tags", "repo"),
    ("tags", "tag"),
    ("tags", "committed_at"),
    ("repositories", "repo"),
    ("repositories", "observed_until"),
]


def changed(folder: Path, name: str, change: Any) -> Path:
    path = folder / f"{name}.parquet"
    change(polars.read_parquet(path)).write_parquet(path)
    return path


@pytest.mark.parametrize(("name", "column"), COLUMNS)
def test_a_missing_column_is_named_with_its_file(mainstay: CommandLine, folder: Path, name: str, column: str) -> None:
    path = changed(folder, name, lambda table: table.drop(column))
    ran = mainstay("backtest", str(folder))
    assert (2, "") == (ran.code, ran.out)
    assert f"{path}: has no column {column}" in ran.err


@pytest.mark.parametrize(("name", "column"), COLUMNS)
def test_a_column_of_another_kind_is_named_with_its_file(mainstay: CommandLine, folder: Path, name: str, column: str) -> None:
    other = polars.lit(1.5) if column in ("repo", "author", "tag") else polars.lit("yesterday")
    path = changed(folder, name, lambda table: table.with_columns(other.alias(column)))
    ran = mainstay("backtest", str(folder))
    assert (2, "") == (ran.code, ran.out)
    assert f"{path}: column {column} holds " in ran.err


@pytest.mark.parametrize(("name", "column"), COLUMNS)
def test_a_gap_in_a_column_is_named_with_its_file(mainstay: CommandLine, folder: Path, name: str, column: str) -> None:
    gap = polars.when(polars.int_range(polars.len()) != 3).then(polars.col(column)).alias(column)
    path = changed(folder, name, lambda table: table.with_columns(gap))
    ran = mainstay("backtest", str(folder))
    assert (2, "") == (ran.code, ran.out)
    assert f"{path}: column {column} holds nothing in some lines" in ran.err


@pytest.mark.parametrize(
    ("name", "column"), [("commits", "committed_at"), ("tags", "committed_at"), ("repositories", "observed_until")]
)
def test_times_in_milliseconds_are_refused_not_taken_for_a_far_future(
    mainstay: CommandLine, folder: Path, name: str, column: str
) -> None:
    path = changed(folder, name, lambda table: table.with_columns(polars.col(column) * 1000))
    ran = mainstay("backtest", str(folder))
    assert (2, "") == (ran.code, ran.out)
    assert f"{path}: column {column} holds no seconds since 1970" in ran.err


@pytest.mark.parametrize("name", ["commits", "tags", "repositories"])
@pytest.mark.parametrize("content", [b"", b"no parquet", b"PAR1" * 9])
def test_a_file_that_is_no_table_is_named(mainstay: CommandLine, folder: Path, name: str, content: bytes) -> None:
    path = folder / f"{name}.parquet"
    path.write_bytes(content)
    ran = mainstay("backtest", str(folder))
    assert (2, "") == (ran.code, ran.out)
    assert f"{path}: cannot be read" in ran.err


@pytest.mark.parametrize("name", ["tags", "repositories"])
def test_a_file_that_is_not_there_is_named(mainstay: CommandLine, folder: Path, name: str) -> None:
    (folder / f"{name}.parquet").unlink()
    ran = mainstay("backtest", str(folder))
    assert 2 == ran.code
    assert f"{folder / name}.parquet: cannot be read" in ran.err


def test_a_repository_without_a_line_is_named(mainstay: CommandLine, folder: Path) -> None:
    path = changed(folder, "repositories", lambda table: table.filter(polars.col("repo") != "made/p04"))
    ran = mainstay("backtest", str(folder))
    assert (2, f"{path}: has no line for made/p04\n") == (ran.code, ran.err)


def test_a_folder_without_a_sample_is_refused_with_what_a_sample_needs(mainstay: CommandLine, tmp_path: Path) -> None:
    ran = mainstay("backtest", str(write(tmp_path, commits("made/p", "a", BEGIN, UNTIL, 400))))
    assert 2 == ran.code
    assert "no repository has 20 commits, 3 active days in a year and a whole year after it" in ran.err


def test_forecasts_that_cannot_be_written_are_named(mainstay: CommandLine, data: Path, tmp_path: Path) -> None:
    out = tmp_path / "nowhere" / "forecasts.csv"
    ran = mainstay("backtest", str(data), "--out", str(out))
    assert (2, "") == (ran.code, ran.out)
    assert f"{out}: cannot be written" in ran.err


def test_without_the_extra_the_line_to_install_is_told(
    mainstay: CommandLine, data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "polars", None)
    for name in ("data", "samples", "train", "forecasts"):
        monkeypatch.delitem(sys.modules, f"monitor.backtest.{name}", raising=False)
    ran = mainstay("backtest", str(data))
    assert (2, "backtest needs polars: in a clone: .venv/bin/pip install -e '.[train]'\n") == (ran.code, ran.err)
