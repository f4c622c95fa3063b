"""What holds of every story: nobody wrong, nothing loud on weak evidence, every claim with date and source in all formats."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from monitor.model.assessment import Assessment
from monitor.model.evidence import EvidenceLevel
from monitor.model.finding import Finding, Level, Outcome
from monitor.model.letter import Circumstances
from monitor.model.limits import DEFAULT_LIMITS
from monitor.model.report import FindingLine, ProjectLine, Report
from monitor.model.target import Impact
from monitor.report.document import to_document
from monitor.report.mail import report_letter
from monitor.report.markdown import report_markdown
from monitor.report.render import render_html, render_text
from monitor.scoring.levels import judge_level

WEAK = frozenset({EvidenceLevel.OBSERVED, EvidenceLevel.REPORTED, EvidenceLevel.REACTION})
# What counts who works says nothing of anybody that could be wrong.
WHO_WORKS = frozenset({"contributor_absence_factor", "one_releaser"})
MONTHS = "January|February|March|April|May|June|July|August|September|October|November|December"
DATED = re.compile(rf"\b\d{{1,2}} ({MONTHS}|{'|'.join(month[:3] for month in MONTHS.split('|'))}) \d{{4}}\b")
LEVELLED = re.compile(r"\(?\bE[1-5]\)?")
SOURCED = re.compile(r"https?://\S+|pkg:\S+")
# What is asked, and which channels are heard, claims nothing of a person.
NO_CLAIMS = ("Whether ", "No account or feed of ", "Of ")


def at_risk(line: ProjectLine) -> list[FindingLine]:
    return [finding for finding in line.findings if finding.outcome is Outcome.AT_RISK]


def formats(report: Report) -> Mapping[str, str]:
    """Return the report in every format in which people get it."""
    letter = report_letter(report, Circumstances())
    return {
        "page": _told(render_html(report)),
        "mail": _told(letter.html),
        "mail text": letter.text,
        "text": render_text(report),
        "markdown": report_markdown(report),
        "json": " ".join(strings(to_document(report))),
    }


def _told(page: str) -> str:
    """Return the text of a page, one line for each block, with the addresses of its links."""
    plain = re.sub(r"<style>.*?</style>|<svg.*?</svg>", " ", page, flags=re.DOTALL)
    linked = re.sub(r'<a [^>]*href="(https?:[^"]*)"[^>]*>', r" \1 ", plain)
    blocks = re.sub(r"</?(li|p|tr|div|h\d|section|article|ul|ol|table|dt|dd|details|summary)\b[^>]*>", "\n- ", linked)
    return re.sub(r"<[^>]*>", " ", blocks)


def strings(value: Any) -> Iterator[str]:
    """Yield every text of a document."""
    if isinstance(value, str):
        yield value
    for inner in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        yield from strings(inner)


def items(text: str) -> Iterator[str]:
    """Yield the paragraphs and list items of a text, each as one line."""
    for block in re.split(r"\n(?=\s*[-*] |\s*\n)", text):
        yield " ".join(block.split()).lstrip("-* ")


def wrong_people(line: ProjectLine, everybody: Sequence[str], about: frozenset[str]) -> list[str]:
    """Return what is claimed of somebody it is not about: in what we found, what we show for it, and in situations."""
    claims = [
        text for f in at_risk(line) if f.rule not in WHO_WORKS for text in (f.text, *(e.text for e in f.evidence), *f.people)
    ]
    claims += [text for story in line.situations for text in (story.title, *(fact.text for fact in story.timeline))]
    others = [name for name in everybody if name not in about]
    return [claim for claim in map(without_quotes, claims) if any(name in claim for name in others)]


def without_quotes(text: str) -> str:
    """Return a text without the words of others: those are theirs."""
    return re.sub(r"“[^”]*”", "“…”", text)


def loud_on_weak_evidence(assessment: Assessment) -> bool:
    """Return whether what only is observed or reported about persons would by itself go above a look, for whatever impact."""
    weak = tuple(finding for finding in assessment.findings if _is_weak(finding))
    alone = replace(assessment, findings=weak)
    return any(judge_level(alone, impact, DEFAULT_LIMITS).level is Level.ALERT for impact in Impact)


def _is_weak(finding: Finding) -> bool:
    return bool(finding.persons) and all(item.level in WEAK for item in finding.evidence)


def unsourced_facts(document: Any) -> Iterator[str]:
    """Yield each finding at risk without evidence, and each fact without day, source or level, of a JSON document."""
    if isinstance(document, dict):
        if document.get("outcome") == Outcome.AT_RISK.value and not document.get("evidence"):
            yield str(document.get("text"))
        if "level" in document and "at" in document and not all(document.get(key) for key in ("at", "link", "level")):
            yield str(document.get("text"))
    for inner in document.values() if isinstance(document, dict) else document if isinstance(document, list) else ():
        yield from unsourced_facts(inner)


def unsourced_lines(text: str, everybody: Sequence[str]) -> Iterator[str]:
    """Yield each line that names somebody without a day, or gives a level of evidence for them without a source."""
    lines = list(items(text))
    for place, line in enumerate(lines):
        named = any(name in without_quotes(line) for name in everybody)
        if not named or line.startswith(NO_CLAIMS):
            continue
        # What introduces a list is shown by what it lists first.
        shown = " ".join(lines[place : place + 2]) if line.endswith(":") else line
        if not DATED.search(line) or (LEVELLED.search(line) and not SOURCED.search(shown)):
            yield line
