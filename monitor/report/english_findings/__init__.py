"""English for the messages that rules publish: one template a code, one file a kind of rule.

Short, dated, sourced, kind; never a motive.
"""

from __future__ import annotations

from collections.abc import Mapping

from monitor.report.english_findings import (
    activity,
    answers,
    departures,
    foretold,
    models,
    packages,
    people,
    platforms,
    releases,
    statements,
    status,
    views,
)

MESSAGES: Mapping[str, str] = {
    **views.MESSAGES,
    **status.MESSAGES,
    **activity.MESSAGES,
    **people.MESSAGES,
    **releases.MESSAGES,
    **packages.MESSAGES,
    **platforms.MESSAGES,
    **answers.MESSAGES,
    **models.MESSAGES,
    **statements.MESSAGES,
    **departures.MESSAGES,
    **foretold.MESSAGES,
}
