"""The pictures of mails: widths and shades that say what the months say, and what we did not see."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from monitor.model.picture import RiverMonth
from monitor.report.bars import bars, shades
from tests.report.samples import river


def months(*days: int | None) -> tuple[RiverMonth, ...]:
    """Return months from January 2025 on, all days by mainstays; None was not seen."""
    return tuple(
        RiverMonth(date(2025 + n // 12, n % 12 + 1, 1), count or 0, 0, 0, 0, count is not None) for n, count in enumerate(days)
    )


def test_each_half_year_has_its_bar_and_its_number() -> None:
    found = bars(months(*[5] * 6, *[10] * 6))
    assert [("from Jan 2025", "30 days"), ("from Jul 2025", "60 days")] == [(bar.label, bar.text) for bar in found]


def test_the_longest_bar_is_the_busiest_half_year_and_the_others_are_in_proportion() -> None:
    found = bars(months(*[5] * 6, *[10] * 6))
    assert [((("r1", 50),), 50), ((("r1", 100),), 0)] == [(bar.parts, bar.rest) for bar in found]


def test_roles_stand_beside_one_another_and_bots_are_left_out() -> None:
    month = RiverMonth(date(2025, 1, 1), 5, 3, 2, 90, True)
    (bar,) = bars([replace(month, month=date(2025, n, 1)) for n in range(1, 7)])
    assert ((("r1", 50), ("r2", 30), ("r3", 20)), "60 days") == (bar.parts, bar.text)


def test_a_half_year_that_was_not_seen_is_said_and_has_no_bar() -> None:
    unseen, seen = bars(months(*[None] * 6, *[1] * 6))
    assert ((), "not seen", False) == (unseen.parts, unseen.text, unseen.is_seen)
    assert ("6 days", True) == (seen.text, seen.is_seen)


def test_a_month_that_was_not_seen_marks_its_number() -> None:
    (bar,) = bars(months(2, 2, None, 2, 2, 2))
    assert ("10 days*", 1) == (bar.text, bar.missing)


def test_a_single_day_can_still_be_seen() -> None:
    assert [("r1", 1)] == list(bars(months(1, 0, 0, 0, 0, 0, *[31] * 6))[0].parts)


def test_three_years_make_six_bars_and_twelve_shades() -> None:
    assert (6, 12) == (len(bars(river((5, 3)))), len(shades(river((5, 3)))))


def test_shades_go_from_nothing_to_the_busiest_quarter() -> None:
    assert [0, 1, 2, 4] == [shade.depth for shade in shades(months(0, 0, 0, 1, 0, 0, 5, 5, 5, 10, 10, 10))]


def test_an_unseen_quarter_has_no_shade_and_an_unseen_month_makes_none_look_idle() -> None:
    assert [4, None, 4] == [shade.depth for shade in shades(months(4, None, None, None, None, None, 4, 4, 4))]


def test_without_months_there_is_no_picture() -> None:
    assert ((), ()) == (bars(()), shades(()))
