"""The word for how bad a flaw is, from a CVSS 3 vector: base score by FIRST's specification (CVSS v3.1, section 7.1)."""

from __future__ import annotations

from math import floor

# From the mildest to the worst; "unknown" where no source tells.
SEVERITIES = ("unknown", "low", "medium", "high", "critical")
_ATTACK_VECTOR = {"N": 0.85, "A": 0.62, "L": 0.55, "P": 0.2}
_ATTACK_COMPLEXITY = {"L": 0.77, "H": 0.44}
_PRIVILEGES = {"U": {"N": 0.85, "L": 0.62, "H": 0.27}, "C": {"N": 0.85, "L": 0.68, "H": 0.5}}
_USER_INTERACTION = {"N": 0.85, "R": 0.62}
_IMPACT = {"H": 0.56, "L": 0.22, "N": 0.0}
# Section 5: the qualitative rating scale.
_SCALE = ((9.0, "critical"), (7.0, "high"), (4.0, "medium"))


def base_score(vector: str) -> float | None:
    """Return the base score, 0 to 10, of a vector of CVSS 3.0 or 3.1; None for any other text."""
    version, _, rest = vector.partition("/")
    if version not in ("CVSS:3.0", "CVSS:3.1"):
        return None
    metrics = dict(part.partition(":")[::2] for part in rest.split("/"))
    try:
        return _score(metrics)
    except KeyError:
        return None


def severity_of(score: float | None) -> str:
    """Return the word for a base score."""
    if score is None:
        return "unknown"
    return next((word for least, word in _SCALE if score >= least), "low")


def _score(metrics: dict[str, str]) -> float:
    scope = metrics["S"]
    is_safe = 1.0
    for name in "CIA":
        is_safe *= 1 - _IMPACT[metrics[name]]
    base = 1 - is_safe
    exploitability = 8.22 * _ATTACK_VECTOR[metrics["AV"]] * _ATTACK_COMPLEXITY[metrics["AC"]]
    exploitability *= _PRIVILEGES[scope][metrics["PR"]] * _USER_INTERACTION[metrics["UI"]]
    impact = 6.42 * base if scope == "U" else 7.52 * (base - 0.029) - 3.25 * (base - 0.02) ** 15
    if impact <= 0:
        return 0.0
    return _round_up(min((impact + exploitability) * (1.0 if scope == "U" else 1.08), 10.0))


def _round_up(value: float) -> float:
    """Return the smallest number with one decimal that is not below `value` (appendix A of the specification)."""
    scaled = round(value * 100_000)
    return scaled / 100_000 if scaled % 10_000 == 0 else (floor(scaled / 10_000) + 1) / 10
