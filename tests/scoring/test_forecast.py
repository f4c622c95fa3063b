"""The forecast: nothing later is looked at, no risk falls as its signs grow, and where no number may stand there is none."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from math import exp, log1p

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from monitor.model.assessment import Standing
from monitor.model.carrying import Departure, DepartureKind, Sign
from monitor.model.evidence import EvidenceLevel
from monitor.model.facts import ActivityKind, Channel
from monitor.model.forecast import Forecast
from monitor.model.history import Activity, History, Person, Release
from monitor.model.limits import DEFAULT_LIMITS
from monitor.model.signals import Signal
from monitor.pipeline.foresight import load_model
from monitor.scoring.assess import assess
from monitor.scoring.forecast.features import features_at
from monitor.scoring.forecast.forecasting import forecast_of, forecast_on
from monitor.scoring.forecast.model import Outcome
from monitor.scoring.forecast.past import Past
from monitor.scoring.forecast.specs import REASONS, SIGNS
from tests.scoring.build import GIT, NOW, WEEKLY, commits, day, history, release, state, view, views

MODEL = load_model()
OUTCOMES = {"stall": MODEL.stall, "gone": MODEL.gone}
TODAY = NOW.date()
GROUP = [row for who in "abcd" for row in commits(who, WEEKLY)]
PEOPLE = ("a", "b", "c", "robot")
FEW_EXAMPLES = settings(max_examples=25, deadline=None)
OWNERS = f"{GIT}/OWNERS"

amounts = st.integers(1, 9)
streaks = st.builds(
    lambda who, start, step, count, amount: commits(who, [start + step * place for place in range(count)], amount),
    st.sampled_from(PEOPLE),
    st.integers(1, 600),
    st.integers(1, 40),
    st.integers(5, 60),
    amounts,
)
# What every history here has is enough to be asked; some are carried by several, too.
pasts = st.builds(
    lambda runs, is_shared: history(
        [*commits("a", range(1, 1200, 45), 3), *(row for run in runs for row in run), *(GROUP if is_shared else [])],
        bots=["robot"],
    ),
    st.lists(streaks, max_size=4),
    st.booleans(),
)
later_rows = st.builds(
    Activity, st.integers(0, 900).map(lambda ahead: TODAY + timedelta(ahead)), st.sampled_from([*PEOPLE, "new"]),
    st.sampled_from(ActivityKind), amounts,
)  # fmt: skip
later_releases = st.builds(release, st.sampled_from(["1.0", "2.0", "3.0rc1"]), st.floats(-900, 0))


def forecast(of: History, standing: Standing | None = None) -> Forecast:
    judged = assess(of, NOW, DEFAULT_LIMITS)
    return forecast_of(of, replace(judged, standing=standing or judged.standing), MODEL, NOW, DEFAULT_LIMITS)


def with_later(of: History, rows: Sequence[Activity], releases: Sequence[Release]) -> History:
    """The same history as it looks some years on."""
    persons = {**of.persons, **{row.person: Person(row.person, row.person, is_bot=row.person == "robot") for row in rows}}
    made = tuple(sorted((*of.releases, *releases), key=lambda found: found.released_at))
    return replace(of, activity=tuple(sorted((*of.activity, *rows))), releases=made, persons=persons)


@FEW_EXAMPLES
@given(pasts, st.lists(later_rows, max_size=40), st.lists(later_releases, max_size=5), st.booleans())
def test_what_is_dated_on_the_day_or_later_never_changes_its_forecast(
    of: History, rows: list[Activity], releases: list[Release], is_of_models: bool
) -> None:
    known = replace(of, models=(release("Lark-7B", 30, channel=Channel.MODEL),) if is_of_models else ())
    judged = assess(known, NOW, DEFAULT_LIMITS)
    told = forecast_of(known, judged, MODEL, NOW, DEFAULT_LIMITS)
    assert told == forecast_of(with_later(known, rows, releases), judged, MODEL, NOW, DEFAULT_LIMITS)
    assert ("weights" if is_of_models else "") == told.why_none


@FEW_EXAMPLES
@given(pasts, st.integers(1, 120))
def test_an_earlier_day_is_forecast_as_if_nothing_had_come_after_it(of: History, ago: int) -> None:
    cut = replace(of, activity=tuple(row for row in of.activity if row.on < day(ago)))
    assert forecast_on(Past.of(cut), MODEL, day(ago)) == forecast_on(Past.of(of), MODEL, day(ago))


@FEW_EXAMPLES
@given(pasts)
def test_probabilities_lie_between_0_and_1_and_within_their_band(of: History) -> None:
    found = forecast(of)
    assert found.stall is not None
    chances = [found.stall, *([found.gone] if found.gone else [])]
    assert all(0 < chance.low <= chance.probability <= chance.high < 1 for chance in chances)
    assert all(0 < earlier.low <= earlier.probability <= earlier.high < 1 for earlier in found.stall.past)


@FEW_EXAMPLES
@given(pasts)
def test_at_most_three_reasons_are_told_the_strongest_first(of: History) -> None:
    found = forecast(of)
    assert found.stall is not None
    for chance in (found.stall, *([found.gone] if found.gone else [])):
        pushes = [abs(reason.push) for reason in chance.reasons]
        assert {reason.code for reason in chance.reasons} <= set(REASONS)
        assert sorted(pushes, reverse=True) == pushes
        assert 1 <= len(pushes) <= 3
        assert all(push >= 0.05 for push in pushes)


@FEW_EXAMPLES
@given(pasts)
def test_the_same_past_is_forecast_alike_in_whatever_order_it_is_told(of: History) -> None:
    again = replace(of, activity=of.activity[::-1], persons=dict(reversed(list(of.persons.items()))))
    assert forecast_on(Past.of(of), MODEL, TODAY) == forecast_on(Past.of(again), MODEL, TODAY)


def scaled(model: Outcome, at: Sequence[float]) -> dict[str, float]:
    """Features so many spreads from their means."""
    rows = zip(model.features, model.means, model.spreads, at, strict=False)
    return {name: mean + spread * value for name, mean, spread, value in rows}


def far(size: float) -> st.SearchStrategy[list[float]]:
    return st.lists(st.floats(-size, size), min_size=len(SIGNS), max_size=len(SIGNS))


@pytest.mark.parametrize(
    ("outcome", "feature"), [(name, feature) for name, model in OUTCOMES.items() for feature in model.features if SIGNS[feature]]
)
@settings(max_examples=12, deadline=None)
@given(at=far(4), step=st.floats(0.01, 8))
def test_a_feature_that_moves_the_way_of_its_sign_never_lowers_the_risk(
    outcome: str, feature: str, at: list[float], step: float
) -> None:
    model = OUTCOMES[outcome]
    found = scaled(model, at)
    moved = {**found, feature: found[feature] + SIGNS[feature] * step}
    assert model.probability(found) <= model.probability(moved)


@pytest.mark.parametrize("outcome", OUTCOMES)
@settings(max_examples=60, deadline=None)
@given(at=far(1e4))
def test_no_features_are_so_strange_that_the_model_is_certain(outcome: str, at: list[float]) -> None:
    model = OUTCOMES[outcome]
    low, high = model.band(scaled(model, at))
    assert 0 < low <= model.probability(scaled(model, at)) <= high < 1


def test_a_month_of_silence_more_never_lowers_the_risk_of_a_stall_and_a_year_of_it_raises_it() -> None:
    found = features_at(Past.of(history(commits("a", WEEKLY))), TODAY.toordinal())
    recency, usual = round(exp(found["recency"]) - 1), round(exp(found["usual_gap"]) - 1)
    silent = [recency + 30 * month for month in range(13)]
    risks = [
        MODEL.stall.probability({**found, "recency": log1p(days), "own_gap": log1p(days + 6) - log1p(usual + 6)})
        for days in silent
    ]
    assert (1, 7) == (recency, usual)
    assert sorted(risks) == risks
    assert risks[0] < risks[-1]


def test_a_project_that_fell_silent_is_likelier_to_stall_than_one_at_work() -> None:
    working, silent = forecast(history(commits("a", WEEKLY))), forecast(history(commits("a", range(270, 1400, 7))))
    assert working.stall is not None
    assert silent.stall is not None
    assert working.stall.probability < 0.05
    assert silent.stall.probability > 0.2
    assert working.stall.high < silent.stall.low


def steady(*states: object, **more: object) -> History:
    return replace(history(commits("a", WEEKLY), states=states), **more)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("why", "of"),
    [
        ("", steady()),
        ("settled", steady(state("archived", "yes", GIT))),
        (
            "settled",
            steady(state("package_status", "deprecated"), coverage=(*views(), view(Signal.PACKAGE_STATUS, "pkg:pypi/p"))),
        ),
        ("", steady(state("archived", "no", GIT))),
        ("season", steady(project=replace(steady().project, family="birds"))),
        ("mirror", steady(state("mirror", "yes", GIT))),
        ("", steady(state("mirror", "no", GIT))),
        ("", steady(state("mirror", "yes", GIT, until=5))),
        ("weights", steady(models=(release("Lark-7B", 30, channel=Channel.MODEL),))),
        ("", steady(models=(release("Lark-7B", 30, channel=Channel.MODEL),), releases=(release("1.0", 40),))),
        ("not_seen", history(commits("a", WEEKLY), coverage=views(days=30))),
        ("not_seen", history(commits("a", WEEKLY), coverage=[view(Signal.ACTIVITY, since=NOW - timedelta(days=200))])),
        ("no_history", history(commits("a", WEEKLY), coverage=[])),
        ("too_little", history(commits("a", range(1, 134, 7)))),
        ("", history(commits("a", range(1, 141, 7)))),
        ("too_little", history(commits("a", [1, 2], 30))),
        ("too_little", history(commits("robot", WEEKLY), bots=["robot"])),
    ],
    ids=lambda value: value or "none" if isinstance(value, str) else "",
)
def test_a_forecast_is_refused_for_its_reason_alone(why: str, of: History) -> None:
    found = forecast(of)
    assert (why, bool(why)) == (found.why_none, found.stall is None)


@pytest.mark.parametrize(
    ("why", "standing"), [("settled", Standing.ENDED), ("season", Standing.SUPERSEDED), ("", Standing.QUIET)]
)
def test_what_has_ended_or_has_a_newer_sibling_is_not_asked(why: str, standing: Standing) -> None:
    assert why == forecast(steady(), standing).why_none


def test_a_refused_forecast_has_no_number() -> None:
    assert Forecast(TODAY - timedelta(days=1), MODEL.name, why_none="too_little") == forecast(history(commits("a", [1, 2], 30)))


@pytest.mark.parametrize(("mainstays", "people"), [(1, "a"), (1, "ab"), (2, "abc"), (2, "abcd"), (3, "abcde"), (3, "abcdef")])
def test_only_of_three_mainstays_or_more_it_is_said_whether_all_may_go(mainstays: int, people: str) -> None:
    found = forecast(history(row for who in people for row in commits(who, WEEKLY)))
    assert (mainstays, mainstays >= 3) == (found.mainstays, found.gone is not None)
    assert (found.gone is None) is (found.expected_loss is None)


def departed(kind: DepartureKind, level: EvidenceLevel, role: str = "mainstay", **more: object) -> History:
    sign = Sign(kind, level, day(40), OWNERS, not_before=day(47), quote="formerly at Acme", path="OWNERS")
    left = Departure("a", role, level, day(40), (sign,), **more)  # type: ignore[arg-type]
    group = history((row for who in "abcdef" for row in commits(who, WEEKLY)), coverage=[*views(), view(Signal.GOVERNANCE)])
    return replace(group, departures=(left,))


@pytest.mark.parametrize("role", ["mainstay", "lead"])
@pytest.mark.parametrize("kind", [DepartureKind.DELISTED, DepartureKind.EMERITUS, DepartureKind.MEMBERSHIP_ENDED])
def test_beside_a_departure_on_record_no_number_says_that_all_may_go(kind: DepartureKind, role: str) -> None:
    found = forecast(departed(kind, EvidenceLevel.RECORDED, role))
    assert (None, None, True, 3) == (found.gone, found.expected_loss, found.is_departure_known, found.mainstays)
    assert found.stall is not None


@pytest.mark.parametrize(
    "of",
    [
        departed(DepartureKind.FORMER, EvidenceLevel.OBSERVED),
        departed(DepartureKind.DELISTED, EvidenceLevel.RECORDED, returned_on=day(5)),
        departed(DepartureKind.DELISTED, EvidenceLevel.RECORDED, is_before_watch=True),
    ],
    ids=["observed", "returned", "long ago"],
)
def test_what_is_no_departure_on_record_leaves_the_number(of: History) -> None:
    found = forecast(of)
    assert (True, False) == (found.gone is not None, found.is_departure_known)


def test_earlier_forecasts_are_told_oldest_first_from_where_the_project_could_be_asked() -> None:
    # The twentieth commit came 367 days ago.
    found = forecast(history(commits("a", range(500, 0, -7))))
    assert found.stall is not None
    assert [day(360), day(270), day(180), day(90)] == [earlier.on for earlier in found.stall.past]


def test_an_earlier_forecast_is_what_was_said_then() -> None:
    past = Past.of(history(GROUP))
    now, then = forecast_on(past, MODEL, TODAY), forecast_on(past, MODEL, day(360))
    assert now.stall is not None
    assert then.stall is not None
    assert 8 == len(now.stall.past)
    earlier = now.stall.past[4]
    assert (day(360), then.stall.probability, then.stall.low, then.stall.high) == (
        earlier.on, earlier.probability, earlier.low, earlier.high,
    )  # fmt: skip


def test_half_a_year_ago_is_told_where_the_project_could_be_asked_then() -> None:
    past = Past.of(history(commits("a", WEEKLY)))
    now, then = forecast_on(past, MODEL, TODAY), forecast_on(past, MODEL, day(182))
    assert now.stall is not None
    assert then.stall is not None
    assert then.stall.probability == now.stall.before
    young = forecast(history(commits("a", range(1, 180, 3))))
    assert young.stall is not None
    assert young.stall.before is None
    assert all(reason.before is None for reason in young.stall.reasons)


# A logistic part of 1 + 2 (recency - 1) / 2 - 3 (active_months - 6) / 3, and one tree that asks for recency.
SMALL = Outcome(
    features=("recency", "active_months"),
    means=(1.0, 6.0),
    spreads=(2.0, 3.0),
    intercept=1.0,
    weights=(2.0, -3.0),
    baseline=-0.5,
    trees=((0, 2.0, -0.25, 0.75),),
    draws=((1.5, 2.0, -3.0), (0.0, 2.0, -3.0), (1.0, 2.0, -3.0)),
    peers=(log1p(9), 6.0),
)


@pytest.mark.parametrize(
    ("log_odds", "recency", "months"), [(0.625, 2.0, 6.0), (1.625, 3.0, 6.0), (-0.375, 2.0, 8.0), (3.125, 2.0, 1.0)]
)
def test_a_probability_is_the_mean_of_both_parts_in_log_odds(log_odds: float, recency: float, months: float) -> None:
    found = SMALL.probability({"recency": recency, "active_months": months})
    assert 1 / (1 + exp(-log_odds)) == pytest.approx(found)


def test_the_band_is_how_far_the_logistic_part_moves_when_drawn_anew() -> None:
    low, high = SMALL.band({"recency": 2.0, "active_months": 6.0})
    assert (1 / (1 + exp(0.375)), 1 / (1 + exp(-1.125))) == pytest.approx((low, high))


def test_without_draws_the_band_is_the_probability() -> None:
    found = {"recency": 2.0, "active_months": 6.0}
    alone = SMALL.probability(found)
    assert (alone, alone) == replace(SMALL, draws=()).band(found)


def test_reasons_are_told_in_their_own_unit_against_the_peers_and_half_a_year_ago() -> None:
    # Silent for 31 days today; half a year ago the last commit lay 2 days back.
    of = history(commits("a", [31, *range(184, 900, 7)]))
    found = forecast_on(Past.of(of), replace(MODEL, stall=SMALL), TODAY)
    assert found.stall is not None
    first, second = found.stall.reasons
    assert ("days_since_commit", "active_months") == (first.code, second.code)
    assert (31, 9, 2) == pytest.approx((first.now, first.peers, first.before))
    assert (7, 6, 12) == (second.now, second.peers, second.before)
    assert (log1p(31) - log1p(9), -1) == pytest.approx((first.push, second.push))
