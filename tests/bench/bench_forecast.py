"""What a forecast costs: 10,000 histories once, and one history at 1,000 dates. Invented histories of the size of real ones.

python -m tests.bench.bench_forecast
"""

from __future__ import annotations

import random
import time
from datetime import UTC, date, datetime, timedelta

from monitor.model.facts import ActivityKind
from monitor.model.history import Activity, History, Person
from monitor.model.target import Project, Target, TargetKind
from monitor.pipeline.foresight import load_model
from monitor.scoring.forecast.forecasting import forecast_on
from monitor.scoring.forecast.past import Past

END = date(2026, 1, 1)
HISTORIES, DATES = 10_000, 1_000
BUDGET_ALL, BUDGET_ONE = 60.0, 2.0
PEOPLE, YEARS = 30, 8


def history(seed: int) -> History:
    """Return eight years of work of thirty people, some of whom leave."""
    chance = random.Random(seed)
    rows = set()
    for number in range(PEOPLE):
        first, last = sorted((chance.randrange(365 * YEARS), chance.randrange(365 * YEARS)))
        rate = chance.random() ** 3 * 0.3
        rows |= {(day, number) for day in range(first, last) if chance.random() < rate}
    rows |= {(day, 0) for day in range(0, 365 * YEARS, 6)}
    start = END - timedelta(days=365 * YEARS)
    activity = tuple(
        Activity(start + timedelta(days=day), f"p{number}", ActivityKind.COMMIT, 1 + number % 3) for day, number in sorted(rows)
    )
    target = Target("https://code.example/p", TargetKind.GIT, "https://code.example/p")
    persons = {f"p{number}": Person(f"p{number}", "") for number in range(PEOPLE)}
    now = datetime(END.year, END.month, END.day, tzinfo=UTC)
    return History(Project("p", "P", (target,)), now, activity, (), (), persons, ())


def main() -> None:
    """Print seconds, and the share of the budget that they are."""
    model, some = load_model(), [history(seed) for seed in range(100)]
    started = time.perf_counter()
    for number in range(HISTORIES):
        forecast_on(Past.of(some[number % len(some)]), model, END)
    spent = time.perf_counter() - started
    rows = sum(len(one.activity) for one in some) / len(some)
    share = spent / BUDGET_ALL
    print(f"{HISTORIES} histories of {rows:.0f} person-days: {spent:.1f} s on one core, {share:.2f} of {BUDGET_ALL:.0f} s")
    started = time.perf_counter()
    past = Past.of(some[0])
    for back in range(DATES):
        forecast_on(past, model, END - timedelta(days=back), quarters=0)
    spent = time.perf_counter() - started
    print(f"one history at {DATES} dates: {spent:.1f} s, {spent / BUDGET_ONE:.2f} of {BUDGET_ONE:.0f} s")


if __name__ == "__main__":
    main()
