"""The section "Model families" as plain lines, for formats of text."""

from __future__ import annotations

from monitor.model.report_models import FamilyLine, ModelsPart
from monitor.report.words import counted, day


def models_text(part: ModelsPart) -> list[str]:
    """Return the sentences on all families, then one line a family; nothing for a project without models."""
    more = [f"and {counted(part.more, 'older family', 'older families')}"] if part.more else []
    about = [f"{part.text}{f' {part.link}' if part.link else ''}"] if part.text else []
    return [*about, *part.said, *map(family_text, part.lines), *more]


def family_text(line: FamilyLine) -> str:
    """Return one family in a line."""
    when = f"on {day(line.first_on)}" if line.first_on == line.last_on else f"from {day(line.first_on)} to {day(line.last_on)}"
    sizes = f"; sizes {', '.join(line.sizes)}" if line.sizes else ""
    licences = f"; {', '.join(line.licences)}" if line.licences else "; licence unknown"
    gated = f"; {line.gated} gated" if line.gated else ""
    models = f"{counted(line.models, 'model')}, {line.bases} of them base"
    return f"{line.name}: {models}, {when}{sizes}{licences}{gated}"
