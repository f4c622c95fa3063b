"""The section "Forecast" as plain lines, for formats of text."""

from __future__ import annotations

from collections.abc import Iterable

from monitor.model.report_forecast import ChanceLine, ForecastPart


def forecast_text(part: ForecastPart) -> list[str]:
    """Return the probabilities with their reasons, one line each, then what is said beside them; nothing where none was asked."""
    if not part.text:
        return []
    return [*(text for line in part.chances for text in chance_text(line)), *part.notes, part.text]


def forecast_short(part: ForecastPart) -> list[str]:
    """Return the probabilities in a line each with the strongest reason, for a mail, then what they are made from."""
    if not part.text:
        return []
    return [*(_short(line) for line in part.chances), part.text]


def _short(line: ChanceLine) -> str:
    reasons = [reason_text(reason.text, is_up=reason.is_up) for reason in line.reasons[:1]]
    return ". ".join([f"{line.question} {line.figure}", line.sentence, *(f"What most {text}" for text in reasons)])


def chance_text(line: ChanceLine) -> Iterable[str]:
    """Yield one probability: question, figure, sentence and record, then its reasons."""
    record = f". {line.record}" if line.record else ""
    yield f"{line.question} {line.figure}. {line.sentence}. {line.meaning}{record}"
    for reason in line.reasons:
        yield reason_text(reason.text, is_up=reason.is_up)


def reason_text(text: str, *, is_up: bool) -> str:
    """Return a reason with its direction."""
    return f"{'raises' if is_up else 'lowers'} it: {text}"
