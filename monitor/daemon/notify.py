"""Tells systemd how we are doing (sd_notify), where systemd asks for it; elsewhere it tells nobody."""

from __future__ import annotations

import socket
from collections.abc import Mapping

MICROSECONDS = 1_000_000


class Notifier:
    """Sends states such as READY=1 to the socket that systemd names in the environment."""

    def __init__(self, environ: Mapping[str, str]) -> None:
        place = environ.get("NOTIFY_SOCKET", "")
        self._address = f"\0{place[1:]}" if place.startswith("@") else place
        limit = environ.get("WATCHDOG_USEC", "")
        self.watchdog_seconds = int(limit) / MICROSECONDS if self._address and limit.isdecimal() else None

    def tell(self, state: str) -> None:
        """Send one state. A supervisor that is not there any more is no trouble of ours."""
        if not self._address:
            return
        with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as sender:
            try:
                sender.sendto(state.encode(), self._address)
            except OSError:
                return
