"""Training: the same data give the same bytes wherever they are read, and nothing judges what it learned from."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from monitor.scoring.forecast.features import features_at
from monitor.scoring.forecast.model import Model
from monitor.scoring.forecast.past import Past
from monitor.scoring.forecast.specs import FEATURES
from tests.backtest.made import needing_the_extra

of_samples = needing_the_extra("monitor.backtest.samples")
training = needing_the_extra("monitor.backtest.train")
ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def samples(data: Path) -> Sequence[Any]:
    return list(of_samples.read_samples(data))


def by_command(data: Path, out: Path, hash_seed: str) -> bytes:
    """What the command writes in a process of its own, in which sets and dictionaries of texts may be ordered otherwise."""
    ran = subprocess.run(
        [sys.executable, "-m", "monitor.backtest.train", str(data), str(out)],
        cwd=ROOT,
        env={**os.environ, "PYTHONHASHSEED": hash_seed},
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    assert (0, "", "") == (ran.returncode, ran.stdout, ran.stderr)
    return out.read_bytes()


def test_the_same_data_give_the_same_bytes_whatever_the_order_of_sets(data: Path, tmp_path: Path) -> None:
    first, second = (by_command(data, tmp_path / f"{seed}.json", seed) for seed in ("1", "77"))
    assert first == second
    model = Model.of(json.loads(first))
    assert (FEATURES["stall"], FEATURES["gone"]) == (model.stall.features, model.gone.features)
    assert (50, 50) == (len(model.stall.draws), len(model.gone.draws))
    # The reliability is that of all judged samples, in ten parts.
    assert [6] * 7 + [5] * 3 == [part.count for part in model.track.stall]


def test_other_data_give_another_model(samples: Sequence[Any]) -> None:
    fewer = [sample for sample in samples if sample.repo != "made/p04"]
    whole, part = (training.train(own, draws=0) for own in (samples, fewer))
    assert whole["outcomes"] != part["outcomes"]
    assert (12, 11) == (whole["card"]["repositories"], part["card"]["repositories"])


def test_no_repository_is_judged_by_a_model_that_learned_from_it(samples: Sequence[Any], monkeypatch: pytest.MonkeyPatch) -> None:
    learned: list[set[str]] = []
    train = training.train

    def watched(own: Sequence[Any], *, draws: int | None = None) -> dict[str, Any]:
        learned.append({sample.repo for sample in own})
        made: dict[str, Any] = train(own, draws=draws)
        return made

    monkeypatch.setattr(training, "train", watched)
    told = training.forecasts(samples, 3)
    folds = [{s.repo for s in samples if of_samples.fold_of(s.repo, 3) == fold} for fold in range(3)]
    assert [set().union(*folds) - fold for fold in folds] == learned
    assert all(folds)
    assert [(s.repo, s.as_of) for s in of_samples.judged(samples)] == [(s.repo, s.as_of) for s, _, _ in told]


def test_what_lies_at_or_after_a_date_leaves_the_features_of_its_sample_alone(samples: Sequence[Any], data: Path) -> None:
    (repository,) = (found for found in of_samples.read_repositories(data) if found.name == "made/p02")
    (sample,) = (one for one in samples if (one.repo, one.as_of.isoformat()) == ("made/p02", "2018-07-01"))
    kept = tuple(row for row in repository.history.activity if row.on < sample.as_of)
    cut = Past.of(replace(repository.history, activity=kept))
    assert sample.features == features_at(cut, sample.as_of.toordinal())


def test_reliability_puts_forecast_beside_what_came_true_in_parts_of_equal_size() -> None:
    chances = [0.05 * place for place in range(20)]
    found = training.reliability([place >= 10 for place in range(20)], chances)
    assert [2] * 10 == [count for _, _, count in found]
    assert [0, 0, 0, 0, 0, 1, 1, 1, 1, 1] == [share for _, share, _ in found]
    assert (0.025, 0.925) == (found[0][0], found[-1][0])


def test_training_says_how_it_is_called(capsys: pytest.CaptureFixture[str]) -> None:
    assert 2 == training.main([])
    assert "python -m monitor.backtest.train DATA_DIR OUT_FILE" in capsys.readouterr().err


def test_training_names_what_it_cannot_read(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert 2 == training.main([str(tmp_path), str(tmp_path / "model.json")])
    assert f"{tmp_path / 'commits.parquet'}: cannot be read" in capsys.readouterr().err
    assert not (tmp_path / "model.json").exists()
