"""English for the messages that rules publish: one template a code. Short, dated, sourced, kind; never a motive."""

from __future__ import annotations

from collections.abc import Mapping

MESSAGES: Mapping[str, str] = {}
