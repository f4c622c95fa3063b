"""Secrets come from the environment (`${NAME}`) or from a file (`token_file`), never from the configuration itself.

No message and no repr of ours ever holds a secret's value.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Annotated

from pydantic import AfterValidator, BeforeValidator, Strict, ValidationInfo

from monitor.settings.words import surroundings, whole_path

MAX_SECRET = 4096

_VARIABLE = re.compile(r"\$\{([A-Za-z_][A-Za-z0-9_]*)\}")
# What may stand in an HTTP header: anything else in a token is a mistake, or an attempt to add a header.
_TOKEN = re.compile(r"[\x21-\x7e]+")
# What a login takes in every way that servers offer; a space may be part of it.
_PASSWORD = re.compile(r"[\x20-\x7e]+")


def expand(text: str, environ: Mapping[str, str]) -> str:
    """Return `text` with each `${NAME}` replaced from `environ`. Raises ValueError naming the variable that is not set."""
    if _VARIABLE.sub("", text).count("${"):
        raise ValueError("has a ${ without a name and }; write ${NAME}")
    missing = sorted({name for name in _VARIABLE.findall(text) if not environ.get(name, "").strip()})
    if missing:
        raise ValueError(f"needs the environment variable {', '.join(missing)}, which is not set or empty")
    return _VARIABLE.sub(lambda found: environ[found[1]].strip(), text)


def _token(text: str, info: ValidationInfo) -> str:
    return _clean(_variable(text, info, "token_file"))


def _password(text: str, info: ValidationInfo) -> str:
    return _clean_password(_variable(text, info, "password_file"))


def _variable(text: str, info: ValidationInfo, other: str) -> str:
    if not _VARIABLE.fullmatch(text):
        raise ValueError(
            f"must be ${{NAME}}, a variable of the environment (or use {other}): a secret does not belong in this file"
        )
    return expand(text, surroundings(info).environ)


def _expanded(text: str, info: ValidationInfo) -> str:
    return expand(text, surroundings(info).environ)


def _content(value: object, info: ValidationInfo) -> str:
    return _clean(_read(value, info))


def _password_content(value: object, info: ValidationInfo) -> str:
    return _clean_password(_read(value, info))


def _read(value: object, info: ValidationInfo) -> str:
    path = whole_path(value, info)
    # A pipe would be waited for.
    if path.is_fifo():
        raise ValueError("names what is no regular file")
    try:
        with path.open("rb") as file:
            raw = file.read(MAX_SECRET + 1)
    except OSError as error:
        raise ValueError(f"names a file that cannot be read: {error.strerror}") from error
    return raw.decode("utf-8", "replace").strip()


def _clean(secret: str) -> str:
    if not secret:
        raise ValueError("leads to an empty secret")
    if len(secret) > MAX_SECRET or not _TOKEN.fullmatch(secret):
        raise ValueError(
            "leads to something that is no secret: it is too long, or has a space, a line break or a character beyond ASCII"
        )
    return secret


def _clean_password(secret: str) -> str:
    if not secret:
        raise ValueError("leads to an empty secret")
    if len(secret) > MAX_SECRET or not _PASSWORD.fullmatch(secret):
        raise ValueError(
            "leads to something that is no password: it is too long, or has a line break or a character beyond ASCII"
        )
    return secret


_StrictText = Annotated[str, Strict()]
Token = Annotated[_StrictText, AfterValidator(_token)]
# A path whose file's content is the secret.
SecretFile = Annotated[str, BeforeValidator(_content)]
Password = Annotated[_StrictText, AfterValidator(_password)]
# A path whose file's content is a password.
PasswordFile = Annotated[str, BeforeValidator(_password_content)]
# Text in which each ${NAME} is replaced, as the password in a database URL.
Expanded = Annotated[_StrictText, AfterValidator(_expanded)]
