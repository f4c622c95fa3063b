"""Judges the forecasts on a folder of histories, beside the simple rules: the table, the document, and the forecasts as CSV."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from monitor.backtest import measures
from monitor.backtest.job import Job, Verdict
from monitor.backtest.measures import Numbers
from monitor.backtest.samples import Sample, judged, read_samples
from monitor.backtest.train import forecasts
from monitor.model.errors import SettingsError
from monitor.scoring.forecast.model import Model
from monitor.settings.forecast_model import load_forecast_model

BUDGETS = (0.05, 0.10, 0.20)
TOPS = (0.01, 0.05)
CUT = 0.2
OURS = "forecast"
Told = Sequence[tuple[Sample, float, float]]


def judge(job: Job) -> Verdict:
    """Return the verdict on the data of a folder. Raises SettingsError where it cannot be read or holds no sample."""
    samples = read_samples(job.folder)
    if not judged(samples):
        raise SettingsError.plain(
            f"{job.folder}: no repository has 20 commits, 3 active days in a year and a whole year after it"
        )
    told = forecasts(samples, job.folds) if job.folds else _shipped(judged(samples))
    if job.out:
        _write(job.out, told)
    found: dict[str, Any] = {"samples": len(told), "repositories": len({s.repo for s, _, _ in told}), "folds": job.folds}
    found["outcomes"] = {"stalled": _judged(told, "stalled"), "gone": _judged(told, "gone")}
    return Verdict(found, "\n".join(_text(found)))


def _shipped(samples: Sequence[Sample]) -> Told:
    model = Model.of(load_forecast_model())
    return [(s, model.stall.probability(s.features), model.gone.probability(s.features)) for s in samples]


def _write(path: Path, told: Told) -> None:
    try:
        with path.open("w", newline="", encoding="utf-8") as file:
            writer = csv.writer(file)
            writer.writerow(("repo", "as_of", "stall", "mainstays_gone"))
            writer.writerows((s.repo, s.as_of.isoformat(), f"{stall:.6f}", f"{gone:.6f}") for s, stall, gone in told)
    except OSError as error:
        raise SettingsError.plain(f"{path}: cannot be written: {error.strerror}") from error


def _judged(told: Told, outcome: str) -> dict[str, Any]:
    """Return the measures of our forecast and of the simple rules, on all samples and on those that still look alive."""
    alive = [line for line in told if line[0].is_alive]
    return {name: _of(part, outcome) for name, part in (("all", told), ("still looks alive", alive)) if part}


def _of(told: Told, outcome: str) -> dict[str, Any]:
    samples, truth = [s for s, _, _ in told], np.array([float(getattr(s, outcome)) for s, _, _ in told])
    score = np.array([stall if outcome == "stalled" else gone for _, stall, gone in told])
    rules = {name: _ranked(truth, points, samples) for name, points in _rules(samples).items()}
    return {
        "samples": len(told),
        "base": round(float(truth.mean()), 4),
        OURS: _ranked(truth, score, samples) | _probability(truth, score, samples),
        **rules,
    }


def _rules(samples: Sequence[Sample]) -> dict[str, Numbers]:
    return {
        "few active days in the last year": -np.array([s.features["active_days"] for s in samples]),
        "days since the last commit": np.array([s.features["recency"] for s in samples]),
        "commits in 90 days, capped at one a week": -np.array([min(s.commits_90, 90 / 7) for s in samples]),
    }


def _ranked(truth: Numbers, score: Numbers, samples: Sequence[Sample]) -> dict[str, Any]:
    if not 0 < truth.sum() < len(truth):
        return {}
    repos = [s.repo for s in samples]
    left, ended = np.array([float(s.left_days) for s in samples]), np.array([s.has_ended for s in samples])
    return {
        "auc": _with_interval(measures.auc, truth, score, repos),
        "average_precision": _with_interval(measures.average_precision, truth, score, repos),
        **{f"precision_top_{share:.0%}": _with_interval(measures.precision_at(share), truth, score, repos) for share in TOPS},
        "concordance": round(measures.concordance(left, ended, score), 3),
        "lead_months": {f"{budget:.0%}": _lead(budget, score, left, ended, repos) for budget in BUDGETS},
    }


def _lead(budget: float, score: Numbers, left: Numbers, ended: Any, repos: Sequence[str]) -> dict[str, Any]:
    """Return how many repositories ended, the share warned of before their last day, and the median of the months ahead."""
    months = measures.lead_months(budget, score, left, ended, repos)
    warned = [value for value in months if value > 0]
    share = len(warned) / len(months) if months else None
    return {
        "ended": len(months),
        "warned": share and round(share, 3),
        "median": round(float(np.median(warned)), 1) if warned else None,
    }


def _probability(truth: Numbers, score: Numbers, samples: Sequence[Sample]) -> dict[str, Any]:
    if not 0 < truth.sum() < len(truth):
        return {}
    repos = [s.repo for s in samples]
    slope, intercept = measures.calibration_line(truth, score)
    rule = -np.array([s.features["active_days"] for s in samples])
    cut = np.sort(rule)[::-1][max(0, int((score >= CUT).sum()) - 1)]
    simple = np.where(rule >= cut, 1.0, 0.0)
    return {
        "brier": _with_interval(measures.brier, truth, score, repos),
        "calibration_error": round(measures.calibration_error(truth, score), 4),
        "perfect_calibration_error": [round(value, 4) for value in measures.perfect_error(score)],
        "calibration_slope": round(slope, 3),
        "calibration_intercept": round(intercept, 3),
        "net_benefit": round(measures.net_benefit(CUT)(truth, score), 4),
        "net_benefit_of_few_active_days": round(measures.net_benefit(CUT)(truth, simple), 4),
    }


def _with_interval(measure: measures.Measure, truth: Numbers, score: Numbers, repos: Sequence[str]) -> list[float]:
    """Return [value, 5 %, 95 %], repositories drawn anew."""
    return [round(value, 3) for value in (measure(truth, score), *measures.interval(measure, truth, score, repos))]


def _text(found: Mapping[str, Any]) -> Iterator[str]:
    how = f"retrained in {found['folds']} folds: no repository judged itself" if found["folds"] else "the shipped model"
    yield f"{found['samples']} samples of {found['repositories']} repositories; {how}."
    yield "In brackets: 5-95 %, repositories drawn anew."
    for outcome, parts in found["outcomes"].items():
        for part, lines in parts.items():
            yield f"\n{outcome}, {part}: {lines['samples']} samples, {lines['base']:.1%} came to pass"
            yield f"{'':<42}{'AUC':<20}{'average precision':<20}{'true in top 5 %':<20}{'C':<6}ends warned of at 5, 10, 20 %"
            for name, told in lines.items():
                if isinstance(told, dict) and told:
                    yield f"{name:<42}{_line(told)}"
            yield from _calibration(lines[OURS])


def _line(told: Mapping[str, Any]) -> str:
    ranked = "".join(f"{_bracket(told[name]):<20}" for name in ("auc", "average_precision", "precision_top_5%"))
    leads = ", ".join(_share(lead["warned"]) for lead in told["lead_months"].values())
    return f"{ranked}{told['concordance']:<6.2f}{leads}"


def _bracket(values: Sequence[float]) -> str:
    return f"{values[0]:.3f} ({values[1]:.2f}-{values[2]:.2f})"


def _share(value: float | None) -> str:
    return "-" if value is None else f"{value:.0%}"


def _calibration(ours: Mapping[str, Any]) -> Iterator[str]:
    if not ours:
        return
    low, high = ours["perfect_calibration_error"]
    slope, intercept = ours["calibration_slope"], ours["calibration_intercept"]
    yield f"calibration error {ours['calibration_error']:.3f} (a perfect model: {low:.3f} to {high:.3f})"
    yield f"calibration slope {slope:.2f}, intercept {intercept:+.2f}; Brier {_bracket(ours['brier'])}"
    yield f"net benefit at {CUT:.0%}: {ours['net_benefit']:.4f}, few active days: {ours['net_benefit_of_few_active_days']:.4f}"
