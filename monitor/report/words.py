"""From message codes to sentences: typed formatting, and a plain fallback for a code that nobody has worded yet.

A template is text with fields `{value}` or `{value:format}`. The formats: `days`, `span`, `pct`, `date`, `month`, `far`,
`last_seen`, `num`, `whole`, `person`, `signal`, `signals`, `metric`, `attribute`, `place`,
`source`, `reason`, and `n one|many` for a counted noun. Values are cleaned here.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from math import isfinite
from zoneinfo import ZoneInfo

from monitor.model.finding import Message, Value
from monitor.model.text import clean, mask_addresses
from monitor.report.english import ATTRIBUTES, METRICS, MONTHS, NUMBER_WORDS, REASONS, SIGNALS, SOURCES
from monitor.report.english_findings import MESSAGES

SPAN_IN_MONTHS_FROM = 120
SPAN_IN_YEARS_FROM = 730
SEPARATE_THOUSANDS_FROM = 10_000
DAYS_A_MONTH = 30.44
DAYS_A_YEAR = 365.25
UNKNOWN = "unknown"

_FIELD = re.compile(r"\{(\w+)(?::([^}]*))?\}")

# A sentence that starts with one of our own words starts with a capital; a version or a name stays as it is written.
_CAPITALISED = ("{person", "{signal", "{source", "{reason")

Namer = Callable[[str], str]


def no_names(_key: str) -> str:
    """Return how a person is called where no roles are known."""
    return "a mainstay"


@dataclass(frozen=True, slots=True)
class Words:
    """Says messages about one project; `name_of` turns a person's key into a name or a role, as the names policy permits."""

    name_of: Namer = no_names
    table: Mapping[str, str] | None = None

    def say(self, message: Message) -> str:
        """Return the sentence of `message`; an unknown code gives a plain sentence that names it, never an error."""
        template = (MESSAGES if self.table is None else self.table).get(message.code)
        if template is None:
            return self._plain(message)
        sentence = _FIELD.sub(lambda match: self._field(message.values, match[1], match[2] or ""), template)
        return capital(sentence) if template.startswith(_CAPITALISED) else sentence

    def knows(self, code: str) -> bool:
        """Return whether `code` has words."""
        return code in (MESSAGES if self.table is None else self.table)

    def _field(self, values: Mapping[str, Value], name: str, spec: str) -> str:
        value = values.get(name)
        if value is None:
            return _NOTHING.get(spec, UNKNOWN)
        if spec == "person" or (not spec and name == "person"):
            return self.name_of(str(value))
        return formatted(value, spec)

    def _plain(self, message: Message) -> str:
        said = ", ".join(f"{key} {self._field(message.values, key, '')}" for key in sorted(message.values))
        code = clean(message.code, limit=80)
        return f"{code} ({said})" if said else code


def formatted(value: Value, spec: str = "") -> str:
    """Return one value as a reader expects it; a format that does not fit the value falls back to the plain form."""
    if value is None:
        return UNKNOWN
    noun = spec.removeprefix("n ") if spec.startswith("n ") else ""
    if noun and isinstance(value, int):
        return counted(value, *noun.split("|", 1))
    maker = _MAKERS.get(spec)
    return maker(value) if maker else _plain(value)


def _plain(value: Value) -> str:
    if isinstance(value, date):
        return day(value)
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, int | float):
        return number(value) if isfinite(value) else UNKNOWN
    return mask_addresses(clean(str(value)))


def day(value: date | datetime) -> str:
    """Return "4 March 2026", whatever the locale."""
    return f"{value.day} {MONTHS[value.month - 1]} {value.year}"


def moment(at: datetime, zone: str) -> str:
    """Return "4 March 2026, 07:00 CET": a moment as those tell time who live in `zone`."""
    local = at.astimezone(ZoneInfo(zone))
    return f"{day(local)}, {local:%H:%M} {'UTC' if zone == 'UTC' else local.tzname() or zone}"


def short_day(value: date | datetime) -> str:
    """Return "4 Mar 2026" for narrow columns."""
    return f"{value.day} {MONTHS[value.month - 1][:3]} {value.year}"


def month(value: date | datetime) -> str:
    """Return "March 2026"."""
    return f"{MONTHS[value.month - 1]} {value.year}"


def number(value: float) -> str:
    """Return a number with at most one decimal and a thin separator of thousands."""
    if isinstance(value, int) or float(value).is_integer():
        return f"{int(value):,}".replace(",", "\u202f") if abs(value) >= SEPARATE_THOUSANDS_FROM else str(int(value))
    return f"{value:.1f}"


def percent(value: float) -> str:
    """Return a share of 0 to 1 as "31 %"; what is neither nothing nor everything never reads 0 % or 100 %."""
    whole = round(value * 100)
    if whole == 0 and value > 0:
        return "under 1 %"
    if whole == 100 and value < 1:  # noqa: PLR2004 - per cent
        return "over 99 %"
    return f"{whole} %"


def counted(count: int, one: str, many: str = "") -> str:
    """Return "1 person", "3 people", "2 days"."""
    return f"{number(count)} {one if count == 1 else many or one + 's'}"


def span(days: int) -> str:
    """Return a length of time in the unit that people would use."""
    if days < SPAN_IN_MONTHS_FROM:
        return counted(days, "day")
    if days < SPAN_IN_YEARS_FROM:
        return f"about {counted(round(days / DAYS_A_MONTH), 'month')}"
    return f"about {number(round(days / DAYS_A_YEAR, 1))} years"


def spelled(count: int) -> str:
    """Return a small count as a word for running text, a larger one in figures."""
    return NUMBER_WORDS[count] if 0 <= count < len(NUMBER_WORDS) else number(count)


def capital(text: str) -> str:
    """Return a text that begins with a capital; an address or the name of a repository stays as it is written."""
    return text if is_place(text) else text[:1].upper() + text[1:]


def is_place(text: str) -> bool:
    """Return whether a text begins with an address, a package or an owner and a name: letters in them count as they stand."""
    first = text.split(" ", 1)[0]
    return "/" in first or "@" in first or ":" in first[:-1]


def reason(code: str) -> str:
    """Return why a source could not be looked at; an unknown code is named."""
    return REASONS.get(code) or f"not looked at ({clean(code, limit=40)})"


def source(collector: str) -> str:
    """Return what a reader calls the source that a collector reads."""
    return SOURCES.get(collector) or clean(collector, limit=40).replace("_", " ")


def signal(name: str) -> str:
    """Return a kind of fact in words."""
    return SIGNALS.get(name) or mask_addresses(clean(name, limit=40)).replace("_", " ")


def signals(names: str) -> str:
    """Return kinds of fact, joined by commas, as a list in words; "nothing" where there is none."""
    return listed([signal(name) for name in names.split(",") if name]) or "nothing"


def listed(parts: Sequence[str]) -> str:
    """Return "a, b and c"."""
    return " and ".join([part for part in (", ".join(parts[:-1]), *parts[-1:]) if part])


def metric(name: str) -> str:
    """Return what a source counts, in words."""
    return METRICS.get(name) or mask_addresses(clean(name, limit=40)).replace("_", " ")


def attribute(name: str) -> str:
    """Return what of a repository changed, in words."""
    return ATTRIBUTES.get(name) or mask_addresses(clean(name, limit=40)).replace("_", " ")


def place(address: str) -> str:
    """Return an address as it stands in a sentence: how it is reached goes without saying."""
    return _plain(address).removeprefix("https://").rstrip("/")


def _numeric(make: Callable[[float], str]) -> Callable[[Value], str]:
    return lambda value: make(value) if isinstance(value, int | float) and isfinite(value) else _plain(value)


def _dated(make: Callable[[date], str]) -> Callable[[Value], str]:
    return lambda value: make(value) if isinstance(value, date) else _plain(value)


def _worded(make: Callable[[str], str]) -> Callable[[Value], str]:
    return lambda value: make(str(value))


# What a value that is not there reads like.
_NOTHING: Mapping[str, str] = {"last_seen": "; never seen so far", "far": "more than three years from now"}

_MAKERS: Mapping[str, Callable[[Value], str]] = {
    "days": _numeric(lambda value: counted(round(value), "day")),
    "span": _numeric(lambda value: span(round(value))),
    "pct": _numeric(percent),
    "num": _numeric(number),
    "whole": _numeric(lambda value: number(round(value))),
    "date": _dated(day),
    "month": _dated(month),
    "far": _dated(day),
    "last_seen": _dated(lambda value: f"; last seen {day(value)}"),
    "signal": _worded(signal),
    "source": _worded(source),
    "reason": _worded(reason),
    "signals": _worded(signals),
    "metric": _worded(metric),
    "attribute": _worded(attribute),
    "place": _worded(place),
}
