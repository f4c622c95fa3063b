"""What a configuration may say about the daemon: where it answers for its health, how it stops, and how it logs."""

from __future__ import annotations

from ipaddress import ip_address
from typing import Annotated, Literal
from urllib.parse import urlsplit

from pydantic import AfterValidator, Field, Strict, WithJsonSchema

from monitor.model.options import DaemonOptions, Listen
from monitor.settings.forms import Form
from monitor.settings.words import Text

NOWHERE = "none"


def check_listen(text: str) -> Listen | None:
    """Return the address and port of a text like 127.0.0.1:9630 or [::1]:9630, None of `none`. Raises ValueError."""
    if text == NOWHERE:
        return None
    try:
        parts = urlsplit(f"//{text}")
        host, port = parts.hostname or "", parts.port
        address = ip_address("127.0.0.1" if host == "localhost" else host)
    except ValueError:
        port = None
    if port is None or parts.netloc != text or "@" in text:
        raise ValueError(f"is no address and port like 127.0.0.1:9630 or [::1]:9630, nor `{NOWHERE}`")
    return Listen(str(address), port)


_Listen = Annotated[
    Text, AfterValidator(check_listen), WithJsonSchema({"type": "string", "examples": ["127.0.0.1:9630", NOWHERE]})
]


class DaemonForm(Form):
    """How `mainstay daemon` works."""

    listen: _Listen | None = Field(
        None,
        description="Where /healthz and /metrics answer, without any password: keep it on the machine [127.0.0.1:9630]; or none",
    )
    drain_seconds: Annotated[float, Strict(), Field(ge=0, le=3600, allow_inf_nan=False)] | None = Field(
        None, description="How long a look that is under way may go on when the daemon is stopped [60]"
    )
    tick_seconds: Annotated[float, Strict(), Field(ge=1, le=3600, allow_inf_nan=False)] | None = Field(
        None, description="How often the daemon looks for what is due, beside the times of the schedules [300]"
    )
    logs: Literal["human", "json"] | None = Field(None, description="Lines for people, or one JSON document a line [human]")

    def options(self) -> DaemonOptions:
        """Return the options, with the defaults of what was not written."""
        return DaemonOptions(**self.given())
