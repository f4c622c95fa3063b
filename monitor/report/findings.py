"""Findings in words: reasons first, then what else is known, with evidence, unknowns and what would change the answer."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime

from monitor.model.assessment import Assessment, Verdict
from monitor.model.finding import Evidence, Finding, Level, Outcome, RuleSpec, Value, Weight
from monitor.model.report import FindingLine, Stamp
from monitor.model.report_evidence import EvidenceLine
from monitor.model.text import clean, mask_addresses
from monitor.report.english import STAMPS
from monitor.report.links import shown_link
from monitor.report.people import Roster
from monitor.report.words import Words, signal

_OUTCOMES = (Outcome.AT_RISK, Outcome.UNKNOWN, Outcome.OK, Outcome.NOT_APPLICABLE)
_WEIGHTS = (Weight.FACT, Weight.WARNING, Weight.CONTEXT)


def finding_lines(
    assessment: Assessment, verdict: Verdict, rules: Mapping[str, RuleSpec], roster: Roster, words: Words
) -> tuple[FindingLine, ...]:
    """Return every finding of a project: what made the level first, then by outcome, weight, rule and subject."""
    because = set(verdict.because) if verdict.level > Level.OK else set()
    lines = [_finding_line(finding, assessment.project, because, rules, roster, words) for finding in assessment.findings]
    return tuple(sorted(lines, key=_order))


def _order(line: FindingLine) -> tuple[bool, int, int, str, str]:
    return (not line.is_reason, _OUTCOMES.index(line.outcome), _WEIGHTS.index(line.weight), line.rule, line.subject)


def _finding_line(
    finding: Finding, project: str, because: set[str], rules: Mapping[str, RuleSpec], roster: Roster, words: Words
) -> FindingLine:
    spec = rules.get(finding.rule)
    return FindingLine(
        id=finding.id_in(project),
        rule=finding.rule,
        subject=clean(finding.subject),
        outcome=finding.outcome,
        weight=finding.weight,
        code=finding.headline.code,
        values={key: _clean_value(value) for key, value in finding.headline.values.items()},
        text=words.say(finding.headline),
        question=spec.question if spec else finding.rule.replace("_", " "),
        why=spec.why if spec else "",
        remedy=spec.remedy if spec else "",
        is_reason=finding.outcome == Outcome.AT_RISK and finding.rule in because,
        started_on=finding.started_on,
        evidence=tuple(_evidence_line(evidence, words) for evidence in finding.evidence),
        unknowns=tuple(words.say(message) for message in finding.unknowns),
        clears=tuple(words.say(message) for message in finding.clears),
        missing=tuple(signal(kind.value) for kind in finding.missing),
        people=tuple(roster.name_of(key) for key in finding.persons),
        open_codes=tuple(message.code for message in finding.unknowns),
    )


def _clean_value(value: Value) -> Value:
    return mask_addresses(clean(value)) if isinstance(value, str) else value


def _evidence_line(evidence: Evidence, words: Words) -> EvidenceLine:
    return EvidenceLine(words.say(evidence.what), evidence.at, shown_link(evidence.link), evidence.level)


def day_of(at: date | datetime) -> date:
    """Return the UTC day of a date or an aware moment."""
    return at.date() if isinstance(at, datetime) else at


def known(findings: Iterable[FindingLine]) -> tuple[EvidenceLine, ...]:
    """Return the facts behind what is at risk as a timeline, newest first, each once."""
    lines = {
        (line.text, day_of(line.at), line.link): line for f in findings if f.outcome == Outcome.AT_RISK for line in f.evidence
    }
    return tuple(sorted(lines.values(), key=lambda line: (day_of(line.at), line.text), reverse=True))


def unknown(findings: Sequence[FindingLine]) -> tuple[str, ...]:
    """Return what we do not know: what the findings leave open, and the questions that could not be answered."""
    open_ends = [text for f in findings if f.outcome == Outcome.AT_RISK for text in f.unknowns]
    unanswered = [text for f in findings if f.outcome == Outcome.UNKNOWN for text in (f.text, *f.unknowns)]
    return tuple(dict.fromkeys(open_ends + unanswered))


def would_change(findings: Sequence[FindingLine]) -> tuple[str, ...]:
    """Return what would change the answer, of the reasons first."""
    return tuple(dict.fromkeys(text for f in findings if f.outcome in (Outcome.AT_RISK, Outcome.UNKNOWN) for text in f.clears))


def stamps(findings: Iterable[FindingLine]) -> tuple[Stamp, ...]:
    """Return the facts that override any score, each with its date and link."""
    facts = [f for f in findings if f.outcome == Outcome.AT_RISK and f.weight == Weight.FACT]
    made = [_stamp(f) for f in facts]
    return tuple({(stamp.text, stamp.on): stamp for stamp in reversed(made)}.values())[::-1]


def _stamp(finding: FindingLine) -> Stamp:
    first = finding.evidence[0] if finding.evidence else None
    on = finding.started_on or (day_of(first.at) if first else None)
    return Stamp(STAMPS.get(finding.code, finding.rule.replace("_", " ")), on, first.link if first else "")
