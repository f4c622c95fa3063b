"""What a configuration may say about the machinery: the typed form of each section beside projects and watchlists."""

from __future__ import annotations

from dataclasses import fields
from ipaddress import ip_address
from typing import TYPE_CHECKING, Annotated, Any, Literal, get_type_hints

from pydantic import BaseModel, ConfigDict, Field, Strict, ValidationInfo, create_model, field_validator, model_validator

from monitor.model.limits import Limits
from monitor.model.options import LEAST_ACTIVITY_DAYS, Retention
from monitor.settings.secrets import Password, PasswordFile, SecretFile, Token
from monitor.settings.words import ExistingFile, Mail, Network, Text, Url, WholePath, check_host

# Limits whose name ends so are shares or probabilities; other numbers are counts, days or factors.
SHARES = ("_share", "_survival", "_tail", "_probability")
MOST = 100_000

Seconds = Annotated[float, Strict(), Field(gt=0, le=3600, allow_inf_nan=False)]
Count = Annotated[int, Strict(), Field(ge=1, le=MOST)]
Share = Annotated[float, Strict(), Field(gt=0, le=1, allow_inf_nan=False)]
Factor = Annotated[float, Strict(), Field(gt=0, le=MOST, allow_inf_nan=False)]


class Form(BaseModel):
    """A mapping of known keys. A key with nothing behind it counts as not written, so that examples can be commented out."""

    model_config = ConfigDict(extra="forbid", frozen=True, hide_input_in_errors=True)

    @model_validator(mode="before")
    @classmethod
    def _without_empty_keys(cls, data: Any) -> Any:
        if not isinstance(data, dict) or None not in data.values():
            return data
        return {key: value for key, value in data.items() if value is not None or key not in cls.model_fields}

    def given(self) -> dict[str, Any]:
        """Return what was written, so that everything else keeps the default of its owner."""
        return {name: getattr(self, name) for name in sorted(self.model_fields_set)}


class HttpForm(Form):
    """How web sources are asked."""

    deadline_seconds: Seconds | None = Field(None, description="Longest time for one request, whatever happens [30]")
    max_megabytes: Annotated[int, Strict(), Field(ge=1, le=1024)] | None = Field(None, description="Largest answer, decoded [32]")
    tries: Annotated[int, Strict(), Field(ge=1, le=10)] | None = Field(None, description="Attempts for one request [3]")
    requests_per_host: Annotated[int, Strict(), Field(ge=1, le=8)] | None = Field(
        None, description="Requests in flight to one host at the same time [1]"
    )
    allow_networks: list[Network] | None = Field(
        None, description="Private networks that may be connected to, for hosts of your own: 10.20.0.0/16"
    )
    ca_file: ExistingFile | None = Field(None, description="Certificates to trust instead of the system's [the system's]")


class GitForm(Form):
    """How repositories are asked."""

    deadline_seconds: Annotated[float, Strict(), Field(gt=0, le=86_400, allow_inf_nan=False)] | None = Field(
        None, description="Longest time for one repository [300]"
    )
    max_megabytes: Annotated[int, Strict(), Field(ge=1, le=1_000_000)] | None = Field(
        None, description="Largest clone to be kept, without file contents [2048]"
    )
    extra_protocols: list[Literal["http", "ssh", "git"]] | None = Field(
        None, description="Protocols beside https and local paths; ssh uses the keys of the user that runs Mainstay"
    )


class TokenForm(Form):
    """A secret for one host: from the environment or from a file, never written here."""

    token: Token | None = Field(None, description="${NAME} of an environment variable", repr=False)
    token_file: SecretFile | None = Field(None, description="File whose content is the token", repr=False)

    @model_validator(mode="after")
    def _one_of_two(self) -> TokenForm:
        if len(self.model_fields_set) != 1:
            raise ValueError("needs either token: ${NAME} or token_file: PATH")
        return self


class FilesForm(Form):
    """The channel that writes reports into a folder."""

    folder: WholePath | None = Field(None, description="Where reports are written [reports/ in state_dir]")


class EmailForm(Form):
    """The channel that hands mails to a mail server."""

    host: Text = Field(description="Name of the mail server")
    sender: Mail = Field(alias="from", description="Mail address that reports come from")
    security: Literal["starttls", "tls", "none"] | None = Field(
        None, description="How the connection is encrypted; none only for a server on this machine [starttls]"
    )
    port: Annotated[int, Strict(), Field(ge=1, le=65_535)] | None = Field(
        None, description="Port of the server [587 for starttls, 465 for tls, 25 for none]"
    )
    user: Text | None = Field(None, description="Name for the login, where the server wants one")
    password: Password | None = Field(None, description="${NAME} of an environment variable", repr=False)
    password_file: PasswordFile | None = Field(None, description="File whose content is the password", repr=False)
    ca_file: ExistingFile | None = Field(None, description="Certificates to trust instead of the system's [the system's]")
    reply_to: Mail | None = Field(None, description="Where answers go [from]")
    unsubscribe: Mail | None = Field(None, description="Whom readers ask to be taken off a list [reply_to, else from]")
    unsubscribe_url: Url | None = Field(
        None, description="https address that takes a reader off a list by one POST (RFC 8058), if you run one"
    )
    deadline_seconds: Seconds | None = Field(None, description="Longest time for one mail, whatever happens [60]")
    page_url: Url | None = Field(
        None, description="Web address of the folder with the reports; mails link to the whole page there"
    )
    attach_page: Annotated[bool, Strict()] | None = Field(None, description="Send the whole page along as a file [no]")

    @field_validator("host")
    @classmethod
    def _bare_host(cls, text: str) -> str:
        if _is_address(text):
            return text
        host = check_host(text)
        if ":" in host:
            raise ValueError("carries a port; write it behind `port:`")
        return host

    @field_validator("security")
    @classmethod
    def _encrypted(cls, word: str, info: ValidationInfo) -> str:
        host = info.data.get("host", "localhost")
        if word == "none" and host != "localhost" and not (_is_address(host) and ip_address(host).is_loopback):
            raise ValueError("must be starttls or tls: none is for a server on this machine (localhost, 127.0.0.1, ::1)")
        return word

    @field_validator("unsubscribe_url")
    @classmethod
    def _safe_url(cls, url: str) -> str:
        if not url.startswith("https://"):
            raise ValueError("must begin with https://; mail programs post to no other address")
        return url

    @model_validator(mode="after")
    def _whole_login(self) -> EmailForm:
        if self.password is not None and self.password_file is not None:
            raise ValueError("give password or password_file, not both")
        if (self.user is None) != (self.password is None and self.password_file is None):
            raise ValueError("a login needs user and either password: ${NAME} or password_file: PATH")
        return self

    def given(self) -> dict[str, Any]:
        """Return what was written, the password wherever it came from."""
        given = super().given()
        secret = given.pop("password_file", None)
        return given | {"password": secret} if secret else given


def _is_address(text: str) -> bool:
    try:
        return bool(ip_address(text))
    except ValueError:
        return False


class ChannelsForm(Form):
    """Options of the channels; a channel without options need not stand here."""

    files: FilesForm | None = None
    email: EmailForm | None = None


class FamiliesForAlertForm(Form):
    """How many kinds of evidence must agree before a project of that impact is at alert."""

    low: Annotated[int, Strict(), Field(ge=1, le=10)] | None = None
    medium: Annotated[int, Strict(), Field(ge=1, le=10)] | None = None
    high: Annotated[int, Strict(), Field(ge=1, le=10)] | None = None
    critical: Annotated[int, Strict(), Field(ge=1, le=10)] | None = None


class ForecastForWatchForm(Form):
    """From which probability of a stall within 12 months a project of that impact is watched."""

    low: Annotated[float, Field(gt=0, le=1)] | None = None
    medium: Annotated[float, Field(gt=0, le=1)] | None = None
    high: Annotated[float, Field(gt=0, le=1)] | None = None
    critical: Annotated[float, Field(gt=0, le=1)] | None = None


def _number_kind(name: str, kind: object) -> Any:
    """Return the type of a number that a user may set, None where it is none."""
    if kind is int:
        return Count
    if kind is float:
        return Share if name.endswith(SHARES) else Factor
    return None


def _form_of(table: type, text: str, **others: Any) -> Any:
    """Return a form with the numbers of a dataclass, so that a new limit can be set without a second list of names."""
    kinds = {name: others.get(name) or _number_kind(name, kind) for name, kind in get_type_hints(table).items()}
    definitions: dict[str, Any] = {field.name: (kinds[field.name] | None, None) for field in fields(table) if kinds[field.name]}
    return create_model(f"{table.__name__}Form", __base__=Form, __doc__=text, **definitions)


if TYPE_CHECKING:

    class LimitsForm(Form):
        """Thresholds of the rules (monitor/model/limits.py says what each means and why it is what it is)."""

    class RetentionForm(Form):
        """How many days things are kept."""

else:
    LimitsForm = _form_of(
        Limits,
        "Thresholds of the rules (monitor/model/limits.py says what each means and why it is what it is).",
        families_for_alert=FamiliesForAlertForm,
        forecast_for_watch=ForecastForWatchForm,
    )
    RetentionForm = _form_of(
        Retention,
        "How many days things are kept.",
        activity_days=Annotated[int, Strict(), Field(ge=LEAST_ACTIVITY_DAYS, le=MOST)],
    )
