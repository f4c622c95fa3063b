"""How an account's address becomes a stable id that does not show it."""

from __future__ import annotations

import hashlib
import hmac


def pseudonym(key: bytes, address: str) -> str:
    """Return the stable id of a mail address: HMAC-SHA256 by the installation key of the lower-cased address, 32 hex digits"""
    return hmac.new(key, address.strip().lower().encode("utf-8", "surrogateescape"), hashlib.sha256).hexdigest()[:32]
