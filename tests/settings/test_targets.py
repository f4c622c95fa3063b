"""From what users write to canonical targets."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.model.target import Target, TargetKind
from monitor.settings.targets import parse_target, protocol_of

BASE = Path("/srv/watch")

KEYS = {
    "https://git.example.org/birds/lark": "https://git.example.org/birds/lark",
    "https://GIT.Example.ORG/Birds/Lark.git/": "https://git.example.org/Birds/Lark",
    "HTTPS://git.example.org:443//birds/lark": "https://git.example.org/birds/lark",
    "https://git.example.org:8443/lark": "https://git.example.org:8443/lark",
    "https://[::1]:8443/lark": "https://[::1]:8443/lark",
    "ssh://git@git.example.org:22/birds/lark.git": "ssh://git.example.org/birds/lark",
    "git@git.example.org:birds/lark.git": "ssh://git.example.org/birds/lark",
    "git://git.example.org/lark": "git://git.example.org/lark",
    "./lark": "file:///srv/watch/lark",
    "../lark.git": "file:///srv/lark.git",
    ".": "file:///srv/watch",
    "/data/my lark/": "file:///data/my%20lark",
    "file:///data/my%20lark": "file:///data/my%20lark",
    "pkg:pypi/Lark_Song.core": "pkg:pypi/lark-song-core",
    "pkg:pypi/lark@1.2.3": "pkg:pypi/lark",
    "pkg:npm/lark": "pkg:npm/lark",
    "birds/lark": "https://github.com/birds/lark",
    "pkg:github/birds/lark": "https://github.com/birds/lark",
    "pkg:github/birds/lark@v1.0": "https://github.com/birds/lark",
    "pkg:gitlab/birds/lark": "https://gitlab.com/birds/lark",
    "pkg:cargo/lark": "pkg:cargo/lark",
    "pkg:golang/lark.example/birds/lark": "pkg:golang/lark.example/birds/lark",
    "pkg:maven/org.birds/lark@1.0": "pkg:maven/org.birds/lark",
    "pkg:huggingface/Birds/Lark-7B": "https://huggingface.co/Birds/Lark-7B",
    "https://huggingface.co/Birds": "https://huggingface.co/Birds",
    "huggingface.co/Birds/Lark-7B": "https://huggingface.co/Birds/Lark-7B",
    "https://hf.co/Birds/Lark-7B/": "https://huggingface.co/Birds/Lark-7B",
    "https://bsky.app/profile/Lark.example": "https://bsky.app/profile/lark.example",
    "https://social.example.org/@Lark": "https://social.example.org/@lark",
    "https://x.com/lark": "https://x.com/lark",
    "https://github.com/birds": "https://github.com/birds",
    "pkg:npm/@birds/lark@2.0.0": "pkg:npm/%40birds/lark",
    "pkg:npm/%40birds/lark": "pkg:npm/%40birds/lark",
    "pkg:npm/lark?repository_url=https://packages.example.org/npm": "pkg:npm/lark?repository_url=https://packages.example.org/npm",
}

REFUSED = {
    "": "is empty",
    "https://": "names no valid host",
    "https://git.example.org/": "names a host but no repository",
    "https://git.example.org/.git": "names a host but no repository",
    "https://git.example.org/birds/../lark": "has a path with",
    "https://git.example.org/lark?tab=readme": "carries a query",
    "https://git.example.org/lark#readme": "carries a query",
    "https://git.example.org:99999/lark": "is no valid URL",
    "https://[::1/lark": "is no valid URL",
    "https://l\u00e4rche.example.org/lark": "names no valid host",
    "https://git.example.org/la rk": "contains a space",
    "https://git.example.org/la\nrk": "contains a control character",
    "./la\x00rk": "contains a control character",
    "file:///la%00rk": "contains a control character",
    "https://name@git.example.org/lark": "carries a user name or password",
    "https://name:word@git.example.org/lark": "carries a user name or password",
    "ssh://name:word@git.example.org/lark": "carries a user name or password",
    "pkg:npm/lark?repository_url=https://name:word@packages.example.org": "carries a user name or password",
    "https://codeberg.org/birds": "is no repository",
    "https://huggingface.co/datasets/birds/songs": "is nothing that is watched on the hub",
    "https://huggingface.co/": "is nothing that is watched on the hub",
    "https://bsky.app/lark": "is no profile",
    "https://x.com/lark/status/1": "is no profile",
    "pkg:github/birds/lark?x=y": "may carry no subpath and no qualifier",
    "https://github.com/birds/lark/issues/1": "is no repository",
    "ftp://git.example.org/lark": "git cannot be asked by this protocol",
    "ext::sh -c true": "names a git transport helper",
    "fd::17": "names a git transport helper",
    "-c core.pager=true": "begins with a dash",
    "--upload-pack=true": "begins with a dash",
    "ssh://-oProxyCommand=true/lark": "has a part that git would read as an option",
    "ssh://-l@git.example.org/lark": "has a part that git would read as an option",
    "~/lark": "~ is not expanded here",
    ".lark": "begins with a dot",
    "file://elsewhere/lark": "a file:// URL must name an absolute path",
    "birds/lark/song": "is neither a git URL",
    "lark": "is neither a URL nor a path",
    "a/b/c": "is neither a git URL",
    "pkg:": "is no package URL",
    "pkg:pypi/": "is no package URL",
    "pkg:pypi/birds/lark": "is no name of a Python package",
    "pkg:pypi/-lark": "is no name of a Python package",
    "pkg:npm/birds/lark": "is no name of an npm package",
    "pkg:npm/..": "is no name of an npm package|is no package URL",
    "pkg:conan/lark": "packages of this type are not watched",
    "pkg:npm/lark#src": "may carry no subpath",
    "pkg:pypi/lark?os=linux": "may carry no subpath",
    "https://git.example.org/" + "a" * 2000: "is longer than",
}


@pytest.mark.parametrize("text", KEYS)
def test_an_address_has_one_canonical_key(text: str) -> None:
    assert KEYS[text] == parse_target(text, base=BASE).key


@pytest.mark.parametrize("text", REFUSED)
def test_what_is_no_target_is_refused_with_a_reason(text: str) -> None:
    with pytest.raises(ValueError, match=REFUSED[text]):
        parse_target(text, base=BASE)


@pytest.mark.parametrize("text", [text for text in REFUSED if "word" in text or "name@" in text])
def test_a_refusal_never_repeats_credentials(text: str) -> None:
    with pytest.raises(ValueError, match="credentials") as caught:
        parse_target(text, base=BASE)
    assert "word@" not in str(caught.value)


def test_a_git_target_is_opened_as_it_was_written() -> None:
    assert "git@git.example.org:birds/lark.git" == parse_target("git@git.example.org:birds/lark.git", base=BASE).address


def test_a_path_is_opened_as_a_plain_path() -> None:
    assert ("/srv/watch/lark", TargetKind.GIT) == (
        parse_target("./lark", base=BASE).address,
        parse_target("./lark", base=BASE).kind,
    )


def test_a_package_is_its_own_address() -> None:
    expected = Target("pkg:npm/%40birds/lark", TargetKind.PACKAGE, "pkg:npm/%40birds/lark")
    assert expected == parse_target("pkg:npm/@birds/lark", base=BASE)


def test_the_end_of_a_frozen_copy_is_kept() -> None:
    until = datetime(2025, 5, 10, tzinfo=UTC)
    assert until == parse_target("./lark", base=BASE, observed_until=until).observed_until


@pytest.mark.parametrize(
    ("text", "protocol"),
    [("./lark", "file"), ("git@h.example:lark", "ssh"), ("http://h.example/lark", "http"), ("https://h.example/lark", "https")],
)
def test_the_protocol_is_known(text: str, protocol: str) -> None:
    assert protocol == protocol_of(parse_target(text, base=BASE))


@given(
    st.text(max_size=60)
    | st.builds("{}{}".format, st.sampled_from(["https://", "pkg:", "./", "git@", "file://"]), st.text(max_size=40))
)
def test_any_text_is_a_target_or_a_value_error(text: str) -> None:
    try:
        target = parse_target(text, base=BASE)
    except ValueError:
        return
    assert not target.address.startswith("-")
    assert target.key.startswith(("https://", "http://", "ssh://", "git://", "file:///", "pkg:pypi/", "pkg:npm/"))


@given(st.sampled_from(sorted(KEYS)))
def test_a_key_is_its_own_key(text: str) -> None:
    key = parse_target(text, base=BASE).key
    assert key == parse_target(key, base=BASE).key
