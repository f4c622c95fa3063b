"""A body is taken whole or not at all: bombs, oversize, cuts and broken compression end in a clear error."""

from __future__ import annotations

import gzip
import tracemalloc
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.model.errors import Malformed, Unavailable
from monitor.net.decode import Decoder
from tests.net.conftest import Door, Serve
from tests.net.server import End, Play, answer, head

MIB = 2**20


def zipped(body: bytes, *, length: int | None = None) -> Play:
    return Play([head(200, "Content-Encoding: gzip", f"Content-Length: {len(body) if length is None else length}") + body])


def bomb(mebibytes: int) -> bytes:
    squeeze = zlib.compressobj(9, zlib.DEFLATED, 31)
    return b"".join(squeeze.compress(bytes(MIB)) for _ in range(mebibytes)) + squeeze.flush()


def test_a_compressed_body_is_decoded(door: Door, serve: Serve) -> None:
    assert b'{"a": 1}' == door.session().get(serve(zipped(gzip.compress(b'{"a": 1}'))).url).body


def test_a_compressed_body_in_two_members_is_decoded_whole(door: Door, serve: Serve) -> None:
    assert b"[1, 2]" == door.session().get(serve(zipped(gzip.compress(b"[1,") + gzip.compress(b" 2]"))).url).body


def test_a_chunked_body_is_put_together(door: Door, serve: Serve) -> None:
    server = serve(Play([head(200, "Transfer-Encoding: chunked"), b"2\r\n[1\r\n", b"1\r\n]\r\n0\r\n\r\n"]))
    assert b"[1]" == door.session().get(server.url).body


def test_a_gzip_bomb_is_stopped_by_the_cap_in_little_memory(door: Door, serve: Serve) -> None:
    server, session = serve(zipped(bomb(64))), door.session(max_megabytes=1)
    tracemalloc.start()
    try:
        with pytest.raises(Unavailable, match="larger than 1 MiB"):
            session.get(server.url)
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert 8 * MIB > peak


def test_what_is_too_large_is_asked_for_once(door: Door, serve: Serve) -> None:
    server = serve(answer(200, bytes(MIB + 1)))
    with pytest.raises(Unavailable, match="larger than 1 MiB"):
        door.session(max_megabytes=1).get(server.url)
    assert 1 == len(server.requests)


def test_a_body_as_large_as_the_cap_is_taken(door: Door, serve: Serve) -> None:
    assert MIB == len(door.session(max_megabytes=1).get(serve(answer(200, bytes(MIB))).url).body)


def test_a_body_without_end_is_stopped_by_the_cap(door: Door, serve: Serve) -> None:
    endless = Play([head(200, "Transfer-Encoding: chunked"), *[b"10000\r\n" + bytes(65_536) + b"\r\n"] * 64])
    with pytest.raises(Unavailable, match="larger than 1 MiB"):
        door.session(max_megabytes=1).get(serve(endless).url)


CUT = {
    "shorter than its Content-Length": Play([head(200, "Content-Length: 10"), b"[1,2"], End.CLOSE),
    "shorter than its Content-Length, reset": Play([head(200, "Content-Length: 10"), b"[1,2", 0.05], End.RESET),
    "cut within a chunk": Play([head(200, "Transfer-Encoding: chunked"), b"a\r\n[1,2"], End.CLOSE),
    "cut after a chunk": Play([head(200, "Transfer-Encoding: chunked"), b"4\r\n[1,2\r\n"], End.CLOSE),
    "cut within the headers": Play([b"HTTP/1.1 200 OK\r\nContent-Le"], End.CLOSE),
    "reset at once": Play([], End.RESET),
    "closed at once": Play([], End.CLOSE),
    "no HTTP": Play([b"SSH-2.0-OpenSSH_9.2\r\n\r\n"], End.CLOSE),
    "gzip cut short": zipped(gzip.compress(b"[1, 2, 3]" * 50)[:-12]),
    "gzip cut before its first byte of data": zipped(gzip.compress(b"[1, 2, 3]")[:10]),
    "gzip without its checksum": zipped(gzip.compress(b"[1, 2, 3]")[:-8]),
}


@pytest.mark.parametrize("play", CUT.values(), ids=CUT)
def test_an_answer_that_is_cut_short_is_unavailable(door: Door, serve: Serve, play: Play) -> None:
    with pytest.raises(Unavailable):
        door.session().get(serve(play).url)


def test_a_body_whose_end_nothing_shows_is_not_taken_for_whole(door: Door, serve: Serve) -> None:
    with pytest.raises(Unavailable, match="cut short"):
        door.session().get(serve(Play([head(200, "Content-Type: text/html"), b"<html>"], End.CLOSE)).url)


def test_json_shows_its_own_end(door: Door, serve: Serve) -> None:
    cut = serve(Play([head(200, "Content-Type: application/json"), b"[1,2"], End.CLOSE))
    found = door.session().get(cut.url)
    with pytest.raises(Malformed):
        found.json()


BROKEN = {
    "no gzip at all": zipped(b"<html>"),
    "a flipped bit": zipped(gzip.compress(b"[1, 2, 3]")[:-6] + b"abcdef"),
    "a second member that is none": zipped(gzip.compress(b"[1]") + b"garbage"),
    "an encoding nobody asked for": answer(200, b"x", "Content-Encoding: br"),
    "two encodings": answer(200, gzip.compress(b"x"), "Content-Encoding: gzip, gzip"),
}


@pytest.mark.parametrize("play", BROKEN.values(), ids=BROKEN)
def test_broken_compression_is_malformed(door: Door, serve: Serve, play: Play) -> None:
    with pytest.raises(Malformed):
        door.session().get(serve(play).url)


@given(st.binary(max_size=3000), st.integers(1, 500), st.sampled_from(["", "identity", "gzip", "deflate"]))
def test_whatever_is_compressed_and_split_is_decoded_to_itself(body: bytes, step: int, encoding: str) -> None:
    raw = {"gzip": gzip.compress(body), "deflate": zlib.compress(body)}.get(encoding, body)
    decoder = Decoder(encoding, MIB, "host")
    for start in range(0, len(raw), step):
        decoder.feed(raw[start : start + step])
    assert body == decoder.body()


@given(st.binary(max_size=300), st.sampled_from(["gzip", "deflate"]))
def test_garbage_never_raises_anything_but_a_source_error(raw: bytes, encoding: str) -> None:
    decoder = Decoder(encoding, MIB, "host")
    try:
        decoder.feed(raw)
        body = decoder.body()
    except (Malformed, Unavailable):
        return
    assert (zlib.decompress(raw, 47) if raw else b"") == body


def test_a_stream_of_empty_members_is_stopped_by_the_cap() -> None:
    decoder, empty = Decoder("gzip", 10_000, "host"), gzip.compress(b"")
    for _ in range(10_000 // len(empty)):
        decoder.feed(empty)
    with pytest.raises(Unavailable):
        decoder.feed(empty)


def test_no_body_at_all_is_empty_even_where_compression_was_announced() -> None:
    assert b"" == Decoder("gzip", 10, "host").body()
