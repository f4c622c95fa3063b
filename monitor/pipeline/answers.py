"""How findings are answered: acknowledged, snoozed or disputed, by somebody, for a reason, until a day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from monitor.model.alerts import Silence, Silencing
from monitor.model.errors import SettingsError
from monitor.model.stored import OpenFinding
from monitor.model.text import clean, mask_addresses
from monitor.pipeline.house import House
from monitor.store.alerts import load_finding, load_silences, save_silence

# An answer that nobody renews ends: what was true of a finding in spring need not be in winter.
LASTS = {
    Silencing.ACKNOWLEDGED: timedelta(days=90),
    Silencing.SNOOZED: timedelta(days=30),
    Silencing.DISPUTED: timedelta(days=90),
}
LONGEST = timedelta(days=366)
LONGEST_REASON = 500


@dataclass(frozen=True, slots=True)
class Answered:
    """The finding that was answered, the answer as it is stored, and the one that held until now."""

    finding: OpenFinding
    silence: Silence
    before: Silence | None = None


def answer(house: House, finding_id: str, kind: Silencing, *, owner: str, reason: str, until: datetime | None = None) -> Answered:
    """Store the answer to a finding, in the place of an earlier one; `until` in the past ends it.

    Raises SettingsError where there is no such finding, or owner, reason or day will not do, and StoreError.
    """
    wanted = clean(finding_id, limit=40).lower()
    finding = load_finding(house.database, wanted)
    if finding is None:
        raise SettingsError.plain(
            f"{wanted}: no such finding; reports show the ten characters of its id beside each. One that is ok, that only a "
            "look back shows (--as-of), or that came since the last run, cannot be answered"
        )
    now = house.clock()
    end = until or now + LASTS[kind]
    if end > now + LONGEST:
        raise SettingsError.plain(f"--until: at most {LONGEST.days} days ahead; an answer that nobody renews must end")
    silence = Silence(finding.id, kind, worded("--owner", owner, 80), worded("--reason", reason, LONGEST_REASON), now, end)
    before = load_silences(house.database, now).get(finding.id)
    save_silence(house.database, silence)
    return Answered(finding, silence, before)


def worded(option: str, text: str, limit: int) -> str:
    """Return what somebody typed, cleaned. Raises SettingsError where nothing is left, or where it holds a mail address."""
    cleaned = clean(text, limit)
    if not cleaned:
        raise SettingsError.plain(f"{option}: say it in words")
    if cleaned != mask_addresses(cleaned):
        raise SettingsError.plain(f"{option}: holds a mail address, which is not stored; write a name")
    return cleaned
