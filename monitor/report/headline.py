"""The first screen: one sentence of news, the subject of the mail, and what we ask of the reader."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from textwrap import shorten

from monitor.model.finding import Level
from monitor.model.report import Ask, Change, ChangeKind, ProjectLine
from monitor.model.report_coverage import CoverageSummary
from monitor.report.changes import is_news
from monitor.report.english import WHAT_TO_DO_ABOUT
from monitor.report.words import capital, counted, is_place, percent, spelled

_AS_NOW = {Level.ALERT: "now on alert", Level.WATCH: "now to watch", Level.UNKNOWN: "now unknown", Level.OK: "ok"}
# The sources answered, and know nothing of that name.
_NOTHING_THERE = frozenset({"not_found", "never_visible"})
ASKS = 5
ASK_LENGTH = 120
NAMED_CHANGES = 2


def counts(projects: Sequence[ProjectLine]) -> dict[Level, int]:
    """Return how many projects have each level, the gravest first."""
    found = Counter(project.level for project in projects)
    return {level: found[level] for level in (Level.ALERT, Level.WATCH, Level.UNKNOWN, Level.OK)}


def headline(
    projects: Sequence[ProjectLine],
    changed: Sequence[Change],
    coverage: CoverageSummary,
    since: str,
    *,
    first: str = "First look at",
    situations: str = "",
) -> str:
    """Return the news in plain words; `projects` are in the order of the portfolio.

    `since` says with which day or hour it is compared; where with nothing (""), `first` begins it.
    `situations` says which of them changed: that leads.
    """
    if not projects:
        return "This list watches no project yet."
    if coverage.asked and not coverage.answered:
        if {code for line in coverage.sources for code, _ in line.reasons} == {"never_looked"}:
            return "Nothing was looked at yet: the command “mainstay run” looks."
        if all(line.reasons and {code for code, _ in line.reasons} <= _NOTHING_THERE for line in coverage.sources):
            return "Nothing was found at any address: check what is watched. Nothing was raised and nothing was cleared."
        return "Nothing could be looked at: no source answered. Nothing was raised and nothing was cleared."
    news = [change for change in changed if is_news(change)]
    if not since:
        said = f"{first} {counted(len(projects), 'project')}: {_tally(projects)}.{_look_first(projects)}"
    elif news:
        said = _news(news, {project.key: place for place, project in enumerate(projects)})
    else:
        if situations:
            return f"{situations} Nothing else changed since {since}: {_tally(projects)}.{_low(coverage)}"
        said = f"Nothing changed since {since}: {_tally(projects)}.{_look_first(projects)}"
    said = f"{situations} {said}" if situations else said
    return said + _low(coverage)


def _low(coverage: CoverageSummary) -> str:
    if not coverage.is_low:
        return ""
    seen = f"{coverage.answered} of the {counted(coverage.asked, 'look')} that levels rest on ({percent(coverage.share or 0)})"
    return f" Read with care: only {seen} were answered."


def _tally(projects: Sequence[ProjectLine]) -> str:
    words = {Level.ALERT: "on alert", Level.WATCH: "to watch", Level.UNKNOWN: "unknown", Level.OK: "ok"}
    parts = [f"{spelled(count)} {words[level]}" for level, count in counts(projects).items() if count]
    return parts[0] if len(parts) == 1 else f"{', '.join(parts[:-1])} and {parts[-1]}"


def _look_first(projects: Sequence[ProjectLine]) -> str:
    grave = [project for project in projects if project.level > Level.OK]
    return f" Look first at {grave[0].name}: {inside(grave[0].headline)}." if grave else ""


def _news(news: Sequence[Change], places: Mapping[str, int]) -> str:
    """Name the projects that changed in the order of the portfolio: by risk times impact."""
    about = dict.fromkeys(change.project for change in sorted(news, key=lambda change: places[change.project]))
    first = [next(change for change in news if change.project == key) for key in list(about)[:NAMED_CHANGES]]
    told = "; ".join(_told(change) for change in first)
    rest = len(about) - len(first)
    more = f"; and {spelled(rest)} more" if rest else ""
    return f"{capital(spelled(len(about)))} of {counted(len(places), 'project')} changed: {told}{more}."


def _told(change: Change) -> str:
    if change.kind == ChangeKind.BETTER:
        return f"{change.name} is better: {inside(change.text)}"
    if change.kind == ChangeKind.SEEN:
        return f"{change.name} can be judged now, {_AS_NOW[change.level].removeprefix('now ')}: {inside(change.text)}"
    if change.kind == ChangeKind.WORSE:
        return f"{change.name} is {_AS_NOW[change.level]}: {inside(change.text)}"
    return f"{change.name}: {inside(change.text)}"


def first_clause(sentence: str) -> str:
    """Return a sentence up to its first semicolon or bracket, for places where little fits."""
    return sentence.split("; ", 1)[0].split(" (", 1)[0]


def inside(sentence: str) -> str:
    """Return the first clause of a sentence as it reads after a colon."""
    sentence = first_clause(sentence)
    first = sentence.split(" ", 1)[0]
    if is_place(sentence):
        return sentence.rstrip(".")
    return (sentence[:1].lower() + sentence[1:] if first[1:].islower() or len(first) == 1 else sentence).rstrip(".")


def subject(
    title: str,
    found: Mapping[Level, int],
    changed: Sequence[Change],
    coverage: CoverageSummary,
    *,
    is_baseline: bool,
    pace: str = "",
    situations: int = 0,
) -> str:
    """Return the subject line of a message with this report; `pace` is how often it comes: "weekly".

    `situations` is how many changed.
    """
    news = len({change.project for change in changed if is_news(change)})
    parts = [f"coverage {percent(coverage.share or 0)}"] if coverage.is_low else []
    parts += [counted(situations, "situation")] if situations else []
    if news or is_baseline or not situations:
        parts.append("first look" if is_baseline else counted(news, "change") if news else "no change")
    parts += [counted(found[Level.ALERT], "alert")] if found[Level.ALERT] else []
    return f"Mainstay{f' {pace}' if pace else ''}: {', '.join(parts)} ({title})"


def shortened(text: str) -> str:
    """Return what fits beside the news; the card holds the whole."""
    return shorten(text, ASK_LENGTH, placeholder=" …")


def asks(projects: Sequence[ProjectLine], coverage: CoverageSummary) -> tuple[Ask, ...]:
    """Return what we ask of the reader, of the gravest projects first; nothing for what is ok.

    Where too few sources answered, the last thing asked is to let us see; it belongs to no project.
    """
    wanted = [project for project in projects if project.level > Level.OK and project.todo]
    found = [Ask(p.key, p.name, p.level, shortened(p.todo), p.owner) for p in wanted[:ASKS]]
    codes = [code for line in coverage.sources for code, _ in line.reasons]
    if coverage.is_low and codes:
        way = WHAT_TO_DO_ABOUT.get(Counter(codes).most_common(1)[0][0], WHAT_TO_DO_ABOUT["bug"])
        found.append(Ask("", "Sources that did not answer", Level.UNKNOWN, way, ""))
    return tuple(found)
