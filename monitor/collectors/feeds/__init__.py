"""What project blogs, release notes and news say: entries of RSS and Atom feeds as statements.

Contracts: RSS 0.9x, 1.0 and 2.0, Atom (RFC 4287), conditional requests and permanent redirects (RFC 9110). A feed shows its
newest entries only: it was seen from the oldest of them on. What it says is announced where the feed is the project's or
person's own, else reported by others.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from monitor.collectors.feeds.document import Feed, read_feed
from monitor.collectors.feeds.entries import said_at, statement
from monitor.collectors.feeds.timing import SHORTEST, not_before
from monitor.model.collecting import Answer, CollectorSpec, Context
from monitor.model.errors import NotFound
from monitor.model.evidence import EvidenceLevel
from monitor.model.facts import NotBefore, Note, Seen, StatementFact, Unchanged, Yield
from monitor.model.signals import Signal
from monitor.model.target import Target, TargetKind

ACCEPT = "application/atom+xml, application/rss+xml, application/rdf+xml, application/xml;q=0.9, text/xml;q=0.9, */*;q=0.1"
MOST_ENTRIES = 10_000
GONE = 410
# What has ended for good is asked for once a week: a server may have said so by mistake.
AFTER_THE_END = timedelta(days=7)

SPEC = CollectorSpec(
    id="feeds",
    signals=frozenset({Signal.STATEMENTS}),
    interval=SHORTEST,
    handles=lambda target: target.kind == TargetKind.FEED,
)


def collect(target: Target, context: Context) -> Iterator[Yield]:
    """Yield what a feed says. Raises SourceError; Malformed: no feed; NotFound: also where it has ended (HTTP 410)."""
    host = urlsplit(target.address).hostname or ""
    try:
        answer = context.http.get(target.address, headers={"Accept": ACCEPT})
    except NotFound as error:
        if error.status != GONE:
            raise
        raise _ended(host, context.now) from error
    yield from _moved(answer)
    if answer.is_unchanged:
        yield Unchanged()
        return
    feed = read_feed(answer.body, answer.headers.get("content-type", ""), answer.url, host)
    yield from _facts(feed, target, context, answer.url)


def _ended(host: str, now: datetime) -> NotFound:
    ended = NotFound(f"{host}: the feed has ended for good (HTTP 410); take it out of the settings").because(GONE)
    ended.until = now + AFTER_THE_END
    return ended


def _moved(answer: Answer) -> Iterator[Note]:
    if answer.moved_to:
        yield Note("moved", f"the feed has moved for good to {answer.moved_to}: name this address in the settings")


def _facts(feed: Feed, target: Target, context: Context, address: str) -> Iterator[Yield]:
    level = EvidenceLevel.ANNOUNCED if target.is_own else EvidenceLevel.REPORTED
    dated = [(said_at(entry, context.now), entry) for entry in feed.entries[:MOST_ENTRIES]]
    said = [statement(entry, at, address, level, context.telling) for at, entry in dated if at is not None]
    yield from (fact for fact in said if fact is not None)
    yield from _notes(feed, sum(at is None for at, _ in dated))
    if rested_at := not_before(feed.about, feed.skip_hours, context.now):
        yield NotBefore(rested_at)
    yield _seen(feed, [fact for fact in said if fact is not None], context.now)


def _notes(feed: Feed, undated: int) -> Iterator[Note]:
    if undated:
        yield Note("entries_without_date", f"{undated} entries have no date that can be believed and are left out")
    if len(feed.entries) > MOST_ENTRIES:
        yield Note("entries_left_out", f"only the first {MOST_ENTRIES} of {len(feed.entries)} entries were read")
    if not feed.is_whole:
        yield Note("feed_not_well_formed", "the feed is not well-formed: entries may be missing")


def _seen(feed: Feed, said: list[StatementFact], now: datetime) -> Seen:
    oldest = min((fact.said_at for fact in said), default=now)
    return Seen(Signal.STATEMENTS, oldest, now, is_complete=feed.is_whole and len(feed.entries) <= MOST_ENTRIES)
