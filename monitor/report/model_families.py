"""The section "Model families": what the house shipped, in lines and sentences with dates. Pure."""

from __future__ import annotations

from collections.abc import Iterable

from monitor.model.model_families import ModelRollUp, ShippedFamily
from monitor.model.report_models import FamilyLine, ModelsPart
from monitor.model.text import clean, mask_addresses
from monitor.report.links import shown_link
from monitor.report.words import counted, day, listed

FAMILIES_SHOWN = 12
STEPS_SHOWN = 5
LONGEST = 120


def models_part(found: ModelRollUp | None) -> ModelsPart:
    """Return the section of one project; empty where it has no models."""
    if found is None:
        return ModelsPart()
    lines = tuple(_line(family) for family in found.families[:FAMILIES_SHOWN])
    return ModelsPart(
        text=f"As the hub showed it on {day(found.seen_on)}",
        link=shown_link(found.link),
        lines=lines,
        more=len(found.families) - len(lines),
        said=tuple(_sentences(found)),
    )


def _line(family: ShippedFamily) -> FamilyLine:
    licences = [
        f"{_word(licence)} ({count})" if len(family.licences) > 1 else _word(licence) for licence, count in family.licences
    ]
    return FamilyLine(
        name=_word(family.name),
        first_on=family.first_on,
        last_on=family.last_on,
        models=family.models,
        bases=family.bases,
        sizes=tuple(_word(size) for size in family.sizes),
        licences=tuple(licences),
        gated=family.gated,
        link=shown_link(family.link),
    )


def _word(text: str) -> str:
    return mask_addresses(clean(text, limit=LONGEST))


def _sentences(found: ModelRollUp) -> Iterable[str]:
    yield _rhythm(found)
    for step in found.steps[:STEPS_SHOWN]:
        licence, before = _word(step.licence), _word(step.base_licence)
        yield f"{_word(step.model)} is under {licence}, and made from {_word(step.base)}, which is under {before}"
    if len(found.steps) > STEPS_SHOWN:
        more = counted(len(found.steps) - STEPS_SHOWN, "more model is", "more models are")
        yield f"{more} under another licence than the base"
    if found.foreign_bases:
        yield f"{counted(found.foreign_bases, 'model')} made from models whose licence is not watched here"
    yield _hands(found)


def _rhythm(found: ModelRollUp) -> str:
    if found.last_base_on is None:
        return "No base model was seen: only what was made from others"
    last = f"{counted(found.base_models, 'base model')}, the last {_word(found.last_base)} on {day(found.last_base_on)}"
    if found.median_days is None or found.window_until is None:
        return f"{last}; too few to tell a rhythm"
    rhythm = f"the middle one of the last {counted(found.gaps, 'gap')} is {counted(found.median_days, 'day')}"
    return f"{last}; {rhythm}, and the usual window of the next ends on {day(found.window_until)}"


def _hands(found: ModelRollUp) -> str:
    known = (
        (found.members, "member shown by the hub", "members shown by the hub"),
        (found.committers, "person who committed in 12 months", "people who committed in 12 months"),
        (found.releasers, "hand that released in 12 months", "hands that released in 12 months"),
    )
    told = [counted(count, one, many) for count, one, many in known if count is not None]
    who = f"{listed(told)}; " if told else ""
    return f"{who}who wrote the model cards, and which sizes are promised, no source that we read tells"
