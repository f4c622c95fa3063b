"""Takes secrets out of what is logged or shown: those of the settings by their value, others by their form."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import fields, is_dataclass
from urllib.parse import quote, unquote, urlsplit

HIDDEN = "***"
# A shorter one would blot out ordinary words, and protects nothing.
SHORTEST = 4

_SECRET_NAME = re.compile(r"password|passwd|secret|token|credential", re.IGNORECASE)
# What a secret of somebody's looks like wherever it comes from; the first group stays.
_FORMS = tuple(
    re.compile(form, re.IGNORECASE)
    for form in (
        r"\b([a-z][a-z0-9+.-]*://)[^\s/]+@",
        r"([?&;](?:[a-z]+[_-])?(?:token|key|secret|password|passwd|pwd|signature|sig)=)[^&\s#\"']+",
        r"((?:proxy-)?authorization[\"']?\s*[:=]\s*[\"']?(?:[a-z]+\s+)?)[^\s\"',]+",
        r"\b(bearer\s+)[^\s\"',]+",
        r"\b(gh[pousr]_|github_pat_|glpat-|hf_|npm_|xox[abeprs]-)[a-z0-9_-]{10,}",
    )
)


class Redactor:
    """Callable that returns a text without the given secrets and without anything that has the form of one."""

    def __init__(self, secrets: Iterable[str] = ()) -> None:
        self.secrets = frozenset(secret for secret in secrets if len(secret) >= SHORTEST)
        written = {form for secret in self.secrets for form in (secret, quote(secret, safe=""))}
        longest_first = sorted(written, key=len, reverse=True)
        self._known = re.compile("|".join(map(re.escape, longest_first))) if written else None

    def __call__(self, text: str) -> str:
        """Return `text` with each secret replaced."""
        if self._known:
            text = self._known.sub(HIDDEN, text)
        for form in _FORMS:
            text = form.sub(lambda found: found[1] + HIDDEN + ("@" if found[0].endswith("@") else ""), text)
        return text


def secrets_of(settings: object) -> frozenset[str]:
    """Return every secret in a tree of settings: what a dataclass leaves out of its repr, and what a key calls a password.

    Of what is left out, options by name are looked at one by one: the host of a mail server is no secret, and should be told.
    """
    return frozenset(_secrets(settings, is_secret=False))


def _secrets(value: object, *, is_secret: bool) -> Iterator[str]:
    if isinstance(value, str):
        yield from _parts(value) if is_secret else ()
    elif isinstance(value, Mapping):
        for key, inner in value.items():
            is_hidden = is_secret and not isinstance(inner, Mapping)
            yield from _secrets(inner, is_secret=is_hidden or bool(_SECRET_NAME.search(str(key))))
    elif is_dataclass(value) and not isinstance(value, type):
        for field in fields(value):
            yield from _secrets(getattr(value, field.name), is_secret=is_secret or not field.repr)
    elif isinstance(value, (tuple, list, frozenset, set)):
        for inner in value:
            yield from _secrets(inner, is_secret=is_secret)


def _parts(text: str) -> Iterator[str]:
    """Yield the secret of a text: of a URL only its password, so that its host and path can still be told."""
    if "://" not in text:
        yield text
        return
    password = urlsplit(text).password
    if password:
        yield password
        yield unquote(password)
