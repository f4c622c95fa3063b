"""The kinds of text: schedules, mail addresses, zones, networks, and what a secret may be."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.model.crontab import check_schedule
from monitor.model.options import Listen
from monitor.settings.daemon_form import check_listen
from monitor.settings.secrets import expand
from monitor.settings.words import check_host, check_mail, check_network, check_url, check_zone

GOOD_SCHEDULES = {
    "0 7 * * 1": "0 7 * * 1",
    "*/15 8-18 * * mon-FRI": "*/15 8-18 * * mon-fri",
    "0 0 1,15 * *": "0 0 1,15 * *",
    "0 0 29 2 *": "0 0 29 2 *",
    "0 0 31 jan,feb *": "0 0 31 jan,feb *",
    "5  4 * *\t7": "5 4 * * 7",
    "0 0 * * sat-sun": "0 0 * * sat-sun",
    "0-30/10 * * * *": "0-30/10 * * * *",
    "@Daily": "@daily",
    "@midnight": "@daily",
    "@annually": "@yearly",
}

BAD_SCHEDULES = {
    "": "expected five fields",
    "0 7 * * 1 2026": "found 6",
    "60 * * * *": "the minute must be 0 to 59",
    "0 24 * * *": "the hour must be 0 to 23",
    "0 0 0 * *": "the day of the month must be 1 to 31",
    "0 0 * 13 *": "the month must be 1 to 12 or jan to dec",
    "0 0 * * 8": "the day of the week must be 0 to 7 or sun to sat",
    "0 0 * * xyz": "the day of the week must be",
    "0 0 * jan-xyz *": "the month must be",
    "0 0 * * 5-1": "runs backwards",
    "*/0 * * * *": "a step that must be 1 to 59",
    "5/15 * * * *": "a step after a single number",
    "*-5 * * * *": "a range that begins with",
    "1,,2 * * * *": "cannot be read",
    "? * * * *": "cannot be read",
    "0 0 L * *": "cannot be read",
    "0 0 1 * 1": "sets both day of the month and day of the week",
    "0 0 */2 * mon": "sets both day of the month and day of the week",
    "0 0 30 2 *": "it would never run",
    "0 0 31 4,6,9,11 *": "it would never run",
    "@reboot": "expected one of @hourly",
    "@": "expected one of @hourly",
}


@pytest.mark.parametrize("text", GOOD_SCHEDULES)
def test_a_schedule_is_put_into_one_form(text: str) -> None:
    assert GOOD_SCHEDULES[text] == check_schedule(text)


@pytest.mark.parametrize("text", BAD_SCHEDULES)
def test_a_schedule_that_would_surprise_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=BAD_SCHEDULES[text]):
        check_schedule(text)


@given(st.text(alphabet="0123456789*/,- @sunmojaL?", max_size=30))
def test_any_text_is_a_schedule_or_a_value_error(text: str) -> None:
    try:
        line = check_schedule(text)
    except ValueError:
        return
    assert line == check_schedule(line)


@pytest.mark.parametrize("address", ["a@example.org", "first.last+tag@sub.example.co", "o'neil@example.org"])
def test_a_bare_mail_address_is_taken(address: str) -> None:
    assert address == check_mail(address)


@pytest.mark.parametrize(
    "address",
    [
        "",
        "example.org",
        "@example.org",
        "a@",
        "a@localhost",
        "a@@example.org",
        "a..b@example.org",
        ".a@example.org",
        "a.@example.org",
        "a@-example.org",
        "a@example..org",
        "a@example.org.",
        "a@example.org\n",
        "a b@example.org",
        "a@example.org,b@example.org",
        "a@example.org\r\nBcc: b@example.org",
        '"a b"@example.org',
        "Ada <a@example.org>",
        "a@l\u00e4rche.example",
        "a@127.0.0.1",
        "a" * 65 + "@example.org",
        "a@" + "b" * 250 + ".org",
    ],
)
def test_what_mailers_could_read_differently_is_refused(address: str) -> None:
    with pytest.raises(ValueError, match="is no mail address"):
        check_mail(address)


@pytest.mark.parametrize("zone", ["UTC", "Europe/Berlin", "America/Argentina/Buenos_Aires", "Etc/GMT+5"])
def test_a_time_zone_by_its_name_is_taken(zone: str) -> None:
    assert zone == check_zone(zone)


@pytest.mark.parametrize("zone", ["", "Mars/Olympus", "America", "../UTC", "/etc/passwd", "UTC+2", "UTC\x00", "tzdata.zi"])
def test_what_is_no_time_zone_is_refused(zone: str) -> None:
    with pytest.raises(ValueError, match="is no IANA time zone"):
        check_zone(zone)


@pytest.mark.parametrize("network", ["10.20.0.0/16", "fd00::/8", "127.0.0.1/32"])
def test_a_network_is_taken(network: str) -> None:
    assert network == check_network(network)


@pytest.mark.parametrize("network", ["10.0.0.1/8", "10.0.0.0/33", "office", "", "10.0.0.0/8/8"])
def test_what_is_no_network_is_refused(network: str) -> None:
    with pytest.raises(ValueError, match="is no network"):
        check_network(network)


def test_a_host_is_put_into_lower_case() -> None:
    assert "git.example.org:8443" == check_host("Git.Example.org:8443")


@pytest.mark.parametrize("host", ["https://git.example.org", "git.example.org/path", "a b", "", "-a.example", "a_b"])
def test_what_is_no_host_is_refused(host: str) -> None:
    with pytest.raises(ValueError, match="is no host name"):
        check_host(host)


@pytest.mark.parametrize(
    "url", ["ftp://example.org", "example.org", "https://", "https://u:p@example.org", "https://[x", "https://e:99999"]
)
def test_what_is_no_web_address_is_refused(url: str) -> None:
    with pytest.raises(ValueError, match=r"is no (web address|valid URL)|credentials"):
        check_url(url)


def test_a_variable_is_replaced_in_the_middle_of_text() -> None:
    assert "a-one-b-two" == expand("a-${ONE}-b-${TWO}", {"ONE": "one", "TWO": "two\n"})


@pytest.mark.parametrize("environ", [{}, {"ONE": ""}, {"ONE": " \n"}])
def test_a_variable_that_is_not_set_or_empty_is_named(environ: dict[str, str]) -> None:
    with pytest.raises(ValueError, match="ONE, which is not set or empty"):
        expand("${ONE}", environ)


@pytest.mark.parametrize("text", ["${", "${}", "${1}", "${A-b}", "${ONE"])
def test_a_broken_variable_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"has a \$\{ without a name"):
        expand(text, {"ONE": "one"})


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("127.0.0.1:9630", Listen("127.0.0.1", 9630)),
        ("localhost:9630", Listen("127.0.0.1", 9630)),
        ("[::1]:0", Listen("::1", 0)),
        ("0.0.0.0:80", Listen("0.0.0.0", 80)),  # noqa: S104 - nothing listens here
        ("none", None),
    ],
)
def test_an_address_to_listen_on_is_taken(text: str, expected: Listen | None) -> None:
    assert expected == check_listen(text)


@pytest.mark.parametrize(
    "text",
    ["", ":80", "127.0.0.1", "127.0.0.1:", "::1:80", "a@127.0.0.1:80", "127.0.0.1:65536", "example.org:80", "127.0.0.1:80/x"],
)
def test_what_is_no_address_to_listen_on_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="is no address and port"):
        check_listen(text)
