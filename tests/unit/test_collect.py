"""The wrapper around collectors: when a source is due again, and what its errors become."""

from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.pipeline.look import back_off

DAY = timedelta(days=1)


def test_the_first_retry_comes_after_about_a_quarter_of_an_hour() -> None:
    assert timedelta(minutes=15) <= back_off(1, DAY, "a") <= timedelta(minutes=19)


@pytest.mark.parametrize("failures", [8, 20, 10_000])
def test_the_wait_never_exceeds_the_collectors_own_interval(failures: int) -> None:
    assert DAY == back_off(failures, DAY, "a")


@given(st.integers(1, 50), st.text(max_size=20))
def test_another_failure_never_brings_the_next_look_nearer(failures: int, salt: str) -> None:
    assert back_off(failures, DAY, salt) <= back_off(failures + 1, DAY, salt)


def test_two_targets_that_failed_together_are_not_asked_again_together() -> None:
    assert back_off(1, DAY, "a") != back_off(1, DAY, "b")
