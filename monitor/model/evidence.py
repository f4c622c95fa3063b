"""How a claim is known: the evidence levels, in the order of their strength."""

from __future__ import annotations

from enum import StrEnum


class EvidenceLevel(StrEnum):
    """How a claim is known (design section 5, law 3)."""

    ANNOUNCED = "E1"
    RECORDED = "E2"
    OBSERVED = "E3"
    REPORTED = "E4"
    REACTION = "E5"
