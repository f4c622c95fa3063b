"""Every threshold in one typed table, each with its reason. A rule never holds a bare number."""

from __future__ import annotations

from dataclasses import dataclass, field

from monitor.model.target import Impact


@dataclass(frozen=True, slots=True)
class Limits:
    """Thresholds. Days are whole days, shares and probabilities 0 to 1. Change one only with the backtest before and after."""

    # A view older than this is stale: two missed weekly looks.
    stale_after_days: int = 14
    # CHAOSS: the people who together made half of the work.
    absence_share: float = 0.5
    # Fewer families agreeing would page on a single noisy signal; a low-impact project may wait for a third.
    families_for_alert: dict[Impact, int] = field(
        default_factory=lambda: {Impact.LOW: 3, Impact.MEDIUM: 2, Impact.HIGH: 2, Impact.CRITICAL: 2}
    )


DEFAULT_LIMITS = Limits()
