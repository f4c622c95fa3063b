"""Samples and what came to pass are those of the data's own judge, and each was seen for a whole year after it."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from importlib.util import module_from_spec, spec_from_file_location
from math import expm1
from pathlib import Path
from typing import Any

import pytest

from tests.backtest.made import BEGIN, UNTIL, commits, needing_the_extra, write

polars = needing_the_extra("polars")
of_data = needing_the_extra("monitor.backtest.data")
of_samples = needing_the_extra("monitor.backtest.samples")

SHARED = Path(__file__).resolve().parents[3] / "shared" / "backtest"
# One in so many of the real repositories, in the order of their names: reading all of them takes long.
ONE_IN = 12
Truth = dict[tuple[str, date], tuple[bool, bool, bool, int, int]]


def judge_of_the_data() -> Any:
    """The module that came with the real data, or skip."""
    path = SHARED / "evaluate.py"
    if not path.is_file():
        pytest.skip("the real histories (../shared/backtest) are not beside this checkout")
    spec = spec_from_file_location("evaluate", path)
    assert spec is not None
    assert spec.loader is not None
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def theirs(folder: Path) -> Truth:
    asked = ("repo", "as_of", "stalled", "gone", "looks_alive", "commits_90d", "active_days_year")
    rows = judge_of_the_data().samples(folder).select(*asked).iter_rows()
    return {(repo, on): (bool(stall), bool(gone), alive, quarter, days) for repo, on, stall, gone, alive, quarter, days in rows}


def ours(folder: Path) -> Truth:
    found = of_samples.judged(of_samples.read_samples(folder))
    return {
        (one.repo, one.as_of): (one.stalled, one.gone, one.is_alive, one.commits_90, round(expm1(one.features["active_days"])))
        for one in found
    }


def samples(folder: Path) -> list[Any]:
    return list(of_samples.read_samples(folder))


@pytest.mark.shared
def test_made_samples_and_outcomes_are_those_of_the_datas_own_judge(data: Path) -> None:
    expected = theirs(data)
    assert {(True, True), (False, False), (False, True)} <= {found[:2] for found in expected.values()}
    assert expected == ours(data)


@pytest.mark.shared
def test_real_samples_and_outcomes_are_those_of_the_datas_own_judge(tmp_path: Path) -> None:
    judge_of_the_data()
    names = polars.read_parquet(SHARED / "repositories.parquet")["repo"].sort().to_list()[::ONE_IN]
    for name in ("commits", "tags", "repositories"):
        part = polars.read_parquet(SHARED / f"{name}.parquet").filter(polars.col("repo").cast(polars.String).is_in(names))
        part.write_parquet(tmp_path / f"{name}.parquet")
    expected = theirs(tmp_path)
    assert len(expected) > 50
    assert expected == ours(tmp_path)


def test_a_sample_is_taken_each_month_and_judged_in_january_and_july_from_2018(tmp_path: Path) -> None:
    found = samples(write(tmp_path, commits("made/p", "a", BEGIN, UNTIL, 7)))
    # The twentieth commit came on 18 May 2015; a year from 1 March 2020 lies wholly before the copy was taken.
    assert (date(2015, 6, 1), date(2020, 3, 1)) == (found[0].as_of, found[-1].as_of)
    assert 58 == len(found)
    judged = [one.as_of for one in of_samples.judged(found)]
    assert [date(2018, 1, 1), date(2018, 7, 1), date(2019, 1, 1), date(2019, 7, 1), date(2020, 1, 1)] == judged


def test_what_a_bot_does_is_no_work_even_under_the_name_of_a_person(tmp_path: Path) -> None:
    last = datetime(2018, 3, 1, tzinfo=UTC)
    rows = [*commits("made/p", "a", BEGIN, last, 7), *commits("made/p", "a", last, UNTIL, 7, bot=True)]
    found = {one.as_of: one for one in samples(write(tmp_path, rows))}
    assert (False, True) == (found[date(2018, 1, 1)].stalled, found[date(2018, 3, 1)].stalled)
    assert date(2019, 2, 1) == max(found)


def test_a_repository_whose_last_day_was_a_year_ago_has_ended(tmp_path: Path) -> None:
    rows = [
        *commits("made/ended", "a", BEGIN, UNTIL - timedelta(days=365), 1),
        *commits("made/goes-on", "a", BEGIN, UNTIL - timedelta(days=363), 1),
    ]
    found = {(one.repo, one.as_of): one for one in samples(write(tmp_path, rows))}
    ended, goes_on = (found[f"made/{name}", date(2020, 1, 1)] for name in ("ended", "goes-on"))
    assert (True, False) == (ended.has_ended, goes_on.has_ended)
    # The last days were 29 February and 2 March 2020.
    assert (59, 61) == (ended.left_days, goes_on.left_days)


def test_a_repository_of_bots_alone_gives_no_sample(tmp_path: Path) -> None:
    assert [] == samples(write(tmp_path, commits("made/p", "robot", BEGIN, UNTIL, 7, bot=True)))


def test_tags_become_releases_at_the_time_of_what_they_tag(tmp_path: Path) -> None:
    (found,) = of_data.read_repositories(write(tmp_path, commits("made/p", "a", BEGIN, UNTIL, 7)))
    assert ("1.0", "1.1", "1.2", "1.3") == tuple(release.version for release in found.history.releases)
    assert BEGIN + timedelta(seconds=9_000_000) == found.history.releases[1].released_at


def test_the_fold_of_a_repository_hangs_on_its_name_alone() -> None:
    # The sha256 of the name ends in a 4 (`printf made/p | sha256sum`).
    assert 4 == of_samples.fold_of("made/p", 16)
    assert {0, 1, 2, 3, 4} == {of_samples.fold_of(f"made/p{place}", 5) for place in range(50)}
