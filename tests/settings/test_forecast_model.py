"""The document of the forecast's model: the shipped one is whole, and a damaged one is refused by file and key."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from monitor.model.errors import SettingsError
from monitor.paths import data_dir
from monitor.pipeline.foresight import load_model
from monitor.scoring.forecast.specs import FEATURES
from monitor.settings import forecast_model

FILE = "forecast/continuity.json"
SHIPPED = (data_dir("config") / FILE).read_text(encoding="utf-8")
Damage = Callable[[dict[str, Any]], None]


@pytest.fixture
def config(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of configuration without any model yet, that this installation takes for its own."""
    monkeypatch.setattr(forecast_model, "data_dir", lambda name: tmp_path / name)
    (tmp_path / "config" / "forecast").mkdir(parents=True)
    return tmp_path / "config"


def refusal(config: Path, text: str) -> str:
    (config / FILE).write_text(text, encoding="utf-8")
    with pytest.raises(SettingsError) as raised:
        load_model()
    return str(raised.value)


def test_the_shipped_model_is_whole() -> None:
    model = load_model()
    assert FEATURES == {"stall": model.stall.features, "gone": model.gone.features}
    assert (50, 50) == (len(model.stall.draws), len(model.gone.draws))
    assert (10, 10) == (len(model.track.stall), len(model.track.gone))
    assert (model.name, date(2011, 1, 1)) == (model.track.model, model.track.first)


def test_an_installation_without_a_model_says_which_file_it_misses(config: Path) -> None:
    with pytest.raises(SettingsError, match="cannot be read; install Mainstay again") as raised:
        load_model()
    assert str(config / FILE) in str(raised.value)


@pytest.mark.parametrize("text", ["", SHIPPED[:5000], "{", "\0"])
def test_a_cut_model_is_refused_by_its_file(config: Path, text: str) -> None:
    assert str(config / FILE) in refusal(config, text)


@pytest.mark.parametrize("text", ["[]", "null", '"model"', '{"outcomes": []}'])
def test_what_is_no_model_is_refused_by_its_file(config: Path, text: str) -> None:
    assert FILE in refusal(config, text)


OF_ALL = ("model", "outcomes", "reliability", "card")
OF_OUTCOME = ("features", "means", "spreads", "intercept", "weights", "baseline", "trees", "draws", "peers")


@pytest.mark.parametrize("key", OF_ALL)
def test_a_model_that_lacks_a_part_is_refused_by_its_name(config: Path, key: str) -> None:
    document = json.loads(SHIPPED)
    del document[key]
    assert f"{FILE}: '{key}' is missing in the forecast's model; install Mainstay again" == refusal(config, json.dumps(document))


@pytest.mark.parametrize("key", OF_OUTCOME)
@pytest.mark.parametrize("outcome", FEATURES)
def test_an_outcome_that_lacks_a_part_is_refused_by_its_name(config: Path, outcome: str, key: str) -> None:
    document = json.loads(SHIPPED)
    del document["outcomes"][outcome][key]
    assert f"{FILE}: '{key}' is missing in the forecast's model; install Mainstay again" == refusal(config, json.dumps(document))


@pytest.mark.parametrize("wrong", [None, "0.5", {}, ["a"]])
@pytest.mark.parametrize("key", OF_OUTCOME)
def test_a_part_of_another_kind_is_refused_by_its_name(config: Path, key: str, wrong: object) -> None:
    document = json.loads(SHIPPED)
    document["outcomes"]["stall"][key] = wrong
    found = refusal(config, json.dumps(document))
    assert found.startswith(f"{FILE}: the forecast's model is damaged ({key}: expected ")


def _stall(document: dict[str, Any]) -> dict[str, Any]:
    outcome: dict[str, Any] = document["outcomes"]["stall"]
    return outcome


def _short(key: str) -> Damage:
    return lambda document: _stall(document)[key].pop()


def _not_a_number(document: dict[str, Any]) -> None:
    _stall(document)["means"][3] = float("nan")


def _unknown_feature(document: dict[str, Any]) -> None:
    _stall(document)["features"][0] = "stars"


def _short_draw(document: dict[str, Any]) -> None:
    _stall(document)["draws"][7].pop()


def _no_tree(document: dict[str, Any]) -> None:
    _stall(document)["trees"][0] = []


def _asks_nothing(document: dict[str, Any]) -> None:
    _stall(document)["trees"][0][0][0] = 99


def _leads_out(document: dict[str, Any]) -> None:
    _stall(document)["trees"][0][0][2] = 99


def _leads_in_a_circle(document: dict[str, Any]) -> None:
    _stall(document)["trees"][0][0][2] = 0


def _short_node(document: dict[str, Any]) -> None:
    _stall(document)["trees"][0][0].pop()


def _no_day(document: dict[str, Any]) -> None:
    document["card"]["first"] = "some day"


def _no_bin(document: dict[str, Any]) -> None:
    document["reliability"]["gone"][0].pop()


@pytest.mark.parametrize(
    ("key", "damage"),
    [
        *((key, _short(key)) for key in ("means", "spreads", "weights", "peers")),
        ("means", _not_a_number),
        ("features", _unknown_feature),
        ("draws", _short_draw),
        ("trees", _no_tree),
        ("trees", _asks_nothing),
        ("trees", _leads_out),
        ("trees", _leads_in_a_circle),
        ("trees", _short_node),
        ("first", _no_day),
        ("gone", _no_bin),
    ],
)
def test_damage_within_a_part_is_refused_before_anything_is_forecast(config: Path, key: str, damage: Damage) -> None:
    document = json.loads(SHIPPED)
    damage(document)
    assert f"{FILE}: the forecast's model is damaged ({key}: " in refusal(config, json.dumps(document))
