"""What is asked of those who carry a project: the fewest people with half of the last year's commits, together.

All figures are of the group. What is asked of one person inside goes into a sum, a minimum or a maximum, and never out of here.
"""

from __future__ import annotations

import math
from itertools import pairwise

from monitor.scoring.forecast.past import QUARTER, YEAR, Days, Past, log, since, usual_gap

NEVER_DAYS = 10 * YEAR
WEEK = 7
YEARS = 6
# The spread of "active in a month" and of "gone after a month" before anything is seen of a person: beta distributions.
ACTIVE, GONE = (0.6, 0.6), (1.0, 12.0)
LOOK_BACK, AHEAD = 24, 12
SURE = 0.999


def of_mainstays(past: Past, day: int) -> dict[str, float]:
    """Return the features of the mainstays at `day`."""
    people = [past.people[person] for person in past.mainstays(day)]
    commits = sum(own.commits(day - YEAR, day) for own in people)
    return {
        "stay_count": log(len(people)),
        "stay_share": commits / max(1, past.project.commits(day - YEAR, day)),
        "stay_tenure": log(max((day - own.on[0] for own in people), default=0)),
        **_at_work(people, day),
        **_away(people, day),
    }


def _at_work(people: list[Days], day: int) -> dict[str, float]:
    d90 = [own.days(day - QUARTER, day) for own in people]
    d365 = [own.days(day - YEAR, day) for own in people]
    years = [sum(own.days(day - YEAR * (n + 1), day - YEAR * n) > 0 for n in range(YEARS)) for own in people]
    return {
        "stay_months": max((own.active_months(day, 12) for own in people), default=0),
        "stay_two_years": max((own.active_months(day, 24) for own in people), default=0),
        "stay_days": log(sum(d365)),
        "stay_days_90": log(max(d90, default=0)),
        "stay_trend": log(sum(d90)) - log(sum(d365) / 4),
        "stay_years": log(max(years, default=0)),
    }


def _away(people: list[Days], day: int) -> dict[str, float]:
    recencies = [since(own.last(day), day) for own in people]
    chances = [gone_chance(own, day) for own in people]
    return {
        "stay_recency": log(min(recencies, default=NEVER_DAYS)),
        "stay_recency_mean": log(sum(recencies) / len(people)) if people else log(NEVER_DAYS),
        "stay_gap": min((_gap(own, day) for own in people), default=0.0),
        "stay_gone": sum(_logit(chance) for chance in chances),
        "stay_gone_best": _logit(min(chances, default=SURE)),
    }


def _gap(own: Days, day: int) -> float:
    return math.log((since(own.last(day), day) + WEEK) / (usual_gap(own, day) + WEEK))


def _logit(chance: float) -> float:
    bounded = min(max(chance, 1 - SURE), SURE)
    return math.log(bounded / (1 - bounded))


def expected_loss(past: Past, day: int) -> float | None:
    """Return the share of the mainstays' work that may fall away in the next year: each one's share times their own chance.

    None where nobody carries the project. It is a figure of all of them together and is shown for no one alone.
    """
    people = [past.people[person] for person in past.mainstays(day)]
    work = [own.commits(day - YEAR, day) for own in people]
    if not sum(work):
        return None
    return sum(amount * gone_chance(own, day) for own, amount in zip(people, work, strict=True)) / sum(work)


def gone_chance(own: Days, day: int) -> float:
    """Return P(no active month among the next twelve) by BG/BB over the last 24 months.

    Fader, Hardie and Shang (2010), "Customer-base analysis in a discrete-time noncontractual setting", equations 5 to 7.
    """
    edges = [own.place(day - round(YEAR * place / 12)) for place in range(LOOK_BACK, -1, -1)]
    active = [later > earlier for earlier, later in pairwise(edges)]
    if True not in active:
        return SURE
    seen = active[active.index(True) + 1 :]
    last = max((place + 1 for place, is_active in enumerate(seen) if is_active), default=0)
    return _silent_chance(len(seen), sum(seen), last)


def _silent_chance(months: int, times: int, last: int) -> float:
    (a, b), (c, d), n, x = ACTIVE, GONE, months, times
    alive = _beta(a + x, b + n - x) * _beta(c, d + n)
    whole = alive + sum(_beta(a + x, b + last - x + i) * _beta(c + 1, d + last + i) for i in range(n - last))
    silent = _beta(c, d + n + AHEAD) * _beta(a + x, b + n - x + AHEAD)
    silent += sum(_beta(c + 1, d + n + j) * _beta(a + x, b + n - x + j) for j in range(AHEAD))
    return 1 - (alive - silent) / whole


def _beta(one: float, other: float) -> float:
    return math.exp(math.lgamma(one) + math.lgamma(other) - math.lgamma(one + other))
