"""The log in pieces, the `.mailmap`, addresses to open, and git's complaints: everything that is read without running git."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.collectors.git.complaints import Broken, Redirected, Unclear, read_complaint
from monitor.collectors.git.log import DAY_SECONDS, MAX_FIELD_BYTES, SPAN, WIDTH, Tally, count, records
from monitor.collectors.git.mailmap import Entry, build_links, parse_mailmap
from monitor.collectors.git.source import source_of
from monitor.collectors.git.tags import link_of
from monitor.model.collecting import GitLimits
from monitor.model.errors import AccessDenied, Malformed, NotFound, RateLimited, SourceError, Unavailable
from monitor.model.facts import RawIdentity
from monitor.model.target import Target, TargetKind

NOW = datetime(2026, 1, 10, tzinfo=UTC)
LIMITS = GitLimits(Path("unused"))
DAY = 20_000
AT = str(DAY * DAY_SECONDS).encode()


def _reader(pieces: list[bytes]) -> Callable[[int], bytes]:
    left = iter([piece for piece in pieces if piece])
    return lambda _: next(left, b"")


@given(st.lists(st.binary(max_size=20).filter(lambda field: b"\0" not in field), max_size=60), st.data())
def test_records_come_whole_however_the_stream_is_cut(fields: list[bytes], data: st.DataObject) -> None:
    whole = fields[: len(fields) - len(fields) % WIDTH]
    stream = b"".join(field + b"\0" for field in fields)
    cuts = sorted(data.draw(st.lists(st.integers(0, len(stream)), max_size=8)))
    pieces = [stream[start:end] for start, end in zip([0, *cuts], [*cuts, len(stream)], strict=True)]
    batches = list(records(_reader(pieces)))
    assert whole == [field for batch in batches for field in batch]
    assert all(len(batch) % WIDTH == 0 for batch in batches)


def test_an_endless_name_is_cut_and_breaks_nothing() -> None:
    pieces = [b"x" * 1000] * 1000 + [b"\0" + b"a\0" * (WIDTH - 1)]
    (batch,) = (batch for batch in records(_reader(pieces)) if batch)
    assert WIDTH == len(batch)
    assert 2 * MAX_FIELD_BYTES > len(batch[0])


def _tally(*commits: tuple[bytes, bytes, bytes, bytes, bytes, bytes, bytes]) -> Tally:
    tally = Tally()
    count(tally, [field for commit in commits for field in commit], int(NOW.timestamp()), int(NOW.timestamp()))
    return tally


def _commit(
    author: bytes = b"a@x", committer: bytes = b"a@x", at: bytes = AT, parents: bytes = b"p", trailers: bytes = b""
) -> tuple[bytes, bytes, bytes, bytes, bytes, bytes, bytes]:
    return (b"A", author, b"C", committer, at, parents, trailers)


def _who(tally: Tally, counts: dict[int, int]) -> dict[bytes, int]:
    addresses = [address for _, address in tally.accounts]
    return {addresses[cell // SPAN]: amount for cell, amount in counts.items()}


def test_a_commit_counts_for_its_author_on_the_day_of_the_committer() -> None:
    tally = _tally(_commit(b"a@x", b"b@x"), _commit(b"a@x", b"a@x"))
    assert {b"a@x": 2} == _who(tally, tally.commits)
    assert [DAY] == [cell % SPAN for cell in tally.commits]


def test_a_merge_is_a_commit_of_its_author_and_a_merge_of_its_committer() -> None:
    tally = _tally(_commit(b"a@x", b"b@x", parents=b"p q"))
    assert ({b"a@x": 1}, {b"b@x": 1}) == (_who(tally, tally.commits), _who(tally, tally.merges))


@pytest.mark.parametrize("committer", [b"noreply@github.com", b"no-reply@host.org", b""])
def test_a_merge_by_a_button_of_the_host_is_its_authors(committer: bytes) -> None:
    tally = _tally(_commit(b"a@x", committer, parents=b"p q"))
    assert {b"a@x": 1} == _who(tally, tally.merges)


def test_a_private_address_at_the_host_is_the_mergers_own() -> None:
    tally = _tally(_commit(b"a@x", b"1+b@users.noreply.github.com", parents=b"p q"))
    assert {b"1+b@users.noreply.github.com": 1} == _who(tally, tally.merges)


def test_coauthors_are_counted_once_each_and_never_the_author() -> None:
    trailers = b"B <b@x>\x1fB again <B@X>\x1fA <A@x>\x1fno address\x1fC <c@x>"
    tally = _tally(_commit(trailers=trailers))
    assert [1, 1] == list(tally.coauthored.values())
    assert {b"b@x", b"c@x"} == {address.lower() for address in _who(tally, tally.coauthored)}


@pytest.mark.parametrize("at", [b"", b"0", b"86399", b"4102444800", b"18446744073709551615"])
def test_an_impossible_date_is_no_activity(at: bytes) -> None:
    tally = _tally(_commit(at=at))
    assert (1, {}) == (tally.implausible, tally.commits)


def test_a_date_some_hours_ahead_waits_for_tomorrow() -> None:
    tally = _tally(_commit(at=str(int(NOW.timestamp()) + 3600).encode()))
    assert (0, 1, {}) == (tally.implausible, tally.ahead, tally.commits)


ENTRIES = {
    "Jane Doe <jane@x.org>": Entry("Jane Doe", "", "", "jane@x.org"),
    "<Jane@x.org> <OLD@x.org>": Entry("", "jane@x.org", "", "old@x.org"),
    "Jane Doe <jane@x.org> <old@x.org>  # moved": Entry("Jane Doe", "jane@x.org", "", "old@x.org"),
    "Jane Doe <jane@x.org> jd <old@x.org>": Entry("Jane Doe", "jane@x.org", "jd", "old@x.org"),
}


@pytest.mark.parametrize(("line", "expected"), ENTRIES.items())
def test_each_form_of_a_mailmap_line_is_read(line: str, expected: Entry) -> None:
    assert [expected] == list(parse_mailmap(f"# comment\n\n{line}\nnonsense >< <<\n"))


@given(st.text(max_size=300))
def test_no_mailmap_makes_the_parser_fail(text: str) -> None:
    assert all(entry.address == entry.address.lower() for entry in parse_mailmap(text))


def _people(**names: str) -> dict[str, RawIdentity]:
    return {f"{key}@x": RawIdentity("git", key, name) for key, name in names.items()}


def _links(text: str, people: dict[str, RawIdentity], commits: int = 1) -> tuple[list[tuple[str, str]], int]:
    links, refused = build_links(parse_mailmap(text), people, dict.fromkeys(people, commits))
    return [(link.first.stable_id, link.second.stable_id) for link in links], refused


def test_a_mailmap_links_two_accounts_that_both_occur() -> None:
    assert ([("jane", "old")], 0) == _links("Jane Doe <jane@x> <old@x>", _people(jane="Jane Doe", old="jd"))


def test_a_mailmap_links_nobody_who_does_not_occur() -> None:
    assert ([], 0) == _links("Jane Doe <gone@x> <old@x>", _people(old="jd"))


def test_two_addresses_under_one_full_name_are_one_person() -> None:
    text = "Jane Doe <one@x>\nJane Doe <two@x>\nJane Doe <elsewhere@x> <three@x>"
    assert ([("one", "two"), ("one", "three")], 0) == _links(text, _people(one="jd", two="j", three="d"))


def test_two_addresses_under_one_first_name_are_not() -> None:
    assert ([], 0) == _links("Jane <one@x>\nJane <two@x>", _people(one="jd", two="j"))


def test_a_line_for_one_name_at_a_shared_address_speaks_of_that_name_alone() -> None:
    people = _people(jane="Jane Doe", root="Somebody Else")
    assert ([], 0) == _links("Jane Doe <jane@x> jd <root@x>", people)


def test_two_busy_accounts_without_a_common_word_are_not_swapped() -> None:
    people = _people(good="Good Person", evil="Evil Doer")
    assert ([], 1) == _links("Good Person <good@x> <evil@x>", people, commits=5)


def test_two_busy_accounts_with_a_common_word_are_linked() -> None:
    assert ([("jane", "old")], 0) == _links("<jane@x> <old@x>", _people(jane="Jane Doe", old="JANE D."), commits=500)


def _target(address: str) -> Target:
    return Target(address, TargetKind.GIT, address)


REFUSED = {
    "--upload-pack=touch x": AccessDenied,
    "-oProxyCommand=touch": AccessDenied,
    "ext::sh -c touch% x": AccessDenied,
    "git@host.org:owner/name": AccessDenied,
    "http://host.org/x": AccessDenied,
    "ssh://-oProxyCommand=touch/x": AccessDenied,
    "gopher://host.org/x": AccessDenied,
    "https://": Malformed,
    "https://-host/x": Malformed,
    "https://host.org:99999/x": Malformed,
    "https://public.org\\@private.org/x": Malformed,
    "https://host.org/x\ny": Malformed,
    "https://host.org/ x": Malformed,
    "https://[::1/x": Malformed,
    "/no/such/folder": NotFound,
    "file:///no/such/folder": NotFound,
    "/dev/null": Malformed,
}


@pytest.mark.parametrize(("address", "error"), REFUSED.items())
def test_an_address_that_may_not_be_opened_is_refused_before_git_runs(address: str, error: type[SourceError]) -> None:
    with pytest.raises(error):
        source_of(_target(address), LIMITS)


def test_a_url_is_taken_apart_for_the_gate() -> None:
    source = source_of(_target("https://Host.org:8443/owner/grail.git"), LIMITS)
    assert ("host.org", 8443, "https", "grail") == (source.host, source.port, source.protocol, source.name)


def test_another_protocol_needs_the_settings() -> None:
    limits = GitLimits(Path("unused"), extra_protocols=("http",))
    assert "http" == source_of(_target("http://host.org/x"), limits).protocol


def test_a_folder_may_have_any_name(tmp_path: Path) -> None:
    folder = tmp_path / "odd name %41#?"
    folder.mkdir()
    source = source_of(_target(str(folder)), LIMITS)
    assert (True, folder.resolve().as_uri()) == (source.is_local, source.url)


def test_a_refusal_shows_no_credentials() -> None:
    with pytest.raises(SourceError) as caught:
        source_of(Target("https://host.org/x", TargetKind.GIT, "ftp://user:secret@host.org/x"), LIMITS)
    assert "secret" not in str(caught.value)


SAID = {
    "fatal: unable to access 'https://h/x/': Could not resolve host: h": Unavailable,
    "fatal: unable to access 'https://h/x/': Failed to connect to h port 443": Unavailable,
    "fatal: unable to access 'https://h/x/': SSL certificate problem": Unavailable,
    "fatal: unable to access 'https://h/x/': The requested URL returned error: 503": Unavailable,
    "fatal: unable to access 'https://h/x/': The requested URL returned error: 429": RateLimited,
    "fatal: unable to access 'https://h/x/': The requested URL returned error: 403": AccessDenied,
    "fatal: unable to access 'https://h/x/': The requested URL returned error: 301": Redirected,
    "fatal: could not read Username for 'https://h': terminal prompts disabled": AccessDenied,
    "remote: Repository not found.\nfatal: repository 'https://h/x/' not found": NotFound,
    "fatal: '/x' does not appear to be a git repository": Malformed,
    "fatal: transport 'ext' not allowed": AccessDenied,
    "error: RPC failed; curl 18\nfatal: early EOF": Unavailable,
    "fatal: protocol error: bad pack header": Broken,
    "fatal: something new": Unclear,
    "": Unclear,
}


@pytest.mark.parametrize(("stderr", "error"), SAID.items())
def test_what_git_says_becomes_a_typed_error(stderr: str, error: type[SourceError]) -> None:
    assert error is type(read_complaint(stderr, "h/x", NOW))


def test_a_complaint_is_shown_without_credentials_addresses_and_escapes() -> None:
    error = read_complaint("fatal: odd \x1b[31m https://me:secret@h/x for ada@x.org\u202e", "h/x", NOW)
    assert "h/x: git failed: odd [31m https://h/x for (address withheld)" == str(error)


LINKS = {
    "https://github.com/o/n": "https://github.com/o/n/releases/tag/v1%2F%3F",
    "https://github.com/o/n.git": "https://github.com/o/n/releases/tag/v1%2F%3F",
    "https://codeberg.org/o/n": "https://codeberg.org/o/n/releases/tag/v1%2F%3F",
    "https://gitlab.com/g/s/n": "https://gitlab.com/g/s/n/-/tags/v1%2F%3F",
    "https://git.example.org/n": "https://git.example.org/n",
    "file:///srv/n": "file:///srv/n",
}


@pytest.mark.parametrize(("key", "link"), LINKS.items())
def test_a_tag_links_to_its_page_where_the_host_is_known(key: str, link: str) -> None:
    assert link == link_of(_target(key), "v1/?")
