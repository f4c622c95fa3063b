"""English for the forecast as a finding."""

from __future__ import annotations

from collections.abc import Mapping

MESSAGES: Mapping[str, str] = {
    "stall_foretold.likely": (
        "The chance of a stall is high: {probability:pct} by {until:date} (5 to 95 % band: {low:pct} to {high:pct})"
    ),
    "stall_foretold.unlikely": "A stall is unlikely: {probability:pct} by {until:date} (5 to 95 % band: {low:pct} to {high:pct})",
    "stall_foretold.resting": (
        "A stall would be likely by the numbers, {probability:pct} by {until:date} (5 to 95 % band: {low:pct} to {high:pct}), "
        "but the project is at rest as it is"
    ),
    "stall_foretold.not_made": "No forecast was made",
    "stall_foretold.made": (
        "Forecast by model {model} from the commits up to this day, {active_days:n active day|active days} in the last 12 months"
    ),
    "stall_foretold.past_alone": "A forecast knows commits alone: what is planned or promised is not in it",
    "stall_foretold.below": "The forecast falls below {mark:pct}",
}
