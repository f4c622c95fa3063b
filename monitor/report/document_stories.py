"""Situations, decisions, statements, forecasts and model families in the JSON document."""

from __future__ import annotations

from monitor.model.decisions import DecisionLine
from monitor.model.report import StatementLine
from monitor.model.report_forecast import ChanceLine, ForecastPart
from monitor.model.report_models import ModelsPart
from monitor.model.report_situation import QuestionLine, SituationLine
from monitor.report.document_values import Json, evidence, iso_day, moment


def situation(line: SituationLine) -> Json:
    """Return one situation with its timeline and questions."""
    return {
        "id": line.id,
        "project": line.project,
        "name": line.name,
        "kind": line.kind.value,
        "title": line.title,
        "opened_on": iso_day(line.opened_on),
        "state": line.state.value,
        "since": iso_day(line.since),
        "because": line.because,
        "level": line.level.value,
        "timeline": [evidence(fact) for fact in line.timeline],
        "questions": [_question(question) for question in line.questions],
        "would_change": list(line.would_change),
        "summary": line.summary or None,
        "change": line.change.value or None,
        "news": list(line.news),
    }


def _question(line: QuestionLine) -> Json:
    return {
        "code": line.code,
        "asks": line.asks,
        "answer": evidence(line.answer) if line.answer else None,
        "so_far": line.so_far,
        "settles": line.settles,
        "is_new": line.is_new,
    }


def decision(line: DecisionLine) -> Json:
    """Return one decision."""
    return {
        "project": line.project,
        "finding": line.finding or None,
        "choice": line.choice,
        "owner": line.owner,
        "reason": line.reason,
        "at": moment(line.at),
        "review_on": iso_day(line.review_on),
        "is_due": line.is_due,
        "since": list(line.since),
    }


def models(part: ModelsPart) -> Json:
    """Return the section on model families."""
    families = [
        {
            "name": line.name,
            "first_on": iso_day(line.first_on),
            "last_on": iso_day(line.last_on),
            "models": line.models,
            "bases": line.bases,
            "sizes": list(line.sizes),
            "licences": list(line.licences),
            "gated": line.gated,
            "link": line.link or None,
        }
        for line in part.lines
    ]
    return {"text": part.text, "link": part.link or None, "families": families, "more": part.more, "said": list(part.said)}


def statement(line: StatementLine) -> Json:
    """Return one thing that was said."""
    return {
        "on": iso_day(line.on),
        "level": line.level.value,
        "source": line.source,
        "words": line.words,
        "link": line.link or None,
        "more_places": line.more_places,
    }


def forecast(part: ForecastPart) -> Json:
    """Return a forecast: probabilities as numbers with band and reasons, and why there is none where there is none."""
    return {
        "made_on": iso_day(part.made_on),
        "until": iso_day(part.until),
        "model": part.model,
        "text": part.text,
        "notes": list(part.notes),
        "expected_loss": _share(part.expected_loss),
        "chances": [_chance(line) for line in part.chances],
    }


def _share(value: float | None) -> float | None:
    return None if value is None else round(value, 4)


def _chance(line: ChanceLine) -> Json:
    return {
        "outcome": line.code,
        "probability": _share(line.probability),
        "low": _share(line.low),
        "high": _share(line.high),
        "six_months_ago": _share(line.before),
        "text": line.sentence,
        "meaning": line.meaning,
        "reasons": [{"code": one.code, "push": round(one.push, 3), "text": one.text} for one in line.reasons],
        "past": [
            {"on": iso_day(one.on), "probability": _share(one.probability), "low": _share(one.low), "high": _share(one.high)}
            for one in line.past
        ],
    }
