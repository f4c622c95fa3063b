"""Situations and decisions as plain text, 72 columns: for a terminal, a mail, and whoever reads by ear."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from monitor.model.decisions import DecisionLine
from monitor.model.report_evidence import EvidenceLine
from monitor.model.report_situation import QuestionLine, SituationLine
from monitor.report.english_situations import STATES
from monitor.report.situations import opened_text
from monitor.report.text_lines import heading, wrapped
from monitor.report.words import counted, day


def situations_text(
    title: str, told: Sequence[SituationLine], others: Sequence[SituationLine], most: int | None = None
) -> Iterable[str]:
    """Yield situations under a title: `told` in full (`most` lines of each kind, None = all), the `others` in a line each."""
    if not told and not others:
        return
    yield from heading(title)
    for line in told:
        yield from _story(line, most)
    if told and others:
        yield ""
    for line in others:
        settled = f"{len(line.settled)} of {counted(len(line.questions), 'question')} settled"
        yield from wrapped(f"{line.name}: {line.title} ({STATES[line.state]}, {settled})", "- ")


def _story(line: SituationLine, most: int | None) -> Iterable[str]:
    yield ""
    yield from wrapped(f"{STATES[line.state].upper()}: {line.name}: {line.title} ({line.level.value})")
    yield from wrapped(f"{opened_text(line)}.")
    if line.news:
        yield from wrapped(f"Since the last report: {' '.join(ended(text) for text in line.news)}")
    if line.summary:
        yield from wrapped(f"In short: {line.summary}.")
    yield from _block("What we know", [*map(fact_text, line.timeline), *map(settled_text, line.settled)], most)
    yield from _block("What we don't know", [*map(open_text, line.open)], most)
    yield from _block("What would change this", line.would_change, None)


def fact_text(fact: EvidenceLine) -> str:
    """Return a dated fact with its level and source."""
    return f"{day(fact.at)}: {fact.text} ({fact.level.value}){f' {fact.link}' if fact.link else ''}"


def settled_text(line: QuestionLine) -> str:
    """Return a settled question with its answer, level and source."""
    if line.answer is None:
        return line.asks
    new = " (new)" if line.is_new else ""
    return f"{line.asks}{new} {line.answer.text} ({line.answer.level.value}){f' {line.answer.link}' if line.answer.link else ''}"


def open_text(line: QuestionLine) -> str:
    """Return an open question: what was seen so far, and what would settle it."""
    return f"{line.asks} {line.so_far}. Settled by: {line.settles[:1].lower()}{line.settles[1:]}."


def ended(text: str) -> str:
    """Return a sentence with its full stop."""
    return text if text.endswith(("?", ".")) else f"{text}."


def _block(title: str, items: Sequence[str], most: int | None) -> Iterable[str]:
    if not items:
        return
    shown = items if most is None else items[-most:] if title == "What we know" else items[:most]
    yield from (f"{title}:", *(part for item in shown for part in wrapped(item, "  - ")))
    if len(shown) < len(items):
        yield f"  - and {len(items) - len(shown)} more in the whole report"


def decisions_text(decisions: Sequence[DecisionLine]) -> Iterable[str]:
    """Yield what was decided, with review dates and what came after."""
    if not decisions:
        return
    yield from heading("What you decided")
    for line in decisions:
        yield from wrapped(f"{line.text}.{f' [{line.finding}]' if line.finding else ''}", "- ")
