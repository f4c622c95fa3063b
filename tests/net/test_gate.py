"""The egress gate: what is refused, however it is written, before anything is connected to."""

from __future__ import annotations

from collections.abc import Sequence
from ipaddress import ip_address, ip_network

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.model.errors import AccessDenied, SourceError, Unavailable
from monitor.net.blocks import Address
from monitor.net.egress import checked_addresses
from monitor.net.place import Place, place_after, place_of

# One address of each block of IANA's special-purpose registries that is not the public internet, and what carries one inside.
HOSTILE_ADDRESSES = [
    *("0.0.0.0", "0.1.2.3", "10.0.0.1", "10.255.255.255", "100.64.0.1", "100.127.255.255", "127.0.0.1", "127.255.255.254"),  # noqa: S104 - a case, bound to by nothing
    *("169.254.0.1", "169.254.169.254", "172.16.0.1", "172.31.255.255", "192.0.0.1", "192.0.0.8", "192.0.0.100", "192.0.0.170"),
    *("192.88.99.1", "192.168.0.1", "198.18.0.1", "198.19.255.255", "224.0.0.1", "239.255.255.255", "240.0.0.1"),
    *("255.255.255.255", "::", "::1", "::2", "::7f00:1", "::ffff:127.0.0.1", "::ffff:10.0.0.1", "::ffff:169.254.169.254"),
    *(
        "::ffff:0:127.0.0.1",
        "64:ff9b::127.0.0.1",
        "64:ff9b::a00:1",
        "64:ff9b:1::1",
        "64:ff9b:1::808:808",
        "100::1",
        "100:0:0:1::1",
    ),
    *("2001::1", "2001:0:7f00:1::1", "2001:0:808:808::f5ff:fffe", "2001:2::1", "2001:10::1", "2001:20::1", "2002:7f00:1::1"),
    *("2002:a00:1::", "2002:a9fe:a9fe::1", "2002:c0a8:1::1", "4000::1", "5f00::1", "fc00::1", "fd00:ec2::254", "fe00::1"),
    *("fe80::1", "febf::1", "fec0::1", "ff02::1", "ff0e::1"),
]
PUBLIC_ADDRESSES = [
    *("1.1.1.1", "8.8.8.8", "9.255.255.255", "11.0.0.0", "100.63.255.255", "100.128.0.0", "126.255.255.255", "128.0.0.0"),
    *("169.253.255.255", "172.15.255.255", "172.32.0.0", "192.167.255.255", "198.17.255.255", "198.20.0.0", "223.255.255.255"),
    *("2606:4700:4700::1111", "2a00:1450:4001::8a", "::ffff:8.8.8.8", "2002:808:808::1", "64:ff9b::808:808"),
]
DOCUMENTATION = ["192.0.2.1", "198.51.100.1", "203.0.113.255", "2001:db8::1", "3fff::1"]

HOSTILE_URLS = [
    *("https://2130706433/", "https://017700000001/", "https://0x7f000001/", "https://0X7F000001/", "https://127.1/"),
    *("https://127.0.1/", "https://0177.0.0.1/", "https://0x7f.0.0.1/", "https://0x7f.1/", "https://010.0.0.1/"),
    *("https://127.0.0.1./", "https://0/", "https://1.2.3.4.5/", "https://256.256.256.256/", "https://127.0.0.01/"),
    *(
        "https://127\u30020\u30020\u30021/",
        "https://\u2460\u2461⑦.\u24ea.\u24ea.\u2460/",
        "https://\uff11\uff12\uff17.\uff10.\uff10.\uff11/",
        "https://127%2e0%2e0%2e1/",
        "https://[::1]/",
    ),
    *("https://[::ffff:7f00:1]/", "https://[0:0:0:0:0:0:0:1]/", "https://[fe80::1%25eth0]/", "https://[fe80::1%eth0]/"),
    *("https://[::1/", "https://::1/", "https://[127.0.0.1]/", "https://[v1.fe80::a]/", "https://[]/"),
    *("https://8.8.8.8\\@127.0.0.1/", "https://8.8.8.8\\.example.org/", "https://user@8.8.8.8/", "https://user:secret@8.8.8.8/"),
    *("https://:@8.8.8.8/", "https://@8.8.8.8/", "https://127.0.0.1@8.8.8.8/", "https://8.8.8.8#@127.0.0.1:99999/"),
    *(
        "https://8.8.8.8:0/",
        "https://8.8.8.8:65536/",
        "https://8.8.8.8:-1/",
        "https://8.8.8.8:x/",
        "https://8.8.8.8:\uff18\uff10/",
    ),
    *("file:///etc/passwd", "gopher://8.8.8.8/", "ftp://8.8.8.8/", "git://8.8.8.8/x", "ssh://8.8.8.8/x", "ext::sh -c true"),
    *(
        "ext::sh",
        "javascript:alert(1)",
        "data:,x",
        "dict://8.8.8.8/",
        "ldap://8.8.8.8/",
        "jar:https://8.8.8.8/!/",
        "ws://8.8.8.8/",
    ),
    *("", "/", "//8.8.8.8/", "8.8.8.8", "https:", "https:/8.8.8.8/", "https:///etc", "https://", "https://./", "https://../"),
    *(
        "https://a..example/",
        "https://.example.org/",
        "https://-/",
        "https://exa mple.org/",
        "https://example.org/\n",
        "https://a,b/",
    ),
    *("https://example.org\t/", "https://exam\x00ple.org/", "https://\u202eexample.org/", "https://example\u2028.org/"),
    *(
        "https://" + "a" * 64 + ".example/",
        "https://" + "a." * 200 + "example/",
        "https://example.org/" + "a" * 100_000,
        "http://1.1.1.1/",
    ),
]


def answering(*addresses: str) -> Sequence[Address]:
    return [ip_address(address) for address in addresses]


def at_number(address: str, port: str = "") -> str:
    return f"https://[{address}]{port}/" if ":" in address else f"https://{address}{port}/"


@pytest.mark.parametrize("address", HOSTILE_ADDRESSES)
def test_a_special_address_is_refused_by_number(address: str) -> None:
    with pytest.raises(AccessDenied):
        checked_addresses(at_number(address), ())


@pytest.mark.parametrize("address", HOSTILE_ADDRESSES)
def test_a_name_for_a_special_address_is_refused(address: str) -> None:
    with pytest.raises(AccessDenied):
        checked_addresses("https://example.org/", (), lambda *_: answering(address))


@pytest.mark.parametrize("address", PUBLIC_ADDRESSES + DOCUMENTATION)
def test_public_and_documentation_addresses_pass(address: str) -> None:
    assert answering(address) == list(checked_addresses("https://example.org/", (), lambda *_: answering(address)))


@pytest.mark.parametrize("url", HOSTILE_URLS, ids=range(len(HOSTILE_URLS)))
def test_a_hostile_address_is_refused_in_any_spelling(url: str) -> None:
    with pytest.raises(AccessDenied):
        checked_addresses(url, (), lambda *_: answering("127.0.0.1"))


@pytest.mark.parametrize("answers", [("8.8.8.8", "127.0.0.1"), ("127.0.0.1", "8.8.8.8"), ("8.8.8.8", "::ffff:10.0.0.1")])
def test_a_name_that_is_public_and_private_at_once_is_refused(answers: tuple[str, ...]) -> None:
    with pytest.raises(AccessDenied):
        checked_addresses("https://example.org/", (), lambda *_: answering(*answers))


def test_a_name_is_asked_for_once_so_that_its_second_answer_is_never_used() -> None:
    answers = [answering("8.8.8.8"), answering("127.0.0.1")]
    assert answering("8.8.8.8") == list(checked_addresses("https://example.org/", (), lambda *_: answers.pop(0)))
    assert 1 == len(answers)


@pytest.mark.parametrize(
    ("address", "opened"),
    [
        ("10.1.2.3", "10.0.0.0/8"),
        ("127.0.0.1", "127.0.0.1"),
        ("::1", "::1/128"),
        ("fd00::1", "fd00::/8"),
        ("::ffff:10.1.2.3", "10.0.0.0/8"),
        ("169.254.169.254", "169.254.0.0/16"),
    ],
)
def test_allow_networks_opens_a_network(address: str, opened: str) -> None:
    assert [ip_address(address)] == list(checked_addresses(at_number(address, ":8443"), (opened,)))


@pytest.mark.parametrize(("address", "opened"), [("10.1.2.3", "10.1.2.4/32"), ("::1", "0.0.0.0/0"), ("127.0.0.1", "::/0")])
def test_allow_networks_opens_nothing_else(address: str, opened: str) -> None:
    with pytest.raises(AccessDenied):
        checked_addresses(at_number(address), (opened,))


def test_plain_http_is_spoken_in_an_opened_network() -> None:
    assert answering("10.0.0.1") == list(checked_addresses("http://10.0.0.1:8080/", ("10.0.0.0/8",)))


def test_a_name_without_addresses_is_unavailable() -> None:
    with pytest.raises(Unavailable):
        checked_addresses("https://example.org/", (), lambda *_: [])


def test_a_final_dot_and_capitals_make_no_other_host() -> None:
    assert "example.org" == place_of("HTTPS://Example.ORG./x").host


def test_a_name_in_another_script_is_read_in_its_one_spelling() -> None:
    assert ("xn--bcher-kva.example", "xn--bcher-kva.example") == (
        place_of("https://bücher.example/").host,
        place_of("https://BÜCHER\u3002example/").host,
    )


@given(st.ip_addresses())
def test_an_address_is_judged_the_same_by_number_and_by_name(address: Address) -> None:
    def passes(url: str) -> bool:
        try:
            checked_addresses(url, (), lambda *_: [address])
        except AccessDenied:
            return False
        return True

    assert passes(at_number(str(address))) == passes("https://example.org/")


@given(st.ip_addresses(v=4))
def test_an_ipv4_address_is_judged_the_same_inside_of_ipv6(address: Address) -> None:
    def passes(one: Address) -> bool:
        try:
            checked_addresses("https://example.org/", (), lambda *_: [one])
        except AccessDenied:
            return False
        return True

    carriers = [ip_network("::ffff:0:0/96"), ip_network("64:ff9b::/96")]
    assert [passes(address)] * 2 == [passes(carrier[int(address)]) for carrier in carriers]


URLS = st.one_of(
    st.text(max_size=60),
    st.builds(
        "{}://{}{}{}".format,
        st.sampled_from(["http", "https", "HTTPS", "ftp", ""]),
        st.one_of(st.text(max_size=20), st.from_regex(r"[a-zA-Z0-9.-]{1,20}", fullmatch=True), st.ip_addresses().map(str)),
        st.sampled_from(["", ":", ":0", ":80", ":443", ":65535", ":65536", ":x", "@evil.example", "\\@evil.example"]),
        st.sampled_from(["", "/", "/a?b=c", "?b", "#c", "/ä"]),
    ),
)


def place_or_none(url: str) -> Place | None:
    try:
        return place_of(url)
    except AccessDenied:
        return None


@given(URLS)
def test_any_text_is_a_plain_place_or_refused(url: str) -> None:
    place = place_or_none(url)
    if place is None:
        return
    assert place.scheme in {"http", "https"}
    assert 0 < place.port < 65_536
    assert place.host.isascii()
    assert place.host == place.host.lower()
    assert not set(place.host) & set("@\\/?#% ")
    assert place.path.startswith("/")


@given(URLS)
def test_a_place_written_out_is_read_as_the_same_place(url: str) -> None:
    place = place_or_none(url)
    if place is not None:
        assert place == place_of(f"{place.scheme}://{place.shown}{place.path}")


@given(st.text(max_size=60))
def test_any_redirect_leads_to_a_place_or_is_refused(location: str) -> None:
    try:
        target, place = place_after("https://example.org/a", location)
    except SourceError:
        return
    assert place == place_of(target)
