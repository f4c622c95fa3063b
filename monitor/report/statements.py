"""What was said about a project, as every format shows it: dated, sourced, in its own words, one line for each origin. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from urllib.parse import urlsplit

from monitor.model.assessment import Heard, Origin
from monitor.model.history import NOTE, Person
from monitor.model.report import SaidPart, StatementLine
from monitor.model.text import clean, clean_name, mask_addresses
from monitor.report.links import shown_link
from monitor.report.words import counted, day

LONGEST = 320
ALL_NAMES = "all"


def said_part(heard: Heard, names: str, people: Mapping[str, Person]) -> SaidPart:
    """Return what a report shows of what was said. Who speaks is named only where the names policy permits."""
    if not heard.statements:
        return SaidPart()
    # Only what nothing joins is independent: not two words of the project's own side.
    sources = counted(heard.publishers, "independent source" if heard.is_by_others else "source")
    text = f"{counted(heard.statements, 'statement')} in the last {counted(heard.days, 'day')}, of {sources}"
    lines = tuple(_line(origin, names, people) for origin in heard.newest)
    return SaidPart(text, lines, heard.origins - len(lines))


def _line(origin: Origin, names: str, people: Mapping[str, Person]) -> StatementLine:
    said = origin.statement
    person = people.get(said.author) or people.get(said.about.persons[0] if said.about.is_by_them and said.about.persons else "")
    named = person.named.name if person and person.named else said.author_name if names == ALL_NAMES else ""
    speaker = f", {clean_name(named)}" if named else ""
    return StatementLine(
        on=said.said_at.date(),
        level=said.level,
        source=f"{_host(said.link)}{speaker}{', filed by hand' if said.kind == NOTE else ''}",
        words=_words(said.title, said.quote),
        link=shown_link(said.link),
        more_places=origin.places - 1,
    )


def _host(link: str) -> str:
    try:
        return clean((urlsplit(link).hostname or "").removeprefix("www."), limit=80) or "unnamed source"
    except ValueError:
        return "unnamed source"


def _words(title: str, quote: str) -> str:
    """Return title and quote as one text; a quote that only repeats its title is left out."""
    parts = [title, "" if quote.startswith(title.rstrip("…")) and title and len(quote) < len(title) * 2 else quote]
    return mask_addresses(clean(": ".join(part for part in parts if part), limit=LONGEST))


def said_lines(part: SaidPart, most: int | None = None) -> Iterable[str]:
    """Yield what was said as plain lines, `most` of them, for formats of text, with all of it in a sentence at the end."""
    shown = part.lines if most is None else part.lines[:most]
    for line in shown:
        link = f" {line.link}" if line.link else ""
        yield f"{day(line.on)}: “{line.words}” ({origin_words(line)}, {line.level.value}){link}"
    if part.lines:
        yield rest_of(part, len(shown))


def rest_of(part: SaidPart, shown: int) -> str:
    """Return what is left out where so many lines are `shown`, and all of it in a sentence."""
    more = part.more + len(part.lines) - shown
    return f"and {more} more; {part.text}" if more else part.text


def origin_words(line: StatementLine) -> str:
    """Return where a line comes from: its source, and at how many more places the same is told."""
    return line.source + (f", told at {counted(line.more_places, 'more place')}" if line.more_places else "")
