"""Situations and decisions in the Markdown report: what changed in full, the others in a line each."""

from __future__ import annotations

from collections.abc import Iterable

from monitor.model.report import Report
from monitor.model.report_evidence import EvidenceLine
from monitor.model.report_situation import QuestionLine, SituationLine
from monitor.report.english_situations import STATES
from monitor.report.markdown_marks import block, escaped, linked
from monitor.report.pages import in_full, situations_heading
from monitor.report.situation_text import ended
from monitor.report.situations import opened_text
from monitor.report.words import counted, day


def markdown_situations(report: Report) -> Iterable[str]:
    """Yield the situations of a report, those that changed in full."""
    if not report.situations:
        return
    yield from ("", f"## {situations_heading(report)}")
    told = in_full(report)
    for line in told:
        yield from _story(line)
    others = [line for line in report.situations if line not in told]
    if others:
        yield ""
    for line in others:
        settled = f"{len(line.settled)} of {counted(len(line.questions), 'question')} settled"
        yield f"- {escaped(line.name)}: {escaped(line.title)} ({STATES[line.state]}, {settled})"


def _story(line: SituationLine) -> Iterable[str]:
    yield from ("", f"### {STATES[line.state].capitalize()}: {escaped(line.name)}: {escaped(line.title)}")
    yield from ("", f"{escaped(opened_text(line))} ({line.level.value})")
    if line.news:
        yield from ("", f"**Since the last report:** {' '.join(escaped(ended(text)) for text in line.news)}")
    if line.summary:
        yield from ("", f"**In short:** {escaped(line.summary)}.")
    yield from block("What we know", [*map(_fact, line.timeline), *map(_settled, line.settled)])
    yield from block("What we don't know", [_open(question) for question in line.open])
    yield from block("What would change this", [escaped(text) for text in line.would_change])


def _fact(fact: EvidenceLine) -> str:
    return f"{day(fact.at)}: {linked(fact.text, fact.link)} ({fact.level.value})"


def _settled(line: QuestionLine) -> str:
    answer = f"{linked(line.answer.text, line.answer.link)} ({line.answer.level.value})" if line.answer else ""
    return f"{escaped(line.asks)} {answer}"


def _open(line: QuestionLine) -> str:
    return f"{escaped(line.asks)} {escaped(line.so_far)}. Settled by: {escaped(line.settles[:1].lower() + line.settles[1:])}."


def markdown_decisions(report: Report) -> Iterable[str]:
    """Yield what was decided, with review dates and what came after."""
    if not report.decisions:
        return
    yield from ("", "## What you decided", "")
    for line in report.decisions:
        yield f"- {escaped(line.text)}.{f' `{line.finding}`' if line.finding else ''}"
