"""How well we saw: each signal of each target in a sentence, each source in numbers, the whole list in one line."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import datetime
from urllib.parse import urlsplit

from monitor.model.limits import Limits
from monitor.model.report import ProjectLine
from monitor.model.report_coverage import CoverageSummary, SourceCoverage, SourceLine, View
from monitor.model.signals import Coverage
from monitor.model.text import clean, mask_addresses
from monitor.report.words import capital, counted, day, percent, reason, signal, source

# Below this share of answered sources a report says so in its subject and first line (it would mislead otherwise).
LOW_COVERAGE = 0.9
# So many failing sources are named in the line on coverage: a mail with twenty would begin with ten lines of them.
NAMED_SOURCES = 3
# What git's collector says of an empty repository.
NO_COMMITS = "the repository has no commits"
# Reasons that do not go away by themselves: a wrong address, a place that moved, a refusal.
READERS_OWN = ("never_visible", "not_found", "access_denied")
FAILING = frozenset({View.FAILED, View.NEVER})


def source_lines(coverage: Sequence[Coverage], as_of: datetime, limits: Limits) -> tuple[SourceLine, ...]:
    """Return one line per signal and target, in a stable order."""
    lines = [_source_line(line, as_of, limits) for line in coverage]
    return tuple(sorted(lines, key=lambda line: (line.target, line.collector, line.signal)))


def _source_line(line: Coverage, as_of: datetime, limits: Limits) -> SourceLine:
    view = view_of(line, as_of, limits)
    target = mask_addresses(clean(line.target, limit=300))
    return SourceLine(
        collector=line.collector,
        source=source(line.collector),
        signal=line.signal.value,
        signal_words=signal(line.signal.value),
        target=target,
        link=target if target.startswith("https://") else "",
        view=view,
        text=_sentence(line, view),
        seen_from=line.seen_from,
        seen_until=line.seen_until,
        tried_at=line.tried_at,
        is_complete=line.is_complete,
        is_frozen=line.is_frozen,
        reason=_reason_code(line, view),
        detail=mask_addresses(clean(line.detail, limit=300)),
    )


def view_of(line: Coverage, as_of: datetime, limits: Limits) -> View:
    """Return how well `line` is seen at `as_of`. A failed last attempt is FAILED even while older facts are still fresh."""
    if line.seen_until is None:
        return View.FAILED if line.reason not in ("", "never_looked") else View.NEVER
    is_old = (as_of - line.seen_until).days > limits.stale_after_days
    if line.is_frozen and is_old:
        return View.FROZEN
    if line.reason not in ("", "stale", "frozen"):
        return View.FAILED
    if is_old:
        return View.STALE
    return View.FRESH if line.is_complete else View.PARTIAL


def _reason_code(line: Coverage, view: View) -> str:
    if view in (View.STALE, View.FROZEN, View.PARTIAL):
        return view.value
    return "" if view == View.FRESH else line.reason or "never_looked"


def cause(code: str, detail: str, *, is_seen: bool) -> str:
    """Return the code by which a reason is worded: what never was seen cannot be "no longer" visible, and empty is no riddle."""
    if code == "not_found" and not is_seen:
        return "never_visible"
    return "no_commits" if code == "malformed" and NO_COMMITS in detail else code


def _sentence(line: Coverage, view: View) -> str:
    seen = day(line.seen_until) if line.seen_until else ""
    if view == View.FRESH:
        return f"seen up to {seen}"
    why = reason(cause(_reason_code(line, view), line.detail, is_seen=bool(seen)))
    return f"{why}; last seen {seen}" if seen else why


def coverage_summary(projects: Sequence[ProjectLine]) -> CoverageSummary:
    """Return the coverage of a whole list. A source asked for one target counts once, however many signals it promises."""
    looks = _looks(projects)
    sources = tuple(_source_coverage(name, looks[name]) for name in sorted(looks))
    asked = sum(line.asked for line in sources)
    answered = sum(line.answered for line in sources)
    fully = sum(project.is_fully_seen for project in projects)
    share = answered / asked if asked else None
    return CoverageSummary(
        projects=len(projects),
        fully_seen=fully,
        asked=asked,
        answered=answered,
        share=share,
        is_low=share is not None and share < LOW_COVERAGE,
        text=_summary_text(projects, fully, share, sources),
        sources=sources,
    )


def _looks(projects: Sequence[ProjectLine]) -> dict[str, dict[str, list[SourceLine]]]:
    """Return source -> target -> its lines; a target shared by two projects is one look."""
    looks: dict[str, dict[str, list[SourceLine]]] = {}
    for project in projects:
        for line in project.sources:
            looks.setdefault(line.source, {}).setdefault(line.target, []).append(line)
    return looks


def _source_coverage(name: str, targets: Mapping[str, Sequence[SourceLine]]) -> SourceCoverage:
    failed = {target: lines for target, lines in targets.items() if any(line.view in FAILING for line in lines)}
    fresh = sum(all(line.view == View.FRESH for line in lines) for lines in targets.values())
    reasons = Counter(_first_reason(lines) for lines in targets.values() if _first_reason(lines))
    dates = [line.seen_until for lines in targets.values() for line in lines if line.seen_until]
    return SourceCoverage(
        source=name,
        asked=len(targets),
        answered=len(targets) - len(failed),
        fresh=fresh,
        oldest_seen_until=min(dates, default=None),
        reasons=tuple(sorted(reasons.items(), key=lambda item: (-item[1], item[0]))),
    )


def _first_reason(lines: Sequence[SourceLine]) -> str:
    failing = [line for line in lines if line.view in FAILING] or [line for line in lines if line.reason]
    return min(
        (cause(line.reason, line.detail, is_seen=line.seen_until is not None) for line in failing), key=gravity, default=""
    )


def gravity(code: str) -> int:
    """Return where a reason stands among several: what the reader alone can mend comes before what passes by itself."""
    return READERS_OWN.index(code) if code in READERS_OWN else len(READERS_OWN)


def _summary_text(projects: Sequence[ProjectLine], fully: int, share: float | None, sources: Sequence[SourceCoverage]) -> str:
    if share is None:
        return "No source was to be asked."
    asked = sum(line.asked for line in sources)
    looks = f"{percent(share)} of {counted(asked, 'look')} answered"
    seen = f"{fully} of {counted(len(projects), 'project')} fully seen{_the_others(projects)}"
    return f"{looks}; {seen}. {_sources_text(sources)}{_main_reason(projects)}"


def _sources_text(sources: Sequence[SourceCoverage]) -> str:
    """Name the sources that failed most; the others are told one by one below."""
    failing = sorted((line for line in sources if line.answered < line.asked), key=lambda line: line.answered - line.asked)
    if not failing:
        return "Every source answered."
    named = "; ".join(map(_source_text, failing[:NAMED_SOURCES]))
    more = f"; {counted(len(failing) - NAMED_SOURCES, 'more source')} in part or not" if len(failing) > NAMED_SOURCES else ""
    return f"{capital(named)}{more}."


def _the_others(projects: Sequence[ProjectLine]) -> str:
    """Return why the others were not, each project by the gravest reason of its sources."""
    unseen = [_first_reason(project.sources) for project in projects if not project.is_fully_seen]
    codes = Counter(code or "never_looked" for code in unseen).most_common()
    said = "; ".join(f"{reason(code)}:\u00a0{count}" for code, count in codes)
    return f" ({said})" if said else ""


def _main_reason(projects: Sequence[ProjectLine]) -> str:
    """Return what most of the failing looks say alike, and of which host: one broken name explains them all."""
    failing = {(line.target, line.source): line for p in projects for line in p.sources if line.view in FAILING and line.detail}
    alike = Counter((_place(line), line.detail.rsplit(": ", 1)[-1]) for line in failing.values()).most_common(1)
    if not alike or alike[0][1] * 2 <= len(failing):
        return ""
    (place, words), count = alike[0]
    return f" Main reason: {place}: {words} ({counted(count, 'address', 'addresses')})."


def _place(line: SourceLine) -> str:
    return (urlsplit(line.target).hostname if "://" in line.target else "") or line.source


def _source_text(line: SourceCoverage) -> str:
    if line.answered == line.asked:
        return f"{line.source} answered for all {line.asked}" if line.asked > 1 else f"{line.source} answered"
    if not line.answered:
        why = f" ({reason(line.reasons[0][0])})" if line.reasons else ""
        return (
            f"{line.source} did not answer{why}" if line.asked == 1 else f"{line.source} answered for none of {line.asked}{why}"
        )
    return f"{line.source} answered for {line.answered} of {line.asked} ({percent(line.answered / line.asked)})"
