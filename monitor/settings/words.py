"""The kinds of text that a configuration is made of, each with its own check. A message never repeats what it refuses."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time
from difflib import get_close_matches
from ipaddress import ip_network
from pathlib import Path
from typing import Annotated
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError, available_timezones

from pydantic import AfterValidator, BeforeValidator, Strict, StringConstraints, ValidationInfo, WithJsonSchema
from pydantic_core import PydanticKnownError

from monitor.model.crontab import check_schedule
from monitor.settings.platforms import FORGES

SLUG = r"^[a-z0-9][a-z0-9._-]{0,63}$"
YEARS = range(1970, 3000)
MAX_TEXT, MAX_LONG_TEXT = 200, 4000

_LOCAL = r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+"
_LABEL = r"[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?"
_MAIL = re.compile(rf"(?=.{{6,254}}$)(?=[^@]{{1,64}}@){_LOCAL}(?:\.{_LOCAL})*@(?:{_LABEL}\.)+[A-Za-z][A-Za-z0-9-]*[A-Za-z0-9]")
_HOST = re.compile(rf"(?=.{{1,253}}$)(?:{_LABEL}\.)*{_LABEL}(?::[0-9]{{1,5}})?")
_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff]")
_ZONE = re.compile(r"[A-Za-z][A-Za-z0-9_+-]*(?:/[A-Za-z0-9_+-]+)*")


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What checks may look at beside the text: folder of the file, day, what hosts run, and the environment, never shown."""

    base: Path
    environ: Mapping[str, str] = field(repr=False)
    today: date = date.max
    forges: Mapping[str, str] = field(default_factory=lambda: FORGES)


def surroundings(info: ValidationInfo) -> Surroundings:
    """Return the Surroundings of a validation."""
    context = info.context
    return context if isinstance(context, Surroundings) else Surroundings(Path(), {})


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """Return "; did you mean `x`?" for the nearest of the known words, or ""."""
    close = get_close_matches(word, list(known), n=1)
    return f"; did you mean `{close[0]}`?" if close else ""


def _plain(text: str) -> str:
    if not text.strip():
        raise ValueError("is empty")
    if _CONTROL.search(text):
        raise ValueError("contains a control character or one that turns the direction of text")
    if "${" in text:
        raise ValueError("${NAME} is read only where a secret stands: `database` and `token`")
    return text.strip()


def _one_line(text: str) -> str:
    if len(text) > MAX_TEXT:
        raise ValueError(f"is longer than {MAX_TEXT} characters")
    return " ".join(_plain(text).split())


def _long(text: str) -> str:
    if len(text) > MAX_LONG_TEXT:
        raise ValueError(f"is longer than {MAX_LONG_TEXT} characters")
    return _plain(text)


def check_mail(text: str) -> str:
    """Return a bare mail address. Raises ValueError."""
    if not _MAIL.fullmatch(text):
        hint = "; give the address alone, without name and <>" if "<" in text else ""
        raise ValueError(f"is no mail address like name@example.org{hint}")
    return text


def check_url(text: str) -> str:
    """Return an http or https URL without credentials. Raises ValueError."""
    try:
        parts = urlsplit(text)
        host = parts.hostname if parts.port != 0 else None
    except ValueError as error:
        raise ValueError("is no valid URL") from error
    if parts.scheme not in ("https", "http") or not host or any(c.isspace() for c in text):
        raise ValueError("is no web address; write https://host/path")
    if parts.username is not None or parts.password is not None:
        raise ValueError("carries a user name or password; credentials do not belong in an address")
    return text


def _contact(text: str) -> str:
    if text.startswith(("https://", "http://")):
        return check_url(text)
    try:
        return check_mail(text)
    except ValueError as error:
        raise ValueError("is neither a mail address nor a web address (https://...)") from error


def check_zone(text: str) -> str:
    """Return the name of an IANA time zone. Raises ValueError."""
    try:
        if _ZONE.fullmatch(text) and ZoneInfo(text):
            return text
    except (ZoneInfoNotFoundError, ValueError, OSError):
        pass
    hint = did_you_mean(text, available_timezones())
    raise ValueError(f"is no IANA time zone{hint or '; write a name like Europe/Berlin, America/New_York or UTC'}")


def check_network(text: str) -> str:
    """Return a network in CIDR form. Raises ValueError."""
    try:
        return str(ip_network(text))
    except ValueError as error:
        hint = "; its host part must be zero" if "host bits" in str(error) else ""
        raise ValueError(f"is no network like 10.20.0.0/16 or fd00::/8{hint}") from error


def check_host(text: str) -> str:
    """Return a host name, with a port if there is one, in lower case. Raises ValueError."""
    if not _HOST.fullmatch(text):
        raise ValueError("is no host name like git.example.org")
    return text.lower()


def whole_path(value: object, info: ValidationInfo) -> Path:
    """Return the absolute path that a text means, relative to the folder of the configuration file. Raises ValueError."""
    if not isinstance(value, str):
        raise PydanticKnownError("string_type")
    text = _one_line(value)
    if text.startswith("~"):
        raise ValueError("~ is not expanded here; write the whole path")
    return Path(os.path.normpath(surroundings(info).base / text))


def _readable_file(path: Path) -> Path:
    # A pipe would be waited for, and a device read without an end.
    if path.exists() and not path.is_file():
        raise ValueError("is no regular file")
    try:
        with path.open("rb"):
            return path
    except OSError as error:
        raise ValueError(f"cannot be read: {error.strerror}") from error


def _last_moment(value: object, info: ValidationInfo) -> object:
    """Return the last second of a day in UTC, or an aware moment as it is."""
    if isinstance(value, str):
        value = _parsed_day(value)
    if not isinstance(value, date):
        raise ValueError("is no date like 2025-05-10")  # noqa: TRY004 - a TypeError would leave pydantic as a traceback
    if value.year not in YEARS:
        raise ValueError(f"lies outside of the years {YEARS[0]} to {YEARS[-1]}")
    if (value.date() if isinstance(value, datetime) else value) > surroundings(info).today:
        raise ValueError("lies in the future; a copy shows nothing after today (UTC)")
    if not isinstance(value, datetime):
        return datetime.combine(value, time(23, 59, 59), UTC)
    if value.tzinfo is None:
        raise ValueError("is a time without a zone; write a date (2025-05-10) or a time that ends in Z")
    return value.astimezone(UTC)


def _parsed_day(text: str) -> date:
    try:
        return datetime.fromisoformat(text) if len(text) > len("2025-05-10") else date.fromisoformat(text)
    except ValueError as error:
        raise ValueError("is no date like 2025-05-10") from error


_StrictText = Annotated[str, Strict()]
Text = Annotated[_StrictText, AfterValidator(_one_line)]
LongText = Annotated[_StrictText, AfterValidator(_long)]
Slug = Annotated[str, Strict(), StringConstraints(pattern=SLUG)]
Mail = Annotated[Text, AfterValidator(check_mail)]
Url = Annotated[Text, AfterValidator(check_url)]
Contact = Annotated[Text, AfterValidator(_contact)]
Zone = Annotated[Text, AfterValidator(check_zone)]
Schedule = Annotated[Text, AfterValidator(check_schedule)]
Network = Annotated[Text, AfterValidator(check_network)]
Host = Annotated[Text, AfterValidator(check_host)]
# Relative to the folder of the configuration file.
WholePath = Annotated[Path, BeforeValidator(whole_path)]
ExistingFile = Annotated[WholePath, AfterValidator(_readable_file)]
LastMoment = Annotated[
    datetime, BeforeValidator(_last_moment), WithJsonSchema({"type": "string", "format": "date", "examples": ["2025-05-10"]})
]
