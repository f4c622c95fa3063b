"""HTTP doors for tests of collectors: one that stays shut, to be opened by what a test needs of it."""

from __future__ import annotations

from collections.abc import Mapping

from monitor.model.collecting import Answer
from monitor.model.errors import Unavailable


class ShutDoor:
    """A door through which nothing comes. `charged` is what was noted of costs, `tokens` the addresses that have one."""

    def __init__(self) -> None:
        self.charged: list[tuple[str, int]] = []
        self.tokens: frozenset[str] = frozenset()

    def get(
        self,
        url: str,
        *,
        headers: Mapping[str, str] | None = None,
        credential: str = "",
        is_conditional: bool = True,
        is_kept: bool = False,
    ) -> Answer:
        """Refuse."""
        raise Unavailable(f"no HTTP in this test: {url}")

    def post(
        self, url: str, body: bytes, *, headers: Mapping[str, str] | None = None, credential: str = "", tries: int | None = None
    ) -> Answer:
        """Refuse."""
        raise Unavailable(f"no HTTP in this test: {url}")

    def has_token(self, url: str) -> bool:
        """Return whether the test gave a token for this address."""
        return any(url.startswith(known) for known in self.tokens)

    def charge(self, shape: str, points: int) -> None:
        """Note a cost."""
        self.charged.append((shape, points))
