"""From a feed's entry to a statement: its title, its own words cut short, where and when it was said, and by whom."""

from __future__ import annotations

import calendar
import re
from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from monitor.collectors.plain import excerpt, page_link, plain
from monitor.model.evidence import EvidenceLevel
from monitor.model.facts import StatementFact
from monitor.model.text import MASK, clean, clean_name, mask_addresses

# Clocks differ; a date further ahead than this is not believed.
AHEAD = timedelta(days=1)
_BRACKETS = re.compile("[()<>]")
_DATES = ("published_parsed", "updated_parsed", "created_parsed")


def said_at(entry: Mapping[str, Any], now: datetime) -> datetime | None:
    """Return when `entry` was published, else when it was last changed; None where neither is said or can be believed."""
    for name in _DATES:
        moment = _moment(entry.get(name))
        if moment is not None and moment <= now + AHEAD:
            return min(moment, now)
    return None


def _moment(parsed: object) -> datetime | None:
    try:
        return datetime.fromtimestamp(calendar.timegm(parsed), UTC)  # type: ignore[arg-type]
    except (TypeError, ValueError, OverflowError, OSError):
        return None


def statement(
    entry: Mapping[str, Any], at: datetime, address: str, level: EvidenceLevel, telling: Callable[[str], int | None]
) -> StatementFact | None:
    """Return what `entry` says, None where it has no words. `telling` finds the place that the quoted words are cut around."""
    title = plain(_text(entry, "title")).text
    body = plain(_body(entry), address)
    if not title and not body.text:
        return None
    link = page_link(_text(entry, "link"), address) or address
    return StatementFact(
        kind="entry",
        said_at=at,
        title=clean(title),
        quote=excerpt(body.text, telling(body.text)),
        link=link,
        level=level,
        author_name=_author(entry),
        cites=tuple(cited for cited in body.links if cited != link),
    )


def _text(entry: Mapping[str, Any], name: str) -> str:
    value = entry.get(name)
    return value if isinstance(value, str) else ""


def _body(entry: Mapping[str, Any]) -> str:
    """Return the whole text where the feed has it: the telling words may come late; else the summary."""
    whole = entry.get("content")
    parts = [part.get("value") for part in whole if isinstance(part, dict)] if isinstance(whole, list) else []
    texts = [part for part in parts if isinstance(part, str)]
    return max([_text(entry, "summary"), *texts], key=len)


def _author(entry: Mapping[str, Any]) -> str:
    """Return the name of an entry's author. RSS writes "address (Name)", Atom "Name (address)"; an address is no name."""
    said = mask_addresses(plain(_text(entry, "author")).text).replace(MASK, " ")
    return clean_name(_BRACKETS.sub(" ", said))
