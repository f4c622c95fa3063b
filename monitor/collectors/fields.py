"""Small readers of foreign fields that every source needs: texts, links, moments, counts and bookmarks, made safe.

What may be null stays None or "": a field that is not told is never taken for a no.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from monitor.collectors.shape import Shape
from monitor.model.collecting import Answer, Context
from monitor.model.errors import AccessDenied
from monitor.model.text import clean, mask_addresses
from monitor.net.place import place_after, place_of

LONGEST_LINK = 2_000
MOST = 2**53
# What a column for it holds on every database.
MOST_NUMBER = 2**31
# Clocks differ; what is dated further ahead than this is not believed.
AHEAD = timedelta(days=1)
# Clocks that were never set say 1970-01-01, or the year 1.
EARLIEST = datetime(1970, 1, 2, tzinfo=UTC)
_NEXT = re.compile(r'<([^<>]{1,2000})>\s*;[^,<>]*\brel="?next"?')


def text(data: Mapping[str, Any], name: str, limit: int = 200) -> str:
    """Return a field of foreign words, cleaned and without addresses, "" where it is null or no text."""
    value = data.get(name)
    return mask_addresses(clean(value, limit)) if isinstance(value, str) else ""


def name_in(shape: Shape, data: Mapping[str, Any], name: str) -> str:
    """Return a field of foreign words that the contract promises, made safe as `text` does. Raises Malformed."""
    shape.text(data.get(name), name)
    return text(data, name)


def link(data: Mapping[str, Any], name: str = "url", otherwise: str = "") -> str:
    """Return a web address in a field, `otherwise` where there is none that could be opened."""
    value = data.get(name)
    is_web = isinstance(value, str) and value.startswith(("https://", "http://")) and len(value) <= LONGEST_LINK
    return mask_addresses(clean(str(value), LONGEST_LINK)) if is_web else otherwise


def moment(shape: Shape, data: Mapping[str, Any], name: str, now: datetime | None = None) -> datetime | None:
    """Return the moment in a field that may be null or empty, None where it cannot be true, or by `now` lies ahead.

    Raises Malformed.
    """
    value = data.get(name)
    return None if value in (None, "") else believed(shape.moment(value, name), now)


def believed(at: datetime | None, now: datetime | None = None) -> datetime | None:
    """Return a moment that can be true: none before 1970-01-02, and where `now` is told, none more than a day ahead."""
    is_true = at is not None and at >= EARLIEST and (now is None or at <= now + AHEAD)
    return at if is_true else None


def count(data: Mapping[str, Any], name: str) -> int | None:
    """Return a count, None where it is not told or cannot be one."""
    value = data.get(name)
    return value if isinstance(value, int) and not isinstance(value, bool) and 0 <= value < MOST else None


def number(shape: Shape, data: Mapping[str, Any], name: str) -> int:
    """Return a number that the contract promises. Raises Malformed."""
    found = count(data, name)
    if found is None:
        raise shape.wrong(f"{name} is no number")
    return found


def ticket_number(shape: Shape, data: Mapping[str, Any], name: str) -> int:
    """Return the number of an issue or change request. Raises Malformed for one that no database column holds."""
    found = number(shape, data, name)
    if found >= MOST_NUMBER:
        raise shape.wrong(f"{name} is larger than any number of a ticket")
    return found


def entries(shape: Shape, data: Mapping[str, Any], name: str) -> Sequence[Any]:
    """Return a list that may be null or left out. Raises Malformed."""
    value = data.get(name)
    return () if value is None else shape.sequence(value, name)


def objects(shape: Shape, data: Mapping[str, Any], name: str) -> Iterator[Mapping[str, Any]]:
    """Yield the objects in a list that may be null or left out. Raises Malformed."""
    for entry in entries(shape, data, name):
        yield shape.mapping(entry, f"an entry of {name}")


def yes_no(value: object) -> str:
    """Return a truth value as states write it, "" for anything else."""
    return {True: "yes", False: "no"}[value] if isinstance(value, bool) else ""


def bookmark(cursor: str) -> dict[str, Any]:
    """Return what a cursor of ours holds; nothing where it is none."""
    try:
        found = json.loads(cursor) if cursor else {}
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}


def to_cursor(**values: object) -> str:
    """Return a cursor that `bookmark` reads."""
    return json.dumps(values, sort_keys=True, separators=(",", ":"))


def next_page(answer: Answer) -> str:
    """Return the address of the page after `answer` as its Link header says, "" for none."""
    found = _NEXT.search(answer.headers.get("link", ""))
    return found[1] if found else ""


def total_in(answer: Answer, header: str) -> int | None:
    """Return the total that a header tells of all pages, None where it is missing or no number."""
    value = answer.headers.get(header, "")
    return int(value) if value.isascii() and value.isdigit() and len(value) < len(str(MOST)) else None


def pages(
    first: Answer, context: Context, most: int, headers: Mapping[str, str] | None = None, *, is_kept: bool = False
) -> Iterator[Answer]:
    """Yield the first answer and those that it leads to, at most `most`; `is_kept` as for `Http.get`.

    Raises Malformed where pages lead in a circle or to another server, and SourceError.
    """
    answer, seen = first, {first.url}
    for place in range(1, most + 1):
        yield answer
        if place == most or not next_page(answer):
            return
        following = _following(answer, first, context)
        if following in seen:
            raise Shape.of(answer).wrong("its pages lead in a circle")
        seen.add(following)
        answer = context.http.get(following, headers=headers, is_conditional=False, is_kept=is_kept)


def _following(answer: Answer, first: Answer, context: Context) -> str:
    """Return the whole address of the page after `answer`. Nobody is to make us use a token that is meant for another server."""
    try:
        url, place = place_after(answer.url, next_page(answer))
    except AccessDenied as error:
        raise Shape.of(answer).wrong("its pages lead to what is no address") from error
    if place.origin != place_of(first.url).origin or (first.is_elsewhere and context.http.has_token(url)):
        raise Shape.of(answer).wrong("its pages lead to another server")
    return url


def is_of_one_server(first: str, second: str) -> bool:
    """Return whether two addresses are of one server: scheme, host and port. What is no address is of none."""
    try:
        return place_of(first).origin == place_of(second).origin
    except AccessDenied:
        return False
