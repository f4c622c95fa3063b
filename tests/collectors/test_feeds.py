"""Feeds: every format, what is quoted, when it was said, and the answers that mean no feed."""

from __future__ import annotations

import time
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.collectors import feeds
from monitor.collectors.plain import plain
from monitor.model.errors import AccessDenied, Malformed, NotFound, RateLimited, SourceError, Unavailable
from monitor.model.evidence import EvidenceLevel
from monitor.model.facts import NotBefore, Note, Seen, StatementFact, Unchanged
from monitor.model.signals import Signal
from monitor.model.target import Target, TargetKind
from monitor.model.text import MASK
from tests.collectors.feeds import ADDRESS, ATOM_DATE, NEWS, NOW, OWN, FeedDoor, atom, item, read, rss, said
from tests.collectors.registries import complete, context, notes

SAID_AT = datetime(2026, 5, 4, 7, 30, tzinfo=UTC)
ENTRY = f"<entry><title>Lark 5</title><link href='/5'/><id>a</id><updated>{ATOM_DATE}</updated><summary>Faster.</summary></entry>"
DC_DATE = f"<dc:date>{ATOM_DATE}</dc:date>"
RDF = f"""<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/"
 xmlns:dc="http://purl.org/dc/elements/1.1/"><channel rdf:about="https://blog.example/"><title>Lark</title></channel>
 <item rdf:about="https://blog.example/5"><title>Lark 5</title><link>https://blog.example/5</link>
 <description>Faster.</description>{DC_DATE}</item></rdf:RDF>""".encode()
RSS_091 = f"""<?xml version="1.0"?><!DOCTYPE rss PUBLIC "-//Netscape Communications//DTD RSS 0.91//EN" "rss-0.91.dtd">
<rss version="0.91"><channel><title>Lark</title>{item("Lark 5", "Faster.")}</channel></rss>""".encode()


@pytest.mark.parametrize("body", [rss(item("Lark 5", "Faster.")), atom(ENTRY), RDF, RSS_091], ids=["2.0", "Atom", "1.0", "0.91"])
def test_every_format_gives_the_same_statement(body: bytes) -> None:
    expected = StatementFact("entry", SAID_AT, "Lark 5", "Faster.", "https://blog.example/5", EvidenceLevel.ANNOUNCED)
    assert [expected] == said(read(body))


def test_a_feed_of_others_reports() -> None:
    assert [EvidenceLevel.REPORTED] == [fact.level for fact in said(read(rss(item()), NEWS))]


def test_it_is_asked_for_feeds_by_its_own_address() -> None:
    door = FeedDoor(rss(item()))
    list(feeds.collect(OWN, context(door)))
    ((url, headers),) = door.asked
    assert ADDRESS == url
    assert "application/atom+xml" in headers["Accept"]


def test_only_feeds_are_handled() -> None:
    handled = [kind for kind in TargetKind if feeds.SPEC.handles(Target("https://a.example", kind, "https://a.example"))]
    assert [TargetKind.FEED] == handled


def test_tags_scripts_and_addresses_are_left_out_of_the_quote() -> None:
    html = "<![CDATA[<p>Ada <b>steps</b> down.</p><script>alert(1)</script> Write to ada@lark.example&nbsp;now]]>"
    assert f"Ada steps down. Write to {MASK} now" == said(read(rss(item(body=html))))[0].quote


def test_a_quote_is_short_and_a_cut_is_marked() -> None:
    quote = said(read(rss(item(body="word " * 500))))[0].quote
    assert len(quote) <= 300
    assert quote.endswith("\u2026")


def test_a_quote_is_cut_around_the_telling_words() -> None:
    body = "Nothing here. " * 60 + "After ten years I am stepping down. " + "More. " * 60
    quote = said(read(rss(item(body=body)), telling=lambda text: text.find("stepping down")))[0].quote
    assert "After ten years I am stepping down." in quote
    assert len(quote) <= 300


def test_the_whole_text_wins_over_its_summary() -> None:
    content = '<content type="html">&lt;p&gt;Longer words than those.&lt;/p&gt;</content>'
    entry = ENTRY.replace("</entry>", f"{content}</entry>")
    assert "Longer words than those." == said(read(atom(entry)))[0].quote


def test_pages_that_an_entry_cites_are_kept_without_its_own() -> None:
    html = "<a href='https://social.example/@ada/1'>she said</a> <a href='/5'>here</a> <a href='mailto:a@b.example'>x</a>"
    assert ("https://social.example/@ada/1",) == said(read(rss(item(body=f"<![CDATA[{html}]]>"))))[0].cites


@pytest.mark.parametrize(
    ("link", "expected"),
    [
        ("/posts/5", "https://blog.example/posts/5"),
        ("https://elsewhere.example/5", "https://elsewhere.example/5"),
        ("javascript:alert(1)", ADDRESS),
        ("data:text/html,x", ADDRESS),
        ("file:///etc/passwd", ADDRESS),
        ("https://user:secret@blog.example/5", ADDRESS),
        ("https://[half", ADDRESS),
        ("https://blog.example/" + "a" * 3000, ADDRESS),
        ("", ADDRESS),
    ],
)
def test_a_link_leads_to_a_page_or_else_to_the_feed(link: str, expected: str) -> None:
    assert expected == said(read(rss(item(link=link))))[0].link


@pytest.mark.parametrize(
    ("more", "expected"),
    [
        ("<author>ada@lark.example (Ada Quill)</author>", "Ada Quill"),
        ("<author>ada@lark.example</author>", ""),
        ('<dc:creator xmlns:dc="http://purl.org/dc/elements/1.1/">Ada Quill</dc:creator>', "Ada Quill"),
        ("", ""),
    ],
)
def test_an_author_is_a_name_and_never_an_address(more: str, expected: str) -> None:
    assert expected == said(read(rss(item(more=more))))[0].author_name


@pytest.mark.parametrize(
    ("dates", "expected"),
    [
        (f"<published>{ATOM_DATE}</published><updated>2026-05-09T00:00:00Z</updated>", SAID_AT),
        (f"<updated>{ATOM_DATE}</updated>", SAID_AT),
        (f"<published>2099-01-01T00:00:00Z</published><updated>{ATOM_DATE}</updated>", SAID_AT),
        (f"<published>{(NOW + timedelta(hours=2)).isoformat()}</published>", NOW),
        ("<published>2099-01-01T00:00:00Z</published>", None),
        ("<published>yesterday</published>", None),
        ("<published>0000-00-00</published>", None),
        ("", None),
    ],
)
def test_an_entry_is_dated_by_its_publication_and_never_in_the_future(dates: str, expected: datetime | None) -> None:
    found = read(atom(f"<entry><title>Lark 5</title><id>a</id>{dates}</entry>"))
    assert ([] if expected is None else [expected]) == [fact.said_at for fact in said(found)]
    assert (expected is None) is ("entries_without_date" in notes(found))


def test_a_feed_was_seen_from_its_oldest_entry_on() -> None:
    old = item("Lark 4", more="<pubDate>Sun, 01 Feb 2026 00:00:00 GMT</pubDate>", link="https://blog.example/4")
    assert [Seen(Signal.STATEMENTS, datetime(2026, 2, 1, tzinfo=UTC), NOW, is_complete=True)] == [
        found for found in read(rss(item(), old)) if isinstance(found, Seen)
    ]


def test_an_empty_feed_is_whole_and_shows_nothing_before_now() -> None:
    assert [Seen(Signal.STATEMENTS, NOW, NOW, is_complete=True)] == [f for f in read(rss()) if isinstance(f, Seen)]


def test_a_feed_that_breaks_off_is_not_wholly_seen() -> None:
    found = read(rss(item(), item("Lark 4", link="https://blog.example/4"))[:-60])
    assert {Signal.STATEMENTS: False} == complete(found)
    assert "feed_not_well_formed" in notes(found)


@pytest.mark.parametrize(
    "body",
    [
        b"<!doctype html><title>Maintenance</title><p>Back soon",
        b"<html><head><title>x</title></head><body/></html>",
        b"",
        b"   ",
        b'{"version": "https://jsonfeed.example/1", "items": []}',
        b"[]",
        b"\x00\x01\x02\x03",
        b"<?xml version='1.0'?><opml version='2.0'><body/></opml>",
        b"plain words",
    ],
)
def test_what_is_no_feed_is_malformed_and_names_its_host(body: bytes) -> None:
    with pytest.raises(Malformed, match=r"^blog\.example: "):
        read(body)


LAUGHS = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(2, 11))
HOSTILE = {
    "a billion laughs": f'<!DOCTYPE a [<!ENTITY l1 "ha">{LAUGHS}]>'.encode() + rss(item("&l10;")),
    "an outside entity": b'<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]>' + rss(item("&x;")),
    "the same in UTF-16": ('\ufeff<!DOCTYPE a [<!ENTITY x "y">]>' + rss(item("&x;")).decode()).encode("utf-16-le"),
    "nested without end": b'<rss version="2.0"><channel>' + b"<a>" * 200_000,
    "nested and not well-formed": b'<rss version="2.0"><channel><b x=y>' + b"<a>" * 200_000,
    "brackets": b"<" * 3_000_000,
    "ampersands": b'<rss version="2.0"><channel><title>' + b"&" * 2_000_000,
    "tags without end": b'<rss version="2.0"><channel>' + b"<a/>" * 1_000_000 + b"</channel></rss>",
    "attributes without end": b'<rss version="2.0"><channel ' + b" ".join(b'a%d=""' % n for n in range(300_000)) + b"/></rss>",
    "a name without end": rss(f"<item><author>{'a.' * 200_000}</author></item>"),
    "too large": rss(item(body="x" * (10 * 1024 * 1024))),
}


@pytest.mark.parametrize("kind", HOSTILE)
def test_a_hostile_document_is_refused_quickly(kind: str) -> None:
    start = time.process_time()
    with pytest.raises(Malformed):
        read(HOSTILE[kind])
    assert time.process_time() - start < 5


def test_a_small_broken_document_takes_no_long_time_either() -> None:
    start = time.process_time()
    read(b'<rss version="2.0"><channel><b x=y>' + b"<a>" * 19_000)
    assert time.process_time() - start < 5


@pytest.mark.parametrize("part", ["<a ", "<a/", '<a b="', '<a b=\'" c=">', "<!--", "<![", "</", "&#", "<script>"])
def test_a_text_of_broken_tags_takes_no_long_time(part: str) -> None:
    start = time.process_time()
    plain(part * (50_000 // len(part)))
    assert time.process_time() - start < 5


@pytest.mark.parametrize(
    ("words", "html"),
    [
        ("1 < 2 and so on", "1 < 2 and <i>so</i> on"),
        ("before", "before<!-- <b>not</b> this, nor that"),
        ("before after", "before<!-- not > this --> after"),
        ("a > b", '<i title="a > b">a > b</i>'),
        ("this word", "this <a href='x\">word</a>"),
        ("not a script", "not <?xml?><!DOCTYPE html>a script<script>this < that</script>"),
    ],
)
def test_words_are_read_around_what_is_no_tag(words: str, html: str) -> None:
    assert words == plain(html).text


def test_ten_thousand_entries_are_read_and_no_more() -> None:
    found = read(rss(*(item(f"Lark {n}", link=f"https://blog.example/{n}") for n in range(10_050))))
    assert 10_000 == len(said(found))
    assert {Signal.STATEMENTS: False} == complete(found)
    assert "entries_left_out" in notes(found)


@pytest.mark.parametrize(
    ("encoding", "content_type"),
    [
        ("utf-8", ""),
        ("utf-8", "text/xml"),
        ("utf-8-sig", "application/rss+xml"),
        ("utf-16", ""),
        ("gb18030", "text/xml; charset=GB2312"),
        ("utf-32", ""),
    ],
)
def test_chinese_words_arrive_in_every_encoding(encoding: str, content_type: str) -> None:
    body = rss(item("\u901a\u4e49\u56e2\u961f\u79bb\u804c")).decode().encode(encoding)
    assert "\u901a\u4e49\u56e2\u961f\u79bb\u804c" == said(read(body, headers={"content-type": content_type}))[0].title


@pytest.mark.parametrize("name", ["gb2312", "GBK", "big5", "shift_jis", "euc-kr"])
def test_the_document_may_name_its_own_encoding(name: str) -> None:
    body = rss(item("\u5927\u4eba")).decode().replace("?>", f' encoding="{name}"?>', 1).encode(name)
    assert "\u5927\u4eba" == said(read(body))[0].title


@pytest.mark.parametrize("name", ["base64", "zlib", "unicode_escape", "undefined", "punycode", "no-such", "utf-8"])
def test_a_wrong_encoding_never_stops_the_look(name: str) -> None:
    body = rss(item("caf\xe9")).decode().replace("?>", f' encoding="{name}"?>', 1).encode("latin-1")
    assert "caf\xe9" == said(read(body))[0].title


def test_surrogates_controls_and_bidi_marks_are_taken_out() -> None:
    fact = said(read(rss(item("Lark&#xD800;&#x202e; 5&#7;", "&lt;p&gt;a&amp;#xdfff;b&amp;#0;&lt;/p&gt;"))))[0]
    assert (fact.title + fact.quote).encode()
    assert "\u202e" not in fact.title


def test_304_is_unchanged_and_nothing_else() -> None:
    assert [Unchanged()] == read(b"", is_unchanged=True)


def test_a_permanent_move_is_noted_with_the_new_address() -> None:
    found = read(rss(item()), moved_to="https://new.example/feed")
    assert "https://new.example/feed" in notes(found)["moved"]
    assert [Note, Unchanged] == [type(f) for f in read(b"", is_unchanged=True, moved_to="https://new.example/feed")]


def test_410_is_the_end_and_is_asked_for_again_in_a_week() -> None:
    with pytest.raises(NotFound, match="ended for good") as raised:
        read(b"", error=NotFound("blog.example: answered HTTP 410 (Gone)").because(410))
    assert NOW + timedelta(days=7) == raised.value.until


@pytest.mark.parametrize(
    "error",
    [
        AccessDenied("401"),
        AccessDenied("403"),
        RateLimited("403", NOW + timedelta(hours=1)),
        NotFound("404").because(404),
        RateLimited("429", NOW + timedelta(hours=1)),
        AccessDenied("451"),
        Unavailable("500"),
        Unavailable("502"),
        Unavailable("no answer within 30 s"),
        Unavailable("its answer broke off"),
    ],
    ids=str,
)
def test_what_the_door_says_goes_through_as_it_is(error: SourceError) -> None:
    with pytest.raises(SourceError) as raised:
        read(b"", error=error)
    assert error is raised.value


def pause(body: bytes) -> timedelta | None:
    asked = [found.at for found in read(body) if isinstance(found, NotBefore)]
    return asked[0] - NOW if asked else None


HOURS = "".join(f"<hour>{hour}</hour>" for hour in range(13, 16))
EVERY_HOUR = "".join(f"<hour>{hour}</hour>" for hour in range(24))
SYNDICATION = 'xmlns:sy="http://purl.org/rss/1.0/modules/syndication/"'


@pytest.mark.parametrize(
    ("about", "expected"),
    [
        ("", None),
        ("<ttl>5</ttl>", None),
        ("<ttl>120</ttl>", timedelta(hours=2)),
        ("<ttl>999999</ttl>", timedelta(days=1)),
        ("<ttl>99999999999999999999</ttl>", None),
        ("<ttl>-5</ttl>", None),
        ("<ttl>soon</ttl>", None),
        (f"<skipHours>{HOURS}</skipHours>", timedelta(hours=4)),
        (f"<ttl>180</ttl><skipHours>{HOURS}</skipHours>", timedelta(hours=4)),
        (f"<skipHours>{EVERY_HOUR}</skipHours>", None),
        ("<skipHours><hour>99</hour><hour>x</hour></skipHours>", None),
        (f"<sy:updatePeriod {SYNDICATION}>daily</sy:updatePeriod>", timedelta(days=1)),
        (
            f"<sy:updatePeriod {SYNDICATION}>daily</sy:updatePeriod><sy:updateFrequency {SYNDICATION}>4</sy:updateFrequency>",
            timedelta(hours=6),
        ),
    ],
)
def test_a_feed_is_left_alone_for_as_long_as_it_asks(about: str, expected: timedelta | None) -> None:
    assert expected == pause(rss(item(), about=about))


PIECES = b"""<rss version='2.0'> <channel> <item> <title> </title> <link> http://[ &#xd800; <entry> <pubDate> 0001-01-01 <![CDATA[
]]> <feed\txmlns='http://www.w3.org/2005/Atom'> a@b.example <![if </item> </channel></rss> <content\ttype='xhtml'> <author><name>
<georss:point> <ttl> \xff\xfe &amp; <skipHours><hour>""".split()
pieces = st.sampled_from(PIECES)


@given(st.binary() | st.lists(pieces | st.binary(max_size=8), max_size=25).map(b"".join), st.text(max_size=20))
def test_any_bytes_give_facts_or_a_source_error(body: bytes, content_type: str) -> None:
    try:
        found = read(body, headers={"content-type": content_type})
    except SourceError:
        return
    shown = "".join(repr(item) for item in found)
    shown.encode()
    assert r"\ud8" not in shown
    assert "a@b.example" not in shown
