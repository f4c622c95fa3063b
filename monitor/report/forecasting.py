"""The forecast of a project in words: probabilities with band and horizon, reasons with numbers, or why there is none."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from math import log

from monitor.model.forecast import Bin, Chance, Forecast, Push, TrackRecord
from monitor.model.report_forecast import NO_FORECAST, NO_TRACK, ChanceLine, ForecastPart, ReasonLine, TrackPart
from monitor.model.target import Impact
from monitor.model.text import clean, mask_addresses
from monitor.report import english_forecast as english
from monitor.report.english import IMPACTS
from monitor.report.words import capital, counted, day, number, percent, span

YEAR_DAYS = 365
ONE_IN_UNTIL = 0.095
RARE = 0.01
NEARLY_SURE = 0.95


def forecast_part(forecast: Forecast | None, track: TrackRecord | None, marks: str = "") -> ForecastPart:
    """Return the section on one project; nothing where none was asked for. `marks`: from what it makes a watch, in words."""
    if forecast is None:
        return NO_FORECAST
    if forecast.stall is None:
        why = english.NONE.get(forecast.why_none) or f"No forecast: {_plain(forecast.why_none)}"
        return ForecastPart(why, forecast.made_on, model=_plain(forecast.model))
    return ForecastPart(
        text=english.SOURCE.format(on=day(forecast.made_on), model=_plain(forecast.model)),
        made_on=forecast.made_on,
        until=_until(forecast),
        model=_plain(forecast.model),
        chances=tuple(_chances(forecast, track)),
        notes=tuple(_notes(forecast, marks)),
        expected_loss=forecast.expected_loss,
    )


def _plain(foreign: str) -> str:
    return mask_addresses(clean(foreign, limit=80))


def _until(forecast: Forecast) -> date:
    return forecast.made_on + timedelta(days=YEAR_DAYS)


def _chances(forecast: Forecast, track: TrackRecord | None) -> Iterable[ChanceLine]:
    bins: Mapping[str, Sequence[Bin]] = {"stall": track.stall, "gone": track.gone} if track else {}
    for code, chance in (("stall", forecast.stall), ("gone", forecast.gone)):
        if chance:
            yield _chance(code, chance, forecast, bins.get(code, ()))


def _chance(code: str, chance: Chance, forecast: Forecast, bins: Sequence[Bin]) -> ChanceLine:
    mainstays = counted(forecast.mainstays, "mainstay")
    said = capital(in_words(chance.probability))
    return ChanceLine(
        code=code,
        question=english.QUESTIONS[code],
        figure=figure(chance.probability, chance.low, chance.high),
        sentence=english.SENTENCES[code].format(chance=said, until=day(_until(forecast)), mainstays=mainstays),
        meaning=english.MEANINGS[code],
        record=_record(chance.probability, bins),
        probability=chance.probability,
        low=chance.low,
        high=chance.high,
        before=chance.before,
        reasons=tuple(_reason(push) for push in chance.reasons),
        past=chance.past,
    )


def figure(probability: float, low: float, high: float) -> str:
    """Return a probability with its 5-95 % band as "31 % (22–41)"; one that is rare to the end of its band needs no figures."""
    if high < RARE:
        return percent(probability)
    return f"{percent(probability)} ({round(low * 100)}–{round(high * 100)})"


def in_words(probability: float) -> str:
    """Return a probability as a count that people picture: "about 1 in 12", "about 3 in 10"."""
    if probability < RARE:
        return "less than 1 in 100"
    if probability < ONE_IN_UNTIL:
        return f"about 1 in {round(1 / probability)}"
    return "more than 9 in 10" if probability >= NEARLY_SURE else f"about {round(probability * 10)} in 10"


def _record(probability: float, bins: Sequence[Bin]) -> str:
    if not bins:
        return ""
    near = min(bins, key=lambda one: abs(_log_odds(one.expected) - _log_odds(probability)))
    expected = percent(near.expected)
    said = f"of {expected}" if expected.startswith("under") else f"around {expected}"
    return english.RECORD.format(count=number(near.count), expected=said, seen=percent(near.seen))


def _log_odds(probability: float) -> float:
    bounded = min(max(probability, 1e-6), 1 - 1e-6)
    return log(bounded / (1 - bounded))


def _reason(push: Push) -> ReasonLine:
    label, unit = english.REASONS.get(push.code, (_plain(push.code), ""))
    values = {name: None if value is None else _value(value, unit) for name, value in _values(push).items()}
    words = english.REASON if push.before is None else english.REASON_BEFORE
    return ReasonLine(_plain(push.code), words.format(label=label, **values), push.push)


def _values(push: Push) -> Mapping[str, float | None]:
    return {"now": push.now, "peers": push.peers, "before": push.before}


def _value(value: float, unit: str) -> str:
    match unit:
        case "share":
            return percent(value)
        case "span":
            return span(round(value))
        case "days":
            return counted(round(value), "day")
    return number(round(value))


def _notes(forecast: Forecast, marks: str) -> Iterable[str]:
    if forecast.is_departure_known:
        yield english.NOT_GONE_KNOWN
    elif forecast.gone is None:
        yield english.NOT_GONE_FEW
    if forecast.expected_loss is not None:
        mainstays = counted(forecast.mainstays, "mainstay")
        yield english.LOSS.format(share=percent(forecast.expected_loss), mainstays=mainstays)
    if marks:
        yield english.MARKS.format(marks=marks)


def marks_text(marks: Mapping[Impact, float]) -> str:
    """Return from which probability a forecast makes a project one to watch, by impact, in words."""
    shared: dict[float, list[str]] = {}
    for impact, mark in sorted(marks.items(), reverse=True):
        shared.setdefault(mark, []).append(IMPACTS[impact])
    return ", ".join(f"{percent(mark)} where the impact is {' or '.join(names)}" for mark, names in shared.items())


def track_part(track: TrackRecord | None) -> TrackPart:
    """Return how the model's forecasts came out, for the note on the method."""
    if track is None:
        return NO_TRACK
    text = english.TRACK.format(
        model=_plain(track.model), repositories=track.repositories, first=day(track.first), last=day(track.last)
    )
    return TrackPart(text, {english.QUESTIONS["stall"]: track.stall, english.QUESTIONS["gone"]: track.gone})
