"""Asks GraphQL about many things at once, by alias: a batch that was too much is halved, one that spoils a batch is isolated.

What each answer means: reference (apis, section 1). An answer of 502 or 504 is the ten-second clock of the server, and is never
asked again at the same size; an error without a path concerns the whole question.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

from monitor.collectors.github.places import graph_url
from monitor.collectors.shape import Shape
from monitor.model.collecting import Answer, Context, Http, Pace
from monitor.model.errors import AccessDenied, Malformed, NotFound, RateLimited, SourceError, Unavailable
from monitor.model.target import Target

TOO_MUCH = frozenset({502, 504})
MOST_WAIT = timedelta(hours=1)
_LIMITED = frozenset({"RATE_LIMITED", "RATE_LIMIT"})
_MISSING = frozenset({"NOT_FOUND"})
_REFUSED = frozenset({"FORBIDDEN", "INSUFFICIENT_SCOPES", "SAML", "DMCA", "UNAUTHORIZED"})
_SECONDARY = "secondary rate limit"
# More than any question may cost.
MOST_POINTS = 1_000_000
_CUT = ("resource limit", "something went wrong", "timeout", "timed out", "too long")


@dataclass(frozen=True, slots=True)
class Node:
    """What the answer says of one thing. `faults` are its own fields that could not be told, `shape` reads with errors."""

    data: Mapping[str, Any]
    faults: frozenset[str]
    shape: Shape


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked of each target: `name` for the costs, `fragments` once, `field` for the part about one target.

    `probe` is asked along with every batch: something public that tells a missing thing from a token that sees nothing.
    """

    name: str
    fragments: str
    field: Callable[[Target], str]
    probe: str = ""

    def text(self, targets: Sequence[Target]) -> str:
        """Return the query for these targets: aliases t0, t1 and so on, in their order."""
        parts = [f"t{number}: {self.field(target)}" for number, target in enumerate(targets)]
        probe = [f"probe: {self.probe}"] if self.probe else []
        return "\n".join(["query {", "rateLimit { cost remaining resetAt }", *probe, *parts, "}", self.fragments])


Found = Node | SourceError


def ask(
    question: Question, targets: Sequence[Target], contexts: Mapping[str, Context], pace: Pace
) -> Iterator[tuple[Target, Found]]:
    """Yield each target once, with its node or why it cannot be told. Raises SourceError for what concerns all that are left."""
    left = list(targets)
    while left:
        part, left = left[: pace.size], left[pace.size :]
        yield from _ask(question, part, contexts, pace)


def _ask(
    question: Question, part: Sequence[Target], contexts: Mapping[str, Context], pace: Pace
) -> Iterator[tuple[Target, Found]]:
    context = contexts[part[0].key]
    try:
        answer = _post(context.http, graph_url(part[0], context.bases), question.text(part))
    except Unavailable as error:
        if error.status not in TOO_MUCH:
            raise
        pace.was_too_much()
        yield from _halved(question, part, contexts, pace, error)
        return
    results, cut = _read(question, part, answer, context)
    if cut:
        pace.was_too_much()
    else:
        pace.went_well()
    yield from results
    if cut:
        yield from _halved(question, cut, contexts, pace, Unavailable(f"{_host(answer)}: the answer was cut: too much at once"))


def _halved(
    question: Question, part: Sequence[Target], contexts: Mapping[str, Context], pace: Pace, error: SourceError
) -> Iterator[tuple[Target, Found]]:
    """Ask again in halves; one that is too much by itself fails alone."""
    if len(part) == 1:
        yield part[0], error
        return
    middle = (len(part) + 1) // 2
    for half in (part[:middle], part[middle:]):
        yield from _ask(question, half, contexts, pace)


def _post(http: Http, url: str, query: str) -> Answer:
    if not http.has_token(url):
        host = urlsplit(url).netloc
        raise AccessDenied(f"no token is configured for {host}, where GitHub is asked here; name one under tokens: {host}:")
    body = json.dumps({"query": query}).encode()
    # A timed-out question costs extra points: it is never repeated as it is.
    return http.post(url, body, headers={"Content-Type": "application/json"}, tries=1)


def _host(answer: Answer) -> str:
    return Shape.of(answer).host


def _read(
    question: Question, part: Sequence[Target], answer: Answer, context: Context
) -> tuple[list[tuple[Target, Found]], list[Target]]:
    """Return what is told of each target, and those of which nothing was told because the answer was cut."""
    shape = Shape.of(answer)
    body = shape.mapping(answer.json(), "the answer")
    errors = [shape.mapping(error, "an error") for error in shape.sequence(body.get("errors") or [], "errors")]
    _raise_for_all(shape, errors, answer)
    data = shape.mapping(body.get("data"), "data")
    _charge(question, data, context.http)
    by_alias = _by_alias(errors)
    is_cut = any(_is_cut(error) for error in errors if not error.get("path"))
    is_anything_seen = any(isinstance(node, dict) for alias, node in data.items() if alias != "rateLimit")
    results: list[tuple[Target, Found]] = []
    cut = []
    for number, target in enumerate(part):
        told = data.get(f"t{number}")
        found = _one(shape, told, by_alias.get(f"t{number}", ()))
        # Where the server gave up without saying at what, a null may stand for anything: nothing is concluded from it.
        if found is None or (is_cut and _has_gap(told)):
            cut.append(target)
        elif isinstance(found, NotFound) and not is_anything_seen:
            # A token or a host that shows nothing at all says nothing of one thing that it does not show.
            results.append((target, Unavailable(f"{shape.host}: showed nothing, not even what everybody may see")))
        else:
            results.append((target, found))
    return results, cut


def _has_gap(value: object) -> bool:
    """Return whether anything in an answer is null."""
    if isinstance(value, dict):
        return any(map(_has_gap, value.values()))
    return any(map(_has_gap, value)) if isinstance(value, list) else value is None


def _raise_for_all(shape: Shape, errors: Sequence[Mapping[str, Any]], answer: Answer) -> None:
    for error in errors:
        if _kind(error) in _LIMITED:
            until = _reset(answer)
            raise RateLimited(f"{shape.host}: its limit is reached: come back after {until:%Y-%m-%d %H:%M:%S} UTC", until)
    whole = [error for error in errors if not error.get("path")]
    if any(_SECONDARY in str(error.get("message") or "").lower() for error in whole):
        until = _retry_after(answer)
        raise RateLimited(f"{shape.host}: asks us to slow down: come back after {until:%Y-%m-%d %H:%M:%S} UTC", until)
    if whole and not any(_is_cut(error) for error in whole):
        # Not its own words: who echoes a request would have us repeat the token.
        raise Malformed(f"{shape.host}: refused the question ({_shown_kind(whole[0]) or 'without a kind of error'})")


def _retry_after(answer: Answer) -> datetime:
    """Return when to come back after a secondary limit, which is told with 200 too: in a minute where no header says more."""
    said = answer.headers.get("retry-after", "").strip()
    seconds = int(said) if re.fullmatch(r"[0-9]{1,6}", said) else 0
    return answer.fetched_at + min(max(timedelta(seconds=seconds), timedelta(minutes=1)), MOST_WAIT)


def _shown_kind(error: Mapping[str, Any]) -> str:
    """Return the kind of an error where it is one of the platform's own words."""
    said = str(error.get("type") or "")
    return said if re.fullmatch(r"[A-Z_]{3,40}", said) else ""


def _reset(answer: Answer) -> datetime:
    """Return when the quota is full again, as the answer says; a minute from now where it says nothing that can be believed."""
    said = answer.headers.get("x-ratelimit-reset", "")
    now = answer.fetched_at
    try:
        until = datetime.fromtimestamp(int(said), UTC) if said else now
    except (ValueError, OverflowError, OSError):
        until = now
    return min(max(until, now + timedelta(minutes=1)), now + MOST_WAIT)


def _kind(error: Mapping[str, Any]) -> str:
    return str(error.get("type") or "").upper()


def _is_cut(error: Mapping[str, Any]) -> bool:
    return any(word in str(error.get("message") or "").lower() for word in _CUT)


def _by_alias(errors: Sequence[Mapping[str, Any]]) -> dict[str, tuple[Mapping[str, Any], ...]]:
    found: dict[str, tuple[Mapping[str, Any], ...]] = {}
    for error in errors:
        path = error.get("path")
        if isinstance(path, list) and path and isinstance(path[0], str):
            found[path[0]] = (*found.get(path[0], ()), error)
    return found


def _one(shape: Shape, data: object, errors: Sequence[Mapping[str, Any]]) -> Found | None:
    """Return the node, why there is none, or None where the answer was cut before it."""
    if isinstance(data, dict):
        return Node(data, frozenset(str(error["path"][1]) for error in errors if len(error["path"]) > 1), shape)
    if data is not None:
        return shape.wrong("an alias is neither an object nor null")
    kinds = {_kind(error) for error in errors}
    if kinds & _MISSING:
        return NotFound(f"{shape.host}: nothing of that name is visible to us")
    if kinds & _REFUSED:
        return AccessDenied(f"{shape.host}: refused ({', '.join(sorted(kinds & _REFUSED))})")
    # Null without any word is a thing that is not there, unless the whole answer was cut.
    return NotFound(f"{shape.host}: nothing of that name is visible to us") if not errors else None


def _charge(question: Question, data: Mapping[str, Any], http: Http) -> None:
    limit = data.get("rateLimit")
    cost = limit.get("cost") if isinstance(limit, dict) else None
    if isinstance(cost, int) and not isinstance(cost, bool) and 0 <= cost <= MOST_POINTS:
        http.charge(question.name, cost)
