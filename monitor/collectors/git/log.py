"""The commits of the default branch, streamed and counted per account and UTC day. One tight loop, no log in memory."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from monitor.collectors.git.clone import HEAD
from monitor.collectors.git.process import Git

DAY_SECONDS = 86_400
# 1970-01-02: clocks that were never set, and dates that git could not read, say 1970-01-01.
EARLIEST = DAY_SECONDS
CHUNK_BYTES = 1 << 20
# A longer name or address is cut: nobody has one, and a hostile one could be as long as memory.
MAX_FIELD_BYTES = 1 << 16
_FIELDS = "%an%x00%ae%x00%cn%x00%ce%x00%ct%x00%P%x00%(trailers:key=Co-authored-by,valueonly,unfold,separator=%x1f)"
WIDTH = 7
# Names and addresses as written: the repository's own .mailmap may not rename anybody, and is never fetched from here.
LOG = (
    *("-c", "mailmap.blob=", "-c", "log.mailmap=false", "-c", "log.showSignature=false", "-c", "protocol.allow=never"),
    *("log", "-z", "--encoding=UTF-8", "--no-show-signature", "--no-decorate", f"--format={_FIELDS}", "--end-of-options", HEAD),
)
_COAUTHOR = re.compile(rb"([^<]*)<([^<>]*)>")
# Who signs as committer when a button of the host is pressed: the merge is then the author's.
_HOSTS_OWN = re.compile(rb"(?:no-?reply@.*)?", re.IGNORECASE)

Account = tuple[bytes, bytes]


@dataclass(slots=True)
class Tally:
    """Counts by cell = number of the account * SPAN + day since 1970. `accounts` numbers each (name, address) as written.

    `ahead` commits are dated within the day after now (they count tomorrow), `implausible` ones before 1970-01-02 or later still.
    """

    accounts: dict[Account, int] = field(default_factory=dict)
    commits: dict[int, int] = field(default_factory=dict)
    merges: dict[int, int] = field(default_factory=dict)
    coauthored: dict[int, int] = field(default_factory=dict)
    ahead: int = 0
    implausible: int = 0

    def number(self, account: Account) -> int:
        """Return the number of an account, a new one where it was not met yet."""
        return self.accounts.setdefault(account, len(self.accounts))


# More days than any date that is counted.
SPAN = 1 << 20


def read_log(git: Git, clone: Path, until: datetime, now: datetime) -> Tally:
    """Return the counts of all commits of the clone's head that are dated up to `until`. Raises SourceError."""
    tally = Tally()
    with git.stream(*LOG, clone=clone) as stream:
        for fields in records(stream.read):
            count(tally, fields, int(until.timestamp()), int(now.timestamp()))
    return tally


def records(read: Callable[[int], bytes | None]) -> Iterator[list[bytes]]:
    """Yield the fields of whole records from NUL-ended fields, some thousand at a time."""
    waiting: list[bytes] = []
    broken = b""
    while chunk := read(CHUNK_BYTES):
        fields = (broken + chunk).split(b"\0")
        broken = fields.pop()[:MAX_FIELD_BYTES]
        fields = waiting + fields if waiting else fields
        whole = len(fields) - len(fields) % WIDTH
        waiting = fields[whole:]
        yield fields[:whole]


def count(tally: Tally, fields: list[bytes], until: int, now: int) -> None:
    """Add whole records to `tally`; `until` and `now` are seconds since 1970."""
    commits = tally.commits
    accounts = tally.accounts
    columns = iter(fields)
    for name, address, committer, committer_address, date, parents, trailers in zip(*[columns] * WIDTH, strict=True):
        at = int(date or 0)
        if at < EARLIEST or at > until:
            _leave_out(tally, at, now)
            continue
        account = (name, address)
        number = accounts.get(account)
        if number is None:
            number = accounts[account] = len(accounts)
        day = at // DAY_SECONDS
        cell = number * SPAN + day
        commits[cell] = commits.get(cell, 0) + 1
        if b" " in parents:
            merger = account if _HOSTS_OWN.fullmatch(committer_address) else (committer, committer_address)
            _add(tally.merges, tally.number(merger) * SPAN + day)
        if trailers:
            for coauthor in _coauthors(trailers, address):
                _add(tally.coauthored, tally.number(coauthor) * SPAN + day)


def _leave_out(tally: Tally, at: int, now: int) -> None:
    if at < EARLIEST or at > now + DAY_SECONDS:
        tally.implausible += 1
    elif at > now:
        tally.ahead += 1


def _add(counts: dict[int, int], cell: int) -> None:
    counts[cell] = counts.get(cell, 0) + 1


def _coauthors(trailers: bytes, author: bytes) -> set[Account]:
    """Return who is named as co-author, each address once; authors who name themselves did not help themselves."""
    found = {address.strip().lower(): (name.strip(), address) for name, address in _COAUTHOR.findall(trailers)}
    found.pop(author.strip().lower(), None)
    return set(found.values())
