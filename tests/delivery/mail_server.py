"""A mail server on loopback that can be told to fail: at each command, with an answer, a silence or a broken connection."""

from __future__ import annotations

import asyncio
import ssl
from collections import Counter
from collections.abc import Awaitable, Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from email.message import EmailMessage
from email.parser import BytesParser
from email.policy import SMTP as SMTP_POLICY
from threading import Thread
from typing import Any

import trustme
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session

USER, PASSWORD = "mainstay", "canary-51d2 with a space"
CLOSE, HANG, DRIP = "close", "hang", "drip"
NAME = "localhost"


@dataclass(frozen=True)
class Received:
    """One message that the server took: the envelope and the bytes as they arrived."""

    sender: str
    recipients: tuple[str, ...]
    body: bytes
    is_encrypted: bool
    is_authenticated: bool

    @property
    def message(self) -> EmailMessage:
        parsed = BytesParser(policy=SMTP_POLICY).parsebytes(self.body)
        assert isinstance(parsed, EmailMessage)
        return parsed


@dataclass
class Mailbox:
    """What arrived, and what the server was told to do: command -> answer, CLOSE, HANG or DRIP; "END" is the end of the content.

    `refused` maps a recipient to the answer it gets. `times` limits how often a fault happens; without it, always.
    """

    faults: Mapping[str, str] = field(default_factory=dict)
    refused: Mapping[str, str] = field(default_factory=dict)
    times: int = 1_000_000
    port: int = 0
    received: list[Received] = field(default_factory=list)
    commands: Counter[str] = field(default_factory=Counter)

    def fault(self, command: str) -> str:
        self.commands[command] += 1
        return self.faults.get(command, "") if self.commands[command] <= self.times else ""

    def check(self, _server: SMTP, _session: Session, _envelope: Envelope, _mechanism: str, data: Any) -> AuthResult:
        assert isinstance(data, LoginPassword)
        return AuthResult(success=data == LoginPassword(USER.encode(), PASSWORD.encode()), handled=False)

    async def handle_DATA(self, server: Server, session: Session, envelope: Envelope) -> str:  # noqa: N802 - aiosmtpd's name
        fault = self.fault("END")
        if fault and fault not in (CLOSE, HANG, DRIP):
            return fault
        self.received.append(
            Received(
                envelope.mail_from or "",
                tuple(envelope.rcpt_tos),
                envelope.original_content or b"",
                session.ssl is not None or server.is_tls,
                bool(session.authenticated),
            )
        )
        if fault:
            await server.break_off(fault)
        return "250 accepted"


class Server(SMTP):
    """A server that asks its mailbox at each command whether to fail."""

    def __init__(self, mailbox: Mailbox, *, is_tls: bool, **options: Any) -> None:
        super().__init__(mailbox, hostname=NAME, **options)
        self.mailbox = mailbox
        self.is_tls = is_tls

    async def break_off(self, fault: str) -> None:
        """Close the connection, or say nothing more, or drip single bytes without an end."""
        assert isinstance(self.transport, asyncio.Transport)
        while fault == DRIP and not self.transport.is_closing():
            self.transport.write(b"2")
            with suppress(TimeoutError):
                await asyncio.wait_for(asyncio.Event().wait(), 0.05)
        if fault == HANG:
            await asyncio.Event().wait()
        self.transport.abort()

    async def _or_fail(self, command: str, go_on: Callable[[str], Awaitable[None]], argument: str) -> None:
        fault = self.mailbox.fault(command)
        if command == "RCPT":
            fault = next((answer for who, answer in self.mailbox.refused.items() if who in argument), fault)
        if fault in (CLOSE, HANG, DRIP):
            await self.break_off(fault)
        elif fault:
            await self.push(fault)
        else:
            await go_on(argument)

    async def smtp_EHLO(self, argument: str) -> None:  # noqa: N802 - aiosmtpd's name
        await self._or_fail("EHLO", super().smtp_EHLO, argument)

    async def smtp_HELO(self, argument: str) -> None:  # noqa: N802 - aiosmtpd's name
        await self._or_fail("EHLO", super().smtp_HELO, argument)

    async def smtp_STARTTLS(self, argument: str) -> None:  # noqa: N802 - aiosmtpd's name
        await self._or_fail("STARTTLS", super().smtp_STARTTLS, argument)

    async def smtp_AUTH(self, argument: str) -> None:  # noqa: N802 - aiosmtpd's name
        await self._or_fail("AUTH", super().smtp_AUTH, argument)

    async def smtp_MAIL(self, argument: str) -> None:  # noqa: N802 - aiosmtpd's name
        await self._or_fail("MAIL", super().smtp_MAIL, argument)

    async def smtp_RCPT(self, argument: str) -> None:  # noqa: N802 - aiosmtpd's name
        await self._or_fail("RCPT", super().smtp_RCPT, argument)

    async def smtp_DATA(self, argument: str) -> None:  # noqa: N802 - aiosmtpd's name
        await self._or_fail("DATA", super().smtp_DATA, argument)

    async def smtp_QUIT(self, argument: str) -> None:  # noqa: N802 - aiosmtpd's name
        await self._or_fail("QUIT", super().smtp_QUIT, argument)


@dataclass(frozen=True)
class Authority:
    """A certificate authority of our own and what servers of it need."""

    root: trustme.CA
    server: ssl.SSLContext


def authority(name: str = NAME) -> Authority:
    """Return a new authority with a certificate for `name`."""
    root = trustme.CA()
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    root.issue_cert(name).configure_cert(context)
    return Authority(root, context)


@contextmanager
def serving(
    mailbox: Mailbox,
    certificate: ssl.SSLContext | None,
    *,
    is_tls: bool = False,
    with_login: bool = True,
    offers_tls: bool = True,
) -> Iterator[Mailbox]:
    """Serve `mailbox` on a free port of loopback until the end of the block, with STARTTLS, or TLS from the start."""
    options: dict[str, Any] = {"authenticator": mailbox.check, "auth_required": True} if with_login else {}
    options["auth_require_tls"] = not is_tls and certificate is not None
    if certificate is not None and not is_tls and offers_tls:
        options |= {"tls_context": certificate, "require_starttls": True}

    def connection() -> Server:
        return Server(mailbox, is_tls=is_tls, **options)

    with running(connection, certificate if is_tls else None) as mailbox.port:
        yield mailbox


@contextmanager
def running(connection: Callable[[], asyncio.BaseProtocol], certificate: ssl.SSLContext | None = None) -> Iterator[int]:
    """Serve connections in a thread and yield the port."""
    loop = asyncio.new_event_loop()
    thread = Thread(target=loop.run_forever, daemon=True)
    thread.start()

    made: list[asyncio.BaseProtocol] = []

    def connect() -> asyncio.BaseProtocol:
        made.append(connection())
        return made[-1]

    async def open_server() -> asyncio.Server:
        return await loop.create_server(connect, "127.0.0.1", 0, ssl=certificate)

    async def close_server() -> None:
        server.close()
        tasks = asyncio.all_tasks() - {asyncio.current_task()}
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        for protocol in made:
            transport = getattr(protocol, "transport", None)
            if transport is not None:
                transport.abort()
        # One round of the loop, in which what was aborted is closed.
        await asyncio.sleep(0)

    server = asyncio.run_coroutine_threadsafe(open_server(), loop).result()
    try:
        yield server.sockets[0].getsockname()[1]
    finally:
        asyncio.run_coroutine_threadsafe(close_server(), loop).result()
        loop.call_soon_threadsafe(loop.stop)
        thread.join()
        loop.close()
