"""What was fitted is what is asked: the document without any library says what the library says, and signs hold."""

from __future__ import annotations

from typing import Any

import pytest

from monitor.scoring.forecast.model import Outcome
from monitor.scoring.forecast.specs import SIGNS
from tests.backtest.made import needing_the_extra

np = needing_the_extra("numpy")
linear_model = needing_the_extra("sklearn.linear_model")
fit = needing_the_extra("monitor.backtest.fit")

# One that may only raise the risk, one that may only lower it, and two that are free.
FEATURES = ("recency", "active_days", "age", "weekend")
FREE = ("age", "weekend")
SAMPLES = 3000


def drawn() -> tuple[Any, Any, list[str]]:
    """Features as they come (logarithms of counts, with ties; shares), an outcome that hangs on all of them, and repositories."""
    chance = np.random.default_rng(11)
    counts = np.log1p(chance.integers(0, 900, (SAMPLES, 3)).astype(float))
    rows = np.column_stack([counts, chance.integers(0, 400, SAMPLES) / 400])
    odds = rows @ np.array([0.9, -0.8, 0.4, 1.5]) - 3
    outcome = (chance.random(SAMPLES) < 1 / (1 + np.exp(-odds))).astype(float)
    return rows, outcome, [f"made/p{place % 40}" for place in range(SAMPLES)]


ROWS, OUTCOME, REPOS = drawn()


@pytest.fixture
def fitted(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """The boosted models of scikit-learn that were fitted, newest last."""
    kept: list[Any] = []

    class Kept(fit.HistGradientBoostingClassifier):  # type: ignore[misc, name-defined, unused-ignore]
        def fit(self, *arguments: Any) -> Any:
            kept.append(self)
            return super().fit(*arguments)

    monkeypatch.setattr(fit, "HistGradientBoostingClassifier", Kept)
    return kept


def said(document: dict[str, Any]) -> Any:
    model = Outcome.of(document)
    return np.array([model.probability(dict(zip(FEATURES, row, strict=True))) for row in ROWS.tolist()])


def expected(document: dict[str, Any], trees: Any) -> Any:
    """The mean of both parts in log-odds, by numpy and scikit-learn."""
    scaled = (ROWS - np.array(document["means"])) / np.array(document["spreads"])
    odds = scaled @ np.array(document["weights"]) + document["intercept"]
    return 1 / (1 + np.exp(-(odds + trees.decision_function(ROWS)) / 2))


def test_a_document_in_full_says_to_the_ninth_digit_what_was_fitted(fitted: list[Any], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fit, "DIGITS", 17)
    document = fit.fit(FEATURES, ROWS, OUTCOME, REPOS, draws=0)
    assert 150 == len(document["trees"])
    assert 0 == pytest.approx(np.abs(expected(document, fitted[-1]) - said(document)).max(), abs=1e-9)


def test_a_document_as_it_is_shipped_says_nearly_the_same(fitted: list[Any]) -> None:
    document = fit.fit(FEATURES, ROWS, OUTCOME, REPOS, draws=0)
    assert 0 == pytest.approx(np.abs(expected(document, fitted[-1]) - said(document)).max(), abs=1e-5)


def test_a_threshold_is_never_lower_than_where_the_samples_were_parted() -> None:
    values = [*np.log1p(np.arange(1, 2000)), *(-np.log1p(np.arange(1, 2000))), 0.0, 6.5]
    written = [fit._threshold(float(value)) for value in values]
    assert all(value <= threshold for value, threshold in zip(values, written, strict=True))
    assert 0 == pytest.approx(max(abs(threshold - value) for value, threshold in zip(values, written, strict=True)), abs=2e-8)
    assert [0.0, 6.5] == written[-2:]


def test_without_a_sign_that_binds_the_logistic_part_is_that_of_scikit_learn() -> None:
    rows = ROWS[:, 2:]
    document = fit.fit(FREE, rows, OUTCOME, REPOS, draws=0)
    scaled = (rows - rows.mean(axis=0)) / rows.std(axis=0)
    theirs = linear_model.LogisticRegression(C=1 / (fit.PENALTY_A_SAMPLE * SAMPLES), tol=1e-8).fit(scaled, OUTCOME)
    assert [*theirs.intercept_, *theirs.coef_[0]] == pytest.approx([document["intercept"], *document["weights"]], abs=1e-4)


@pytest.mark.parametrize("feature", ["recency", "active_days"])
def test_a_weight_against_the_sign_of_its_feature_is_none(feature: str) -> None:
    values = np.random.default_rng(5).normal(size=(SAMPLES, 1))
    against = (values[:, 0] * SIGNS[feature] < 0).astype(float)
    document = fit.fit((feature,), values, against, REPOS, draws=2)
    assert [0] == document["weights"]
    assert [0, 0] == [weight for _, weight in document["draws"]]


def test_trees_and_weights_follow_the_sign_of_each_feature() -> None:
    model = Outcome.of(fit.fit(FEATURES, ROWS, OUTCOME, REPOS, draws=0))
    middle = dict(zip(FEATURES, np.median(ROWS, axis=0).tolist(), strict=True))
    for feature in ("recency", "active_days"):
        risks = [model.probability({**middle, feature: value}) for value in np.linspace(0, 7, 50).tolist()]
        assert sorted(risks, reverse=SIGNS[feature] < 0) == risks
        assert risks[0] != risks[-1]


def test_a_draw_takes_whole_repositories_and_is_always_the_same() -> None:
    first, again = ([places.tolist() for places in fit._drawn(REPOS, 3)] for _ in range(2))
    assert first == again
    assert 3 == len(first)
    for places in first:
        times = {repo: {places.count(place) for place, own in enumerate(REPOS) if own == repo} for repo in set(REPOS[:4])}
        assert all(1 == len(counts) for counts in times.values())
        assert SAMPLES == pytest.approx(len(places), rel=0.05)


def test_a_document_holds_what_is_asked_of_a_model() -> None:
    document = fit.fit(FEATURES, ROWS, OUTCOME, REPOS, draws=4)
    assert (list(FEATURES), 4, 5) == (document["features"], len(document["draws"]), len(document["draws"][0]))
    assert np.median(ROWS, axis=0).tolist() == pytest.approx(document["peers"], rel=1e-5)
