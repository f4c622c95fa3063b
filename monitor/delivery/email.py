"""The channel that hands a message to a mail server: STARTTLS or TLS with a verified certificate, never in the clear.

One message, one recipient, one dialogue. A refusal by the recipient's side is permanent for that recipient; whatever an
operator can set right (connection, certificate, login, sender) is temporary and says what to look at.
"""

from __future__ import annotations

import re
import smtplib
import socket
import ssl
from base64 import b64encode
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from enum import StrEnum
from ipaddress import ip_address
from threading import Event, Timer

from monitor.model.errors import DeliveryError
from monitor.model.letter import Outgoing
from monitor.model.options import EmailOptions
from monitor.model.rendered import DeliveryContext
from monitor.model.text import clean, mask_addresses

Options = EmailOptions

PORTS = {"starttls": 587, "tls": 465, "none": 25}
# A name may stand for several addresses, and each is tried: none may use up the whole time.
LONGEST_CONNECT_SECONDS = 15.0
# The message is accepted: a server that does not answer to the farewell must not hold up the next one.
FAREWELL_SECONDS = 1.0
# The server wants a login, another one, or a safer one: nothing that the recipient can help.
LOGIN_WANTED = frozenset({530, 534, 535, 538})
TOO_LARGE = 552
_REPLY_LIMIT = 300
_LEADING_DOT = re.compile(rb"^\.", re.MULTILINE)


class _Step(StrEnum):
    """How far a dialogue came; the words of its errors are made of it."""

    CONNECT = "the connection"
    GREETING = "the greeting"
    STARTTLS = "STARTTLS"
    LOGIN = "the login"
    SENDER = "the sender"
    RECIPIENT = "the recipient"
    DATA = "the command DATA"
    CONTENT = "the message"


# What fails here fails for every recipient, and is the operator's to set right.
_FOR_EVERYONE = frozenset({_Step.CONNECT, _Step.GREETING, _Step.STARTTLS, _Step.LOGIN, _Step.SENDER})


@dataclass(slots=True)
class _Progress:
    """Where the dialogue is, for the error that ends it."""

    step: _Step = _Step.CONNECT


class _Refused(smtplib.SMTPResponseException):
    """The server answered a command with something else than the code it takes to go on."""


class _Dialogue(smtplib.SMTP):
    """SMTP over a socket that is open already, so that the deadline holds from the first byte on."""

    def __init__(self, opened: socket.socket, options: Options) -> None:
        self._opened = opened
        # Given a name, smtplib asks no name server for one; the address literal is what RFC 5321 wants where there is none.
        super().__init__(options.host, _port(options), local_hostname=_own_name(opened), timeout=options.deadline_seconds)

    def _get_socket(self, _host: str, _port: int, _timeout: float) -> socket.socket:
        return self._opened


def send(message: Outgoing, options: Options, context: DeliveryContext) -> None:  # noqa: ARG001 - every channel is given it
    """Hand one message to the server; a return means that the server accepted it for this recipient.

    Raises DeliveryError: permanent when this recipient or message is refused for good, else worth another try. Where the
    connection breaks after the content and before the answer, the text says that the message may have arrived.
    """
    if not message.recipient.isprintable() or " " in message.recipient:
        raise DeliveryError("a recipient's address with a space or a control character is none", permanent=True)
    progress, expired = _Progress(), Event()
    try:
        with _opened(options) as raw, _deadline(raw, options.deadline_seconds, expired):
            _deliver(raw, message, options, progress)
    except (OSError, ValueError) as error:
        text = f"{options.host}:{_port(options)}: {_said(error, progress.step, options, is_late=expired.is_set())}"
        is_permanent = not expired.is_set() and _is_permanent(error, progress.step)
        raise DeliveryError(text, permanent=is_permanent, everyone=not is_permanent and progress.step in _FOR_EVERYONE) from error


def _port(options: Options) -> int:
    return options.port or PORTS[options.security]


def _own_name(opened: socket.socket) -> str:
    name = socket.gethostname()
    if "." in name and name.isascii():
        return name
    address = ip_address(opened.getsockname()[0].partition("%")[0])
    return f"[{address}]" if address.version == 4 else f"[IPv6:{address}]"  # noqa: PLR2004 - the version of the protocol


@contextmanager
def _opened(options: Options) -> Iterator[socket.socket]:
    wait = min(options.deadline_seconds, LONGEST_CONNECT_SECONDS)
    with socket.create_connection((options.host, _port(options)), wait) as raw:
        # The deadline comes first; this is for the case that its thread could not be started in time.
        raw.settimeout(2 * options.deadline_seconds)
        yield raw


@contextmanager
def _deadline(raw: socket.socket, seconds: float, expired: Event) -> Iterator[None]:
    """Cut the connection when `seconds` are over: a socket's own timeout begins anew with each byte that drips in."""
    # A handle of its own reaches the connection also after TLS has taken over the socket.
    with raw.dup() as handle:

        def cut() -> None:
            expired.set()
            with suppress(OSError):
                handle.shutdown(socket.SHUT_RDWR)

        timer = Timer(seconds, cut)
        timer.daemon = True
        timer.start()
        try:
            yield
        finally:
            timer.cancel()
            timer.join()


def _deliver(raw: socket.socket, message: Outgoing, options: Options, progress: _Progress) -> None:
    context = ssl.create_default_context(cafile=options.ca_file)
    if options.security == "none" and not ip_address(raw.getpeername()[0].partition("%")[0]).is_loopback:
        text = f"{options.host}: security none is for a server on this machine alone; nothing was sent"
        raise DeliveryError(text, permanent=False, everyone=True)
    with context.wrap_socket(raw, server_hostname=options.host) if options.security == "tls" else raw as opened:
        progress.step = _Step.GREETING
        smtp = _Dialogue(opened, options)
        try:
            _prepare(smtp, context, options, progress)
            _hand_over(smtp, message, options, progress)
            _say_goodbye(smtp)
        finally:
            smtp.close()


def _prepare(smtp: smtplib.SMTP, context: ssl.SSLContext, options: Options, progress: _Progress) -> None:
    # HELO, to which smtplib would fall back, offers neither encryption nor a login.
    _expect(smtp.ehlo(), 250)
    if options.security == "starttls":
        progress.step = _Step.STARTTLS
        # smtplib returns a refusal instead of raising it, and would go on in the clear.
        _expect(smtp.starttls(context=context), 220)
        progress.step = _Step.GREETING
        _expect(smtp.ehlo(), 250)
    if options.user:
        progress.step = _Step.LOGIN
        smtp.login(options.user, options.password)


def _hand_over(smtp: smtplib.SMTP, message: Outgoing, options: Options, progress: _Progress) -> None:
    progress.step = _Step.SENDER
    _expect(smtp.mail(options.sender, [f"size={len(message.body)}"] if smtp.has_extn("size") else []), 250)
    progress.step = _Step.RECIPIENT
    _expect(smtp.rcpt(message.recipient), 250, 251)
    progress.step = _Step.DATA
    _expect(smtp.docmd("DATA"), 354)
    progress.step = _Step.CONTENT
    smtp.send(_LEADING_DOT.sub(b"..", message.body) + b".\r\n")
    _expect(smtp.getreply(), 250)


def _say_goodbye(smtp: smtplib.SMTP) -> None:
    with suppress(OSError):
        if smtp.sock:
            smtp.sock.settimeout(FAREWELL_SECONDS)
        smtp.quit()


def _expect(reply: tuple[int, bytes], *codes: int) -> None:
    if reply[0] not in codes:
        raise _Refused(*reply)


def _is_permanent(error: Exception, step: _Step) -> bool:
    """Return whether no later try can help: a lasting refusal (5yz) of this recipient or of this message."""
    if not isinstance(error, _Refused) or error.smtp_code < 500 or error.smtp_code in LOGIN_WANTED:  # noqa: PLR2004 - RFC 5321
        return False
    return step in (_Step.RECIPIENT, _Step.DATA, _Step.CONTENT) or (step == _Step.SENDER and error.smtp_code == TOO_LARGE)


def _said(error: Exception, step: _Step, options: Options, *, is_late: bool) -> str:
    """Return what went wrong and what to look at; never a password, never an address that the server repeats."""
    if isinstance(error, ssl.SSLCertVerificationError):
        issuer = options.ca_file or "the system's list"
        return f"the certificate is not trusted by {issuer} ({error.verify_message}); nothing was sent"
    if isinstance(error, smtplib.SMTPNotSupportedError):
        missing = "no login" if step == _Step.LOGIN else "no STARTTLS"
        return f"the server offers {missing}; nothing was sent"
    # Cut in the middle of an answer, smtplib takes the part for the whole.
    if isinstance(error, smtplib.SMTPResponseException) and not is_late:
        return _refusal(error, step, options)
    broken = f"no end within {options.deadline_seconds:g} s" if is_late else _plain(error)
    if step == _Step.CONTENT:
        return f"{broken} after the message and before the answer to it: it may have arrived, and is sent again as it is"
    return f"{step} failed: {broken}"


def _refusal(error: smtplib.SMTPResponseException, step: _Step, options: Options) -> str:
    hints = {
        _Step.LOGIN: "; check user and password of channels.email",
        _Step.SENDER: "; check from of channels.email",
    }
    reply = error.smtp_error.decode("utf-8", "replace") if isinstance(error.smtp_error, bytes) else error.smtp_error
    wanted = "; the server wants a login" if error.smtp_code in LOGIN_WANTED and step != _Step.LOGIN else hints.get(step, "")
    shown = mask_addresses(clean(without_login(reply, options), limit=_REPLY_LIMIT))
    return f"{step} was refused: {error.smtp_code} {shown}{wanted}"


def without_login(text: str, options: Options) -> str:
    """Return what a server said without our password, in clear or as a login sends it: what it repeats reaches readers."""
    if not options.password:
        return text
    login = options.password.encode()
    secrets = (login, b64encode(login), b64encode(b"\0" + (options.user or "").encode() + b"\0" + login))
    for secret in secrets:
        text = text.replace(secret.decode(), "***")
    return text


def _plain(error: Exception) -> str:
    if isinstance(error, smtplib.SMTPServerDisconnected):
        return "the server closed the connection"
    if isinstance(error, TimeoutError):
        return "the server did not answer"
    return (isinstance(error, OSError) and error.strerror) or clean(str(error), limit=_REPLY_LIMIT) or type(error).__name__
