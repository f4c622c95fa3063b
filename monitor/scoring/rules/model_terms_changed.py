"""Did the terms of published models change? Their licence, or who may download them: a recorded fact."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime

from monitor.model.finding import Evidence, EvidenceLevel, Finding, Outcome, RuleSpec, Weight
from monitor.model.history import History
from monitor.model.limits import Limits
from monitor.model.signals import Signal
from monitor.scoring.metrics.licences import is_same
from monitor.scoring.metrics.state_changes import Change, changes
from monitor.scoring.sight import look, said

RULE = RuleSpec(
    id="model_terms_changed",
    question="Did the terms of published models change?",
    why="Under which licence and behind which gate weights stand decides whether you may use and fetch them tomorrow.",
    remedy="Keep a copy with the licence under which you took it, and have the new terms read.",
    family="terms",
    weight=Weight.FACT,
    needs=(frozenset({Signal.MODELS}),),
)
MESSAGES: Mapping[str, tuple[str, ...]] = {
    "model_terms_changed.licence": ("models", "model", "before", "after", "seen_on"),
    "model_terms_changed.gated": ("models", "model", "before", "after", "seen_on"),
    "model_terms_changed.unchanged": (),
    "model_terms_changed.change": ("model", "before", "after"),
    "model_terms_changed.copies_unknown": (),
    "model_terms_changed.changed_back": ("before",),
}
SHOWN = 5


def judge(history: History, now: datetime, limits: Limits) -> Iterable[Finding]:
    """Yield one finding for each kind of change lately, with all models that it touched, or one that there was none."""
    sight = look(RULE, history, now, limits)
    found = []
    for attribute in ("licence", "gated"):
        groups: dict[tuple[str, str], list[Change]] = {}
        for change in changes(history, attribute, now, limits.terms_days):
            is_news = attribute != "licence" or not is_same(change.before.value, change.after.value)
            if change.after.subject and is_news:
                groups.setdefault((change.before.value, change.after.value), []).append(change)
        found += [_finding(attribute, group) for _, group in sorted(groups.items())]
    if found:
        yield from (sight.from_presence(finding) for finding in found)
    else:
        unchanged = Finding(RULE.id, Outcome.OK, RULE.weight, said("model_terms_changed.unchanged"))
        yield sight.refusal or sight.from_presence(unchanged)


def _finding(attribute: str, group: list[Change]) -> Finding:
    first = group[0]
    before, after, on = first.before.value, first.after.value, first.at.date()
    return Finding(
        RULE.id,
        Outcome.AT_RISK,
        # An opened gate is good news, and still a change of terms.
        Weight.CONTEXT if attribute == "gated" and after == "no" else RULE.weight,
        said(
            f"model_terms_changed.{attribute}",
            models=len(group),
            model=first.after.subject,
            before=before,
            after=after,
            seen_on=on,
        ),
        evidence=tuple(
            Evidence(
                said("model_terms_changed.change", model=c.after.subject, before=c.before.value, after=c.after.value),
                c.at,
                c.after.link,
                EvidenceLevel.RECORDED,
            )
            for c in group[:SHOWN]
        ),
        unknowns=(said("model_terms_changed.copies_unknown"),),
        clears=(said("model_terms_changed.changed_back", before=before),),
        started_on=on,
        subject=f"{attribute} {before} {after}",
    )
