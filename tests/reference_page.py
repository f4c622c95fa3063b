"""Write `docs/reference.md`: every collector and every rule, from what their own modules say, so that the page cannot drift.

python -m tests.reference_page
"""

from __future__ import annotations

import inspect
import sys
from datetime import timedelta
from pathlib import Path

from monitor.collectors import COLLECTORS
from monitor.model.collecting import Collector
from monitor.model.finding import RuleSpec
from monitor.scoring.rules import RULES

PAGE = Path(__file__).resolve().parents[1] / "docs" / "reference.md"
HEAD = """# Sources and questions

This page is made by `make docs` from what the modules say of themselves; do not edit it by hand.

## Collectors

What is looked at. A signal that could not be seen completely is unknown, and the rules that need it say so.

| collector | every | signals | what it reads |
|---|---|---|---|
"""
RULES_HEAD = """
## Rules

What is asked of each project, in the order of a report. A *fact* stands alone; a *warning* raises a level together with others;
*context* is said and never raises a level by itself.
"""


def reference_page() -> str:
    """Return the page in Markdown."""
    rows = "".join(_collector_row(collector) for collector in COLLECTORS)
    return HEAD + rows + RULES_HEAD + "".join(_rule_section(rule.RULE) for rule in RULES.values())


def what_it_says(collector: Collector) -> str:
    """Return the first line of the module's docstring."""
    return (inspect.getdoc(collector) or "").partition("\n")[0]


def _collector_row(collector: Collector) -> str:
    spec = collector.SPEC
    named = {timedelta(days=1): "day", timedelta(hours=1): "hour"}
    every = named.get(spec.interval) or f"{spec.interval / timedelta(hours=1):g} hours"
    signals = ", ".join(signal.value.replace("_", " ") for signal in sorted(spec.signals))
    return f"| `{spec.id}` | {every} | {signals} | {what_it_says(collector)} |\n"


def _rule_section(spec: RuleSpec) -> str:
    needs = "; ".join(" or ".join(sorted(signal.value.replace("_", " ") for signal in group)) for group in spec.needs)
    facts = f"`{spec.id}` · {spec.weight.value} · family {spec.family} · needs {needs or 'nothing'} · {spec.lifecycle}"
    return f"\n### {spec.question}\n\n{facts}\n\n{spec.why}\n\n*What clears it:* {spec.remedy}\n"


if __name__ == "__main__":
    PAGE.parent.mkdir(exist_ok=True)
    PAGE.write_text(reference_page(), encoding="utf-8")
    sys.stdout.write(f"wrote {PAGE}\n")
