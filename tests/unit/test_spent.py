"""What sources charge is said in their own unit."""

from __future__ import annotations

from datetime import date

from monitor.cli.plan import spent
from monitor.model.usage import Usage


def test_x_is_paid_in_dollars_and_the_others_in_points() -> None:
    used = [Usage(source, date(2026, 6, 1), 4, points=35) for source in ("api.x.com", "api.github.com")]
    assert ["0.035 dollars", "35 points"] == [spent(usage) for usage in used]
